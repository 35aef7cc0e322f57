"""Dollar signs that stand for money: `US$` and its like open no formula, whatever follows them in the paragraph.

Pandoc takes what stands between two dollar signs for a formula. Of an amount up to the next it would make letters without
spaces, and of two heads of a table a single one.
"""

from __future__ import annotations

import re

from report.read.lines import end_of_quoted

STAND_IN = "\uf724"  # for a dollar sign that pandoc must not see; as wide as one, so that columns stay what they are
IN_ADDRESSES = "%EF%9C%A4"  # what pandoc makes of it there
FORMULA = re.compile(
    r"(?<![\\$])\$(?![\s$])((?:\\.|[^\\$\s]|[ \t](?![ \t]*\$)|\n(?!\s*[\n$])|\$(?=\d)){1,200}?)(?<!\s)\$(?![\d$])",
    re.DOTALL,
)
CURRENCY = re.compile(r"(?<![A-Za-z])(?:[A-Z]{1,3}|[A-Z][a-z]?|Can|Mex)$")  # US, A, HK, NT … before the sign
SURE = re.compile(r"(?<![A-Za-z\\$])([A-Z]{1,3})\$(?=\d)")  # no formula begins or ends there
WIDTH = 8  # characters in which a currency's letters, or the margin of a table, are looked for
AMOUNT = re.compile(
    r"\d[\d.,]*[ \n-]?(?!(?:sin|cos|tan|log|ln|exp|mod|max|min)\b)[A-Za-z]+[ \n-]+(?:\$|\(?[A-Za-z]{2})"
)
WORDED = re.compile(  # commands whose braces hold words
    r"\\(?:text\w*|mathrm|mathit|mathbf|mathsf|mathtt|mathcal|operatorname\*?|mbox|hbox|begin|end|label|tag\*?|ce|pu|color|textcolor|quad|qquad)\s*\{[^{}]*\}"
)
BRACED = re.compile(r"[_^]\s*\{[^{}]*\}|\\[A-Za-z]+")
WORDS = re.compile(r"(?<![A-Za-z\\])[^\W\d_]{2,}[,;:.]?\s+(?:\(?[^\W\d_]{2,})(?![A-Za-z(])|(?:^|\s)[^\W\d_]{4,}(?:\s)")
MORE = re.compile(r"[\s|]|-[A-Za-z]")
GROUP = re.compile(r"\([^()]*\)")


def spare_dollars(text: str) -> str:
    """Hide the dollar signs of a text that are no formula's from pandoc."""
    if text.count("$") < 2 or STAND_IN in text:
        return text
    text = SURE.sub(rf"\1{STAND_IN}", text)
    parts, end, start = [], 0, 0
    while match := FORMULA.search(text, start):
        start = match.start() + 1
        if (quoted := end_of_quoted(text, match.start())) > start:
            start = quoted
        elif _is_money(text, match):
            parts += [text[end : match.start()], STAND_IN]
            end = start
        else:
            start = match.end()
    return "".join([*parts, text[end:]])


def put_back_dollars(out: str) -> str:
    """Show again, in what pandoc has made of a text, the dollar signs that were hidden from it."""
    return out.replace(STAND_IN, "$").replace(IN_ADDRESSES, "$")


def holds_words(formula: str) -> bool:
    """Tell whether a formula in TeX holds words of a sentence, which are set without the spaces between them."""
    rest = BRACED.sub(" 0 ", WORDED.sub(" 0 ", formula))
    return bool(WORDS.search(rest))


def _is_money(text: str, match: re.Match[str]) -> bool:
    """Tell whether a formula is none: it begins at a currency's sign or an amount, and goes on with words or into a cell."""
    begin = text.rfind("\n", 0, match.start()) + 1
    inner, before = match[1], text[max(match.start() - WIDTH, begin) : match.start()]
    if (
        text[begin : begin + WIDTH].lstrip().startswith("|")
        and "\\" not in inner
        and GROUP.sub("", inner).count("|") % 2
    ):
        return True
    if CURRENCY.search(before):
        return inner[0] not in "_^\\{'" and (inner[0] in ")],;:|/" or bool(MORE.search(inner)))
    return bool(AMOUNT.match(inner))
