"""The encoding stage: what it repairs, what it leaves alone, and that nothing is lost."""

import time
from itertools import product

import ftfy
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import SENTENCES, any_text, damaged_french, texts

from cleantext.document import Document, Label
from cleantext.languages.pack import load
from cleantext.stages.encoding import guard
from cleantext.stages.encoding import stage as encoding

STAGE = encoding.build(load("fr"), encoding.Options())


def clean(text: str) -> str:
    return STAGE(Document(text)).text


def rules(text: str) -> set[str]:
    return {change.rule for change in STAGE(Document(text)).changes}


REPAIRED = [
    # UTF-8 read as windows-1252 or latin-1
    ("mojibake", "dÃ©veloppement", "développement"),
    ("mojibake", "lâ€™entreprise", "l’entreprise"),
    ("mojibake", "Ã\u00a0 Paris", "à Paris"),
    ("mojibake", "Ã  Paris", "à Paris"),
    ("mojibake", "Ã Paris", "à Paris"),
    ("mojibake", "voilÃ le travail", "voilà le travail"),
    ("mojibake", "Ã quel prix", "à quel prix"),
    ("mojibake", "cÅ“ur", "cœur"),
    ("mojibake", "Â«\u00a0ouiÂ\u00a0Â»", "«\u00a0oui\u00a0»"),
    ("mojibake", "5 â‚¬", "5 €"),
    ("mojibake", "Ã‰tat, Ã‡a", "État, Ça"),
    ("mojibake", "dâ\x80\x99ici", "d’ici"),
    # twice over
    ("mojibake", "Ã\u0192Â©tÃ\u0192Â©", "été"),
    # beside text that is right
    ("mojibake", "l’été, dÃ©jÃ\u00a0 passé", "l’été, déjà passé"),
    (
        "mojibake",
        "il a jugé !\u00a0Ã€ Marseille, les sÅ“urs",
        "il a jugé !\u00a0À Marseille, les sœurs",
    ),
    ("mojibake", "fin !\u00a0Â© ici, déjà", "fin !\u00a0© ici, déjà"),
    # lowercased after the damage
    (
        "mojibake",
        "dã©veloppement ã  paris, lâ€™å“uvre, ã‰tat",
        "développement à paris, l’œuvre, état",
    ),
    ("mojibake", "le cå“ur", "le cœur"),
    (
        "mojibake",
        "l’été.\u00a0â« nous cã©dons â», dã‰jã\u00a0",
        "l’été.\u00a0« nous cédons », déjà",
    ),
    # windows-1252 read as latin-1
    ("mojibake", "l\x92\x8cuvre\x85", "l’Œuvre…"),
    ("html-entity", "&eacute;t&eacute;", "été"),
    ("html-entity", "P&EACUTE;REZ", "PÉREZ"),
    ("html-entity", "20&nbsp;%", "20\u00a0%"),
    ("html-entity", "R&amp;D", "R&D"),
    ("html-entity", "&amp;amp;lt;b&amp;gt;", "<b>"),
    ("html-entity", "l&#8217;an, l&#x2019;an", "l’an, l’an"),
    ("html-entity", "a&#13;&#10;b", "a\nb"),
    ("line-ends", "a\r\nb\rc\u2028d\u2029e\x0cf", "a\nb\nc\nd\ne\nf"),
    ("control", "\ufeffParis", "Paris"),
    ("control", "a\x00b\x07c\x7f", "abc"),
    ("control", "\x1b[31mrouge\x1b[0m", "rouge"),
    ("control", "image\ufffc ici", "image ici"),
    ("invisible", "déve\u00adloppement", "développement"),
    ("invisible", "a\u200bb\u2060c\u200dd", "abcd"),
    ("invisible", "\u200eParis\u200f", "Paris"),
    ("invisible", "sans\u200c joint", "sans joint"),
    ("nfc", "e\u0301te\u0301, A\u0300 bas", "été, À bas"),
    ("presentation", "\ufb01n de l’af\ufb02uence", "fin de l’affluence"),
    ("presentation", "ＴＶ５", "TV5"),
    ("surrogate", "\ud83d\ude00 et \ud83d", "😀 et \ufffd"),
]


@pytest.mark.parametrize(("rule", "text", "expected"), REPAIRED)
def test_repairs(rule: str, text: str, expected: str) -> None:
    assert clean(text) == expected
    assert rules(text) == {f"encoding.{rule}"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "« L’été », œuvre d’Œdipe : 20\u00a0% – 3\u202f000\u00a0€…",
        "“double”, ‘simple’, 'droit', \"droit\"",
        "SÃO PAULO, AÇÃO, NÃO, IRMÃ",
        "AT&T, Dolce & Gabbana, a&b;c",
        "1 < 2 > 0, la balise <b> met en gras",
        "m², n° 5, 1º, ½, ©, œ",
        "À l’ÂGE d’or, MAÎTRE, OÙ",
        "日本語 한국어 Русский العربية हिन्दी",
        "می\u200cخواهم, क्\u200dष, 👩\u200d👩\u200d👧",
        "שלום\u200f (ok)",
        "ภาษา\u200bไทย",
        "une  double espace,\tune tabulation",
        "\n\n \n",
    ],
)
def test_leaves_alone(text: str) -> None:
    document = STAGE(Document(text))
    assert document.text == text
    assert document.changes == ()


@pytest.mark.parametrize("sentence", SENTENCES)
def test_undoes_the_mojibake_of_whole_sentences(sentence: str) -> None:
    assert clean(sentence.encode().decode("latin-1")) == sentence


def test_each_change_is_a_few_words_and_tells_its_reason() -> None:
    document = STAGE(Document("Le dÃ©veloppement de R&amp;D Ã Paris"))
    assert [(change.before, change.after, change.rule) for change in document.changes] == [
        ("Ã", "à", "encoding.mojibake"),
        ("R&amp;D", "R&D", "encoding.html-entity"),
        ("dÃ©veloppement", "développement", "encoding.mojibake"),
    ]
    assert {change.rule for change in document.changes} <= STAGE.reasons.keys()


def test_every_fixer_has_a_reason() -> None:
    assert {rule for rule, _ in encoding.FIXERS} <= set(encoding.REASONS)


def test_a_line_is_repaired_by_what_stands_in_it_alone() -> None:
    assert clean("Ã©tÃ©\nSÃO PAULO\ndÃ©jÃ ") == "été\nSÃO PAULO\ndéjà "


def test_protected_words_stay() -> None:
    text = "dÃ©jÃ vu, dÃ©jÃ dit"
    document = Document(text, labels=(Label(0, 7, "protected", "", "keep.pattern"),))
    assert STAGE(document).text == "dÃ©jÃ vu, déjà dit"


@given(any_text())
def test_is_idempotent_and_undone_exactly(text: str) -> None:
    document = STAGE(Document(text))
    assert document.original == text
    assert STAGE(Document(document.text)).changes == ()


@given(any_text())
def test_the_guard_passes_over_nothing(text: str) -> None:
    whole = encoding._LINE_END.sub("\n", text)  # noqa: SLF001
    assert clean(text) == "\n".join(map(encoding.repair, whole.split("\n")))


PLAIN = "aZ œŒ’«»“…€°éÉÎÏàÀ\u00a0\u202f–"


@given(st.text(PLAIN, max_size=12))
def test_the_guard_passes_over_no_plain_characters(text: str) -> None:
    if not guard.suspect(text):
        assert encoding.repair(text) == text


@given(st.text(PLAIN + "Ã©Â&\n u[~\x7f\ud800", max_size=30))
def test_the_guard_of_a_whole_text_passes_over_no_line(text: str) -> None:
    assert clean_characters(text) == "\n".join(map(encoding.repair, text.split("\n")))


def clean_characters(text: str) -> str:
    """Return a text whose lines are repaired where a guard lets them through."""
    document = Document(text)
    return document.apply("encoding", encoding.characters(document)).text


def test_the_guard_passes_over_no_pair_of_letters() -> None:
    letters = [chr(code) for code in range(0xA0, 0x180)] + list("’‘“”–—…€•‰™\u202f")
    for first, second in product(letters, repeat=2):
        for text in (first + second, f"x{first}{second}x", f" {first} {second} "):
            if not guard.suspect(text):
                assert encoding.repair(text) == text


@given(damaged_french())
def test_what_ftfy_repairs_is_repaired(text: str) -> None:
    assume(not encoding._LOWERED_SEEN.search(text))  # noqa: SLF001 - there ftfy does harm
    repaired = ftfy.fix_text(text, unescape_html=True, uncurl_quotes=False)
    assert clean(repaired) == clean(text)


@given(texts())
def test_what_comes_out_can_be_written(text: str) -> None:
    out = clean(text)
    assert out.encode("utf-8").decode("utf-8") == out


HOSTILE = {
    "nested entities": "&" + "amp;" * 50_000,
    "entities that make entities": "&" * 50_000 + "#97;mp;" * 50_000,
    "mojibake in every word": "Ã© x " * 20_000,
    "half mojibake": "Ã©é" * 20_000,
    "lost bytes": "Ã\ufffdâ€\ufffd" * 20_000,
    "combining marks out of order": "e" + "\u0301\u0316" * 50_000,
    "one long word": "é" * 200_000 + "&amp;",
    "line ends": "\r" * 100_000,
    "joiners": "a\u200d" * 50_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_takes_bounded_time(text: str) -> None:
    before = time.process_time()
    document = STAGE(Document(text))
    assert time.process_time() - before < 5
    assert document.original == text
    assert clean(document.text) == document.text
