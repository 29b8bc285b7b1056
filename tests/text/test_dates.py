from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.languages.pack import load

CALENDAR = load("fr").calendar


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-10-04", "2024-10-04"),
        ("2024-10-04T08:12:00+02:00", "2024-10-04"),
        ("2024/10/04 08:12", "2024-10-04"),
        ("04/10/2024", "2024-10-04"),
        ("4.10.24", "2024-10-04"),
        ("04-10-2024 - 18:30", "2024-10-04"),
        ("4 octobre 2024", "2024-10-04"),
        ("le 4 OCTOBRE 2024 à 08h12", "2024-10-04"),
        ("vendredi 4 octobre 2024 à 8 h", "2024-10-04"),
        ("Ven. 4 oct. 2024, 18 h 05", "2024-10-04"),
        ("1er août 2023", "2023-08-01"),
        ("1er aout 2023 | 07h00", "2023-08-01"),
        ("12 févr. 2020 à 10:00 (heure de Paris)", "2020-02-12"),
        ("12 décembre 2019 à 10h47 GMT+1", "2019-12-12"),
    ],
)
def test_a_date_is_read(text: str, expected: str) -> None:
    assert CALENDAR.read(text) == date.fromisoformat(expected)
    assert CALENDAR.read(text.lower()) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "octobre 2024",
        "4 octobre",
        "31/02/2024",
        "13/13/2024",
        "Le 4 octobre 2024, il pleuvait.",
        "10-12 2024",
        "06 12 34 56 78",
        "4 brumaire 2024",
        "2024",
        "3.5.2.1",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert CALENDAR.read(text) is None


@given(st.dates(min_value=date(1900, 1, 1)))
def test_iso_dates_come_back(day: date) -> None:
    assert CALENDAR.read(day.isoformat()) == day
    assert CALENDAR.read(f"{day.day}/{day.month}/{day.year}") == day


@given(st.text())
def test_any_text_is_read_or_not(text: str) -> None:
    assert CALENDAR.read(text) is None or any(map(str.isdigit, text))
