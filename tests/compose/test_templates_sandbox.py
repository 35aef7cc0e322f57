"""Templates are anybody's: what one may name, ask for, call and take in, and how much work it may make."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from report.compose.facts import facts_of
from report.compose.templates import render, safe
from report.model.errors import BuildError
from report.model.metadata import Author, Metadata
from report.model.words import words_for
from report.themes.theme import Theme
from tests.common import ROOT

if TYPE_CHECKING:
    from pathlib import Path

BASE = ROOT / "styles" / "base"
META = Metadata(
    "brief", "The ports", date(2025, 7, 14), authors=(Author("Ann", "Harbours"), Author("Ben")), keywords=("a<b", "c")
)
WORDS = words_for("en")
VALUES = {
    "meta": META,
    "words": WORDS,
    "facts": facts_of(META, WORDS),
    "edition": "screen",
    "body": safe("<!-- the text -->"),
    "notes": "",
    "version": "1",
    "key_points": "",
    "summary": "",
    "contents": (),
    "lists": (),
}


def filled(folder: Path, files: dict[str, str]) -> str:
    """Fill in the master of a theme of some files, with what a report gives it and a path that it should never have."""
    theme = folder / "styles" / "house"
    theme.mkdir(parents=True)
    for name, text in files.items():
        path = theme / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return render(Theme("house", (theme, BASE)), "master.html.j2", **VALUES, path=folder / "canary")


def refused(folder: Path, files: dict[str, str]) -> str:
    with pytest.raises(BuildError) as told:
        filled(folder, files)
    (finding,) = told.value.findings
    assert finding.code == "S303"
    return str(finding)


# --- What a template may do


@pytest.mark.parametrize(
    ("template", "printed"),
    [
        ("{{ meta.title | upper }} {{ meta.title[:3] }} {{ meta.title.split(' ') | last }}", "THE PORTS The ports"),
        ("{{ meta.authors | map(attribute='name') | join(', ') }}", "Ann, Ben"),
        ("{{ meta.authors | selectattr('affiliation') | map(attribute='name') | first }}", "Ann"),
        ("{{ meta.keywords | join(' · ') }}", "a&lt;b · c"),
        ("{% for one in meta.authors %}{{ loop.index }}{{ one.name }}{{ '' if loop.last else ', ' }}{% endfor %}", "1Ann, 2Ben"),
        ("{% for one in 'abc' if one != 'b' %}{{ one ~ '.' }}{% endfor %}", "a.c."),
        ("{% macro two(text) %}{{ text }}{{ caller() }}{% endmacro %}{% call two('a') %}b{% endcall %}", "ab"),
        ("{{ 2 + 3 * 4 // 5 }} {{ 1 < 2 <= 2 }} {{ 'h' in meta.title }} {{ 'x' not in ['x'] }}", "4 True True False"),
        ("{{ {'en': 'English'}[meta.lang] }} {{ meta.status.value }} {{ meta.date.year }}", "English draft 2025"),
        ("{{ nothing | default('—') }}{{ nothing is defined }}{{ 3 is odd }}{{ '' if meta.url }}", "—FalseTrue"),
        ("{% set text %}<i>{{ meta.keywords[0] }}</i>{% endset %}{{ text }}", "<i>a&lt;b</i>"),
        ("{% filter lower %}ABC{% endfilter %}{% with x = 1 %}{{ x }}{% endwith %}{# no #}", "abc1"),
        ("{% include 'nowhere.j2' ignore missing %}{% include ['nowhere.j2', 'part.j2'] %}", "part of The ports"),
        ("{% from 'part.j2' import shown with context %}{{ shown() }}", "<b>The ports</b>"),
        ("{{ 'a-b'.replace('-', '+') }}{{ '  x '.strip() }}{{ meta.title.startswith('The') }}", "a+bxTrue"),
    ],
)  # fmt: skip
def test_what_templates_are_for_they_may(template, printed, tmp_path):
    part = "{% macro shown() %}<b>{{ meta.title }}</b>{% endmacro %}part of {{ meta.title }}"
    assert filled(tmp_path, {"master.html.j2": template, "part.j2": part}) == printed


# --- What no template may


ESCAPES = [
    "lipsum.__globals__['os'].system('touch canary')",
    "cycler.__init__.__globals__.os",
    "joiner.__init__",
    "namespace.__init__",
    "range(10)",
    "dict(a=1)",
    "request.application",
    "''.__class__.__mro__[1].__subclasses__()",
    "''['__class__']",
    "meta.__class__",
    "meta['__init__'].__globals__",
    "meta.__dataclass_fields__",
    "meta._lines",
    "self.__init__.__globals__",
    "self._TemplateReference__context",
    "'' | attr('__class__')",
    "[meta] | map(attribute='__class__') | list | length",
    "[meta] | map(attribute='authors.0.__class__') | join",
    "[meta] | map('attr', '__class__') | join",
    "[meta] | selectattr('__class__') | list | length",
    "'{0.__class__}'.format(meta)",
    "'{x.__class__}'.format_map({'x': meta})",
    "('{0}' | safe).format(meta)",
    "'%s' % meta",
    "meta.title.encode()",
    "meta.title.translate({})",
    "meta.authors.__add__",
    "meta.lines.clear()",
    "meta.status.__class__",
    "meta.date.__reduce__()",
    "words.label('fig', '1')",
    "path",
    "path.write_text('x')",
    "path.unlink()",
    "path.parent.name",
    "path ~ ''",
    "path == 1",
    "[path] | join",
    "meta",
    "meta.keywords",
    "meta.keywords == []",
    "{meta: 1}",
    "{'a': 1}[('a',)]",
    "words['__class__']",
    "title(*[1])",
    "meta | tojson",
    "meta | pprint",
    "meta | xmlattr",
    "meta.title is callable",
    "2 ** 8",
]
STATEMENTS = [
    "{% for one in [1] %}{{ loop._iterable }}{% endfor %}",
    "{% for one in [1] %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "{% for one in [1] %}{{ loop.changed(meta) }}{% endfor %}",
    "{% for one in [[1]] recursive %}{{ loop(one) }}{% endfor %}",
    "{% for one in meta %}{% endfor %}",
    "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "{% macro m() %}{% endmacro %}{{ m.__call__ }}",
    "{% macro m() %}{{ caller._func }}{% endmacro %}{% call m() %}{% endcall %}",
    "{% macro m() %}{{ varargs[0].unlink() }}{% endmacro %}{{ m(path) }}",
    "{% block b %}{{ super._context }}{% endblock %}",
    "{% block b %}{% endblock %}{{ self.b._stack }}",
    "{% import 'parts.html.j2' as parts with context %}{{ parts._body_stream }}",
    "{% import 'parts.html.j2' as parts with context %}{{ parts.__class__ }}",
    "{% from 'parts.html.j2' import __name__ %}",
    "{% set meta.title = 1 %}",
    "{% autoescape false %}{{ meta.title }}{% endautoescape %}",
    "{% debug %}",
    "{% do meta %}",
    "{% break %}",
]


@pytest.mark.parametrize("template", [*(f"{{{{ {one} }}}}" for one in ESCAPES), *STATEMENTS])
def test_no_template_gets_out_of_its_sandbox(template, tmp_path, monkeypatch):
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    (tmp_path / "canary").write_text("sings")
    told = refused(tmp_path, {"master.html.j2": f"\n{template}"})
    assert told.startswith("styles/house/master.html.j2:2: error S303: ")
    assert (tmp_path / "canary").read_text() == "sings"
    assert list((tmp_path / "work").iterdir()) == []


@pytest.mark.parametrize("wanted", ["/etc/passwd", "../../../secret", "base/../../secret.j2", "../secret.j2", "link.j2", "folder/secret.j2", "tokens.css", "a\0b.j2", f"{'a' * 5000}.j2", 5])  # fmt: skip
@pytest.mark.parametrize("statement", ["{%% include %s %%}", "{%% extends %s %%}", "{%% import %s as x %%}"])
def test_templates_come_from_the_theme_and_those_it_builds_upon_alone(statement, wanted, tmp_path):
    for place in (tmp_path / "styles", tmp_path):
        place.mkdir(exist_ok=True)
        for name in ("secret", "secret.j2"):
            (place / name).write_text("secret")
    (tmp_path / "styles" / "house").mkdir()
    (tmp_path / "styles" / "house" / "link.j2").symlink_to(tmp_path / "secret.j2")
    (tmp_path / "styles" / "house" / "folder").symlink_to(tmp_path)
    with pytest.raises(BuildError) as told:
        render(_theme(tmp_path, statement % json.dumps(wanted)), "master.html.j2", **VALUES)
    assert [finding.code for finding in told.value.findings] == ["S303"]
    assert len(str(told.value.findings[0])) < 600


def _theme(folder: Path, master: str) -> Theme:
    (folder / "styles" / "house" / "master.html.j2").write_text(master, encoding="utf-8")
    return Theme("house", (folder / "styles" / "house", BASE))


@pytest.mark.parametrize(
    ("template", "told", "help"),
    [
        ("{{ titel }}", "UndefinedError: 'titel' is undefined", "a template sees body, contents, edition"),
        ("{{ meta.title | rot13 }}", 'there is no filter "rot13"', "the filters are: capitalize, count, d"),
        ("{% if 0 %}{{ 1 | rot13 }}{% endif %}", 'there is no filter "rot13"', "the filters are: "),
        ("{{ 1 is prime }}", 'there is no test "prime"', "the tests are: boolean, defined"),
        ("{{ meta.date.strftime('%Y') }}", 'a template may not ask date for "strftime"', "it may ask for day, isoformat"),
        ("{{ meta.authors }}", "tuple is not a text", "a list is written with `join`"),
        ("{{ lipsum() }}", "'lipsum' is undefined", "a template sees body"),
        ("{{ meta() }}", "a template may not call Metadata", "it may call macros"),
        ("{{ '\\x1b[2J' | rot13 }}{{ '\\ud800' }}", 'there is no filter "rot13"', ""),
        ("{% include '\\x1b[2Jx' %}", "TemplateNotFound:  [2Jx", ""),
        ("{{ '\\ud800' }}", "UnicodeEncodeError", ""),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_with_the_way_out(template, told, help, tmp_path):
    said = refused(tmp_path, {"master.html.j2": template})
    assert told in said
    assert help in said
    assert "\x1b" not in said


def test_a_template_that_is_no_text_is_told_by_its_name(tmp_path):
    theme = tmp_path / "styles" / "house"
    theme.mkdir(parents=True)
    (theme / "master.html.j2").write_bytes(b"\xff\xfe{{ meta }}")
    with pytest.raises(BuildError) as told:
        render(Theme("house", (theme, BASE)), "master.html.j2", **VALUES)
    assert str(told.value.findings[0]).startswith("styles/house/master.html.j2: error S303: UnicodeDecodeError")


# --- How much work it may make


NESTED = "{% set x = ('x',) %}" + "{% set x = (x, x) %}" * 50
DOUBLED = "{% set x = 'xy ' %}" + "{% set x = x ~ x %}" * 19
DIGITS = "{% set d = '0123456789' %}"
TEN = "{% for one in d %}"
DONE = "{% endfor %}"
BOMBS: dict[str, dict[str, str] | str] = {
    "texts times numbers": "{{ 'x' * 1000000000 }}",
    "lists times numbers": "{{ [0] * 1000000000 }}",
    "padded": "{{ '%999999999d' % 1 }}",
    "centred": "{{ 'x'.center(1000000000) }}",
    "rounds": DIGITS + TEN * 9 + DONE * 9,
    "rounds that are left out": DIGITS + TEN * 7 + "{% for one in d if 0 %}" + DONE * 8,
    "rounds that print": DIGITS + TEN * 9 + "<b/>" + DONE * 9,
    "rounds in a macro": DIGITS
    + "{% macro m(d) %}"
    + TEN * 5
    + "a{% if 1 %}b{% endif %}" * 500
    + DONE * 5
    + "{% endmacro %}{{ m(d) }}",
    "rounds that compare": DOUBLED
    + "{% set y = x ~ 'a' %}{% set z = x ~ 'a' %}{% for one in x %}{{ 1 if y == z }}{% endfor %}",
    "rounds that look for": DOUBLED + "{% for one in x %}{{ 'a' in x }}{% endfor %}",
    "rounds that cut": DOUBLED + "{% for one in x %}{{ x[1:] | length }}{% endfor %}",
    "rounds that call": DOUBLED + "{% for one in x %}{{ x.upper() | length }}{% endfor %}",
    "rounds that filter": DOUBLED + "{% for one in x %}{{ x | trim | length }}{% endfor %}",
    "rounds that take in": DIGITS + "{% set a = 1 %}" * 900 + TEN * 7 + "{% include 'part.j2' %}" + DONE * 7,
    "rounds that look on the disk": DIGITS
    + TEN * 7
    + "{% include [one ~ loop.index ~ '.j2'] ignore missing %}"
    + DONE * 7,
    "a macro that calls itself twice": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(90) }}",
    "a macro that calls itself for ever": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a block that calls itself": "{% block b %}{{ self.b() }}{% endblock %}",
    "doubled by ~": "{% set x = 'x' %}" + "{% set x = x ~ x %}" * 50,
    "doubled by +": "{% set x = 'x' %}" + "{% set x = x + x %}" * 50,
    "doubled by set": "{% set x = 'x' %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 50,
    "doubled by replace": "{% set x = 'xx' %}" + "{% set x = x.replace('', x) %}" * 50,
    "doubled by the filter replace": "{% set x = 'xx' %}" + "{% set x = x | replace('x', x) %}" * 50,
    "doubled by join": "{% set x = 'xx' %}" + "{% set x = [x, x] | join(x) %}" * 50,
    "split": DOUBLED + "{% for one in '0123456789' %}{{ x.split() | length }}{% endfor %}",
    "a number squared": "{% set n = 9 %}" + "{% set n = n * n %}" * 50 + "{{ n }}",
    "a list of lists printed": NESTED + "{{ x }}",
    "a list of lists as text": NESTED + "{{ x | string }}",
    "a list of lists joined": NESTED + "{{ x | join }}",
    "a list of lists compared": NESTED + "{{ x == x }}",
    "a list of lists looked for": NESTED + "{{ x in 'x' }}",
    "a list of lists as a key": NESTED + "{{ {'a': 1}[x] }}",
    "a list of lists asked for": NESTED + "{{ meta.lines.get(x) }}",
    "a list of lists put together": NESTED + "{{ x ~ x }}",
    "a list of lists as an argument": NESTED + "{{ 'x'.replace(x, x) }}",
    "a list of lists taken in": NESTED + "{% include x %}",
    "a list of lists built upon": NESTED + "{% extends x %}",
    "a list of lists in a call": NESTED + "{{ x() }}",
    "brackets": "{{ " + "(" * 9_000 + "1" + ")" * 9_000 + " }}",
    "dots": "{{ meta" + ".a" * 15_000 + " }}",
    "sums": "{{ 1" + "+1" * 15_000 + " }}",
    "nested conditions": "{% if 1 %}" * 2_000 + "{% endif %}" * 1_000,
    "deep rounds": DIGITS + TEN * 30 + DONE * 30,
    "digits": "{{ " + "9" * 30_000 + " }}",
    "a large template": "<b/>" * 30_000,
    "one that takes in itself": "{% include 'master.html.j2' %}{% include 'master.html.j2' %}",
    "one that builds upon itself": "{% extends 'master.html.j2' %}",
    "one that imports itself": "{% import 'master.html.j2' as me %}",
    "a chain": {
        "master.html.j2": "{% include '0.j2' %}",
        "60.j2": "",
        **{f"{n}.j2": f"{{% include '{n + 1}.j2' %}}" * 2 for n in range(60)},
    },
    "a crowd": {
        "master.html.j2": "".join(f"{{% include '{n}.j2' %}}" for n in range(500)),
        **{f"{n}.j2": "{{ meta.title }}" * 2_000 for n in range(500)},
    },
    "names times parts": "".join(f"{{% set a{n} = 1 %}}" for n in range(900)) + "{% include 'part.j2' %}" * 600,
}
BLAST = """
import json, os, resource, sys
from pathlib import Path
from tests.compose.test_templates_sandbox import BOMBS, refused
for name, files in BOMBS.items():
    if os.fork() == 0:
        resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        files = files if isinstance(files, dict) else {"master.html.j2": files, "part.j2": ""}
        try:
            told = refused(Path(sys.argv[1]) / name.replace(" ", "-"), files)
        except BaseException as error:
            told = repr(error)[:500]
        print(json.dumps([name, told, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10]), flush=True)
        os._exit(0)
    os.wait()
"""


@pytest.fixture(scope="module")
def blasted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, int]]:
    """Fill in all bombs, each in a process of its own with 2 GB and a minute; return what is told, and the MB that it took."""
    folder = tmp_path_factory.mktemp("bombs")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "REPORT_CACHE": str(folder / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", BLAST, str(folder)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name: (told, size) for name, told, size in map(json.loads, done.stdout.splitlines())}


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be limited here")
@pytest.mark.parametrize("name", BOMBS)
def test_work_without_an_end_ends_in_a_finding(name, blasted):
    told, size = blasted[name]
    assert ": error S303: " in told
    assert size < 1000


# --- What is kept of it


def test_a_compiled_template_that_is_damaged_is_made_again(tmp_path, monkeypatch):
    monkeypatch.setenv("REPORT_CACHE", str(tmp_path / "cache"))
    before = filled(tmp_path / "one", {"master.html.j2": "{{ meta.title }}"})
    kept = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert len(kept) == 1
    whole = kept[0].read_bytes()
    for damaged in (b"", b"\0" * 64, whole[:-1], whole[:40] + b"\0" + whole[41:]):
        kept[0].write_bytes(damaged)
        assert (
            filled(tmp_path / str(len(damaged)) / str(hash(damaged)), {"master.html.j2": "{{ meta.title }}"}) == before
        )
        assert kept[0].read_bytes() == whole


def test_a_template_of_other_words_is_not_taken_from_the_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("REPORT_CACHE", str(tmp_path / "cache"))
    assert filled(tmp_path / "one", {"master.html.j2": "one"}) == "one"
    assert filled(tmp_path / "two", {"master.html.j2": "two"}) == "two"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there are no modes here")
def test_a_cache_that_cannot_be_written_stops_no_template(tmp_path, monkeypatch):
    (tmp_path / "cache").write_text("a file where the folder should be")
    monkeypatch.setenv("REPORT_CACHE", str(tmp_path / "cache"))
    assert filled(tmp_path / "one", {"master.html.j2": "{{ meta.title }}"}) == "The ports"


def test_a_rendering_leaves_the_next_one_its_whole_allowance(tmp_path):
    work = "{% for one in d %}" * 5 + "x" + "{% endfor %}" * 5
    for number in range(3):
        page = filled(tmp_path / str(number), {"master.html.j2": f"{{% set d = '0123456789' %}}{work}"})
        assert page == "x" * 100_000
