"""What counts as a duplicate, what is compared, and that memory does not decide."""

import io
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from cleantext.config import Duplicates
from cleantext.document import Document
from cleantext.passes.duplicates import folding, keys, marks
from cleantext.passes.duplicates.judge import Judge
from cleantext.passes.duplicates.keys import Keys
from cleantext.passes.duplicates.shingles import shingles
from cleantext.text.folding import folded

WORDS = [f"mot{number}" for number in range(3000)]


def judged(
    options: Duplicates, documents: list[str], folder: Path, held: int = 1000
) -> dict[str, tuple[str, str, float]]:
    """By the number of each document that went: the reason, what it repeats, how similar it is."""
    noted = io.BytesIO()
    marker = marks.Marker(options, noted)
    for number, text in enumerate(documents):
        marker.add(Document(text, str(number)), 0)
    marker.flush()
    noted.seek(0)
    found = {}
    folder.mkdir()
    with Judge(options, folder, held=held) as judge:
        first = 0
        for some in marks.read_marks(noted):
            for place, twin in judge.judge(some).items():
                found[str(first + place)] = (twin.reason, twin.of["id"], twin.similarity)
            first += len(some.documents)
    return found


def article(seed: int, words: int = 300) -> list[str]:
    return random.Random(seed).choices(WORDS, k=words)


def edited(words: list[str], every: int) -> list[str]:
    return ["autre" if at % every == 0 else word for at, word in enumerate(words)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L’été à Paris.", "l'ete a paris"),
        ("ÉTÉ : « 12 % »", "été 12"),
        ("Le cœur\nbat", "le coeur bat"),
        ("e\u0301te\u0301", "été"),
        ("1\u202f000 €", "1000"),
        ("aujourd’hui", "aujourd hui"),
        ("Łódź", "LÓDŹ"),
        ("ФИЛЬМ", "фильм"),
    ],
)
def test_texts_that_differ_in_case_accents_signs_and_spaces_fold_to_the_same(
    one: str, other: str
) -> None:
    if "Ł" in one:
        other = other.replace("L", "Ł")  # a letter of its own, and no L with an accent
    assert folding.folded(one) == folding.folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Иван", "Пётр"), ("東京", "京都"), ("un an", "un âne"), ("12", "21")]
)
def test_other_letters_stay_apart(one: str, other: str) -> None:
    assert folding.folded(one) != folding.folded(other)


@given(texts())
def test_nothing_but_letters_and_digits_counts(text: str) -> None:
    letters = "".join(each for each in folded(text) if each.isalnum())
    assert folding.folded(text) == folding.folded(letters)
    assert folding.spaced(text).replace(b" ", b"") == folding.folded(text)


@given(st.lists(st.lists(st.sampled_from(["un", "deux", "à", " ", ".", "œuf"]), max_size=30)))
def test_shingles_are_those_of_five_words(documents: list[list[str]]) -> None:
    raw = [folding.spaced(" ".join(words)) for words in documents]
    found = shingles(raw)
    of: dict[bytes, int] = {}
    for number, text in enumerate(raw):
        words = text.split()
        parts = [b" ".join(words[at : at + 5]) for at in range(len(words) - 4)]
        hashes = found.hashes[found.borders[number] : found.borders[number + 1]].tolist()
        assert len(hashes) == len(parts)
        for part, value in zip(parts, hashes, strict=True):
            assert of.setdefault(part, value) == value
    assert len(set(of.values())) == len(of)


@given(st.lists(st.lists(st.integers(0, 1 << 60), max_size=8), max_size=60), st.data())
def test_keys_are_found_wherever_they_are_held(
    tmp_path_factory: pytest.TempPathFactory, added: list[list[int]], data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "FILES", 2)
        index = Keys(tmp_path_factory.mktemp("keys"), "k", held=10)
        for number, some in enumerate(added):
            index.add(np.array(some, np.uint64), np.full(len(some), number, np.uint64))
    wanted = data.draw(st.lists(st.sampled_from([7, *(key for some in added for key in some)])))
    places, numbers = index.find(np.array(wanted, np.uint64))
    expected = [
        (place, number)
        for place, key in enumerate(wanted)
        for number, some in enumerate(added)
        for each in some
        if each == key
    ]
    assert sorted(zip(places.tolist(), numbers.tolist(), strict=True)) == sorted(expected)


def test_of_exact_copies_the_first_stays_and_is_named(tmp_path: Path) -> None:
    documents = ["Un été.", "Autre.", "un ete", "UN ÉTÉ !", "…", "—", "autre"]
    assert judged(Duplicates(exact=True), documents, tmp_path / "j") == {
        "2": ("duplicate", "0", 1.0),
        "3": ("duplicate", "0", 1.0),
        "6": ("duplicate", "1", 1.0),
    }


def test_near_copies_go_and_others_stay(tmp_path: Path) -> None:
    documents = [" ".join(article(seed)) for seed in range(40)]
    near = [" ".join(edited(article(seed), 100)) for seed in range(40)]  # 0.9 in common
    far = [" ".join(edited(article(seed), 15)) for seed in range(40)]  # half of it
    found = judged(Duplicates(similarity=0.8), [*documents, *near, *far], tmp_path / "j")
    assert {name: twin[:2] for name, twin in found.items()} == {
        str(40 + seed): ("near-duplicate", str(seed)) for seed in range(40)
    }
    assert all(0.8 <= similarity < 1 for *_, similarity in found.values())


def test_a_copy_that_is_cut_or_under_another_head_is_told_by_what_it_holds(tmp_path: Path) -> None:
    whole, other = article(1), article(2)
    documents = [whole, whole[:180], other[:12] + whole[20:], whole + other]
    found = judged(
        Duplicates(similarity=0.95, contained=0.85),
        [" ".join(d) for d in documents],
        tmp_path / "j",
    )
    assert {name: twin[:2] for name, twin in found.items()} == {
        "1": ("contained in another", "0"),
        "2": ("contained in another", "0"),
    }


def test_what_is_made_of_paragraphs_of_others_goes_and_what_shares_a_footer_stays(
    tmp_path: Path,
) -> None:
    one, two = (
        "\n".join(" ".join(article(seed * 9 + at, 40)) for at in range(4)) for seed in (1, 2)
    )
    footer = " ".join(article(99, 30))
    documents = [f"{one}\n{footer}", f"{two}\n{footer}", f"{one}\n{two}"]
    found = judged(Duplicates(paragraphs=0.9), documents, tmp_path / "j")
    assert {name: twin[:2] for name, twin in found.items()} == {"2": ("repeated paragraphs", "0")}


@pytest.mark.parametrize("similarity", [0.5, 0.8, 1.0])
def test_texts_without_shingles_are_near_to_nothing(tmp_path: Path, similarity: float) -> None:
    documents = ["", "un", "deux", "un deux trois quatre", "un deux trois cinq"]
    assert judged(Duplicates(similarity=similarity), documents, tmp_path / "j") == {}


def test_it_is_not_memory_that_decides(tmp_path: Path) -> None:
    chance = random.Random(3)
    documents = [" ".join(article(seed % 300, 120)) for seed in range(600)]
    chance.shuffle(documents)
    options = Duplicates(similarity=0.8, paragraphs=0.9)
    in_memory = judged(options, documents, tmp_path / "a", held=10_000_000)
    assert judged(options, documents, tmp_path / "b", held=100) == in_memory
    assert len(in_memory) == 300
    assert any((tmp_path / "b").glob("bands.*"))


def test_what_all_documents_share_takes_no_time(tmp_path: Path) -> None:
    footer = " ".join(article(0, 200))
    documents = [f"{footer} {' '.join(article(seed, 100))}" for seed in range(2000)]
    assert not judged(Duplicates(similarity=0.8), documents, tmp_path / "j")
