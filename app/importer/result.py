"""What the caller is told: exact counts, the problems in file order, the one target of a one-row file."""

from collections.abc import Iterator
from itertools import islice
from operator import itemgetter

from app.importer.cleaning import CleanReport
from app.importer.merge import Merge, MergeCounts, Rejection, UnusedWeakIds
from app.importer.normalizer import quote
from app.importer.notices import listed_notices
from app.importer.rows import Gravity, Notice, RowError
from app.schemas import (
    CampaignTargetsImportResult,
    CampaignTargetWithCustomerOut,
    CustomerImportError,
)

_NAMES = {"email": "e-mail", "phone": "phone"}


def build_result(
    report: CleanReport, counts: MergeCounts, max_errors: int
) -> CampaignTargetsImportResult:
    """The contract's answer; its counts obey the equations of docs/design.md#counts."""
    skipped = report.rejected + len(counts.rejections)
    accepted = report.total - skipped
    ambiguous = [rejection_error(rejection) for rejection in counts.rejections]
    return CampaignTargetsImportResult(
        total=report.total,
        created=counts.created,
        updated=accepted - counts.created,
        skipped=skipped,
        targets_created=counts.targets_created,
        targets_skipped=accepted - counts.targets_created,
        errors=[
            CustomerImportError.model_construct(
                row=error.row, field=error.field, message=error.message
            )
            for error in listed_errors(report, ambiguous, skipped, max_errors)
        ],
    )


def rejection_error(rejection: Rejection) -> RowError:
    """Why no customer could be chosen for the row, and what would decide it."""
    if rejection.value is not None:
        return RowError(rejection.row, rejection.field, _weak_id_message(rejection))
    message = (
        f"{rejection.customers} customers share this {_NAMES[rejection.field]}: "
        "add a customer_id column to say which one is meant"
    )
    return RowError(rejection.row, rejection.field, message)


def _weak_id_message(rejection: Rejection) -> str:
    several = f"stands for {rejection.customers} customers"
    return (
        f"{quote(rejection.value or '')} {several if rejection.customers > 1 else 'comes with different names'}: "
        "add an e-mail or a phone, or name its column customer_id if it numbers customers"
    )


def weak_id_notices(report: CleanReport, unused: UnusedWeakIds | None) -> list[Notice]:
    """Says that ids of a column such as `code` are not used, and why one of them is not."""
    if unused is None or report.weak_column is None:
        return []
    column, weak_id = quote(report.weak_column), quote(unused.weak_id)
    if unused.customers > 1:
        reason = f"{weak_id} in column {column} stands for several people"
    elif unused.differs:
        reason = f"{weak_id} in column {column} comes with different names"
    elif unused.customer_id is not None:
        reason = f"The customer with {weak_id} in column {column} has another customer_id"
    else:
        reason = f"The row with {weak_id} in column {column} is rejected"
    rows = "1 row" if unused.rows == 1 else f"{unused.rows:,} rows"
    message = (
        f"{reason}, so {column} is not used as customer_id in {rows}; "
        "name the column customer_id if it numbers customers"
    )
    return [Notice(Gravity.IDENTITY, "customer_id", message)]


def listed_errors(
    report: CleanReport, ambiguous: list[RowError], skipped: int, max_errors: int
) -> Iterator[RowError]:
    """At most `max_errors` entries, first rows first, no row cut in two; then one that counts the rest.

    The report holds the first errors of the file only; from its `first_unlisted` row on they are unknown here.
    """
    notices = listed_notices(report.header_row, report.notices)[:max_errors]
    listed, rejected_rows = 0, 0
    first_left_out = report.first_unlisted
    for row, is_rejected, entries in _by_row(notices, rejected_entries(report, ambiguous)):
        beyond = report.first_unlisted is not None and row >= report.first_unlisted
        if beyond or listed + len(entries) > max_errors:
            first_left_out = row if first_left_out is None else min(row, first_left_out)
            break
        yield from entries
        listed += len(entries)
        rejected_rows += is_rejected
    left_out = skipped - rejected_rows
    if left_out and first_left_out is not None:
        yield RowError(first_left_out, None, _left_out_message(left_out))


def rejected_entries(report: CleanReport, ambiguous: list[RowError]) -> list[list[RowError]]:
    """The entries of each rejected row; two rows that have one number stay two."""
    errors = iter(report.errors)
    return [*(list(islice(errors, number)) for number in report.entries), *([e] for e in ambiguous)]


def _by_row(
    notices: list[RowError], rejected: list[list[RowError]]
) -> list[tuple[int, bool, list[RowError]]]:
    """All entries by row number, the notices as one group: the number, whether it is a rejected row, its entries."""
    groups = [(entries[0].row, True, entries) for entries in rejected]
    if notices:
        groups.insert(0, (notices[0].row, False, notices))
    return sorted(groups, key=itemgetter(0))


def _left_out_message(rows: int) -> str:
    count = "1 more row was" if rows == 1 else f"{rows:,} more rows were"
    return (
        f"{count} rejected from here on: fix the rows above and send the file again to see the rest"
    )


def find_target(merge: Merge) -> CampaignTargetWithCustomerOut | None:
    """The target of a one-row file: its customer's, newly enrolled or from before; None when there is none."""
    found = merge.ask("find_target")
    return None if found is None else CampaignTargetWithCustomerOut.model_validate(found[0])
