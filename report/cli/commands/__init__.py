"""The commands of the command line, each a module; `COMMANDS` are all of them."""

from __future__ import annotations

from report.cli.commands.archiving import (
    archive_command,
    export_command,
    extract_command,
    history_command,
    show_command,
    withdraw_command,
)
from report.cli.commands.building import build_command
from report.cli.commands.checking import check_command
from report.cli.commands.comparing import diff_command
from report.cli.commands.doctor import doctor_command
from report.cli.commands.importing import import_command
from report.cli.commands.printing import print_command
from report.cli.commands.projects import clean_command, new_command, theme, tools_group
from report.cli.commands.showing import (
    completion_command,
    explain_command,
    help_command,
    info_command,
    list_command,
    schema_command,
)
from report.cli.commands.verifying import rebuild_command, verify_command

COMMANDS = (
    build_command,
    print_command,
    check_command,
    diff_command,
    help_command,
    explain_command,
    schema_command,
    list_command,
    info_command,
    doctor_command,
    completion_command,
    tools_group,
    new_command,
    import_command,
    theme,
    clean_command,
    archive_command,
    history_command,
    show_command,
    extract_command,
    withdraw_command,
    export_command,
    verify_command,
    rebuild_command,
)
