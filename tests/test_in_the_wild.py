"""Kinds of damage that dumps of news hold, each as a line: how it came, and as it should be.

The kinds are those of public bug reports on extractors and feed readers; the texts are made up.
"""

import pytest

from cleantext import Pipeline

PIPELINE = Pipeline.default("fr")
BODY = "Les bateaux sont revenus mardi dans la rade après trois mois de travaux."

CASES = [
    # label, comment, input, expected (with plain spaces)
    (
        "fullwidth entity",
        "a translator widened the &",
        "Le maire n＆#8217;a rien dit.",
        "Le maire n’a rien dit.",
    ),
    (
        "entity without end",
        "HTML 4 let it be left out",
        "Le caf&eacute du port a ferm&eacute;.",
        "Le café du port a fermé.",
    ),
    ("entity, end apart", "a space set before ;", "L&rsquo ;usine ferme.", "L’usine ferme."),
    (
        "entity of windows-1252",
        "a number of no character",
        "L&#146;usine &#147;ferme&#148;.",
        "L’usine « ferme ».",
    ),
    (
        "query of an address",
        "no entity",
        "Voir https://exemple.fr/p?a=1&eacute=2 ce soir.",
        "Voir https://exemple.fr/p?a=1&eacute=2 ce soir.",
    ),
    ("escaped address", "left alone: it may be one", "Le%20port%20rouvre", "Le%20port%20rouvre"),
    (
        "byte-order mark inside",
        "two files in one",
        "Le maire part.\ufeffLe préfet reste.",
        "Le maire part. Le préfet reste.",
    ),
    (
        "direction marks",
        "about brackets",
        "Le maire \u200e(Brive)\u200f part.",
        "Le maire (Brive) part.",
    ),
    (
        "object in the text",
        "U+FFFC for a picture",
        f"Le maire part.\ufffc\n{BODY}",
        f"Le maire part.\n{BODY}",
    ),
    ("line separator", "U+2028", f"Le maire part.\u2028{BODY}", f"Le maire part.\n{BODY}"),
    (
        "soft return",
        "vertical tab of a word processor",
        f"Le maire part.\x0b{BODY}",
        f"Le maire part.\n{BODY}",
    ),
    (
        "full-width marks",
        "typed in a Japanese setting",
        "Le maire est parti ， dit-il．",
        "Le maire est parti, dit-il.",
    ),
    (
        "footnote",
        "its mark stays",
        "La loi de 1905[1] reste en vigueur.",
        "La loi de 1905[1] reste en vigueur.",
    ),
    ("lead-out of a feed", "dots behind it", f"{BODY} Lire la suite...", BODY),
    ("ellipsis of a feed", "WordPress", f"{BODY} [&hellip;]", BODY),
    (
        "comment of HTML",
        "inside a sentence",
        "Le port <!-- pub --> rouvre mardi.",
        "Le port rouvre mardi.",
    ),
    ("soft hyphen by name", "in a word", "Le gouver&shy;nement répond.", "Le gouvernement répond."),
    (
        "raised ordinal",
        "as markup",
        "Le 1<sup>er</sup> mai, au XIX<sup>e</sup> siècle.",
        "Le 1er mai, au XIXe siècle.",
    ),
    ("raised letters", "as signs", "Le 1ᵉʳ mai, au XIXᵉ siècle.", "Le 1er mai, au XIXe siècle."),
    ("power", "no ordinal", "Il y en a 2ⁿ dans le port.", "Il y en a 2ⁿ dans le port."),
    (
        "numeral as a sign",
        "Unicode prefers letters",
        "Le Ⅲe siècle du port.",
        "Le IIIe siècle du port.",
    ),
    ("styled letters", "bold for networks", "𝗟𝗲 𝗽𝗼𝗿𝘁 rouvre mardi.", "Le port rouvre mardi."),
    (
        "variable",
        "a styled letter alone",
        "Soit 𝑥 le nombre de bateaux.",
        "Soit 𝑥 le nombre de bateaux.",
    ),
    (
        "twins of letters",
        "Cyrillic а against copying",
        "Le mаire est parti.",
        "Le maire est parti.",
    ),
    (
        "another script",
        "a word of its own",
        "Le journal Правда a paru.",
        "Le journal Правда a paru.",
    ),
    ("bullet of a font", "U+F0B7 of Symbol", "\uf0b7 Le port rouvre", "• Le port rouvre"),
    ("ligatures", "of a PDF file", "La ﬁn du conﬂit.", "La fin du conflit."),
    ("angle quotes", "typed twice", "Il a dit << oui >> hier.", "Il a dit « oui » hier."),
    (
        "angle quotes, escaped",
        "typed twice",
        "Il a dit &lt;&lt; oui &gt;&gt; hier.",
        "Il a dit « oui » hier.",
    ),
    ("tripled quotes", "a CSV field", 'Il a dit """oui""" hier.', "Il a dit « oui » hier."),
    ("commas for a quote", "left alone", "Il a dit ,,oui´´ hier.", "Il a dit ,,oui´´ hier."),
    ("dropped capital", "a line of its own", f"L\n{BODY[1:]}", BODY),
    (
        "credit glued",
        "to a sentence",
        f"Le port. (Photo Anne Lorval){BODY}",
        f"Le port. (Photo Anne Lorval) {BODY}",
    ),
    ("no value", "of a program", f"undefined\n{BODY}", BODY),
    ("no value alone", "a text is not emptied", "undefined", "Undefined"),
    (
        "linked data",
        "of a page",
        f'{{"@context":"https://schema.org","@type":"Person"}}\n{BODY}',
        BODY,
    ),
    ("summary by a machine", "a notice", f"Résumé généré par une IA\n{BODY}", BODY),
    ("player", "that reads aloud", f"Écouter l'article\n00:00 / 03:12\n{BODY}", BODY),
    ("picture's place", "of a text browser", f"[image]\n{BODY}", BODY),
    (
        "tags at the end",
        "are the author's",
        "Le port rouvre mardi. #Port #Mer",
        "Le port rouvre mardi. #Port #Mer",
    ),
    ("joined emoji", "one picture", "La maire 👩‍🚒 est venue.", "La maire 👩‍🚒 est venue."),
    (
        "hyphens of tokens",
        "spaced",
        "est -ce que celui -ci viendra -t- il ?",
        "Est-ce que celui-ci viendra-t-il ?",
    ),
    (
        "hyphens of line ends",
        "flattened",
        "Le gouver- nement et le finan- cement.",
        "Le gouvernement et le financement.",
    ),
    (
        "lowered by bytes",
        "accented capitals stay",
        "l’État et l’École décident.",
        "L’État et l’École décident.",
    ),
    ("initials of a desk", "no sentence", "ab/cde/fg", "ab/cde/fg"),
    ("rubric in capitals", "as it is set", f"SOCIETE - SANTE\n{BODY}", f"SOCIETE - SANTE\n{BODY}"),
]


@pytest.mark.parametrize(
    ("text", "expected"), [case[2:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_comes_out_as_it_should(text: str, expected: str) -> None:
    cleaned = PIPELINE(text).text
    assert cleaned.replace("\u00a0", " ").replace("\u202f", " ") == expected
    assert PIPELINE(cleaned).text == cleaned
