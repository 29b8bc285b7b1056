"""Characters that stand for plain letters: styled ones, symbol fonts, letters of other scripts.

Pages set words in mathematical letters to have them bold where no markup is allowed, PDF files
name bullets by their place in a symbol font, and some sites put Cyrillic letters into Latin
words so that copies can be told.
"""

import re
import unicodedata

import regex

from cleantext.rules.lazy_patterns import compile_later

_STYLED = re.compile("[\U0001d400-\U0001d7ff]{2,}|[\u2160-\u216f]+")
_RAISED = re.compile("(?<=[0-9IVX])(?:ᵉʳᵉ|ᵉʳ|ᵉᵐᵉ|ᵉ|ᵈᵉ|ⁿᵈᵉ|ⁿᵈ)(?!\\w)")
_BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "▪", "\uf0fc": "✓"})
_CYRILLIC = "аеорсухіјѕАВЕКМНОРСТХІЈЅ"
_TWINS = str.maketrans(_CYRILLIC, "aeopcyxijsABEKMHOPCTXIJS")
_MIXED = compile_later(
    rf"(?<!\p{{L}})(?=\p{{Latin}}*[{_CYRILLIC}])(?=[{_CYRILLIC}]*\p{{Latin}})"
    rf"[\p{{Latin}}{_CYRILLIC}]{{3,40}}+(?!\p{{L}})"
)
_ACCENTED = r"[aeiouyAEIOUY](?:acute|grave|circ|uml)|[cC]cedil|rsquo|lsquo|[lr]aquo"
_UNENDED = re.compile(
    rf"&(?:{_ACCENTED})(?: ;|(?![;=\w]))|(?<=[^\W\d_])&(?:{_ACCENTED})(?=[^\W\d_A-Z])"
)
# Named as a format, not as the end of an address; a letter that is a word would be à, y or ô.
_MARKUP = re.compile(r"(?<![\w./:-])x?html(?:[ -]?[345])?(?![\w:/-]|\.\w)", re.IGNORECASE)
_MENTIONED = re.compile(
    r"(?<![^\s\"'`«“(])&(?:[bcdeiunBCDEIUN](?:acute|grave|circ|uml|tilde|cedil)|[aA](?:acute|circ|uml)"
    r"|[oO]elig);(?=[\s\"'`»”),.]|\Z)"
)


def speaks_of_markup(text: str) -> bool:
    """Whether a text names the format of pages, so that what looks like markup may be meant.

    >>> speaks_of_markup("Écrivez <b>mot</b> en HTML."), speaks_of_markup("un <b>mot</b>, x.html")
    (True, False)
    """
    return _MARKUP.search(text) is not None


def mentions_entity(text: str) -> bool:
    """Whether a line speaks of entities: one for a letter that is no word stands alone.

    >>> mentions_entity("un é s’écrit &eacute; ou &#233;"), mentions_entity("le caf&eacute; ferme")
    (True, False)
    """
    return "&" in text and _MENTIONED.search(text) is not None


def plain(text: str) -> str:
    """Return a text with plain letters for what looks like them.

    >>> plain("𝗟𝗲 𝗽𝗼𝗿𝘁 du Ⅲe quai, le 1ᵉʳ mai"), plain("la mаison")
    ('Le port du IIIe quai, le 1er mai', 'la maison')
    >>> plain("soit 𝑥 la base, 2ⁿ et язык")
    'soit 𝑥 la base, 2ⁿ et язык'
    """
    for pattern in (_STYLED, _RAISED):
        text = pattern.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return _MIXED.sub(_latin, text.translate(_BULLETS))


def entities_ended(text: str) -> str:
    """Return a text with a semicolon where a reference to a character lacks it, or a space.

    >>> entities_ended("le caf&eacute du port, l&rsquo ;usine, d&eacutebut")
    'le caf&eacute; du port, l&rsquo;usine, d&eacute;but'
    >>> entities_ended("page?a=1&ecirc=2")
    'page?a=1&ecirc=2'
    """
    return (
        _UNENDED.sub(lambda match: match[0].removesuffix(" ;") + ";", text) if "&" in text else text
    )


def _latin(match: regex.Match[str]) -> str:
    """Write a word in Latin letters if most of it is."""
    word = match[0]
    strange = sum(letter in _CYRILLIC for letter in word)
    return word.translate(_TWINS) if 2 * strange < len(word) else word
