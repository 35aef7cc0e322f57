"""Drawings: parts that could act or reach outside, in places where a drawing has parts, changed by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fuzz.core import Case, mutated

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from tests.fuzz.core import Content

EVIL = "http://127.0.0.1:9/evil"
NEVER = ("127.0.0.1:9/evil",)
HEAD = "title: A short report\ndate: 2025-07-14\nlang: en\n"
SECTION = '# Introduction\n\nSee @fig-a.\n\n![A caption.](a.svg){#fig-a alt="Something"}\n'
SPACES = (
    'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:h="http://www.w3.org/1999/xhtml" xmlns:ev="http://www.w3.org/2001/xml-events"'
)
FRAME = '{before}<svg {spaces} viewBox="0 0 90 60" {attributes}>{content}</svg>{after}'
DOT = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="  # fmt: skip
PLAIN = (
    "<title>A drawing</title><desc>Of lines</desc>",
    '<g fill="#0b4f6c" stroke="none" transform="translate(1 2)"><path d="M0 0L9 9z"/><circle cx="3" cy="3" r="2"/></g>',
    '<linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient><rect fill="url(#g)" width="9" height="9"/>',
    '<defs><clipPath id="c"><rect width="9" height="9"/></clipPath></defs><rect clip-path="url(#c)" width="9" height="9"/>',
    '<text x="2" y="9" font-family="Source Sans 3" font-weight="700">Words <tspan font-style="italic">and words</tspan></text>',
    "<style>.a{fill:#123456;stroke-width:.5px} text{font-size:4px}</style>",
    '<symbol id="s"><line x1="0" y1="0" x2="5" y2="5"/></symbol><use href="#s"/>',
    '<marker id="m"><polygon points="0,0 1,1 0,1"/></marker><polyline points="0,0 5,5" marker-end="url(#m)"/>',
    f'<image width="1" height="1" href="{DOT}"/>',
    '<a href="https://example.org/"><rect width="3" height="3"/></a>',
    '<mask id="k"><rect width="3" height="3" fill="white"/></mask><filter id="f"><feGaussianBlur stdDeviation="1"/></filter>',
)
ADDRESSES = (
    EVIL, f" {EVIL}", "//127.0.0.1:9/evil", "HTTP://127.0.0.1:9/evil", "ht&#9;tp://127.0.0.1:9/evil", f"&#x20;{EVIL}",
    "../../../outside/secret.txt", "file:///etc/passwd", "/etc/passwd", "javascript:alert(1)", "java&#10;script:alert(1)",
    f"data:image/svg+xml,&lt;svg onload='{EVIL}'/>", "data:text/html,x", "data:image/png,x", "#x", "",
)  # fmt: skip
WORDS = ("x", "1e999", "url(x)", "-1", "NaN NaN", "M" * 5_000, "é")  # where no address can be
ELEMENTS = (
    "<script>{1}</script>", '<script href="{0}"/>', '<h:script src="{0}"/>',
    '<foreignObject><h:p style="background:url({0})">x</h:p></foreignObject>', '<h:iframe src="{0}"/>',
    '<h:img src="{0}" onerror="x()"/>', '<h:object data="{0}"/>', '<h:embed src="{0}"/>',
    '<h:link rel="stylesheet" href="{0}"/>', '<h:meta http-equiv="refresh" content="0;url={0}"/>', '<h:base href="{0}"/>',
    '<h:form action="{0}"><h:input/></h:form>', '<h:video src="{0}" poster="{0}"/>', '<h:audio src="{0}"/>',
    '<h:body background="{0}"/>', '<h:style>@import "{0}";</h:style>', '<image href="{0}"/>', '<image xlink:href="{0}"/>',
    '<use href="{0}#x"/>', '<feImage href="{0}"/>', '<tref xlink:href="{0}"/>', '<cursor xlink:href="{0}"/>',
    '<font-face><font-face-src><font-face-uri xlink:href="{0}"/></font-face-src></font-face>',
    '<color-profile xlink:href="{0}"/>', '<linearGradient xlink:href="{0}#g" id="q"/>', '<textPath href="{0}#p">x</textPath>',
    '<mpath href="{0}"/>', '<a href="javascript:{1}"><text>x</text></a>', '<set attributeName="href" to="{0}"/>',
    '<animate attributeName="xlink:href" values="{0}"/>', '<handler ev:event="load">{1}</handler>',
    '<listener event="load" handler="{0}"/>', '<g xml:base="{0}"><use href="x"/></g>', '<g onclick="{0}"/>',
    '<g ONLOAD="{0}"/>', '<g style="fill:url({0})"/>', '<g STYLE="fill:url({0})"/>', r'<g style="fill:\75rl({0})"/>',
    r'<g style="fill:u\72 l({0})"/>', "<g style=\"fill:url('{0}')\"/>", '<g fill="url({0}#g)"/>',
    '<g filter="url({0})" mask="src({0})"/>', "<g style=\"mask:image-set('{0}' 1x)\"/>", '<style>@import "{0}";</style>',
    r"<style>@\69mport '{0}';</style>", "<style>@import url({0});</style>", "<style><![CDATA[@import '{0}';]]></style>",
    "<style>g{{fill:url({0})}}</style>", r"<style>g{{fill:\000075rl({0})}}</style>", "<style>g{{content:src('{0}')}}</style>",
    "<style>g{{background:image-set('{0}' 1x)}}</style>", "<style>@font-face{{font-family:x;src:url({0})}}</style>",
    "<style>g{{fill:url(/**/{0})}}</style>", "<style>@namespace x '{0}';</style>",
    "<style>/*</style><style>*/g{{fill:url({0})}}</style>", "<metadata><h:link href='{0}'/></metadata>",
    "<switch><h:p>{1}</h:p></switch>", "<?xml-stylesheet href='{0}'?>", "<!-- {1} -->", "<h:a ping='{0}'>x</h:a>",
    "<text>&x;</text>", "<svg><svg><svg/></svg></svg>", '<path d="{1}"/>', '<rect width="1e308" height="-1e308" rx="NaN"/>',
    '<text font-family="{1}">x</text>', '<text font-size="1e99">x</text>', '<use id="u" href="#u"/>',
    '<g id="v"><use href="#v"/><use href="#v"/></g>', '<pattern id="p" href="#p"/>', '<circle r="{1}"/>',
    '<g transform="rotate({1}) scale(1e300)"/>', '<feTurbulence baseFrequency="99999" numOctaves="99999"/>',
    '<rect fill="rgb({1})"/>', '<rect stroke-dasharray="0.0000001" width="99999" stroke="red"/>',
)  # fmt: skip
BEFORE = (
    "", "", "", '<?xml version="1.0" encoding="UTF-8"?>', '<?xml version="1.0" encoding="UTF-16"?>',
    '<?xml version="1.0" encoding="x-nobody"?>', '<?xml version="1.1"?>', f"<?xml-stylesheet href='{EVIL}'?>", "<!-- <svg -->",
    "\ufeff", " ", f'<!DOCTYPE svg SYSTEM "{EVIL}">', '<!DOCTYPE svg SYSTEM "x<svg" [<!ENTITY x "y">]>',
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
    '<!-- <svg --><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE svg [<!ENTITY x SYSTEM "../../../outside/secret.txt">]>',
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
    f'<!DOCTYPE svg [<!ENTITY % p SYSTEM "{EVIL}">%p;]>', '<!DOCTYPE svg [<!ATTLIST svg onload CDATA "x()">]>',
)  # fmt: skip
ATTRIBUTES = (
    "", "", "", 'width="90" height="60"', 'width="1e9" height="1e9"', 'width="-1" height="NaN"', f'xml:base="{EVIL}"',
    'onload="x()"', 'width="100%"', f'style="background:url({EVIL})"', 'font-family="Source Sans 3, Nobody"',
    'xml:space="preserve"', 'zoomAndPan="magnify" version="1.1" baseProfile="tiny"',
)  # fmt: skip
AFTER = ("", "", "", "<?x?>", "<!-- x -->", "<svg/>", "x", "\0")
TOKENS = (
    *ADDRESSES, *BEFORE, *AFTER, *(part.format(EVIL, "x") for part in ELEMENTS), *PLAIN, "&x;", "&#0;", "&#xD800;", "<![CDATA[",
    "]]>", "</svg>", "xmlns=''", "<text/>" * 50, "<g>" * 200,
)  # fmt: skip


def drawing(rng: Random) -> str:
    """Make a drawing of plain parts and odd ones."""
    parts = rng.choices(PLAIN, k=rng.randint(0, 4))
    odd = rng.choices(ELEMENTS, k=rng.choice((0, 1, 1, 2)))
    parts += [part.format(rng.choice(ADDRESSES), rng.choice(WORDS)) for part in odd]
    rng.shuffle(parts)
    content = "".join(parts)
    if rng.random() < 0.05:
        content = rng.choice((*PLAIN, "<text/>", "<g>", "<text>", "<style>")) * rng.choice((100, 5_000))
    attributes, before, after = rng.choice(ATTRIBUTES), rng.choice(BEFORE), rng.choice(AFTER)
    return FRAME.format(spaces=SPACES, before=before, attributes=attributes, content=content, after=after)


def make(rng: Random, _: Path) -> Case:
    """Show a drawing in a report; check the report, and now and then build it."""
    content: str | bytes = drawing(rng)
    never: tuple[str, ...] = NEVER
    if rng.random() < 0.3:
        content, never = mutated(str(content), rng, TOKENS), ()  # an address may have become a word of a text
    if rng.random() < 0.05:
        content = str(content).encode(rng.choice(("utf-16", "utf-32", "latin-1", "utf-7", "cp037")), "replace")
    files: dict[str, Content] = {
        "sources/brief/report.yaml": HEAD,
        "sources/brief/10-text.md": SECTION,
        "sources/brief/a.svg": content,
    }
    if rng.random() < 0.1:
        files |= {"sources/brand.yaml": "logo: _house/a.svg\n", "sources/_house/a.svg": content}
    formats = rng.choice(("html", "epub,html", "epub,html", "pdf,epub,html"))
    command = ("report", "build", "-q", "--to", formats) if rng.random() < 0.25 else ("report", "check")
    return Case(files, (command,), never)
