"""The command line: the group of all commands, and how a run ends."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys

import click

from report import __version__
from report.cli.commands import COMMANDS
from report.cli.terminal import Terminal
from report.model.errors import BuildError, ReportError
from report.runtime.cache import complaint
from report.runtime.signals import end_in_order, ignore_requests
from report.runtime.streams import lost_results

SIGNALLED = 128  # the status of a run that a signal has ended is this and the signal's number
INTERRUPTED = SIGNALLED + 2
SENTENCE = re.compile(r".+?\.(?= |$)")
NO_MORE_FILES = {errno.EMFILE, errno.ENFILE}


class _Group(click.Group):
    """The group of all commands; what each does is said whole, and in its first sentence."""

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands; click would cut what they do."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_sentence(self.commands[name])) for name in sorted(self.commands)])


def _first_sentence(command: click.Command) -> str:
    sentence = SENTENCE.match(" ".join((command.help or "").split()))
    return sentence[0] if sentence else ""


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="report")
@click.option("--debug", is_flag=True, help="Show the stack trace of an error.")
@click.pass_context
def cli(context: click.Context, *, debug: bool) -> None:
    """Publish reports: one structured source becomes a PDF, an EPUB and a web page."""
    context.obj = debug


for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run the command line; every error of ours ends with its message and its status.

    The process leaves without taking its memory apart.
    """
    try:
        end_in_order()
        status = _run()
        ignore_requests()
    except KeyboardInterrupt:  # once more, while what the first one left was tidied up
        status = INTERRUPTED
    os._exit(status if status > SIGNALLED else _say_what_is_lost(status))


def _run() -> int:
    debug = "--debug" in sys.argv
    try:
        status = cli.main(standalone_mode=False, prog_name="report")
    except ReportError as error:
        if debug:
            raise
        status = _tell(error)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        status = INTERRUPTED
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 0
    except Exception as error:
        if debug:
            raise
        status = _tell(_explain(error))
    if told := complaint():
        Terminal().warn(*told)
    return int(status or 0)


def _tell(error: ReportError) -> int:
    """Print an error and what was found; return its status."""
    terminal = Terminal()
    if isinstance(error, BuildError):
        terminal.findings(error.findings)
    terminal.error(error)
    return error.status


def _say_what_is_lost(status: int) -> int:
    """Write out what is still to be written; return the status, which says so where results could not be written."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    lost = lost_results()
    if lost is None:
        return status
    error = BuildError(f"standard output cannot be written: {lost.strerror}", "make room, or write it elsewhere")
    return max(status, _tell(error))


def _explain(error: Exception) -> BuildError:
    """Say of an error that is not ours what to do about it: most are what a system refuses."""
    if isinstance(error, OSError) and error.strerror:
        return _explain_refusal(error)
    if isinstance(error, MemoryError):
        return BuildError("there is not enough memory", "close other programs, or build with `--jobs 1`")
    message = f"something went wrong that should not have: {type(error).__name__}: {error}"
    return BuildError(message, "run it again with --debug, and report what it shows")


def _explain_refusal(error: OSError) -> BuildError:
    """Say what a system has refused, and what can be done."""
    import tempfile

    if error.errno in NO_MORE_FILES:
        return BuildError("too many files are open at once", "allow more: `ulimit -n 1024`")
    if error.errno == errno.ENOENT and "temporary directory" in str(error.strerror):
        return BuildError("there is no folder for temporary files that can be written", "name one in TMPDIR")
    if error.filename is None and not _is_somewhere():
        return BuildError("the folder that this is run in is not there any more", "change into another")
    if error.filename is None:
        return BuildError(
            f"the system refuses what is needed: {error.strerror}", "see what the system allows: `ulimit -a`"
        )
    if str(error.filename).startswith(tempfile.gettempdir()):
        message = f"the folder for temporary files cannot be used: {error.strerror}: {error.filename}"
        return BuildError(message, "make room there, or name another in TMPDIR")
    return BuildError(f"{error.filename}: {error.strerror}", "look at its permissions, and at what it is")


def _is_somewhere() -> bool:
    """Tell whether the folder that the process works in is still there."""
    try:
        os.getcwd()  # noqa: PTH109
    except OSError:
        return False
    return True
