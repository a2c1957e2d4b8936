"""Finding out in which encoding a text file is written."""

import codecs
import re
from pathlib import Path

from charset_normalizer import from_bytes

from storage.importing.outcome import Unreadable

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
SIGNS_IN_WORDS = re.compile(r"[^\W\d_][³¹¿¯£¾][^\W\d_]")
WRITTEN = re.compile("[\u00a0-\u017f\u0370-\u045f\u05d0-\u05ea\u0600-\u06ff\u0900-\U0010ffff]")
"""The signs beyond ASCII of the languages that most files are in."""

CHUNK = 1 << 22
SAMPLE = 1 << 16


def encoding_of(path: Path) -> str:
    """Return the encoding of a text file as Python names it: UTF-8 if all of it is, else what its bytes suggest.

    Raises:
        Unreadable: it is not text, or UTF-8 that is damaged.
    """
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    for mark, encoding in MARKS.items():
        if start.startswith(mark):
            return encoding
    if wide := _wide(start):
        return wide
    strange = _first_strange_byte(path)
    if strange is None:
        return "utf-8"
    sample = _around(path, strange)
    if _mostly_utf8(sample):
        line = _lines_above(path, strange) + 1
        raise Unreadable(f"{path.name} is UTF-8, but damaged, first on line {line}: mend it, or say --encoding.")
    return _guess(sample)


def _wide(start: bytes) -> str | None:
    """Return the kind of UTF-16 without a mark: every other byte of western text is NUL."""
    pairs = len(start) // 2
    if pairs and start[1::2].count(0) > pairs * 0.4 and not start[::2].count(0):
        return "utf-16-le"
    if pairs and start[::2].count(0) > pairs * 0.4 and not start[1::2].count(0):
        return "utf-16-be"
    return None


def _first_strange_byte(path: Path) -> int | None:
    """Return the place of the first byte that is not UTF-8, None if there is none."""
    decode = codecs.getincrementaldecoder("utf-8")().decode
    place = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if b"\0" in chunk:
                raise Unreadable(f"{path.name} contains NUL bytes: it is not a text file, or it is damaged.")
            try:
                decode(chunk)
            except UnicodeDecodeError as problem:
                return place + problem.start
            place += len(chunk)
    try:
        decode(b"", final=True)
    except UnicodeDecodeError:
        return place
    return None


def _around(path: Path, place: int) -> bytes:
    """Return whole lines around a byte, and the beginning of the file."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
        file.seek(max(0, place - SAMPLE // 2))
        near = file.read(SAMPLE)
    first, last = near.find(b"\n") + 1, near.rfind(b"\n")
    whole = near[first:last] if place > SAMPLE // 2 and last > first else near[: last if last > 0 else len(near)]
    return start[: start.rfind(b"\n") + 1] + whole


def _mostly_utf8(sample: bytes) -> bool:
    """Say whether more of what is not ASCII is UTF-8 than is not: other encodings hardly ever look like it.

    Letters that hardly any language writes do not count: 元 of GB 18030, behind every amount, looks like one.
    """
    text = sample.decode("utf-8", errors="replace")
    return 2 * text.count("\ufffd") < len(WRITTEN.findall(text.replace("\ufffd", "")))


def _lines_above(path: Path, place: int) -> int:
    """Return how many lines end above a byte of a file."""
    with path.open("rb") as file:
        chunks = (file.read(min(CHUNK, place - start)) for start in range(0, place, CHUNK))
        return sum(chunk.count(b"\n") for chunk in chunks)


def _guess(sample: bytes) -> str:
    """Return the likeliest encoding of bytes that are not UTF-8."""
    for encoding in ("gb18030", "big5", "cp932"):
        if _mostly_chinese(sample, encoding):
            return encoding
    foreign = bytes(byte for byte in sample if byte >= 0x80)
    best = from_bytes(sample, cp_exclusion=["utf_7", "gb18030", "gb2312", "gbk", "big5"]).best() if foreign else None
    name = best.encoding if best is not None else "cp1252"
    if name not in {"latin_1", "ascii", "cp1250", "iso8859_2", "iso8859_15", "cp1252"} and not _western(foreign):
        return name
    return "cp1250" if _central_european(sample) else "cp1252"


def _mostly_chinese(sample: bytes, encoding: str) -> bool:
    """Say whether what is not ASCII reads as the common Chinese or Japanese characters of an encoding."""
    text = sample.decode(encoding, errors="replace")
    beyond = [sign for sign in text if sign > "\x7f"]
    common = [
        sign for sign in beyond if "\u4e00" <= sign <= "\u9fff" or "\u3000" <= sign <= "\u30ff" or sign >= "\uff00"
    ]
    readable = [sign for sign in common if _common(sign)]
    return bool(beyond) and "\ufffd" not in text[:-2] and len(readable) >= 0.7 * len(beyond)


def _common(sign: str) -> bool:
    """Say whether a character belongs to the 6,763 (or fewer) of everyday text: the first plane of GB 2312."""
    return len(sign.encode("gb2312", errors="ignore")) == 2 and sign.encode("gb2312")[0] < 0xD8


def _central_european(sample: bytes) -> bool:
    """Say whether bytes that could be western make no sense as that: Wroc³aw, or ø and š in one file."""
    text = sample.decode("cp1252", errors="replace")
    signs = set(text)
    return bool(SIGNS_IN_WORDS.search(text) or (signs & set("šžŠŽ") and signs & set("øìù")))


def _western(foreign: bytes) -> bool:
    """Say whether the bytes beyond ASCII are western European letters, currency signs and quotes in code page 1252."""
    usual = frozenset("äöüÄÖÜßéèêëàâáãçîïíñóòôõúùûåøæœ€£’‘“”–…°\u00a0«»º¡¿¥¢§®©ÉÈÀÇÑÅØÆÁÍÓÚ".encode("cp1252"))
    return sum(byte in usual for byte in foreign) >= 0.9 * len(foreign)
