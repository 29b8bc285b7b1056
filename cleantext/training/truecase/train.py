"""Trains a truecaser from cased text; the same corpora give the same file.

The corpora are a folder with `train/*.txt.xz` (or `.txt`: a sentence or a paragraph a
line), and, if there are any, `names*/*.txt.xz` (a name a line), `lexicons/*.txt.xz` (the forms
of a language's words, a form a line, see `tools/list_forms.py`) and `ranks.txt.xz` (the forms of
a large text, the commonest first, see `tools/list_ranks.py`). What is learnt from a word must
hold for words that nobody has seen, so in training a rare word is hidden at random: the
network sees its letters and its neighbours but not the word itself. At the end its layers teach
others of half the units.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from cleantext.errors import DataError
from cleantext.languages.products import one_thread
from cleantext.languages.settings import Morphology
from cleantext.stages.truecase.features import (
    BUCKETS,
    GAPS,
    LEXICON_BITS,
    NAME_BITS,
    OPENING,
    START,
    WordFeatures,
    mask_number,
    parse_key,
)
from cleantext.stages.truecase.model import DEPENDS, DOUBT, TruecaserModel
from cleantext.stages.truecase.network import AROUND
from cleantext.stages.truecase.sequences import (
    BREAK,
    SequenceTable,
    hash_sequences,
    hash_word,
    mix_in_gaps,
)
from cleantext.stages.truecase.spelling import LOWER, MIXED, MixedCase
from cleantext.training.truecase.cased_text import (
    NO_FORM,
    Corpus,
    Starts,
    read_corpus,
    read_ranks,
)
from cleantext.training.truecase.distillation import distil_layers
from cleantext.training.truecase.export import choose_spellings, export_model
from cleantext.training.truecase.net import Batch, Net, Sizes
from cleantext.training.truecase.sources import find_sources
from cleantext.training.truecase.vocabulary import CasedVocabulary
from cleantext.training.truecase.word_lists import LISTED, read_word_lists

_SEQUENCE_FROM = 5
"""A sequence that was seen at least 5 times is known."""
_SEQUENCE_HIDDEN = 0.4
"""The share of known sequences that are hidden, so that the network learns without them, too."""
_WARM = 200
"""After 200 batches the learning rate is at its peak."""
_RUN = 128
"""Batches are made of runs of 128 words in doubt that follow one another."""


def train(
    folder: Path,
    language: str,
    starts: Starts,
    morphology: Morphology,
    passes: float = 3.5,
    tell: Callable[[str], None] = print,
) -> TruecaserModel:
    """Train a model.

    Args:
        folder: The corpora, see the module's docstring.
        language: ISO 639-1.
        starts: Finds the starts of sentences in a lowercase line.
        morphology: How the words of the language are made.
        passes: How many times to read the corpora.
        tell: Is told how far it is.

    Raises:
        DataError: The folder has no training text, too many lists, or two lists of ranks.
    """
    sources = find_sources(folder)
    if 2 * len(sources.lexicons) > LEXICON_BITS or 2 * len(sources.names) > NAME_BITS:
        raise DataError(f"{folder}: there is no room for all these lists of names and lexicons")
    corpus = read_corpus(sources.texts, starts)
    tell(f"{len(corpus.types)} words of {len(corpus.names)} types")
    ranks = read_ranks(sources.ranks) if sources.ranks else {}
    lists = read_word_lists(sources.names, sources.lexicons, sources.spellings)
    corpus.spellings.update(dict.fromkeys(lists.spellings, LISTED))
    vocabulary = CasedVocabulary(corpus, lists.bits, ranks, WordFeatures(morphology))
    learner = _Learner(corpus, vocabulary, MixedCase(morphology))
    tell(f"{len(vocabulary.words)} known words, {len(learner.sequences)} sequences")
    # How many threads share a product may change its last bits.
    with one_thread():
        learner.learn(passes, tell)
        teacher = export_model(
            learner.net,
            vocabulary,
            corpus,
            learner.asked,
            learner.sequences,
            language,
            sources.digest,
        )
        tell("the layers, with fewer units")
        return distil_layers(teacher, vocabulary, corpus, learner.asked, passes)


class _Learner:
    """Everything that stays the same from batch to batch, and the network."""

    def __init__(self, corpus: Corpus, vocabulary: CasedVocabulary, mixed: MixedCase) -> None:
        self.corpus = corpus
        self.vocabulary = vocabulary
        self._draw = np.random.default_rng(1)
        numbers = np.array(
            [
                hash_word(mask_number(parse_key(name)[0])) if common else 0
                for name, common in zip(corpus.names, vocabulary.common, strict=True)
            ],
            np.uint64,
        )
        numbers[0] = BREAK
        # Twice, for a hidden word is a type of its own, and never a common one.
        self.numbers = np.concatenate([numbers, np.zeros_like(numbers)])
        self._find_sequences(mixed)

    def _find_sequences(self, mixed: MixedCase) -> None:
        """Choose the words to learn from, and keep the sequences around them seen often."""
        corpus = self.corpus
        kind = self.vocabulary.kind[corpus.types]
        real = corpus.forms != NO_FORM
        doubt = (kind == DOUBT) & real
        near = corpus.gaps % 3 == OPENING
        near[1:] |= doubt[:-1]
        near[:-1] |= doubt[1:]
        asked = real & (doubt | ((kind == DEPENDS) & near))
        spelt = {word.lower() for word in choose_spellings(corpus.spellings)}
        words = [parse_key(name)[0] for name in corpus.names]
        allowed = np.array([word in spelt or bool(mixed(word)) for word in words])
        asked &= (corpus.forms != LOWER) | (corpus.gaps < START)
        asked &= (corpus.forms != MIXED) | allowed[corpus.types]
        self.asked = np.flatnonzero(asked)
        hashes = []
        numbers = mix_in_gaps(self.numbers[corpus.types], corpus.gaps)
        everything = hash_sequences(numbers, self.asked)
        for column in everything.T:
            unique, count = np.unique(column, return_counts=True)
            hashes.append(unique[count >= _SEQUENCE_FROM])
        self.sequences = np.unique(np.concatenate(hashes))

    def learn(self, passes: float, tell: Callable[[str], None], size: int = 4096) -> None:
        """Read the corpora `passes` times, in runs of words that lie together.

        Raises:
            DataError: There is not even one run.
        """
        corpus = self.corpus
        self.net = Net(
            Sizes(), BUCKETS + len(self.vocabulary.words), GAPS, len(self.sequences), seed=1
        )
        runs = len(self.asked) // _RUN
        if not runs:
            raise DataError("the corpora have too little text to learn from")
        # A small corpus has small batches, and at least a few in a pass.
        together = max(1, min(size // _RUN, runs // 4))
        # A run of a text that counts little is read in a few of the passes.
        share = corpus.weights[self.asked[: runs * _RUN : _RUN]]
        steps = max(1, int(share.sum() // together * passes))
        warm = min(_WARM, steps // 10 + 1)
        table = SequenceTable(self.sequences)
        step, mean = 0, 0.0
        while step < steps:
            chance = self._draw.random(len(corpus.types), dtype=np.float32)
            hidden = chance < self.vocabulary.hide[corpus.types]
            types = corpus.types + hidden * np.int32(len(corpus.names))
            numbers = mix_in_gaps(self.numbers[types], corpus.gaps)
            order = self._draw.permutation(runs)
            order = order[self._draw.random(runs) < share[order]]
            for first in range(0, len(order) - together + 1, together):
                chosen = order[first : first + together, None] * _RUN + np.arange(_RUN)
                at = self.asked[chosen.ravel()]
                around = at[:, None] + AROUND
                unique, places = np.unique(types[around], return_inverse=True)
                sequences = table.find(hash_sequences(numbers, at)) + 1
                sequences[self._draw.random(sequences.shape) < _SEQUENCE_HIDDEN] = 0
                batch = Batch(
                    self.vocabulary.rows[unique].astype(np.int64),
                    places.reshape(around.shape),
                    corpus.gaps[around].astype(np.int64),
                    sequences,
                    corpus.forms[at].astype(np.int64),
                    corpus.gaps[at] >= START,
                )
                done = step / steps
                loss = self.net.learn(batch, min(1.0, step / warm) * max(0.02, 1 - done))
                mean = loss if not step else 0.99 * mean + 0.01 * loss
                step += 1
                if not step % 100:
                    tell(f"step {step} of {steps}: loss {mean:.4f}")
                if step >= steps:
                    break
