"""What has the name of a file and is none: it is refused by name, and never waited for."""

from __future__ import annotations

import os
import socket
import stat

import pytest

from report.cli.main import cli
from report.importers.reading import read_original
from report.model.errors import BuildError, UsageError
from report.pipeline.freshness import stamp, unchanged
from report.pipeline.proof import check_sources
from report.pipeline.record import read_built
from report.press.inks import read_profile
from report.press.recipients import read_recipients
from report.read.project import Project
from report.redline.versions import Desk, find_compared
from report.runtime.foreign import read_whole
from report.runtime.plain_files import NotPlainFile, read_plain, read_plain_text
from report.themes.theme import find_theme


def test_a_plain_file_is_read_whole(tmp_path):
    path = tmp_path / "plain.txt"
    path.write_bytes("\ufeffone\r\ntwo\n".encode())
    assert read_plain(path) == path.read_bytes()
    assert read_plain_text(path, "utf-8-sig") == "one\ntwo\n"


def test_no_more_than_the_limit_is_read(tmp_path):
    path = tmp_path / "plain.txt"
    path.write_bytes(b"12345")
    assert read_plain(path, 5) == b"12345"
    with pytest.raises(OSError, match="larger than 4 bytes"):
        read_plain(path, 4)


def test_a_named_pipe_is_named_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "p.md")
    with pytest.raises(NotPlainFile, match="a named pipe, not a file"):
        read_plain(tmp_path / "p.md")


def test_a_socket_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a socket's path has a hundred bytes at most
    with socket.socket(socket.AF_UNIX) as end:
        end.bind("s.md")
        with pytest.raises(NotPlainFile, match="a socket, not a file"):
            read_plain(tmp_path / "s.md")


def test_a_device_behind_a_link_is_named(tmp_path):
    (tmp_path / "zero.md").symlink_to("/dev/zero")
    with pytest.raises(NotPlainFile, match="a device, not a file"):
        read_plain(tmp_path / "zero.md")


def test_a_folder_and_a_loop_of_links_are_plain_errors(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path in (tmp_path, tmp_path / "loop"):
        with pytest.raises(OSError):
            read_plain(path)


def test_a_link_is_followed_only_where_that_is_meant(tmp_path):
    (tmp_path / "file").write_bytes(b"1")
    (tmp_path / "link").symlink_to("file")
    assert read_plain(tmp_path / "link") == b"1"
    with pytest.raises(NotPlainFile, match="a link, not a file"):
        read_plain(tmp_path / "link", follow=False)


HEAD = "title: A short report\ndate: 2025-07-14\nlang: en\n"
PLACES = {
    "a section that is there": ("", "", "sources/one/20-b.md", "S108"),
    "a section that is named": ("sections: [10-a.md, b.md]\n", "", "sources/one/b.md", "S108"),
    "a section of another program": ("sections: [10-a.md, b.docx]\n", "", "sources/one/b.docx", "S108"),
    "the metadata": ("", "", "sources/one/report.yaml", "S106"),
    "what the house gives": ("", "", "sources/defaults.yaml", "S106"),
    "the brand": ("", "", "sources/brand.yaml", "S106"),
    "the glossary": ("", "", "sources/one/glossary.yaml", "S108"),
    "the references": ("bibliography: refs.bib\n", "", "sources/one/refs.bib", "S108"),
    "the style of citations": ("csl: own.csl\n", "", "sources/one/own.csl", "S108"),
    "the cover": ("cover-image: cover.png\n", "", "sources/one/cover.png", "S108"),
    "a picture": ("", '![A](map.png){alt="A map."}', "sources/one/map.png", "S201"),
    "a drawing": ("", '![A](map.svg){alt="A map."}', "sources/one/map.svg", "S201"),
    "data": ("", '``` {.csv file="data.csv"}\n```', "sources/one/data.csv", "S238"),
    "an include": ("", "{{< include part.md >}}", "sources/one/part.md", "S236"),
    "an include that reports share": ("", "{{< include _parts/part.md >}}", "sources/_parts/part.md", "S236"),
    "what a theme says of itself": ("theme: own\n", "", "styles/own/theme.toml", "S304"),
}


def _found(root):
    """Read and resolve the report, as `check` does; return what is found."""
    project = Project(root)
    try:
        findings = check_sources(project, project.report("one"))
    except BuildError as error:
        findings = error.findings
    return {finding.code: finding for finding in findings}


def _project(root, keys="", text=""):
    folder = root / "sources/one"
    folder.mkdir(parents=True)
    (folder / "report.yaml").write_text(HEAD + keys)
    (folder / "10-a.md").write_text(f"# A\n\nText.\n\n{text}\n")
    return folder


@pytest.mark.parametrize(("keys", "text", "where", "code"), PLACES.values(), ids=PLACES)
def test_a_named_pipe_in_the_place_of_a_source_is_a_finding(tmp_path, keys, text, where, code):
    _project(tmp_path, keys, text)
    path = tmp_path / where
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    finding = _found(tmp_path)[code]
    assert "is a named pipe, not a file" in finding.message
    assert finding.location
    assert finding.help


@pytest.mark.parametrize("name", ["20-b.md", "glossary.yaml"])
def test_a_loop_of_links_is_a_finding(tmp_path, name):
    folder = _project(tmp_path)
    (folder / name).symlink_to(name)
    assert "is a loop of links, not a file" in _found(tmp_path)["S108"].message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root makes devices")
def test_a_device_is_a_finding(tmp_path):
    folder = _project(tmp_path)
    try:
        os.mknod(folder / "20-b.md", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("this container makes no devices")
    assert "is a device, not a file" in _found(tmp_path)["S108"].message


def test_a_folder_that_leads_back_to_itself_is_gone_through_once(tmp_path):
    folder = _project(tmp_path, text='![A](map.png){alt="A map."}')
    (folder / "figures").mkdir()
    (folder / "figures/again").symlink_to("..")
    (folder / "figures/loop").symlink_to("loop")
    assert _found(tmp_path)["S201"].message == 'there is no image "map.png"'


def test_a_style_sheet_that_is_a_named_pipe_is_a_finding(tmp_path):
    (tmp_path / "styles/own").mkdir(parents=True)
    os.mkfifo(tmp_path / "styles/own/print.css")
    with pytest.raises(BuildError) as caught:
        find_theme(tmp_path, "own").sheet("print.css")
    (finding,) = caught.value.findings
    assert str(finding.location) == "styles/own/print.css"
    assert finding.message == "it is a named pipe, not a file"


@pytest.mark.parametrize("name", ["p.docx", "p.md", "p.txt"])
def test_a_named_pipe_is_not_imported(tmp_path, name):
    os.mkfifo(tmp_path / name)
    with pytest.raises(BuildError, match="it is a named pipe, not a file"):
        read_original(tmp_path / name)


def test_a_list_of_recipients_and_a_profile_that_are_named_pipes_are_errors(tmp_path):
    os.mkfifo(tmp_path / "p")
    for read in (read_recipients, read_profile):
        with pytest.raises(UsageError, match="it is a named pipe, not a file"):
            read(tmp_path / "p")


@pytest.mark.parametrize("command", [["verify", "p.pdf"], ["rebuild", "p.pdf"], ["diff", "p.pdf", "p.pdf"]])
def test_a_named_pipe_is_told_apart_from_a_pdf(tmp_path, monkeypatch, command):
    os.mkfifo(tmp_path / "p.pdf")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BuildError, match=r"p\.pdf is a named pipe, not a file"):
        cli.main(command, standalone_mode=False)


def test_a_report_that_holds_a_named_pipe_is_not_compared(tmp_path):
    folder = _project(tmp_path)
    os.mkfifo(folder / "p.md")
    with pytest.raises(BuildError, match=r"p\.md cannot be read: it is a named pipe, not a file"):
        find_compared(str(folder), Desk(None, tmp_path / "desk"))


def test_a_link_that_leads_nowhere_in_a_theme_does_not_end_a_build(tmp_path, monkeypatch):
    monkeypatch.setenv("REPORT_CACHE", str(tmp_path / "cache"))
    for name in ("loop", "dangling"):
        (tmp_path / name).symlink_to(tmp_path / "loop")
    stamp("one", tmp_path, ("html",), [tmp_path / "loop", tmp_path / "dangling"], ())
    assert unchanged("one", tmp_path, ("html",)) == ()


@pytest.mark.parametrize("text", ["", "[]", "{}", "[" * 100_000, '{"warnings": [1]}', '{"warnings": []}'])
def test_a_record_of_a_build_that_is_none_is_an_error(text):
    with pytest.raises(BuildError, match=r"build\.json cannot be read"):
        read_built("build.json", text.encode())


def test_a_record_of_a_build_that_is_a_named_pipe_is_an_error(tmp_path):
    os.mkfifo(tmp_path / "build.json")
    with pytest.raises(BuildError, match="it is a named pipe, not a file"):
        read_whole(tmp_path / "build.json")
