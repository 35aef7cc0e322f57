"""Two versions of a report that holds everything: what redlines are tried on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """title: The state of the rivers
subtitle: A first look
authors: [{name: Ada Byron}, {name: Max Born}]
date: 2025-03-01
version: "1.0"
lang: en-GB
identifier: urn:report:rivers
bibliography: references.bib
key-points:
  - The rivers are clean in the north.
  - Nobody measures them in the south.
sections: [10-aims.md, 20-state.md, 30-end.md]
"""
REFERENCES = """@book{lee2025, author = {Lee, Ann}, title = {Rivers}, date = {2025}, publisher = {Press}}
@book{ray2024, author = {Ray, Bo}, title = {Lakes}, date = {2024}, publisher = {Press}}
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><rect width="{width}" height="20" fill="#0b4f6c"/></svg>'
AIMS = """# Aims {#sec-aims}

This chapter is gone in the newer version, with its claim [@ray2024, p. 3] and its figure, which @fig-gone shows.[^n]

[^n]: A note that goes [@ray2024].

![A figure that goes.](figures/gone.svg){#fig-gone alt="A bar"}

$$a = b$$ {#eq-gone}

| Land | Men |
|:-----|----:|
| Mali | 12 |

: A table that goes. {#tbl-gone}

- an item that goes
- and another
"""
STATE = """# The state {#sec-state}

In 2024 the rivers held 1,550 tons of salt [@lee2025], as @eq-sum says and @fig-map shows.[^a]

[^a]: Measured in May by 12 teams.

![The rivers of the north.](figures/map.svg){#fig-map alt="A short bar"}

$$x = y + z$$ {#eq-sum}

## What was found

| River | Length | Salt |
|:------|-------:|-----:|
| Ob | 3,650 | 12 |
| Lena | 4,294 | 15 |
| Amur | 2,824 | 19 |

: Rivers and salt. {#tbl-rivers}

``` {.csv #tbl-data caption="Rivers by year" file=data/rivers.csv}
```

``` python
first = 1
second = 2
total = first + second
```

::: {.callout-note title="How to read it"}
Salt is in tons, and lengths are in kilometres throughout.
:::

- the Ob is long

  ``` python
  first = 1
  second = 2
  ```

  | A | B |
  |---|---|
  | 1 | 2 |

- the Lena is longer
  - in the spring most of all
- the Amur is short

> A river is never the same twice, they say.

Term
:   what it means in this report

This paragraph of the state is moved to the end of the report as it stands.

The water [of the north]{lang=fr} is *clean*, and `pure`, and *cold*.
"""
END = """# The end {#sec-end}

All of it will be measured again in the next year by the same teams.
"""
OLD: dict[str, str] = {
    "report.yaml": HEAD,
    "references.bib": REFERENCES,
    "10-aims.md": AIMS,
    "20-state.md": STATE,
    "30-end.md": END,
    "data/rivers.csv": "Year,Salt\n2023,1400\n2024,1550\n",
    "figures/map.svg": PICTURE.format(width=20),
    "figures/gone.svg": PICTURE.format(width=30),
}
CHANGES = (
    ("held 1,550 tons", "held 1,650 tons"),
    ("@lee2025]", "@lee2025, p. 7]"),
    ("by 12 teams", "by 14 teams"),
    ("x = y + z", "x = y - z"),
    ('"A short bar"', '"A long bar"'),
    ("| Lena | 4,294 | 15 |\n", "| Lena | 4,294 | 16 |\n| Yana | 872 | 3 |\n"),
    ("second = 2", "second = 3"),
    ("  second = 2", "  second = 4"),
    ("  | 1 | 2 |", "  | 1 | 3 |"),
    ("  - in the spring most of all\n", "  - in the spring most of all\n  - in the autumn too\n"),
    ("- the Amur is short\n", ""),
    ("never the same twice", "never the same"),
    ("This paragraph of the state is moved to the end of the report as it stands.\n\n", "{{< pagebreak >}}\n\n"),
    ("*cold*", "**cold**"),
    ("How to read it", "How to read this"),
    ("## What was found", "## What we found there"),
)


def newer() -> dict[str, str]:
    """Return the files of the newer version."""
    state = STATE
    for old, new in CHANGES:
        assert old in state, old
        state = state.replace(old, new, 1)
    moved = "This paragraph of the state is moved to the end of the report as it stands.\n"
    head = HEAD.replace("10-aims.md, ", "").replace("A first look", "A second look").replace('"1.0"', '"1.1"')
    return {
        **{name: text for name, text in OLD.items() if name not in {"10-aims.md", "figures/gone.svg"}},
        "report.yaml": head.replace("2025-03-01", "2025-06-30").replace("clean in the north", "clean in the far north"),
        "20-state.md": state,
        "30-end.md": f"{END}\n{moved}\n# What came after\n\nNothing has come after it yet.^[As of June.]\n",
        "data/rivers.csv": "Year,Salt\n2023,1400\n2024,1650\n",
        "figures/map.svg": PICTURE.format(width=50),
    }


def write_report(folder: Path, files: dict[str, str]) -> Path:
    """Write a report's files into a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def write_pair(root: Path) -> tuple[Path, Path]:
    """Write both versions, each in a project of its own."""
    old = write_report(root / "old" / "sources" / "rivers", OLD)
    return old, write_report(root / "new" / "sources" / "rivers", newer())
