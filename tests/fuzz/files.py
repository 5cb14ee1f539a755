"""CSV files as people make them: a header that says who a row is, in any order, over cells of any kind."""

import csv
import io
from collections.abc import Sequence

from hypothesis import strategies as st

HEADERS = (
    "customer_id",
    "Email",
    "Telefono",
    "Nome",
    "surname",
    "Status",
    "Notes",
    "E-Mail privat",
)
CELLS = st.one_of(
    st.sampled_from(["", "anna@example.com", "+39 347 1234567", "C-1", "Rossi", "do not contact"]),
    st.text(max_size=20),
    st.integers().map(str),
    st.emails(),
)


def encoded(rows: Sequence[Sequence[str]], delimiter: str, encoding: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding, "replace")


@st.composite
def csv_files(draw: st.DrawFn) -> bytes:
    """A file with at least one column that identifies a customer, and none to ten rows."""
    header = draw(st.permutations(HEADERS))[: draw(st.integers(6, len(HEADERS)))]
    rows = draw(st.lists(st.lists(CELLS, max_size=len(header)), max_size=10))
    delimiter = draw(st.sampled_from(",;\t|"))
    return encoded(
        [header, *rows], delimiter, draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    )
