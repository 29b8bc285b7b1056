"""Escapes, accents, quotes, elisions and small signs as dumps hold them, each with look-alikes.

A case gives a line as it came and as it should be, with plain spaces; `None`: it stays.
"""

import pytest

from cleantext import Pipeline

PIPELINE = Pipeline.default("fr")

ENCODING = [
    (
        "Un é s'écrit &eacute; ou &#233; dans la page.",
        "Un é s’écrit &eacute; ou &#233; dans la page.",
    ),
    ("Pour du gras en HTML, écrivez <b>mot</b>.", None),
    ("En HTML5, une ligne finit par &lt;br&gt;.", "En HTML5, une ligne finit par <br>."),
    ("Le bar du port a ferm&eacute; hier.", "Le bar du port a fermé hier."),
    ("Voir page.html : le <b>port</b> ferme.", "Voir page.html : le port ferme."),
    ('[gallery ids="4,5"]Le port ferme mardi.[/gallery]', "Le port ferme mardi."),
    ('[caption id="a4"]Le port vu du quai[/caption]Le port ferme.', "Le port ferme."),
    ("[youtube]https://exemple.fr/v[/youtube]Le port ferme.", "Le port ferme."),
    (r"<p>Le port ferme.</p>\n<p>Les bateaux partent.</p>", "Le port ferme.\nLes bateaux partent."),
    ("La f=EAte a =E9t=E9 annul=E9e.", "La fête a été annulée."),
    ("Soit a=E5 et b=E7 dans la table.", None),
    ("L’angle vaut x=E9 ici.", None),
    ("LâÃ©cole et lâusine dâArcy ferment.", "L’école et l’usine d’Arcy ferment."),
    ("Un âne lâche sa pâture de grand âge.", None),
    ("Le caf‚ a ‚t‚ ferm‚ aprŠs l'orage.", "Le café a été fermé après l’orage."),
    ("Sa s½ur a payé 300 ¤.", "Sa sœur a payé 300 €."),
    ("Ajouter ½ tasse de sucre et ¼ de litre de lait.", None),
]

ACCENTS = [
    ("LES SECOURS EN COTE D'IVOIRE", "Les secours en Côte d’Ivoire"),
    ("INCENDIE SUR LA COTE D'AZUR", "Incendie sur la Côte d’Azur"),
    ("LA COTE DU CUIVRE GRIMPE", "La cote du cuivre grimpe"),
    ("LA MAIRE DU VILLAGE DEMISSIONNE", "La maire du village démissionne"),
    ("LE CHANTIER DEBUTE A LIEGE", "Le chantier débute à Liège"),
    ("LE PUBLIC MARCHE SUR LE QUAI", "Le public marche sur le quai"),
]

QUOTES = [
    ("Il dit ”oui”, elle dit ”non”.", "Il dit « oui », elle dit « non »."),
    ("Il parle de ‚paix‘ ce soir.", "Il parle de « paix » ce soir."),
    ("Une ‚ au milieu d’une ligne.", None),
    ("Un écran de 27” et un autre de 32”.", None),
    ('Un tube de 3/4" et un téléviseur de 40".', None),
    ("``C'est un scandale'', a lancé l'élue.", "« C’est un scandale », a lancé l’élue."),
]

ELISIONS = [
    ("L'’usine d’'Arcy ferme.", "L’usine d’Arcy ferme."),
    ("Il na pas su, ils nont rien vu.", "Il n’a pas su, ils n’ont rien vu."),
    (
        "Il sagit dune erreur, au milieu dune foule.",
        "Il s’agit d’une erreur, au milieu d’une foule.",
    ),
    ("Le camp est au pied d’une dune de sable.", None),
    ("Jai vu le port, jai peur.", "J’ai vu le port, j’ai peur."),
    ("Jai Hindley gagne devant Arcy.", None),
    ("S?il part, qu?elle vienne.", "S’il part, qu’elle vienne."),
    ("Il est parti ?Oui. Viens-tu?Non.", "Il est parti ? Oui. Viens-tu ? Non."),
]

CASE = [
    ("paris (afp) - le groupe a cédé mardi.", "Paris (AFP) - Le groupe a cédé mardi."),
    ("enquête - comment le port a fermé", "Enquête - Comment le port a fermé"),
    ("elle a crié « enfin ! » et s'est assise.", "Elle a crié « Enfin ! » et s’est assise."),
    ("il parle d'un « échec… » et s'en va.", "Il parle d’un « échec… » et s’en va."),
    ("le journal l'équipe et l'équipe de france", "Le journal L’Équipe et l’équipe de France"),
    ("voir p. 34, fig. 2 et chap. 4.", "Voir p. 34, fig. 2 et chap. 4."),
    ("la c.g.t. a voté. le maire se tait.", "La C.G.T. a voté. Le maire se tait."),
]

SIGNS = [
    ("Tous sont réuni.e.s.Ils votent.", "Tous sont réuni.e.s. Ils votent."),
    ("Les élu.e.s. d’ici et les acteur·ices.", None),
    ("Il a gagné(3-1);demain,il part.", "Il a gagné (3-1) ; demain, il part."),
    ("Il a chanté « Let It Be » hier.", None),
    ("Bravo à tous :smile: et merci ;-)", None),
]


@pytest.mark.parametrize(
    ("text", "expected"), [*ENCODING, *ACCENTS, *QUOTES, *ELISIONS, *CASE, *SIGNS]
)
def test_comes_out_as_it_should(text: str, expected: str | None) -> None:
    cleaned = PIPELINE(text).text
    assert cleaned.replace("\u00a0", " ").replace("\u202f", " ") == (expected or text)
    assert PIPELINE(cleaned).text == cleaned
