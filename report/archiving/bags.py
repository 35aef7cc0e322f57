"""Versions as bags: BagIt 1.0 (RFC 8493), in which archives hand things over."""

from __future__ import annotations

import logging
import warnings
from typing import TYPE_CHECKING, Any

from report.archiving.catalogue import extract_version
from report.archiving.ingest import last_record
from report.model.errors import ToolMissing
from report.runtime.distribution import install_extra

if TYPE_CHECKING:
    from pathlib import Path

    from report.archiving.inventory import Inventory
    from report.archiving.root import StorageRoot


def export_bag(root: StorageRoot, inventory: Inventory, number: int, folder: Path) -> int:
    """Write a version into a new folder as a bag with manifests in SHA-512; return how many files it holds."""
    bagit = library()
    record, version = last_record(root, inventory, number), inventory.versions[number - 1]
    count = extract_version(root, inventory, number, folder)
    facts = {
        "Source-Organization": record.text("publisher"),
        "External-Identifier": record.text("identifier"),
        "External-Description": record.text("title"),
        "Internal-Sender-Identifier": f"{inventory.identifier} v{number}",
        "Internal-Sender-Description": record.note,
        "Contact-Name": version.user,
        "Bagging-Date": version.created[:10],
    }
    logging.getLogger("bagit").setLevel(logging.WARNING)
    told = {key: value for key, value in facts.items() if value}
    bagit.make_bag(str(folder), bag_info=told, checksums=["sha512"])
    return count


def library() -> Any:
    """Import the library of bags; raise `ToolMissing` where it is not installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it asks setuptools for its version in a way that is going out of use
            import bagit
    except ImportError as error:
        raise ToolMissing("the Python package `bagit` is missing", install_extra("bags")) from error
    return bagit
