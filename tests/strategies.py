"""Hypothesis strategies that the tests share: any text, French text with damage, edits."""

from collections.abc import Callable

from hypothesis import strategies as st

from cleantext.changes import Edit
from cleantext.document import Label

SENTENCES = (
    "La ministre de l’Éducation a présenté jeudi son projet à l’Assemblée nationale.",
    "« Nous ne céderons pas », a répété Jean-Baptiste Lefèvre devant la presse.",
    "Le chiffre d’affaires d’Airbus a bondi de 12 % à Toulouse, soit 3,4 milliards d’euros !",
    "Où vont-ils ? Personne n’ose le dire ; l’enquête est confiée à M. Durand.",
    "À Marseille, les sœurs Kacem ont ouvert un café : le succès a été immédiat…",
    "Selon l’AFP, l’ONU n’a pas réagi aux frappes menées au Liban mardi 3 mars 2020.",
    "Le cœur du problème, c’est l’inflation (5,2 % sur un an), estime-t-elle.",
    "Elle vit à Saint-Étienne depuis l’été 1998.",
)
"""Sentences as they should be, without no-break spaces."""

FURNITURE = (
    "Partager sur Facebook",
    "Lire aussi : Nos conseils pour l’hiver",
    "Publié le 12 mars 2020 à 08h30",
    "FrançaisEnglishDeutschEspañol日本語",
    "© 2020 Tous droits réservés",
    "",
)
"""Lines that are not part of an article."""


def _mojibake(text: str) -> str:
    return text.encode("utf-8").decode("cp1252", "replace")


def _latin_mojibake(text: str) -> str:
    return text.encode("utf-8").decode("latin-1")


def _entities(text: str) -> str:
    return text.replace("é", "&eacute;").replace("à", "&agrave;").replace("’", "&#8217;")


def _decomposed(text: str) -> str:
    return text.replace("é", "e\u0301").replace("à", "a\u0300")


def _odd_spaces(text: str) -> str:
    return text.replace(", ", " , ").replace(" a ", "  a\u00a0").replace(" :", ":")


def _invisible(text: str) -> str:
    return "\ufeff" + text.replace("nn", "n\u00adn").replace(" l", " \u200bl")


DAMAGES: tuple[Callable[[str], str], ...] = (
    str,
    str.lower,
    str.upper,
    _mojibake,
    _latin_mojibake,
    lambda text: _mojibake(_mojibake(text)),
    lambda text: _mojibake(text).lower(),
    _entities,
    _decomposed,
    _odd_spaces,
    _invisible,
    lambda text: text.replace("’", "'"),
    lambda text: text.replace("’", " ' "),
    lambda text: text.replace("«", '"').replace("»", '"'),
    lambda text: text[: len(text) // 2],
    lambda text: text.rstrip(".!?…"),
)
"""What happens to a sentence between the newsroom and the corpus."""

JOINTS = ("", " ", "  ", "\n", "\n\n", "\r\n", "\u00a0")


def texts(max_size: int = 60) -> st.SearchStrategy[str]:
    """Any Unicode, and the characters that rules of this package look at more often."""
    telling = st.sampled_from(
        " \t\n\r\x0b\x0c\x85\u2028\u00a0\u00ad\u200b\u200c\u200d\u200e\u202f\ufeff\ufffd"
        "'’‘\"“”«»‹›.,;:!?…-–—()[]/&#%°ºª©®™€$*0123456789"
        "aàâbcçdeéèêëiîïloôœæsuùûüyÿzAÀÂÃÄÇÉÈÊÎÏOÔŒÆSUÙÜŸãåð×²µ"
        "\u0300\u0301\u0327\u05d0\u0639\u0915\u094d\u0e01中한ﬁＡß\u0130\u0131\ud83d\ude00"
    )
    return st.one_of(
        st.text(max_size=max_size),
        st.text(telling, max_size=max_size),
        st.text(st.one_of(telling, st.characters()), max_size=max_size),
    )


@st.composite
def damaged_french(draw: st.DrawFn, max_sentences: int = 6) -> str:
    """French sentences and furniture lines, each damaged in its own way, oddly joined."""
    pieces: list[str] = []
    for _ in range(draw(st.integers(1, max_sentences))):
        sentence = draw(st.sampled_from(SENTENCES + FURNITURE))
        pieces.append(draw(st.sampled_from(DAMAGES))(sentence))
        pieces.append(draw(st.sampled_from(JOINTS)))
    return "".join(pieces[:-1])


def any_text() -> st.SearchStrategy[str]:
    """Text of every kind: what a property of a stage is tested on."""
    return st.one_of(texts(), damaged_french())


@st.composite
def edits_of(draw: st.DrawFn, text: str, max_edits: int = 5) -> list[Edit]:
    """Edits that one scan of a text could find: in any order, none over another."""
    bounds = draw(st.lists(st.integers(0, len(text)), max_size=2 * max_edits).map(sorted))
    edits: list[Edit] = []
    for start, end in zip(bounds[::2], bounds[1::2], strict=False):
        if edits and (start, end) == edits[-1][:2]:
            continue  # two insertions at one place: which is first would be a guess
        edits.append(Edit(start, end, draw(st.text("xyzé ", max_size=4)), f"rule.{len(edits)}"))
    return draw(st.permutations(edits))


@st.composite
def labels_of(draw: st.DrawFn, text: str, max_labels: int = 4) -> list[Label]:
    """Labels on any spans of a text, over one another or not."""
    labels: list[Label] = []
    for number in range(draw(st.integers(0, max_labels))):
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        labels.append(Label(start, end, f"label-{number}", "", "rule.label"))
    return labels
