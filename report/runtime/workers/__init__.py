"""Run jobs beside each other, in processes that may die, hang or outgrow their memory without harm to the rest."""

from report.runtime.workers.worker import tell

__all__ = ["tell"]
