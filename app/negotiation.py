"""Which of the two answers a caller wants: the contract's JSON, or the rejected rows as CSV for people."""

from typing import Final

from app.schemas import CampaignTargetsImportResult

CSV: Final = "text/csv"
_COUNTS: Final = ("total", "created", "updated", "skipped", "targets_created", "targets_skipped")


def prefers_csv(accept: str) -> bool:
    """Whether an Accept header (RFC 9110, section 12.5.1) asks for text/csv rather than for JSON.

    JSON is the default: CSV has to be named, and to weigh more than application/json where that is named
    too, and no less than the range (application/*, */*) that takes JSON in.
    """
    weights = dict(map(_weighted, accept.split(",")))
    wanted = weights.get(CSV, 0.0)
    if "application/json" in weights:
        return wanted > weights["application/json"]
    return wanted > 0 and wanted >= weights.get("application/*", weights.get("*/*", 0.0))


def _weighted(part: str) -> tuple[str, float]:
    media_type, *parameters = [piece.strip().lower() for piece in part.split(";")]
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return media_type, float(parameter[2:])
            except ValueError:
                return media_type, 0.0
    return media_type, 1.0


def count_headers(result: CampaignTargetsImportResult) -> dict[str, str]:
    """The counts of the contract's answer as X-Import-… headers."""
    return {
        "X-Import-" + name.replace("_", "-").title(): str(getattr(result, name)) for name in _COUNTS
    }
