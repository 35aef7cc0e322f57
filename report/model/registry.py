"""Tables that other packages add rows to: each row of theirs is an entry point of the table's group.

An entry point (the specification of that name, PyPA) is read from what a package says of itself, and loaded when the
table is gone through, or when something is looked up that is not among our own rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from report.model.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.metadata import EntryPoint, EntryPoints


class Named(Protocol):
    """What a row of a table is: it has a name, by which it is looked up."""

    @property
    def name(self) -> str:
        """What the row is called."""


Row = TypeVar("Row", bound=Named)


class Registry(Mapping[str, Row]):
    """Rows by name, our own first, then those of other packages, which are installed, in the order of their names.

    Raise `BuildError` where one of these cannot be loaded, is no row of this table, or has a name that is taken.
    """

    def __init__(self, group: str, kind: type[Row], rows: Iterable[Row]) -> None:
        self.group, self._kind = group, kind
        self.own: Mapping[str, Row] = {row.name: row for row in rows}

    def __getitem__(self, name: str) -> Row:
        return self.own[name] if name in self.own else self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __contains__(self, name: object) -> bool:
        return name in self.own or name in self._all

    @cached_property
    def _all(self) -> Mapping[str, Row]:
        rows = dict(self.own)
        for entry in entries(self.group):
            row = self._loaded(entry)
            if row.name in rows:
                raise _refused(entry, f'brings a row "{row.name}", which is there already')
            rows[row.name] = row
        return rows

    def _loaded(self, entry: EntryPoint) -> Row:
        try:
            row = entry.load()
        except Exception as error:
            raise _refused(entry, f"cannot be loaded: {type(error).__name__}: {error}") from error
        if not isinstance(row, self._kind):
            raise _refused(entry, f"is no {self._kind.__name__}, but a {type(row).__name__}")
        return row


def entries(group: str) -> list[EntryPoint]:
    """List the entry points of a group that the installed packages have, by their names."""
    return sorted(_entries().select(group=group), key=lambda entry: (entry.name, entry.value))


@cache
def _entries() -> EntryPoints:
    """Read what all packages say of themselves, once: it takes ten milliseconds."""
    from importlib.metadata import EntryPoints, distributions

    return EntryPoints(entry for package in distributions() for entry in package.entry_points)


def load_function(name: str) -> Any:
    """Import what a row names as "module:function"."""
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)


def _refused(entry: EntryPoint, why: str) -> BuildError:
    package = entry.dist.name if entry.dist else "a package"
    return BuildError(f'the plug-in "{entry.name}" of {package} {why}', f"update {package}, or uninstall it")
