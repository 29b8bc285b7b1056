"""The traps of French capitals, by kind; each text is lowercased and has to come back."""

import pytest

from cleantext.document import Document
from cleantext.languages.pack import load
from cleantext.stages.truecase.explained_acronyms import explained
from cleantext.stages.truecase.stage import Options, build
from cleantext.stages.truecase.words import TextWords

STAGE = build(load("fr"), Options())

TRAPS = {
    "starts of sentences": [
        "Le bateau a coulé. Personne n'a été blessé ! Pourquoi si vite ?",
        "« Nous partirons demain », dit-elle. « Il faut dormir. »",
        "Le maire hésite… Puis il signe.",
        "Il a répondu : « Rien ne presse. »",
        "Trois choix s'offrent à lui : partir, rester ou attendre.",
        "Une seule chose compte : que la route soit ouverte.",
        "Les voisins – ceux qui restent – attendent la décision du maire.",
        "La décision du maire ne plaît pas à tout le village de Musk – ceux qui restent partiront.",
        "Il pleut depuis mardi ; les rivières débordent.",
        "L'été sera chaud. D'autres disent le contraire. Qu'importe !",
        "À midi, la place est vide. Être patient ne suffit pas.",
    ],
    "headings": [
        "Une mairie de plus sans médecin\nLe village cherche un docteur depuis deux ans.",
        "Ce que l'on sait de l'accident\nUn car a quitté la route près de Limoges.",
    ],
    "days, months, languages": [
        "Elle apprend le russe, l'arabe et le portugais depuis janvier.",
        "La réunion de mardi est reportée au jeudi 4 avril.",
        "Depuis janvier, elle parle un peu l'espagnol et le chinois.",
        "Un dimanche de mars, il a neigé sur la ville.",
    ],
    "nationalities": [
        "Un film français, une actrice italienne et un public belge.",
        "Les Français et les Allemands ont voté dimanche.",
        "La cuisine japonaise plaît aux touristes américains.",
        "Le gouvernement britannique répond à la Commission européenne.",
    ],
    "words that are names here": [
        "L'État doit payer, mais l'état des routes reste mauvais.",
        "L'Église catholique restaure une petite église de campagne.",
        "La Bourse de Paris a reculé, et sa bourse d'étudiant aussi.",
    ],
    "sigles against words": [
        "Le PDG de la SNCF a parlé aux élus du RN.",
        "L'IA change le travail, dit un élu de l'UE.",
        "Ça suffit, dit-il en colère, sans ire et sans ça.",
        "Il y en a dix, et on en a vendu cinq à la mairie.",
        "Selon l'OMS et l'ONU, la crise dure.",
        "L'usine ferme, annonce la CGT.",
        "Elle a passé un CDD, puis un CDI.",
    ],
    "sigles explained in brackets": [
        "L'intelligence artificielle générale (AGI) fait peur. Pour lui, AGI n'est qu'un mot.",
        "Un front uni des retraités (FUR) proteste. Les retraités du FUR sont partis.",
    ],
    "particles": [
        "Le général de Gaulle est revenu à Colombey.",
        "Ursula von der Leyen a reçu Charles de Courson.",
        "Dominique de Villepin était à côté de Robert De Niro.",
        "Dominique de Villepin était à côté de Charles de Gaulle et de Guy de Maupassant.",
    ],
    "abbreviations": [
        "La mairie ferme deux bassins, c.-à-d. la moitié, p. ex. le plus vieux, etc. puis rouvre.",
        "Voir art. 3, fig. 2, vol. 4, p. 12, chap. 5, al. 2 et cf. le code.",
        "Comptez env. 30 min. de trajet, max. 2 h, tél. 01 02 03 04 05.",
        "Cf. la note, i.e. le texte du maire.",
        "Elle a appelé Max. Il dormait.",
        "Né vers 40 av. J.-C., mort en 12 apr. J.-C. à Rome.",
    ],
    "dotted acronyms": [
        "La S.A.R.L. Petit et la S.C.I. de Nantes ont payé le T.G.I. de Nantes.",
        "Les U.S.A. et l'U.R.S.S. en 1950. Il y a vécu.",
        "Il cite J.K. Rowling et J.-M. Petit.",
    ],
    "offices behind a title": [
        "M. le maire et Mme la ministre ont reçu M. le Premier ministre.",
        "M. Le Pen et M. Le Drian ont voté.",
        "Il a vu Mme la présidente et Mme l'adjointe.",
        "Bruno Le Maire est venu. M. Le Maire a parlé.",
    ],
    "inclusive writing": [
        "Les élu·es, les acteur·ices et les instituteur·rice·s votent.",
        "Les auteur.rice.s sont invité.e.s, les candidat-e-s aussi.",
        "Les salarié•e•s et les retraité(e)s votent.",
        "Jean-Luc, Anne-Sophie et Marie-Ève votent.",
    ],
    "datelines and rubrics": [
        "Nantes, 4 mars (Reuters) - Trois suspects ont été arrêtés.",
        "Genève (ATS/AFP) - Les discussions ont repris lundi.",
        "Analyse - Ce que change la loi sur les loyers",
        "Les élus du village (trois en tout) - dont deux femmes - votent.",
        "La décision du maire - une surprise pour tous ses voisins",
    ],
    "cries and ellipses": [
        "Il a crié « Au feu ! » pendant une heure.",
        "Il parle d'un « village sans eau ni pain » et part.",
        "Elle a posé la question « qui va payer le pont, le quai et la route ? » hier.",
        "La pluie, la neige… et le vent ont fermé la route.",
    ],
    "names with an apostrophe": [
        "N'Golo Kanté, N'Guessan et M'Bappé jouent avec L'Oréal.",
        "Il n'a rien dit, m'a vu et n'veut pas.",
        "Le quotidien L'Équipe parle de l'équipe de France.",
    ],
    "particles as their bearers write them": [
        "Le footballeur Kevin De Bruyne a joué avec Virgil van Dijk.",
        "Bart De Wever, Louis van Gaal et Kim Jong-un regardent Léonard de Vinci.",
    ],
    "titles": [
        "M. Durand, Mme Lefèvre et le Dr Morel sont arrivés.",
        "Le pape François a reçu la reine Elizabeth.",
        "Selon Me Lambert, avocat de la famille, rien n'est joué.",
    ],
    "capitals inside": [
        "OpenAI a vendu ChatGPT à une filiale de PayPal.",
        "Un iPhone acheté sur eBay, un MacBook vu sur YouTube.",
        "Angus McDonald et Fiona McTavish vivent en Écosse.",
    ],
    "Roman numerals": [
        "Louis XIV a régné au XVIIe siècle, Napoléon Ier au XIXe.",
        "Le pape Jean-Paul II et Benoît XVI.",
        "La IIIe République et la Ve République.",
    ],
    "hyphens": [
        "Il habite Saint-Denis, à côté d'Aubervilliers.",
        "Jean-Luc et Marie-Claude vendent des sous-vêtements.",
        "Un ex-ministre et un porte-parole sont venus à Boulogne-sur-Mer.",
        "Les États-Unis et la Grande-Bretagne ont signé.",
        "Ce week-end, le rendez-vous est à Châlons-en-Champagne.",
    ],
    "elision": [
        "L'avocat d'Emmanuel Macron dit qu'Alger et l'Égypte négocient.",
        "Aujourd'hui, l'hôpital d'Orléans n'a plus qu'un lit.",
    ],
    "English inside French": [
        "Il lit le New York Times et le Wall Street Journal.",
        "Le groupe a joué au Royal Albert Hall de Londres.",
        "La Silicon Valley attire des ingénieurs de Palo Alto.",
    ],
    "nationalities before an age": [
        "Une Espagnole de 24 ans a gagné la course devant deux Italiens.",
    ],
    "names nobody has seen": [
        "La ministre Oriane Karvasse a reçu Timéo Brouldin à Paris.",
        "Selon Zdravko Petrovichev, porte-parole de Novalexis, tout va bien.",
        "Le village de Sainte-Mourgaine a élu Clovis Tarbouriech.",
    ],
}

KNOWN_FAILURES = [
    "La S.A.R.L. Petit et la S.C.I. des Ormes ont payé le T.G.I. de Nantes.",
    "Le ministre de la Défense est venu à La Défense pour sa défense.",
]


@pytest.mark.parametrize(
    "text", [pytest.param(text, id=f"{kind}: {text}") for kind in TRAPS for text in TRAPS[kind]]
)
def test_trap(text: str) -> None:
    assert STAGE(Document(text.lower())).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("une intelligence artificielle générale (agi)", {"agi"}),
        ("la société nationale des chemins de fer (sncf)", {"sncf"}),
        ("l'union européenne (ue) et le parti socialiste (ps)", {"ue", "ps"}),
        # No sigle: other letters, a word between, more in the brackets, nothing before.
        ("un film italien (noir)", set()),
        ("une agence très indépendante (ai)", set()),
        ("une agence indépendante (ai, paris)", set()),
        ("(ai)", set()),
        ("un avis (a)", set()),
    ],
)
def test_sigles_that_a_text_explains(text: str, expected: set[str]) -> None:
    found = TextWords.of(text)
    assert {found.word(place) for place in explained(found)} == expected


@pytest.mark.xfail(reason="the truecaser does not know better", strict=True)
@pytest.mark.parametrize("text", KNOWN_FAILURES)
def test_known_failure(text: str) -> None:
    assert STAGE(Document(text.lower())).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "LE MAIRE DE LYON QUITTE LE PARTI SOCIALISTE\nIl rejoindra un autre groupe en mars.",
            "Le maire de Lyon quitte le Parti socialiste\nIl rejoindra un autre groupe en mars.",
        ),
        ("L'USINE DE SAINT-NAZAIRE VA FERMER", "L'usine de Saint-Nazaire va fermer"),
        ("LES ÉTATS-UNIS ET L'ONU NÉGOCIENT", "Les États-Unis et l'ONU négocient"),
    ],
)
def test_headings_in_capitals(text: str, expected: str) -> None:
    assert STAGE(Document(text)).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A heading with its case over a body without.
        (
            "La mairie de Brest ferme ses portes\nla ville de brest a perdu son maire. il part.",
            "La mairie de Brest ferme ses portes\nLa ville de Brest a perdu son maire. Il part.",
        ),
        # A body with its case under a heading without.
        (
            "la mairie de brest ferme\nLa ville de Brest a perdu son maire, Yann Le Goff.",
            "la mairie de brest ferme\nLa ville de Brest a perdu son maire, Yann Le Goff.",
        ),
        # Capitals that somebody gave already, and no more of them.
        ("Elon musk parle de la france.", "Elon musk parle de la france."),
        ("il a lu que SNCF et ratp fusionnent.", "il a lu que SNCF et ratp fusionnent."),
        (
            "Le PDG d'openai, Sam altman, est à paris.",
            "Le PDG d'openai, Sam altman, est à paris.",
        ),
    ],
)
def test_half_cased_text(text: str, expected: str) -> None:
    assert STAGE(Document(text)).text == expected
