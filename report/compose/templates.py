"""The one home of Jinja2: a template of the theme, filled in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from markupsafe import Markup

from report.errors import BuildError
from report.model.findings import Finding, Location

if TYPE_CHECKING:
    from report.styles import Theme


def render(theme: Theme, name: str, **values: object) -> str:
    """Fill in a template. Raise `BuildError` with a finding S303 at the template's line where it fails."""
    try:
        return _environment(theme).get_template(name).render(**values)
    except TemplateError as error:
        path = theme.find(name)
        shown = f"styles/{path.parent.name}/{name}" if path else name
        line = error.lineno if isinstance(error, TemplateSyntaxError) else _line(error, name)
        finding = Finding("S303", f"{type(error).__name__}: {error}", Location(shown, line), "mend the template")
        raise BuildError(f"the theme {theme.name} cannot be used", findings=(finding,)) from error


def safe(html: str) -> Markup:
    """Mark HTML of our own making, so that a template does not escape it."""
    return Markup(html)  # noqa: S704 - only what the compose stage has written comes here


@cache
def _environment(theme: Theme) -> Environment:
    return Environment(
        loader=FileSystemLoader([str(folder) for folder in theme.folders]),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _line(error: BaseException, name: str) -> int:
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(name):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
