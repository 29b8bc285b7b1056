"""Addresses on the web and of mail, names of accounts and tags: they are written as they are.

So are identifiers of objects (DOI), words in the phonetic alphabet, and the initials of those who
wrote a dispatch, a line of their own: `abc/de/fgh`.
"""

from collections.abc import Iterator

from cleantext.changes import Span
from cleantext.rules.lazy_patterns import compile_later

_ENDINGS = (
    "fr com org net eu info io co tv be ch ca uk es it ru ai me gouv bzh html? php pdf txt docx?"
    " xlsx? csv json xml js py zip exe jpe?g png gif mp[34] svg md toml ya?ml css odt"
).replace(" ", "|")
_NAME = r"[\w-]+(?:\.[\w-]+){0,4}"

# A pattern begins with a sign that is rare, and what stands before it is looked for behind.
_PATTERNS = tuple(
    (signs, compile_later(pattern))
    for signs, pattern in (
        (("://",), r"://(?<=(?<head>https?)://)\S+"),
        (("www.",), r"(?<head>)www\.\S+"),
        (("@",), r"(?<head>)@(?<!\w.)\w+"),
        (("#",), r"(?<head>)#(?<!\w.)\w+"),
        (("@",), r"@(?<=(?<![\w.+-])(?<head>[\w.+-]{1,64})@)[\w-]+\.\w+"),
        (("/",), r"/(?<=(?m:^)(?<head>\p{Ll}{2,4})/)\p{Ll}{2,4}(?:/\p{Ll}{2,4}){0,3}(?m:$)"),
        (("10.",), r"10\.(?<=(?<head>\bdoi:|)10\.)\d{4,9}/\S+"),
        (tuple("ʁɛɔəɑʃʒ"), r"[ɐ-ʯ](?<=(?<!\S)(?<head>\S{0,60}).)\S*"),
        ((" .",), r"(?<=[^\S\n])(?<head>)\.\p{L}\w*"),
        (
            (".",),
            rf"\.(?:{_ENDINGS})(?!\.*+\w)(?<=(?<![\w.-])(?<head>{_NAME})\.\w+)(?:/\S*)?",
        ),
    )
)


_SIGNS = ("@", "#", "/", "www.", *"ʁɛɔəɑʃʒ")
_JOINED = compile_later(r"\.\w")
"""An address has one of these signs, or a point before its second part."""


def addresses(text: str) -> Iterator[Span]:
    """Yield the spans of addresses in a lowercase text, in no order; some may overlap.

    >>> text = "écrire à jean@exemple.fr"
    >>> sorted({text[start:end] for start, end in addresses(text)})
    ['exemple.fr', 'jean@exemple.fr']
    >>> text = "un fichier .pst et la fin. le"
    >>> [text[start:end] for start, end in addresses(text)]
    ['.pst']
    """
    if not (any(map(text.__contains__, _SIGNS)) or _JOINED.search(text)):
        return
    for signs, pattern in _PATTERNS:
        if any(sign in text for sign in signs):
            for match in pattern.finditer(text):
                yield Span(match.start() - len(match["head"]), match.end())
