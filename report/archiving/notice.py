"""The notice of a version that is withdrawn, as pages."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from report.model.locales import format_day
from report.pipeline.generated_report import as_text, write_generated_report

if TYPE_CHECKING:
    from report.archiving.record import Record

TEMPLATE = Path(__file__).with_name("notice")
NAME = "notice"
LANGUAGE = "en-GB"  # of the notice


def write_notice(record: Record, number: int, why: str, since: str, later: str) -> dict[str, bytes]:
    """Write the notice's PDF and web page, by file name.

    `record` is that of the version `number`; `later` what the version is called that has taken its place, empty where
    none has. `since` is a date (ISO 8601).
    """
    title = record.text("title")
    words = {
        "title": json.dumps(f"Withdrawn: {title}", ensure_ascii=False),
        "report": as_text(title),
        "version": record.text("version").replace('"', "'"),
        "issued": format_day(date.fromisoformat(record.text("date")), LANGUAGE),
        "date": since[:10],
        "since": format_day(date.fromisoformat(since[:10]), LANGUAGE),
        "why": as_text(why),
        "number": f"v{number}",
        "publisher": json.dumps(record.text("publisher") or "report", ensure_ascii=False),
        "identifier": json.dumps(f"urn:report:withdrawn:{record.text('report')}:{number}"),
        "later": f"The version that is valid is {later}." if later else "No other version has taken its place.",
    }
    return {f"{NAME}.{form}": data for form, data in write_generated_report(TEMPLATE, NAME, words).items()}
