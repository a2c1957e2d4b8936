"""Message catalogues: English sentences in the code, translations in gettext files beside this one."""

from bot.locale.language import CHINESE, ENGLISH, LANGUAGES, Language, sentence

__all__ = ["CHINESE", "ENGLISH", "LANGUAGES", "Language", "sentence"]
