"""Settings: complete in the example, every mistake at once."""

from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.settings import InvalidSettings, Settings, variable

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_the_example_names_every_setting_and_no_other() -> None:
    assert list(dotenv_values(EXAMPLE)) == [variable(setting) for setting in fields(Settings)]


def test_the_example_is_the_defaults() -> None:
    assert Settings.read({}, EXAMPLE) == Settings()


def test_every_example_line_is_explained() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    settings = [(before, line) for before, line in pairwise(lines) if "=" in line.split(" ")[0]]
    assert [line for before, line in settings if not before.startswith(("#", "ABC_A"))] == []


def test_all_mistakes_are_told_at_once() -> None:
    wrong = {
        "TIME_ZONE": "Mars/Olympus",
        "CURRENCY": "XYZ1",
        "PORT": "http",
        "ADMINS": "U012AB3CD, joe",
        "MATCH_PEOPLE_BY_EMAIL": "maybe",
        "MVC_SHARE": "150",
        "ACTIVITY_VISITS": "6,7,2",
        "ABC_A_SHARE": "0.99",
    }
    with pytest.raises(InvalidSettings) as told:
        Settings.read(wrong, None)
    assert [mistake.split()[0] for mistake in told.value.mistakes] == list(wrong)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("CURRENCY=EUR\nPORT=8080\n")
    settings = Settings.read({"CURRENCY": "cny"}, file)
    assert (settings.currency, settings.port) == ("CNY", 8080)


def test_an_empty_setting_is_the_default() -> None:
    assert Settings.read({"PORT": " ", "SLACK_BOT_TOKEN": ""}, None) == Settings()


def test_a_token_of_the_wrong_kind_is_named() -> None:
    with pytest.raises(InvalidSettings, match="SLACK_BOT_TOKEN must start with xoxb-"):
        Settings.read({"SLACK_BOT_TOKEN": "xapp-1"}, None)
