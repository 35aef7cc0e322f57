"""What goes wrong with a worker, told for the one job that it costs.

WorkerError
├── WorkerDied      its process ended: a signal, or an exit status
├── WorkerHung      neither a result nor progress within `Limits.seconds`
└── WorkerOutgrew   more memory than `Limits.memory`
"""

from __future__ import annotations

HELP_HUNG = "allow more time, or look for what the job waits for"


class WorkerError(Exception):
    """Say which job is lost, why, and what to do; travels between processes."""

    def __init__(self, label: str, message: str, help: str = "") -> None:
        super().__init__(label, message, help)
        self.label = label
        self.message = message
        self.help = help

    def __str__(self) -> str:
        return f"{self.label}: {self.message}" if self.label else self.message


class WorkerDied(WorkerError):
    """The worker's process ended before the job did."""


class WorkerHung(WorkerError):
    """The job gave neither a result nor progress in its time."""


class WorkerOutgrew(WorkerError):
    """The job took more memory than it may."""
