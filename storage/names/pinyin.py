"""Pinyin: how people type a Chinese name without Chinese characters."""

import re
from functools import lru_cache
from itertools import islice, product

from storage.names.folding import HAN

READINGS = {
    "朝": ("chao", "zhao"),
    "重": ("chong", "zhong"),
    "长": ("chang", "zhang"),
    "長": ("chang", "zhang"),
    "乐": ("le", "yue"),
    "樂": ("le", "yue"),
    "行": ("hang", "xing"),
    "厦": ("sha", "xia"),
    "廈": ("sha", "xia"),
    "陕": ("shan", "shaan"),
    "陝": ("shan", "shaan"),
    "藏": ("zang", "cang"),
}
"""Characters that places and businesses read in several ways; the phrase decides, the other reading is found too."""

SURNAMES = {
    "单": "shan",
    "單": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "区": "ou",
    "翟": "zhai",
    "覃": "qin",
    "盖": "ge",
    "尉": "yu",
    "朴": "piao",
}
"""Characters read otherwise when a name begins with them, as a person's does."""

MOST_READINGS = 4
"""Ways to spell one name that are stored."""

_HAN = re.compile(f"[{HAN}]")


def spellings(key: str) -> list[tuple[str, ...]]:
    """Return the ways to read the folded name `key` aloud, likeliest first, syllable by syllable; none without Chinese.

    Parts of other scripts stay whole; ü is spelled `v`, and `u` in a second way.
    """
    if not _HAN.search(key):
        return []
    from pypinyin.seg.simpleseg import seg  # its dictionaries take a third of a second to load

    syllables = [syllable for word in seg(key) for syllable in _spoken(word)]
    return list(islice(product(*_choices(key, syllables)), MOST_READINGS))


def initials(syllables: tuple[str, ...]) -> str:
    """Return the first letters of the syllables."""
    return "".join(syllable[0] for syllable in syllables)


@lru_cache(maxsize=1 << 16)
def _spoken(word: str) -> tuple[str, ...]:
    """Return the syllables of a word, or the parts of what is not Chinese; names are made of few words."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin([word], errors=lambda other: other.split()))  # type: ignore[arg-type,return-value]


def _choices(key: str, syllables: list[str]) -> list[tuple[str, ...]]:
    """Return the possible readings of each syllable, the likeliest first."""
    parts = _PARTS.findall(key)
    if len(parts) != len(syllables):
        return [(syllable,) for syllable in syllables]
    first, *others = zip(parts, syllables, strict=True)
    surname = SURNAMES.get(first[0])
    return [_readings(*first, *([surname] if surname else [])), *(_readings(*other) for other in others)]


def _readings(part: str, syllable: str, *more: str) -> tuple[str, ...]:
    """Return how `part` may be read, beginning with how its phrase reads it."""
    plain = syllable.replace("v", "u") if _HAN.match(part) else syllable
    return tuple(dict.fromkeys((syllable, plain, *more, *READINGS.get(part, ()))))


_HAN = re.compile(f"[{HAN}]")
_PARTS = re.compile(f"[{HAN}]|[^{HAN}\\s]+")
