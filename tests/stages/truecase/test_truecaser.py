import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from truecasing import predicted

from cleantext.errors import PackError
from cleantext.languages.pack import load
from cleantext.stages.truecase.features import (
    GAPS,
    HYPHEN_GAP,
    LINE_GAP,
    TOKEN,
    WordFeatures,
    classify_gap,
    find_keys,
    pack_counts,
    pack_ranks,
    parse_key,
    unpack_ranks,
)
from cleantext.stages.truecase.sequences import (
    SEQUENCES,
    SPAN,
    SequenceTable,
    hash_around,
    hash_around_one,
    hash_sequences,
    mix_in_gaps,
)
from cleantext.stages.truecase.spelling import CAPITAL, LOWER, UPPER, MixedCase
from cleantext.stages.truecase.truecaser import Truecaser
from cleantext.stages.truecase.words import TextWords

FRENCH = load("fr")
MODEL = FRENCH.folder / "truecase.model"
MORPHOLOGY = FRENCH.settings.truecase


@cache
def shipped() -> Truecaser:
    return Truecaser.load(MODEL, MORPHOLOGY)


@pytest.fixture
def truecaser() -> Truecaser:
    return shipped()


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
    found = find_keys(["le", "saint", "denis", "fc"], [2])
    assert found == ["le", "1-saint-denis", "2-saint-denis", "fc"]
    assert [parse_key(key)[0] for key in found] == ["le", "saint", "denis", "fc"]


@given(st.text())
def test_every_gap_has_a_class(gap: str) -> None:
    assert 0 <= classify_gap(gap) < GAPS // 2


@given(st.lists(st.text(st.characters(exclude_categories=[])), max_size=4))
def test_words_are_what_the_trainer_finds(texts: list[str]) -> None:
    found = TextWords.of(*texts)
    words, gaps = [], []
    for text in texts:
        pieces = TOKEN.split(text)
        words += pieces[1::2]
        gaps += ["\n" + pieces[0], *pieces[2:-1:2]][: len(pieces) // 2]
    assert found.among(found.begins, found.ends) == words
    assert found.gaps.tolist() == list(map(classify_gap, gaps))
    counts = [len(TOKEN.findall(text)) for text in texts]
    assert np.diff(found.firsts).tolist() == counts


def test_gaps_that_matter() -> None:
    assert classify_gap("-") == HYPHEN_GAP
    assert classify_gap(" - ") != HYPHEN_GAP
    assert classify_gap("\n") == LINE_GAP
    assert classify_gap("'") == classify_gap("’")
    assert classify_gap(' "') == classify_gap(" « ")
    assert classify_gap('" ') == classify_gap(" » ")


def test_a_related_word_tells_of_an_unknown_one() -> None:
    known = {"patchwork": pack_counts(1000, 0)}
    assert "a8" in WordFeatures(MORPHOLOGY).extract("patchworks", known.get, 0, 0)
    assert "a8" not in WordFeatures(MORPHOLOGY).extract("patchworks", {}.get, 0, 0)


def test_sequences_are_found_by_their_words_alone() -> None:
    numbers = np.array([1, 1, 1, 10, 20, 30, 40, 1, 1, 1], np.uint64)
    hashes = hash_sequences(numbers, np.array([3, 4]))
    assert hashes.shape == (2, len(SEQUENCES))
    table = SequenceTable(np.sort(hashes[0, :1]))
    assert table.find(hashes)[0, 0] == 0
    assert (table.find(hashes)[1] == -1).all()


NUMBERS = st.lists(st.integers(0, 2**64 - 1), min_size=len(SPAN), max_size=len(SPAN))
CLASSES = st.lists(st.integers(0, GAPS - 1), min_size=len(SPAN), max_size=len(SPAN))


@given(NUMBERS, CLASSES)
def test_sequences_around_one_word_have_the_same_hashes(
    numbers: list[int], gaps: list[int]
) -> None:
    row = mix_in_gaps(np.array([numbers], np.uint64), np.array([gaps]))
    assert hash_around_one(numbers, gaps) == hash_around(row)[0].tolist()


def test_one_hash_is_found_as_many_are() -> None:
    hashes = np.arange(0, 2**32, 2**27 + 5, np.uint32)
    table = SequenceTable(hashes[::2])
    for _ in range(2):
        assert list(map(table.find_one, hashes.tolist())) == table.find(hashes).tolist()
        table.find(np.zeros(40_000, np.uint32))  # from now on by its index


@given(st.lists(st.integers(0, 2**32 - 1)), st.lists(st.integers(0, 2**32 - 1), max_size=5))
def test_a_table_finds_what_it_holds_and_nothing_else(held: list[int], others: list[int]) -> None:
    kept = np.unique(np.array(held, np.uint32))
    found = SequenceTable(kept).find(np.array([*held, *others], np.uint32)).tolist()
    sought = [*held, *others]
    assert [kept[at] == value for at, value in zip(found, sought, strict=True) if at >= 0] == [
        True
    ] * sum(value in held for value in sought)


@settings(deadline=None)
@given(st.lists(st.sampled_from("le maire de vanosc musk xai 2024 sncf été".split()), max_size=30))
def test_a_word_gets_the_same_scores_in_any_batch(words: list[str]) -> None:
    truecaser = shipped()
    text, nowhere = " ".join(words), np.zeros(0, np.int64)
    alone = truecaser.predict(TextWords.of(text), nowhere)
    twice = truecaser.predict(TextWords.of(f"{text}\n{text}"), nowhere)
    assert alone.margins.tolist() == twice.margins[: len(words)].tolist()


def test_the_parts_of_a_compound_are_told_apart() -> None:
    found = TextWords.of("saint-saint saint", "saint-saint")
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
    assert MODEL.stat().st_size <= 18_000_000


@given(st.lists(st.none() | st.integers(0, 10**9), min_size=4, max_size=4))
def test_packed_ranks_keep_which_forms_there_are(ranks: list[int | None]) -> None:
    packed = pack_ranks(ranks)
    assert 0 <= packed < 1 << 16
    assert [band > 0 for band in unpack_ranks(packed)] == [rank is not None for rank in ranks]


def test_ranks_speak_of_words_that_no_text_has_shown() -> None:
    name, word = pack_ranks([None, 900, None, None]), pack_ranks([900, None, None, None])
    told = [
        set(WordFeatures(MORPHOLOGY).extract("zorglub", {}.get, 0, ranks))
        for ranks in (name, word, 0)
    ]
    assert told[0] != told[1] != told[2] != told[0]


def test_an_unknown_compound_is_made_of_its_words(truecaser: Truecaser) -> None:
    assert "2-entre-marseille" not in truecaser.model.words
    assert predicted(truecaser, "un trajet entre-marseille") == "un trajet entre-Marseille"


def test_another_version_is_refused_with_advice(tmp_path: Path) -> None:
    line, _, payload = MODEL.read_bytes().partition(b"\n")
    header = json.loads(line) | {"version": 99}
    path = tmp_path / "model"
    path.write_bytes(json.dumps(header).encode() + b"\n" + payload)
    with pytest.raises(PackError, match=r"is cleantext truecaser 99.*cleantext train"):
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
            "other": b'{"format": "something else", "version": 1}\n',
            "no header": raw.partition(b"\n")[2],
        }[damage]
    )
    with pytest.raises(PackError, match=r"model: .*damaged|model: is something else"):
        Truecaser.load(path, MORPHOLOGY)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be read"):
        Truecaser.load(tmp_path / "none", MORPHOLOGY)


def test_a_word_is_the_same_whether_met_alone_or_with_all_others() -> None:
    text = "d'aix-les-bains à clermont-ferrand, le 14 juillet 1998 à 20h, mcdonald, xxe et l'iphone"
    texts = [f"{text} avec {word}" for word in shipped().model.words[:2_000]]
    first, whole = (Truecaser(shipped().model, MORPHOLOGY) for _ in range(2))
    alone = [predicted(first, text), predicted(first, "vanosc-sur-mer")]
    predicted(whole, "\n".join(texts))
    assert [predicted(whole, text), predicted(whole, "vanosc-sur-mer")] == alone


def test_an_emptied_memory_changes_nothing(
    truecaser: Truecaser, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "le maire de vanosc a vu claire dubreuil à saint-cyr"
    before = predicted(truecaser, text)
    monkeypatch.setattr("cleantext.stages.truecase.word_types._CACHED", 0)
    assert predicted(truecaser, text) == before
    assert replace(truecaser.model).language == "fr"


@pytest.fixture
def impatient() -> Iterator[None]:
    """Have threads interrupt one another as often as may be."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("impatient")
def test_threads_that_meet_words_at_a_time_find_what_one_finds() -> None:
    words = shipped().model.words
    texts = [
        f"le maire de {words[at]}-sur-mer a vu {' '.join(words[at : at + 20])} à vanosc{at}"
        for at in range(0, 2_400, 20)
    ]
    shared = Truecaser(shipped().model, MORPHOLOGY)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: predicted(shared, text), texts))
    assert found == [predicted(shipped(), text) for text in texts]


LINES = (
    "le maire de lyon, jean dubreuil, aime la sncf",
    "à aix-les-bains - le 14 juillet 1998 - m'bappé et n'golo ont joué à 20h",
    "« au feu ! » a crié vanosc-sur-mer à clermont-ferrand",
    "la société nationale des chemins de fer (sncf), p. ex. s.n.c.f",
    "élu·es, auteur.rice.s, invité.e ; m. le maire d'orsay et mme martin",
)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from(LINES), max_size=6).map(" ".join), st.integers(1, 40))
def test_neither_parts_nor_single_words_change_what_is_found(text: str, size: int) -> None:
    whole = predicted(shipped(), text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleantext.stages.truecase.words._SHORT", 0)
        patch.setattr("cleantext.stages.truecase.truecaser._PART", size)
        for module in ("words", "hashes", "known_names"):
            patch.setattr(f"cleantext.stages.truecase.{module}.AT_ONCE", size)
        assert predicted(shipped(), text) == whole
