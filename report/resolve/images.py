"""Images: each must be there, be ours to read, say what it shows, and do nothing else."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from report.model.findings import Finding, Location, has_errors
from report.model.resolved import ShownImage
from report.model.tree import text_of
from report.model.tree.blocks import Figure, Paragraph
from report.model.tree.inlines import Image
from report.model.tree.views import each
from report.read.pictures import TYPES, picture_faults
from report.read.project import BRAND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.manuscript import Manuscript
    from report.model.tree.views import Block
    from report.read.project import Project
    from report.resolve.context import Context


def resolve_image(element: Block, context: Context) -> list[Block] | None:
    """Check one image and remember its file."""
    image = Image(element)
    attr, source = image.attributes, image.source
    place = context.places.next(*_words(source))
    if "decorative" in attr.classes:
        image.inlines = []
        attr.pairs.append(["role", "presentation"])
    elif not (attr.get("alt").strip() or text_of(image.inlines).strip()):
        _no_alternative(source, place, context)
    if source in context.images:
        return None
    shown = _file(source, place, context)
    if shown is not None:
        context.images[source] = shown
    return None


def resolve_figure(element: Block, context: Context) -> list[Block] | None:
    """Refuse a figure whose alternative text is only its caption again: pandoc's sign that none was given."""
    figure = Figure(element)
    words = text_of(figure.caption).strip()
    for block in each(Paragraph, figure.blocks):
        for image in each(Image, block.inlines):
            attr = image.attributes
            said = "decorative" in attr.classes or "alt" in attr.values
            if not said and text_of(image.inlines).strip() == words:
                _no_alternative(image.source, context.places.again(*_words(image.source)), context)
    return None


def check_front(manuscript: Manuscript, project: Project) -> Iterator[Finding]:
    """Look at the pictures that no text shows: the one for the cover, and the publisher's logo."""
    meta = manuscript.metadata
    cover = meta.place("cover-image") or Location(manuscript.folder.name)
    for path, place in (
        (manuscript.cover, cover),
        (manuscript.brand.logo, Location(project.name(project.sources / BRAND))),
    ):
        if path is None:
            continue
        yield from _faults(path, path.name, place, project)


def _faults(path: Path, name: str, place: Location, project: Project) -> Iterator[Finding]:
    """Say what is wrong with a picture: in the line of a drawing that is one of our files, else at the place that names it."""
    own = path.is_relative_to(project.root.resolve())
    for fault in picture_faults(path):
        if fault.line and own:
            yield Finding(fault.code, f'"{name}" {fault.what}', Location(project.name(path), fault.line), fault.help)
        else:
            line = f" (its line {fault.line})" if fault.line else ""
            yield Finding(fault.code, f'"{name}" {fault.what}{line}', place, fault.help)


def _words(source: str) -> tuple[str, ...]:
    """Give the ways in which a source can stand in Markdown; pandoc has escaped it."""
    written = unquote(source)
    return f"]({source}", f"]({written}", f"](<{written}", source, written


def _no_alternative(source: str, place: Location, context: Context) -> None:
    message = f'figure "{source}" has no alternative text'
    help = 'say what it shows: `{alt="…"}`, or mark an ornament with `{.decorative}`'
    context.error("S202", message, place, help)


def _file(source: str, place: Location, context: Context) -> ShownImage | None:
    if "://" in source or source.startswith(("//", "data:")):
        help = "save the picture into the report's folder and name it by its path"
        context.error("S201", f'the image "{source[:80]}" is not in the report\'s folder', place, help)
        return None
    folder = context.manuscript.folder
    path = context.project.shared(folder, unquote(source)) or _media(unquote(source), context)
    if path is None:
        context.error(
            "S201", context.project.absent(folder, unquote(source), "image"), place, _nearest(unquote(source), context)
        )
        return None
    faults = tuple(_faults(path, unquote(source), place, context.project))
    context.findings += [fault for fault in faults if fault not in context.findings]
    if has_errors(faults):
        return None
    if context.section.media and path.is_relative_to(context.section.media):
        stem = PurePosixPath(context.section.path).stem
        return ShownImage(quote(f"{stem}/{path.relative_to(context.section.media).as_posix()}"), path)
    base = folder.resolve() if path.is_relative_to(folder.resolve()) else context.project.sources.resolve()
    return ShownImage(quote(path.relative_to(base).as_posix()), path)


def _media(source: str, context: Context) -> Path | None:
    """Find a picture that came with its section."""
    path = context.section.media / source if context.section.media else None
    return path if path and path.is_file() else None


def _nearest(name: str, context: Context) -> str:
    folder = context.manuscript.folder
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.suffix.lower() in TYPES]
    near = [other for other in get_close_matches(name, names) if other != name]
    shown = context.project.name(folder)
    return f'did you mean "{near[0]}"?' if near else f"put it into {shown}/; the path is relative to it"
