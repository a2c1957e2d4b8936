"""Guarding against zip bombs: a workbook is a zip archive, and is measured before anything unpacks it."""

import struct
import zlib
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from storage.importing.outcome import Unreadable

LARGEST = 600_000_000
"""Bytes a workbook may unpack to; a full sheet of a million rows and ten columns takes some 400 million."""

RATIO = 250
"""How many times its size a workbook may unpack to; spreadsheets reach 60."""

SMALL = 20_000_000
"""Bytes that any workbook may unpack to, whatever its size."""

CHUNK = 1 << 16
LOCAL_HEADER = 30


def refuse_bombs(path: Path) -> None:
    """Unpack every member into nothing and count, since the sizes an archive declares may be lies.

    Raises:
        Unreadable: it unpacks to too much, is encrypted or damaged.
    """
    allowed = min(LARGEST, max(SMALL, path.stat().st_size * RATIO))
    try:
        with ZipFile(path) as archive, path.open("rb") as file:
            members = archive.infolist()
            if sum(member.file_size for member in members) > allowed:
                raise _bomb(path)
            for member in members:
                allowed -= _unpacked(file, member, allowed)
                if allowed < 0:
                    raise _bomb(path)
    except (BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError) as problem:
        raise Unreadable(f"{path.name} is a damaged workbook: {problem}.") from None


def _bomb(path: Path) -> Unreadable:
    """Return the refusal of a workbook that unpacks to too much."""
    return Unreadable(
        f"{path.name} unpacks to far more than a workbook of its size should: it was not opened. "
        "If it is genuine, save it as CSV."
    )


def _unpacked(file: BinaryIO, member: ZipInfo, allowed: int) -> int:
    """Return how many bytes a member unpacks to, counting no further than just beyond `allowed`."""
    if member.flag_bits & 1:
        raise BadZipFile("it is protected by a password")
    file.seek(member.header_offset)
    name_length, extra_length = struct.unpack("<26xHH", file.read(LOCAL_HEADER))
    file.seek(name_length + extra_length, 1)
    if member.compress_type == ZIP_STORED:
        return member.compress_size
    if member.compress_type != ZIP_DEFLATED:
        raise BadZipFile("it is packed in an unusual way")
    return _inflated(file, member.compress_size, allowed)


def _inflated(file: BinaryIO, packed: int, allowed: int) -> int:
    """Return how many bytes the next `packed` ones inflate to, counting no further than just beyond `allowed`."""
    inflate, count = zlib.decompressobj(-zlib.MAX_WBITS), 0
    while packed > 0 and not inflate.eof and count <= allowed:
        chunk = file.read(min(CHUNK, packed))
        if not chunk:
            raise EOFError("it ends too early")
        packed -= len(chunk)
        while chunk and count <= allowed:
            count += len(inflate.decompress(chunk, CHUNK * 16))
            chunk = inflate.unconsumed_tail
    return count
