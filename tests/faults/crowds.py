"""Files of many people whose outcome is known without the reference model, which takes n*n steps.

The people differ in everything and are of three kinds, so that an import runs all of its rounds.
"""

import io
from collections.abc import Iterable
from csv import writer

from tests.support.tenants import FIELDS

Contents = tuple[str | None, ...]  # in the order of FIELDS


def person(number: int, name: str = "Anna") -> Contents:
    """Known by customer_id, by e-mail or by phone alone, in turn."""
    customer_id = f"C-{number}" if number % 3 == 0 else None
    email = f"p{number}@example.com" if number % 3 < 2 else None
    return customer_id, name, "Rossi", email, f"+39347{number:07}", None


def crowd(numbers: Iterable[int], name: str = "Anna") -> bytes:
    """The CSV file of these people, in this order."""
    text = io.StringIO()
    lines = writer(text)
    lines.writerow(FIELDS)
    lines.writerows(person(number, name) for number in numbers)
    return text.getvalue().encode()
