"""Files whose ids come from a column such as `code`: who is who, what is stored, and what the answer says of it."""

import pytest

from app.config import Settings
from tests.files.builders import lines
from tests.files.cases import counts, customer, new
from tests.support.tenants import Tenant

FIX = "name the column customer_id if it numbers customers"
FIX_A_ROW = "add an e-mail or a phone, or name its column customer_id if it numbers customers"


def notices(tenant: Tenant, settings: Settings, *rows: str) -> list[str]:
    """What the answer to a file says on its header's row."""
    result = tenant.import_bytes(settings, lines(*rows))
    found = [error for error in result.errors if error.row == 1]
    assert {error.field for error in found} <= {"customer_id"}
    return [error.message for error in found]


def ids(tenant: Tenant) -> list[str | None]:
    return [found["customer_id"] for found in tenant.customers()]


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        ("name,code,phone", "Ann,PROMO10,+16085550123", "Bob,PROMO10,+16085550124"),
        ("id,email", "7,ann@x.com", "7,bob@x.com"),
        ("Key,E-mail,Nome", "filiale-3,ann@x.com,Ann", "filiale-3,bob@x.com,Bob"),
        ("codigo;telefono", "MAD;+34612345678", "MAD;+34612345679"),
    ],
    ids=["promotion", "order", "branch", "office"],
)
def test_one_weak_id_for_two_people_makes_two_customers_and_a_notice(
    tenant: Tenant, settings: Settings, header: str, first: str, second: str
) -> None:
    assert len(notices(tenant, settings, header, first, second)) == 1
    assert ids(tenant) == [None, None]


def test_ids_that_number_customers_are_stored_without_a_word(
    tenant: Tenant, settings: Settings
) -> None:
    file = ("id,name,email", "1,Ann,a@x.com", "2,Bob,", "3,Cid,c@x.com")
    assert notices(tenant, settings, *file) == []
    assert sorted(map(str, ids(tenant))) == ["1", "2", "3"]
    before = tenant.rows("customers")
    assert notices(tenant, settings, *file) == []
    assert tenant.rows("customers") == before


def test_the_same_person_with_a_new_form_id_stays_one_customer(
    tenant: Tenant, settings: Settings
) -> None:
    notices(tenant, settings, "id,email,name", "form-1,a@x.com,Ann")
    assert notices(tenant, settings, "id,email,name", "form-2,a@x.com,Anna") == [
        f"The customer with 'form-2' in column 'id' has another customer_id, so 'id' is not used as customer_id in 1 row; {FIX}"
    ]
    assert tenant.customers() == [customer(customer_id="form-1", email="a@x.com", name="Anna")]


def test_a_notice_shows_an_id_that_stands_for_several_people_and_counts_all_rows(
    tenant: Tenant, settings: Settings
) -> None:
    notices(tenant, settings, "id,email", "1,a@x.com")
    file = ["code,email,name", "9,a@x.com,Ann", *(f"PROMO,{n}@x.com," for n in range(1_200))]
    assert notices(tenant, settings, *file) == [
        f"'PROMO' in column 'code' stands for several people, so 'code' is not used as customer_id in 1,201 rows; {FIX}"
    ]


def test_different_names_under_one_weak_id_are_rejected_and_shown(
    tenant: Tenant, settings: Settings
) -> None:
    result = tenant.import_bytes(settings, lines("code,name", "9,Ann", "9,Bob", "8,Cid"))
    assert [(error.row, error.field, error.message) for error in result.errors] == [
        (
            1,
            "customer_id",
            f"'9' in column 'code' comes with different names, so 'code' is not used as customer_id in 2 rows; {FIX}",
        ),
        (2, "customer_id", f"'9' comes with different names: {FIX_A_ROW}"),
        (3, "customer_id", f"'9' comes with different names: {FIX_A_ROW}"),
    ]
    assert counts(result).created == 1


def test_a_name_under_a_weak_id_of_several_customers_is_rejected_with_their_number(
    tenant: Tenant, settings: Settings
) -> None:
    rows = [f"9,,{n}@x.com" for n in range(3)]
    result = tenant.import_bytes(settings, lines("code,name,email", *rows, "9,Ann,"))
    assert [(error.row, error.message) for error in result.errors[1:]] == [
        (5, f"'9' stands for 3 customers: {FIX_A_ROW}")
    ]


def test_a_weak_id_of_a_row_that_is_rejected_for_its_email_is_counted(
    tenant: Tenant, settings: Settings
) -> None:
    tenant.import_bytes(settings, lines("customer_id,email", "1,s@x.com", "2,s@x.com"))
    assert notices(tenant, settings, "code,email", "9,s@x.com") == [
        f"The row with '9' in column 'code' is rejected, so 'code' is not used as customer_id in 1 row; {FIX}"
    ]


def test_the_same_ids_under_customer_id_are_trusted(tenant: Tenant, settings: Settings) -> None:
    result = tenant.import_bytes(settings, lines("customer_id,email", "7,a@x.com", "7,b@x.com"))
    assert counts(result).created == 1
    assert tenant.customers() == [customer(customer_id="7", email="b@x.com")]


def test_whoever_gains_an_id_or_an_email_in_any_order_violates_no_unique_key(
    tenant: Tenant, settings: Settings
) -> None:
    tenant.import_bytes(
        settings, lines("email,phone", "a@x.com,+393470000001", ",+393470000002", ",+393470000003")
    )
    result = tenant.import_bytes(
        settings,
        lines(
            "code,email,phone",
            "3,c@x.com,+393470000003",  # gains an e-mail and an id
            "1,a@x.com,+393470000002",  # gains an id and, beside the next, its phone
            "2,b@x.com,+393470000002",  # the phone of two by now: a new customer
            ",d@x.com,+393470000001",
            ",,+393470000004",
        ),
    )
    assert result.errors == []
    found = {(row["customer_id"], row["email"]) for row in tenant.customers()}
    assert {("1", "a@x.com"), ("2", "b@x.com"), ("3", "c@x.com")} <= found


def test_a_bulk_of_weak_ids_means_the_same(tenant: Tenant, settings: Settings) -> None:
    rows = [f"{n},P{n}," if n % 2 else f"{n},,{n}@x.com" for n in range(1, 5_201)]
    for expected in (
        new(5_200),
        new(0)._replace(total=5_200, updated=5_200, targets_skipped=5_200),
    ):
        result = tenant.import_bytes(settings, lines("id,name,email", *rows))
        assert counts(result) == expected
        assert result.errors == []
    assert None not in ids(tenant)


TWO_IDS = ("code,name,surname,email,status", "9,,,a@x.com,", "8,,,a@x.com,")


@pytest.mark.parametrize("column", ["name", "surname"])
def test_two_ids_of_one_customer_without_a_name_must_agree_about_it(
    tenant: Tenant, settings: Settings, column: str
) -> None:
    cells = ("{},", ",{}")[column == "surname"]
    rows = [f"9,{cells.format('Ann')},,", f"8,{cells.format('Bob')},,"]
    for _ in range(2):
        result = tenant.import_bytes(settings, lines(*TWO_IDS, *rows))
        assert [error.row for error in result.errors[1:]] == [4, 5]
    assert tenant.customers() == [customer(email="a@x.com")]


def test_of_two_ids_of_one_customer_the_later_values_win_and_an_opt_out_stays(
    tenant: Tenant, settings: Settings
) -> None:
    rows = ("9,ANN,,,Lead", "8,Ann,,,DNC", "7,Ann,Rossi,,won", "7,,,a@x.com,")
    result = tenant.import_bytes(settings, lines(*TWO_IDS, *rows))
    assert (result.created, result.skipped, result.targets_created) == (1, 0, 0)
    assert tenant.customers() == [
        customer(customer_id="9", name="Ann", surname="Rossi", email="a@x.com", status="DNC")
    ]


def test_a_customer_is_enrolled_by_the_first_of_its_rows(
    tenant: Tenant, settings: Settings
) -> None:
    file = lines("code,name,email", "9,,a@x.com", "8,,b@x.com", "9,Ann,")
    tenant.import_bytes(settings, file)
    emails = {row["id"]: row["email"] for row in tenant.rows("customers")}
    enrolled = [emails[row["customer_id"]] for row in tenant.rows("campaign_targets")]
    assert enrolled == ["a@x.com", "b@x.com"]
