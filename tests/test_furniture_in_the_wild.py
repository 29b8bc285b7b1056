"""Furniture as pages hold it inside an article, and look-alikes that belong to the article.

The wordings are those of pages in French; names and places are made up.
"""

import pytest

from cleantext import Pipeline

PIPELINE = Pipeline.default("fr")
ABOVE = "Le conseil municipal de Kerlann a voté lundi soir la rénovation du marché couvert du port."
BELOW = "Les travaux commenceront en septembre et dureront près de deux ans, selon l’architecte."

FURNITURE = [
    "Une publication partagée par Port de Kerlann (@portdekerlann) le 4 Mai 2021 à 9 :12 PDT",
    "(@portdekerlann) 4 mai 2021",
    "Regardez la vidéo ci-dessous :",
    "0:00\n/\n2:41",
    "0 seconds of 1 minute, 12 seconds Volume 0%",
    "YouTube conditionne la lecture de ses vidéos au dépôt de traceurs pour vous suivre.",
    "Pour pouvoir visualiser ce contenu, vous devez accepter les traceurs du réseau social.",
    "L’accès à ce contenu a été bloqué.",
    "Continuer sans accepter →",
    "Fermer ×",
    "👉 À lire également : Le port de Kerlann fait peau neuve",
    "[A lire aussi] Le port de Kerlann fait peau neuve",
    "[Vidéo] Le port de Kerlann fait peau neuve",
    "Article suivant : Le port de Kerlann fait peau neuve",
    "Envie de lire la suite ?",
    "Vous devez être abonné pour lire cet article",
    "Lecture en cours sur un autre appareil",
    "Soutenez la presse indépendante, faites un don",
    "Chaque matin, l’essentiel de l’actualité",
    "Kerlann Info sur Google News : suivez-nous",
    "Suivez-nous !",
    "Partager :\nFacebook\nX\nE-mail",
    "DR / Ville de Kerlann",
    "Photo : C. L.",
    "Image d’illustration (Pixabay)",
    "Le port de Kerlann, le 4 mai. - Claire Lozac’h / Le Phare",
    "Par Claire Lozac’h, le 4 mai 2021",
    "Claire Lozac’h | 4 mai 2021",
    "Posté le 4 mai 2021 par admin",
    "Publié jeudi 4 mai à 14h05",
    "Paru dans l’édition du 4 mai 2021",
    "Cet article vous a-t-il été utile ?\nOui\nNon",
    "Sondage : aimez-vous le nouveau marché ?\nOui\nNon",
    "1 2 3 … 12",
    "Lire cet article en breton",
    "Autres langues : breton, occitan",
    "Choose your language",
    "Accueil English Contact",
    "Kerlann ▾",
]

ARTICLE = [
    "Pour lire la suite du rapport, les élus devront patienter.",
    "« Soutenez la presse locale », demande la maire.",
    "Chaque matin, l’essentiel des pêcheurs part à cinq heures.",
    "La carte ci-dessous montre les digues du canton.",
    "Il y a un an",
    "5 sur 10",
    "A. Le cadre juridique\nB. Les conséquences",
    "Kerlann – Plouvan, 20 h\nBrévin – Locmarn, 18 h",
    "Langues parlées : français, breton.",
    "Le guide existe en breton et en anglais.",
    "Port-Louis, le 4 mai 2021",
    "Journaliste : un métier à risques",
    "Les habitants peuvent s’inscrire à la newsletter de la mairie.",
    "Un numéro vert est ouvert pour en savoir plus",
    "Le vent du large\npousse la barque,\nle jour s’en va.",
    "– Et le marché ?\n– Il ferme.\n– Longtemps ?",
    "2 œufs\n100 g de sucre\n1 citron",
]


@pytest.mark.parametrize("block", FURNITURE)
@pytest.mark.parametrize("lower", [False, True])
def test_furniture_goes_whole_and_the_article_stays(block: str, *, lower: bool) -> None:
    text = f"{ABOVE}\n{block}\n{BELOW}"
    plain = f"{ABOVE}\n{BELOW}"
    cleaned = PIPELINE(text.lower() if lower else text).text
    assert cleaned == PIPELINE(plain.lower() if lower else plain).text


@pytest.mark.parametrize("block", ARTICLE)
def test_what_looks_like_furniture_stays(block: str) -> None:
    words = PIPELINE(f"{ABOVE}\n{block}\n{BELOW}").text.split()
    assert [word for word in block.split() if word not in words] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le marché ferme. En savoir plus", "Le marché ferme."),
        ("Le marché ferme. >> Lire aussi : la digue", "Le marché ferme."),
        (
            "Le marché ferme. L’article Le marché ferme est apparu en premier sur Le Phare.",
            "Le marché ferme.",
        ),
        ("Le marché ferme. The post Marché appeared first on Le Phare.", "Le marché ferme."),
        ("La mairie invite à en savoir plus.", "La mairie invite à en savoir plus."),
    ],
)
def test_a_call_behind_a_sentence_goes_alone(text: str, expected: str) -> None:
    assert PIPELINE(text).text == expected


def test_quoted_mail_loses_its_marks_and_no_word() -> None:
    quoted = [
        "> Bonjour,",
        ">",
        "> La réunion du conseil est reportée au lundi 4 mai à cause d’une",
        "> grève. Merci de prévenir.",
        ">",
        "> Cordialement,",
        "> Claire",
    ]
    assert PIPELINE("\n".join(quoted)).text.split("\n") == [
        "Bonjour,",
        "",
        "La réunion du conseil est reportée au lundi 4 mai à cause d’une grève. Merci de prévenir.",
        "",
        "Cordialement,",
        "Claire",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "D’après l’\nAgence du port\n, deux navires sur trois sont en règle cette année.",
            "D’après l’Agence du port, deux navires sur trois sont en règle cette année.",
        ),
        (
            "La ministre de la Mer,\nClaire Lozac’h\n, a inauguré jeudi la nouvelle digue du port.",
            "La ministre de la Mer, Claire Lozac’h, a inauguré jeudi la nouvelle digue du port.",
        ),
    ],
)
def test_a_sentence_that_was_broken_at_a_link_is_whole_again(text: str, expected: str) -> None:
    assert PIPELINE(text).text == expected
