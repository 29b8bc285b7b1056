"""From a network that has learnt to a model in whole numbers: an eighth of its size.

A weight of 0.31 in a layer whose largest is 1.27 becomes 31: steps of 0.01, from -127 to 127.
"""

from collections import Counter
from zlib import crc32

import numpy as np
import numpy.typing as npt

from cleantext.stages.truecase.features import BUCKETS, START
from cleantext.stages.truecase.model import Int8, Int64, TruecaserModel, Uint16, Uint32, encode_rows
from cleantext.stages.truecase.network import AROUND, NEAR, UNIT
from cleantext.stages.truecase.spelling import CAPITAL, LOWER
from cleantext.training.truecase.cased_text import Corpus
from cleantext.training.truecase.net import Net
from cleantext.training.truecase.quantize import (
    VECTOR_STEP,
    int8_step,
    quantize_int8,
    quantize_int64,
    quantize_layers,
)
from cleantext.training.truecase.shortcuts import Sample, fit_gate, fit_glance
from cleantext.training.truecase.vocabulary import CasedVocabulary

_SEQUENCES_KEPT = 1_100_000
"""How many sequences a model has at most: those with the highest scores."""
_SAMPLE = 600_000
"""How many words of the corpora the network is run over, about, to see what it makes of them."""
_BLOCK = 20_000
"""How many of them at a time."""
_SEQUENCE_STEP = 4
"""The score of a sequence is a multiple of 4/UNIT nat."""


def export_model(
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
    table_step = float(np.quantile(np.abs(net.table), 0.9999)) / 127
    table = quantize_int8(net.table, table_step)
    gaps = quantize_int8(np.clip(net.dense["gaps"], -1, 1), VECTOR_STEP)
    sample = _sample(net, vocabulary, corpus, asked)
    gate, gate_gaps, passed = fit_gate(sample)
    glance = fit_glance(sample, gaps, passed)
    encoder_scale, encoder, encoder_bias = _quantized_encoder(net, table_step)
    layer_scales, layers = quantize_layers(net.dense, sample.top1, sample.top2)
    scales = {"encoder": encoder_scale, "glance": glance.scale, **layer_scales}
    scales["sequence"] = _SEQUENCE_STEP
    kept, sequence_scores = _strongest_sequences(net)
    words = vocabulary.words
    rows = [[*shape, *own] for shape, own in map(vocabulary.rows_of, words)]
    listed, lists, ranks = _listed_words(vocabulary)
    return TruecaserModel(
        language=language,
        digest=digest,
        words=tuple(words),
        forms=tuple(choose_spellings(corpus.spellings)),
        scales=scales,
        known=np.array([vocabulary.known[word] for word in words], np.uint8),
        kinds=vocabulary.kinds,
        vectors=encode_rows(table, encoder, encoder_bias, encoder_scale, rows),
        listed=listed,
        lists=lists,
        ranks=ranks,
        table=table[: BUCKETS + 1],
        encoder=encoder,
        encoder_bias=encoder_bias,
        gaps=gaps,
        **layers,
        gate=gate,
        gate_gaps=gate_gaps,
        glance1=glance.weights1,
        glance_bias=glance.bias,
        glance2=glance.weights2,
        glance_edge=glance.edge,
        sequences=sequences[kept],
        sequence_scores=sequence_scores,
    )


def _quantized_encoder(net: Net, table_step: float) -> tuple[float, Int8, Int64]:
    """Quantize what turns the sum of a word's rows into its vector.

    Args:
        net: The network.
        table_step: The step of the rows.

    Returns:
        What turns a sum into a part of a vector, the weights and the bias.
    """
    encoder = net.dense["encoder"]
    encoder_step = int8_step(encoder)
    sum_step = table_step * encoder_step
    return (
        sum_step / VECTOR_STEP,
        quantize_int8(encoder, encoder_step),
        quantize_int64(net.dense["encoder_bias"], sum_step),
    )


def _strongest_sequences(net: Net) -> tuple[npt.NDArray[np.bool_], Int8]:
    """Return which sequences are worth their place, and the scores of these."""
    scores = quantize_int8(net.sequences[1:], _SEQUENCE_STEP / UNIT)
    heights = np.abs(scores.astype(np.int64)).max(1)
    # A tie at the edge is left out whole.
    edge = np.sort(heights)[-_SEQUENCES_KEPT] if len(heights) > _SEQUENCES_KEPT else 0
    kept: npt.NDArray[np.bool_] = heights > max(1, edge)
    return kept, scores[kept]


def _listed_words(vocabulary: CasedVocabulary) -> tuple[Uint32, Uint32, Uint16]:
    """Return the sorted hashes of words in lists, the lists of each, and its ranks."""
    lists, ranks = vocabulary.lists, vocabulary.ranks
    # Of known words the vectors say it all.
    told = sorted((lists.keys() | ranks.keys()) - vocabulary.places.keys())
    listed = {crc32(word.encode()): word for word in told}
    hashes = sorted(listed)
    return (
        np.array(hashes, np.uint32),
        np.array([lists.get(listed[number], 0) for number in hashes], np.uint32),
        np.array([ranks.get(listed[number], 0) for number in hashes], np.uint16),
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
        vectors.append(quantize_int8(windows[:, NEAR], VECTOR_STEP))
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


def choose_spellings(seen: Counter[str]) -> list[str]:
    """Return the commonest spelling of each word, in order."""
    best: dict[str, str] = {}
    for word, count in sorted(seen.items(), key=lambda item: (-item[1], item[0])):
        if count > 1 and len(word.lower()) == len(word):
            best.setdefault(word.lower(), word)
    return sorted(best.values())
