"""The literals that rules ask for: found wherever they stand, and asked for by every match."""

import regex
from hypothesis import given
from hypothesis import strategies as st

from cleantext.changes import Edit, Edits, apply_edits
from cleantext.document import Document
from cleantext.errors import PackError
from cleantext.languages.pack import FOLDER
from cleantext.rules.finders import substitution
from cleantext.rules.literals import ALWAYS, Literals
from cleantext.rules.scan import RuleScan
from cleantext.rules.table import AnyRule, Keep, Substitution, read_profile, read_table

ASKED = ("a", "1", "’", "\u00a0", "ab", "b c", "c 1", "  ", "\na", "é…", "a\n", "12", "d'", " ’b")
BLANKS = " \t\u00a0\u1680\u2009\u202f\u3000"
TABLES = [FOLDER / "fr" / name for name in ("keep.toml", "spacing.toml", "typography.toml")]
RULES = [
    rule
    for path in TABLES
    for rule in read_table(path, PackError)
    if isinstance(rule, Substitution | Keep) and rule.trigger
]
EXAMPLES = sorted(
    {
        text
        for path in TABLES
        for rule in read_table(path, PackError)
        for text in (*rule.leaves, *(before for before, _ in rule.changes))
    }
)
SIGNS = read_profile(FOLDER / "fr" / "profiles.toml", "imprimerie")
LITERALS = Literals(rule.trigger for rule in RULES)


def plain(text: str) -> str:
    """Return a text in which literals of several signs are looked for."""
    return regex.sub(r"\d", "0", regex.sub(r"\h", " ", f"\n{text}\n")).replace("’", "'")


@given(st.text("abcd é…’'123\n\ud800" + BLANKS))
def test_each_literal_is_found_where_it_stands_and_nowhere_else(text: str) -> None:
    literals = Literals([ASKED])
    present = literals.find(text)
    for literal in ASKED:
        form = literal if len(literal) == 1 else plain(literal)[1:-1]
        here = text if len(literal) == 1 else plain(text)
        assert bool(present & literals.bits([literal])) == (form in here), literal


@given(
    st.lists(st.tuples(*[st.text("abc é…’'1\n" + BLANKS, max_size=3)] * 4), min_size=1, max_size=5)
)
def test_literals_that_edits_make_are_found_from_what_stood_there_before(
    places: list[tuple[str, str, str, str]],
) -> None:
    literals = Literals([ASKED])
    text, edits = "", []
    for left, before, after, right in places:
        start = len(text) + len(left)
        edits.append(Edit(start, start + len(before), after, "demo.sign"))
        text += f"{left}{before}{right}{'x' * 200}"
    present = literals.find(text)
    text, scan = apply_edits("demo", text, Edits.of(edits))
    assert literals.find(text) & ~literals.after(present, text, scan) == 0


def test_a_rule_without_literals_is_always_asked() -> None:
    literals = Literals([ASKED, []])
    assert literals.bits([]) == ALWAYS
    assert literals.find("") & ALWAYS


def test_a_rule_that_asks_for_a_line_end_is_asked_about_the_first_line() -> None:
    rule = Substitution(
        id="demo.dash",
        reason="A list has dashes.",
        pattern="(?m)^-(?= )",
        replace="–",
        trigger=("\n",),
        changes=(("- un", "– un"),),
        leaves=("un",),
    )
    assert [edit.start for edit in RuleScan([rule], {})(Document("- un"))] == [0]


@given(st.lists(st.sampled_from(EXAMPLES), min_size=1, max_size=3), st.data())
def test_a_rule_has_nothing_to_do_in_a_text_without_its_trigger(
    texts: list[str], data: st.DataObject
) -> None:
    blank = data.draw(st.sampled_from(BLANKS))
    text = data.draw(st.sampled_from([" ", "\n", ""])).join(texts).replace(" ", blank)
    present = LITERALS.find(text)
    for rule in RULES:
        if not present & LITERALS.bits(rule.trigger):
            assert not work(rule, text), rule.id


def work(rule: AnyRule, text: str) -> bool:
    """Return whether a rule finds something in a text, asked or not."""
    if isinstance(rule, Keep):
        return regex.search(rule.pattern, text) is not None
    assert isinstance(rule, Substitution)
    return len(substitution(rule, SIGNS)(text, ALWAYS)) > 0
