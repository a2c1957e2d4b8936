"""Files that come with forms are fetched from Slack alone."""

import pytest
from slack_sdk import WebClient

from bot.slack.fetching import NotFetched, fetch, is_slacks

API = "https://slack.com/api/"


@pytest.mark.parametrize(
    ("address", "is_there"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/list.csv", True),
        ("https://slack.com/files-pri/T1-F1/list.csv", True),
        ("http://files.slack.com/files-pri/T1-F1/list.csv", False),
        ("https://slack.com.evil.example/list.csv", False),
        ("https://evilslack.com/list.csv", False),
        ("https://files.slack.com@evil.example/list.csv", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_the_token_goes_to_nobody_but_slack(address: str, is_there: bool) -> None:
    assert is_slacks(address, API) is is_there


def test_where_the_api_is_elsewhere_its_files_are_too() -> None:
    assert is_slacks("http://127.0.0.1:5000/files-pri/T1-F1/list.csv", "http://127.0.0.1:5000/api/")
    assert not is_slacks("http://127.0.0.1:6000/files-pri/T1-F1/list.csv", "http://127.0.0.1:5000/api/")


def test_a_file_from_anywhere_else_is_refused() -> None:
    with pytest.raises(NotFetched, match=r"scope files:read"):
        fetch(WebClient("xoxb-1", base_url=API), "list.csv", "https://evil.example/list.csv")
