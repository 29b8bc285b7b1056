r"""Text for concordancers: vertical files and CoNLL-U, a token a line, and nothing said of it.

[Vertical text](https://www.sketchengine.eu/my_keywords/vertical/) is what Sketch Engine, NoSketch
Engine and the IMS Corpus Workbench (`cwb-encode -xsB`) read: tokens between the tags of documents,
paragraphs and sentences, `<g/>` where no space stands between two, and signs of XML as entities.
[CoNLL-U](https://universaldependencies.org/format.html) has ten columns, of which those of the
tagger are empty (`_`). A paragraph is a line of the text. White space is one space, in CoNLL-U also
in `# text`, and what neither XML nor a line can hold is U+FFFD.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from cleantext.changes import Span
from cleantext.corpus.formats.sentences import cut_of
from cleantext.document import Document
from cleantext.text.tokens import TokenVocabulary

_SPACE = re.compile(r"\s+")
_NO_TEXT = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f]")
"""What XML 1.0 does not allow, or not without a name: control characters and halves of pairs."""
_REPLACED = "\ufffd"
_NO_NAME = re.compile(r"[^a-z0-9_]+")
_LINE_ENDS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_EMPTY = "_"


class _Sentence(NamedTuple):
    """A sentence and its tokens.

    Attributes:
        begins: Whether a paragraph begins with it.
        cut: Where it is cut off, if it is.
        tokens: Each with whether a space follows it in the sentence.
    """

    begins: bool
    cut: str | None
    tokens: list[tuple[str, bool]]


def as_vertical(document: Document, sentences: Sequence[Span], words: TokenVocabulary) -> bytes:
    r"""Return a document as vertical text.

    >>> from cleantext.text.segmenter import SentenceVocabulary
    >>> words = TokenVocabulary(SentenceVocabulary())
    >>> document = Document("Oui, a<b", "x", {"source": "le \"j\""})
    >>> print(as_vertical(document, [Span(0, 8)], words).decode().replace("\n", " ").strip())
    <doc id="x" source="le &quot;j&quot;"> <p> <s> Oui <g/> , a <g/> &lt; <g/> b </s> </p> </doc>
    """
    facts = "".join(f' {name}="{_escaped(value)}"' for name, value in _facts(document))
    lines = [f"<doc{facts}>"]
    for sentence in _sentences(document, sentences, words):
        if sentence.begins:
            lines += ["</p>", "<p>"] if len(lines) > 1 else ["<p>"]
        lines.append(f'<s cut="{sentence.cut}">' if sentence.cut else "<s>")
        for token, spaced in sentence.tokens:
            lines += [_escaped(token)] if spaced else [_escaped(token), "<g/>"]
        if lines[-1] == "<g/>":
            lines.pop()  # nothing follows the last token
        lines.append("</s>")
    lines += ["</p>", "</doc>"] if len(lines) > 1 else ["</doc>"]
    return "".join(f"{line}\n" for line in lines).encode()


def as_conllu(document: Document, sentences: Sequence[Span], words: TokenVocabulary) -> bytes:
    """Return a document as CoNLL-U; of a document without a sentence nothing can be written."""
    name = quote(document.id.encode("utf-8", "replace"), safe="#.:@+,;=~")
    lines: list[str] = []
    for number, sentence in enumerate(_sentences(document, sentences, words), 1):
        if number == 1:
            (_, identity), *facts = _facts(document)
            lines.append(f"# newdoc id = {identity}" if identity else "# newdoc")
            lines += (f"# meta::{key} = {value}" for key, value in facts if value)
        if sentence.begins:
            lines.append("# newpar")
        lines.append(f"# sent_id = {name}-s{number}")
        if sentence.cut:
            lines.append(f"# cut = {sentence.cut}")
        text = "".join(f"{token} " if spaced else token for token, spaced in sentence.tokens)
        lines.append(f"# text = {text.rstrip(' ')}")
        last = len(sentence.tokens)
        for at, (token, spaced) in enumerate(sentence.tokens, 1):
            told = _EMPTY if spaced or at == last else "SpaceAfter=No"
            lines.append("\t".join([str(at), token, *(_EMPTY,) * 7, told]))
        lines.append("")
    return "".join(f"{line}\n" for line in lines).encode()


def _sentences(
    document: Document, sentences: Sequence[Span], words: TokenVocabulary
) -> Iterator[_Sentence]:
    text, behind = document.text, 0
    for number, (start, end) in enumerate(sentences):
        begins = number == 0 or bool(_LINE_ENDS.search(text, behind, start))
        sentence = text[start:end]
        found = words.tokens(sentence)
        follow = [each.start for each in found[1:]] + [len(sentence)]
        tokens = [
            (_NO_TEXT.sub(_REPLACED, sentence[one:other]), other < following)
            for (one, other), following in zip(found, follow, strict=True)
        ]
        yield _Sentence(begins, cut_of(document, start, end), tokens)
        behind = end


def _facts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the id and what `meta` says in one value, under names that every tool takes."""
    yield "id", _one_line(document.id)
    seen = {"id"}
    for key, value in document.meta.items():
        name = _NO_NAME.sub("_", key.lower()).strip("_")
        if isinstance(value, str | int | float) and name[:1].isalpha() and name not in seen:
            seen.add(name)
            yield name, _one_line(str(value))


def _one_line(text: str) -> str:
    return _NO_TEXT.sub(_REPLACED, _SPACE.sub(" ", text)).strip()


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")
