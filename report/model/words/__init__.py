"""The words that a report's furniture needs, by language: a row for each, in modules by family."""

from report.model.words.languages import LANGUAGES, words_for
from report.model.words.table import CALLOUTS, Words, with_number

__all__ = ["CALLOUTS", "LANGUAGES", "Words", "with_number", "words_for"]
