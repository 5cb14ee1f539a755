"""Numbers, dates and formats as text."""

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importer.reader.cells import (
    DAY,
    duration_text,
    literal_number_text,
    moment_text,
    number_text,
    renderer,
    unescape,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (393471234567.0, "393471234567"),
        (0.1, "0.1"),
        (-2.5, "-2.5"),
        (-0.0, "0"),
        (1e-7, "0.0000001"),
        (999999999999999.0, "999999999999999"),
        (4111111111111111.0, "4111111111111111"),  # written by a program: Excel keeps 15 digits
        (4111111111111110.0, "4.11111111111111E+15"),  # typed into Excel: the last digit is lost
        (1.2345678901234567e19, "1.23456789012346E+19"),
        (float("inf"), "#NUM!"),
    ],
)
def test_a_number_has_no_exponent_unless_digits_are_lost(value: float, text: str) -> None:
    assert number_text(value) == text


@given(st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1))
def test_integers_of_15_digits_are_exact(value: int) -> None:
    assert number_text(float(value)) == str(value)


@given(st.floats(min_value=-1e14, max_value=1e14))
def test_other_numbers_are_the_shortest_text_that_reads_back(value: float) -> None:
    text = number_text(value)
    assert float(text) == value
    assert re.fullmatch(r"-?\d+(\.\d+)?", text)


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        ("42", "42"),
        ("042", "42"),
        ("393471234567.0", "393471234567"),
        ("3.93471234567E+11", "393471234567"),
        ("1.1000000000000001", "1.1"),
        ("12345678901234567890", "1.23456789012346E+19"),
        ("abc", "abc"),
    ],
)
def test_a_literal_number_is_read_as_excel_reads_it(literal: str, text: str) -> None:
    assert literal_number_text(literal) == text


@pytest.mark.parametrize(
    ("serial", "text"),
    [
        (45413, "2024-05-01"),
        (45413.4166666667, "2024-05-01T10:00:00"),
        (0.5, "12:00:00"),
        (1, "1900-01-01"),
        (59, "1900-02-28"),
        (61, "1900-03-01"),
        (2958465, "9999-12-31"),
        (2958466.0, "2958466"),
        (-1.0, "-1"),
        (1e300, number_text(1e300)),
        (45412.9999999, "2024-05-01"),
    ],
)
def test_a_serial_number_is_a_date(serial: float, text: str) -> None:
    assert moment_text(serial, from_1904=False) == text


@given(st.datetimes(min_value=datetime(1900, 3, 1), max_value=datetime(9999, 12, 31)))  # noqa: DTZ001
def test_every_second_since_march_1900_is_found_again(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001
    text = moment_text(serial, from_1904=False)
    assert datetime.fromisoformat(text) == moment
    assert (text == date.isoformat(moment)) == (moment.time() == datetime.min.time())


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("00000", 42.0, "00042"),
        ("00000", 1234567.0, "1234567"),
        ("00000", 4.5, "4.5"),
        ("00000", -4.0, "-4"),
        ("000\\-00\\-0000", 123456789.0, "123-45-6789"),
        ("(###) ###-####", 3055551234.0, "(305) 555-1234"),
        ('"C-"0000', 42.0, "C-0042"),
        ("[$-409]00000;@", 7.0, "00007"),
        ("yyyy\\-mm", 45413.0, "2024-05-01"),
        ("[$-410]d mmmm yyyy;@", 45413.0, "2024-05-01"),
        ("[h]:mm", 0.25, "06:00:00"),
        ("[h]:mm", 1.5, "36:00:00"),
        ("[hh]:mm:ss;@", 0.5, "12:00:00"),
        ("[h]", 0.5, "12:00:00"),
        ("[mm]", 1 / 24, "01:00:00"),
        ("[ss]", 1 / DAY, "00:00:01"),
        ("[$-F400]h:mm:ss\\ AM/PM", 0.5, "12:00:00"),
        ("[Blue]00000", 42.0, "00042"),
        ("[Color 3]00000", 42.0, "00042"),
        ("00000_)", 42.0, "00042"),
        ("[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", 5551234.0, "555-1234"),
        ("[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", 3055551234.0, "(305) 555-1234"),
        ("[>99999]00000\\-0000;00000", 123456789.0, "12345-6789"),
        ("[>99999]00000\\-0000;00000", 501.0, "00501"),
        ("[=1]0.00;00000", 1.0, "1"),
        ("[=1]0.00;00000", 2.0, "00002"),
        ('0#" "##" "##" "##" "##', 612345678.0, "06 12 34 56 78"),
        ('"+"00 0000 000000', 447911123456.0, "+44 7911 123456"),
        ("+00 000 0000000", 393471234567.0, "+39 347 1234567"),
    ],
)
def test_a_format_of_digits_or_dates_is_applied(code: str, value: float, text: str) -> None:
    render = renderer(164, code, from_1904=False)
    assert render is not None
    assert render(value) == text


@pytest.mark.parametrize("days", [-1.0, float("inf"), float("nan")])
def test_what_is_no_duration_is_a_number(days: float) -> None:
    assert duration_text(days) == number_text(days)


def test_the_elapsed_format_of_excel_counts_hours() -> None:
    render = renderer(46, None, from_1904=False)
    assert render is not None
    assert render(2.5) == "60:00:00"


def test_a_code_counts_whatever_number_it_has() -> None:
    """Gnumeric numbers its codes from 50, which are dates where a file gives no code."""
    masked, dated = renderer(50, "00000", from_1904=False), renderer(50, None, from_1904=False)
    assert masked is not None
    assert dated is not None
    assert (masked(42.0), dated(45413.0)) == ("00042", "2024-05-01")
    assert renderer(14, "General", from_1904=False) is None


@pytest.mark.parametrize(
    "code", ["General", "0", "#", "0.00", "#,##0", "0%", "@", "[Red]0.00", "0.00E+00", '"y"0.0']
)
def test_other_formats_leave_numbers_alone(code: str) -> None:
    assert renderer(164, code, from_1904=False) is None


@given(st.text(alphabet="_x0F5DdaA", max_size=30))
def test_unescaping_undoes_escaping(text: str) -> None:
    escaped = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    assert unescape(escaped) == text
