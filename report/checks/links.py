"""Links to the world: whether somebody answers. The only part of the tool that asks the network, and only when told to."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urldefrag, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from report import __version__
from report.model.errors import BuildError
from report.model.findings import Finding
from report.model.rules.rule import Severity
from report.runtime.cache import cache_folder
from report.runtime.foreign import read_json, read_whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from http.client import HTTPMessage
    from pathlib import Path
    from typing import IO

    from report.model.findings import Location

TOGETHER = 8
TRIES = 3
PAUSE = 1.0  # seconds before an address is asked again
LONGEST_PAUSE = 10.0  # seconds
DAY = 86_400  # seconds that an answer is good for
BUSY = {429, 502, 503, 504}
CLOSED = {401, 403, 429}  # somebody is there, and does not talk to programs
MOVED = {301, 308}
AGENT = f"report/{__version__} (link check)"


@dataclass(frozen=True, slots=True)
class OutsideLink:
    """A link to the world, and where it is written."""

    address: str
    place: Location | None


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """What an address answers: an HTTP status, 0 with a reason where nobody does, and where it has moved for good."""

    status: int
    reason: str = ""
    moved: str = ""

    @property
    def good(self) -> bool:
        """Tell whether a reader would see a page."""
        return 200 <= self.status < 400


def check_links(links: Iterable[OutsideLink], timeout: float = 10.0) -> tuple[Finding, ...]:
    """Ask each address once; tell where nobody answers, or another address should be written. `timeout` in seconds."""
    links = [link for link in links if urlsplit(link.address).scheme in {"http", "https"}]
    addresses = list(dict.fromkeys(urldefrag(link.address).url for link in links))
    store = cache_folder() / "links.json"
    known = _known(store)
    new = [address for address in addresses if address not in known]
    with ThreadPoolExecutor(TOGETHER) as threads:
        answers = known | dict(zip(new, threads.map(lambda address: ask(address, timeout), new), strict=True))
    _keep(store, {address: answer for address, answer in answers.items() if answer.good}, known)
    told = (_told(link, answers[urldefrag(link.address).url]) for link in links)
    return tuple(dict.fromkeys(finding for finding in told if finding))


def ask(address: str, timeout: float) -> LinkAnswer:
    """Ask for the head of a page, and where that is refused for the page; be patient with who is busy."""
    answer = LinkAnswer(0)
    for turn in range(TRIES):
        for method in ("HEAD", "GET"):
            answer, pause = _ask_once(address, method, timeout)
            if answer.good or not answer.status:
                break
        if answer.good or (answer.status and answer.status not in BUSY) or turn + 1 == TRIES or pause > LONGEST_PAUSE:
            break
        time.sleep(pause)
    return answer


def _ask_once(address: str, method: str, timeout: float) -> tuple[LinkAnswer, float]:
    """Return the answer, and how many seconds to wait before asking again."""
    trail = _Trail()
    safe = quote(address, safe=":/?#[]@!$&'()*+,;=%~")
    request = Request(safe, method=method, headers={"User-Agent": AGENT, "Accept": "*/*"})  # noqa: S310 - http or https
    try:
        with build_opener(trail).open(request, timeout=timeout) as response:
            return LinkAnswer(response.status, moved=trail.moved), PAUSE
    except HTTPError as error:
        after = error.headers.get("Retry-After", "") if error.headers else ""
        return LinkAnswer(error.code, str(error.reason)), float(after) if after.isdecimal() else PAUSE
    except TimeoutError:
        return LinkAnswer(0, f"no answer within {timeout:g} seconds"), LONGEST_PAUSE + 1
    except (URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        late = isinstance(reason, TimeoutError)
        return LinkAnswer(
            0, f"no answer within {timeout:g} seconds" if late else str(reason)
        ), LONGEST_PAUSE + 1 if late else PAUSE


class _Trail(HTTPRedirectHandler):
    """Follows redirections, and remembers the last address that is said to be for good."""

    def __init__(self) -> None:
        self.moved = ""
        self._passing = False

    def redirect_request(  # noqa: PLR0913, PLR0917 - the library's own
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        self._passing = self._passing or code not in MOVED
        if not self._passing:
            self.moved = newurl
        following = super().redirect_request(req, fp, code, msg, headers, newurl)
        if following is not None:
            following.method = req.get_method()
        return following


def _told(link: OutsideLink, answer: LinkAnswer) -> Finding | None:
    if answer.good:
        if not answer.moved:
            return None
        return Finding("S234", f"{link.address} has moved", link.place, f"write {answer.moved}", Severity.NOTE)
    if answer.status in CLOSED:
        message = f"{link.address} does not answer programs ({answer.status})"
        return Finding("S234", message, link.place, "open it in a browser", Severity.NOTE)
    said = f"answers {answer.status} ({answer.reason})" if answer.status else f"is not reached: {answer.reason}"
    return Finding("S234", f"{link.address} {said}", link.place, "mend the link, or link to a copy in a web archive")


def _known(store: Path) -> dict[str, LinkAnswer]:
    """Read the good answers of the last day."""
    return {address: answer for address, (when, answer) in _kept(store).items() if time.time() - when < DAY}


def _kept(store: Path) -> dict[str, tuple[float, LinkAnswer]]:
    """Read what earlier runs have noted: answers, and when they came; nothing where it is damaged."""
    with suppress(BuildError):
        return read_json(str(store), read_whole(store), dict[str, tuple[float, LinkAnswer]])
    return {}


def _keep(store: Path, answers: dict[str, LinkAnswer], known: dict[str, LinkAnswer]) -> None:
    """Keep good answers, those already known with the time that they have."""
    if answers.keys() == known.keys():
        return
    times = {address: when for address, (when, _) in _kept(store).items()}
    now = time.time()
    kept = {
        address: (times[address] if address in known and address in times else now, asdict(answer))
        for address, answer in answers.items()
    }
    try:
        store.parent.mkdir(parents=True, exist_ok=True)
        draft = store.with_name(f".{store.name}")
        draft.write_text(json.dumps(kept), encoding="utf-8")
        draft.replace(store)
    except OSError:
        return  # they are asked again next time
