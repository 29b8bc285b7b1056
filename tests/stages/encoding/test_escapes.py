"""Escapes, tags and misread code pages: what the stage encoding undoes, and what it leaves."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import SENTENCES

from cleantext.changes import Edit
from cleantext.document import Document
from cleantext.errors import ConfigError
from cleantext.languages.pack import load
from cleantext.stages.encoding import stage as encoding
from cleantext.stages.encoding.composition import composed
from cleantext.text.code_pages import read

STAGE = encoding.build(load("fr"), encoding.Options())


def clean(text: str) -> str:
    return STAGE(Document(text)).text


UNDONE = [
    ("unicode-escape", r"Le caf\u00e9 a ferm\u00e9 \u00e0 midi.", "Le café a fermé à midi."),
    ("unicode-escape", r"l\u2019\u00e9t\u00e9 \ud83d\ude00", "l’été 😀"),
    ("unicode-escape", r"une ann\xe9e \xc3\xa9gale", "une année égale"),
    ("line-escape", r"Il pleut.\nElle sort.\n\nFin.", "Il pleut.\nElle sort.\n\nFin."),
    ("line-escape", r"Il pleut.\r\nElle sort.", "Il pleut.\nElle sort."),
    ("line-escape", r"voir http:\/\/exemple.fr\/page", "voir http://exemple.fr/page"),
    ("quote-escape", r"L\'eau d\'Évian est \"pure\".", "L'eau d'Évian est \"pure\"."),
    ("quote-escape", r"Il dit \"oui\", puis \"non\".", 'Il dit "oui", puis "non".'),
    ("spreadsheet-escape", "Il pleut._x000D_\nElle sort.", "Il pleut.\nElle sort."),
    ("spreadsheet-escape", "Il pleut._x000D_Elle sort.", "Il pleut.\nElle sort."),
    ("quoted-printable", "L'=C3=A9t=C3=A9 a =C3=A9t=C3=A9 sec.", "L'été a été sec."),
    ("quoted-printable", "Un =C3=A9t=C3=A9 tr=C3=A8s=\n sec", "Un été très sec"),
    ("doubled-quote", '"Un ""beau"" jour"', 'Un "beau" jour'),
    ("doubled-quote", 'Un ""beau"" jour', 'Un "beau" jour'),
    ("tag", "Un <b>mot</b>.<br/>Un <a href='x.html'>lien</a>.", "Un mot.\nUn lien."),
    ("tag", "<p>Un.</p>\n\n<p>Deux.</p>", "Un.\n\nDeux."),
    ("tag", "Un.<br /><br />Deux.", "Un.\n\nDeux."),
    ("tag", "Un <!-- note --><![CDATA[mot]]>", "Un mot"),
    ("tag", "Un mot<script>if (a < b) { c(); }</script>.", "Un mot."),
    ("tag", "10<sup>6</sup> m<sup>2</sup>, le 1<sup>er</sup> mai", "10⁶ m², le 1er mai"),
    ("tag", "<tr><td>Lyon</td><td>12</td></tr>", "Lyon 12"),
    ("shortcode", '[caption width="3"]Le port[/caption]Il pleut.', "Il pleut."),
    ("shortcode", '[vc_row el="a"]Il pleut.[/vc_row]', "Il pleut."),
    ("script", "Un.\nvar _gaq = _gaq || [];\nDeux.", "Un.\nDeux."),
    ("script", "Un.\n.titre{color:#fff;margin:0}\nDeux.", "Un.\nDeux."),
    ("code-page", "L'Žcole a fermŽ, situŽe ˆ c™tŽ.", "L'école a fermé, située à côté."),
    ("code-page", "L'‚cole a ferm‚, situ‚e … c“t‚.", "L'école a fermé, située à côté."),
    ("code-page", "Un c½ur, deux s½urs, 3 ¤", "Un cœur, deux sœurs, 3 €"),
]


@pytest.mark.parametrize(("rule", "text", "expected"), UNDONE)
def test_undoes(rule: str, text: str, expected: str) -> None:
    document = STAGE(Document(text))
    assert document.text == expected
    assert f"encoding.{rule}" in {change.rule for change in document.changes}
    assert document.original == text
    assert clean(expected) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("&lt;p&gt;Un.&lt;/p&gt;&lt;p&gt;Deux.&lt;/p&gt;", "Un.\nDeux."),
        ("&amp;lt;b&amp;gt;Un&amp;lt;/b&amp;gt; mot", "Un mot"),
        (r"\u003cp\u003eIl a \u00e9t\u00e9 \u00e9lu.\u003c\/p\u003e", "Il a été élu."),
        (r"Un caf\u00c3\u00a9 ferm\u00c3\u00a9", "Un café fermé"),
    ],
)
def test_undoes_one_escape_inside_another(text: str, expected: str) -> None:
    document = STAGE(Document(text))
    assert document.text == expected
    assert document.original == text


@pytest.mark.parametrize(
    "text",
    [
        r"Le dossier C:\nouveau\textes est vide.",
        r"Le signe \n marque la fin d'une ligne.",
        r"print('Un.\nDeux')",
        r"d\'ecid\'e, \'et\'e, \`a",
        r"Les lettres [a-z\u00e0-\u00ff] suffisent.",
        r"En JSON, « café » s'écrit caf\u00e9.",
        r"\section{Un titre} et \emph{un mot}",
        "La balise <br> va à la ligne.",
        "Entre <b> et </b>, le texte est gras.",
        "<pre><code><b>gras</b></code></pre>",
        "si a <b et c> d, alors 1 < 2",
        "Le parti [DRM], [sic], [i]l a [ndlr : x = 2] dit",
        "https://exemple.fr/?q=C3=A9 et x=C3",
        'Il mesure 5\'10"" et x = ""',
        "`.titre{color:#fff}`\n.titre{color:#fff}\nUn.",
        "Slavoj Žižek et Žan à ½ h d’ici",
        "2½ heures, ½finale, ¼ de siècle",
        "un_mot_x0041_autre",
        "Le marché *couvert* et _celui_ du port",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("code_page", ["mac_roman", "cp850"])
def test_an_article_read_in_the_wrong_code_page_comes_back(code_page: str) -> None:
    text = "\n".join(SENTENCES).replace("’", "'").replace("œ", "oe").replace("…", "...")
    for line in ("€", "–"):
        text = text.replace(line, "")
    assert clean(read(text.encode(code_page), "cp1252")) == text
    assert clean(text.encode(code_page).decode("latin-1")) == text


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("markdown", "## Un titre\nUn **mot** et [un lien](x.fr).", "Un titre\nUn mot et un lien."),
        ("markdown", "![photo](a.jpg)2 * 3 * 4, un_nom_long", "2 * 3 * 4, un_nom_long"),
        ("wiki", "== Titre ==\n'''Lyon''' est [[ville|une ville]].", "Titre\nLyon est une ville."),
        ("wiki", "Un ''mot''<ref>note</ref>{{modèle}}, l'eau", "Un mot, l'eau"),
    ],
)
def test_takes_marks_out_on_demand(kind: str, text: str, expected: str) -> None:
    assert clean(text) == text or kind == "wiki"
    stage = encoding.build(load("fr"), encoding.Options(marks=(kind,)))
    assert stage(Document(text)).text == expected


def test_an_unknown_kind_of_marks_is_an_error() -> None:
    with pytest.raises(ConfigError, match="unknown kind 'latex'"):
        encoding.build(load("fr"), encoding.Options(marks=("latex",)))


PIECES = [
    *r"\u00e9 \xe9 \n \\n \" \' _x000D_ =C3=A9 = \/ \u003c \u005c".split(),
    *' " "" <b> </b> <p> <br/>'.split(),
    *"<!-- --> <script> </script> <pre> <![CDATA[ ]]> &lt; &gt; &amp;".split(),
    *" [b] [/b] [a=1] ½ ¤ Ž ‚ c™tŽ situ‚e a é L d' . { ; =".split(),
    " ",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_is_idempotent_and_undone_exactly(text: str) -> None:
    document = STAGE(Document(text))
    assert document.original == text
    assert clean(document.text) == document.text


@given(st.text("ab<", max_size=12), st.data())
def test_composed_edits_do_what_two_scans_do(text: str, data: st.DataObject) -> None:
    def edits(length: int) -> list[Edit]:
        cuts = data.draw(st.lists(st.integers(0, length), max_size=6, unique=True).map(sorted))
        afters = data.draw(st.lists(st.text("xy", max_size=2), min_size=3, max_size=3))
        pairs = zip(cuts[::2], cuts[1::2], afters, strict=False)
        return [Edit(start, end, after, "a") for start, end, after in pairs]

    first = edits(len(text))
    between = Document(text).apply("s", first)
    then = edits(len(between.text))
    after = between.apply("s", then).text
    assert Document(text).apply("s", composed(first, then, after)).text == after


HOSTILE = {
    "backslashes": "\\" * 1_000_000,
    "opening brackets": "<" * 1_000_000,
    "square brackets": "[" * 1_000_000,
    "nested entities": "&" + "amp;" * 250_000,
    "quotation marks": '"' * 1_000_000,
    "open tags": "<b" * 400_000,
    "open comments": "<!--" * 250_000,
    "tags": "<b>" * 60_000,
    "nested tags": "<b" * 50_000 + ">" * 50_000,
    "scripts": "<script>" * 50_000,
    "escaped letters": r"a\u00e9" * 30_000,
    "escaped line ends": r"a.\n" * 50_000,
    "code": "a{b:c}" * 50_000,
    "signs of other code pages": "aŽ‚" * 100_000,
    "halves": "a½" * 200_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_takes_bounded_time(text: str) -> None:
    before = time.process_time()
    document = STAGE(Document(text))
    assert time.process_time() - before < 5
    assert document.original == text
