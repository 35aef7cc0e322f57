"""`report explain`: what a rule is for, and the way out."""

from __future__ import annotations

import textwrap
from difflib import get_close_matches

import click

from report.model.errors import UsageError
from report.model.rules import RULES

WIDTH = 96


@click.command("explain")
@click.argument("codes", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every rule there is.")
def explain_command(codes: tuple[str, ...], *, every: bool) -> None:
    """Explain the rules that CODES stand for, such as S102."""
    if every == bool(codes):
        raise click.UsageError("name the codes to explain, or give --all")
    wanted = [_known(code) for code in codes] if codes else list(RULES)
    print("\n\n".join(_explained(code) for code in wanted))


def _known(code: str) -> str:
    if code.upper() not in RULES:
        near = get_close_matches(code.upper(), RULES, n=1)
        help = f'did you mean "{near[0]}"?' if near else "`report explain --all` gives them all"
        raise UsageError(f'there is no rule "{code}"', help)
    return code.upper()


def _explained(code: str) -> str:
    rule = RULES[code]
    settable = f"a report can set it: `rules: {{{code}: off}}`" if rule.adjustable else "it cannot be set"
    paragraphs = [textwrap.fill(part, WIDTH) for part in rule.about.split("\n\n")]
    return "\n\n".join([f"{code}  {rule.title}\n      weight: {rule.severity.value}; {settable}", *paragraphs])
