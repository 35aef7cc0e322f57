"""Note the themes of a release: run as `python -m report.dev.reference.themes` before each, so that later ones know them."""

from __future__ import annotations

from report import __version__
from report.archiving.trust import RELEASED, digests_in, released, theme_digest
from report.themes.theme import shipped_styles


def main() -> None:
    """Add a row for each of the tool's themes that has none, and say so."""
    rows = [f"{digest}  {told}" for digest, told in released().items()]
    for digest, name in unreleased().items():
        rows.append(f"{digest}  {__version__}  {name}")
        print(f"Added {name} of {__version__}")
    RELEASED.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")


def unreleased() -> dict[str, str]:
    """Return the digests of the tool's themes that no release has brought, each with its name."""
    folders = sorted(folder for folder in shipped_styles().iterdir() if folder.is_dir())
    themes = {theme_digest(folder.name, digests_in(folder)): folder.name for folder in folders}
    return {digest: name for digest, name in themes.items() if digest not in released()}


if __name__ == "__main__":
    main()
