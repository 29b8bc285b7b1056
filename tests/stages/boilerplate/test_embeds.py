"""Lines of posts, players, walls, feeds and galleries inside an article of any length."""

import pytest

from cleantext.document import Document
from cleantext.languages.pack import load
from cleantext.stages.boilerplate.stage import Options, build

STAGE = build(load("fr"), Options(threshold=0))
BEFORE = "La digue du port de Brélidy sera relevée d'un mètre avant l'hiver, a promis la maire."
BEHIND = "Les travaux coûteront trois millions d'euros, selon le conseil municipal."
GONE = [
    "— Ville de Brélidy (@brelidy) 9 novembre 2023",
    "— Yann Kermeur (@ykermeur) November 9, 2023",
    "Elle tient ! pic.twitter.com/q1W2e3R4t5\n— Yann Kermeur (@ykermeur) November 9, 2023",
    "Ver esta publicación en Instagram",
    "Una publicación compartida de Brélidy (@brelidy)",
    "@brelidy La digue vue d'en haut #digue ♬ son original - Ville de Brélidy",
    "Regarder la vidéo sur YouTube",
    "00:00 / 01:48",
    "Chargement du lecteur…",
    "Votre navigateur ne peut pas lire cette vidéo.",
    "Cette vidéo n'est pas disponible dans votre pays.",
    "Cette carte utilise des traceurs : vous pouvez les accepter ou modifier vos choix.",
    "Refuser tous les cookies",
    "Cliquez ici pour retirer votre consentement",
    "L'article La digue relevée est apparu en premier sur L'Écho de Brélidy.",
    "The post La digue relevée appeared first on L'Écho de Brélidy.",
    "Votre abonnement n'autorise pas la lecture de cet article",
    "Vous ne pouvez lire L'Écho que sur un seul appareil à la fois.",
    "Suivez L'Écho de Brélidy sur WhatsApp avec notre chaîne",
    "Taille des caractères : A- A+",
    "2/14",
    "Photo 3 sur 14",
    "Voir les 14 photos",
    "[Photo d'illustration]",
    "Photo : DR",
    "LP/Yann Kermeur",
    "Getty Images/iStockphoto",
    "La maire, jeudi sur la digue. © Yann Kermeur / L'Écho",
    "hier à 17 h 20",
    "il y a 4 heures",
    "FacebookWhatsAppLinkedInCopier le lien",
    "Podcast · 12 min",
    "2 mois pour 1 € sans engagement",
    "#digue #brelidy #travaux",
    "Désactivez votre bloqueur de publicité",
    "Une erreur est survenue, veuillez recharger la page",
    "Lire aussi :\nTrois communes de la côte relèvent leurs digues avant l'hiver",
    "La rédaction vous conseille\n• Le fleuve monte : ce qui est prévu\n• La mer, un voisin",
    "Les plus lus\n1\nLe fleuve monte, la préfecture appelle à la prudence\n2\n3",
    "Votez !\nOui\nNon\nSans opinion",
    "VIDÉO. La digue de Brélidy vue du ciel après la tempête",
]
STAYS = [
    "Faut-il relever les digues ?",
    "La maire répond à Yann Kermeur (@ykermeur), son opposant.",
    "16/20",
    "20:30 - 22:00 : réunion publique",
    "Samedi à 20 h 30",
    "Photo de classe",
    "La maire, jeudi sur la digue. Photo Y. Kermeur",
    "« Veuillez patienter », répète la voix du guichet.",
    "Cliquez sur Démarrer, puis sur Réseau.",
    "Les cookies du boulanger ont un goût de beurre, et vous les accepterez.",
    "Oui\nNon",
    "Lire aussi :\nUn budget serré",
    "Lire aussi :\nLa maire a réuni mardi les riverains de la digue et du port.",
    "Yann Kermeur",
    "Entrée : 5 euros, gratuit pour les enfants",
]


@pytest.mark.parametrize("block", GONE)
@pytest.mark.parametrize("lower", [False, True])
def test_a_block_between_paragraphs_goes(block: str, *, lower: bool) -> None:
    before, block, behind = (text.lower() if lower else text for text in (BEFORE, block, BEHIND))
    assert STAGE(Document(f"{before}\n{block}\n{behind}")).text == f"{before}\n{behind}"


@pytest.mark.parametrize("block", STAYS)
@pytest.mark.parametrize("lower", [False, True])
def test_a_block_of_the_article_stays(block: str, *, lower: bool) -> None:
    text = f"{BEFORE}\n{block}\n{BEHIND}"
    text = text.lower() if lower else text
    last = block.splitlines()[-1]
    assert (last.lower() if lower else last) in STAGE(Document(text)).text


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (f"{BEFORE} En savoir plus", BEFORE),
        (f"{BEFORE}Lire aussi", BEFORE),
        (f"{BEFORE} À lire aussi : Le fleuve monte, la côte attend", BEFORE),
        (f"{BEFORE} [Lire la suite]", BEFORE),
        (f"{BEFORE} Publicité", BEFORE),
        ("La mairie invite à en savoir plus", "La mairie invite à en savoir plus"),
        (f"{BEFORE} Lire aussi : la digue. {BEHIND}", f"{BEFORE} Lire aussi : la digue. {BEHIND}"),
    ],
)
def test_an_invitation_behind_a_sentence_goes_alone(line: str, kept: str) -> None:
    assert STAGE(Document(f"{line}\n{BEHIND}")).text == f"{kept}\n{BEHIND}"


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        (
            "Publié le 9 novembre 2023 à 18h45 par Yann Kermeur",
            {"date": "2023-11-09", "author": "Yann Kermeur"},
        ),
        (
            "Yann Kermeur - Publié le 09/11/2023 à 18:45",
            {"date": "2023-11-09", "author": "Yann Kermeur"},
        ),
        ("Entretien réalisé par Yann Kermeur", {"author": "Yann Kermeur"}),
        ("— Yann Kermeur (@ykermeur) November 9, 2023", {}),
        ("Publiée par Ville de Brélidy sur Jeudi 9 novembre 2023", {}),
    ],
)
def test_what_a_line_says_of_the_article_is_kept(line: str, facts: dict[str, str]) -> None:
    assert STAGE(Document(f"{BEFORE}\n{line}\n{BEHIND}")).meta == facts


def test_a_title_stands_above_its_text_and_is_no_teaser() -> None:
    title = "VIDÉO. La digue de Brélidy vue du ciel après la tempête"
    text = f"Société\n{title}\n{BEFORE}\n{BEHIND}"
    assert STAGE(Document(text)).text == text


def test_no_more_than_ten_lines_go_with_the_one_above_them() -> None:
    titles = [f"La digue numéro {n} sera relevée avant la fin de l'hiver" for n in range(12)]
    document = STAGE(Document("\n".join([BEFORE, "Lire aussi", *titles, BEHIND])))
    assert document.text == "\n".join([BEFORE, *titles[10:], BEHIND])


@pytest.mark.parametrize(
    "piece",
    [
        "lire aussi ",
        "photo ",
        "a+ ",
        "@a ",
        "#a ",
        "1/",
        "0:",
        "vous cookies ",
        "© ",
        "x.com/ ",
        "play ",
        "publié le ",
        "a. en savoir plus",
        "une erreur ",
        "merci de réessayer ",
        "par a / ",
    ],
)
def test_hostile_lines_take_bounded_time(piece: str) -> None:
    STAGE(Document(f"{BEFORE}\n{piece * 30_000}\n" + f"{(piece * 90)[:290]}\n" * 200))
