"""The commands of the command line, each a module; `COMMANDS` are all of them."""

from __future__ import annotations

from report.commands.archiving import archive, export, extract, history, show, withdraw
from report.commands.building import build
from report.commands.checking import check
from report.commands.cleaning import clean
from report.commands.comparing import diff
from report.commands.describing import schema
from report.commands.explaining import explain
from report.commands.importing import import_
from report.commands.listing import info, list_
from report.commands.printing import print_
from report.commands.starting import new
from report.commands.theming import theme
from report.commands.verifying import rebuild, verify

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
