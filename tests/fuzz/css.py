"""Style sheets of a theme, its manifest, its templates and the brand, with addresses in every place, changed by chance."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tests.common import ROOT
from tests.fuzz.core import Case, mutated
from tests.fuzz.svg import EVIL, HEAD, NEVER

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

STYLES = ROOT / "styles"
SHEETS = ("print.css", "screen.css", "epub.css", "tokens.css")
MORE = ("cover.css", "press.css", "large-print.css", "math.css", "nobody.css")
SECTION = "# Introduction\n\nA sentence.\n\n> A quotation.\n"
BRAND = 'colours: {accent: "#0b4f6c"}\nfonts: {sans: Source Sans 3}\n'
ADDRESSES = (
    EVIL, "//127.0.0.1:9/evil", "../../../outside/secret.txt", "file:///etc/passwd", "/etc/passwd", "data:text/css,x",
    f"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{EVIL}'/></svg>", "javascript:x", "a.png", "",
    "%2e%2e/%2e%2e/x", r"http:\\127.0.0.1:9/evil", "ftp://127.0.0.1:9/evil", "print.css", "briefing/print.css",
    "../base/print.css",
)  # fmt: skip
RULES = (
    "p{{background:url({0})}}", 'p{{background:url("{0}")}}', r"p{{background:\75rl({0})}}", r"p{{background:u\000072l({0})}}",
    "p{{background:URL({0})}}", "p{{background:url( {0} )}}", "p{{background:url({0}", "p{{background:image-set('{0}' 1x)}}",
    "p{{background:-webkit-image-set(url({0}) 1x)}}", "p{{background:image('{0}')}}", "p{{background:cross-fade(url({0}),red)}}",
    "p{{background:src('{0}')}}", "p{{content:url({0})}}", "p::before{{content:url({0})}}", "li{{list-style:url({0})}}",
    "p{{cursor:url({0}),auto}}", "p{{border-image:url({0}) 1}}", "p{{mask:url({0}#m)}}", "p{{filter:url({0}#f)}}",
    "p{{clip-path:url({0}#c)}}", "@font-face{{font-family:Z;src:url({0})}}body{{font-family:Z}}",
    "@font-face{{font-family:Z;src:local('x'),url('{0}') format('woff2')}}", "@import '{0}';", "@import url({0});",
    'p{{}}@import "{0}";', r"@\69mport '{0}';", "@IMPORT '{0}';", "@import '{0}' screen;", "@import\n'{0}';", "@import '{0}'",
    "@namespace x url({0});", "@document url({0}){{p{{color:red}}}}", "@charset 'x';", ":root{{--x:url({0})}}p{{background:var(--x)}}",
    ":root{{--x:x}}p{{background:url(var(--x))}}", "p{{background:url(/*x*/{0})}}", "/*p{{background:url(x)}}*/",
    "p{{behavior:url({0});-moz-binding:url({0})}}", "p{{background:attr(href url)}}", "p{{width:expression(x)}}",
    "@media print{{p{{background:url({0})}}}}", "@supports (x:url({0})){{p{{background:url({0})}}}}",
    "@page{{background:url({0});@top-left{{content:url({0})}}}}", "@color-profile x{{src:url({0})}}",
    "@counter-style x{{symbols:url({0})}}", "p{{}}}}p{{background:url({0})}}", "p{{color:red;;;:;}}",
    "p{{--a:var(--b);--b:var(--a);color:var(--a)}}", "p{{{{" * 200, "@media x{{{{" * 200, "a>" * 3000 + "b{{}}",
    ":not(" * 300 + "a" + ")" * 300 + "{{}}", "p{{width:calc(" + "(" * 500 + "1px" + ")" * 500 + ")}}",
    "p{{font-size:1e99em;line-height:-1}}", "@page{{size:1e9mm 0;margin:1e9mm}}", "p{{columns:99999}}", "p{{letter-spacing:1e9px}}",
    "@page :nth(0n+0){{size:0}}", "p{{position:running(x)}}@page{{@top-left{{content:element(x)}}}}",
    "p{{content:target-counter(attr(href),page)}}", "\0", "\ufeff", "</style><script>x</script>", "]]>", "<!--",
    "p{{background:url('\\\n{0}')}}", "p{{color:#12}}", ":root{{--accent:url({0})}}", ":root{{--measure:1e99mm}}",
)  # fmt: skip
MANIFESTS = (
    'extends = "briefing"\n', 'extends = "base"\n', 'extends = "house"\n', 'extends = "../x"\n', 'extends = ["briefing"]\n',
    "extends = 1\n", "[extends]\n", "", "extends", 'description = "\\u0000"\n', 'extends = "/etc"\n', "a = " + "[" * 3_000,
    'extends = "nobody"\nextends = "briefing"\n',
)  # fmt: skip
TEMPLATES = (
    "{{% set x = lipsum.__globals__ %}}{{{{ x }}}}", "{{{{ ''.__class__.__mro__ }}}}", "{{{{ joiner }}}}", "{{{{ namespace() }}}}",
    "{{{{ cycler.__init__.__globals__.os.popen('id') }}}}", '{{% include "../../../outside/secret.txt" %}}',
    '{{% include "/etc/passwd" %}}', '{{% extends "{0}" %}}', "{{% for x in range(10**9) %}}x{{% endfor %}}", "{{# x",
    "{{{{ 'x' * 10**9 }}}}", "{{{{ 10 ** 10 ** 8 }}}}", "{{% macro m() %}}{{{{ m() }}}}{{% endmacro %}}{{{{ m() }}}}",
    "{{{{ self }}}}", "{{% import 'base/parts.html.j2' as p %}}{{{{ p }}}}", "{{{{ nothing }}}}", "{{%",
    "{{{{ x|attr('__class__') }}}}", "{{{{ 'x'.format_map(x) }}}}", "{{{{ '%s' % x }}}}", "{{{{ [1]|map('__init__')|list }}}}",
    "{{{{ 'x'|center(10**9) }}}}", "{{{{ " + "(" * 500 + "1" + ")" * 500 + " }}}}", "<script src='{0}'></script>", "<img src='{0}'/>",
    "{{% for a in 'x' * 9999 %}}{{% for b in 'x' * 9999 %}}{{% for c in 'x' * 9999 %}}{{% endfor %}}{{% endfor %}}{{% endfor %}}",
)  # fmt: skip


@cache
def base_sheets() -> tuple[str, ...]:
    """Return the style sheets of our own themes, to take pieces from."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(STYLES.glob("*/*.css")))


def make(rng: Random, _: Path) -> Case:
    """Give a report a theme with odd sheets, and now and then odd templates; check the report, or build it."""
    theme = {"theme.toml": rng.choice(MANIFESTS) if rng.random() < 0.1 else MANIFESTS[0]}
    for name in rng.sample((*SHEETS, rng.choice(MORE)), rng.choice((1, 1, 2, 3))):
        theme[name] = _sheet(name, rng)
    if rng.random() < 0.2:
        odd, base = rng.choice(TEMPLATES).format(rng.choice(ADDRESSES)), '{% include "base/master.html.j2" %}'
        theme["master.html.j2"] = rng.choice((odd + base, odd, base + odd))
    files = {"sources/brief/report.yaml": HEAD + "theme: house\n", "sources/brief/10-text.md": SECTION}
    files |= {f"styles/house/{name}": text for name, text in theme.items()}
    if rng.random() < 0.1:
        files["sources/brand.yaml"] = mutated(BRAND, rng, [rule.format(EVIL) for rule in RULES])
    formats = rng.choice(("html", "epub,html", "pdf", "pdf,epub,html"))
    command = ("report", "build", "-q", "--to", formats) if rng.random() < 0.4 else ("report", "check")
    return Case(files, (command,), NEVER)


def _sheet(name: str, rng: Random) -> str:
    rules = [rule.format(rng.choice(ADDRESSES)) for rule in rng.choices(RULES, k=rng.choice((1, 1, 2, 5)))]
    if rng.random() < 0.3:
        rules.append(mutated(rng.choice(base_sheets()), rng, [rule.format(EVIL) for rule in RULES]))
    parent = f'@import "briefing/{name}";\n' if rng.random() < 0.8 else ""
    return parent + rng.choice(("\n", "", " ")).join(rules) + "\n"
