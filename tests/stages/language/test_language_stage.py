"""Which language a document and its lines are in."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.document import Document
from cleantext.errors import ConfigError
from cleantext.languages.pack import load
from cleantext.stages.language import detectors
from cleantext.stages.language import stage as language

FRENCH = "le conseil municipal a voté mardi soir le budget de la ville pour l'année prochaine."
ENGLISH = "the city council voted on tuesday evening for the budget that it had been promised."
SPANISH = "el ayuntamiento aprobó el martes por la noche el presupuesto para el próximo año."

STAGE = language.build(load("fr"), language.Options())


def labelled(document: Document) -> list[tuple[str, str]]:
    return [
        (document.text[label.start : label.end], label.value)
        for label in document.labels
        if label.name == "language"
    ]


@pytest.mark.parametrize(
    ("text", "code", "labels"),
    [
        (FRENCH, "fr", []),
        (ENGLISH, "en", [(ENGLISH, "en")]),
        (f"{ENGLISH}\n\n{ENGLISH}\nok", "en", [(f"{ENGLISH}\n\n{ENGLISH}\nok", "en")]),
        (f"{FRENCH}\n{ENGLISH}\n{FRENCH}", "fr", [(ENGLISH, "en")]),
        (f"{FRENCH}\n{ENGLISH}\nok\n{FRENCH}", "fr", [(ENGLISH, "en")]),
        (
            f"{FRENCH}\n{SPANISH}\n{FRENCH}\n{ENGLISH}\n{FRENCH}",
            "fr",
            [(SPANISH, "es"), (ENGLISH, "en")],
        ),
        (
            f"{FRENCH}\nle film « the lord of the rings: the return of the king » sort en salle.",
            "fr",
            [],
        ),
        (f'{FRENCH}\n"{ENGLISH}"\n{FRENCH}', "fr", [(f'"{ENGLISH}"', "en")]),
        ("", "und", []),
        ("12 345 : 67", "und", []),
    ],
)
def test_a_document_has_a_language_and_foreign_lines_a_label(
    text: str, code: str, labels: list[tuple[str, str]]
) -> None:
    document = STAGE(Document(text))
    assert document.meta["language"] == code
    assert labelled(document) == labels


@pytest.mark.parametrize(
    "text",
    [
        "lo conselh municipal a votat dimars lo budgèt de la vila per l'annada que ven.",
        "el consell municipal ha votat dimarts al vespre el pressupost de la ciutat.",
        "li consey del veye a voté mårdi al nute po les tchmins k' on va rfé dins l' anêye.",
        "chés gins éd no ville is ont voté mardi au soèr pou ch'budget d'l'énée qui vient.",
    ],
)
def test_a_close_language_is_not_french(text: str) -> None:
    document = STAGE(Document(text))
    assert document.meta["language"] != "fr"
    assert all(label.value != "fr" for label in document.labels)


@pytest.mark.parametrize(
    "text",
    [
        "Le groupe Songs of the Old Sea joue ce soir avec les Red Kites.",
        "Milltown - Harbour City : le club de Ted Mallory gagne et prend la tête.",
        "Mort de Dan Rowley, chanteur des Lowlands",
        "Ann Ray publie The Long Way Home / Le roman de la jeune Anglaise est un succès.",
    ],
)
def test_a_short_text_with_foreign_names_is_french(text: str) -> None:
    document = STAGE(Document(text))
    assert document.meta["language"] == "fr"
    assert labelled(document) == []


@pytest.mark.parametrize(
    "text",
    [
        "Songs of the Old Sea",
        "The Long Way Home is out, and the critics love it in Paris.",
        "Des Moines: the city council has a new plan for the river.",
        "Girona, 3 de novembre de 1998.",
    ],
)
def test_a_foreign_text_with_french_names_is_not_french(text: str) -> None:
    assert STAGE(Document(text)).meta["language"] != "fr"


@pytest.mark.parametrize(
    "text",
    [
        "An ti-kêr en deus divizet sevel ur skol nevez evit ar vugale hag o zud er vro.",
        "Lameri a vilaj-la ka bati on lékòl nouvo pou timoun yo, é tout moun kontan.",
        "Minis la te di demen maten ap gen yon reyinyon pou tout moun nan peyi a.",
        "Lo conselh de la comuna a decidit de bastir una escòla novèla per los mainatges.",
        "A merria hà decisu di fà una scola nova per i zitelli chì sò in paese.",
    ],
)
def test_a_regional_language_is_taken_for_no_other(text: str) -> None:
    document = STAGE(Document(text))
    assert document.meta["language"] in {"und", "oc"}
    assert {label.value for label in document.labels} <= {"oc"}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", ENGLISH),
        (
            "es",
            "el ayuntamiento de la ciudad aprobó los planes que el alcalde no quiso para el año",
        ),
        ("de", "der stadtrat hat am dienstag über den haushalt der stadt und die schulen beraten"),
        (
            "it",
            "il consiglio della città ha detto che non è stato approvato il piano per la scuola",
        ),
        (
            "nl",
            "de raad van de stad heeft het plan voor de school niet goedgekeurd en dat is jammer",
        ),
        (
            "pt",
            "a câmara não aprovou o plano da escola e os pais dizem que isso já era uma má ideia",
        ),
        ("pt", "o presidente da câmara ainda não sabe quando vai abrir a nova piscina da cidade"),
        ("ca", "el consell de la ciutat ja no vol fer el pont que hi havia al costat del riu"),
        ("la", "in urbe nostra neque pons est neque via quae ad flumen ducit, sed nunc erit"),
        ("el", "ο δήμος αποφάσισε ότι η νέα γέφυρα δεν θα ανοίξει πριν από το καλοκαίρι"),
        ("ru", "город решил, что мост через реку не будет открыт до лета, как это было обещано"),
        ("uk", "місто вирішило, що міст через річку не буде відкрито до літа, як це було обіцяно"),
        ("bg", "градът реши, че мостът над реката няма да бъде отворен преди лятото, както беше"),
    ],
)
def test_function_words_tell_a_plain_language_without_a_detector(code: str, text: str) -> None:
    (label,) = STAGE(Document(text)).labels
    assert (label.value, label.rule) == (code, language.BY_FUNCTION_WORDS)


def test_a_page_that_begins_with_a_menu_is_told_by_what_stands_below() -> None:
    menu = "Kitchen Weather Football Motoring Gardening\n" * 12
    (label,) = STAGE(Document(f"{menu}{ENGLISH}\n{ENGLISH}")).labels
    assert (label.value, label.rule) == ("en", language.BY_FUNCTION_WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "the end",
        "paris, london, berlin, madrid, roma, lisboa, wien",
        f"the king of the hill {'brxt vlk zmp ' * 9}",
        "og i at det er en for af med",  # Danish and Norwegian alike
        "o concello da cidade non aprobou os plans que o alcalde quería para este ano",
    ],
)
def test_few_function_words_tell_nothing(text: str) -> None:
    assert load("fr").function_words(text.replace(",", "").split()) is None


@pytest.mark.parametrize(
    "title",
    [
        "Budget : le maire dit non",
        "Grève à Trifouilly-les-Oies, le train de Jean-Marie Untel bloqué",
        "budget voté, impôts en hausse",
        "qui a gagné ?",
    ],
)
def test_a_french_title_is_french(title: str) -> None:
    assert STAGE(Document(title)).meta["language"] == "fr"


def test_the_word_lists_share_no_word() -> None:
    french = load("fr")
    assert french.foreign_words.isdisjoint(french.words | french.names)
    assert french.words.isdisjoint(french.names)


def test_what_the_record_says_stays_but_labels_are_found() -> None:
    document = STAGE(Document(ENGLISH, meta={"language": "fr"}))
    assert document.meta["language"] == "fr"
    assert labelled(document) == [(ENGLISH, "en")]


@given(st.text() | st.text(alphabet="le da, 1\n"))
def test_it_never_raises_and_always_says_the_same(text: str) -> None:
    document = STAGE(Document(text))
    assert document.text == text
    assert document == STAGE(Document(text))
    assert all(0 <= label.start < label.end <= len(text) for label in document.labels)


def test_a_detector_that_is_not_installed_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(detectors, "import_module", missing)
    detectors.load.cache_clear()
    with pytest.raises(ConfigError, match=r"pip install 'cleantext-corpus\[heliport\]'"):
        detectors.load("heliport")
    detectors.load.cache_clear()


def heliport() -> SimpleNamespace:
    codes = {"": "zxx", "?": "und", "bonjour": "fra", "sardu": "srd"}
    return SimpleNamespace(Identifier=lambda: SimpleNamespace(identify=codes.__getitem__))


def py3langid() -> SimpleNamespace:
    identifier = SimpleNamespace(classify=lambda text: ("fr", 0.9 if text else 0.1))
    return SimpleNamespace(_load_identifier=lambda norm_probs: identifier if norm_probs else None)


def lingua() -> SimpleNamespace:
    def values(text: str) -> list[SimpleNamespace]:
        language = SimpleNamespace(iso_code_639_1=SimpleNamespace(name="FR"))
        return [SimpleNamespace(language=language, value=0.9 if text else 0.0)]

    built = SimpleNamespace(compute_language_confidence_values=values)
    builder = SimpleNamespace(build=lambda: built)
    return SimpleNamespace(
        LanguageDetectorBuilder=SimpleNamespace(from_all_languages=lambda: builder)
    )


STUBS = {"heliport": heliport, "py3langid.langid": py3langid, "lingua": lingua}
"""What the modules of the extras offer, as far as it is used; they need not be installed."""


@pytest.mark.parametrize(
    ("name", "text", "detected"),
    [
        ("heliport", "bonjour", ("fr", 1.0)),
        ("heliport", "sardu", ("srd", 1.0)),
        ("heliport", "?", ("und", 0.0)),
        ("heliport", "", ("und", 0.0)),
        ("py3langid", "bonjour", ("fr", 0.9)),
        ("py3langid", "", ("und", 0.0)),
        ("lingua", "bonjour", ("fr", 0.9)),
        ("lingua", "", ("und", 0.0)),
    ],
)
def test_every_detector_speaks_the_same_protocol(
    monkeypatch: pytest.MonkeyPatch, name: detectors.Name, text: str, detected: tuple[str, float]
) -> None:
    monkeypatch.setattr(detectors, "import_module", lambda module: STUBS[module]())
    detectors.load.cache_clear()
    assert detectors.load(name)(text) == detected
    detectors.load.cache_clear()


def test_the_twin_of_langdetect_answers_for_it_where_it_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def missing(module: str) -> None:
        asked.append(module)
        raise ImportError(module)

    monkeypatch.setattr(detectors, "import_module", missing)
    detectors.load.cache_clear()
    with pytest.raises(ConfigError):
        detectors.load("langdetect")
    detectors.load.cache_clear()
    assert asked == ["langdetect_rs.detector_factory", "langdetect.detector_factory"]


def test_langdetect_is_the_default_and_always_says_the_same() -> None:
    detect = detectors.load("langdetect")
    assert {detect("qui va là ? ok") for _ in range(5)} == {detect("qui va là ? ok")}
    assert detect("12 : 34") == ("und", 0.0)


@pytest.mark.parametrize("unit", ["a", "1", " ", ".", "文", "a ", "\n", "a\n", "le "])
def test_a_detector_is_shown_a_bounded_sample(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[int] = []

    def detect(text: str) -> detectors.Detected:
        shown.append(len(text))
        return detectors.Detected("en", 1.0)

    monkeypatch.setattr(detectors, "load", lambda _: detect)
    STAGE(Document(unit * (200_000 // len(unit))))
    assert sum(shown) <= language.SAMPLE


OCCITAN = """\
La granda majoritat dels estatjants son d'acòrd amb lo projècte, mas d'unes demandan de mai \
d'informacions sus lo còst de las òbras.
Dempuèi la debuta del mes, las escòlas calandretas aculhisson mai de mila escolans dins tota la \
region.
Lo president de l'associacion a dich que la lenga occitana èra viva e que caliá la far ausir pertot.
Los agricultors an manifestat davant la prefectura per demandar una ajuda aprèp la secada.
Aquesta novèla linha de tren permetrà d'anar de Montalban a Bordèu en mens de doas oras.
"""


def test_many_words_part_close_languages_that_a_few_cannot() -> None:
    assert STAGE(Document(OCCITAN.lower())).meta["language"] == "oc"
