"""Rule tables: what is read, what is refused, and how the rules of one scan agree."""

from pathlib import Path

import pytest

from cleantext.document import Document
from cleantext.errors import CleantextError, ConfigError, PackError
from cleantext.rules.scan import RuleScan
from cleantext.rules.table import (
    AnyRule,
    Keep,
    Substitution,
    Words,
    read_profile,
    read_table,
    read_tables,
)

GOOD = """
[[rule]]
id = "mine.dots"
kind = "substitution"
reason = "Our house sets no ellipsis."
pattern = '…'
replace = "..."
trigger = ["…"]
changes = [["Oui…", "Oui..."]]
leaves = ["Oui."]
"""


def table(folder: Path, text: str) -> Path:
    path = folder / "table.toml"
    path.write_text(text, encoding="utf-8")
    return path


def substitution(name: str, pattern: str, replace: str) -> Substitution:
    return Substitution(
        id=f"test.{name}", reason="", pattern=pattern, replace=replace, changes=(), leaves=()
    )


def words(**right: str) -> Words:
    return Words(id="test.words", reason="", words=right, changes=(), leaves=())


def outcome(text: str, *rules: AnyRule, **signs: str) -> str:
    return Document(text).apply("test", RuleScan(rules, signs)(Document(text))).text


def test_a_table_is_read(tmp_path: Path) -> None:
    (rule,) = read_table(table(tmp_path, GOOD))
    assert outcome("Non…", rule) == "Non..."


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ('kind = "substitution"', 'kind = "magic"', "magic"),
        ('reason = "Our house sets no ellipsis."', "", "reason"),
        ('leaves = ["Oui."]', "leaves = []", "one that it leaves alone"),
        ("pattern = '…'", "pattern = '('", "pattern is not valid"),
        ("pattern = '…'", "pattern = 'x*'", "matches the empty text"),
        ('id = "mine.dots"', 'id = "Mine"', "id"),
        ('replace = "..."', 'replaces = "..."', "replaces"),
        ("[[rule]]", "[[rule", "table.toml"),
    ],
)
def test_a_wrong_table_is_refused_by_name(
    tmp_path: Path, right: str, wrong: str, complaint: str
) -> None:
    with pytest.raises(ConfigError, match=complaint):
        read_table(table(tmp_path, GOOD.replace(right, wrong)))


def test_a_missing_table_is_an_error_of_the_kind_asked_for(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be read"):
        read_table(tmp_path / "none.toml", PackError)


def test_two_rules_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CleantextError, match=r"two rules are called 'mine\.dots'"):
        read_table(table(tmp_path, GOOD + GOOD))


def test_a_rule_of_the_user_stands_in_for_ours(tmp_path: Path) -> None:
    ours = table(tmp_path, GOOD)
    own = tmp_path / "own.toml"
    own.write_text(GOOD.replace('"..."', '"(...)"').replace("Oui...", "Oui(...)"), encoding="utf-8")
    assert [rule.changes for rule in read_tables([own], [ours])] == [(("Oui…", "Oui(...)"),)]


def test_an_unknown_profile_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "profiles.toml"
    path.write_text('[one]\nhigh = " "\n', encoding="utf-8")
    assert read_profile(path, "one") == {"high": " "}
    with pytest.raises(ConfigError, match="'two'"):
        read_profile(path, "two")


def test_the_first_rule_of_a_table_wins_an_overlap() -> None:
    one, two = substitution("one", "ab", "1"), substitution("two", "bc", "2")
    assert outcome("abc", one, two) == "1c"
    assert outcome("abc", two, one) == "a2"


def test_rules_that_do_not_meet_all_have_their_way() -> None:
    assert outcome("ab", substitution("one", "a", "1"), substitution("two", "b", "2")) == "12"


def test_only_the_group_at_is_replaced() -> None:
    assert outcome("3kg", substitution("unit", r"\d(?<at>)kg", "{unit}"), unit=" ") == "3 kg"


def test_a_replacement_may_speak_of_groups() -> None:
    assert outcome("ab", substitution("swap", "(a)(b)", r"\2\1")) == "ba"


def test_nothing_inside_an_exception_is_touched() -> None:
    keep = Keep(id="test.keep", reason="", pattern="<[^>]*>", leaves=())
    assert outcome("a<a>a", substitution("a", "a", "b"), keep) == "b<a>b"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("un coeur", "un cœur"),
        ("Coeur", "Cœur"),
        ("COEUR", "CŒUR"),
        ("l’coeur-né", "l’cœur-né"),
        ("coeurs coeure", "coeurs coeure"),
    ],
)
def test_words_are_whole_and_keep_their_case(before: str, after: str) -> None:
    assert outcome(before, words(coeur="cœur")) == after


def test_a_word_with_a_capital_is_not_its_lowercase_self() -> None:
    assert outcome("Etat etat ETAT", words(Etat="État")) == "État etat ÉTAT"
    assert outcome("Ca CA", words(Ca="Ça")) == "Ça CA"
