"""Who of the team is offered in a form."""

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.asking.members import offered
from tests.business import person, remember


def test_people_of_equal_names_are_offered_each_told_apart(sqlite_engine: Engine) -> None:
    twins = [person(1, "Ana Lima", email="ana@shop.example"), person(2, "Ana Lima"), person(3, "Joe")]
    remember(sqlite_engine, *twins)
    with Session(sqlite_engine) as session:
        everybody = offered(session, "", most=50)
        assert everybody == {"Ana Lima (ana@shop.example)": "id:1", "Ana Lima (2)": "id:2", "Joe": "id:3"}
        assert offered(session, "ana", most=1) == {"Ana Lima (ana@shop.example)": "id:1"}
