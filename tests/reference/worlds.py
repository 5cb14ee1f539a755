"""Worlds of a few people for the tests of the reference model, and what an import makes of them."""

from hypothesis import settings

from tests.reference.model import (
    Outcome,
    Values,
    World,
    import_rows,
)
from tests.reference.strategies import (
    CAMPAIGNS,
    History,
    numbered,
    weakened,
)

# No deadline: the machine is shared, and a slow example is not a wrong one.
on_many_histories = settings(deadline=None, max_examples=100)


def person(
    customer_id: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    *,
    name: str | None = None,
    surname: str | None = None,
    status: str | None = None,
) -> Values:
    """A customer's values or a row's cells; "e" is as good an e-mail as any, once normalised."""
    return {
        "customer_id": customer_id,
        "name": name,
        "surname": surname,
        "email": email,
        "phone": phone,
        "status": status,
    }


def world_of(*people: Values) -> World:
    return History(people, ()).world()


def imported(
    world: World, *cells: Values, campaign: str = "A", skip: bool = False, is_weak: bool = False
) -> Outcome:
    """Import rows with these cells, numbered from 2; `is_weak`: their customer_ids are weak ids."""
    rows = [weakened(row) if is_weak else row for row in numbered(cells)]
    return import_rows(world, campaign, rows, skip_if_in_other_campaigns=skip)


def people(world: World) -> list[Values]:
    return [customer.values for customer in world.customers]


def by_content(world: World) -> list[str]:
    """Each customer's values, version and campaigns, whatever the keys."""
    return sorted(
        f"{customer.values} {customer.version} "
        f"{[campaign for campaign in CAMPAIGNS if customer.key in world.targets.get(campaign, [])]}"
        for customer in world.customers
    )
