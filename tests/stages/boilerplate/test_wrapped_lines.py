import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import clean
from cleantext.document import Document
from cleantext.languages.pack import load
from cleantext.pipeline import Pipeline
from cleantext.stages.boilerplate.hyphens import Hyphens
from cleantext.stages.boilerplate.wrapped_lines import RULE, WrappedLines

TITLE = "Le marché couvert de Brézolles fermera deux ans"
ARTICLES = [
    article.strip().split("\n")
    for article in (
        """
La halle de Brézolles, construite en 1887 par l’architecte Armand Vasseur, va fermer ses portes \
dès la semaine prochaine pour des travaux qui dureront près de deux ans. Les commerçants \
s’installeront entre-temps sur la place du Port, sous des tentes louées par la ville.
« Nous avons repoussé ce chantier trop longtemps », reconnaît la première adjointe, Odile \
Marchand, qui rappelle que des morceaux de la verrière sont tombés l’hiver dernier. L’assureur a \
refusé de couvrir les dégâts.
La facture, elle, s’élève à six millions d’euros. Le département en paiera la moitié.
""",
        """
BRÉZOLLES, 4 juin (ANB) - Un train de marchandises a déraillé mardi à l’entrée de la gare sans \
faire de blessé, mais la circulation reste coupée dans les deux sens jusqu’à jeudi soir au plus \
tôt, selon la compagnie.
D’après les premières constatations, une aiguille mal fermée serait en cause. L’enquête a été \
confiée aux gendarmes du sous-préfet Paul Le Guen. Des autocars remplacent les trains entre \
Brézolles et Port-Louis.
""",
    )
]
WIDTHS = [30, 36, 40, 45, 50, 60, 65, 72, 80, 100]
VERSE = [
    "Le facteur est passé par le chemin des vignes,",
    "Il portait dans son sac la neige et les oiseaux,",
    "Un bouquet de genêts, des nouvelles indignes",
    "Et le long bruit que fait la pluie sur les roseaux.",
]
LISTS = {
    "verse": VERSE,
    "short verse": ["La barque dort,", "la mer se tait,", "un feu s’endort", "que rien n’éteint."],
    "list": [
        "Le budget prévoit trois dépenses :",
        "- la réfection du toit de la salle des fêtes ;",
        "- l’achat de deux véhicules pour les services ;",
        "- la plantation d’arbres le long du canal.",
    ],
    "list without marks": [
        "Les communes concernées par les coupures d’eau :",
        "Brézolles et ses hameaux, de mardi à jeudi",
        "Saint-Loup, le centre et le quartier des Prés",
        "Montigny-sur-Orle, la rive droite seulement",
    ],
    "addresses": [
        "Théâtre municipal, 12, rue des Tanneurs, Brézolles",
        "Cinéma Le Phare, 3, quai de la Marne, Port-Louis",
        "Médiathèque Aubry, place de l’Église, Saint-Loup",
    ],
    "table": [
        "Commune              Inscrits        Votants",
        "Brézolles              4 120           2 877",
        "Saint-Loup             1 054             811",
        "Port-Louis             9 870           5 102",
    ],
    "dialogue": [
        "– Vous l’avez vue partir ? demande le gendarme.",
        "– Oui, vers six heures, avec deux valises.",
        "– Et depuis, plus rien ?",
        "– Rien. Pas même une lettre à sa mère.",
    ],
    "opening hours": [
        "Lundi : 8 h 30-12 h et 14 h-17 h 30",
        "Mardi : 8 h 30-12 h, fermé l’après-midi",
        "Mercredi : de 9 h à 19 h sans interruption",
        "Samedi : 9 h-12 h, sauf les jours fériés",
    ],
    "recipe": [
        "Pour quatre personnes, il faut :",
        "250 g de farine de blé noir",
        "un demi-litre de cidre brut",
        "2 œufs de la ferme, une pincée de sel",
    ],
    "results": [
        "Brézolles bat Saint-Loup 3-1 (1-1)",
        "Port-Louis bat Montigny 2-0 (0-0)",
        "Vernois et Chalandry font match nul 1-1",
    ],
    "letter": [
        "Madame la directrice,",
        "Je vous remercie de votre accueil.",
        "Veuillez agréer mes salutations.",
        "Paul Vasseur",
    ],
}


def rule(furniture: frozenset[str] = frozenset()) -> WrappedLines:
    french = load("fr")
    hyphens = Hyphens(french.compounds, french.words | french.names)
    return WrappedLines(hyphens, french.open_words, furniture.__contains__)


def joined(text: str, furniture: frozenset[str] = frozenset()) -> str:
    document = Document(text)
    done = document.apply("boilerplate", rule(furniture)(document))
    assert done.original == text
    return done.text


def wrapped(paragraph: str, width: int, end: str = "\n") -> str:
    return end.join(textwrap.wrap(paragraph, width, break_on_hyphens=False))


@pytest.mark.parametrize("article", ARTICLES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("case", [str, str.lower])
@pytest.mark.parametrize(("end", "border"), [("\n", "\n\n"), ("\n\n", "\n\n\n")])
def test_the_lines_of_a_paragraph_are_joined_and_borders_stay(
    article: list[str], width: int, case: type[str], end: str, border: str
) -> None:
    article = list(map(case, article))
    text = border.join(wrapped(paragraph, width, end) for paragraph in article)
    assert joined(text) == border.join(article)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_indentation_begins_a_paragraph(width: int) -> None:
    lines = [textwrap.wrap(each, width, initial_indent="   ") for each in ARTICLES[0]]
    assert joined("\n".join(map("\n".join, lines))).strip() == "\n   ".join(ARTICLES[0])


@pytest.mark.parametrize("width", [36, 40, 50, 65])
@pytest.mark.parametrize("case", [str, str.lower])
def test_without_blank_lines_a_short_last_line_ends_a_paragraph(
    width: int, case: type[str]
) -> None:
    paragraphs = [paragraph for article in ARTICLES for paragraph in article]
    shown = [
        case(paragraph)
        for paragraph in paragraphs
        if len(textwrap.wrap(paragraph, width)[-1]) < width // 2
    ]
    assert len(shown) > 1
    text = "\n".join(wrapped(paragraph, width) for paragraph in shown)
    assert joined(text).split("\n") == shown


@pytest.mark.parametrize("width", [45, 60, 80])
@pytest.mark.parametrize("case", [str, str.lower])
@pytest.mark.parametrize("block", LISTS.values(), ids=LISTS.keys())
def test_what_stands_between_wrapped_paragraphs_stays(
    block: list[str], width: int, case: type[str]
) -> None:
    text = "\n\n".join(
        [wrapped(ARTICLES[0][0], width), "\n".join(block), wrapped(ARTICLES[1][1], width)]
    )
    whole = "\n\n".join([ARTICLES[0][0], "\n".join(block), ARTICLES[1][1]])
    if width >= len(max(block, key=len)) + 14:
        assert joined(case(text)) == case(whole)
    else:
        assert joined(text).split() == whole.split()


@pytest.mark.parametrize("block", LISTS.values(), ids=LISTS.keys())
@pytest.mark.parametrize("case", [str, str.lower])
def test_verse_lists_and_tables_alone_stay(block: list[str], case: type[str]) -> None:
    text = case("\n".join(block))
    assert joined(text) == text
    assert clean(text).count("\n") == text.count("\n")


@pytest.mark.parametrize("block", LISTS.values(), ids=LISTS.keys())
def test_lines_that_stay_keep_their_case(block: list[str]) -> None:
    text = clean("\n".join(block))
    assert [line[0] for line in text.split("\n")] == [line[0] for line in block]


def test_subheads_stay_and_the_line_model_sees_paragraphs() -> None:
    subhead = "Un long chantier"
    for width in (50, 60, 72):
        parts = [wrapped(ARTICLES[0][0], width), subhead, wrapped(ARTICLES[0][1], width)]
        whole = [ARTICLES[0][0], subhead, ARTICLES[0][1]]
        for end in ("\n", "\n\n"):
            assert joined(end.join(parts)) == end.join(whole)
            assert joined(end.join(parts).lower()) == end.join(whole).lower()


def test_lines_of_furniture_are_no_part_of_a_paragraph() -> None:
    furniture = "Partager sur Facebook"
    parts = [wrapped(ARTICLES[0][0], 50), furniture, wrapped(ARTICLES[0][1], 50)]
    assert joined("\n".join(parts), frozenset({furniture})).split("\n")[1:2] == [furniture]
    text = Pipeline.of("boilerplate")("\n".join(parts)).text
    assert text == f"{ARTICLES[0][0]}\n{ARTICLES[0][1]}"


@pytest.mark.parametrize(
    ("sign", "lines", "expected"),
    [
        ("-", ["Le sous", "préfet"], "sous-préfet"),
        ("-", ["Le conseil muni", "cipal"], "municipal"),
        ("¬", ["Le conseil muni", "cipal"], "municipal"),
        ("\u00ad", ["Le conseil muni", "cipal"], "municipal"),
        ("-", ["Le train de Saint", "Aubin"], "Saint-Aubin"),
        ("-", ["Le maire viendra", "t-il"], "viendra-t-il"),
        ("-", ["La vice", "présidente"], "vice-présidente"),
        ("-", ["Le vaccin contre le Covid", "19"], "Covid-19"),
    ],
)
def test_a_dictionary_decides_on_the_hyphen(sign: str, lines: list[str], expected: str) -> None:
    before, behind = lines
    text = (
        f"La halle de la ville sera fermée pour les\ntravaux. {before}{sign}\n{behind} du lieu est"
        " attendu sur la\nplace du marché dès demain matin."
    )
    assert expected in Pipeline.of("encoding", "boilerplate")(text).text
    assert "\n" not in Pipeline.of("encoding", "boilerplate")(text).text


def test_a_sign_that_only_parts_words_joins_lines_anywhere() -> None:
    assert joined("le conseil muni¬\ncipal") == "le conseil municipal"
    assert joined("un coût¬\n\n") == "un coût¬\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(paragraph for article in ARTICLES for paragraph in article),
        "\n\n".join([TITLE, *ARTICLES[0]]),
        "Le maire a reçu les délégués dans\nUn chantier de deux ans\n" + ARTICLES[0][0],
        "Le reste du tour de table, mené par une\nUn démonstrateur a volé hier soir dans le ciel",
        "Accueil\nSports\nMétéo\nNous contacter\nMentions légales",
        f"{ARTICLES[0][0]}\n{wrapped(ARTICLES[1][1][:120], 40)}\n{ARTICLES[0][1]}",
        "",
        "\n\n",
    ],
)
def test_other_texts_are_left_alone(text: str) -> None:
    assert joined(text) == text


def test_ragged_lines_are_joined() -> None:
    text = (
        "Le conseil a voté hier soir la\nréfection de la salle des fêtes, qui n’a\npas été"
        " repeinte une fois depuis\nle jour de l’inauguration du bâtiment, il y a trente\nans."
    )
    assert joined(text) == text.replace("\n", " ")


@pytest.mark.parametrize("width", [60, 72])
def test_no_word_is_lost_and_no_capital_comes_inside_a_sentence(width: int) -> None:
    for article in ARTICLES:
        text = "\n\n".join(wrapped(paragraph, width) for paragraph in article)
        assert clean(text).split() == clean("\n\n".join(article)).split()
        assert clean(text.lower()).split() == clean("\n\n".join(article).lower()).split()


lines_of_text = st.lists(
    st.sampled_from(
        [
            *wrapped(ARTICLES[0][0], 60).split("\n"),
            *wrapped(ARTICLES[1][1].lower(), 40).split("\n"),
            *VERSE,
            *LISTS["list"],
            TITLE,
            "",
            "  ",
            "une gran-",
            "ge ¬",
            "muni¬",
            "cipal de la ville",
        ]
    ),
    max_size=14,
)


@given(st.one_of(st.text("a -\n¬.:A1", max_size=60), lines_of_text.map("\n".join)))
def test_only_line_ends_and_hyphens_go(text: str) -> None:
    document = Document(text)
    edits = list(rule()(document))
    assert joined(text).replace("-", "").replace("¬", "").split() or not text.strip("-¬ \n")
    for edit in edits:
        before = text[edit.start : edit.end]
        assert edit.rule == RULE
        assert "\n" in before
        assert not before.strip("-¬\u00ad \n")


@pytest.mark.parametrize("piece", ["a\n", "mot de la\n", "muni-\n", "¬\n", "a¬\nb", "\n", " \n"])
def test_hostile_lines_take_bounded_time(piece: str) -> None:
    joined(piece * 50_000)
