"""Accounts to be divided and evened out: only what a test is about said out loud."""

from hypothesis import strategies as st

from storage.books import Account

TIERS = ("MVC", "MGC", "standard", "BZ", None)
STAGES = ("normal", "resting", "buried", None)


def account(
    customer_id: int,
    owner_id: int | None = 1,
    *,
    tier: str | None = "standard",
    stage: str | None = "normal",
    region: str | None = "East",
    value: int = 100,
) -> Account:
    """Return an account; money in ten-thousandths, none of it at risk."""
    return Account(customer_id, owner_id, tier, stage, region, value, 0)


@st.composite
def some_accounts(draw: st.DrawFn, *, owners: int = 3, at_most: int = 6) -> list[Account]:
    """Draw a few accounts of some owners, in three regions or none."""
    one = st.builds(
        account,
        customer_id=st.just(0),
        owner_id=st.integers(1, owners),
        tier=st.sampled_from(TIERS),
        stage=st.sampled_from(STAGES),
        region=st.sampled_from(("East", "West", "North", None)),
        value=st.integers(-50, 200),
    )
    drawn = draw(st.lists(one, max_size=at_most))
    return [each._replace(customer_id=number) for number, each in enumerate(drawn, start=1)]
