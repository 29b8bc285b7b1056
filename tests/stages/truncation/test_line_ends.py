"""What the models of cut lines look at."""

import hashlib
from itertools import chain

import pytest

from cleantext.languages.pack import load
from cleantext.stages.truncation.line_ends import BITS, LineEnds, line_ends_of

TABLE = bytes(1 << BITS)
MODEL = LineEnds(
    (TABLE, TABLE),
    (0, 0),
    frozenset("le la de du à et".split()),
    frozenset("le la de du à et digue sera port maire dit que trois".split()),
    frozenset("kervaleg brélidy".split()),
)
LINES = [
    "",
    " ",
    "Kervaleg",
    "La digue de Kervaleg sera",
    "Le port de Brélidy, le maire, la digue et",
    "Trois bateaux sont sortis. « La digue sera",
    "Le maire a dit (mardi) que le port d’",
    'Il a dit : "la digue',
    "“La digue” de 2008, 12 h 30 et 3,5 mètres de haut à",
    "Un mot cou\u00adpé et une an",
    "文 字 …",
    "A. B. C. D. " * 40 + "la digue de",
    "mot, " * 60,
]


def test_what_is_looked_at_stays_the_same() -> None:
    # The models were trained with these very features: others need a new VERSION and new models.
    used = chain.from_iterable(map(MODEL.places, LINES))
    counted = [len(MODEL.places(line)) for line in LINES]
    digest = hashlib.sha256(",".join(map(str, sorted(used))).encode()).hexdigest()
    assert counted == [38, 38, 38, 45, 54, 43, 57, 48, 62, 46, 42, 42, 39]
    assert digest == "58b33e16574a6ec9c7ad695803df6551d237c143542c958dc604323f231aec56"


@pytest.mark.parametrize("line", LINES)
def test_case_spaces_behind_and_soft_hyphens_are_not_looked_at(line: str) -> None:
    assert MODEL.places(line) == MODEL.places(f"{line} \n") == MODEL.places(line.upper())


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("La digue de Kervaleg", "La digue de kervalec"),  # a name, a word that nobody knows
        ("Il a dit « la digue", "Il a dit la digue"),
        ("La digue, le port", "La digue le port"),
    ],
)
def test_lines_that_differ_in_what_is_looked_at(line: str, other: str) -> None:
    assert MODEL.places(line) != MODEL.places(other)


@pytest.mark.parametrize(
    ("typed", "typeset"),
    [
        ('Il a dit : "la digue" et "le', 'Il a dit\u00a0: «\u00a0la digue\u00a0» et "le'),
        ("“La digue” sera... le", "«\u00a0La digue\u00a0» sera… le"),
        ("La digue ! Le port ? À 12% le", "La digue\u202f! Le port\u202f? À 12\u00a0% le"),
    ],
)
def test_a_line_is_judged_the_same_before_and_behind_typography(typed: str, typeset: str) -> None:
    model = line_ends_of(load("fr"))
    assert model.judge(typed) == model.judge(typeset)
