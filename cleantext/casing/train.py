"""Trains a truecaser from cased text; the same corpora give the same file.

The corpora are a folder with `train/*.txt.xz` (or `.txt`: a sentence or a paragraph a
line), `names/*.txt` (a name a line) and `lexicons/*.txt.xz` (the forms of a language's words,
a form a line, see `tools/list_forms.py`). What is learnt from a word must hold
for words that nobody has seen, so in training a rare word is hidden at random: the network
sees its letters and its neighbours but not the word itself.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from cleantext.casing.corpus import NO_FORM, Corpus, Starts, read, word_lists
from cleantext.casing.features import (
    BUCKETS,
    GAPS,
    LEXICON_BITS,
    OPENING,
    START,
    pack,
    part,
    plain,
    rows,
)
from cleantext.casing.gate import Sample, fit_gate
from cleantext.casing.model import ALWAYS, COMMON, DEPENDS, DOUBT, SURE, Model, encoded
from cleantext.casing.net import Batch, Net, Sizes
from cleantext.casing.sequences import BREAK, Table, placed, sequence_hashes, word_number
from cleantext.casing.truecaser import CAPITAL, LOWER, MIXED, REACH, UNIT, WINDOW, mixed
from cleantext.errors import DataError

_KNOWN_FROM = 4
_COMMON_FROM = 20
_SEQUENCE_FROM = 5
_SURE_FROM, _SURE_SHARE, _DOUBT_SHARE = 50, 0.9995, 0.98
_ALWAYS_FROM, _ALWAYS_SHARE = 20, 0.99
_SEQUENCE_HIDDEN = 0.4
_SEQUENCES_KEPT = 1_200_000
_HIDDEN, _HIDDEN_COUNT, _NEVER_HIDDEN = 0.6, 4.0, 5000
_SAMPLE = 200_000
_WARM = 200
"""So many batches pass before the learning rate is at its peak."""
_MOST_BITS = 32
_RUN = 128
"""Batches are made of runs of so many words in doubt that follow one another."""


def train(
    folder: Path,
    language: str,
    starts: Starts,
    passes: float = 3,
    tell: Callable[[str], None] = print,
) -> Model:
    """Train a model.

    Args:
        folder: The corpora, see the module's docstring.
        language: ISO 639-1.
        starts: Finds the starts of sentences in a lowercase line.
        passes: How many times to read the corpora.
        tell: Is told how far it is.

    Raises:
        DataError: The folder has no training text, or there are too many lists.
    """
    paths = sorted((folder / "train").glob("*.txt*"))
    if not paths:
        raise DataError(f"{folder}: has no train/*.txt or train/*.txt.xz to learn from")
    lists = sorted((folder / "names").glob("*.txt"))
    lexicons = sorted((folder / "lexicons").glob("*.txt*"))
    if 2 * len(lexicons) > LEXICON_BITS or LEXICON_BITS + 2 * len(lists) > _MOST_BITS:
        raise DataError(f"{folder}: there is no room for so many lists of names or lexicons")
    digest = hashlib.sha256()
    for path in (*paths, *lists, *lexicons):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    corpus = read(paths, starts)
    tell(f"{len(corpus.types)} words of {len(corpus.names)} types")
    learner = _Learner(corpus, word_lists(lists, lexicons))
    tell(f"{len(learner.words)} known words, {len(learner.sequences)} sequences")
    # How many threads share a product may change its last bits.
    with ThreadpoolController().select(user_api="blas").limit(limits=1):
        learner.learn(passes, tell)
        return learner.model(language, digest.hexdigest())


class _Learner:
    """Everything that stays the same from batch to batch, and the network."""

    def __init__(self, corpus: Corpus, lists: Mapping[str, int]) -> None:
        self.corpus = corpus
        self.lists = lists
        self._draw = np.random.default_rng(1)
        names, forms = corpus.names, corpus.forms
        starts = corpus.gaps >= START
        inner = (forms != NO_FORM) & ~starts
        self.seen = np.bincount(corpus.types, minlength=len(names))
        counts = np.zeros((len(names), 4), np.int64)
        np.add.at(counts, (corpus.types[inner], forms[inner]), 1)
        self._lay_out(counts)
        self._judge(counts)
        self._give_rows()
        numbers = np.array(
            [
                word_number(plain(part(name)[0])) if common else 0
                for name, common in zip(names, self.common, strict=True)
            ],
            np.uint64,
        )
        numbers[0] = BREAK
        # Twice, for a hidden word is a type of its own, and never a common one.
        self.numbers = np.concatenate([numbers, np.zeros_like(numbers)])
        self._find_sequences()

    def _lay_out(self, counts: npt.NDArray[np.int64]) -> None:
        """Decide which words the model knows, and what of them."""
        names = self.corpus.names
        total: Counter[str] = Counter()
        low: Counter[str] = Counter()
        capital: Counter[str] = Counter()
        for name, seen, row in zip(names, self.seen.tolist(), counts.tolist(), strict=True):
            word, place, _ = part(name)
            word = plain(word)
            total[word] += seen
            low[word] += row[LOWER]
            capital[word] += row[CAPITAL]
            if place:
                total[name] += seen
        total.pop("", None)
        self.words = sorted(word for word, count in total.items() if count >= _KNOWN_FROM)
        self.places = {word: place for place, word in enumerate(self.words)}
        self.known = {word: pack(low[word], capital[word]) for word in self.words}
        self.total = total

    def _judge(self, counts: npt.NDArray[np.int64]) -> None:
        """Decide which words are sure, which depend on their neighbours, which are in doubt."""
        names = self.corpus.names
        sums: dict[str, npt.NDArray[np.int64]] = {}
        for name, row in zip(names, counts, strict=True):
            key = plain(name)
            sums[key] = row
        self.kinds = np.full(len(self.words), DOUBT, np.uint8)
        for word, at in self.places.items():
            row = sums.get(word)
            if row is not None and row.sum() >= _SURE_FROM:
                share = row[LOWER] / row.sum()
                if share >= _DOUBT_SHARE:
                    self.kinds[at] = SURE if share >= _SURE_SHARE else DEPENDS
            if row is not None and row[CAPITAL] >= max(_ALWAYS_FROM, _ALWAYS_SHARE * row.sum()):
                self.kinds[at] = ALWAYS
            if self.total[word] >= _COMMON_FROM:
                self.kinds[at] += COMMON

    def _rows(self, name: str) -> tuple[list[int], list[int]]:
        """Return the rows of a word, without those of its own, and those of its own."""
        word, place, _ = part(name)
        word = plain(word)
        if place and name not in self.places and word in self.places:
            # An unknown compound: its words are what they are elsewhere.
            name = word
        own = [1 + BUCKETS + self.places[key] for key in {word, name} & self.places.keys()]
        return rows(name, self.known, self.lists.get(word, 0)), sorted(own)

    def _give_rows(self) -> None:
        """Work out the rows of every type, in sight and hidden, and how often to hide it."""
        names = self.corpus.names
        found: list[list[int]] = [[]]
        hidden: list[list[int]] = [[]]
        self.kind = np.zeros(len(names), np.uint8)
        self.common = np.zeros(len(names), np.bool_)
        self._hide = np.zeros(len(names), np.float32)
        for index, name in enumerate(names[1:], 1):
            word, place, _ = part(name)
            word = plain(word)
            at = self.places.get(word)
            self.common[index] = at is not None and bool(self.kinds[at] & COMMON)
            at = self.places.get(name) if place else at
            kind = int(self.kinds[at]) & ~COMMON if at is not None else DOUBT
            # Of a word that always has a capital there is much to learn.
            self.kind[index] = min(kind, DOUBT) if any(map(str.isalpha, word)) else SURE
            shape, own = self._rows(name)
            found.append(shape + own)
            hidden.append(rows(name, self.known, self.lists.get(word, 0)))
            count = self.total[word]
            if count <= _NEVER_HIDDEN:
                self._hide[index] = min(_HIDDEN, _HIDDEN_COUNT / count)
        widest = max(map(len, found))
        self.rows = np.zeros((2 * len(names), widest), np.int32)
        for index, row in enumerate((*found, *hidden)):
            self.rows[index, : len(row)] = row

    def _find_sequences(self) -> None:
        """Choose the words to learn from, and keep the sequences around them seen often."""
        corpus = self.corpus
        kind = self.kind[corpus.types]
        real = corpus.forms != NO_FORM
        doubt = (kind == DOUBT) & real
        near = corpus.gaps % 3 == OPENING
        near[1:] |= doubt[:-1]
        near[:-1] |= doubt[1:]
        asked = real & (doubt | ((kind == DEPENDS) & near))
        spelt = {word.lower() for word in _spellings(corpus.spellings)}
        words = [part(name)[0] for name in corpus.names]
        allowed = np.array([word in spelt or bool(mixed(word)) for word in words])
        asked &= (corpus.forms != LOWER) | (corpus.gaps < START)
        asked &= (corpus.forms != MIXED) | allowed[corpus.types]
        self.asked = np.flatnonzero(asked)
        hashes = []
        numbers = placed(self.numbers[corpus.types], corpus.gaps)
        everything = sequence_hashes(numbers, self.asked)
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
        self.net = Net(Sizes(), BUCKETS + len(self.words), GAPS, len(self.sequences), seed=1)
        runs = len(self.asked) // _RUN
        if not runs:
            raise DataError("the corpora have too little text to learn from")
        # A small corpus has small batches, and at least a few in a pass.
        together = max(1, min(size // _RUN, runs // 4))
        steps = max(1, int(runs // together * passes))
        warm = min(_WARM, steps // 10 + 1)
        window = np.arange(-WINDOW, WINDOW + 1)
        table = Table(self.sequences)
        step, mean = 0, 0.0
        while step < steps:
            chance = self._draw.random(len(corpus.types), dtype=np.float32)
            hidden = chance < self._hide[corpus.types]
            types = corpus.types + hidden * np.int32(len(corpus.names))
            numbers = placed(self.numbers[types], corpus.gaps)
            order = self._draw.permutation(runs)
            for first in range(0, runs - together + 1, together):
                chosen = order[first : first + together, None] * _RUN + np.arange(_RUN)
                at = self.asked[chosen.ravel()]
                around = at[:, None] + window
                unique, places = np.unique(types[around], return_inverse=True)
                sequences = table.find(sequence_hashes(numbers, at)) + 1
                sequences[self._draw.random(sequences.shape) < _SEQUENCE_HIDDEN] = 0
                batch = Batch(
                    self.rows[unique].astype(np.int64),
                    places.reshape(around.shape),
                    corpus.gaps[around].astype(np.int64),
                    sequences,
                    corpus.forms[at].astype(np.int64),
                    corpus.gaps[at] >= START,
                    corpus.weights[at],
                )
                done = step / steps
                loss = self.net.learn(batch, min(1.0, step / warm) * max(0.02, 1 - done))
                mean = loss if not step else 0.99 * mean + 0.01 * loss
                step += 1
                if not step % 100:
                    tell(f"step {step} of {steps}: loss {mean:.4f}")
                if step >= steps:
                    break

    def model(self, language: str, digest: str) -> Model:
        """Round the network to whole numbers."""
        net = self.net
        dense = net.dense
        table_step = float(np.quantile(np.abs(net.table), 0.9999)) / 127
        table = _rounded(net.table, table_step)
        encoder_step = _step(dense["encoder"])
        steps = {name: _step(dense[name]) for name in ("weights1", "weights2", "weights3")}
        vector_step = 1 / 127
        sample = self._sample()
        gate, gate_gaps = fit_gate(sample)
        hidden1_step, hidden2_step = sample.top1 / 255, sample.top2 / 255
        sum1, sum2, sum3 = (
            vector_step * steps["weights1"],
            hidden1_step * steps["weights2"],
            hidden2_step * steps["weights3"],
        )
        sequence_step = 4
        sequence_scores = _rounded(net.sequences[1:], sequence_step / UNIT)
        heights = np.abs(sequence_scores.astype(np.int64)).max(1)
        # The highest scores alone are worth their place; a tie at the edge is left out whole.
        edge = np.sort(heights)[-_SEQUENCES_KEPT] if len(heights) > _SEQUENCES_KEPT else 0
        kept = heights > max(1, edge)
        encoder = _rounded(dense["encoder"], encoder_step)
        encoder_bias = _whole(dense["encoder_bias"], table_step * encoder_step)
        encoder_scale = table_step * encoder_step / vector_step
        own = [[*shape, *own] for shape, own in map(self._rows, self.words)]
        listed = {crc32(word.encode()): bits for word, bits in sorted(self.lists.items())}
        hashes = np.array(sorted(listed), np.uint32)
        return Model(
            language=language,
            digest=digest,
            words=tuple(self.words),
            forms=tuple(_spellings(self.corpus.spellings)),
            scales={
                "encoder": encoder_scale,
                "hidden1": sum1 / hidden1_step,
                "hidden2": sum2 / hidden2_step,
                "output": sum3 * UNIT,
                "sequence": sequence_step,
            },
            known=np.array([self.known[word] for word in self.words], np.uint8),
            kinds=self.kinds,
            vectors=encoded(table, encoder, encoder_bias, encoder_scale, own),
            listed=hashes,
            lists=np.array([listed[number] for number in hashes.tolist()], np.uint32),
            table=table[: BUCKETS + 1],
            encoder=encoder,
            encoder_bias=encoder_bias,
            gaps=_rounded(np.clip(dense["gaps"], -1, 1), vector_step),
            weights1=_rounded(dense["weights1"], steps["weights1"]),
            bias1=_whole(dense["bias1"], sum1),
            weights2=_rounded(dense["weights2"], steps["weights2"]),
            bias2=_whole(dense["bias2"], sum2),
            weights3=_rounded(dense["weights3"], steps["weights3"]),
            bias3=_whole(dense["bias3"], sum3),
            gate=gate,
            gate_gaps=gate_gaps,
            sequences=self.sequences[kept],
            sequence_scores=sequence_scores[kept],
        )

    def _sample(self) -> Sample:
        """Run the network, without its sequences, over a sample of the corpora."""
        dense, corpus = self.net.dense, self.corpus
        inner = self.asked[corpus.gaps[self.asked] < START]
        at = inner[:: max(1, len(inner) // _SAMPLE)]
        around = at[:, None] + np.arange(-WINDOW, WINDOW + 1)
        unique, places = np.unique(corpus.types[around], return_inverse=True)
        summed = np.maximum(self.net.table[self.rows[unique]].sum(1), 0)
        vectors = np.clip(summed @ dense["encoder"] + dense["encoder_bias"], -1, 1)
        gaps = np.clip(dense["gaps"], -1, 1)[corpus.gaps[around]]
        windows = vectors[places.reshape(around.shape)]
        seen = np.concatenate([windows, gaps], 2).reshape(len(at), -1)
        hidden1 = np.maximum(seen @ dense["weights1"] + dense["bias1"], 0)
        hidden2 = np.maximum(hidden1 @ dense["weights2"] + dense["bias2"], 0)
        scores = hidden2 @ dense["weights3"] + dense["bias3"]
        near = slice(WINDOW - REACH, WINDOW + REACH + 1)
        return Sample(
            windows[:, near],
            corpus.gaps[around[:, near]],
            scores[:, CAPITAL:].max(1) > scores[:, LOWER],
            float(np.quantile(hidden1, 0.9999)),
            float(np.quantile(hidden2, 0.9999)),
        )


def _spellings(seen: Counter[str]) -> list[str]:
    """Return the commonest spelling of each word, in order."""
    best: dict[str, str] = {}
    for word, count in sorted(seen.items(), key=lambda item: (-item[1], item[0])):
        if count > 1 and len(word.lower()) == len(word):
            best.setdefault(word.lower(), word)
    return sorted(best.values())


def _step(values: npt.NDArray[np.float32]) -> float:
    return float(np.abs(values).max()) / 127


def _rounded(values: npt.NDArray[np.float32], step: float) -> npt.NDArray[np.int8]:
    whole: npt.NDArray[np.int8] = np.clip(np.rint(values / step), -127, 127).astype(np.int8)
    return whole


def _whole(values: npt.NDArray[np.float32], step: float) -> npt.NDArray[np.int64]:
    whole: npt.NDArray[np.int64] = np.rint(values / step).astype(np.int64)
    return whole
