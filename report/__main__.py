"""`python -m report`, and the program `report`: what can go wrong before the command line is there is seen to here."""

import _signal  # type: ignore[import-not-found]  # the C half of `signal`: the other takes as long to load as a Ctrl-C may need
import gc
import os


def main() -> None:
    """Run the command line with streams that hold, and no word about what ends it while it is still being loaded.

    There is nothing yet to be tidied up. A signal that is ignored, as under `nohup`, stays ignored. The process lives for
    one command: it collects no garbage, while it is loaded as later.
    """
    gc.disable()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(_signal, name, None)
        if number is not None and _signal.getsignal(number) != _signal.SIG_IGN:
            _signal.signal(number, lambda number, _: os._exit(128 + number))
    from report.runtime.streams import hold_streams

    hold_streams()
    from report.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
