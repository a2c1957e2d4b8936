"""Territories as people write them."""

import pytest

from storage.territories import named


@pytest.mark.parametrize(
    ("territory", "regions"),
    [
        (None, None),
        ("", set()),
        ("East, ＷＥＳＴ；华东、华北", {"east", "west", "华东", "华北"}),
        ("Rhein/Main, Nord", {"rhein/main", "rhein", "main", "nord"}),
        (" , /", {"/"}),
    ],
)
def test_a_territory_names_regions_whose_names_may_have_a_stroke(
    territory: str | None, regions: set[str] | None
) -> None:
    assert named(territory) == regions
