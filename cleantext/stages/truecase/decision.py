"""Which words are to be written in another case, by which rule, and how surely."""

from collections.abc import Collection, Sequence
from itertools import compress
from operator import not_
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleantext.stages.truecase.network import UNIT
from cleantext.stages.truecase.spelling import CAPITAL, FORMS, LOWER
from cleantext.stages.truecase.truecaser import FewForms, Prediction

START = "truecase.sentence-start"
KNOWN = "truecase.known-name"
GUESS = "truecase.guess"
SAME = "truecase.same-name"
CAPITALS = "truecase.capitals"
RULES = (START, KNOWN, GUESS, SAME, CAPITALS)
_START, _KNOWN, _GUESS, _SAME, _CAPITALS = range(len(RULES))
CLIP = 4 * UNIT
"""One place of a word votes with at most 4 nats for all of them."""
_SUREST = 16 * UNIT
# The probability that each margin stands for, up to the surest.
_CHANCES = np.round(1 / (1 + np.exp(-np.arange(_SUREST + 1) / UNIT)), 4)
_CHANCE = tuple(_CHANCES.tolist())

Flags = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]


class Weighed(NamedTuple):
    """What is made of each word of texts, while conventions and names have not been asked.

    Attributes:
        forms: The form that each is to have.
        margins: How far it is above lowercase.
        same: Whether the other places of a word decided it.
        known: Whether it is one of the model's words.
        own: How far a form with a capital is above lowercase by what the model makes of this place.
    """

    forms: Bytes
    margins: Ints | list[int]
    same: Flags | bytearray
    known: Flags | Sequence[int]
    own: Ints | Sequence[int]


class Decision(NamedTuple):
    """The words that are to be written in another case.

    Attributes:
        places: Where they stand among the words of the texts.
        forms: The form of each.
        rules: The rule that decided, as a place in `RULES`.
        scores: How probable each form is.
    """

    places: Ints
    forms: Bytes
    rules: Ints
    scores: npt.NDArray[np.float64]


def agree(prediction: Prediction, starts: Ints, texts: Ints) -> Weighed:
    """Let all places of a word in a text decide together, if it is not known.

    Args:
        prediction: What the truecaser makes of each word of all texts.
        starts: The places of the words that begin sentences.
        texts: The text that each word is in.
    """
    forms, margins = prediction.forms.copy(), prediction.margins.copy()
    same = np.zeros(len(forms), np.bool_)
    weighed = Weighed(forms, margins, same, prediction.known, prediction.margins)
    at = (~prediction.known).nonzero()[0]
    if len(at) <= 1:
        return weighed
    words = prediction.types[at].astype(np.int64) * (texts[-1] + 1) + texts[at]
    if len(set(words.tolist())) == len(words):
        return weighed
    unique, places = np.unique(words, return_inverse=True)
    # The capital of a sentence's first word says nothing of the word.
    begins = np.zeros(len(forms), np.bool_)
    begins[starts] = True
    voters = ~begins[at]
    votes = np.where(voters, np.clip(margins[at], -CLIP, CLIP), 0)
    sums = np.bincount(places, votes, len(unique)).astype(np.int64)
    ballots = np.bincount(
        places * FORMS + prediction.capitals[at], np.maximum(votes, 0) + 1, len(unique) * FORMS
    ).reshape(-1, FORMS)
    verdict = np.where(sums > 0, ballots.argmax(1), LOWER)[places]
    counted = np.bincount(places, voters, len(unique))[places] > 0
    changed = counted & (verdict != forms[at])
    same[at[changed]] = True
    margins[at[changed]] = np.minimum(np.abs(sums[places[changed]]), 2 * CLIP)
    forms[at[changed]] = verdict[changed]
    return weighed


def agree_few(few: FewForms, starts: Sequence[int]) -> Weighed:
    """Do the same for a short text, and give the words that begin its sentences their capitals."""
    forms, margins, types, known, capitals = few
    unknown = list(compress(types, map(not_, known)))
    if len(set(unknown)) == len(unknown):
        same = bytearray(len(types))
        weighed = Weighed(np.frombuffer(forms, np.uint8), margins, same, known, margins)
    else:
        prediction = Prediction(
            np.array(forms),
            np.array(margins),
            np.array(types, np.int32),
            np.array(known, np.bool_),
            np.array(capitals),
        )
        nowhere = np.zeros(len(types), np.int64)
        weighed = agree(prediction, np.array(starts, np.int64), nowhere)
    for place in starts:
        weighed.forms[place] = capitals[place]
    return weighed


def decide(weighed: Weighed, starts: Ints, places: Ints, named: Collection[int]) -> Decision:
    """Say which rule decides words, and how sure it is.

    Args:
        weighed: What is made of each word.
        starts: The places of the words that sentences begin with.
        places: Those of the words to be judged.
        named: Those of the parts of known names.
    """
    forms, same, known = weighed.forms[places], np.asarray(weighed.same), np.asarray(weighed.known)
    rules = np.where(same[places], _SAME, np.where(known[places], _KNOWN, _GUESS))
    marked = np.zeros(len(same), np.bool_)
    marked[starts] = True
    rules[marked[places] & (forms == CAPITAL)] = _START
    rules[forms == LOWER] = _CAPITALS
    scores = _CHANCES[np.minimum(np.abs(np.asarray(weighed.margins)[places]), _SUREST)]
    scores[rules == _START] = 1.0
    if named:
        marked[:] = False
        marked[list(named)] = True
        at = marked[places]
        rules[at], scores[at] = _KNOWN, 1.0
    return Decision(places, forms, rules, scores)


def decide_one(weighed: Weighed, place: int, *, begins: bool, named: bool) -> tuple[str, float]:
    """Say the same of one word that is to have a capital.

    Args:
        weighed: What is made of each word.
        place: Where it stands.
        begins: Whether a sentence begins with it.
        named: Whether it is part of a known name.
    """
    if named:
        return KNOWN, 1.0
    if begins and weighed.forms[place] == CAPITAL:
        return START, 1.0
    rule = SAME if weighed.same[place] else KNOWN if weighed.known[place] else GUESS
    return rule, _CHANCE[min(abs(weighed.margins[place]), _SUREST)]
