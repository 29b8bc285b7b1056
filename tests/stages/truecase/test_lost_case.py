"""Which parts of a text have lost their case."""

import pytest

from cleantext.languages.pack import load
from cleantext.stages.truecase.lost_case import lost_parts

FRENCH = load("fr")
CASED = "Le maire de Lyon est venu. Il a parlé.\n"
LOST = "le maire de lyon est venu. il a parlé.\n"
HIGH = "LE MAIRE DE LYON EN COLÈRE\n"


@pytest.mark.parametrize(
    ("text", "switches", "expected"),
    [
        ("", "low high", []),
        ("12 345\n", "low high", []),
        (LOST, "low", [LOST]),
        (LOST, "high", []),
        (CASED, "low high", []),
        (CASED, "mixed", [CASED]),
        (CASED + LOST, "low", [LOST]),
        (CASED + HIGH, "low high", [HIGH]),
        (CASED + HIGH, "low", []),
        # Too short to be more than a row of acronyms.
        (CASED + "SNCF, RATP\n", "high", []),
        # A line that goes on with a sentence, and one that may be meant to be so.
        ("Le maire\nde lyon est venu hier.\n" + CASED, "low", []),
        (CASED + "lire aussi\n", "low", []),
        # What names in lowercase show.
        (
            "Une digue\nle port de brest et celui de toulon ferment\n" + CASED,
            "low",
            ["le port de brest et celui de toulon ferment\n"],
        ),
        (
            "Selon marie petit, le port de brest ferme et toulon aussi.\nOn attend.\n",
            "low",
            ["Selon marie petit, le port de brest ferme et toulon aussi.\nOn attend.\n"],
        ),
        ("Selon Marie Petit, le port de brest ferme.\n", "low", []),
        ("La route du port ferme.\nOn attend.\n", "low", []),
        # An address or an account keeps its case when all else is lost.
        (
            "voir @MairieDuPort et www.exemple.fr/A\n",
            "low",
            ["voir @MairieDuPort et www.exemple.fr/A\n"],
        ),
        # A last sentence that is cut off, with a capital inside, but not one at its start.
        (
            CASED + "le port ferme tout un mois. il rouvre À Noël\n",
            "low",
            ["le port ferme tout un mois. il rouvre À Noël\n"],
        ),
        (CASED + "le port ferme tout un mois. Il rouvre\n", "low", []),
        ("le port ferme. il rouvre À\n", "low", ["le port ferme. il rouvre À\n"]),
        # What knows only ASCII lowers no accented capital; such a line may begin a text cut off.
        ("l’École et l’État décident\n", "low", ["l’École et l’État décident\n"]),
        ("l’École de Brest et l’État décident\n", "low", []),
        # A rubric is set as the newspaper sets it.
        (CASED + "JUSTICE - ENVIRONNEMENT\n", "high", []),
        (CASED + "LA JUSTICE - UN AN APRÈS\n", "high", ["LA JUSTICE - UN AN APRÈS\n"]),
        # Where most is lost, short lines are, too.
        (LOST + LOST + "lire aussi\nOui.\n", "low", [LOST, LOST, "lire aussi\n"]),
    ],
)
def test_lost_parts(text: str, switches: str, expected: list[str]) -> None:
    parts = lost_parts(
        text,
        FRENCH,
        lowercase="low" in switches,
        capitals="high" in switches,
        mixed="mixed" in switches,
    )
    assert [text[part.start : part.end] for part in parts] == expected


def test_only_lines_in_capitals_lose_capitals() -> None:
    parts = lost_parts(LOST + HIGH + CASED, FRENCH, lowercase=True, capitals=True, mixed=True)
    assert [part.capitals for part in parts] == [False, True, False]
