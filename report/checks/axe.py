"""axe in headless Chromium: what shuts readers out of a web page, on wide and narrow screens, light and dark."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

from report.checks.tools import find_axe, find_chromium, find_document, find_modules, find_node, place, run, scratch
from report.model.errors import BuildError
from report.model.findings import About, Finding, Location

CODE = "W902"
SCRIPT = Path(__file__).with_name("axe.mjs")


class _Violation(TypedDict):
    rule: str
    impact: str | None
    selector: str
    summary: str
    help: str
    address: str


class _View(TypedDict):
    name: str
    violations: list[_Violation]
    troubles: list[str]


def check_axe(path: Path) -> tuple[Finding, ...]:
    """Open a web page in a browser, in every view of it: axe objects to nothing, and nothing is asked of the world.

    The rules are those of WCAG 2.2, levels A and AA, and axe's own best practices. Raise `BuildError` where the
    browser itself fails.
    """
    page = find_document(path)
    find_axe()
    with scratch() as folder:
        settings = {"PUPPETEER_EXECUTABLE_PATH": str(find_chromium())}
        output = run([str(find_node()), str(SCRIPT), str(find_modules()), str(page)], folder, settings)
    if not output.out.strip():
        raise BuildError(f"axe says nothing of {place(path)}: {output.last_words}")
    return read_axe(output.out, place(path))


def read_axe(text: str, page: str) -> tuple[Finding, ...]:
    """Turn what was seen in each view into findings, one for all the views that show the same.

    Raise `BuildError` where the text is no such report.
    """
    seen: dict[tuple[str, str, str], list[str]] = {}
    try:
        views: list[_View] = json.loads(text)["views"]
        for view in views:
            told = [(trouble, "", "") for trouble in view["troubles"]] + [_words(one) for one in view["violations"]]
            for one in dict.fromkeys(told):
                seen.setdefault(one, []).append(view["name"])
    except (ValueError, KeyError, TypeError) as error:
        raise BuildError(f"axe's report of {page} cannot be read: {error!r}") from error
    if not views:
        raise BuildError(f"axe's report of {page} tells of no view")
    return tuple(
        Finding(
            CODE,
            message if len(names) == len(views) else f"{message} ({'; '.join(names)})",
            Location(page),
            help,
            about=About(selector=selector) if selector else None,
        )
        for (message, help, selector), names in seen.items()
    )


def _words(violation: _Violation) -> tuple[str, str, str]:
    """Say what is wrong and where, what helps, and which element is meant."""
    head = f"{violation['rule']} ({violation['impact'] or 'no impact told'}) at `{violation['selector']}`"
    summary = "; ".join(line.strip() for line in violation["summary"].splitlines() if line.strip())
    return f"{head}: {summary}", f"{violation['help']}; {violation['address']}", violation["selector"]
