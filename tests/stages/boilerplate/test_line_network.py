"""The network that reads the lines of pages counts exactly, and sees no other page."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.stages.boilerplate.line_model import line_model
from cleantext.stages.boilerplate.line_network import EXACT, TOP, beside
from cleantext.stages.boilerplate.page_rows import PageRows
from cleantext.training.lines.export import Questions, choose_questions, quantize
from cleantext.training.lines.net import LAYERS, LineBatch, LineNet

SIZES = st.lists(st.integers(1, 70), min_size=1, max_size=30)


def drawn(seed: int, lines: int) -> np.ndarray:
    rows = int(line_model().network.asked.max()) + 1
    return np.random.default_rng(seed).integers(0, 256, (rows, lines), np.uint8)


def test_no_sum_is_greater_than_float32_counts() -> None:
    network = line_model().network
    for layer in network.layers:
        most = 1 if layer is network.seen else TOP
        assert (most * np.abs(layer.weights).sum(0) + np.abs(layer.biases)).max() < EXACT
        assert (layer.weights == np.rint(layer.weights)).all()


@given(SIZES, st.integers(0, 9))
def test_pages_are_judged_alike_whatever_stands_beside_them(sizes: list[int], seed: int) -> None:
    network = line_model().network
    seen = drawn(seed, sum(sizes))
    together = network.scores(seen, PageRows.of(sizes))
    ends = np.cumsum(sizes)
    alone = [
        network.scores(seen[:, end - size : end], PageRows.of([size]))
        for size, end in zip(sizes, ends, strict=True)
    ]
    assert together.tolist() == np.concatenate(alone).tolist()


@given(SIZES, st.integers(0, 6))
def test_a_line_stands_beside_lines_of_its_page_alone(sizes: list[int], power: int) -> None:
    far, pages = 1 << power, PageRows.of(sizes)
    numbers = np.arange(1, sum(sizes) + 1, dtype=np.float32)[:, None]
    for line, (above, own, below) in enumerate(beside(numbers, far, pages).tolist()):
        first, behind = pages.firsts[line], pages.behinds[line]
        assert own == line + 1
        assert above == (own - far if line - far >= first else 0)
        assert below == (own + far if line + far < behind else 0)


def batch(seed: int) -> LineBatch:
    draw = np.random.default_rng(seed)
    answers = (draw.random((60, 12)) < 1 / 2).astype(np.float32)
    labels = answers[:, 0]
    return LineBatch(answers, PageRows.of([40, 1, 19]), labels, np.ones(60, np.float32))


def test_a_network_learns_and_says_the_same_in_whole_numbers() -> None:
    net = LineNet(12, seed=1)
    losses = [net.learn(batch(step % 5), 1) for step in range(150)]
    assert losses[-1] < losses[0] / 4
    questions = Questions(np.arange(12, dtype=np.uint16), np.zeros(12, np.uint8))
    network = quantize(net.mean, net.reached([batch(0)]), questions)
    assert len(network.around) == LAYERS
    one = batch(9)
    scores = network.scores(one.answers.T.astype(np.uint8), one.pages)
    assert ((scores > 0) == (one.labels > 0)).mean() > 0.9


def test_the_answers_of_a_long_page_do_not_fill_memory() -> None:
    network = line_model().network
    questions, count = len(network.asked), 20_000
    seen = np.zeros((int(network.asked.max()) + 1, count), np.uint8)
    tracemalloc.start()
    scores = network.scores(seen, PageRows.of([count]))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # All answers at once would take this for themselves; far from the ends all lines are alike.
    assert most < 4 * questions * count
    assert len(set(scores[64:-64].tolist())) == 1


@pytest.mark.parametrize(
    ("values", "most", "limits"),
    [
        ([[5, 5, 5]], 4, []),  # nothing to ask
        ([[0, 0, 0, 0, 0, 0, 0, 9]], 4, [0]),
        ([[0, 1, 2, 3, 4, 5, 6, 7]], 1, [0]),
        ([[0] * 90 + list(range(1, 11))], 4, [0, 3, 5, 9]),
    ],
)
def test_questions_part_the_values_of_a_feature(
    values: list[list[int]], most: int, limits: list[int]
) -> None:
    asked = choose_questions([np.array(values, np.uint8)], most)
    assert asked.limits.tolist() == limits
    assert set(asked.asked.tolist()) <= {0}
