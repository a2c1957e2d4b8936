"""A misspelt name is sure only if nobody else's is within one typo more."""

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from storage import customers
from storage.customers import How
from tests.storage.test_customers import add, names_of


def test_a_name_one_typo_further_off_leaves_nobody_sure(engine: Engine) -> None:
    with Session(engine) as session:
        add(session, 1, "Kramer Holdings")
        add(session, 2, "Krumos Holdings")
        assert customers.resolve(session, "kramar holdings").how == How.TYPO
        add(session, 3, "Kromer Holdings")
        resolution = customers.resolve(session, "kramar holdings")
    assert resolution.customer is None
    assert names_of(resolution.candidates) == ["Kramer Holdings"]


def test_a_name_that_goes_on_after_the_misspelt_one_leaves_nobody_sure(engine: Engine) -> None:
    with Session(engine) as session:
        add(session, 1, "Kramer Holdings")
        add(session, 2, "Kramar Holdingsen")
        resolution = customers.resolve(session, "kramar holdings")
    assert resolution.customer is None
    assert set(names_of(resolution.candidates)) == {"Kramer Holdings", "Kramar Holdingsen"}
