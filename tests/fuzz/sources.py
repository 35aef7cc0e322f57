"""Markdown, and what it names, of the sample reports, changed by chance."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tests.common import SAMPLES
from tests.fuzz.core import Case, mutated, mutated_bytes

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

NAMES = (
    "apparatus", "arabic", "data", "french", "indonesian", "japanese", "layout", "letter", "long", "math", "minimal",
    "single", "specimen", "torture",
)  # fmt: skip
QUICK = ("apparatus", "data", "french", "letter", "math", "minimal", "single")  # to build
TEXTS = (".md", ".yaml", ".csv", ".bib", ".svg")
TOKENS = tuple(
    r"""
{{< include ../../outside/secret.md >}}¦{{< include _house/method.md >}}¦{{< include 10-text.md >}}¦{{< var venue >}}¦{{< meta date >}}¦{{< pagebreak >}}¦{{< ¦>}}¦{{{< x >}}
:::¦::: {.callout-note}¦::: {.aside}¦::: {.content-visible when-format="pdf"}¦::: {.content-hidden unless-edition="print"}¦::: {#refs}¦:::: {.columns count=3}¦::: {.page-break}
# ¦## ¦###### ¦#x¦{#sec-text}¦{#fig-a .b c=d}¦{-}¦{.unnumbered}¦{width=1e999%}¦{width=-5mm}¦{lang=xx-yy-zz-1}¦{dir=rtl}¦{=html}¦{=latex}¦{.csv file="../../outside/secret.csv"}
@smith2020¦[@a; @b, p. 3]¦[-@fig-map]¦@page:fig-map¦@tbl-¦@sec-¦@eq-x¦[^1]¦[^1]: A note.¦^[a ^[b ^[c]]]¦[x]{.index entry="a!b!c"}¦[x]{.term}¦[x]{.index see="x"}¦[](#)¦[]()¦[x][x]¦[x]: y
![a](figures/x.svg)¦![](../../../outside/secret.txt)¦![a](http://127.0.0.1:9/x.png)¦![a](data:image/png;base64,AAAA)¦![a](figures/)¦![](.)¦![a](file:///etc/passwd){#fig-a}¦<img src=x onerror=y>
<script>¦</div>¦<!--¦-->¦<![CDATA[¦<?x?>¦&#0;¦&#x1F600;¦&amp¦&nbsp;¦<b>¦<kbd>¦<br¦[x](javascript:alert(1))¦<a href=data:x>
```¦~~~¦``` {.csv #tbl-x caption="*x* @y"}¦``` {.vega-lite #fig-x}¦``` {.python startFrom="99999999999999999999"}¦```{=openxml}¦`¦``¦{"data":{"url":"../../outside/secret.csv"}}¦{"data":{"values":[[]]},"mark":"bar"}
$$¦$¦\(¦\[¦$\def\a{\a\a}\a$¦$x^{2^{2^{2}}}$¦$\frac{1}{$¦\input{/etc/passwd}¦\include{x}¦\begin{align}¦\newcommand{\x}{\x}¦\\¦\cite{x}
|---|\n¦| a | b |\n|---|---|\n| c |\n¦+---+\n| a |\n+===+\n¦: Caption {#tbl-x}¦(@)¦(@x)¦1. ¦i. ¦- [ ] ¦> ¦    ¦\t¦Term\n:   Definition¦***¦---¦===¦*[A]: b
---\ntitle: x\n---¦title: x¦date: 2025-01-01¦lang: ar¦"¦'¦«¦»¦„¦“¦”¦’¦--¦---¦…¦\|a¦\*¦<<<<<<<<¦[[[[[[[[¦((((((((¦********¦________¦~~~~~~~~¦^^^^^^^^¦>>>>>>>>¦!!!!!!!!¦{{{{{{{{
""".strip("\n").replace("\n", "¦").replace(r"\n", "\n").replace(r"\t", "\t").split("¦")
)  # fmt: skip


@cache
def samples() -> dict[str, dict[str, bytes]]:
    """Return the files of each sample, by their names in a project."""
    return {
        name: {
            f"sources/{path.relative_to(SAMPLES / name / 'sources').as_posix()}": path.read_bytes()
            for path in sorted((SAMPLES / name / "sources").rglob("*"))
            if path.is_file()
        }
        for name in NAMES
    }


@cache
def texts() -> tuple[str, ...]:
    """Return all texts of the samples, to take pieces from."""
    return tuple(data.decode() for files in samples().values() for name, data in files.items() if name.endswith(TEXTS))


def make(rng: Random, _: Path) -> Case:
    """Change one to three files of a sample; check the report, and now and then build it."""
    built = rng.random() < 0.05
    files: dict[str, bytes | str] = dict(samples()[rng.choice(QUICK if built else NAMES)])
    written = [name for name in files if name.endswith(".md")] * 4 + [name for name in files if name.endswith(TEXTS)]
    for name in rng.sample(written, min(len(written), rng.choice((1, 1, 2, 3)))):
        data = files[name]
        if isinstance(data, bytes):
            files[name] = mutated(data.decode(), rng, TOKENS, texts())
    if rng.random() < 0.1:
        name = rng.choice(sorted(files))
        data = files[name]
        files[name] = mutated_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"), rng)
    formats = rng.choice(("html", "epub,html", "pdf,epub,html"))
    return Case(files, (("report", "build", "-q", "--to", formats) if built else ("report", "check"),))
