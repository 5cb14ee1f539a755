"""Which statuses mean "never contact": by the setting if there is one, else by the list in refusals.yaml."""

from functools import cache

from app.importer.refusals import keys_of, refusal_keys


@cache  # the same setting for every import of a process
def suppressed_keys(statuses: tuple[str, ...] | None) -> frozenset[str]:
    """The folds that is_refusal() compares a status with; None for the list of refusals.yaml."""
    return refusal_keys() if statuses is None else keys_of(statuses)
