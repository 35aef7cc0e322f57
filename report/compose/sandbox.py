"""The sandbox in which every template is filled in: what a template may name, ask for and call, and how much work it may make.

A template can be a stranger's: it comes with a theme from elsewhere, or inside a PDF. So all the tables here are of what is
allowed. What may be asked of a value follows from its type alone, and a value of a type that no table names can be neither
asked nor printed. Work is counted as it is done, not timed: what asks for too much fails at the same place on every machine.
"""

from __future__ import annotations

import operator
from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from dataclasses import is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, wraps
from types import BuiltinMethodType, CodeType, MethodType
from typing import TYPE_CHECKING, Any, NoReturn

from jinja2 import FunctionLoader, StrictUndefined, TemplateRuntimeError, Undefined
from jinja2.environment import TemplateModule
from jinja2.filters import FILTERS
from jinja2.nodes import EvalContext
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS
from markupsafe import Markup

from report.compose.gauge import Unfit, gauge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from jinja2 import BytecodeCache, Template, nodes

ALLOWANCE = 300_000_000  # units of work for one page; the contents and the navigation of 1,000 pages take 6 million
NODE = 100  # units that a step of a template costs: one takes about as long as copying so many characters
CHARACTER = 8  # units for each character that a filter or a method reads or makes: some make five of one
ITEM = 64  # units for each item of a list that is made: so many bytes does Python need for a short text
VALUE = 30  # units for each value that a template hands on when it takes another in
SOUGHT = 10_000  # units for each look for a template on the disk
READ = 1_000  # units for each character of a template that is read and compiled
LARGEST_TEMPLATE = 32 << 10  # characters; ours have 7,000
LARGEST_CODE = 2 << 20  # characters that a template may become as Python
LARGEST_PAGE = 2 << 20  # characters; the contents and the navigation of 1,000 pages take 130,000
LARGEST_NUMBER = 1 << 53

PLAIN = (str, int, float, date, Enum, type(None))  # what can be printed and compared, at the cost of its length
LISTS = (tuple, list, Mapping, KeysView, ValuesView, ItemsView)
TEXT = frozenset(
    "capitalize count endswith find isdigit lower lstrip partition removeprefix removesuffix replace rstrip split "
    "splitlines startswith strip title upper".split()
)
ATTRIBUTES: tuple[tuple[type, frozenset[str]], ...] = (  # of the first type that fits
    (Enum, frozenset(["name", "value"])),
    (str, TEXT),
    (datetime, frozenset("year month day hour minute isoformat".split())),
    (date, frozenset("year month day isoformat".split())),
    (Mapping, frozenset("get items keys values".split())),
    (LoopContext, frozenset("cycle depth depth0 first index index0 last length nextitem previtem revindex revindex0".split())),
    (BlockReference, frozenset(["super"])),
)  # fmt: skip
TEXT_FILTERS = frozenset("capitalize e escape lower replace safe string title trim upper".split())
LIST_FILTERS = frozenset("join list map reject rejectattr reverse select selectattr".split())
OTHER_FILTERS = frozenset("count d default first last length".split())
OWN_TESTS: Mapping[str, Callable[[Any], bool]] = {  # Jinja's use %, which writes texts
    "even": lambda value: isinstance(value, int) and not value & 1,
    "odd": lambda value: isinstance(value, int) and bool(value & 1),
}
PLAIN_TESTS = "boolean defined false mapping none number sequence string true undefined".split()
COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
    "in": lambda item, items: item in items,
    "notin": lambda item, items: item not in items,
}
HOOKS = frozenset(["compare", "cut", "each", "enter", "joined"])  # what the sandbox writes into a template itself
BESIDE = ("_loop_vars", "_block_vars")  # what Jinja hands on with every call


class TemplateRefused(TemplateRuntimeError):
    """A template asks for what no template may have; `help` says what it may."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.help = help


class Counting(Context):
    """The values that a template sees; a copy of them costs as much as they are."""

    def __init__(self, environment: Sandbox, parent: dict[str, object], *more: Any, **named: Any) -> None:
        environment.spend(NODE * 10 + VALUE * len(parent))
        super().__init__(environment, parent, *more, **named)


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of one page, with what is left of its allowance of work. `load` finds templates by name."""

    context_class = Counting
    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)

    def __init__(self, load: Callable[[str], tuple[str, str, None] | None], kept: BytecodeCache) -> None:
        super().__init__(
            loader=FunctionLoader(lambda name: self._measured(load(name))),
            bytecode_cache=kept,
            undefined=StrictUndefined,
            finalize=self.printed,
            autoescape=True,
            optimized=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.left = ALLOWANCE
        self.globals = {}
        self.tests = {**{name: TESTS[name] for name in PLAIN_TESTS}, **OWN_TESTS}
        functions = {**FILTERS, "join": _join}
        self.filters = {
            **{name: functions[name] for name in OTHER_FILTERS},
            **{name: self._bounded(name, functions[name], _plain) for name in TEXT_FILTERS},
            **{name: self._bounded(name, functions[name], _listed) for name in LIST_FILTERS},
        }

    def fill_in(self, name: str, values: Mapping[str, object]) -> str:
        """Fill in a template by name; raise whatever Jinja raises, or `Refused`."""
        pieces: list[str] = []
        length = 0
        stream: Any = self.get_template(name).generate(**values)
        for piece in stream:
            length += len(piece)
            if length > LARGEST_PAGE:
                stream.throw(
                    TemplateRefused(f"the page is longer than {LARGEST_PAGE:,} characters", "let it print less")
                )
            pieces.append(piece)
        return "".join(pieces)

    def spend(self, units: int) -> None:
        """Take something off what is left of the allowance; raise `Refused` where nothing is."""
        self.left -= units
        if self.left < 0:
            raise TemplateRefused(
                "the template asks for more work than any page needs", "look at its loops, and what calls itself"
            )

    # --- What compiled templates call

    def enter(self, steps: int) -> None:
        """Pay for the steps of a template, a block or a macro."""
        self.spend(NODE * steps)

    def each(self, items: object, steps: int) -> Any:
        """Pay for all rounds of a loop."""
        items = items if isinstance(items, str) else _listed(items)
        self.spend(NODE * steps * len(items))
        return items

    def compare(self, value: object, *pairs: Any) -> bool:
        """Compare plain values, or look for one in a list or a text: `pairs` are names of operators, each with a value."""
        for name, other in zip(pairs[::2], pairs[1::2], strict=True):
            plain = _plain(value)
            among = name in ("in", "notin") and not isinstance(other, str)
            self.spend((1 + _size(plain)) * (1 + _size(_listed(other) if among else _plain(other))))
            if not COMPARED[name](plain, other):
                return False
            value = other
        return True

    def joined(self, *parts: object) -> str:
        """Put plain values together, as `~` does."""
        self.spend(CHARACTER * sum(_size(_plain(part)) for part in parts))
        return markup_join(parts)

    def cut(self, value: object, *bounds: int | None) -> Any:
        """Cut a piece out of a text or a list."""
        value = value if isinstance(value, str) else _listed(value)
        self.spend(ITEM * len(value))
        return value[slice(*bounds)]

    def printed(self, value: object) -> Any:
        """Pay for a value that is printed: escaping makes five characters of one."""
        self.spend(_size(_plain(value)) * (1 if isinstance(value, Markup) else CHARACTER))
        return value

    def concat(self, pieces: Iterable[str]) -> str:
        """Put together what a macro or a block has printed."""
        pieces = list(pieces)
        self.spend(2 * sum(map(len, pieces)))  # Jinja copies it when it marks it as safe
        return "".join(pieces)

    # --- What Jinja's sandbox asks

    def call(self, context: Context, function: Callable[..., object], /, *given: object, **named: object) -> Any:
        """Call a macro, a block, or a method of a plain value, for which its arguments are plain as well."""
        if not self.is_safe_callable(function):
            raise TemplateRefused(
                f"a template may not call {_kind(function)}", "it may call macros, blocks and methods of texts"
            )
        if isinstance(function, BuiltinMethodType | MethodType) and isinstance(function.__self__, str | date | Mapping):
            values = (*given, *(value for key, value in named.items() if key not in BESIDE))
            self._pay(function.__name__, function.__self__, values)
        return context.call(function, *given, **named)

    def is_safe_callable(self, obj: object) -> bool:
        """Tell whether a template may call something."""
        if isinstance(obj, BuiltinMethodType | MethodType):
            holder = obj.__self__
            return obj.__name__ in (HOOKS if holder is self else _readable(holder))
        return isinstance(obj, Macro | BlockReference)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:  # noqa: ARG002 - Jinja's own signature
        """Tell whether a template may ask something of a value."""
        return not attr.startswith("_") and (isinstance(obj, TemplateModule) or attr in _readable(obj))

    def unsafe_undefined(self, obj: object, attribute: str) -> NoReturn:
        """Refuse what may not be asked at once, not when it is used."""
        names = ", ".join(sorted(_readable(obj)))
        help = f"it may ask for {names}" if names else "it may print it, or compare it"
        raise TemplateRefused(f'a template may not ask {_kind(obj)} for "{attribute}"', help)

    def wrap_str_format(self, value: object) -> None:
        """Leave `format` what it is: no template may ask for it."""

    def getitem(self, obj: object, argument: object) -> Any:
        """Take an item by its number or name."""
        return super().getitem(obj, _plain(argument))

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> Any:
        """Reckon with numbers of a moderate size; `+` also puts texts together."""
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            self.spend(CHARACTER * (_size(left) + _size(right)))
        elif not (_is_number(left) and _is_number(right)):
            message = f"a template may not reckon {_kind(left)} {operator} {_kind(right)}"
            raise TemplateRefused(message, "reckon with numbers of a moderate size; put texts together with ~")
        return super().call_binop(context, operator, left, right)

    def get_template(self, name: object, *more: Any, **named: Any) -> Template:
        """Find a template by name."""
        return super().get_template(str(_plain(name)), *more, **named)

    def select_template(self, names: object, *more: Any, **named: Any) -> Template:
        """Find the first of several templates that is there."""
        return super().select_template([_plain(name) for name in _listed(names)], *more, **named)

    # --- How templates are compiled

    def _measured(self, found: tuple[str, str, None] | None) -> tuple[str, str, None] | None:
        self.spend(SOUGHT + (READ * len(found[0]) if found else 0))
        return found

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        gauge(source, name, filename, self.filters, self.tests)
        return super()._generate(source, name, filename, defer_init)

    def _compile(self, source: str, filename: str) -> CodeType:
        if len(source) > LARGEST_CODE:
            raise Unfit("the template is too entangled to be compiled", "make several of it", 1, filename)
        return super()._compile(source, filename)

    def _bounded(
        self, name: str, function: Callable[..., object], accept: Callable[[object], object]
    ) -> Callable[..., Any]:
        """Let a filter work on what it is meant for, and pay for it by what it is given."""

        @wraps(function)
        def bounded(*given: object, **named: object) -> Any:
            value, *more = (one for one in given if not isinstance(one, EvalContext | Context | Sandbox))
            self._pay(name, accept(value), (*more, *named.values()))
            made = function(*given, **named)
            return list(made) if isinstance(made, Iterator) else made

        return bounded

    def _pay(self, name: str, value: object, given: Sequence[object]) -> None:
        """Pay for a filter or a method of a value. None takes longer, or makes more, than the product of what it is given."""
        price = ITEM if name in LIST_FILTERS or name.startswith(("split", "partition")) else CHARACTER
        self.spend(price * (1 + _size(value)) * (1 + sum(_size(_plain(one)) for one in given)))


def _readable(value: object) -> frozenset[str]:
    """List what a template may ask of a value."""
    return _names(type(value))  # type: ignore[arg-type] # a type is hashable


@cache
def _names(kind: type) -> frozenset[str]:
    """List what a template may ask of a value of a type: fields and properties of our own values, else what the table says."""
    if is_dataclass(kind):
        properties = (name for name in dir(kind) if isinstance(getattr(kind, name), property))
        return frozenset(name for name in (*kind.__dataclass_fields__, *properties) if not name.startswith("_"))
    return next((names for one, names in ATTRIBUTES if issubclass(kind, one)), frozenset())


def _join(context: EvalContext, value: Iterable[object], between: str = "") -> str:
    """Join plain values, as Jinja does."""
    made: str = FILTERS["join"](context, [_plain(one) for one in value], between)
    return made


_join.jinja_pass_arg = FILTERS["join"].jinja_pass_arg  # type: ignore[attr-defined] # what `pass_eval_context` sets


def _plain(value: object) -> Any:
    """Return a plain value; raise where it is none, or is not there."""
    if isinstance(value, Undefined):
        return str(value)  # which raises, but for an `if` without `else`
    if not isinstance(value, PLAIN):
        raise TemplateRefused(f"{_kind(value)} is not a text", "name a part of it; a list is written with `join`")
    return value


def _listed(value: object) -> Any:
    """Return a list or a mapping; raise where it is none, or is not there."""
    if isinstance(value, Undefined):
        return tuple(value)
    if not isinstance(value, LISTS):
        raise TemplateRefused(f"{_kind(value)} is not a list", "name one of its parts")
    return value


def _size(value: object) -> int:
    """Count the characters of a value and of its items, those that take more bytes as four."""
    if isinstance(value, str):
        return len(value) if value.isascii() else 4 * len(value)
    if isinstance(value, LISTS):
        return sum(1 + _size(one) if isinstance(one, str) else 1 for one in value)
    return 1


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) <= LARGEST_NUMBER


def _kind(value: object) -> str:
    """Name the type of a value; raise where there is none."""
    return str(value) if isinstance(value, Undefined) else type(value).__name__
