"""What several tests of the truecaser share."""

import numpy as np

from cleantext.stages.truecase.features import TOKEN
from cleantext.stages.truecase.truecaser import Truecaser
from cleantext.stages.truecase.words import TextWords


def predicted(truecaser: Truecaser, text: str) -> str:
    """The text as the truecaser spells it, where no word begins a sentence."""
    lowered = text.lower()
    found = TextWords.of(lowered)
    words = found.among(found.begins, found.ends)
    forms = truecaser.predict(found, np.zeros(0, np.int64)).forms
    pieces = TOKEN.split(lowered)
    pieces[1::2] = truecaser.spell(words, forms.tolist())
    return "".join(pieces)
