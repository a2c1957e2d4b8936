"""Errors that people can read as they stand; anything else that is raised is a bug."""

from collections.abc import Mapping
from typing import ClassVar

from bot.locale import Language


class BotError(Exception):
    """Something the person who asked can understand and mend.

    Subclasses take data and write the English sentence as a catalogue entry with `{places}` for it.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence.format_map(values))
        self.sentence = sentence
        self.values: Mapping[str, object] = values

    def told(self, language: Language) -> str:
        """Return the sentence in `language`."""
        return language.say(self.sentence, **self.values)


class Denied(BotError):
    """Something that is not for whoever asks, or not there; `offers` are lines by the labels of buttons that ask them.

    The labels are catalogue entries too.
    """

    offers: ClassVar[Mapping[str, str]] = {}
