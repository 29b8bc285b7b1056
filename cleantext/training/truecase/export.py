"""From a network that has learnt to a model in whole numbers."""

from collections import Counter
from zlib import crc32

import numpy as np
import numpy.typing as npt

from cleantext.stages.truecase.features import BUCKETS, START
from cleantext.stages.truecase.model import TruecaserModel, encoded
from cleantext.stages.truecase.spelling import CAPITAL, LOWER
from cleantext.stages.truecase.truecaser import AROUND, NEAR, UNIT
from cleantext.training.truecase.cased_text import Corpus
from cleantext.training.truecase.net import Net
from cleantext.training.truecase.quantize import rounded, step, whole
from cleantext.training.truecase.shortcuts import Sample, fit_gate, fit_glance
from cleantext.training.truecase.vocabulary import CasedVocabulary

_SEQUENCES_KEPT = 1_100_000
_SAMPLE = 600_000
_BLOCK = 20_000
_VECTOR_STEP = 1 / 127
_SEQUENCE_STEP = 4


def model_of(
    net: Net,
    vocabulary: CasedVocabulary,
    corpus: Corpus,
    asked: npt.NDArray[np.int64],
    sequences: npt.NDArray[np.uint32],
    language: str,
    digest: str,
) -> TruecaserModel:
    """Round a network to whole numbers, and fit what says when it need not be asked.

    Args:
        net: The network.
        vocabulary: The words that it knows.
        corpus: What it has learnt from.
        asked: The places in the corpus of the words that it has learnt from.
        sequences: The sequences that it knows.
        language: ISO 639-1.
        digest: SHA-256 over the corpora.
    """
    dense = net.dense
    table_step = float(np.quantile(np.abs(net.table), 0.9999)) / 127
    table = rounded(net.table, table_step)
    encoder_step = step(dense["encoder"])
    steps = {name: step(dense[name]) for name in ("weights1", "weights2", "weights3")}
    sample = _sample(net, vocabulary, corpus, asked)
    gaps = rounded(np.clip(dense["gaps"], -1, 1), _VECTOR_STEP)
    gate, gate_gaps, passed = fit_gate(sample)
    glance = fit_glance(sample, gaps, passed)
    hidden1_step, hidden2_step = sample.top1 / 255, sample.top2 / 255
    sum1, sum2, sum3 = (
        _VECTOR_STEP * steps["weights1"],
        hidden1_step * steps["weights2"],
        hidden2_step * steps["weights3"],
    )
    sequence_scores = rounded(net.sequences[1:], _SEQUENCE_STEP / UNIT)
    heights = np.abs(sequence_scores.astype(np.int64)).max(1)
    # The highest scores alone are worth their place; a tie at the edge is left out whole.
    edge = np.sort(heights)[-_SEQUENCES_KEPT] if len(heights) > _SEQUENCES_KEPT else 0
    kept = heights > max(1, edge)
    encoder = rounded(dense["encoder"], encoder_step)
    encoder_bias = whole(dense["encoder_bias"], table_step * encoder_step)
    encoder_scale = table_step * encoder_step / _VECTOR_STEP
    words, lists, ranks = vocabulary.words, vocabulary.lists, vocabulary.ranks
    own = [[*shape, *own] for shape, own in map(vocabulary.rows_of, words)]
    # Of known words the vectors say it all.
    told = sorted((lists.keys() | ranks.keys()) - vocabulary.places.keys())
    listed = {crc32(word.encode()): word for word in told}
    hashes = sorted(listed)
    return TruecaserModel(
        language=language,
        digest=digest,
        words=tuple(words),
        forms=tuple(spellings(corpus.spellings)),
        scales={
            "encoder": encoder_scale,
            "glance": glance.scale,
            "hidden1": sum1 / hidden1_step,
            "hidden2": sum2 / hidden2_step,
            "output": sum3 * UNIT,
            "sequence": _SEQUENCE_STEP,
        },
        known=np.array([vocabulary.known[word] for word in words], np.uint8),
        kinds=vocabulary.kinds,
        vectors=encoded(table, encoder, encoder_bias, encoder_scale, own),
        listed=np.array(hashes, np.uint32),
        lists=np.array([lists.get(listed[number], 0) for number in hashes], np.uint32),
        ranks=np.array([ranks.get(listed[number], 0) for number in hashes], np.uint16),
        table=table[: BUCKETS + 1],
        encoder=encoder,
        encoder_bias=encoder_bias,
        gaps=gaps,
        weights1=rounded(dense["weights1"], steps["weights1"]),
        bias1=whole(dense["bias1"], sum1),
        weights2=rounded(dense["weights2"], steps["weights2"]),
        bias2=whole(dense["bias2"], sum2),
        weights3=rounded(dense["weights3"], steps["weights3"]),
        bias3=whole(dense["bias3"], sum3),
        gate=gate,
        gate_gaps=gate_gaps,
        glance1=glance.weights1,
        glance_bias=glance.bias,
        glance2=glance.weights2,
        glance_edge=glance.edge,
        sequences=sequences[kept],
        sequence_scores=sequence_scores[kept],
    )


def _sample(
    net: Net, vocabulary: CasedVocabulary, corpus: Corpus, asked: npt.NDArray[np.int64]
) -> Sample:
    """Run the network, without its sequences, over a sample of the corpora."""
    dense = net.dense
    inner = asked[corpus.gaps[asked] < START]
    if not len(inner):
        inner = asked
    places = inner[:: max(1, len(inner) // _SAMPLE)]
    vectors, gaps, capitals, tops1, tops2 = [], [], [], [], []
    for first in range(0, len(places), _BLOCK):
        at = places[first : first + _BLOCK]
        around = at[:, None] + AROUND
        unique, where = np.unique(corpus.types[around], return_inverse=True)
        summed = np.maximum(net.table[vocabulary.rows[unique]].sum(1), 0)
        encodings = np.clip(summed @ dense["encoder"] + dense["encoder_bias"], -1, 1)
        windows = encodings[where.reshape(around.shape)]
        between = np.clip(dense["gaps"], -1, 1)[corpus.gaps[around]]
        seen = np.concatenate([windows, between], 2).reshape(len(at), -1)
        hidden1 = np.maximum(seen @ dense["weights1"] + dense["bias1"], 0)
        hidden2 = np.maximum(hidden1 @ dense["weights2"] + dense["bias2"], 0)
        scores = hidden2 @ dense["weights3"] + dense["bias3"]
        vectors.append(rounded(windows[:, NEAR], _VECTOR_STEP))
        gaps.append(corpus.gaps[around[:, NEAR]])
        capitals.append(scores[:, CAPITAL:].max(1) > scores[:, LOWER])
        tops1.append(np.quantile(hidden1, 0.9999))
        tops2.append(np.quantile(hidden2, 0.9999))
    return Sample(
        np.concatenate(vectors),
        np.concatenate(gaps),
        np.concatenate(capitals),
        float(np.median(tops1)),
        float(np.median(tops2)),
    )


def spellings(seen: Counter[str]) -> list[str]:
    """Return the commonest spelling of each word, in order."""
    best: dict[str, str] = {}
    for word, count in sorted(seen.items(), key=lambda item: (-item[1], item[0])):
        if count > 1 and len(word.lower()) == len(word):
            best.setdefault(word.lower(), word)
    return sorted(best.values())
