"""Links to the world, asked of a server that stands in for it."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from report.checks import links
from report.checks.links import OutsideLink, check_links
from report.model.findings import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from report.read.project import Project


class World(BaseHTTPRequestHandler):
    asked: list[tuple[str, str]]
    busy: int

    def do_HEAD(self) -> None:
        self.asked.append((self.command, self.path))
        status = {"/ok": 200, "/moved": 301, "/passing": 302, "/gone": 404, "/broken": 500, "/closed": 403}.get(
            self.path
        )
        if self.path == "/hang":
            time.sleep(1.0)
        elif self.path == "/no-head":
            status = 405 if self.command == "HEAD" else 200
        elif self.path == "/busy":
            self.__class__.busy -= 1
            status = 503 if self.busy >= 0 else 200
        self.send_response(status or 200)
        if status in {301, 302}:
            self.send_header("Location", "/ok")
        if status == 503:
            self.send_header("Retry-After", "0")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def world(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("REPORT_CACHE", str(tmp_path))
    monkeypatch.setattr(links, "PAUSE", 0.0)
    World.asked, World.busy = [], 1
    server = ThreadingHTTPServer(("127.0.0.1", 0), World)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/ok", None),
        ("/no-head", None),
        ("/passing", None),
        ("/busy", None),
        ("/moved", "note S234: {}/moved has moved"),
        ("/closed", "note S234: {}/closed does not answer programs (403)"),
        ("/gone", "warning S234: {}/gone answers 404 (Not Found)"),
        ("/broken", "warning S234: {}/broken answers 500 (Internal Server Error)"),
        ("/hang", "warning S234: {}/hang is not reached: no answer within 0.3 seconds"),
    ],
)
def test_what_an_address_answers(path: str, words: str | None, world: str) -> None:
    told = [str(finding).partition("\n")[0] for finding in check_links([OutsideLink(world + path, None)], 0.3)]
    assert told == ([words.format(world)] if words else [])


def test_an_address_is_asked_once_and_good_answers_are_kept_for_a_day(
    world: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [OutsideLink(f"{world}/{path}", Location("a.md", 1)) for path in ("ok", "ok#part", "moved", "gone")]
    first = check_links(wanted)
    asked = [path for method, path in World.asked if method == "HEAD" and path != "/ok"]
    assert sorted(asked) == ["/gone", "/moved"]
    assert check_links(wanted) == first
    assert [path for _, path in World.asked].count("/moved") == 1
    assert [path for _, path in World.asked].count("/gone") == 4
    monkeypatch.setattr(links, "DAY", 0)
    check_links(wanted)
    assert [path for _, path in World.asked].count("/moved") == 2


def test_nobody_is_asked_of_an_address_for_mail(world: str) -> None:
    assert (
        check_links(
            [OutsideLink("mailto:ann@example.org", None), OutsideLink("tel:+44", None), OutsideLink("urn:isbn:1", None)]
        )
        == ()
    )
    assert World.asked == []


def test_a_place_where_nobody_listens_is_told(world: str) -> None:
    (finding,) = check_links([OutsideLink("http://127.0.0.1:1/x", Location("a.md", 3, 4))])
    assert str(finding).startswith("a.md:3:4: warning S234: http://127.0.0.1:1/x is not reached: ")


def test_links_of_the_text_and_of_references_are_told_where_they_are_written(
    world: str, make_project: Callable[..., Project]
) -> None:
    from report.pipeline.proof import check_sources
    from tests.common import HEAD, PATIENCE

    project = make_project(
        {
            "report.yaml": HEAD + "bibliography: refs.bib\n",
            "10-introduction.md": f"# One\n\nA [link]({world}/gone) and <{world}/ok> [@a].\n",
            "refs.bib": f"@misc{{a, title = {{A}},\n  url = {{{world}/broken}}}}\n",
        }
    )
    told = [
        str(finding).partition(": ")[0] for finding in check_sources(project, project.report("brief"), timeout=PATIENCE)
    ]
    assert told == ["sources/brief/10-introduction.md:3:10", "sources/brief/refs.bib:2:10"]
