"""Words as numbers, and the table from these numbers to others."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleantext.stages.truecase.hashes import HashTable, hash_spans
from cleantext.stages.truecase.words import TextWords, code_points

EDGES = st.sampled_from([0, 1, 2**32, 2**63, 2**64 - 2, 2**64 - 1])
HASHES = st.integers(0, 2**64 - 1) | EDGES


@given(st.text(st.characters(exclude_categories=[])), st.text("ab"), st.data())
def test_equal_pieces_have_equal_hashes_and_others_have_others(
    head: str, tail: str, data: st.DataObject
) -> None:
    text = head + tail
    offsets = st.lists(st.integers(0, len(text)), min_size=2, max_size=2).map(sorted)
    spans = data.draw(st.lists(offsets, max_size=6))
    begins, ends = np.array(spans, np.int64).reshape(-1, 2).T
    hashes = hash_spans(code_points(text), begins, ends).tolist()
    pieces = [text[begin:end] for begin, end in spans]
    for one, piece in zip(hashes, pieces, strict=True):
        assert [one == other for other in hashes] == [piece == other for other in pieces]


def test_words_with_equal_sums_have_different_hashes() -> None:
    # Thue and Morse: for every odd root both have the same polynomial modulo 2 ** 64.
    one, other = "a", "b"
    for _ in range(10):
        one, other = one + other, other + one
    found = TextWords.of(one, other)
    first, second = hash_spans(found.codes, found.begins, found.ends)
    assert first != second


def test_a_word_has_the_same_hash_wherever_it_stands() -> None:
    found = TextWords.of("été " + "x" * 200_000 + " été", "l'été")
    hashes = hash_spans(found.codes, found.begins, found.ends).tolist()
    assert hashes[0] == hashes[2] == hashes[4]
    assert len(set(hashes)) == 3


@given(st.dictionaries(HASHES, st.integers(0, 2**31 - 1), max_size=50), st.lists(HASHES))
def test_a_hash_table_holds_what_was_put_into_it(held: dict[int, int], others: list[int]) -> None:
    table = HashTable()
    for key, value in held.items():
        table.put(key, value)
    sought = [*held, *others]
    found = table.find(np.array(sought, np.uint64)).tolist()
    assert found == [held.get(key, -1) for key in sought]


@given(st.dictionaries(HASHES, st.integers(0, 2**31 - 1), max_size=50), st.integers(0, 50))
def test_many_put_at_once_are_held_beside_those_put_alone(held: dict[int, int], cut: int) -> None:
    table = HashTable()
    alone, together = list(held.items())[:cut], list(held.items())[cut:]
    for key, value in alone:
        table.put(key, value)
    keys, values = [key for key, _ in together], [value for _, value in together]
    table.put_all(np.array(keys, np.uint64), np.array(values, np.int64))
    assert len(table) == len(held)
    assert table.find(np.array([*held], np.uint64)).tolist() == [*held.values()]


def test_a_hash_table_grows() -> None:
    table = HashTable()
    keys = np.random.default_rng(1).integers(0, 2**64, 300_000, np.uint64, endpoint=False)
    for value, key in enumerate(keys.tolist()):
        table.put(key, value)
    assert len(table) == len(keys)
    assert table.find(keys).tolist() == list(range(len(keys)))


def test_pieces_of_a_long_text_have_the_hashes_of_pieces_of_a_short_one() -> None:
    words = [f"mot{number % 977}" for number in range(80_000)] + ["x" * 50]
    text = " ".join(words)
    assert len(text) > 1 << 18
    ends = np.cumsum([len(word) + 1 for word in words]) - 1
    begins = ends - [len(word) for word in words]
    whole = hash_spans(code_points(text), begins, ends)
    for word, found in zip(words[::1000] + words[-1:], [*whole[::1000], whole[-1]], strict=False):
        alone = hash_spans(code_points(word), np.array([0]), np.array([len(word)]))
        assert found == alone[0]
    assert len(set(whole.tolist())) == len(set(words))
