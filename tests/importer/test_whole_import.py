"""import_targets() from request to answer: what it returns, what it tells meanwhile, and the row it leaves behind."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import update

from app.config import Settings
from app.database import account_transaction
from app.errors import InvalidRequest
from app.importer import stopwatch
from app.importer.request import ImportAnswer, ImportRequest
from app.importer.service import import_targets
from app.models import Account
from tests.files.builders import lines
from tests.files.cases import refusal
from tests.support.tenants import Tenant

# A new one, one for whom nobody can be chosen, and one that is rejected as it stands.
FILE = lines("customer_id,email", ",n@x.com", ",shared@x.com", ",@")
SHARED = lines("customer_id,email", "1,shared@x.com", "2,shared@x.com")
AMBIGUOUS = (
    "email: 2 customers share this e-mail: add a customer_id column to say which one is meant"
)
# A file whose headers mean nothing to the service, and what a request says they mean.
NAMES = {"N. pratica": "customer_id", "Note": None}
PRACTICES = lines("N. pratica;email;Note", "7;n@x.com;x", ";shared@x.com;", ";@;")
STAGES = ["stage", "lock", "merge", "answer", "commit"]

Ask = Callable[..., ImportAnswer]


@pytest.fixture
def ask(tenant: Tenant, settings: Settings, tmp_path: Path) -> Ask:
    """Import FILE, or another, as a request with these options."""
    tenant.import_bytes(settings, SHARED, "before")

    def ask(content: bytes = FILE, **options: object) -> ImportAnswer:
        path = tmp_path / "file"
        path.write_bytes(content)
        plain: ImportRequest = tenant.request(path, content, "A", skip=False)
        return import_targets(tenant.engine, settings, replace(plain, **options))  # type: ignore[arg-type]

    return ask


def last_import(tenant: Tenant) -> dict[str, object]:
    return {k: v for k, v in tenant.rows("imports")[-1].items() if k not in ("ctid", "xmin")}


def test_the_answer_is_the_result_and_its_text_and_the_seconds_of_each_stage(ask: Ask) -> None:
    answer = ask()
    assert [(error.row, error.field) for error in answer.result.errors] == [
        (3, "email"),
        (4, "email"),
    ]
    assert answer.text == answer.result.model_dump_json(exclude_none=True)
    assert (list(answer.seconds), answer.is_replay) == (STAGES, False)


def test_a_stage_took_the_time_since_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([100.0, 100.5, 103.123456])
    monkeypatch.setattr(stopwatch, "time", SimpleNamespace(perf_counter=lambda: next(clock)))
    watch = stopwatch.Stopwatch()
    watch.lap("stage")
    watch.lap("merge")
    assert watch.seconds == {"stage": 0.5, "merge": 2.6235}


def test_an_import_starts_at_a_time_that_means_the_same_in_every_zone(tenant: Tenant) -> None:
    request = tenant.request(Path(), FILE, "A", skip=False)
    assert request.started_at.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - request.started_at) < timedelta(minutes=1)


def test_the_import_leaves_a_row_that_says_who_sent_what_and_what_became_of_it(
    tenant: Tenant, ask: Ask
) -> None:
    started = datetime(2026, 1, 2, tzinfo=UTC)
    options = {"started_at": started, "imported_by": "anna", "import_id": UUID(int=2**127)}
    ask(PRACTICES, **options, skip_if_in_other_campaigns=True, columns=NAMES)
    row = last_import(tenant)
    finished = row.pop("finished_at")
    assert isinstance(finished, datetime)
    assert abs((datetime.now(UTC) - finished).total_seconds()) < 60
    assert row == {
        "account_id": tenant.account_id,
        "id": UUID(int=2**127),
        "campaign_id": tenant.campaign(),
        "imported_by": "anna",
        "idempotency_key": None,
        "answer": None,
        "rejections": None,
        "file_name": "customers.csv",
        "file_size": len(PRACTICES),
        "file_sha256": tenant.request(Path(), PRACTICES, "A", skip=False).file_sha256,
        "skip_if_in_other_campaigns": True,
        "columns": {"N. pratica": "customer_id", "Note": None},
        "started_at": started,
        "total": 3,
        "created": 1,
        "updated": 0,
        "skipped": 2,
        "targets_created": 1,
        "targets_skipped": 0,
    }


def test_a_repetition_with_its_key_is_answered_from_the_first_word_for_word(
    tenant: Tenant, ask: Ask
) -> None:
    first, again = (ask(idempotency_key="k", import_id=UUID(int=n)) for n in (1, 2))
    assert (again.text, again.result) == (first.text, first.result)
    assert (again.is_replay, again.seconds) == (True, {})
    imports = [row for row in tenant.rows("imports") if row["idempotency_key"] == "k"]
    assert [(row["id"], row["answer"], row["rejections"]) for row in imports] == [
        (UUID(int=1), first.text, [[3, "email", 2, 2, None]])
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"skip_if_in_other_campaigns": True}),
        ({}, {"columns": NAMES}),
        ({"columns": NAMES}, {}),
        ({"columns": NAMES}, {"columns": NAMES | {"Note": "name"}}),
    ],
)
def test_a_key_that_is_used_for_another_option_is_refused(
    ask: Ask, first: dict[str, object], second: dict[str, object]
) -> None:
    ask(PRACTICES, idempotency_key="k", **first)
    with pytest.raises(InvalidRequest, match="used for another file or other options"):
        ask(PRACTICES, idempotency_key="k", **second)


def test_a_key_is_answered_for_the_same_columns_in_any_order(ask: Ask) -> None:
    first = ask(PRACTICES, idempotency_key="k", columns=NAMES)
    again = ask(PRACTICES, idempotency_key="k", columns=dict(reversed(NAMES.items())))
    assert (again.text, again.is_replay) == (first.text, True)


@pytest.mark.parametrize("repeated", [False, True])
def test_every_rejected_row_is_listed_whatever_the_list_held_before(
    ask: Ask, repeated: bool
) -> None:
    if repeated:
        ask(idempotency_key="k")
    rows = io.BytesIO(b"what a try that failed has written" * 99)
    rows.seek(50)
    ask(idempotency_key="k", error_list=rows)
    header, ambiguous, bad, end = rows.getvalue().decode().split("\r\n")
    assert header == "\ufeffrow,error,customer_id,email"
    assert ambiguous == f"3,{AMBIGUOUS},,shared@x.com"
    assert (bad[:9], end) == ("4,email: ", "")


def test_a_dry_run_counts_and_stores_nothing(tenant: Tenant, ask: Ask) -> None:
    before = [tenant.rows(table) for table in ("customers", "campaign_targets", "imports")]
    answer = ask(lines("email", "n@x.com"), dry_run=True)
    assert (answer.result.created, answer.result.targets_created) == (1, 1)
    assert answer.result.target is None
    assert [tenant.rows(table) for table in ("customers", "campaign_targets", "imports")] == before


def test_one_row_is_answered_with_its_target_and_two_are_not(tenant: Tenant, ask: Ask) -> None:
    one = ask(lines("email", "n@x.com")).result.target
    assert one is not None
    assert one.customer.email == "n@x.com"
    assert ask(lines("email", "n@x.com", "m@x.com")).result.target is None


def test_whoever_watches_is_told_how_many_accepted_rows_were_read_so_far(ask: Ask) -> None:
    told: list[int] = []
    content = lines("email", "@", *(f"{n:060}@x.com" for n in range(1100)))
    assert ask(content, on_rows=told.append).result.created == 1100
    assert len(told) > 2
    assert sorted({*told}) == told
    assert told[-1] == 1100


def test_national_phones_are_read_by_the_accounts_region_else_by_the_settings(
    tenant: Tenant, settings: Settings
) -> None:
    german = settings.model_copy(update={"default_region": "DE"})
    tenant.import_bytes(german, lines("phone", "347 123 4567"))
    unknown = Tenant(tenant.engine, tenant.admin.create_account("No region", None))
    unknown.import_bytes(german, lines("phone", "030 1234567"))
    phones = [person["phone"] for each in (tenant, unknown) for person in each.customers()]
    assert phones == ["+393471234567", "+49301234567"]


def test_a_region_that_was_stored_past_the_commands_and_is_none_is_told_with_its_cure(
    tenant: Tenant, settings: Settings
) -> None:
    with account_transaction(tenant.engine, tenant.account_id) as connection:
        own = Account.id == tenant.account_id
        connection.execute(update(Account).where(own).values(region="XX"))
    assert refusal(tenant, settings, lines("email", "n@x.com")) == (
        422,
        "The account's region 'XX' is not known: set it with `umanize account set-region`.",
    )
    assert tenant.customers() == []
