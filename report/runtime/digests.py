"""Digests: short numbers by which two contents are known to be the same."""

from __future__ import annotations

import hashlib


def sha256_of(data: bytes | str) -> str:
    """Return the SHA-256 of some bytes, or of a text as UTF-8, in hexadecimal."""
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()


def sha512_of(data: bytes) -> str:
    """Return the SHA-512 of some bytes, in hexadecimal."""
    return hashlib.sha512(data).hexdigest()
