"""Metadata: keys of `report.yaml`, of `defaults.yaml`, `brand.yaml` and the glossary, with odd values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.read.keys import ALIASES, KEYS
from tests.fuzz.core import Case, mutated

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from tests.fuzz.core import Content

HEAD = {"title": "A short report", "date": "2025-07-14", "lang": "en"}
SECTION = "# Introduction\n\nA sentence with {{< var venue >}} and {{< meta title >}}, and a [word]{.term}.\n"
BILLION = "[&a [" + ",".join("x" * 9) + "]" + "".join(f", &{name} [{','.join([f'*{before}'] * 9)}]" for before, name in zip("abcdefgh", "bcdefghi", strict=True)) + "]"  # fmt: skip # aliases of aliases, that would be a billion
VALUES = (
    # kinds
    "", "null", "~", "true", "no", "0", "-1", "3.14", "1e999", ".inf", ".nan", "0x7fffffffffffffffffff", "0o17", "1_000",
    "12:30:45", "9" * 5_000, "-" + "9" * 400, "[]", "{}", "[null]", "[[]]", "{a: b}", "[{a: b}]", "{name: x}", "[{name: }]",
    "[{name: {}}]", "{name: [x]}", "[1, 2.5, true, null, 2025-01-01]",
    # dates and moments
    "2025-13-45", "0001-01-01", "9999-12-31", "10000-01-01", "2107-12-31", "1450-01-01", "2025-02-29", "20250714",
    "2025-W28-1", "2025-07-14T25:00:00Z", "2025-07-15T06:00:00+99:99", "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59", "2025-07-15T06:00:00.000000000000001+00:00", "!!timestamp 2025-07-14", "!!timestamp x",
    # characters
    r'"\0"', r'"\a\b\e"', r'"\x7f"', r'"\u0085"', r'"\ud800"', r'"\ufffe"', r'"\U0010ffff"', r'"\u202e abc"', r'"\u2028"',
    '"\N{ZERO WIDTH JOINER}"', "'\N{COMBINING ACUTE ACCENT}'", '"</title><script>x</script>"', '"]]>"', '"&amp;&lt;&#0;"',
    '"{{ 7*7 }}{% raw %}"', r'"\\input{x}"', '"%PDF-1.7"', '"' + "\N{ARABIC LETTER BEH}" * 60 + '"', '"' + "\u4e00" * 400 + '"',
    # sizes
    "a" * 100_000, '"' + "a b " * 20_000 + '"', "[" + "x, " * 5_000 + "]", "{" + ", ".join(f"k{n}: v" for n in range(3_000)) + "}",
    "[" * 60 + "]" * 60, "[" * 2_000 + "]" * 2_000, "{a: " * 900 + "}" * 900, "[" * 50_000,
    "\n" + "".join(" " * n + "a:\n" for n in range(1, 300)), "*" * 5_000, "`" * 5_000, "<" * 5_000, '["' + "(" * 3_000 + '"]',
    '"**' + "*_" * 2_000 + '"',
    # what YAML can do
    "&a [*a]", "&a {a: *a}", "*nobody", BILLION, "!!python/object/apply:os.system [id]", "!!python/name:os.system",
    "!!python/object/new:os.system [id]", "!!binary aGVsbG8=", "!!binary '***'", "!unknown x", "!!set {a, b}", "!!omap [a: b]",
    "!!int x", "!!float x", "!!null x", "!!str", "!!bool 7", "!!map []", "!!seq {}", "!<tag:yaml.org,2002:python/none> x",
    "{<<: {a: b}}", "{<<: [1, 2]}", "{<<: x}", "? [a, b]", "{? [a] : b}", "{[a]: b}", "{{a: b}: c}", "{null: x}", "{1: x, 1: y}",
    "{a: 1, a: 2}", "|\n  text\n   more", ">-\n  folded\n\n\n  text", "|9\n         x", "|0", "- a\n- b", "\n- a\n- b: c", "a: b",
    "a: b: c", "%YAML 9.9", "@x", "`x`", "x # y", "# only a comment", "\n---\nsecond: document", "...", "--- x", "\t", "'", '"',
    "[", "{", "]", "}", "'a' b", "\ufeffx", "x\x00y", "x\x07y", "x\x85y",
    # names of files, folders and addresses
    "../../outside/secret.txt", "../../outside/secret.md", "[../../outside/secret.md]", "/etc/passwd", "[/etc/passwd]",
    '"10-introduction.md\\0"', "file:///etc/passwd", "http://127.0.0.1:9/x", "https://", "https:// x", "https://[::1",
    "http://" + "a" * 3_000, "javascript:alert(1)", "con", "nul.md", "a" * 300, ".", "..", "./", "~/x", "report.yaml", "//host/x",
    r"C:\x", "_house", "[10-introduction.md, 10-introduction.md]", "10-introduction.md/", "sources", "brief",
    # words that other keys know
    "draft", "superseded", "withdrawn", "embargoed", "A3", "letter", "briefing", "base", "_base", "report/../briefing",
    "chicago-author-date", "ieee", "{S102: off}", "{S233: off, S225: error}", "{S999: off}", "{S225: maybe}", "7",
    "zh-Hant-TW-x-private", "x-klingon", "de-1996", "art-lojban", "i-default", "ar", "a" * 9, "en_GB", "und", "mul",
    "doi:10.5555/x", "doi:10.5555/" + "x" * 3_000, "isbn:9783161484100", "urn:isbn:x", "0000-0002-1825-0097", "TLP:RED",
    "{name: x, orcid: 0000}",
)  # fmt: skip
BRAND = ("logo", "address", "colours", "fonts", "cover", "colors")
BRANDS = (
    '{accent: "#12"}', '{accent: "#0b4f6c"}', '{accent: "red; } body { background: url(http://127.0.0.1:9/evil) }"}',
    "{nothing: x}", '{serif: "Nobody Sans"}', '{serif: "x\\"; } @import url(http://127.0.0.1:9/evil);"}', "waves",
    "{paper: '#000000', ink: '#000000'}",
)  # fmt: skip
TERMS = ("- term: word\n  meaning: x\n", "word: meaning\n", "word: {long: x}\n", "- {}\n", "word:\n  - x\n")


def make(rng: Random, _: Path) -> Case:
    """Give one to four keys odd values; check the report, and now and then build or archive it."""
    pairs = dict(HEAD)
    for key in rng.choices((*KEYS, *ALIASES, "nothing", "", "<<"), k=rng.choice((1, 1, 1, 2, 3, 4))):
        pairs[key] = _value(rng)
    lines = [f"{key}: {value}" for key, value in pairs.items()]
    rng.shuffle(lines)
    if rng.random() < 0.1:
        lines.append(rng.choice(lines))  # a key twice
    text = "\n".join(lines) + "\n"
    if rng.random() < 0.15:
        text = mutated(text, rng, VALUES)
    more = _shared(rng) if rng.random() < 0.2 else {}
    if "sources/brief/glossary.yaml" in more:
        text += "glossary: glossary.yaml\n"
    files: dict[str, Content] = {"sources/brief/report.yaml": text, "sources/brief/10-introduction.md": SECTION}
    if rng.random() < 0.1:
        files = {"sources/brief.md": f"---\n{text}---\n\n{SECTION}"}
    return Case({**files, **more}, (_command(rng),))


def _value(rng: Random) -> str:
    if rng.random() < 0.2:
        return rng.choice([key.example for key in KEYS.values()])
    value = rng.choice(VALUES)
    return f"[{value}, {rng.choice(VALUES)}]" if rng.random() < 0.1 and "\n" not in value else value


def _shared(rng: Random) -> dict[str, Content]:
    """Give the house odd settings, or the report an odd glossary."""
    odd = rng.choice((*BRANDS, *VALUES))
    files: tuple[dict[str, Content], ...] = (
        {"sources/defaults.yaml": f"{rng.choice([*KEYS])}: {odd}\n"},
        {"sources/brand.yaml": f"{rng.choice(BRAND)}: {odd}\n"},
        {"sources/brief/glossary.yaml": mutated(rng.choice(TERMS), rng, VALUES)},
    )
    return rng.choice(files)


def _command(rng: Random) -> tuple[str, ...]:
    chance = rng.random()
    if chance < 0.01:
        return ("report", "archive", "--by", "x")
    if chance < 0.06:
        return ("report", "build", "-q", "--to", rng.choice(("html", "epub,html", "pdf,epub,html")))
    return ("report", *rng.choice((("check",), ("check",), ("check", "--format", "json"), ("list",))))
