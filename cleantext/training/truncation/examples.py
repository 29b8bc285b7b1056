"""Lines that are cut, lines that are whole and headings, made of texts and titles.

Texts have a paragraph a line. Sentences of them are cut at words, in words, at quotes and where a
page might set a link; titles, subheads (agencies set them between dashes, - like this - inside a
paragraph), parts of titles, and whole sentences without their final mark are what must not be
taken for cut.
"""

import random
import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

import msgspec

from cleantext.errors import DataError
from cleantext.training.text_files import read_lines

_EXAMPLES_A_PARAGRAPH = 4
_PARAGRAPHS_A_TEXT = 100_000
"""At most 100,000 paragraphs are drawn from each file."""

_KINDS = {
    "at word": 30,
    "in word": 10,
    "after another": 10,
    "at link": 16,
    "at quote": 8,
    "whole": 20,
    "whole after another": 12,
}
"""How many of 106 examples that are made of a paragraph are of each kind."""

_TITLE, _SUBHEAD, _PART, _QUOTED, _WHOLE, _SECOND_WHOLE = 4, 16, 2, 5, 0.05, 0.01
"""How much an example counts for telling text from headings, where a cut one counts 1.

A whole sentence looks like one that a link has cut, so it counts little: what does not look like
a title makes the difference.
"""

_LINK_LENGTHS = (1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 10, 14)
"""The words of a link that is no name; one of these numbers is drawn."""
_NAMED = 0.4
"""The share of links that are names."""
_SHORTEST_WITH_LINK = 4
"""A sentence of fewer than 4 words has no link."""
_LONGEST_PART = 7
"""A part of a title of at most 7 words may be a heading itself."""
_HALF = 0.5
_FINAL = (".", "!", "?", "…")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"»]?\s+(?=[\"«A-ZÉÈÀÇÊÎÔ])")
_MARK = re.compile(r"\s*[.!?…]+[\"»]?$")
_QUOTE = re.compile(r"[\"«»“”(]")
_SITE = re.compile(r" : actualité automobile, infos, scoop$")
"""What one of the sites adds to its titles."""
_BETWEEN_DASHES = re.compile(r"(?:^|[.!?\"»] ?)-\s([^-.!?\n]{3,60}) -(?=\s*\S)")
_NAME = re.compile(r"(?:\b[A-ZÉÈÀÇÊÎÔ][\w'’-]*(?: (?:de|du|la|le|des|van|von|d'|and|of) | )?){1,5}")
_JOINT = re.compile(r" ?: | ?[,;] ")


class LineKind(Enum):
    """What a line is."""

    CUT = auto()
    WHOLE = auto()
    HEADING = auto()


class CutExample(NamedTuple):
    """A line, what it is, and how much it counts for telling text from headings."""

    text: str
    kind: LineKind = LineKind.CUT
    weight: float = 1.0


class TitleRecord(msgspec.Struct, frozen=True):
    """A record of a file of titles; what else it holds does not count."""

    title: str


def cut_at_word(rng: random.Random, sentence: str) -> str:
    """Keep the first words.

    >>> cut_at_word(random.Random(3), "La digue de Kervaleg sera relevée.")
    'La digue'
    """
    words = sentence.split(" ")
    return " ".join(words[: rng.randrange(1, max(2, len(words)))])


def cut_in_word(rng: random.Random, sentence: str) -> str:
    """Keep the first letters.

    >>> cut_in_word(random.Random(1), "La digue de Kervaleg sera relevée.")
    'La digue '
    """
    return sentence[: rng.randrange(5, max(6, len(sentence) - 2))]


def cut_at_quote(rng: random.Random, sentence: str) -> str:
    """Keep what stands before a quote or bracket, perhaps from another one on.

    >>> cut_at_quote(random.Random(1), "La maire a dit « non » mardi.")
    'La maire a dit «'
    """
    quotes = list(_QUOTE.finditer(sentence))
    if not quotes:
        return ""
    quote = rng.choice(quotes)
    earlier = [other.start() for other in quotes if other.start() < quote.start()]
    return sentence[rng.choice([0, 0, *earlier]) : rng.choice(quote.span())]


def cut_at_link(rng: random.Random, sentence: str) -> tuple[str, str]:
    """Keep what stands before a link, and the link: a name or some words from the middle.

    >>> cut_at_link(random.Random(1), "La digue de Kervaleg sera relevée.")
    ('La digue de ', 'Kervaleg')
    """
    words = sentence.split(" ")
    names = [match.span() for match in _NAME.finditer(sentence, 3)]
    if len(words) < _SHORTEST_WITH_LINK:
        return "", ""
    if names and rng.random() < _NAMED:
        start, end = rng.choice(names)
        return sentence[:start], sentence[start:end].strip(" '’")
    place = rng.randrange(1, len(words) - 1)
    link = words[place : place + rng.choice(_LINK_LENGTHS)]
    return " ".join(words[:place]), " ".join(link).strip(" ,.")


def make_paragraph_examples(rng: random.Random, paragraph: str) -> Iterator[CutExample]:
    """Yield 4 examples, or fewer, from one paragraph."""
    sentences = _SENTENCE.split(paragraph)
    for kind in rng.choices(tuple(_KINDS), tuple(_KINDS.values()), k=_EXAMPLES_A_PARAGRAPH):
        place = rng.randrange(len(sentences))
        sentence = sentences[place]
        before = " ".join(sentences[max(0, place - rng.choice((1, 1, 2, 4))) : place])
        whole = _MARK.sub("", sentence)
        match kind:
            case "at word":
                yield CutExample(cut_at_word(rng, sentence))
            case "in word":
                yield CutExample(cut_in_word(rng, sentence))
            case "at quote":
                yield CutExample(cut_at_quote(rng, sentence))
            case "at link":
                cut, link = cut_at_link(rng, sentence)
                yield CutExample(f"{before} {cut}" if rng.random() < _NAMED else cut)
                yield CutExample(link)
            case "whole":
                yield CutExample(whole[rng.choice((0, 0, -130)) :], LineKind.WHOLE, _WHOLE)
            case "after another" if before:
                yield CutExample(f"{before} {cut_at_word(rng, sentence)}")
            case "whole after another" if before:
                yield CutExample(f"{before} {whole}", LineKind.WHOLE, _SECOND_WHOLE)


def make_title_examples(rng: random.Random, title: str) -> Iterator[CutExample]:
    """Yield examples from one title: itself, its parts, what it quotes, and a cut one."""
    yield CutExample(title, LineKind.HEADING, _TITLE)
    for part in _JOINT.split(title):
        if part != title and len(part.split()) <= _LONGEST_PART and rng.random() < _HALF:
            yield CutExample(part, LineKind.HEADING, _PART)
    quoted = re.search(r'"([^"]{4,60})"', title)
    if quoted and rng.random() < _HALF:
        said = quoted[1]
        line = rng.choice((f'"{said}"', f"« {said} »", f"«{said}»", said))
        yield CutExample(line, LineKind.HEADING, _QUOTED)
    if " " in title and rng.random() < _HALF / 2:
        yield CutExample(cut_at_word(rng, title))


def make_examples(texts: Sequence[Path], titles: Path) -> list[CutExample]:
    """Make all examples, in an order of chance that is always the same.

    Args:
        texts: Files with a paragraph a line; those without a final mark are left out.
        titles: A file of JSON records with a `title`.

    Raises:
        DataError: A file cannot be read, or a record has no title.
    """
    rng = random.Random(1)  # noqa: S311 - nothing secret
    found: list[CutExample] = []
    for path in texts:
        paragraphs = [line.strip() for line in read_lines(path) if line.rstrip().endswith(_FINAL)]
        for paragraph in paragraphs:
            subheads = _BETWEEN_DASHES.findall(paragraph)
            found += (CutExample(subhead, LineKind.HEADING, _SUBHEAD) for subhead in subheads)
        rng.shuffle(paragraphs)
        for paragraph in paragraphs[:_PARAGRAPHS_A_TEXT]:
            found += make_paragraph_examples(rng, _BETWEEN_DASHES.sub(". ", paragraph))
    for title in read_titles(titles):
        found += make_title_examples(rng, title)
    found = [
        one for one in found if len(one.text.strip()) > 1 and not one.text.rstrip().endswith(_FINAL)
    ]
    rng.shuffle(found)
    return found


def read_titles(path: Path) -> Iterator[str]:
    """Yield the titles of a file of JSON records.

    Raises:
        DataError: The file cannot be read, or a record has no title.
    """
    for number, line in enumerate(read_lines(path), 1):
        try:
            record = msgspec.json.decode(line, type=TitleRecord)
        except msgspec.DecodeError as reason:
            raise DataError(f"{path}: line {number}: {reason}") from reason
        yield _SITE.sub("", record.title).strip()
