"""The command line ends with a sentence when it cannot begin."""

import pytest

from bot.__main__ import main


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("TIME_ZONE", "Mars", "TIME_ZONE must be a time zone"),
        ("DATABASE_URL", "postgresql://me:secret@127.0.0.1:1/none", "cannot be used: connection failed"),
        ("DATABASE_URL", "secret", "cannot be used: Could not parse"),
        ("DATABASE_URL", "paper://me:secret@drawer", "cannot be used: Can't load plugin"),
    ],
)
def test_what_cannot_be_used_is_told_without_a_password(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(variable, value)
    monkeypatch.setattr("sys.argv", ["regulars", "cutpoints"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert sentence in str(ended.value)
    assert "secret" not in str(ended.value)
