"""Citation styles and references, with parents, entities and shapes that are none, changed by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fuzz.core import Case, mutated
from tests.fuzz.svg import EVIL, HEAD

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

SECTION = "# Introduction\n\nText [@smith2020, p. 3; -@org2019], and @smith2020 says.\n"
HREFS = (
    EVIL, "/etc/passwd", "file:///etc/passwd", "../../outside/secret.txt", "/dev/zero", "/dev/stdin", "ieee", "../ieee", "urn:x",
    "http://www.zotero.org/styles/ieee", "http://www.zotero.org/styles/nobody", "https://www.zotero.org/styles/apa", "",
    "http://www.zotero.org/styles/../../x", "\\\\host\\x", "s.csl",
)  # fmt: skip
RELATIONS = ("independent-parent", "template", "self", "INDEPENDENT-PARENT", " independent-parent", "documentation", "")
INFO = "<info><title>x</title><id>http://www.zotero.org/styles/x</id>{links}<updated>2020-01-01T00:00:00+00:00</updated></info>"
LINK = '<link href="{}" rel="{}"/>'
STYLE = """<?xml version="1.0" encoding="utf-8"?>{doctype}
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="{kind}" default-locale="en-GB">
{info}
<locale xml:lang="en"><terms><term name="page">page</term></terms></locale>
<macro name="author"><names variable="author"><name form="short" and="text" delimiter=", "/>
<substitute><text variable="title"/></substitute></names></macro>
<citation et-al-min="3" et-al-use-first="1"><sort><key macro="author"/></sort><layout prefix="(" suffix=")" delimiter="; ">
<group delimiter=", "><text macro="author"/><date variable="issued"><date-part name="year"/></date><text variable="locator"/>
</group></layout></citation>
<bibliography hanging-indent="true"><layout suffix="."><group delimiter=". "><text macro="author"/>
<text variable="title" font-style="italic"/><choose><if type="book"><text variable="publisher"/></if>
<else><number variable="volume"/></else></choose></group></layout></bibliography>
</style>
"""
SHORT = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0">{info}</style>'
DOCTYPES = (
    "", "", '<!DOCTYPE style [<!ENTITY x SYSTEM "file:///etc/passwd">]>', f'<!DOCTYPE style SYSTEM "{EVIL}">',
    '<!DOCTYPE style [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
)  # fmt: skip
TOKENS = (
    '<text macro="author"/>', '<macro name="author"><text macro="author"/></macro>', '<text term="nobody"/>', "<choose/>", "<layout/>",
    "<names/>", "<group>" * 300, "</group>" * 300, "&x;", "&b;", '<locale xml:lang="xx"/>', '<date variable="x" form="text"/>',
    '<if disambiguate="true" position="ibid" match="nand"/>', 'et-al-min="-1"', 'form="nobody"', 'xmlns="x"', "<![CDATA[x]]>",
    "<link href='/etc/passwd' rel='independent-parent'/>", "<?x?>", "<!-- -->", "<style/>", "<institution/>", '<text value="<b>"/>',
    '<text value="' + "x" * 5_000 + '"/>', "</style>", "<citation><layout/></citation>",
)  # fmt: skip
STRANGE = (
    "", "x", "{}", "<html/>", "<style/>", "\0", "<style xmlns='http://purl.org/net/xbiblio/csl'/>", "<" * 5_000, "<a>" * 5_000,
    "<!DOCTYPE", "\ufeff<style/>",
)  # fmt: skip
BIBTEX = """@book{smith2020, title={Talks and {ASEAN}}, author={Smith, Ann and Jones, Bob}, year={2020}, doi={10.5555/1}}
@report{org2019, title={A report}, author={{An organisation}}, date={2019-03/2019-04}, url={https://example.org/}}
"""
OTHERS = {
    "r.json": '[{"id":"smith2020","type":"book","title":"T","author":[{"family":"S","given":"A"}],"issued":{"date-parts":[[2020]]}}]',
    "r.yaml": "references:\n- id: smith2020\n  type: book\n  title: T\n  issued: 2020\n",
    "r.ris": "TY  - BOOK\nID  - smith2020\nTI  - T\nPY  - 2020\nER  - \n",
    "r.xml": "<xml><records/></xml>",
}
WORDS = (
    "@string{a = a # a}", "@preamble{x}", "@comment{x}", "@include{/etc/passwd}", "crossref={smith2020}", "crossref={org2019}",
    "xdata={smith2020}", "@book{", "}", "{" * 3_000, "{\\" * 500, "$" * 300, r"\input{/etc/passwd}", r"{\def\a{\a\a}\a}", "#", "@",
    "year={-99999999999}", "date={2019-13-45/..}", "date={99999999999}", "month={x}", "author={, , , }", "author={and and and}",
    "title=", "=", "%", "\0", "- id: [x]", "!!python/object:x", "&a [*a]", '"id": null', '"id": {}', '"author": 7', "[[[[[", "{}",
    '"issued": {"date-parts": [[1e99]]}', "]" * 400, "null", "title={<script>x</script>}", "url={javascript:x}",
    "keywords={" + "a," * 3_000 + "}",
)  # fmt: skip


def make(rng: Random, _: Path) -> Case:
    """Cite in an odd style, or odd references."""
    links = "".join(LINK.format(rng.choice(HREFS), rng.choice(RELATIONS)) for _ in range(rng.choice((0, 1, 1, 2))))
    facts = {
        "doctype": rng.choice(DOCTYPES),
        "kind": rng.choice(("in-text", "note", "x")),
        "info": INFO.format(links=links),
    }
    style = (SHORT if rng.random() < 0.3 else STYLE).format(**facts)
    if rng.random() < 0.4:
        style = mutated(style, rng, TOKENS)
    if rng.random() < 0.05:
        style = rng.choice(STRANGE)
    name, text = ("r.bib", BIBTEX) if rng.random() < 0.6 else rng.choice(sorted(OTHERS.items()))
    if rng.random() < 0.5:
        text = mutated(text, rng, WORDS)
    head = f"{HEAD}bibliography: {name}\n" + rng.choice(
        ("csl: s.csl\n", "csl: s.csl\n", "csl: s.csl\n", "csl: ieee\n", "")
    )
    files = {"report.yaml": head, "10-text.md": SECTION, "s.csl": style, name: text}
    command = ("report", "build", "-q", "--to", "html") if rng.random() < 0.05 else ("report", "check")
    return Case({f"sources/brief/{path}": content for path, content in files.items()}, (command,))
