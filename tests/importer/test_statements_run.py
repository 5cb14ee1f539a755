"""Which statements a file costs: what only another kind of file needs is never run."""

import re
from collections.abc import Sequence
from functools import partial

import pytest

from app.config import Settings
from app.database import PREPARE_AFTER, driver_connection, make_engine
from app.importer.merge import (
    BULK_ROWS,
    IN_SETS,
    NO_WHOLE_TABLES,
    PLANS_OF_ITS_OWN,
    REUSED_PLAN_ROWS,
)
from app.importer.refusals import refusal_keys
from app.importer.statements import names_by_text, statement
from tests.faults.sql_tap import heard, replacing, rewritten
from tests.files.builders import lines
from tests.support.tenants import Tenant

AROUND = {
    "open_staging",
    "create_staging",
    "create_refusals",
    "copy_rows",
    "lock_campaign",
    "find_target",
}
KNOWN = lines(
    "customer_id,name,email,phone",
    "1,Anna,a@x.com,",
    ",Bea,b@x.com,",
    ",Carla,,+393470000003",
    "4,Dora,shared@x.com,",
    "5,Elio,shared@x.com,",
)
ID, EMAIL, PHONE = "match_stored:customer_id", "match_stored:email", "match_stored:phone"
MAKE = ["make_people", "insert_customers", "insert_targets"]
INSERT = MAKE[1:]
WEAK = ["collect_weak_ids", "fetch_by_weak_id", "store_weak_ids", "count_used_weak_ids"]
TAKE_1 = ["match_round_1_by_email", "match_round_1_by_phone"]
TAKE_2 = ["match_strongest:email", "reject_strongest:email", "match_round_2_by_phone"]
TAKE_3 = ["match_strongest:phone", "reject_strongest:phone"]


def run_for(tenant: Tenant, settings: Settings, file: bytes, campaign: str = "A") -> list[str]:
    """The names of the merge's statements, in the order they are run."""
    names = names_by_text(refusal_keys())
    sent: list[str] = []

    def note(text: str) -> str:
        if text in names or text.startswith("SET LOCAL enable"):
            sent.append(names.get(text, text))
        return text

    with rewritten(tenant.engine, note):
        tenant.import_bytes(settings, file, campaign)
    return [name for name in sent if name not in AROUND]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (lines("customer_id", "8"), [ID, "fetch_sharing", *MAKE]),
        (lines("email", "n@x.com"), [EMAIL, "fetch_sharing", *MAKE]),
        (lines("phone", "+393470000009"), [PHONE, *MAKE]),
        (
            lines("email", "n@x.com", "m@x.com"),
            ["find_members", EMAIL, "fetch_sharing", *MAKE],
        ),
        (
            lines("email", "n@x.com", "n@x.com"),
            ["find_members", "merge_rows", EMAIL, "fetch_sharing", *MAKE],
        ),
        (lines("customer_id", "1"), [ID, "fetch_enrolled"]),
        (lines("customer_id,name", "1,Ada"), [ID, "fetch_enrolled", "update_customers"]),
        (lines("customer_id", "1", "1"), ["find_members", "merge_rows", ID, "fetch_enrolled"]),
        (lines("email", "b@x.com"), [EMAIL, "reject_stored:email", "fetch_enrolled"]),
        (lines("phone", "+393470000003"), [PHONE, "reject_stored:phone", "fetch_enrolled"]),
        (
            lines("email", "shared@x.com"),
            [EMAIL, "reject_stored:email", "insert_targets", "rejected_rows"],
        ),
        (
            lines("email,phone", "b@x.com,+393470000003"),
            [EMAIL, "reject_stored:email", "fetch_enrolled", "update_customers"],
        ),
        (
            lines("email,phone", "n@x.com,+393470000003"),
            [
                EMAIL,
                "fetch_sharing",
                "match_round_2_by_phone",
                "apply_round",
                "make_people",
                "fetch_enrolled",
                "update_customers",
            ],
        ),
        (
            lines("customer_id,email", "7,b@x.com"),
            [
                ID,
                "fetch_sharing",
                *TAKE_1,
                "apply_round",
                "make_people",
                "fetch_enrolled",
                "update_customers",
            ],
        ),
        (
            lines("customer_id,name,email", "1,Ada,", ",Bob,b@x.com"),
            [
                "find_members",
                ID,
                "fetch_sharing",
                *TAKE_1,
                "make_people",
                *TAKE_2,
                "apply_round",
                "make_people",
                "fetch_enrolled",
                "forget_restored",
                "update_customers",
            ],
        ),
        (
            lines("email,phone", "n@x.com,", ",+393470000003"),
            [
                "find_members",
                EMAIL,
                "fetch_sharing",
                "match_round_2_by_phone",
                "make_people",
                *TAKE_3,
                "apply_round",
                "make_people",
                "fetch_enrolled",
                "opt_outs_of_others",
                "insert_customers",
                "insert_targets",
            ],
        ),
    ],
    ids=[
        "a new customer_id",
        "a new e-mail",
        "a new phone",
        "two new e-mails",
        "one new e-mail twice",
        "a known customer_id",
        "a known customer_id with a new name",
        "a known customer_id twice",
        "a known e-mail",
        "a known phone",
        "an e-mail of two customers",
        "a known e-mail with somebody else's phone",
        "a new e-mail for a known phone",
        "a customer_id for a known e-mail",
        "two rounds that change somebody",
        "a new e-mail and a known phone",
    ],
)
def test_a_file_costs_the_statements_it_needs(
    tenant: Tenant, settings: Settings, file: bytes, expected: Sequence[str]
) -> None:
    tenant.import_bytes(settings, KNOWN)
    assert run_for(tenant, settings, file) == list(expected)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (
            lines("code,email", "w,n@x.com"),
            [EMAIL, "fetch_sharing", "make_people", *WEAK, *INSERT],
        ),
        (
            lines("code,name", "w,Anna"),
            [
                "fetch_by_weak_id",
                "match_weak_ids",
                "make_from_weak_ids",
                "store_weak_ids",
                "count_used_weak_ids",
                *INSERT,
            ],
        ),
        (
            lines("code,email", "1,a@x.com"),
            [EMAIL, "reject_stored:email", *WEAK[:-1], "fetch_enrolled", WEAK[-1]],
        ),
        (
            lines("code,email", "w,a@x.com"),
            [
                EMAIL,
                "reject_stored:email",
                *WEAK[:-1],
                "fetch_enrolled",
                WEAK[-1],
                "find_unused_weak_id",
            ],
        ),
        (
            lines("code,name", "1,Anna"),
            [
                "fetch_by_weak_id",
                "match_weak_ids",
                "apply_weak_ids",
                "make_from_weak_ids",
                "store_weak_ids",
                "fetch_enrolled",
                "count_used_weak_ids",
            ],
        ),
        (
            lines("code,email", ",b@x.com"),
            [EMAIL, "reject_stored:email", "fetch_enrolled"],
        ),
    ],
    ids=[
        "a new e-mail",
        "a new name",
        "a known e-mail with its id",
        "a known e-mail with another id",
        "a known name with its id",
        "no id at all",
    ],
)
def test_a_file_with_weak_ids_costs_a_few_statements_more(
    tenant: Tenant, settings: Settings, file: bytes, expected: Sequence[str]
) -> None:
    tenant.import_bytes(settings, KNOWN)
    assert run_for(tenant, settings, file) == list(expected)


def test_only_who_may_still_be_enrolled_is_compared_with_the_opt_outs_of_others(
    tenant: Tenant, settings: Settings
) -> None:
    tenant.import_bytes(settings, KNOWN)
    tail = ["fetch_enrolled", "opt_outs_of_others", "insert_targets"]
    assert run_for(tenant, settings, KNOWN, "B")[-3:] == tail
    assert run_for(tenant, settings, KNOWN, "B")[-1:] == tail[:1]


def test_a_release_has_temporary_tables_of_its_own() -> None:
    names = re.findall(r"TEMP TABLE IF NOT EXISTS (\w+)", statement("create_staging"))
    (suffix,) = {name.rpartition("_")[2] for name in names}
    assert re.fullmatch("[0-9a-f]{8}", suffix)
    elsewhere = "|".join(name.rpartition("_")[0] for name in names)
    assert not [
        text for text in names_by_text(refusal_keys()) if re.search(rf"\b({elsewhere})\b", text)
    ]


def test_no_temporary_table_has_a_second_one_for_long_values(
    tenant: Tenant, settings: Settings
) -> None:
    tenant.import_bytes(settings, KNOWN)
    with tenant.engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT relname, reltoastrelid FROM pg_class WHERE relname LIKE 'import\\_%%'"
            " AND relpersistence = 't' AND relkind = 'r'"
        ).all()
    assert len(found) >= 7
    assert {toast for _, toast in found} == {0}


@pytest.mark.parametrize(("statuses", "expected"), [(None, 1), (("never again",), 1), ((), 2)])
def test_a_connection_keeps_the_keys_of_every_setting_it_served(
    database_url: str,
    tenant: Tenant,
    settings: Settings,
    statuses: tuple[str, ...] | None,
    expected: int,
) -> None:
    one = make_engine(database_url, pool_size=1)
    alone = Tenant(one, tenant.account_id, tenant.campaigns)
    chosen = settings.model_copy(update={"suppressed_statuses": statuses})
    file = lines("email,status", "a@x.com,Never again!", "b@x.com,DNC", "c@x.com,do not contact")
    for campaign in "ABC":
        alone.import_bytes(settings, lines("email", "x@x.com"), campaign)
        enrolled = alone.import_bytes(chosen, file, campaign).targets_created
        assert enrolled == expected
    one.dispose()


def people(number: int) -> bytes:
    return lines("email", *(f"{each}@x.com" for each in range(number)))


def test_up_to_the_limit_of_reused_plans_nothing_is_analyzed_or_planned_afresh(
    tenant: Tenant, settings: Settings
) -> None:
    assert not {"analyze_rows", IN_SETS} & {*run_for(tenant, settings, people(REUSED_PLAN_ROWS))}


def test_beyond_it_the_planner_is_told_of_the_rows_and_joins_sets_with_sets_in_memory(
    tenant: Tenant, settings: Settings
) -> None:
    assert run_for(tenant, settings, people(REUSED_PLAN_ROWS + 1)) == [
        IN_SETS,
        "analyze_rows",
        "find_members",
        EMAIL,
        "fetch_sharing",
        "make_people",
        NO_WHOLE_TABLES,
        "insert_customers",
        "insert_targets",
    ]


@pytest.mark.parametrize("rows", [BULK_ROWS, BULK_ROWS + 1])
def test_a_bulk_of_rows_is_held_against_the_account_and_asked_for_repeated_ones(
    tenant: Tenant, settings: Settings, rows: int
) -> None:
    asked = ["is_large_account", "count_distinct:email"] if rows > BULK_ROWS else ["find_members"]
    first = [IN_SETS, "analyze_rows", *asked, EMAIL]
    assert run_for(tenant, settings, people(rows))[: len(first)] == first


@pytest.mark.parametrize(
    ("file", "merging"),
    [
        (
            people(BULK_ROWS) + lines("1@x.com"),
            ["count_distinct:email", "find_members", "merge_rows"],
        ),
        (
            lines(
                "email,phone", *(f"{each}@x.com," for each in range(BULK_ROWS)), ",+393470000009"
            ),
            ["find_members"],
        ),
    ],
    ids=["a repeated row", "a row of another kind"],
)
def test_a_bulk_with_a_repeated_row_or_two_kinds_of_rows_is_searched_for_what_is_to_be_merged(
    tenant: Tenant, settings: Settings, file: bytes, merging: list[str]
) -> None:
    sent = run_for(tenant, settings, file)
    of_merging = ("count_distinct:", "find_members", "merge_rows")
    assert [name for name in sent if name.startswith(of_merging)] == merging


@pytest.mark.parametrize(
    ("rows", "is_large", "is_looked_up"),
    [(1, False, True), (BULK_ROWS + 1, False, False), (BULK_ROWS + 1, True, True)],
)
def test_stored_rows_are_looked_up_one_by_one_unless_a_bulk_meets_a_small_account(
    tenant: Tenant, settings: Settings, rows: int, is_large: bool, is_looked_up: bool
) -> None:
    size = replacing(statement("is_large_account"), f"SELECT {is_large}")
    with rewritten(tenant.engine, size):
        sent = heard(tenant.engine, partial(tenant.import_bytes, settings, people(rows)))
    found = [
        statement(EMAIL, fenced=fenced, refusals=refusal_keys()) in sent for fenced in (True, False)
    ]
    assert found == [is_looked_up, not is_looked_up]
    assert (PLANS_OF_ITS_OWN in sent) == (not is_looked_up)


def test_plans_are_reused_again_after_an_import_that_was_planned_afresh(
    database_url: str, tenant: Tenant, settings: Settings
) -> None:
    one = make_engine(database_url, pool_size=1)
    Tenant(one, tenant.account_id, tenant.campaigns).import_bytes(
        settings, people(REUSED_PLAN_ROWS + 1)
    )
    with one.connect() as connection:
        assert driver_connection(connection).prepare_threshold == PREPARE_AFTER
    one.dispose()
