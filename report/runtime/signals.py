"""What becomes of a run that is asked to end: by Ctrl-C, by `kill`, by a terminal that closes."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
AGAIN = 0.05  # seconds after which what got lost in a callback is said once more


def end_in_order() -> None:
    """From now on unwind when asked to end: by KeyboardInterrupt at Ctrl-C, by SystemExit with 128 + the signal otherwise.

    A signal that is ignored, as under `nohup`, stays ignored. An exception that came where Python cannot hand it on, in a
    callback or a finalizer, is raised again.
    """
    ours = os.getpid()

    def unwind(number: int, _: FrameType | None) -> None:
        if os.getpid() != ours:  # a child that has not got so far as to say what it does
            os._exit(128 + number)
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(128 + number)

    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, unwind)
    sys.unraisablehook = _ask_again


def ignore_requests() -> None:
    """From now on take no notice: the run is at its end."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


def _ask_again(lost: sys.UnraisableHookArgs) -> None:
    """Repeat a signal whose exception got lost; of others that got lost, show none: they have changed nothing."""
    if issubclass(lost.exc_type, (KeyboardInterrupt, SystemExit)):
        code = lost.exc_value.code if isinstance(lost.exc_value, SystemExit) else None
        number = code - 128 if isinstance(code, int) else signal.SIGINT
        threading.Timer(AGAIN, os.kill, (os.getpid(), number)).start()
    elif "--debug" in sys.argv:
        sys.__unraisablehook__(lost)
