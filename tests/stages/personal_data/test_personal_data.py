"""Personal data: found, left alone where it only looks like it, marked and replaced."""

import json
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_text

from cleantext import ConfigError, Document, Pipeline
from cleantext.config import read
from cleantext.document import PERSONAL_DATA
from cleantext.run.dump import run
from cleantext.run.job import Job
from cleantext.stages.personal_data.stage import VARIABLE

ADDRESSES = [
    f"personal-data.{name}" for name in ("address", "address-number-last", "canadian-address")
]
EXCEPTIONS = [f"personal-data.{name}" for name in ("examples", "fictional", "newsroom")]
KEY = "0123456789abcdef0123456789abcdef"


def personal(**options: object) -> Pipeline:
    return Pipeline.of(PERSONAL_DATA, options={PERSONAL_DATA: options})


LABEL = personal()
MARK = personal(action="mark")
EVERYTHING = personal(on=ADDRESSES)


def cases(name: str) -> Iterator[dict[str, Any]]:
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def found(pipeline: Pipeline, text: str) -> list[tuple[int, int, str]]:
    labels = pipeline(text).labels
    return [(at.start, at.end, at.value) for at in labels if at.name == PERSONAL_DATA]


def test_data_is_found_and_what_looks_like_it_is_not() -> None:
    right = wrong = missed = 0
    for case in [*cases("personal_data.jsonl"), *cases("look_alikes.jsonl")]:
        gold = [(span["start"], span["end"], span["kind"]) for span in case["spans"]]
        got = found(EVERYTHING, case["text"])

        def meets(one: tuple[int, int, str], others: list[tuple[int, int, str]]) -> bool:
            return any(
                one[2] == other[2] and one[0] < other[1] and other[0] < one[1] for other in others
            )

        right += sum(meets(each, got) for each in gold)
        missed += sum(not meets(each, got) for each in gold)
        wrong += sum(not meets(each, gold) for each in got)
    assert 2 * right / (2 * right + wrong + missed) >= 0.97, (right, wrong, missed)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Écrire à l.martin@example.org.", "Écrire à [courriel]."),
        ("au06 12 34 56 78 !", "au[téléphone] !"),
        ("contact@example.fr.merci", "[courriel].merci"),
        ("BE49 0017 4528 9371 avec la mention", "[iban] avec la mention"),
        ("01 99 00 88 15/01 99 00 88 16", "[téléphone]/[téléphone]"),
        ("siren 805631496, RCS Lyon", "siren [siret], RCS Lyon"),
        ("au ０６ １２ ３４ ５６ ７８ !", "au [téléphone] !"),
        ("au ٠٦ ١٢ ٣٤ ٥٦ ٧٨ !", "au [téléphone] !"),
    ],
)
def test_a_mark_takes_the_place_of_the_data_and_of_no_word_beside_it(
    text: str, marked: str
) -> None:
    document = MARK(text)
    assert document.text == marked
    assert document.original == text
    assert MARK(marked).text == marked


def test_labels_lie_on_the_marks() -> None:
    document = MARK("l.martin@example.org ou 06 12 34 56 78.")
    held = [(document.text[at.start : at.end], at.value) for at in document.labels]
    assert held == [("[courriel]", "email"), ("[téléphone]", "phone")]


def test_a_label_changes_nothing() -> None:
    text = "l.martin@example.org"
    assert LABEL(text).text == text
    assert [label.rule for label in LABEL(text).labels] == ["personal-data.email"]


def test_addresses_of_houses_are_found_where_they_are_asked_for() -> None:
    text = "au 6 ter rue Basse, 45130 Meung-sur-Loire, chez lui"
    assert found(LABEL, text) == []
    assert personal(on=ADDRESSES, action="mark")(text).text == "au [adresse], chez lui"


@pytest.mark.parametrize(
    "text",
    [
        "Rédaction : 06 12 34 56 78",
        "redaction@exemple.fr",
        "l.martin@example.org",
        "06 39 98 77 02",
        "+33 1 99 00 27 41",
        "418 555-0123",
        "depuis 203.0.113.87",
    ],
)
def test_newsrooms_and_fiction_are_left_alone_where_that_is_asked_for(text: str) -> None:
    assert found(LABEL, text)
    assert found(personal(on=EXCEPTIONS), text) == []


def test_a_private_number_beside_a_newsroom_is_found() -> None:
    text = "La rédaction est fermée. Joindre Gaëlle au 06 12 34 56 78."
    assert len(found(personal(on=EXCEPTIONS), text)) == 1


def test_rules_can_be_switched_off() -> None:
    assert found(personal(off=["personal-data.email"]), "l.martin@example.org") == []
    with pytest.raises(ConfigError, match=r"no rule is called 'personal-data\.mail'"):
        personal(off=["personal-data.mail"])


def test_what_loses_to_an_earlier_rule_hides_nothing_else(tmp_path: Path) -> None:
    rules = (("ticket", "T-[0-9]+"), ("form", "B-[0-9]+ T-[0-9]+"), ("badge", "B-[0-9]+"))
    (tmp_path / "own.toml").write_text(
        "".join(
            f"[[rule]]\nid = 'own.{kind}'\nkind = 'personal-data'\ndata = '{kind}'\n"
            f"reason = 'One of our own.'\ntrigger = ['-']\n"
            f"pattern = '{pattern}'\nchanges = [['a', 'b']]\nleaves = ['a']\n"
            for kind, pattern in rules
        )
    )
    own = personal(action="mark", tables=[tmp_path / "own.toml"])
    assert own("B-12 T-34").text == "[badge] [ticket]"


def test_no_later_stage_touches_a_mark() -> None:
    stages = ["encoding", PERSONAL_DATA, *read({}).stages[1:]]
    pipeline = Pipeline.from_config({"stages": stages, PERSONAL_DATA: {"action": "mark"}})
    text = "le maire attend vos avis.\nl.martin@example.org ou 06 12 34 56 78 , dit-il."
    assert pipeline(text).text == "Le maire attend vos avis.\n[courriel] ou [téléphone], dit-il."


class TestPseudonyms:
    @pytest.fixture(autouse=True)
    def _key(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(VARIABLE, KEY)

    def replaced(self, text: str, **options: object) -> str:
        return personal(action="pseudonym", **options)(text).text

    def test_the_same_number_has_one_name_however_it_is_written(self) -> None:
        one, two, other = self.replaced(
            "06 12 34 56 78\n+33 (0)6.12.34.56.78\n06 12 34 56 79"
        ).splitlines()
        assert one == two != other
        assert one.startswith("[téléphone-")

    def test_another_key_gives_other_names(self, tmp_path: Path) -> None:
        (tmp_path / "key").write_text("fedcba9876543210fedcba98")
        text = "l.martin@example.org"
        assert self.replaced(text) == self.replaced(text)
        assert self.replaced(text) != self.replaced(text, key_file=tmp_path / "key")

    def test_a_second_run_finds_nothing(self) -> None:
        once = self.replaced("l.martin@example.org, 06 12 34 56 78, IP 8.8.8.8")
        assert self.replaced(once) == once

    def test_the_key_is_needed_and_may_not_be_short(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv(VARIABLE)
        with pytest.raises(ConfigError, match=f"the variable {VARIABLE} holds 0 bytes.*openssl"):
            self.replaced("")
        (tmp_path / "key").write_text("short\n")
        with pytest.raises(ConfigError, match="key holds 5 bytes"):
            self.replaced("", key_file=tmp_path / "key")
        with pytest.raises(ConfigError, match="cannot be read"):
            self.replaced("", key_file=tmp_path / "none")
        with pytest.raises(ConfigError, match="it is a folder; name a file"):
            self.replaced("", key_file=tmp_path)

    def test_another_key_is_another_configuration(self, monkeypatch: pytest.MonkeyPatch) -> None:
        config = read({"stages": [PERSONAL_DATA], PERSONAL_DATA: {"action": "pseudonym"}})
        before = config.digest
        monkeypatch.setenv(VARIABLE, KEY[::-1])
        assert config.digest != before

    def test_another_key_holds_for_the_next_run_of_a_process(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "a.txt").write_text("l.martin@example.org", encoding="utf-8")
        config = read({"stages": [PERSONAL_DATA, "output"], PERSONAL_DATA: {"action": "pseudonym"}})
        run(Job(config, tmp_path / "one"), [str(tmp_path / "a.txt")])
        monkeypatch.setenv(VARIABLE, KEY[::-1])
        run(Job(config, tmp_path / "two"), [str(tmp_path / "a.txt")])
        one, two = (tmp_path / name / "clean" / "a.txt" for name in ("one", "two"))
        assert one.read_text(encoding="utf-8") != two.read_text(encoding="utf-8")


def test_a_stage_that_removes_may_not_stand_before_one_that_conceals() -> None:
    settings = {"stages": ["boilerplate", PERSONAL_DATA], PERSONAL_DATA: {"action": "mark"}}
    with pytest.raises(ConfigError, match="behind 'boilerplate'"):
        Pipeline.from_config(settings)
    Pipeline.from_config(settings | {PERSONAL_DATA: {"action": "label"}})


def test_what_was_read_and_the_changes_do_not_know_what_was_concealed() -> None:
    pipeline = Pipeline.from_config(
        {"stages": ["encoding", PERSONAL_DATA, "spacing"], PERSONAL_DATA: {"action": "mark"}}
    )
    source = Document("l.martin@example.org  attend .", "a")
    document = pipeline(source)
    assert document.original == source.text
    read_text, known = pipeline.concealed(source, document)
    assert read_text.text == known.original == "[courriel]  attend ."
    assert known.text == document.text
    untouched = Document("Il attend .")
    assert pipeline.concealed(untouched, pipeline(untouched)) == (untouched, pipeline(untouched))


PIECES = st.lists(
    st.sampled_from(
        [
            "a@b.fr",
            "06 12 34 56 78",
            "8.8.8.8",
            "IP ",
            " ",
            ".",
            "/",
            "0",
            "12",
            "rue ",
            "x",
            "\n",
            "@",
        ]
    ),
    max_size=12,
)


@given(PIECES.map("".join) | any_text())
def test_what_is_marked_can_be_undone_and_is_marked_once(text: str) -> None:
    document = MARK(text)
    assert document.original == text
    assert MARK(document.text).text == document.text


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("a@b.fr06 12 34 56 78", "[courriel][téléphone]"),
        ("x06 12 34 56 78IP 8.8.8.8", "x[téléphone]IP [ip]"),
        ("jean@mail.web2.fr", "[courriel]"),
    ],
)
def test_what_is_glued_to_data_is_found_too(text: str, marked: str) -> None:
    assert MARK(text).text == marked


UNITS = (
    "0",
    "06 ",
    "1.",
    "a@",
    "@a.",
    "a.",
    "1:",
    "FR76 3004 ",
    "0 ",
    "12 rue ",
    "AB-123-",
    "(at)",
)


@pytest.mark.parametrize("unit", UNITS)
def test_repeated_signs_take_linear_time(unit: str) -> None:
    everything = personal(on=[*ADDRESSES, *EXCEPTIONS])
    text = "Rédaction : " + unit * (20_000 // len(unit)) + " 75011 Paris"
    begin = process_time()
    everything(text)
    assert process_time() - begin < 4
