"""Write `cleantext/languages/autonyms.txt`: what languages are called, from Unicode's CLDR.

    python tools/make_autonyms.py > cleantext/languages/autonyms.txt

Needs `babel`, which carries the CLDR's data. A line is a name, the language that it names
and the language that it is written in; where both are the same the name is an autonym.
"""

import sys
import unicodedata
from collections.abc import Iterator

import babel
from babel import Locale
from babel.localedata import locale_identifiers

# Besides the language itself, the languages that switchers are written in most.
TONGUES = "en fr de es it pt nl ca pl sv da cs ro tr ru uk ar zh ja ko".split()
# The languages that sites outside of linguistics are translated into: the ones that are
# named in every tongue, where English and French name all that the CLDR has locales for.
COMMON = frozenset(
    "af am ar as az be bg bn bs ca ceb ckb co cs cy da de el en eo es et eu fa fi fil fr fy ga gd"
    " gl gu ha haw he hi hmn hr ht hu hy id ig is it ja jv ka kk km kn ko ku ky la lb lo lt lv mg"
    " mi mk ml mn mr ms mt my nb ne nl nn no ny oc or pa pl ps pt rm ro ru rw sa sd si sk sl sm sn"
    " so sq sr st su sv sw ta te tg th tk tl tr tt ug uk ur uz vi xh yi yo zh zu"
    " zh_Hans zh_Hant pt_BR pt_PT en_GB en_US en_AU en_CA es_MX es_419 es_ES fr_CA fr_CH de_AT"
    " de_CH nl_BE".split()
)
# Shorter names are words of some language sooner than they are names: of languages that
# sites are translated into, and of others.
SHORTEST = 4
SHORTEST_ELSEWHERE = 6


def names() -> Iterator[tuple[str, str, str]]:
    """Yield a name, the language that it names and the language that it is written in."""
    own = {code for code in locale_identifiers() if "_" not in code}
    for tongue in sorted(own):
        spoken = Locale.parse(tongue).languages
        for code, name in spoken.items():
            if (
                code == tongue
                or (code.startswith(f"{tongue}_") and code in COMMON)
                or (tongue in TONGUES and code in COMMON)
                or (tongue in {"en", "fr"} and code.partition("_")[0] in own | COMMON)
            ):
                yield name, code, tongue


def main() -> None:
    """Print the list."""
    print(f"# Unicode CLDR, as in babel {babel.__version__}; see README.md for the licence.")
    print("# Made by tools/make_autonyms.py: a name, what it names, what it is written in.")
    for name, code, tongue in sorted(set(names())):
        letters = sum(character.isalpha() for character in name)
        shortest = SHORTEST if code.partition("_")[0] in COMMON else SHORTEST_ELSEWHERE
        if letters >= (shortest if "LATIN" in unicodedata.name(name[0]) else 2):
            print(name, code, tongue, sep="\t")


if __name__ == "__main__":
    sys.exit(main())
