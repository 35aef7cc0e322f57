"""The JSON Schema of the metadata: it accepts what the tool accepts, and refuses what a schema can refuse."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml
from jsonschema import Draft202012Validator

from report.read.keys import KEYS, REQUIRED
from report.read.schema import make_defaults_schema, make_schema
from report.read.yaml_nodes import read_yaml
from tests.cli.test_cli import run
from tests.common import SAMPLES

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA, DEFAULTS = Draft202012Validator(make_schema()), Draft202012Validator(make_defaults_schema())
GOOD = sorted(path for path in SAMPLES.glob("*/sources/*/report.yaml") if "findings" not in path.parts)
REFUSED = sorted(
    path
    for code in ("S102", "S103", "S104")
    for path in SAMPLES.glob(f"findings/{code}-*/sources/brief/report.yaml")
    if not any(name in str(path) for name in ("control-character", "S104-brand", "date-beyond", "archive-outside"))
)
HEAD = {"title": "A", "date": "2025-07-14", "lang": "en"}


class Editor(yaml.SafeLoader):
    """Reads YAML 1.2 as the servers of editors do: a date is a text, and only true and false are of two values."""


Editor.yaml_implicit_resolvers = {
    char: [(tag, pattern) for tag, pattern in pairs if not tag.endswith(("timestamp", "bool"))]
    for char, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Editor.add_implicit_resolver("tag:yaml.org,2002:bool", __import__("re").compile("true|false"), list("tf"))


def errors(text: str, validator: Draft202012Validator = SCHEMA) -> list[str]:
    return [error.message for error in validator.iter_errors(yaml.load(text, Editor) or {})]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(make_schema())
    assert set(make_schema()["required"]) == set(REQUIRED)
    assert make_schema(["lang"])["required"] == ["title", "date"]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.parent.name)
def test_it_accepts_the_samples(path: Path) -> None:
    assert errors(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.parents[2].name)
def test_it_refuses_what_the_tool_refuses(path: Path) -> None:
    assert errors(path.read_text(encoding="utf-8")) != []


@pytest.mark.parametrize("name", KEYS)
def test_the_example_of_a_key_is_accepted_by_the_tool_and_the_schema(name: str) -> None:
    key = KEYS[name]
    text = f"{name}: {key.example}\n"
    ((_, _, node),) = read_yaml(text, "x").pairs or ()
    assert key.convert(node)
    assert errors(text, DEFAULTS) == []
    assert key.about.endswith(".")


@pytest.mark.parametrize(
    "more",
    [
        "version: 1.0",
        "report-number: 12",
        "status:",
        "keywords: one",
        "rules: {S225: off}",
        "author: {name: Ann}",
        "index: yes",
    ],
)
def test_it_takes_unquoted_values_as_the_tool_does(more: str) -> None:
    assert errors(f"title: 2025\ndate: 2025-07-14\nlang: en\n{more}\n") == []


@pytest.mark.parametrize(
    "more", ["titel: x", "rules: {S202: off}", "authors: [{nam: Ann}]", "sections: {a: b}", "date:"]
)
def test_it_refuses_slips(more: str) -> None:
    assert errors(more, DEFAULTS) != []


@pytest.mark.slow
def test_it_is_printed_or_written_where_editors_look(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "defaults.yaml").write_text("lang: en\n")
    assert json.loads(run("schema", cwd=tmp_path).stdout)["required"] == ["title", "date"]
    assert json.loads(run("schema", "--defaults", cwd=tmp_path).stdout)["required"] == []
    path = tmp_path / "sources" / "report.schema.json"
    assert run("new", "first", cwd=tmp_path).stdout.splitlines()[-1].split()[1] == "sources/report.schema.json"
    written = path.read_text()
    path.write_text("{}")
    assert "schema" not in run("new", "second", cwd=tmp_path).stdout
    assert run("schema", "--write", cwd=tmp_path).returncode == 0
    assert path.read_text() == written
    head = (tmp_path / "sources" / "first" / "report.yaml").read_text()
    assert head.startswith("# yaml-language-server: $schema=../report.schema.json\n")
    assert errors(head) == []
