import json
import lzma
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext.errors import DataError, PackError
from cleantext.languages.pack import load
from cleantext.stages.truecase import model as casemodel
from cleantext.stages.truecase.features import (
    GAPS,
    HYPHEN_GAP,
    LEXICON_BITS,
    LINE_GAP,
    TOKEN,
    WordFeatures,
    gap_class,
    keys,
    pack,
    pack_ranks,
    part,
    unpack_ranks,
)
from cleantext.stages.truecase.sequences import SEQUENCES, Table, sequence_hashes
from cleantext.stages.truecase.spelling import CAPITAL, LOWER, MIXED, UPPER, MixedCase
from cleantext.stages.truecase.truecaser import Truecaser
from cleantext.stages.truecase.words import Words
from cleantext.training.truecase.cased_text import form, read_ranks, word_lists
from cleantext.training.truecase.train import train

FRENCH = load("fr")
MODEL = FRENCH.folder / "truecase.model"
MORPHOLOGY = FRENCH.settings.truecase

SENTENCES = """\
La ministre Claire Dubreuil a rencontré le maire de Vanosc à Lyon.
Selon la SNCF, le train pour Vanosc est parti de Lyon avec du retard.
Le maire a parlé de la grève avec Claire Dubreuil et la SNCF.
À Lyon, la ministre a promis que le train de Vanosc sera gardé.
Une usine McTavish ouvre à Vanosc, dit le maire, et une usine McTavish à Lyon.
"""


@cache
def shipped() -> Truecaser:
    return Truecaser.load(MODEL, MORPHOLOGY)


@pytest.fixture
def truecaser() -> Truecaser:
    return shipped()


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    (tmp_path / "train").mkdir()
    (tmp_path / "names").mkdir()
    (tmp_path / "train" / "news.txt").write_text(SENTENCES * 60, encoding="utf-8")
    (tmp_path / "names" / "places.txt").write_text("Vanosc\nSaint-Cyr\n", encoding="utf-8")
    return tmp_path


def predicted(truecaser: Truecaser, text: str) -> str:
    lowered = text.lower()
    found = Words.of(lowered)
    words = found.among(found.begins, found.ends)
    forms = truecaser.predict(found, np.zeros(0, np.int64)).forms
    pieces = TOKEN.split(lowered)
    pieces[1::2] = truecaser.spell(words, forms.tolist())
    return "".join(pieces)


def no_starts(line: str) -> list[int]:
    assert line == line.lower()
    return [0]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("maison", LOWER),
        ("Maison", CAPITAL),
        ("A", CAPITAL),
        ("SNCF", UPPER),
        ("G20", CAPITAL),
        ("3D", UPPER),
        ("20h30", LOWER),
        ("iPhone", MIXED),
        ("XXe", MIXED),
    ],
)
def test_the_form_of_a_word(word: str, expected: int) -> None:
    assert form(word, word.lower()) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("xxe", "XXe"),
        ("xive", "XIVe"),
        ("ier", "Ier"),
        ("mcdonald", "McDonald"),
        ("me", ""),
        ("mce", ""),
        ("e", ""),
        ("ie", ""),
        ("ver", ""),
        ("ce", ""),
        ("le", ""),
        ("les", ""),
    ],
)
def test_patterns_of_capitals_inside_a_word(word: str, expected: str) -> None:
    assert MixedCase(MORPHOLOGY)(word) == expected


def test_parts_of_a_compound_know_it() -> None:
    found = keys(["le", "saint", "denis", "fc"], [2])
    assert found == ["le", "1-saint-denis", "2-saint-denis", "fc"]
    assert [part(key)[0] for key in found] == ["le", "saint", "denis", "fc"]


@given(st.text())
def test_every_gap_has_a_class(gap: str) -> None:
    assert 0 <= gap_class(gap) < GAPS // 2


@given(st.lists(st.text(st.characters(exclude_categories=[])), max_size=4))
def test_words_are_what_the_trainer_finds(texts: list[str]) -> None:
    found = Words.of(*texts)
    words, gaps = [], []
    for text in texts:
        pieces = TOKEN.split(text)
        words += pieces[1::2]
        gaps += ["\n" + pieces[0], *pieces[2:-1:2]][: len(pieces) // 2]
    assert found.among(found.begins, found.ends) == words
    assert found.gaps.tolist() == list(map(gap_class, gaps))
    counts = [len(TOKEN.findall(text)) for text in texts]
    assert np.diff(found.firsts).tolist() == counts


def test_gaps_that_matter() -> None:
    assert gap_class("-") == HYPHEN_GAP
    assert gap_class(" - ") != HYPHEN_GAP
    assert gap_class("\n") == LINE_GAP
    assert gap_class("'") == gap_class("’")
    assert gap_class(' "') == gap_class(" « ")
    assert gap_class('" ') == gap_class(" » ")


def test_a_related_word_tells_of_an_unknown_one() -> None:
    known = {"patchwork": pack(1000, 0)}
    assert "a8" in WordFeatures(MORPHOLOGY).of("patchworks", known, 0, 0)
    assert "a8" not in WordFeatures(MORPHOLOGY).of("patchworks", {}, 0, 0)


def test_sequences_are_found_by_their_words_alone() -> None:
    numbers = np.array([1, 1, 1, 10, 20, 30, 40, 1, 1, 1], np.uint64)
    hashes = sequence_hashes(numbers, np.array([3, 4]))
    assert hashes.shape == (2, len(SEQUENCES))
    table = Table(np.sort(hashes[0, :1]))
    assert table.find(hashes)[0, 0] == 0
    assert (table.find(hashes)[1] == -1).all()


@given(st.lists(st.integers(0, 2**32 - 1)), st.lists(st.integers(0, 2**32 - 1), max_size=5))
def test_a_table_finds_what_it_holds_and_nothing_else(held: list[int], others: list[int]) -> None:
    kept = np.unique(np.array(held, np.uint32))
    found = Table(kept).find(np.array([*held, *others], np.uint32)).tolist()
    sought = [*held, *others]
    assert [kept[at] == value for at, value in zip(found, sought, strict=True) if at >= 0] == [
        True
    ] * sum(value in held for value in sought)


@settings(deadline=None)
@given(st.lists(st.sampled_from("le maire de vanosc musk xai 2024 sncf été".split()), max_size=30))
def test_a_word_gets_the_same_scores_in_any_batch(words: list[str]) -> None:
    truecaser = shipped()
    text, nowhere = " ".join(words), np.zeros(0, np.int64)
    alone = truecaser.predict(Words.of(text), nowhere)
    twice = truecaser.predict(Words.of(f"{text}\n{text}"), nowhere)
    assert alone.margins.tolist() == twice.margins[: len(words)].tolist()


def test_the_parts_of_a_compound_are_told_apart() -> None:
    found = Words.of("saint-saint saint", "saint-saint")
    types = shipped().predict(found, np.zeros(0, np.int64)).types.tolist()
    assert len(set(types)) == 3
    assert types[:2] == types[3:]


def test_names_that_nobody_has_seen_look_like_names(truecaser: Truecaser) -> None:
    # The truecaser is told of no start of a sentence here.
    text = "hier, selon igor brabuschkine et la ministre, le patron de kordelex a démissionné."
    assert predicted(truecaser, text)[1:] == (
        "ier, selon Igor Brabuschkine et la ministre, le patron de Kordelex a démissionné."
    )


def test_a_form_that_changes_the_length_is_not_taken(truecaser: Truecaser) -> None:
    for word in ("ßa", "ŉa", "ıa"):
        for wanted in (LOWER, CAPITAL, UPPER):
            (spelt,) = truecaser.spell([word], [wanted])
            assert len(spelt) == len(word)
            assert spelt.lower() == word


def test_the_shipped_model_is_small() -> None:
    assert MODEL.stat().st_size <= 15_000_000


def lexicon(folder: Path, text: str) -> Path:
    path = folder / "lexicons" / "xx.txt.xz"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(lzma.compress(text.encode()))
    return path


def test_the_same_corpora_give_the_same_file(corpora: Path) -> None:
    lexicon(corpora, "train\ngare\nVanosc\n")
    (corpora / "ranks.txt").write_text("le\nLe\nVanosc\n", encoding="utf-8")
    for name in ("one", "two"):
        train(corpora, "fr", no_starts, MORPHOLOGY, passes=3, tell=lambda _: None).save(
            corpora / name
        )
    assert (corpora / "one").read_bytes() == (corpora / "two").read_bytes()


def test_lists_of_words_tell_where_a_word_is_from(corpora: Path) -> None:
    lists = word_lists([corpora / "names" / "places.txt"], [lexicon(corpora, "gare\nVanosc\n")])
    assert lists["gare"] == 1
    assert lists["vanosc"] == 2 | 1 << LEXICON_BITS
    assert lists["saint"] == lists["cyr"] == 2 << LEXICON_BITS


def test_ranks_tell_how_common_each_form_of_a_word_is(corpora: Path) -> None:
    path = corpora / "ranks.txt.xz"
    path.write_bytes(lzma.compress("le\nLe\nl'été\n2024\nOpenAI\nRN\nrn\nRn\n".encode()))
    ranks = {word: unpack_ranks(packed) for word, packed in read_ranks(path).items()}
    assert ranks.keys() == {"le", "openai", "rn"}
    low, capital, upper, other = ranks["le"]
    assert low > capital > upper == other == 0
    assert ranks["openai"] == (0, 0, 0, 1)
    low, capital, upper, other = ranks["rn"]
    assert min(low, capital, upper) > 0


@given(st.lists(st.none() | st.integers(0, 10**9), min_size=4, max_size=4))
def test_packed_ranks_keep_which_forms_there_are(ranks: list[int | None]) -> None:
    packed = pack_ranks(ranks)
    assert 0 <= packed < 1 << 16
    assert [band > 0 for band in unpack_ranks(packed)] == [rank is not None for rank in ranks]


def test_ranks_speak_of_words_that_no_text_has_shown() -> None:
    name, word = pack_ranks([None, 900, None, None]), pack_ranks([900, None, None, None])
    told = [set(WordFeatures(MORPHOLOGY).of("zorglub", {}, 0, ranks)) for ranks in (name, word, 0)]
    assert told[0] != told[1] != told[2] != told[0]


def test_two_lists_of_ranks(corpora: Path) -> None:
    for name in ("ranks.txt", "ranks.txt.xz"):
        (corpora / name).write_bytes(b"")
    with pytest.raises(DataError, match="keep one of them"):
        train(corpora, "fr", no_starts, MORPHOLOGY)


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour\nVanosc\nLyon\n" * 100,
        "Le train est parti avec du retard et il pleut sur la gare depuis mardi.\n" * 150,
    ],
)
def test_text_without_a_name_inside_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "news.txt").write_text(text, encoding="utf-8")
    model = train(tmp_path, "fr", no_starts, MORPHOLOGY, passes=5, tell=lambda _: None)
    assert predicted(Truecaser(model, MORPHOLOGY), "le train est parti") == "le train est parti"


def test_too_many_lists(corpora: Path) -> None:
    for number in range(20):
        (corpora / "names" / f"{number}.txt").write_text("Vanosc\n", encoding="utf-8")
    with pytest.raises(DataError, match="no room for so many lists"):
        train(corpora, "fr", no_starts, MORPHOLOGY)


def test_an_unknown_compound_is_made_of_its_words(truecaser: Truecaser) -> None:
    assert "2-entre-marseille" not in truecaser.model.words
    assert predicted(truecaser, "le trajet entre-marseille") == "le trajet entre-Marseille"


def test_it_learns(corpora: Path) -> None:
    model = train(corpora, "fr", no_starts, MORPHOLOGY, passes=100, tell=lambda _: None)
    text = "le maire a parlé de la grève avec claire dubreuil et le maire de vanosc"
    assert predicted(Truecaser(model, MORPHOLOGY), text) == (
        "le maire a parlé de la grève avec Claire Dubreuil et le maire de Vanosc"
    )


def test_a_model_comes_back_as_it_was_saved(corpora: Path) -> None:
    model = train(corpora, "fr", no_starts, MORPHOLOGY, passes=1, tell=lambda _: None)
    model.save(corpora / "model")
    again = casemodel.load(corpora / "model")
    again.save(corpora / "again")
    assert (corpora / "model").read_bytes() == (corpora / "again").read_bytes()
    assert again.words == model.words
    assert np.array_equal(again.table, model.table)


def test_no_corpora(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="to learn from"):
        train(tmp_path, "fr", no_starts, MORPHOLOGY)


def test_another_version_is_refused_with_advice(tmp_path: Path) -> None:
    line, _, payload = MODEL.read_bytes().partition(b"\n")
    header = json.loads(line) | {"version": 99}
    path = tmp_path / "model"
    path.write_bytes(json.dumps(header).encode() + b"\n" + payload)
    with pytest.raises(PackError, match=r"version 99.*cleantext train truecase"):
        Truecaser.load(path, MORPHOLOGY)


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "other", "no header"])
def test_a_damaged_file_is_refused(tmp_path: Path, damage: str) -> None:
    raw = MODEL.read_bytes()
    middle = len(raw) // 2
    path = tmp_path / "model"
    path.write_bytes(
        {
            "cut": raw[:-100],
            "flip": raw[:middle] + bytes([raw[middle] ^ 1]) + raw[middle + 1 :],
            "empty": b"",
            "other": b'{"format": "something else"}\n',
            "no header": raw.partition(b"\n")[2],
        }[damage]
    )
    with pytest.raises(PackError, match=r"damaged|no truecaser"):
        Truecaser.load(path, MORPHOLOGY)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be read"):
        Truecaser.load(tmp_path / "none", MORPHOLOGY)


def test_an_emptied_memory_changes_nothing(
    truecaser: Truecaser, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "le maire de vanosc a vu claire dubreuil à saint-cyr"
    before = predicted(truecaser, text)
    monkeypatch.setattr("cleantext.stages.truecase.truecaser._CACHED", 0)
    assert predicted(truecaser, text) == before
    assert replace(truecaser.model).language == "fr"
