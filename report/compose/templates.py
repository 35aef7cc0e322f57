"""The one home of Jinja2: a template of the theme, filled in."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from markupsafe import Markup

from report.cache import cache_folder
from report.errors import BuildError
from report.model.findings import Finding, Location

if TYPE_CHECKING:
    from collections.abc import Callable

    from report.styles import Theme

SUFFIX = ".j2"


def render(theme: Theme, name: str, **values: object) -> str:
    """Fill in a template. Raise `BuildError` with a finding S303 at the template's line where it fails."""
    try:
        return _environment(theme).get_template(name).render(**values)
    except (
        TemplateError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        finding = Finding("S303", f"{type(error).__name__}: {error}", _place(error, theme, name), "mend the template")
        raise BuildError(f"the theme {theme.name} cannot be used", findings=(finding,)) from error


def _compiled() -> Path:
    """Return the folder for compiled templates; Jinja2 compiles anew what has changed."""
    folder = cache_folder() / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def safe(html: str) -> Markup:
    """Mark HTML of our own making, so that a template does not escape it."""
    return Markup(html)  # noqa: S704 - only what the compose stage has written comes here


@cache
def _environment(theme: Theme) -> Environment:
    return Environment(
        loader=FunctionLoader(partial(_load, theme)),
        bytecode_cache=FileSystemBytecodeCache(str(_compiled())),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _load(theme: Theme, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    """Find a template of a theme; "base/parts.html.j2" is the base's even where it is shadowed."""
    path = theme.find(name)
    if path is None:
        return None
    changed = path.stat().st_mtime_ns
    return path.read_text(encoding="utf-8"), str(path), lambda: path.stat().st_mtime_ns == changed


def _place(error: BaseException, theme: Theme, name: str) -> Location:
    """Tell where a template failed: at the innermost of the templates that were being filled in."""
    path, line = theme.find(name), 0
    if isinstance(error, TemplateSyntaxError):
        path, line = Path(error.filename or name), error.lineno
    trace = error.__traceback__
    while trace is not None and not line:
        inner = trace.tb_next
        while inner is not None and not inner.tb_frame.f_code.co_filename.endswith(SUFFIX):
            inner = inner.tb_next
        if inner is None and trace.tb_frame.f_code.co_filename.endswith(SUFFIX):
            path, line = Path(trace.tb_frame.f_code.co_filename), trace.tb_lineno
        trace = inner
    return Location(f"styles/{path.parent.name}/{path.name}" if path else name, line)
