"""How the model of lines is trained, on pages that are made up."""

import gzip
import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleantext.cli import main
from cleantext.errors import DataError
from cleantext.stages.boilerplate.line_model import LineModel
from cleantext.stages.boilerplate.line_words import LineVocabulary
from cleantext.training.lines.pages import (
    UNKNOWN,
    LabelledText,
    draw_number,
    label_lines,
    read_pages,
    with_title,
)
from cleantext.training.lines.train import train

FURNITURE = ["Accueil", "+ Voile", "Partager", "Lire aussi", "Nous écrire", "© Le Phare"]
TEXT = [
    "Le conseil de Kervaleg a voté mardi soir la hausse de la digue, après deux heures de débat.",
    "Les travaux doivent commencer au printemps et coûteront près de deux millions d’euros.",
    "« Nous ne pouvons plus attendre », a dit la maire, qui se souvient de la tempête.",
    "Le port restera ouvert pendant les travaux, mais le quai sera fermé aux voitures.",
    "Les pêcheurs de Brélidy demandent que la cale soit refaite avant la saison prochaine.",
]

FEW = {"lines": [FURNITURE[0], TEXT[0]], "labels": [0, 1]}


def page(number: int) -> dict[str, object]:
    rng = random.Random(number)
    top = rng.sample(FURNITURE, 3)
    text = rng.sample(TEXT, 3)
    lines = [*top, "La digue sera relevée d’un mètre", *text, *rng.sample(FURNITURE, 4)]
    labels = [0, 0, 0, None, 1, 1, 1, 0, 0, 0, 0]
    shown = {"lines": lines, "labels": labels}
    site = f"site{number % 9}.example"
    return {"id": f"p{number}", "site": site, "lang": "fr", "insc": shown, "bs4": shown}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    path = tmp_path / "pages.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(page(at)) for at in range(30)).encode()))
    return path


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "articles.txt"
    path.write_text("\n\n".join("\n".join(TEXT[at:]) for at in range(4)), encoding="utf-8")
    return path


def test_it_learns(pages: Path, articles: Path) -> None:
    model = train([pages], articles, passes=40, tell=lambda _: None)
    shown = [*FURNITURE[:3], *TEXT[:3], *FURNITURE[3:]]
    (chances,) = model([shown])
    assert min(chances[3:6]) > max(chances[:3] + chances[6:])


def test_the_same_pages_give_the_same_file(pages: Path, articles: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        call = ["train", "lines", pages, "--articles", articles, "--passes", 2]
        result = CliRunner().invoke(main, [*map(str, call), "-o", str(tmp_path / name)])
        assert result.exit_code == 0, result.output
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert LineModel.read(tmp_path / "one").vocabulary.lists


def test_a_part_of_the_sites_is_left_out(pages: Path) -> None:
    sites = {found.site for found in read_pages(pages)}
    assert sites == {
        site for site in (f"site{at}.example" for at in range(9)) if draw_number(site) % 5 != 0
    }


def test_pages_of_a_domain_stay_together_and_forums_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    records = [
        page(at) | {"dom": f"home{at % 9}.example", "kind": "forum" if at % 2 else "news"}
        for at in range(30)
    ]
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    found = list(read_pages(path))
    assert {one.kind for one in found} == {"news"}
    assert {one.home for one in found} == {
        home for home in (f"home{at}.example" for at in range(9)) if draw_number(home) % 5 != 0
    }


TITLE = "La digue de Kervaleg sera relevée d’un mètre"
ADDRESS = "https://phare.example/2024/la-digue-de-kervaleg-sera-relevee-d-un-metre.html"


def test_the_address_tells_the_title() -> None:
    lines = [TITLE, "Voile", TITLE, "Phare", *TEXT, TITLE]
    text = LabelledText(lines, [0, 0, 0, 0, *[1] * len(TEXT), 0])
    assert with_title(text, ADDRESS) == [None, 0, 1, 0, *[1] * len(TEXT), None]
    assert with_title(text, "https://phare.example/?p=12") == text.labels


def test_labels_without_doubts_come_first() -> None:
    text = LabelledText(["Voile", TEXT[0]], [1, 1], [None, 1])
    assert with_title(text, "") == [None, 1]


def test_a_title_above_the_text_is_text_and_what_nobody_knows_does_not_count() -> None:
    lines = [*["Partager"] * 40, "La digue sera relevée d’un mètre", "", "Phare", *TEXT]
    labels = [*[0] * 40, None, 0, None, *[1] * len(TEXT)]
    found = label_lines(LabelledText(lines, labels), LineVocabulary([]))
    assert found.labels[40:42].tolist() == [1, UNKNOWN]  # the blank line is none
    assert found.weights[41] == 0
    assert len(set(found.weights.tolist())) == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "pages.jsonl: line 1"),
        ('{"id": "a", "site": "b", "lang": "fr"}', r"pages.jsonl: line 1: .*`insc`"),
        (
            json.dumps(page(1) | {"bs4": {"lines": ["a"], "labels": []}}),
            "line 1: 1 lines have 0 labels",
        ),
        (json.dumps(page(1) | {"site": "a.example"}), "too little to learn from"),
        ("", "too little to learn from"),
        (
            "\n".join(json.dumps(page(at) | {"insc": FEW, "bs4": FEW}) for at in range(3)),
            "100 together",
        ),
    ],
)
def test_bad_pages_get_a_clear_error(
    tmp_path: Path, articles: Path, content: str, message: str
) -> None:
    path = tmp_path / "pages.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        train([path], articles, tell=lambda _: None)
