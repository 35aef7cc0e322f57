"""What installs a program here: the line for the package manager that this system has."""

from __future__ import annotations

import shutil

MANAGERS = {"apt-get": "apt-get install", "dnf": "dnf install", "brew": "brew install"}
PACKAGES = {
    "node": {"apt-get": "nodejs npm", "dnf": "nodejs npm", "brew": "node"},
    "npm": {"apt-get": "npm", "dnf": "npm", "brew": "node"},
    "mvn": {"apt-get": "maven", "dnf": "maven", "brew": "maven"},
    "chromium": {"apt-get": "chromium", "dnf": "chromium", "brew": "--cask chromium"},
    "gs": {"apt-get": "ghostscript", "dnf": "ghostscript", "brew": "ghostscript"},
    "mutool": {"apt-get": "mupdf-tools", "dnf": "mupdf", "brew": "mupdf-tools"},
    "git": {"apt-get": "git", "dnf": "git", "brew": "git"},
}


def system_line(program: str) -> str:
    """Write the line that installs a program of `PACKAGES` on this system."""
    for manager, words in MANAGERS.items():
        if shutil.which(manager):
            return f"{words} {PACKAGES[program][manager]}"
    return f"install `{program}` with the system's package manager"
