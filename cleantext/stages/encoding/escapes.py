r"""Escapes of JSON, of program text, of mail, of spreadsheets and of CSV, left in prose.

A text with a backslash may be damaged, or speak of paths, of TeX or of programs. So no escape
is undone for its own sake: each kind asks first whether the text (or the line) as a whole
shows that it was escaped, and a line that looks like a program is left alone.
"""

import re
from collections.abc import Iterable, Iterator

from cleantext.changes import Edit
from cleantext.document import Document

REASONS = {
    "encoding.unicode-escape": r"JSON (RFC 8259) and Python escape letters (\u00e9, \xe9)",
    "encoding.line-escape": r"JSON (RFC 8259) writes a line end as \n",
    "encoding.quote-escape": r"SQL and JSON write a quotation mark or an apostrophe as \" or \'",
    "encoding.spreadsheet-escape": "Office Open XML writes a carriage return as _x000D_",
    "encoding.quoted-printable": "mail writes letters as =C3=A9 and ends lines with = (RFC 2045)",
    "encoding.doubled-quote": 'CSV (RFC 4180) writes a mark inside a field in marks as ""',
}

SIGNS = ("\\", "_", "=", '""')
"""One of these stands in every text that has an escape."""

_CODE = re.compile(r"[{}`]|;[ \t]*$|\w\([\"')]|=[ \t]?[\"'\[]|=>|==|^[ \t]*\$ ", re.MULTILINE)
"""A line with one of these looks like a program."""
_CODE_SIGNS = ("{", "}", "`", ";", "=", "$", '("', "('", "()")
"""One of these stands in each of them, and is found much faster."""

_UNICODE = re.compile(r"(?:\\{1,2}u[0-9A-Fa-f]{4})+|(?:\\x[0-9A-Fa-f]{2})+")
_LETTER = r"(?:\\{1,2}u(?:00[c-fC-F]|01[0-7])[0-9A-Fa-f]|\\x(?:[c-fC-F][0-9A-Fa-f]))"
_IN_WORD = re.compile(rf"[^\W\d_]{_LETTER}|{_LETTER}(?:\\x[89ABab][0-9A-Fa-f])?[^\W\d_]")
_RANGE = re.compile(r"\\[ux][0-9A-Fa-f]{2,4}-|-\\[ux]")  # of a regular expression
_LATIN = re.compile("[À-ÖØ-öø-ſ]")

_LINE = re.compile(r"(?:\\{1,2}r)?\\{1,2}n")
_LINE_CLEAR = re.compile(
    r"[^\W\d_][.!?…:»\"”)]{1,3} ?(?:(?:\\{1,2}r)?\\{1,2}n){1,4}"
    r"(?: ?[A-ZÀ-ÖØ-Þ«“\"—–•-]|\s{0,9}\Z|(?<=n\\n))|>(?:\\{1,2}n)+ {0,9}<"
)
_LINE_OTHER = re.compile(r"[A-Za-z:\\/]\\n[a-z]|\\n[a-z]+[\\{]")  # C:\new, \newline, \nu\n
_TAB = re.compile(r"\\{1,2}t")
_SOLIDUS = re.compile(r"\\/")

_QUOTED = re.compile(r"\\+(?=[\"'])")
_ELIDED = re.compile(r"(?<![^\W\d_])[^\W\d_]\\+'(?=[^\W\d_])")
_AT_START = re.compile(r"(?<![^\W\d_])\\+'(?=[^\W\d_])")
_LETTERS_AROUND = re.compile(r"[^\W\d_]\\+'(?=[^\W\d_])")
_OPENS = re.compile(r"(?<![^\s(\[«'’])\\+\"(?=\w)")
_CLOSES = re.compile(r"(?<=[\w.,!?…»)%])\\+\"(?=[\s.,;:!?)…]|\Z)")
_TEX = re.compile(r"\\(?:[`^~=]|(?![nrtux])[A-Za-z]{2,}|text|[A-Za-z]+\{)")

_SHEET = re.compile(r"(?<![`\"'«])(?<!« )_x00(0[9ADad]|[A-Fa-f][0-9A-Fa-f])_")

_PRINTABLE = re.compile(r"(?:=[0-9A-F]{2})+|=[ \t]*\n")
# These begin with the sign, which is rare, and look back from it.
_PRINTABLE_CLEAR = re.compile(
    r"=(?:(?<=[^\W\d_]=)(?:C[3-5]=[89AB][0-9A-F]|E2=80=99[^\W\d_])"
    r"|(?<=[\s'’]=)C[3-5]=[89AB][0-9A-F](?=[^\W\d_]))"
)
_PRINTABLE_LATIN = re.compile(
    r"=E(?:(?<=[^\W\d_]{2}=E)[0-9A-F](?![0-9A-F=])|(?<=[^\W\d_]=E)[0-9A-F](?=[^\W\d_A-F]))"
)
_LEAST = 2
"""At least 2 letters of Latin-1 in words: one may be a sum or a parameter."""
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")

_MARKS = re.compile('"+')
_PAIR = re.compile(r"\"\"(?<![^\s(\[«'’]\"\")(?=\w)[^\"\n]*(?<=[\w.,!?…%)])\"\"(?=[\s.,;:!?)…]|\Z)")
# A quotation inside a line; on a line of its own it is a comment of a program.
_TRIPLED = re.compile(r'(?<=[^\W\d_][ :(])"{3}(?=\w)[^"\n]{1,300}(?<=\S)"{3}(?!")')


def escapes(document: Document) -> Iterator[Edit]:
    """Find the escapes that a text shows to be ones (see the module)."""
    text = document.text
    if "\\" in text:
        yield from _apart([*_unicode(text), *_line_ends(text), *_quotes(text)])
    if "_x00" in text:
        yield from _sheet(text)
    if "=C" in text or "=E" in text:
        yield from _printable(text)
    if '""' in text:
        yield from _doubled(text)


def _has_code(text: str) -> bool:
    return any(map(text.__contains__, _CODE_SIGNS)) and _CODE.search(text) is not None


def _apart(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Of edits that overlap, pass on the first."""
    behind = 0
    for edit in sorted(edits):
        if edit.start >= behind:
            yield edit
            behind = edit.end


def _unicode(text: str) -> Iterator[Edit]:
    r"""Undo \u00e9 and \xe9 in lines that have no such letter of their own."""
    if "\\u" not in text and "\\x" not in text:
        return
    lines = [
        line
        for line in re.finditer("[^\n]+", text)
        if "\\" in line[0]
        and not (_LATIN.search(line[0]) or _has_code(line[0]) or _RANGE.search(line[0]))
    ]
    if any(_IN_WORD.search(line[0]) for line in lines):
        for line in lines:
            for match in _UNICODE.finditer(text, *line.span()):
                after = _meant(match[0])
                if after.isprintable() or after.isspace():
                    yield Edit(*match.span(), after, "encoding.unicode-escape")


def _meant(escaped: str) -> str:
    """Return what a run of escapes stands for."""
    if escaped.startswith("\\x"):
        raw = bytes.fromhex(escaped.replace("\\x", ""))
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return raw.decode("latin-1")
    raw = bytes.fromhex(escaped.replace("\\", "").replace("u", ""))
    return raw.decode("utf-16-be", "replace")


def _line_ends(text: str) -> Iterator[Edit]:
    r"""Undo \n where one stands between two sentences and none may be something else."""
    if r":\/\/" in text or r"<\/" in text:
        for match in _SOLIDUS.finditer(text):
            yield Edit(*match.span(), "/", "encoding.line-escape")
    if "\\n" not in text or not _LINE_CLEAR.search(text):
        return
    if _LINE_OTHER.search(text) or any(
        _has_code(line) for line in text.split("\n") if "\\n" in line
    ):
        return
    for pattern, after in ((_LINE, "\n"), (_TAB, " ")):
        for match in pattern.finditer(text):
            yield Edit(*match.span(), after, "encoding.line-escape")


def _quotes(text: str) -> Iterator[Edit]:
    r"""Undo \' and \" where elisions and pairs show what they are; TeX writes é as \'e."""
    if ("\\'" not in text and '\\"' not in text) or _TEX.search(text):
        return
    elided = len(_ELIDED.findall(text))
    if not _LATIN.search(text) and _AT_START.search(text):
        elided = 0
    pairs = len(_OPENS.findall(text))
    clear = 2 * elided > len(_LETTERS_AROUND.findall(text)) or (
        pairs > 0 and pairs == len(_CLOSES.findall(text)) == text.count('\\"') // 2
    )
    if not clear or any(_has_code(line) for line in text.split("\n") if "\\" in line):
        return
    for match in _QUOTED.finditer(text):
        yield Edit(*match.span(), "", "encoding.quote-escape")


def _sheet(text: str) -> Iterator[Edit]:
    for match in _SHEET.finditer(text):
        after = {"\r": "\n", "\t": " "}.get(sign := chr(int(match[1], 16)), sign)
        if after == "\n" and text[match.end() : match.end() + 1] in {"", "\n"}:
            after = ""
        yield Edit(*match.span(), after, "encoding.spreadsheet-escape")


def _printable(text: str) -> Iterator[Edit]:
    """Undo quoted-printable where an escaped letter stands in a word that is no address."""
    if not (_PRINTABLE_CLEAR.search(text) or _PRINTABLE_LATIN.search(text)):
        return
    prose = _ADDRESS.sub(" ", text)
    if not _PRINTABLE_CLEAR.search(prose) and (
        len(_PRINTABLE_LATIN.findall(prose)) < _LEAST or _has_code(prose)
    ):
        return
    for match in _PRINTABLE.finditer(text):
        after = ""
        if "\n" not in match[0]:
            raw = bytes.fromhex(match[0].replace("=", ""))
            try:
                after = raw.decode()
            except UnicodeDecodeError:
                after = raw.decode("cp1252", "replace")
        yield Edit(*match.span(), after, "encoding.quoted-printable")


def _doubled(text: str) -> Iterator[Edit]:
    """Halve the marks of a CSV field: the whole text, a line, or a quotation in one."""
    tripled = list(_TRIPLED.finditer(text)) if '"""' in text else []
    for match in tripled:
        yield Edit(match.start(), match.start() + 2, "", "encoding.doubled-quote")
        yield Edit(match.end() - 2, match.end(), "", "encoding.doubled-quote")
    if tripled:
        return
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if _is_field(text, start, end):
        yield from _unquoted(text, start, end)
        return
    for line in re.finditer("[^\n]+", text):
        if '""' not in line[0]:
            continue
        start, end = line.start(), line.start() + len(line[0].rstrip())
        if _is_field(text, start, end):
            yield from _unquoted(text, start, end)
        elif not _has_code(line[0]):
            for pair in _PAIR.finditer(text, start, end):
                yield Edit(pair.start(), pair.start() + 1, "", "encoding.doubled-quote")
                yield Edit(pair.end() - 1, pair.end(), "", "encoding.doubled-quote")


def _is_field(text: str, start: int, end: int) -> bool:
    """Whether marks enclose a span and all inside it are doubled, one at least."""
    if end - start <= len('""""') or text[start] != '"' or text[end - 1] != '"':
        return False
    runs = [len(run) for run in _MARKS.findall(text, start + 1, end - 1)]
    return bool(runs) and not any(length % 2 for length in runs)


def _unquoted(text: str, start: int, end: int) -> Iterator[Edit]:
    yield Edit(start, start + 1, "", "encoding.doubled-quote")
    for run in _MARKS.finditer(text, start + 1, end - 1):
        middle = (run.start() + run.end()) // 2
        yield Edit(run.start(), middle, "", "encoding.doubled-quote")
    yield Edit(end - 1, end, "", "encoding.doubled-quote")
