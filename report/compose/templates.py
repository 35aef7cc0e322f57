"""A template of the theme, filled in: found, compiled or taken from the cache, and told of where it fails."""

from __future__ import annotations

import contextlib
import importlib.util
import marshal
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2 import BytecodeCache, TemplateSyntaxError, UndefinedError
from jinja2.bccache import Bucket
from markupsafe import Markup

from report.compose import gauge, sandbox
from report.model.errors import BuildError
from report.model.findings import Finding, Location
from report.runtime.cache import cache_folder
from report.runtime.store import Store, values_digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from report.themes.theme import Theme

SUFFIX = ".j2"
FOLDER, KIND = "templates", "compiled"  # in the cache
LONGEST = 300  # characters of a message, which can hold what the template says
UNREADABLE = (EOFError, TypeError, ValueError)  # what marshal says of bytes that are none of its own


def render(theme: Theme, name: str, **values: object) -> str:
    """Fill in a template, in a sandbox. Raise `BuildError` with a finding S303 at the template's line where it fails."""
    box = sandbox.Sandbox(partial(_load, theme), Compiled(Store(cache_folder() / FOLDER)))
    try:
        page = box.fill_in(name, values)
        page.encode()
    except Exception as error:  # whatever fails in a template is the template's
        finding = Finding("S303", _told(error), _place(error, theme, name), _help(error, values))
        raise BuildError(f"the theme {theme.name} cannot be used", findings=(finding,)) from error
    return page


def safe(html: str) -> Markup:
    """Mark HTML of our own making, so that a template does not escape it."""
    return Markup(html)  # noqa: S704 - only what the compose stage has written comes here


class Compiled(BytecodeCache):
    """Compiled templates, which are code, kept in a store by a digest of everything that they were made from."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get_bucket(self, environment: jinja2.Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Return what was kept of a template, or an empty bucket."""
        key = values_digest(source, name, filename, *_making())
        bucket = Bucket(environment, key, key)
        code = self._store.get(KIND, key)
        with contextlib.suppress(*UNREADABLE):
            bucket.code = marshal.loads(code) if code else None  # noqa: S302 - our own, as its digest at its head says
        return bucket

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, where there is room for it."""
        self._store.put(KIND, bucket.key, marshal.dumps(bucket.code))


@cache
def _making() -> tuple[object, ...]:
    """Name what makes code of a template: Jinja, Python, and the sandbox and its gauge, which write their own calls into it."""
    ours = (Path(str(module.__file__)).read_bytes() for module in (sandbox, gauge))
    return jinja2.__version__, importlib.util.MAGIC_NUMBER, *ours


def _load(theme: Theme, name: str) -> tuple[str, str, None] | None:
    """Find a template of a theme; "base/parts.html.j2" is the base's even where it is shadowed."""
    path = theme.find(name) if name.endswith(SUFFIX) else None
    if path is None:
        return None
    with path.open(encoding="utf-8") as file:
        text = file.read(sandbox.LARGEST_TEMPLATE + 1)
    if len(text) > sandbox.LARGEST_TEMPLATE:
        raise sandbox.TemplateRefused(
            f'"{name}" is longer than {sandbox.LARGEST_TEMPLATE:,} characters', "make several of it"
        )
    return text, _shown(path), None


def _shown(path: Path) -> str:
    return f"styles/{path.parent.name}/{path.name}"


def _told(error: Exception) -> str:
    """Say what has failed, on one line; what the sandbox says needs no name of an exception before it."""
    named = isinstance(error, sandbox.TemplateRefused | gauge.Unfit)
    told = str(error) if named else f"{type(error).__name__}: {error}"
    return "".join(one if one.isprintable() else " " for one in told[:LONGEST])


def _help(error: Exception, values: Mapping[str, object]) -> str:
    if isinstance(error, sandbox.TemplateRefused | gauge.Unfit):
        return error.help
    if isinstance(error, UndefinedError) and str(error).endswith("is undefined"):
        return f"a template sees {', '.join(sorted(values))}, and what it sets itself"
    return "mend the template"


def _place(error: BaseException, theme: Theme, name: str) -> Location:
    """Tell where a template failed: at the innermost of the templates that were being filled in."""
    path = theme.find(name)
    place, line = _shown(path) if path else name, 0
    if isinstance(error, TemplateSyntaxError):
        place, line = error.filename or name, error.lineno
    trace = error.__traceback__
    while trace is not None and not line:
        inner = trace.tb_next
        while inner is not None and not inner.tb_frame.f_code.co_filename.endswith(SUFFIX):
            inner = inner.tb_next
        if inner is None and trace.tb_frame.f_code.co_filename.endswith(SUFFIX):
            place, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = inner
    return Location(place, line)
