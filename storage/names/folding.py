"""Folding: every way of writing a name that people mean as the same becomes the same key."""

import re
import unicodedata
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LONGEST_KEY = 128
"""Characters kept of a key: PostgreSQL indexes no text over 2,700 bytes; longer names are told apart by their text."""

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3005\u3007"
"""Chinese characters, as the inside of a regular expression's brackets."""

UNSPACED = HAN + r"\u3040-\u30ff\u31f0-\u31ff"
"""Characters of scripts that put no spaces between words: Chinese and the Japanese syllables."""

TRAILING_FORMS = frozenset(
    {"inc", "incorporated", "ltd", "limited", "llc", "llp", "lp", "plc", "corp", "corporation", "co", "company"}
    | {"pty", "pte", "pvt", "bhd", "sdn", "gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "ug", "bv", "nv", "cv", "vof"}
    | {"sa", "sas", "sarl", "sasu", "srl", "sl", "slu", "ltda", "eireli", "cia", "ab", "oy", "oyj", "as", "asa"}
    | {"aps", "sro", "doo", "zrt", "kft", "nyrt", "kk", "gk", "주식회사", "유한회사", "주"}
)
"""Legal forms dropped at the end of a name."""

LEADING_FORMS = frozenset({"ооо", "оао", "зао", "пао", "ао", "ип", "тов", "тоо", "주식회사", "유한회사", "주"})
"""Legal forms dropped at the beginning of a name."""

INNER_FORMS = frozenset({"inc", "ltd", "llc", "llp", "plc", "gmbh", "corp", "pty"})
"""Legal forms that mean nothing else, dropped between other words as well (`Fabrikam Inc., East`)."""

FORMS = TRAILING_FORMS | LEADING_FORMS | INNER_FORMS

_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_ASCII |= {ord("&"): " and ", ord("'"): "", ord("`"): ""}
_UNSPOKEN = dict.fromkeys(map(ord, "'`´‘’‛ʹʻʼʽˈ′＇ـ™℠"))
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ĸ": "k", "ŋ": "n"})
_PLAIN |= str.maketrans({"æ": "ae", "œ": "oe", "þ": "th", "ə": "e", "&": " and "})
_MARKS = re.compile(r"[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670]+")
_ABBREVIATED_FORM = re.compile(r"\((?:株|有|합|주)\)")
_UNSPACED_RUN = re.compile(f"([{UNSPACED}]+)")
_SPACE_OF_UNSPACED = re.compile(f"(?<=[{UNSPACED}]) | (?=[{UNSPACED}])")
_UNSPACED_FORM = re.compile(
    r"^(?:株式会社|有限会社|合同会社)|(?:股份有限公司|有限责任公司|有限責任公司|有限公司|株式会社|有限会社|合同会社|(?<![分子总總母])公司)$"
)


def folded(name: str) -> str:
    """Return the key under which `name` is found: case, accents, width, punctuation and legal forms are gone.

    A name of nothing but punctuation or pictures keeps them; one of nothing but white space has the empty key.
    Folding a key changes nothing.
    """
    return _settled(name, _without_forms, _without_unspaced_form)


def unabridged(name: str) -> str:
    """Return `name` folded, but with its legal forms: they are misspelt and half typed as well."""
    return _settled(name, _same, _same)


def squeezed(key: str) -> str:
    """Return `key` without its spaces: as pinyin is stored, and as `Roadway Mart` equals `Road-Way Mart`."""
    return key.replace(" ", "")


def _settled(name: str, drop: Callable[[list[str]], list[str]], cut: Callable[[str], str]) -> str:
    """Fold a name until folding changes nothing more."""
    if name.isascii():
        if name.isalnum():  # one word, as most ids are
            return name[:LONGEST_KEY].lower()
        return _joined(name.translate(_ASCII).split(), drop) or _as_it_stands(name)
    before = None
    while name != before:
        name, before = _once(name, drop, cut), name
    return name


def _once(name: str, drop: Callable[[list[str]], list[str]], cut: Callable[[str], str]) -> str:
    """Fold a name of any script, once."""
    words = _UNSPACED_RUN.sub(r" \1 ", _letters(name)).split()
    key = cut(_SPACE_OF_UNSPACED.sub("", _joined(words, drop)))
    return key[:LONGEST_KEY].strip() or _as_it_stands(name)


def _letters(name: str) -> str:
    """Return the plain lower-case letters and digits of `name`, everything else as spaces."""
    text = unicodedata.normalize("NFKC", name.translate(_UNSPOKEN))
    text = _ABBREVIATED_FORM.sub(" ", unicodedata.normalize("NFKC", text.casefold()))
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    text = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    return text.translate(_LETTERS)


class _Letters(dict[int, str]):
    """A letter, digit or vowel sign as it is, nothing for invisible marks, a space for all else."""

    def __missing__(self, code: int) -> str:
        """Work out what a character becomes when it is first met."""
        category = unicodedata.category(chr(code))
        self[code] = chr(code) if category[0] in "LNM" else _UNSEEN.get(category, " ")
        return self[code]


def _joined(words: list[str], drop: Callable[[list[str]], list[str]]) -> str:
    """Join words into a key, initials pulled together and legal forms dropped."""
    before: list[str] = []
    while words != before:
        words, before = drop(_initials_together(words)), words
    return " ".join(words)[:LONGEST_KEY].strip()


def _initials_together(words: list[str]) -> list[str]:
    """Join single letters that follow one another: `s a` and `sa` are the same."""
    if list(map(len, words)).count(1) < 2:
        return words
    joined: list[str] = []
    for before, word in zip(["", *words], words, strict=False):
        if len(before) == len(word) == 1 and (before + word).isalpha():
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _without_forms(words: list[str]) -> list[str]:
    """Drop legal forms from words, unless nothing else is left."""
    if FORMS.isdisjoint(words):
        return words
    end = len(words)
    while end and words[end - 1] in TRAILING_FORMS:
        end -= 1
        if end and words[end - 1] == "and":
            end -= 1
    start = 0
    while start < end and words[start] in LEADING_FORMS:
        start += 1
    return [word for word in words[start:end] if word not in INNER_FORMS] or words


def _without_unspaced_form(key: str) -> str:
    """Drop a legal form written without a space, unless nothing else is left."""
    return _UNSPACED_FORM.sub("", key).strip() or key


def _same(value: T) -> T:
    """Return what is given: legal forms stay."""
    return value


def _as_it_stands(name: str) -> str:
    """Return a name that has no letters, without spaces at its ends and without what cannot be stored."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    visible = "".join(_UNSEEN.get(unicodedata.category(char), char) for char in text)
    return " ".join(visible.split())[:LONGEST_KEY].strip()


_LETTERS = _Letters()
_UNSEEN = {"Cc": " ", "Cs": " ", "Cf": ""}
"""What stands for controls, halves of surrogate pairs and invisible marks."""
