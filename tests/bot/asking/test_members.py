"""Who of the team is meant by what is typed, and offered in a form."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.asking.members import UnknownPerson, meant, offered
from bot.locale import ENGLISH
from tests.business import person, remember


def test_people_of_equal_names_are_offered_each_told_apart(sqlite_engine: Engine) -> None:
    twins = [person(1, "Ana Lima", email="ana@shop.example"), person(2, "Ana Lima"), person(3, "Joe")]
    remember(sqlite_engine, *twins)
    with Session(sqlite_engine) as session:
        everybody = offered(session, "", most=50)
        assert everybody == {"Ana Lima (ana@shop.example)": "id:1", "Ana Lima (id:2)": "id:2", "Joe": "id:3"}
        assert offered(session, "ana", most=1) == {"Ana Lima (ana@shop.example)": "id:1"}


def test_who_means_one_of_several_with_one_name_is_told_what_to_type(sqlite_engine: Engine) -> None:
    remember(sqlite_engine, person(1, "Ana Lima", email="ana@shop.example"), person(2, "Ana Lima"))
    with Session(sqlite_engine) as session:
        with pytest.raises(UnknownPerson) as refused:
            meant(session, "ana")
        assert "Ana Lima (ana@shop.example), Ana Lima (id:2)" in refused.value.told(ENGLISH)
        assert (meant(session, "ana@shop.example").id, meant(session, "id:2").id) == (1, 2)
