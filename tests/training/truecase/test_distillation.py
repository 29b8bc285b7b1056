"""How the layers of a truecaser get fewer units, on a few sentences."""

from pathlib import Path

import numpy as np
from truecasing import predicted

from cleantext.languages.pack import load
from cleantext.stages.truecase.features import BUCKETS, GAPS, WordFeatures
from cleantext.stages.truecase.truecaser import Truecaser
from cleantext.training.truecase.cased_text import NO_FORM, read_corpus
from cleantext.training.truecase.distillation import distil_layers
from cleantext.training.truecase.export import export_model
from cleantext.training.truecase.net import Net, Sizes
from cleantext.training.truecase.vocabulary import CasedVocabulary

MORPHOLOGY = load("fr").settings.truecase

SENTENCES = """\
Hier la ministre Claire Dubreuil a rencontré le maire de Vanosc à Lyon.
Selon la SNCF, le train pour Vanosc est parti de Lyon avec du retard.
Le maire a parlé de la grève avec Claire Dubreuil et la SNCF.
À Lyon, la ministre a promis que le train de Vanosc sera gardé.
"""


def test_fewer_units_decide_as_the_layers_that_they_learn_from(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text(SENTENCES * 20, encoding="utf-8")
    corpus = read_corpus({path: 1.0}, lambda _line: [0])
    vocabulary = CasedVocabulary(corpus, {}, {}, WordFeatures(MORPHOLOGY))
    asked = np.flatnonzero(corpus.forms != NO_FORM)
    # It has learnt nothing, so what it makes of a word only its weights tell.
    net = Net(Sizes(), BUCKETS + len(vocabulary.words), GAPS, 0, seed=7)
    teacher = export_model(net, vocabulary, corpus, asked, np.zeros(0, np.uint32), "fr", "")
    learnt = distil_layers(teacher, vocabulary, corpus, asked, passes=60)
    assert learnt.weights1.shape[1] * 2 == teacher.weights1.shape[1]
    assert learnt.weights2.size * 4 <= teacher.weights2.size
    wanted, found = (
        predicted(Truecaser(model, MORPHOLOGY), SENTENCES).split() for model in (teacher, learnt)
    )
    same = sum(map(str.__eq__, wanted, found))
    assert same > 0.9 * len(wanted)
    # Of a teacher that has learnt nothing it is no text that the units could have learnt from.
    assert wanted != SENTENCES.split()
