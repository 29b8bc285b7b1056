import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext.document import Document
from cleantext.errors import ConfigError
from cleantext.languages.pack import load
from cleantext.stages.truecase import stage as truecase
from cleantext.stages.truecase.stage import Options, build

FRENCH = load("fr")
STAGE = build(FRENCH, Options())


def cased(text: str, options: Options | None = None) -> str:
    stage = build(FRENCH, options) if options else STAGE
    return stage(Document(text)).text


TRAPS = [
    # Starts of sentences.
    "Il pleut. La route est fermée. Où aller ?",
    "Le maire a dit : « Nous partons demain. » Puis il est sorti.",
    "Elle hésite… Puis elle accepte ! Les élus applaudissent.",
    "L'hiver arrive. D'ici là, qu'il neige ou non, l'école reste ouverte.",
    "Selon M. Dupont, Mme Martin et le Dr Leroy, tout va bien.",
    "Les prix ont baissé de 3,5 % en un an.",
    # Names.
    "Le président Emmanuel Macron est arrivé à Saint-Denis avec Jean-Luc Mélenchon.",
    "Elle vend des sous-vêtements et des porte-clés à Clermont-Ferrand.",
    "Les États-Unis et la Corée du Nord négocient à Genève.",
    "Le général de Gaulle est né à Lille.",
    "Ursula von der Leyen dirige la Commission européenne à Bruxelles.",
    # What has no capital in French.
    "Un film français et une actrice italienne parlent anglais en mars.",
    "La séance commence à 20h30 et finit à 23h.",
    "Rendez-vous mardi 3 mars ou lundi 12 avril.",
    "Les Français et les Allemands votent dimanche.",
    # Acronyms against words.
    "La SNCF et le PDG de la RATP ont signé.",
    "En colère, il a dit ça sans ire ni peur.",
    "Il habite à Lyon et en Suisse.",
    # Numerals.
    "Le roi Louis XIV a régné au XVIIe siècle.",
    # Brands.
    "La société OpenAI a publié ChatGPT sur YouTube.",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Il crie : "Partez !\n", dit la voisine.', 'Il crie : "Partez !\n", dit la voisine.'),
        ("Il crie : « Partez !\n», dit-elle.", "Il crie : « Partez !\n», dit-elle."),
        ('"il pleut", dit-elle. "on part."', '"Il pleut", dit-elle. "On part."'),
    ],
)
def test_no_sentence_begins_behind_a_closing_mark_and_a_comma(text: str, expected: str) -> None:
    assert cased(text) == expected


@pytest.mark.parametrize("text", TRAPS)
def test_capitals_come_back(text: str) -> None:
    assert cased(text.lower()) == text


@pytest.mark.parametrize("text", TRAPS)
def test_cased_text_stays(text: str) -> None:
    assert cased(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "LE PRÉSIDENT EMMANUEL MACRON EST ARRIVÉ À PARIS",
            "Le président Emmanuel Macron est arrivé à Paris",
        ),
        ("LA SNCF EST EN GRÈVE DEPUIS MARDI", "La SNCF est en grève depuis mardi"),
    ],
)
def test_a_line_in_capitals(text: str, expected: str) -> None:
    assert cased(text) == expected
    assert cased(text, Options(capitals=False)) == text


@pytest.mark.parametrize("text", ["PSG - OM", "AFP", "SNCF", "UE"])
def test_a_short_line_in_capitals_stays(text: str) -> None:
    assert cased(text) == text


HALF_CASED = [
    "Elon musk est arrivé à paris.",
    "le maire de Lyon est venu. il repart demain.",
    "Le maire a dit que la séance, ouverte la veille,\nétait levée\net que chacun pouvait rentrer.",
]


@pytest.mark.parametrize("text", HALF_CASED)
def test_half_cased_text_stays(text: str) -> None:
    assert cased(text) == text


def test_half_cased_text_on_demand() -> None:
    done = cased("Le maire de lyon est venu avec Elon musk.", Options(mixed=True))
    assert done == "Le maire de Lyon est venu avec Elon Musk."


def test_lowercase_lines_on_demand() -> None:
    assert cased("le maire de lyon est venu.", Options(lowercase=False)) == (
        "le maire de lyon est venu."
    )


def test_headings_with_case_over_a_body_without() -> None:
    text = (
        "Grève à la SNCF\n"
        "les trains sont restés à quai à lyon. la direction espère un retour à la normale.\n"
        "Le point sur le trafic\n"
        "à marseille, la situation est plus calme. les usagers patientent."
    )
    assert cased(text) == (
        "Grève à la SNCF\n"
        "Les trains sont restés à quai à Lyon. La direction espère un retour à la normale.\n"
        "Le point sur le trafic\n"
        "À Marseille, la situation est plus calme. Les usagers patientent."
    )


def test_identifiers_and_pronunciations_stay() -> None:
    text = "selon doi:10.1000/j.revue.2021, le mot (\\pɔ̃\\, ɛs.pʁi) vient du latin."
    assert cased(text) == "S" + text[1:]


def test_addresses_stay() -> None:
    text = "écrivez à contact@exemple.fr ou sur www.exemple.com, avec #paris ou @lemonde."
    assert cased(text) == "É" + text[1:]


@pytest.mark.parametrize(
    "piece",
    ["a-", "a.", "a@", "ab", "l'", "été. ", "#a", "a.com ", "(ab) ", "a b (ba) ", "musk – ceux "],
)
def test_a_hostile_text_takes_a_time_that_grows_with_it(piece: str) -> None:
    started = time.process_time()
    cased(piece * (200_000 // len(piece)))
    assert time.process_time() - started < 10


def test_every_edit_has_its_evidence() -> None:
    text = "le groupe kordelex est à paris. selon brabuschkine, openai a gagné."
    rules = {change.before: change.rule for change in STAGE(Document(text)).changes}
    assert rules["le"] == truecase.START
    assert rules["paris"] == truecase.KNOWN
    assert rules["openai"] == truecase.KNOWN
    assert rules["kordelex"] in {truecase.GUESS, truecase.SAME}
    assert set(rules.values()) <= set(truecase.REASONS)
    assert all(0.5 <= change.score <= 1 for change in STAGE(Document(text)).changes)


def test_confidence() -> None:
    text = "le groupe kordelex est à paris."
    sure = build(FRENCH, Options(min_confidence=1.0))(Document(text))
    assert {change.rule for change in sure.changes} <= {truecase.START, truecase.KNOWN}
    assert sure.text.startswith("Le groupe")


def test_a_name_is_a_name_everywhere() -> None:
    text = (
        "le patron de kordelex, igor brabuschkine, a démissionné. pour brabuschkine, c'est fini."
        " l'avenir de brabuschkine reste incertain."
    )
    assert cased(text).count("Brabuschkine") == 3


def test_names_of_a_user(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text("La Table ronde\nbaRBaPaPa\nSaint-Truc-sur-Mer\n", encoding="utf-8")
    done = cased(
        "il dîne à la table ronde de barbapapa, près de saint-truc-sur-mer, à une table ronde.",
        Options(names=path),
    )
    assert done == (
        "Il dîne à La Table ronde de baRBaPaPa, près de Saint-Truc-sur-Mer, à une table ronde."
    )


def test_names_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        build(FRENCH, Options(names=tmp_path / "none.txt"))


WORDS = "le la m. paris xxe iphone sncf ça l' d' ßa ŉa İ ı ΣΑΣ σας ǆ ﬁn été LE Paris été".split()
SIGNS = [" ", "\n", ". ", " : ", "-", " « ", " » ", "… ", "?", "\u00a0", '"', "\r\n", "@", "10"]


@given(st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(SIGNS), st.text(max_size=3))))
def test_only_case_changes_and_a_second_run_changes_nothing(pieces: list[str]) -> None:
    text = "".join(pieces)
    document = STAGE(Document(text))
    assert len(document.text) == len(text)
    assert document.original == text
    for change in document.changes:
        assert change.before.lower() == change.after.lower()
    assert STAGE(document).text == document.text


@pytest.mark.parametrize("sign", [*"’'\"«(-–.•\u0092"])
def test_any_sign_may_stand_before_the_first_word(sign: str) -> None:
    assert STAGE(Document(f"{sign}b")).text == f"{sign}B"


@given(st.sampled_from(TRAPS), st.sampled_from(TRAPS), st.sampled_from(["\n", " ", "\n\n"]))
def test_a_second_run_changes_nothing(first: str, second: str, between: str) -> None:
    for text in (first.lower() + between + second, first + between + second.upper()):
        once = cased(text)
        assert cased(once) == once


def test_the_same_text_in_lowercase_and_in_capitals_is_judged_alike() -> None:
    text = "Le maire de Lyon et la SNCF négocient avec Jean-Luc Mélenchon."
    assert cased(text.upper()) == cased(text.lower())


ALONE = [
    *TRAPS,
    "",
    " ",
    "…\n",
    "une seule",
    "\n\nfin « ",
    " mot",
    "' mot de paris",
    "- mot",
    "appeler le tél.",
    "la société nationale des chemins de fer",
    "(sncf) et la sncf",
    "l'union postale universelle (upu)",
    "la grande upu est là",
    "selon igor brabuschkine, hier",
    "une brabuschkine, des brabuschkine et le brabuschkine de la ferme",
    "MAIRE DE LYON EN COLÈRE\nIl est venu.",
]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(ALONE), max_size=6),
    st.sampled_from([Options(), Options(mixed=True), Options(capitals=False, min_confidence=0.9)]),
)
def test_many_documents_are_judged_as_each_alone(texts: list[str], options: Options) -> None:
    stage = build(FRENCH, options)
    documents = [Document(text) for text in texts]
    assert stage.map(documents) == list(map(stage, documents))


def test_what_a_text_says_of_a_word_holds_for_no_other_text() -> None:
    explained = "l'union des petites usines (upu) et l'upu"
    votes = "selon igor brabuschkine et anna brabuschkine, hier"
    for first, second in ((explained, "la grande upu est là"), (votes, "un brabuschkine vert")):
        texts = [Document(first), Document(second), Document(first)]
        assert STAGE.map(texts)[1] == STAGE(texts[1])
    # What begins a text goes on with nothing that ends another.
    for first, second in (
        ("elle vient de lyon", "3 pro le matin"),
        ("un mot -\n\n “.", ", o'brien xiaomi zorga"),
    ):
        assert STAGE.map([Document(first), Document(second)])[1] == STAGE(Document(second))
    # The initials stand in another text.
    apart = [Document("l'union des petites usines"), Document("(upu) et le reste")]
    assert STAGE.map(apart)[1] == STAGE(apart[1])


@pytest.mark.parametrize(
    "text",
    [
        "Voir leparisien.fr/sports/psg et rapport_paris.pdf sur le site.",
        "Réservations au tél. 02 99 40 71 11, dim. 13 octobre.",
        "Dim. 13 oct., ven. 18 et sam. 19 janv., au théâtre.",
        "Elle est venue avec Sam.",
    ],
)
def test_paths_and_abbreviations_keep_their_letters(text: str) -> None:
    assert cased(text.lower()) == text


@pytest.mark.parametrize("text", ["ab/cde/fg", "Le maire est venu hier.\nabc/de"])
def test_initials_of_a_desk_stay(text: str) -> None:
    assert cased(text) == text


@settings(deadline=None, max_examples=20)
@given(st.lists(st.sampled_from(ALONE), min_size=1, max_size=5).map("\n".join))
def test_a_short_text_is_judged_as_a_part_of_many(text: str) -> None:
    stage = build(FRENCH, Options())
    lowered = text.lower()
    alone = stage(Document(lowered))
    assert len(lowered) <= 1_000
    # Behind a long text, all words are looked at together.
    assert stage.map([Document("le mot. " * 200), Document(lowered)])[1] == alone


WORDS = (
    "le la les de l d n m mme maire ministre équipe film saint denis aix bains covid 19 1998 20 km"
    " brabuschkine kordelex sncf upu norvégienne ans the of and you we have to lyon paris musk élu"
    " es jean p ex tél sam mars zone b agence est a dit xperia pro été iphone 5g"
).split()
GAPS = (*" '’-.,\n·", " ", ". ", ", ", " - ", " – ", " (", ") ", " « ", " » ", "! ")


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=40))
def test_words_one_by_one_are_judged_as_by_columns(pieces: list[tuple[str, str]]) -> None:
    document = Document("".join(word + gap for word, gap in pieces))
    assert STAGE.map([document, document]) == [STAGE(document)] * 2
