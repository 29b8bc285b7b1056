"""What the package is measured on: a table of evaluation sets and how each is scored.

The sets lie outside the repository, in the folder `CLEANTEXT_EVALS`, and the corpora
in `CLEANTEXT_CORPORA`, which is `../corpora` beside it unless set. Every set brings the
`score.py` that scores it. All figures are shares in percent, the higher the better.
"""

import lzma
import random
from collections.abc import Callable
from itertools import pairwise

from casing import cased, casing
from evalsets import (
    HOME,
    Figures,
    Measurement,
    articles,
    located,
    quietly,
    records,
    scorer,
    share,
)
from furniture import (
    furniture,
    furniture_by_kind,
    furniture_in_articles,
    furniture_with_memory,
)

from cleantext.document import Document
from cleantext.pipeline import Pipeline
from cleantext.segment import sentences


def typography() -> Figures:
    """Repair typographic cases, and leave alone the ones that are right."""
    pipeline = Pipeline.of("spacing", "typography")
    table, _ = scorer("typography").score(
        lambda text: pipeline(text).text, located("typography/cases.jsonl")
    )
    return {"fixed": table["fix"][0], "left alone": table["preserve"][0]}


def is_switcher(text: str) -> bool:
    """Whether a line between two paragraphs is taken out; a subhead in it may get its own line."""
    around = "Un premier paragraphe de l’article."
    left = stripped(f"{around}\n{text}\n{around}")
    return "".join(text.split()) not in "".join(left.split())


def stripped(text: str) -> str:
    """Take out the furniture of a text."""
    return Pipeline.of("boilerplate")(text).text


def switchers() -> Figures:
    """Tell language switchers from text, and cut them off the text they are glued to."""
    figures: dict[str, float] = {}
    for name, lower in (("", False), (" lowercased", True)):
        result, *_ = quietly(lambda low=lower: scorer("switchers").score(is_switcher, low))
        figures[f"precision{name}"] = 100 * result["P"]
        figures[f"F1{name}"] = 100 * result["F1"]
        figures[f"strip{name}"] = share(
            in_one_line(stripped(f"Un titre\n{case['text']}")[len("Un titre\n") :])
            == in_one_line(case["gold"])
            for case in (
                {key: value.lower() if lower else value for key, value in case.items()}
                for case in records("switchers/strip.jsonl")
            )
        )
    return figures


def in_one_line(text: str) -> str:
    """White space does not count."""
    return " ".join(text.split())


def cut_at_end(document: Document) -> set[int]:
    """The lines of a document that are labelled as cut off at their end, from 0."""
    return {
        document.text.count("\n", 0, label.start)
        for label in document.labels
        if (label.name, label.value) == ("truncated", "end")
    }


def truncation() -> Figures:
    """Tell lines that are cut off at their end, from the line alone."""
    pipeline = Pipeline.of("truncation")

    def cut(line: str) -> bool:
        return bool(cut_at_end(pipeline(line)))

    figures: dict[str, float] = {}
    for name, lower in (("", False), (" lowercased", True)):
        groups = quietly(lambda low=lower: scorer("truncation").score(cut, lower=low))
        figures |= {f"{group}{name}": 100 * score[2] for group, score in groups.items()}
    for name, kinds in (
        ("headings left alone", {"headline", "subhead"}),
        ("sentences left alone", {"sentence_news", "sentence_ud"}),
    ):
        figures[name] = share(
            not cut(case["text"].lower())
            for case in records("truncation/trunc.jsonl")
            if case["cat"] in kinds
        )
    return figures


def cut_article(lines: list[str], rng: random.Random) -> tuple[list[str], int] | None:
    """Cut a sentence of an article at a word; mostly, the article ends there.

    Returns:
        The lines, and the place of the one that is cut; None where no line can be.
    """
    whole = [at for at, line in enumerate(lines) if at and line.endswith(".") and " " in line]
    if not whole:
        return None
    place = rng.choice([rng.choice(whole), whole[-1]])
    parts = lines[place].split(". ")
    at = rng.randrange(len(parts))
    words = parts[at].split()
    start = " ".join(words[: rng.randrange(1, max(2, len(words)))]).rstrip(".!?:;… ")
    kept = ". ".join((*parts[:at], start))
    rest = [] if place == whole[-1] else lines[place + 1 :]
    return [*lines[:place], kept, *rest], place


def truncation_in_documents(name: str) -> Figures:
    """Tell the cut line of an article from all others, with its neighbours and without.

    `room left` is what whole articles leave of the one sentence in 2,000 that may be dropped.
    """
    pipeline = Pipeline.of("truncation")
    rng = random.Random(0)
    gold = [[line.lower() for line in article] for article in articles(name)]
    cut = [found for article in gold if (found := cut_article(article, rng))]

    def score(flagged: Callable[[list[str]], set[int]]) -> float:
        hits = total = 0
        for lines, place in cut:
            found = flagged(lines)
            hits += place in found
            total += len(found) + 1
        return 200 * hits / total

    dropping = Pipeline.of("truncation", "output")
    texts = ["\n".join(article) for article in gold]
    dropped = sum(len(dropping(text).changes) for text in texts)
    allowed = sum(len(sentences(text)) for text in texts) / 2_000
    return {
        "F1": score(lambda lines: cut_at_end(pipeline("\n".join(lines)))),
        "F1 of lines alone": score(
            lambda lines: {at for at, line in enumerate(lines) if cut_at_end(pipeline(line))}
        ),
        "room left": 100 * (1 - dropped / allowed),
    }


def pieces(text: str) -> list[str]:
    """Cut a text into its sentences."""
    return [text[start:end] for start, end in sentences(text)]


def boundaries() -> Figures:
    """Find the ends of sentences."""
    result = scorer("sentences").run(pieces, verbose=False)
    return {"F1": 100 * result["ALL"][2], "F1 lowercased": 100 * result["ALL/low"][2]}


def joints() -> Figures:
    """Find the ends of sentences that no space follows, as the pipeline does: opened first.

    The set tells these ends alone. False ones are counted in a corpus: before a lowercase
    letter no sentence of it begins. `room left` is what they leave of one in 10,000 words.
    """
    spacing = Pipeline.of("spacing")
    result = scorer("sentences").run(
        lambda text: pieces(spacing(text).text), sets=["orange_glued"], verbose=False
    )
    with lzma.open(located(HOME), "rt", encoding="utf-8") as stream:
        cased = "".join(char for char in stream.read() if len(char.lower()) == 1)
    spans = sentences(cased.lower())
    false = sum(
        before.end == after.start and cased[after.start].islower()
        for before, after in pairwise(spans)
    )
    return {
        "recall": 100 * result["orange_glued"][1],
        "recall lowercased": 100 * result["orange_glued/low"][1],
        "room left": 100 * (1 - false / (len(cased.split()) / 10_000)),
    }


def language(name: str) -> Figures:
    """Name the language of short texts."""
    pipeline = Pipeline.of("language")
    result = quietly(
        lambda: scorer("langid").run(
            "cleantext", lambda text: pipeline(text).meta.get("language"), [name]
        )
    )
    figures: dict[str, float] = {}
    for suffix, case in (("", ""), (" lowercased", "/low")):
        given = result[f"{name}{case}"]
        figures[f"accuracy{suffix}"] = 100 * given["acc"]
        figures[f"French precision{suffix}"] = 100 * given["frP"]
        figures[f"French recall{suffix}"] = 100 * given["frR"]
    return figures


def _of_pages(name: str, part: int, of: int) -> Measurement:
    files = (f"boilerplate/pages_{name}.jsonl.gz", "boilerplate/score.py")
    return Measurement(files, lambda: furniture(name, part, of))


def _of_corpus(name: str) -> Measurement:
    file = f"corpora/dev/{name}.txt.xz"
    return Measurement((file, "casing/score.py"), lambda: casing(file))


def _of_cased(name: str) -> Measurement:
    file = f"corpora/dev/{name}.txt.xz"
    return Measurement((file, "casing/score.py"), lambda: cased(file))


def _of_languages(name: str) -> Measurement:
    return Measurement((f"langid/lid_{name}.jsonl", "langid/score.py"), lambda: language(name))


MEASUREMENTS = {
    "casing orangesum_2020-07": _of_corpus("orangesum_2020-07"),
    "casing wikinews_winer": _of_corpus("wikinews_winer"),
    "casing leipzig_news_2023": _of_corpus("leipzig_news_2023"),
    "casing ud_sequoia_dev": _of_corpus("ud_sequoia_dev"),
    "casing ntrex_news_2018": _of_corpus("ntrex_news_2018"),
    "cased orangesum_2020-07": _of_cased("orangesum_2020-07"),
    "cased wikinews_winer": _of_cased("wikinews_winer"),
    "typography": Measurement(("typography/cases.jsonl", "typography/score.py"), typography),
    "switchers": Measurement(
        (
            "switchers/positives.jsonl",
            "switchers/negatives.jsonl",
            "switchers/strip.jsonl",
            "switchers/score.py",
        ),
        switchers,
    ),
    "truncation": Measurement(("truncation/trunc.jsonl", "truncation/score.py"), truncation),
    "truncation in documents": Measurement((HOME,), lambda: truncation_in_documents(HOME)),
    "sentences": Measurement(
        (
            "sentences/docs_sequoia_dev.jsonl",
            "sentences/docs_partut.jsonl",
            "sentences/score.py",
        ),
        boundaries,
    ),
    "joints": Measurement(
        ("sentences/docs_orange_glued.jsonl", "sentences/score.py", HOME), joints
    ),
    "furniture fr_orange": _of_pages("fr_orange", 0, 2),
    "furniture, learnt": Measurement(
        ("boilerplate/pages_fr_orange.jsonl.gz", "boilerplate/score.py"),
        lambda: furniture_with_memory("fr_orange", 0, 2),
    ),
    "furniture other": _of_pages("other", 0, 5),
    "furniture fr_more": _of_pages("fr_more", 0, 5),
    "furniture by kind": Measurement(
        ("boilerplate/pages_fr_more.jsonl.gz",),
        lambda: furniture_by_kind("fr_more", 0, 5),
    ),
    "furniture in articles": Measurement((HOME,), lambda: furniture_in_articles(HOME)),
    "langid titles": _of_languages("orange_titles"),
    "langid headings": _of_languages("orange_headings"),
    "langid lingua": _of_languages("lingua_sentences"),
}
"""Every set by the name it has in `floors.toml`."""
