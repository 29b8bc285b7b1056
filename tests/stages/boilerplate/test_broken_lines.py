import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Pipeline
from cleantext.document import Document
from cleantext.stages.boilerplate.broken_lines import RULE, joints

BEFORE = "Le maire, qui reçoit ce matin dans son bureau, a salué le travail de"
AFTER = "et promis que la digue serait relevée avant la fin de l’année."
WHOLE = "Les travaux commencent au printemps et doivent durer deux ans."


def joined(text: str) -> str:
    return Document(text).apply("boilerplate", joints(Document(text))).text


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([f"{BEFORE} l’association", AFTER], [f"{BEFORE} l’association {AFTER}"]),
        ([BEFORE, "La Digue", AFTER], [f"{BEFORE} La Digue {AFTER}"]),
        ([BEFORE, "La Digue", ", une association", AFTER], None),
        ([f"{BEFORE} la digue", ". Le chantier commence."], None),
        (
            ["Le Phare", f", le journal du port, {AFTER}"],
            [f"Le Phare, le journal du port, {AFTER}"],
        ),
        ([f"{BEFORE} l’", f"association {AFTER}"], [f"{BEFORE} l’association {AFTER}"]),
        ([f"{BEFORE} la ville", "», dit-elle."], [f"{BEFORE} la ville », dit-elle."]),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", " \n"])
def test_a_broken_sentence_is_put_together(
    lines: list[str], expected: list[str] | None, end: str
) -> None:
    whole = expected or [" ".join(lines).replace(" ,", ",").replace(" .", ".")]
    assert joined(end.join([WHOLE, *lines, WHOLE])) == end.join([WHOLE, *whole, WHOLE])


@pytest.mark.parametrize(
    "lines",
    [
        [BEFORE, "Un chantier de deux ans", WHOLE],  # cut off, then a heading
        [BEFORE, WHOLE],  # cut off
        [BEFORE.lower(), "un chantier de deux ans", WHOLE.lower(), WHOLE.lower()],
        [BEFORE.lower(), "la digue", AFTER, WHOLE.lower(), WHOLE.lower()],  # no capitals anywhere
        [WHOLE, AFTER],
        ["* Le port", "* la ville", "* les digues et les quais de la vieille ville"],
        ["Le port", "par Claire Dumont", WHOLE],
        ["Lyon", "mercredi", "4 mai"],
        [f"{BEFORE} la ville", "", AFTER],
        ["Le conseil a voté hier soir la hausse de la taxe", "...", WHOLE],
        ["Le conseil a voté hier soir la hausse de la taxe", ".fr", WHOLE],
    ],
)
def test_lines_that_stand_alone_stay_apart(lines: list[str]) -> None:
    assert joined("\n".join(lines)) == "\n".join(lines)


pieces = st.lists(st.sampled_from([BEFORE, AFTER, WHOLE, "La Digue", ", dit-il", "", " ", "* a"]))


@given(st.one_of(st.text(), pieces.map("\n".join)))
def test_nothing_but_line_ends_goes_and_twice_is_once(text: str) -> None:
    document = Document(text).apply("boilerplate", joints(Document(text)))
    assert document.text.split() == text.split() or "".join(document.text.split()) == "".join(
        text.split()
    )
    assert document.original == text
    assert all(change.rule == RULE and not change.before.strip() for change in document.changes)


@pytest.mark.parametrize(
    "piece", [", a\n", "a\n", "(\n", "a b c d e f g\n", "’\n", "\n", " \n", " "]
)
def test_hostile_lines_take_bounded_time(piece: str) -> None:
    joined(piece * 50_000)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Le club\nBrivec\na gagné samedi soir la coupe\nde la ville.", 1),
        ("La maire\nAnne Lorval\nest venue avec ses deux adjoints.\nElle est repartie.", 2),
        # Lists, verse, and what does not come to an end.
        ("Au menu du jour\nSalade\nsoupe de légumes du jardin aux herbes\ntarte.", 4),
        ("Le vent du nord\nRemonte\nles rues vides de la vieille ville.", 3),
        ("Le club\nBrivec\na gagné samedi soir la coupe\nde la ville", 4),
    ],
)
def test_a_name_alone_parts_no_sentence_of_short_lines(text: str, lines: int) -> None:
    assert Pipeline.default("fr")(text).text.count("\n") + 1 == lines


@pytest.mark.parametrize("name", ["iPhone", "xAI", "eBay"])
def test_a_name_with_a_capital_inside_begins_a_sentence(name: str) -> None:
    text = f"Le maire a salué le travail de ses équipes\n{name} {AFTER}"
    assert joined(text) == text
