"""The metadata: what each key accepts, and the line that a mistake is told at."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.model.errors import BuildError
from report.model.metadata import Author, Metadata, Status
from report.read.keys import KEYS
from report.read.metadata import derive_identifier, read_metadata
from report.read.yaml_nodes import read_yaml

GOOD = "title: A\ndate: 2025-07-14\nlang: en\n"


def read(text: str, defaults: str = "") -> tuple[Metadata, list[str]]:
    sources = [("defaults.yaml", read_yaml(defaults, "defaults.yaml")), ("r.yaml", read_yaml(text, "r.yaml"))]
    metadata, findings = read_metadata("brief", sources)
    return metadata, [str(finding).partition("\n")[0] for finding in findings]


def test_a_scalar_is_the_text_that_was_written_and_no_guess_at_it() -> None:
    metadata, found = read(GOOD + "version: 1.10\npublisher: no\nseries: 0x10\nreport-number: 2025-07\n")
    assert found == []
    assert (metadata.version, metadata.publisher, metadata.series) == ("1.10", "no", "0x10")
    assert metadata.report_number == "2025-07"


def test_the_house_gives_what_the_report_does_not_say() -> None:
    metadata, found = read("title: A\ndate: 2025-07-14\nlang: fr\n", "lang: en\npublisher: House\n")
    assert found == []
    assert (metadata.lang, metadata.publisher) == ("fr", "House")


def test_a_mistake_in_the_houses_defaults_is_told_there() -> None:
    assert read(GOOD, "publsher: House\n")[1] == ['defaults.yaml:1:1: error S102: unknown key "publsher"']


@pytest.mark.parametrize("key", ["author", "authors"])
def test_authors_are_names_or_mappings_one_or_several(key: str) -> None:
    assert read(f"{GOOD}{key}: Ann\n")[0].authors == (Author("Ann"),)
    assert read(f"{GOOD}{key}: [Ann, {{name: Ben, orcid: https://orcid.org/0000-0002-1825-0097}}]\n")[0].authors == (
        Author("Ann"),
        Author("Ben", orcid="0000-0002-1825-0097"),
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ISBN 978-3-16-148410-0", "urn:isbn:9783161484100"),
        ("isbn:9783161484100", "urn:isbn:9783161484100"),
        ("urn:isbn:978-3-16-148410-0", "urn:isbn:9783161484100"),
        ("978 3 16 148410 0", "urn:isbn:9783161484100"),
        ("ISBN: 0-8044-2957-X", "urn:isbn:080442957X"),
        ("doi:10.5555/9783161484101", "doi:10.5555/9783161484101"),
        ("urn:report:isbn:1", "urn:report:isbn:1"),
    ],
)
def test_an_isbn_in_any_spelling_is_kept_as_the_urn_that_it_stands_for(typed: str, kept: str) -> None:
    assert read(f'{GOOD}identifier: "{typed}"\n')[0].identifier == kept


@pytest.mark.parametrize("typed", ["ISBN 978-3-16-148410-1", "isbn:0-8044-2957-1", "isbn:97831614841", "urn:isbn:x"])
def test_an_isbn_that_is_none_is_told(typed: str) -> None:
    (told,) = read(f'{GOOD}identifier: "{typed}"\n')[1]
    assert told.startswith(f'r.yaml:4:13: error S104: identifier: "{typed}" is not an ISBN')


def test_the_check_digit_of_an_orcid_is_looked_at() -> None:
    (told,) = read(f"{GOOD}authors: [{{name: Ann, orcid: 0000-0002-1825-0098}}]\n")[1]
    assert told.startswith(
        'r.yaml:4:11: error S104: authors: "0000-0002-1825-0098" is not an ORCID: its check digit is'
    )
    assert not read(f"{GOOD}authors: [{{name: Ann, orcid: 0000-0002-1694-233X}}]\n")[1]


@pytest.mark.parametrize(("typed", "place"), [("authors:\n\t- Ann\n", "5:1"), ("\tlist: x\n", "4:1")])
def test_a_tab_is_called_one(typed: str, place: str) -> None:
    with pytest.raises(BuildError) as raised:
        read(GOOD + typed)
    assert f"{place}: error S101: not valid YAML: a tab stands" in str(raised.value.findings[0])


@pytest.mark.parametrize("empty", ["", '""', "''", "~", "null", "   "])
def test_a_required_key_without_a_value_is_missing(empty: str) -> None:
    assert read(f"title: {empty}\ndate: 2025-07-14\nlang: en\n")[1] == [
        'r.yaml:1: error S103: the key "title" is missing'
    ]


@pytest.mark.parametrize("key", sorted(set(KEYS) - {"variables", "rules"}))
def test_a_key_that_needs_a_text_does_not_take_a_mapping_in_a_list(key: str) -> None:
    found = read(f"{GOOD}\n{key}: [[x]]\n")[1]
    assert f"error S104: {key}: " in "".join(found)
    assert all(line.startswith("r.yaml:5:") for line in found if "S104" in line)


def test_a_status_is_known_in_whatever_case_it_is_written() -> None:
    assert read(GOOD + "status: FINAL\n")[0].status is Status.FINAL


def test_a_stand_in_takes_the_place_of_what_is_missing() -> None:
    metadata, found = read("")
    assert (metadata.title, metadata.date, len(found)) == ("brief", date(1970, 1, 1), 3)


@pytest.mark.parametrize(
    ("publisher", "slug", "identifier"),
    [
        ("Policy Desk", "asean-briefing", "urn:report:policy-desk:asean-briefing"),
        ("", "été", "urn:report:ete"),
        ("Ö & Söhne!", "a b", "urn:report:o-sohne:a-b"),
        ("日本", "x", "urn:report:%E6%97%A5%E6%9C%AC:x"),
    ],
)
def test_a_report_without_an_identifier_gets_a_urn(publisher: str, slug: str, identifier: str) -> None:
    assert derive_identifier(publisher, slug) == identifier


@given(st.dictionaries(st.sampled_from(sorted(KEYS)), st.text(max_size=20)))
def test_no_text_in_any_key_is_worse_than_a_finding(values: dict[str, str]) -> None:
    import json

    text = "".join(f"{key}: {json.dumps(value)}\n" for key, value in values.items())
    assert codes_of(text) <= {"S101", "S102", "S103", "S104", "S105", "S110"}


@given(st.text())
def test_no_text_at_all_is_worse_than_a_finding(text: str) -> None:
    assert codes_of(text) <= {"S101", "S102", "S103", "S104", "S105", "S110"}


def codes_of(text: str) -> set[str]:
    try:
        return {line.partition(" error ")[2][:4] for line in read(text)[1] if ": error " in line}
    except BuildError as error:
        return {finding.code for finding in error.findings}
