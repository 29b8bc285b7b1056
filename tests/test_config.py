"""What a configuration accepts, what it refuses, and what it says then."""

from pathlib import Path

import pytest

from cleantext import ConfigError, Pipeline
from cleantext.config import DEFAULT, read

RULE = (
    '[[rule]]\nkind = "{kind}"\nid = "mine.rule"\nreason = "Because I say so."\n{body}\n'
    'changes = [["a b", ""]]\nleaves = ["c"]\n'
)
WRONG = [
    ("truecas = {}", "unknown key 'truecas'; did you mean 'truecase'?"),
    ("zzz = 1", "unknown key 'zzz'; there are: stages"),
    ('stages = ["typografy"]', "unknown stage 'typografy'; did you mean 'typography'?"),
    ("stages = []", "`stages` is empty"),
    ('stages = ["output", "output"]', "names a stage twice"),
    ('keep = ["("]', "is not a valid pattern"),
    ("keep = 3", "`keep`"),
    ("[output]\ntruncate = 'drop'", "unknown option of `output` 'truncate'; did you mean"),
    ("[output]\ntruncated = 'maybe'", "`output`"),
    ("output = 3", "`output` must be a table"),
    ("[boilerplate]\ntables = ['none.toml']", "none.toml: cannot be read"),
    ("language = ", "Invalid value"),
    ("[typography]\ntables = ['lines.toml']", "no rules of the kind 'line'"),
    ("[output]\nthreshold = 7", "threshold"),
    ("[truncation]\nthreshold = 7", "threshold"),
    ("[truecase]\nmin_confidence = 95", "min_confidence"),
    ("[language]\nsure = 68", "sure"),
    ("[language]\ndoubt = -1", "doubt"),
    ("[language]\ncertainty = 80", "certainty"),
    ("[output]\nlanguages = ['french']", "languages"),
    ("[spacing]\ntables = ['group.toml']", "speaks of the group 9"),
    ("[spacing]\ntables = ['sign.toml']", "no sign is called {elipsis}; there are: apostrophe"),
    ("duplicates = true", "`duplicates` must be a table"),
    ("[duplicates]\nsimilar = 0.8", "unknown option of `duplicates` 'similar'; did you mean"),
    ("[duplicates]\nsimilarity = 80", "similarity"),
    ("[language]\ndetector = 'lingua'", "pip install 'cleantext-corpus[lingua]'"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_a_wrong_configuration_says_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "lines.toml").write_text(RULE.format(kind="line", body='lines = ["a b"]'))
    for name, replace in (("group", r"\9"), ("sign", "{elipsis}")):
        body = f"pattern = 'x'\nreplace = '{replace}'"
        (tmp_path / f"{name}.toml").write_text(RULE.format(kind="substitution", body=body))
    path = tmp_path / "my.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        Pipeline.from_config(path)
    assert message in str(caught.value)


def test_a_missing_file_is_a_configuration_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        read(tmp_path / "none.toml")


def test_nothing_given_is_the_default() -> None:
    assert read({}) == read(DEFAULT)


def test_a_configuration_keeps_what_it_does_not_name() -> None:
    given = read({"keep": ["x+"]})
    assert given.keep == ("x+",)
    assert given.stages == read({}).stages


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text("[boilerplate]\ntables = ['lines.toml']")
    assert read(tmp_path / "my.toml").options["boilerplate"].tables == (tmp_path / "lines.toml",)


def test_the_digest_follows_settings_tables_and_the_lists_that_they_name(tmp_path: Path) -> None:
    (tmp_path / "table.toml").write_text(
        '[[rule]]\nkind = "words"\nid = "mine.words"\nreason = "How we spell it."\n'
        'file = "list.txt"\nchanges = [["clef", "clé"]]\nleaves = ["clefs"]\n'
    )
    (tmp_path / "list.txt").write_text("clef\tclé\n", encoding="utf-8")
    settings = {"typography": {"tables": [str(tmp_path / "table.toml")]}}
    before = read(settings).digest
    assert before == read(settings).digest
    assert before != read({}).digest
    (tmp_path / "list.txt").write_text("clef\tclé\nnénufar\tnénuphar\n", encoding="utf-8")
    assert before != read(settings).digest
