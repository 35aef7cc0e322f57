"""The command line: the group of all commands, and how a run ends."""

from __future__ import annotations

import gc
import os
import sys

import click

from report import __version__
from report.cache import cache_folder
from report.commands import COMMANDS
from report.errors import BuildError, ReportError
from report.terminal import Terminal


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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

    The process lives for one command: it collects no garbage and leaves without taking its memory apart.
    """
    gc.disable()
    status = _run()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _explain(error: Exception) -> BuildError:
    """Say of an error that is not ours what to do about it."""
    if isinstance(error, OSError) and str(error.filename).startswith(str(cache_folder())):
        message = f"the folder of the cache cannot be used: {error.strerror}: {error.filename}"
        return BuildError(message, "name another, that may be written, in REPORT_CACHE")
    message = f"something went wrong that should not have: {type(error).__name__}: {error}"
    return BuildError(message, "run it again with --debug, and report what it shows")


def _run() -> int:
    debug = "--debug" in sys.argv
    try:
        status = cli.main(standalone_mode=False, prog_name="report")
    except ReportError as error:
        if debug:
            raise
        terminal = Terminal()
        if isinstance(error, BuildError):
            terminal.findings(error.findings)
        terminal.error(error)
        status = error.status
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        status = 130
    except BrokenPipeError:
        status = 0
    except Exception as error:
        if debug:
            raise
        Terminal().error(_explain(error))
        status = BuildError.status
    return int(status or 0)
