from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleantext
from cleantext.changes import Span
from cleantext.document import Document
from cleantext.errors import PackError
from cleantext.languages.pack import FOLDER, load
from cleantext.rules.lines import Match
from cleantext.stages.boilerplate.furniture import FEWEST_LINES, LINE
from cleantext.stages.boilerplate.line_features import features
from cleantext.stages.boilerplate.line_model import LineModel, line_model
from cleantext.stages.boilerplate.page_verdicts import FoundLine, spare_lists, spare_subheads
from cleantext.stages.boilerplate.site_memory import MEMORY
from cleantext.stages.boilerplate.stage import Options, build

STAGE = build(load("fr"), Options())
HEADER = ["Le Phare", "Une", "Région", "Sport", "Culture", "+ Rugby", "+ Voile", "+ Pétanque"]
TITLE = "La digue de Kervaleg sera relevée d’un mètre"
ARTICLE = [
    "Le conseil municipal a voté mardi soir la hausse de la digue, après trois heures de débat.",
    "Les travaux doivent commencer au printemps et coûteront près de deux millions d’euros.",
    "« Nous ne pouvons plus attendre », a dit la maire, qui se souvient de la tempête de 2008.",
    "Un chantier de deux ans",
    "Le port restera ouvert pendant les travaux, mais le quai nord sera fermé aux voitures.",
    "Les pêcheurs demandent, eux, que la cale soit refaite avant la saison, dans un an.",
]
FOOTER = [
    "Rugby : les Goélands battus de peu à Brélidy",
    "Trois idées de sortie pour dimanche",
    "Une fuite d’eau au collège",
    "+ Nos kiosques",
    "+ La criée en ligne",
    "+ Marées et phares",
    "Le Phare est édité par la société du même nom",
]


@pytest.mark.parametrize("written", [str, str.lower])
def test_an_article_comes_out_of_its_page(written: Callable[[str], str]) -> None:
    document = STAGE(Document(written("\n".join([*HEADER, TITLE, *ARTICLE, *FOOTER]))))
    assert written("\n".join(ARTICLE)) in document.text
    left = set(document.text.split("\n"))
    assert len(left & {written(line) for line in HEADER + FOOTER}) <= 2


def test_a_removed_line_tells_its_rule_and_how_sure_it_is() -> None:
    document = STAGE(Document("\n".join([*HEADER, TITLE, *ARTICLE, *FOOTER])))
    judged = [change for change in document.changes if change.rule == LINE]
    assert judged
    assert all(0.5 < change.score <= 1 for change in judged)
    assert STAGE.reasons[LINE]


@pytest.mark.parametrize("written", [str, str.lower])
def test_text_alone_keeps_every_line(written: Callable[[str], str]) -> None:
    text = written("\n".join([TITLE, *ARTICLE]))
    assert STAGE(Document(text)).text == text


@given(st.lists(st.sampled_from(HEADER + FOOTER + ARTICLE), max_size=FEWEST_LINES - 1))
def test_a_few_lines_are_no_page(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert cleantext.Pipeline.of("boilerplate")(text).text == text


RESULTS = ["Kerdraon (5/6)", "Le Bihan", "Guivarc’h (1/1)", "Tanguy (3/3)", "Nédélec (2 arrêts)"]


@pytest.mark.parametrize("written", [str, str.lower])
@pytest.mark.parametrize("tail", [["Rugby : mort d’Alan Kerdraon"], RESULTS, RESULTS * 3])
def test_an_article_without_its_page_keeps_titles_and_results(
    written: Callable[[str], str], tail: list[str]
) -> None:
    text = written("\n".join([TITLE, *ARTICLE, *tail]))
    assert STAGE(Document(text)).text == text


def test_a_teaser_goes_with_the_call_at_its_end() -> None:
    teaser = "Une panne d’eau à la halle de Brélidy dimanche soir. En savoir plus"
    document = STAGE(Document("\n".join([*HEADER, TITLE, *ARTICLE, *FOOTER[:1], teaser, *FOOTER])))
    assert "panne" not in document.text


@pytest.mark.parametrize(
    ("subhead", "below", "rule", "score", "stays"),
    [
        ("Un chantier de deux ans", ARTICLE[4], LINE, 0.5, True),
        ("Un chantier de deux ans", ARTICLE[4], LINE, 0.7, False),  # most likely furniture
        ("Un chantier de deux ans", ARTICLE[4], MEMORY, 0.5, False),  # repeats on the site
        ("Un chantier de deux ans", "", LINE, 0.5, False),  # nothing below
        ("Un chantier de deux ans", FOOTER[1], LINE, 0.5, False),  # no text below
        ("Un chantier de deux ans.", ARTICLE[4], LINE, 0.5, False),  # a sentence
        ("Un " * 13 + "an", ARTICLE[4], LINE, 0.5, False),  # too long
    ],
)
def test_a_subhead_between_two_paragraphs_is_spared(
    subhead: str, below: str, rule: str, score: float, *, stays: bool
) -> None:
    lines = [ARTICLE[0], "", subhead, below]
    found = [FoundLine(2, (Span(0, 1),), Match(rule), score)]
    assert (spare_subheads(lines, set(), found) == []) == stays
    assert spare_subheads(lines, {0}, found) == found


@pytest.mark.parametrize(
    ("items", "head", "below", "score", "stay"),
    [
        (
            ["* Ouigo : 3 sur 4", "* TER : 1 sur 2"],
            "Voici les trains prévus :",
            ARTICLE[4],
            0.7,
            True,
        ),
        (["- Nord", "- Sud"], "Voici les trains prévus :", ARTICLE[4], 0.7, True),
        (["1. Nord", "2. Sud"], "Voici les trains prévus :", ARTICLE[4], 0.7, True),
        (["* Nord", "* Sud"], "Voici les trains prévus :", ARTICLE[4], 0.9, False),  # furniture
        (["* Nord", "* Sud"], "Voici les trains prévus.", ARTICLE[4], 0.7, False),  # not announced
        (["* Nord", "* Sud"], "Partager :", ARTICLE[4], 0.7, False),  # by a label
        (["* Nord", "* Sud"], "Voici les trains prévus :", FOOTER[1], 0.7, False),  # no text below
        (["Nord", "Sud"], "Voici les trains prévus :", ARTICLE[4], 0.7, False),  # no items
        (["8.30 Nord", "9.15 Sud"], "Voici les trains prévus :", ARTICLE[4], 0.7, False),  # times
    ],
)
def test_a_list_that_an_article_announces_is_spared(
    items: list[str], head: str, below: str, score: float, *, stay: bool
) -> None:
    lines = [ARTICLE[0], head, "", *items, below]
    found = [FoundLine(number, (Span(0, 1),), Match(LINE), score) for number in (3, 4)]
    assert (spare_lists(lines, set(), found) == []) == stay
    assert spare_lists(lines, {1}, found) == found


def test_the_likely_items_of_a_list_stay_with_one_that_stays() -> None:
    lines = [ARTICLE[0], "Voici les trains prévus :", "* Nord", "* Sud", "* Est"]
    found = [FoundLine(at, (Span(0, 1),), Match(LINE), score) for at, score in ((3, 0.7), (4, 0.9))]
    assert spare_lists(lines, set(), found) == found[1:]


def test_with_threshold_0_the_rules_decide_alone() -> None:
    page = "\n".join([*HEADER, TITLE, *ARTICLE, *FOOTER])
    assert build(load("fr"), Options(threshold=0))(Document(page)).text == page


@given(st.lists(st.sampled_from([*HEADER, *FOOTER, *ARTICLE, "", " "])).map("\n".join))
def test_no_page_is_emptied_and_all_is_undone(text: str) -> None:
    document = STAGE(Document(text))
    assert bool(document.text.strip()) == bool(text.strip())
    assert document.original == text


one_line = st.text(st.characters(exclude_categories=["Cs", "Zl", "Zp", "Cc"]), min_size=1)
lines_of_any_text = st.lists(one_line.filter(lambda line: line == line.strip()), min_size=1)


@given(st.lists(st.lists(st.sampled_from([*HEADER, *FOOTER, *ARTICLE])) | lines_of_any_text))
def test_a_page_among_others_is_judged_as_alone(pages: list[list[str]]) -> None:
    model = line_model()
    assert model(pages) == [chances for page in pages for chances in model([page])]


@given(lines_of_any_text)
def test_any_lines_have_features_and_chances(lines: list[str]) -> None:
    seen = features([lines], line_model().vocabulary)
    assert seen.dtype == np.uint8
    assert seen.shape[1] == len(lines)
    (chances,) = line_model()([lines])
    assert len(chances) == len(lines)
    assert all(0 <= chance <= 1 for chance in chances)


def test_no_lines_have_no_chances() -> None:
    assert line_model()([]) == []


def test_a_model_file_comes_back_as_it_went(tmp_path: Path) -> None:
    shipped = FOLDER / "lines.model"
    LineModel.read(shipped).write(tmp_path / "lines.model")
    assert (tmp_path / "lines.model").read_bytes() == shipped.read_bytes()


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: data.replace(b'"version":3', b'"version":9'), "not cleantext-lines 3"),
        (lambda data: data[:-9], "damaged"),
        (lambda data: data + b"more", "damaged"),
        (lambda _: b"no model", "is no model"),
        (lambda data: data.replace(b'"digest":"', b'"digest":"0', 1), "damaged"),
        (lambda data: data.replace(b'"aux"', b'"eux"', 1), "damaged"),
    ],
)
def test_a_damaged_model_is_refused(
    tmp_path: Path, damage: Callable[[bytes], bytes], message: str
) -> None:
    path = tmp_path / "lines.model"
    path.write_bytes(damage((FOLDER / "lines.model").read_bytes()))
    with pytest.raises(PackError, match=message):
        LineModel.read(path)


def test_a_missing_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be read"):
        LineModel.read(tmp_path / "none.model")


@pytest.mark.parametrize("line", ["a", "| " * 200, "a" * 4000, "1\u00a0", "Lire la suite : "])
def test_hostile_pages_take_bounded_time(line: str) -> None:
    STAGE(Document(f"{line}\n" * 2000))
