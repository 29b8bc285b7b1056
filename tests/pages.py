"""What a browser would make of a page that a command wrote."""

from collections import Counter
from html.parser import HTMLParser

VOID = {"meta", "path", "line", "input"}


class Page(HTMLParser):
    """What a browser would make of a page: its tables, its figures, its text and its tags."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.figures: list[int] = []
        self.tags = Counter[str]()
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self._open: list[str] = []
        self._table: list[list[str]] = []
        self.feed(page.decode())
        assert not self._open, "all that was opened is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self._open.append(tag)
        if tag == "table":
            self._table = self.tables.setdefault(dict(attrs).get("aria-labelledby") or "", [])
        elif tag == "tr":
            self._table.append([])
        elif tag in {"td", "th"}:
            self._table[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data
        if {"td", "th"} & set(self._open):
            self._table[-1][-1] += data
        if self._open[-1:] == ["dd"] and "." not in data:
            self.figures.append(number(data))

    def counts(self, table: str) -> dict[str, int]:
        """The rows of a table of names and counts."""
        rows = self.tables.get(table, [[]])[1:]
        return {row[0].strip(): number(row[1]) for row in rows}


def number(told: str) -> int:
    return int(told.replace("\u202f", "").replace("−", "-"))
