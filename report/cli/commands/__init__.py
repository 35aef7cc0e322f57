"""The commands of the command line, each a module; `COMMANDS` are all of them."""

from __future__ import annotations

from report.cli.commands.archiving import archive, export, extract, history, show, withdraw
from report.cli.commands.building import build
from report.cli.commands.checking import check
from report.cli.commands.cleaning import clean
from report.cli.commands.comparing import diff
from report.cli.commands.describing import schema
from report.cli.commands.explaining import explain
from report.cli.commands.importing import import_
from report.cli.commands.listing import info, list_
from report.cli.commands.printing import print_
from report.cli.commands.starting import new
from report.cli.commands.theming import theme
from report.cli.commands.verifying import rebuild, verify

COMMANDS = (
    build,
    print_,
    check,
    diff,
    explain,
    schema,
    list_,
    info,
    new,
    import_,
    theme,
    clean,
    archive,
    history,
    show,
    extract,
    withdraw,
    export,
    verify,
    rebuild,
)
