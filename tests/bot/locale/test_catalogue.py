"""The Chinese catalogue: complete, without leftovers, with the same places."""

from functools import cache
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

import bot.locale
from segmentation.profile import Policy
from tests.bot.locale.sentences import sentences

CATALOGUE = Path(bot.locale.__file__).parent / "zh.po"


@cache
def entries() -> dict[str, tuple[str | None, str]]:
    """Return the translated sentences with their plurals and translations."""
    with CATALOGUE.open("rb") as file:
        return dict(_entry(message) for message in read_po(file, locale="zh") if message.id)


def _entry(message: Message) -> tuple[str, tuple[str | None, str]]:
    """Return one entry: the sentence, its plural, its translation."""
    one, many = (message.id, None) if isinstance(message.id, str) else (message.id[0], message.id[1])
    told = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
    return one, (many, told)


def places(text: str) -> set[tuple[str, str]]:
    """Return the places of a sentence, with how they are written."""
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name is not None}


def test_every_sentence_is_translated() -> None:
    assert sorted(set(sentences()) - set(entries())) == []


def test_no_translation_is_of_a_sentence_that_is_gone() -> None:
    assert sorted(set(entries()) - set(sentences())) == []


def test_plurals_are_plurals_in_both() -> None:
    found = sentences()
    assert [one for one, (many, _) in entries().items() if found.get(one) != many] == []


def test_translations_have_the_same_places() -> None:
    assert [one for one, (many, told) in entries().items() if places(many or one) != places(told)] == []


def test_translations_are_neither_empty_nor_english() -> None:
    assert [one for one, (_, told) in entries().items() if not told or (told == one and "{" not in one)] == []


def test_every_segment_has_a_chinese_name() -> None:
    segments = [each for model in Policy().models for given in model.segments.values() for each in given]
    assert [each.key for each in segments if not any("\u4e00" <= letter <= "\u9fff" for letter in each.zh)] == []
