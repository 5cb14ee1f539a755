"""Rows that are no customers although an identifier is filled in: totals, footers and lone numbers of a weak column."""

from collections.abc import Mapping
from typing import Final

from app.importer.normalizer.text import quote

# In the columns of an id: what reports and spreadsheets write below their rows.
_TOTALS: Final = """
total, totals, grand total, sub total, subtotal, sub-total, total general, sum, summary, overall, totale, totali,
totale generale, totale complessivo, subtotale, sub totale, sottototale, somma, tot, tot., total general, suma,
suma total, total geral, soma, totais, somme, sous-total, sous total, total général, total general, totaux, cumul,
gesamt, gesamtsumme, gesamtergebnis, gesamtwert, insgesamt, summe, endsumme, zwischensumme, teilergebnis
"""
TOTALS: Final = frozenset(
    f"{word.strip()}{end}"
    for word in _TOTALS.replace("\n", " ").split(", ")
    for end in ("", ":", " :", ".")
)


def why_no_customer(values: Mapping[str, str | None], weak_column: str | None) -> str | None:
    """Return what is wrong with a row that only its customer_id identifies; None if nothing is.

    `weak_column` is the name of the customer_id's column if that may number other things.
    """
    customer_id = values["customer_id"]
    if customer_id is None or values["email"] or values["phone"]:
        return None
    if customer_id.casefold() in TOTALS:
        return f"{quote(customer_id)} is a total and no customer: remove this row"
    if any(values[field] for field in ("name", "surname", "status")):
        return None
    if not is_one_word(customer_id):
        return f"{quote(customer_id)} alone is no customer: remove this row, or fill in an e-mail or phone"
    if weak_column is not None:
        return (
            f"{quote(customer_id)} in column {quote(weak_column)} alone does not say who this is: "
            "fill in an e-mail or phone, or name the column customer_id"
        )
    return None


def is_one_word(customer_id: str) -> bool:
    """Return whether this may be a code: no blank in it, and no bracket before it ("(67 rows)")."""
    return len(customer_id.split()) < 2 and not customer_id.startswith("(")
