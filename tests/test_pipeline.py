"""The contract that other projects rely on."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_text

import cleantext
from cleantext import ConfigError, PackError, Pipeline
from cleantext.stage import Stage
from cleantext.stages import STAGES

FIXTURES = Path(__file__).parent.parent / "fixtures"
ARTICLE = (FIXTURES / "article.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def article() -> cleantext.Document:
    return Pipeline.default("fr")(ARTICLE)


def test_stages_can_be_told_apart_in_a_set() -> None:
    stages = Pipeline.default("fr").stages
    assert len(set(stages)) == len(stages)


def test_clean_is_the_default_pipeline() -> None:
    assert cleantext.clean(ARTICLE) == Pipeline.default("fr")(ARTICLE).text


def test_an_unknown_language_is_an_error_never_a_fallback() -> None:
    with pytest.raises(PackError, match="no language pack 'xx'"):
        cleantext.clean("a", language="xx")


def test_of_runs_the_named_stages_alone_in_the_order_given() -> None:
    pipeline = Pipeline.of("typography", "spacing")
    assert [stage.name for stage in pipeline.stages] == ["typography", "spacing"]


def test_of_refuses_an_unknown_stage() -> None:
    with pytest.raises(ConfigError, match="did you mean 'typography'"):
        Pipeline.of("typografy")


def test_truncation_alone_only_labels(article: cleantext.Document) -> None:
    del article
    document = Pipeline.of("truncation")(ARTICLE)
    assert document.text == ARTICLE
    assert any(label.name == "truncated" for label in document.labels)


@pytest.mark.parametrize(
    "ending", ["c'est mieux que rien…", "et le gagnant est…", "à moins que..."]
)
def test_a_sentence_that_its_writer_lets_trail_off_stays(ending: str) -> None:
    text = f"il a plu toute la nuit sur la ville.\n{ending}\nle maire attend des secours."
    assert len(cleantext.clean(text).splitlines()) == 3


def test_what_is_kept_no_stage_touches() -> None:
    text = "2024-05-06\nle mot    exact d'elon\net puis voilà la suite du texte."
    pipeline = Pipeline.from_config({"keep": [r"le mot +exact d'elon"]})
    assert "le mot    exact d'elon\n" in pipeline(text).text


def test_clean_many_gives_documents_in_order() -> None:
    texts = ["un texte.", "un autre texte.", "2024-01-01"]
    assert [document.original for document in cleantext.clean_many(texts)] == texts


def test_clean_many_gives_the_same_with_workers() -> None:
    texts = [ARTICLE, "un texte.", ""] * 20
    assert list(cleantext.clean_many(texts, workers=2)) == list(cleantext.clean_many(texts))


def test_clean_many_refuses_an_unknown_language_at_once() -> None:
    with pytest.raises(PackError):
        cleantext.clean_many([], language="xx")


def test_explain_gives_the_place_in_the_source_and_a_reason_for_every_change() -> None:
    found = cleantext.explain(ARTICLE)
    assert found
    assert all(0 <= explanation.at <= len(ARTICLE) for explanation in found)
    assert [e.change.rule for e in found if not e.reason] == []


def test_every_stage_gives_its_reasons() -> None:
    for name in STAGES.keys() - {"output"}:  # removes by the rules of those that labelled
        (stage,) = Pipeline.of(name).stages
        assert stage.reasons
        assert all(len(reason) > 10 for reason in stage.reasons.values())


class TestTheArticle:
    def test_original_is_the_file(self, article: cleantext.Document) -> None:
        assert article.original == ARTICLE

    def test_date_goes_to_meta(self, article: cleantext.Document) -> None:
        assert article.meta["date"] == "2023-11-17"
        assert "2023-11-17" not in article.text

    def test_switcher_goes(self, article: cleantext.Document) -> None:
        assert "Nederlands" not in article.text

    def test_language(self, article: cleantext.Document) -> None:
        assert article.meta["language"] == "fr"

    def test_cut_sentence_is_labelled_left_out_and_found_in_the_changes(
        self, article: cleantext.Document
    ) -> None:
        assert "le reste du tour de table" not in article.text.lower()
        assert any("reste du tour de table" in change.before.lower() for change in article.changes)
        assert any(label.name == "truncated" and label.value == "end" for label in article.labels)

    def test_heading_stays_and_is_labelled(self, article: cleantext.Document) -> None:
        headings = [
            article.text[label.start : label.end].replace("\u202f", " ").replace("\u00a0", " ")
            for label in article.labels
            if label.name == "heading"
        ]
        assert "Un marché de 100 000 vols par jour" in headings

    def test_joints_are_opened(self, article: cleantext.Document) -> None:
        assert "X. Depuis" in article.text
        assert "l’étude. L’objectif" in article.text

    def test_no_line_is_lost(self, article: cleantext.Document) -> None:
        assert len(article.text.splitlines()) == len(ARTICLE.splitlines()) - 2

    def test_typography(self, article: cleantext.Document) -> None:
        assert "'" not in article.text
        assert "« Nous voulons" in article.text.replace("\u00a0", " ")
        assert "38\u00a0%" in article.text
        assert "100\u202f000" in article.text


PIPELINE = Pipeline.default("fr")


@settings(max_examples=200, deadline=None)
@given(any_text())
def test_original_is_the_input_whatever_it_is(text: str) -> None:
    assert PIPELINE(text).original == text


HUGE = "le maire de lyon l'a dit . il a neigé.la suite demain\n" * 6_000
DRESSED = [ARTICLE, ARTICLE.lower(), "", "\n", "Un titre\n\n« Oui » , dit-il."]


@settings(max_examples=30, deadline=None)
@given(st.lists(any_text() | st.sampled_from(DRESSED), max_size=8))
def test_a_row_gives_what_each_alone_gives(texts: list[str]) -> None:
    assert list(PIPELINE.map(texts)) == list(map(PIPELINE, texts))


def test_a_huge_text_among_others_is_cleaned_as_alone() -> None:
    texts = ["", HUGE, ARTICLE, HUGE[:200], ""]
    assert list(PIPELINE.map(texts)) == list(map(PIPELINE, texts))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (None, 'not NoneType; leave it out or give "" for it'),
        (float("nan"), 'not float; leave it out or give "" for it'),
        (np.zeros(2), "a text must be a str, not ndarray"),
        (b"un", 'not bytes; decode it first, as in `data.decode("utf-8")`'),
        (["un"], "not list"),
        ({"body": "Un."}, "the field 'text' of a record must be a str, and is missing"),
        ({"text": 3}, "the field 'text' of a record must be a str, and is int"),
    ],
)
class TestWhatIsNoText:
    def test_alone(self, given: object, told: str) -> None:
        with pytest.raises(TypeError, match=re.escape(told)):
            cleantext.clean(given)  # type: ignore[arg-type]

    def test_among_others(self, given: object, told: str) -> None:
        documents = PIPELINE.map(["un", given, "deux"])  # type: ignore[list-item]
        assert next(documents).text == "Un"
        with pytest.raises(TypeError, match="^item 1: .*" + re.escape(told)):
            next(documents)

    def test_its_error_stands_in_its_place(self, given: object, told: str) -> None:
        done = list(PIPELINE.map(["un", given, "deux"], errors="return"))  # type: ignore[list-item]
        assert (done[0].text, done[2].text) == ("Un", "Deux")  # type: ignore[union-attr]
        assert told in str(done[1])


def _stop(document: cleantext.Document) -> list[cleantext.Edit]:
    if "stop" in document.text:
        raise ValueError("no further")
    return []


@pytest.mark.parametrize("workers", [1, 2])
def test_a_rule_that_fails_over_an_item_costs_that_item_alone(workers: int) -> None:
    pipeline = Pipeline((Stage("own", (_stop,)),))
    done = list(pipeline.map(["un", "stop", "deux"], errors="return", workers=workers))
    assert [type(item).__name__ for item in done] == ["Document", "StageError", "Document"]
    assert str(done[1]) == "item 1: ValueError: no further"


def test_one_text_is_not_many() -> None:
    with pytest.raises(TypeError, match="many texts are needed, and this is one str"):
        cleantext.clean_many("bonjour")


def test_clean_many_takes_records_and_a_pipeline_of_ones_own() -> None:
    records = [{"text": "oui!", "id": 4, "site": "a.fr"}]
    (document,) = cleantext.clean_many(records, pipeline=Pipeline.of("typography"))
    assert (document.text, document.id, document.meta) == ("oui\u202f!", "4", {"site": "a.fr"})
    (document,) = cleantext.clean_many([{"text": "oui", "id": None}])
    assert document.id == ""


@pytest.mark.parametrize("tag", ["fr", "fr-FR", "fr_CA", "FR", "fr-Latn-CH"])
def test_a_tag_finds_the_pack_of_its_language(tag: str) -> None:
    assert Pipeline.default(tag) == PIPELINE


@settings(max_examples=100, deadline=None)
@given(any_text())
def test_labels_stay_inside_the_text(text: str) -> None:
    document = PIPELINE(text)
    assert all(0 <= label.start <= label.end <= len(document.text) for label in document.labels)


@pytest.mark.parametrize("name", ["encoding", "spacing", "accents", "truecase", "typography"])
def test_a_repairing_stage_is_idempotent(name: str) -> None:
    pipeline = Pipeline.of(name)

    @settings(max_examples=150, deadline=None)
    @given(any_text())
    def check(text: str) -> None:
        once = pipeline(text).text
        assert pipeline(once).text == once

    check()


@pytest.mark.parametrize(
    "text",
    [
        "la berline k9.autre point fort : son prix.",
        "il court dans les années 70.un record est battu à 5h00.la foule crie.",
        "le groupe (afp)par la voix de son chef a dit oui.",
        'une "belle journée"...autant dire une fête.',
        "le rôle de .rs et de .envoi reste obscur pour nous.",
        "un mot(vision de loin, il attend encore.",
        "les particip!s ont r?ussi le sr?71 hier soir.",
        "il a parlé de ...grok hier soir à paris.",
        "-une fête au village\n-la suite demain",
    ],
)
def test_what_the_first_cleaning_leaves_the_second_leaves_too(text: str) -> None:
    once = PIPELINE(text).text
    assert PIPELINE(once).text == once


@settings(max_examples=100, deadline=None)
@given(any_text())
def test_truecase_changes_nothing_but_case(text: str) -> None:
    document = Pipeline.of("truecase")(text)
    assert document.text.casefold() == text.casefold()
    assert len(document.text) == len(text)


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_each_stage_by_itself_takes_half_a_surrogate_pair(stage: str) -> None:
    text = "Le maire \ud83d parle.\nPartager \ud83d\nFrançais \ud83d English Deutsch"
    assert Pipeline.of(stage)(text).original == text
