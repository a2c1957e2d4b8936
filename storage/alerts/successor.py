"""Who should take over a customer who deserves a key contact.

The owner's lead, who has the authority; for a customer whom nobody active owns, whoever owns most of the best customers
(MVC) of the same region, because they know how to look after such people, and the place. Nobody, if there is nobody.
"""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from segmentation.models.value_group import MVC
from storage.alerts.who import Who, who
from storage.tables import Customer, Person, Profile


def suggested(
    customer: Customer, owner: Person | None, lead: Person | None, best: Mapping[str | None, Who]
) -> Who | None:
    """Return who should take over a customer."""
    if owner and owner.active:
        return who(lead) if lead and lead.active else who(owner)
    return best.get(customer.region)


def best_by_region(session: Session) -> dict[str | None, Who]:
    """Return for each region the active person who owns most of its MVC; of several, the one known longest."""
    vips = func.count().label("vips")
    counted = (
        select(Customer.region, Person, vips)
        .join(Profile, Profile.customer_id == Customer.id)
        .join(Person, Person.id == Customer.owner_id)
        .where(Profile.tier == MVC.key, Customer.status == "open", Person.active)
        .group_by(Customer.region, Person.id)
        .order_by(vips, Person.id.desc())
    )
    return {region: Who(person.id, person.name, person.slack_id) for region, person, _ in session.execute(counted)}
