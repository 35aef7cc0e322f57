"""Read a document of any kind: the table of what is done with each before pandoc reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.importers.markup import parse_document
from report.importers.original import DocumentFacts, Notes, Original, Prepared
from report.importers.pandoc_facts import byline, meta_facts
from report.importers.plain_text import parse_plain_text
from report.model.errors import BuildError
from report.model.registry import load_function
from report.model.tree import levels
from report.read.documents import decode, document_reader, read_document_file
from report.read.lines import find_brackets
from report.read.texts import DEEPEST
from report.runtime.plain_files import true_path

if TYPE_CHECKING:
    from pathlib import Path

    from report.read.documents import DocumentReader

BRACKETED = {"markdown", "org", "ipynb"}  # what pandoc takes ten times longer over for each bracket within another


def read_original(path: Path) -> Original:
    """Read one document. Raise `BuildError` where it cannot be read, `UsageError` where it is of no kind we know."""
    kind = document_reader(path)
    name, data, notes = path.name, read_document_file(path, kind), Notes(path.name)
    if not kind.reader:
        return _plain(path, data, notes)
    if kind.packed:
        prepared = _prepared(kind, name, data, notes)
    else:
        text = _decode(name, data, notes)
        if kind.reader in BRACKETED and (line := find_brackets(text)):
            raise BuildError(
                f"{name}:{line}: brackets are nested too deeply", "write \\[ for one that is meant as such"
            )
        prepared = _prepared(kind, name, text, notes)
    return _parse(path, kind, prepared, notes)


def _prepared(kind: DocumentReader, name: str, content: str | bytes, notes: Notes) -> Prepared:
    """Do what is to be done before pandoc reads a document."""
    if not kind.prepare:
        return Prepared(content)
    prepared: Prepared = load_function(kind.prepare)(name, content, notes)
    return prepared


def _parse(path: Path, kind: DocumentReader, prepared: Prepared, notes: Notes) -> Original:
    document = parse_document(path.name, prepared.source, kind.reader, kind.options)
    if levels(document.blocks) > DEEPEST:
        raise BuildError(f"{path.name} is nested too deeply", "flatten its lists and quotations")
    for warning in document.warnings:
        notes.tell("I116", f"pandoc: {warning.words}", "look at the place", warning.line)
    facts = meta_facts(document.meta, notes)
    return Original(
        name=path.name,
        stem=path.stem,
        kind=kind.reader,
        folder=true_path(path).parent,
        blocks=document.blocks,
        facts=facts.or_else(prepared.facts),
        media=prepared.media,
        notes=notes,
        titled=prepared.titled or (bool(facts.title) and kind.reader != "html"),
    )


def _plain(path: Path, data: bytes, notes: Notes) -> Original:
    found = parse_plain_text(_decode(path.name, data, notes))
    for line, guess in found.guesses:
        code = "I110" if "heading" in guess else "I117"
        notes.tell(code, guess, "look whether it is one", line)
    said, blocks = byline(found.blocks) if found.title else (DocumentFacts(), found.blocks)
    facts = said.or_else(DocumentFacts(title=found.title, numbered=found.numbered))
    return Original(path.name, path.stem, "txt", true_path(path).parent, blocks, facts, {}, notes, bool(found.title))


def _decode(name: str, data: bytes, notes: Notes) -> str:
    text, encoding = decode(name, data)
    if encoding != "utf-8":
        notes.tell("I115", f"read as {encoding}, for it is not UTF-8", "look at its letters with accents")
    return text
