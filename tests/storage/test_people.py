"""Finding people by what is typed."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from storage import people
from tests.business import person, remember


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("<@U7|linda>", ["Linda Mitchell"]),
        ("<@U7>", ["Linda Mitchell"]),
        ("<@U404|linda>", []),
        ("<@U404|jose saraiva>", ["José Saraiva"]),
        ("@linda", ["Linda Mitchell"]),
        ("linda mitchell", ["Linda Mitchell"]),
        ("Mitchel", ["Linda Mitchell"]),
        ("LINDA@Example.com", ["Linda Mitchell"]),
        ("李静", ["李静"]),
        ("jose", ["José Saraiva", "Jose Peres"]),
        ("josé saraiva", ["José Saraiva"]),
        ("Lnida Mitchell", ["Linda Mitchell"]),
        ("Linda Mitchell until friday", []),
        ("Linda Mitchell friday", []),
        ("李静明天", []),
        ("李 李静", []),
        ("Mitchell Lin", ["Linda Mitchell"]),
        ("Lnida", ["Linda Mitchell"]),
        ("Mitchell 李静", []),
        ("Linda and Jose", []),
        ("P4", ["Jose Peres"]),
        ("nobody@example.com", []),
        ("Quentin", []),
        ("", []),
        ("<@U404>", []),
    ],
)
def test_people_are_found_by_mention_address_or_name(engine: Engine, words: str, found: list[str]) -> None:
    remember(
        engine,
        person(1, "Linda Mitchell", slack_id="U7", email="linda@example.com"),
        person(2, "李静"),
        person(3, "José Saraiva"),
        person(4, "Jose Peres"),
    )
    with Session(engine) as session:
        assert [each.name for each in people.find(session, words)] == found
