"""The values of keys: each converter takes a YAML node and gives what the metadata holds, or tells what is wrong."""

from __future__ import annotations

import re
from datetime import date, datetime
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING

from report.model.metadata import Author
from report.model.rules import RULES, adjustable
from report.model.rules.rule import Severity
from report.read.lines import find_control

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import Enum

    from report.read.yaml_nodes import Node

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
ADDRESS = re.compile(r"https?://[^\s/]+\S*")
ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")
ISBN = re.compile(r"(?:urn:)?(isbn)[:\s-]*(.*)|(97[89](?:[ -]?\d){10})", re.IGNORECASE)
AUTHOR_KEYS = ("name", "affiliation", "orcid", "email")
LISTS = ("figures", "tables")
FIRST_YEAR, LAST_YEAR = 1450, 2107  # no archive can date a file later
DIGITS = 9  # of a number that is read: Python reads no more than 4,300
OFF = "off"
WEIGHTS = {**{severity.value: severity for severity in Severity}, OFF: None}


class Invalid(Exception):
    """A value that its key does not accept: what is wrong, the way out, and the line and column."""

    def __init__(self, message: str, help: str, at: tuple[int, int]) -> None:
        super().__init__(message)
        self.help, self.at = help, at


def read_line(node: Node) -> str:
    """Read one text; its white space is that of one line."""
    if node.text is None:
        raise Invalid(f"a text is expected, found {node.kind}", "write one value on one line", _at(node))
    if found := find_control(node.text):
        raise Invalid(f"a control character ({found[2]})", "take it out", _at(node))
    return " ".join(node.text.split())


def read_lines(node: Node) -> tuple[str, ...]:
    """Read a text, or a list of texts."""
    return tuple(read_line(item) for item in node.items) if node.items is not None else (read_line(node),)


def read_lists(node: Node) -> tuple[str, ...]:
    """Read which lists are wanted."""
    names = read_lines(node)
    for name in names:
        if name not in LISTS:
            raise Invalid(f'there is no list of "{name}"', f"write one of {', '.join(LISTS)}, or both", _at(node))
    return names


def read_paragraphs(node: Node) -> str:
    """Read a text of several paragraphs."""
    return (node.text or "").strip() if read_line(node) else ""


def read_passages(node: Node) -> tuple[str, ...]:
    """Read texts that may have several paragraphs each."""
    return tuple(map(read_paragraphs, node.items)) if node.items is not None else (read_paragraphs(node),)


def read_date(node: Node) -> date:
    """Read a day (ISO 8601)."""
    try:
        day = date.fromisoformat(read_line(node))
    except ValueError as error:
        raise Invalid(f'"{node.text}" is not a date', "write year-month-day: 2025-07-14", _at(node)) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(
            f'"{node.text}" is no date of a publication', f"write one from {FIRST_YEAR} to {LAST_YEAR}", _at(node)
        )
    return day


def read_moment(node: Node) -> datetime:
    """Read a time with its zone (ISO 8601)."""
    try:
        moment = datetime.fromisoformat(read_line(node))
    except ValueError as error:
        raise Invalid(f'"{node.text}" is not a time', "write 2025-07-15T06:00:00+08:00", _at(node)) from error
    if moment.tzinfo is None:
        help = f"write {node.text}+00:00 or the zone you mean"
        raise Invalid(f'"{node.text}" has no time zone', help, _at(node))
    return moment


def read_boolean(node: Node) -> bool:
    """Read true or false."""
    value = read_line(node).lower()
    if value not in {"true", "false", "yes", "no"}:
        raise Invalid(f'"{node.text}" is neither true nor false', "write true or false", _at(node))
    return value in {"true", "yes"}


def read_depth(node: Node) -> int:
    """Read a number of levels of headings."""
    value = read_line(node)
    if not value.isdecimal() or len(value) > DIGITS or not 1 <= int(value) <= 6:
        raise Invalid(f'"{value}" is not a depth', "write a whole number from 1 to 6", _at(node))
    return int(value)


def read_language(node: Node) -> str:
    """Read a language tag (BCP 47), as far as its form goes."""
    value = read_line(node)
    if not LANGUAGE.fullmatch(value):
        raise Invalid(f'"{value}" is not a language tag', "write a BCP 47 tag: en, fr, pt-BR", _at(node))
    return value


def read_identifier(node: Node) -> str:
    """Read what names a publication; an ISBN (ISO 2108) in whatever spelling, as the URN that it stands for (RFC 8254)."""
    value = read_line(node)
    match = ISBN.fullmatch(value)
    if not match:
        return value
    digits = re.sub(r"[\s-]", "", match[2] if match[1] else match[3]).upper()
    if not re.fullmatch(r"\d{9}[\dX]|97[89]\d{10}", digits):
        raise Invalid(f'"{value}" is not an ISBN', "write its 13 digits: isbn:978-3-16-148410-0", _at(node))
    wanted = _isbn_check(digits[:-1])
    if digits[-1] != wanted:
        help = f"look it up again: after these digits the last is {wanted}"
        raise Invalid(f'"{value}" is not an ISBN: its check digit is wrong', help, _at(node))
    return f"urn:isbn:{digits}"


def _isbn_check(digits: str) -> str:
    """Work out the last digit of an ISBN of ten or of thirteen."""
    if len(digits) == 9:
        rest = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=True)) % 11
        return "0X987654321"[rest]
    return str(-sum((1, 3)[index % 2] * int(digit) for index, digit in enumerate(digits)) % 10)


def _orcid_check(digits: str) -> str:
    """Work out the last digit of an ORCID iD (ISO 7064, MOD 11-2)."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11]


def read_address(node: Node) -> str:
    """Read a web address."""
    value = read_line(node)
    if not ADDRESS.fullmatch(value):
        raise Invalid(f'"{value}" is not a web address', "write it whole: https://…", _at(node))
    return value


def one_of(choices: type[Enum]) -> Callable[[Node], Enum]:
    """Read one of some words, in whatever case it is written."""

    def convert(node: Node) -> Enum:
        value = read_line(node)
        for choice in choices:
            if choice.value.lower() == value.lower():
                return choice
        raise Invalid(f'"{value}" is not known', f"write one of {', '.join(c.value for c in choices)}", _at(node))

    return convert


def read_authors(node: Node) -> tuple[Author, ...]:
    """Read authors, each a name or a mapping."""
    return tuple(_author(item) for item in (node.items if node.items is not None else (node,)))


def _author(node: Node) -> Author:
    if node.pairs is None:
        return Author(read_line(node))
    values = {}
    for (key, line, value), column in zip(node.pairs, node.columns, strict=True):
        if key not in AUTHOR_KEYS:
            raise Invalid(f'an author has no key "{key}"', f"the keys are {', '.join(AUTHOR_KEYS)}", (line, column))
        values[key] = read_line(value)
    if not values.get("name"):
        raise Invalid("an author has no name", "add `name: …`", _at(node))
    if orcid := values.get("orcid"):
        match = ORCID.fullmatch(orcid)
        if not match:
            raise Invalid(f'"{orcid}" is not an ORCID', "write 0000-0002-1825-0097", _at(node))
        if (wanted := _orcid_check(match[1].replace("-", "")[:-1])) != match[1][-1]:
            help = f"look it up again: after these digits the last is {wanted}"
            raise Invalid(f'"{orcid}" is not an ORCID: its check digit is wrong', help, _at(node))
        values["orcid"] = match[1]
    return Author(**values)


def read_variables(node: Node) -> Mapping[str, str]:
    """Read a mapping of names to texts."""
    if node.pairs is None:
        raise Invalid(f"a mapping is expected, found {node.kind}", "write `name: value` lines below it", _at(node))
    return MappingProxyType({key: read_line(value) for key, _, value in node.pairs})


def read_weights(node: Node) -> Mapping[str, Severity | None]:
    """Read what a report lets its rules weigh, None for a rule that is off; only some can be set."""
    if node.pairs is None:
        raise Invalid(f"a mapping is expected, found {node.kind}", "write `S225: off` lines below it", _at(node))
    weights = {}
    for (code, line, value), column in zip(node.pairs, node.columns, strict=True):
        if code not in RULES or not RULES[code].adjustable:
            raise _not_adjustable(code, (line, column))
        word = read_line(value).lower()
        if word not in WEIGHTS:
            raise Invalid(f'{code} is "{value.text}"', f"write one of {', '.join(WEIGHTS)}", _at(value))
        weights[code] = WEIGHTS[word]
    return MappingProxyType(weights)


def _not_adjustable(code: str, at: tuple[int, int]) -> Invalid:
    settable = f"these can be set: {', '.join(adjustable())}"
    if code in RULES:
        return Invalid(f"{code} stands for what cannot be set or published, and has one weight", settable, at)
    near = get_close_matches(code, adjustable(), n=1)
    return Invalid(f'there is no rule "{code}"', f'did you mean "{near[0]}"? {settable}' if near else settable, at)


def _at(node: Node) -> tuple[int, int]:
    return node.line, node.column
