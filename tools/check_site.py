"""See that a built site is whole: python tools/check_site.py SITE.

Every link and picture leads to a file of the site or to a place of a page, and no page fetches
anything from elsewhere.
"""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

FETCHED = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src"}


class _Page(HTMLParser):
    """The ids of a page, what it links to, and what it fetches."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif given.get("rel") not in {"canonical", "prev", "next"} and given.get(
            FETCHED.get(tag, "")
        ):
            self.fetched.append(given[FETCHED[tag]])


def troubles(site: Path) -> list[str]:
    """Return what is wrong with a site."""
    pages = {path.resolve(): _Page(path) for path in site.rglob("*.html")}
    found = [] if len(pages) > 1 else [f"{site}: holds no pages"]
    for path, page in pages.items():
        if path.name == "404.html":
            continue  # its links are from the root of the server
        for link in [*page.links, *page.fetched]:
            parts = urlsplit(link)
            if parts.scheme in {"data", "mailto"}:
                continue
            if parts.netloc:
                if link in page.fetched:
                    found.append(f"{path.name}: fetches {link}")
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target.is_dir():
                target /= "index.html"
            if not target.exists():
                found.append(f"{path.name}: {link} leads nowhere")
            elif (
                parts.fragment
                and target in pages
                and unquote(parts.fragment) not in pages[target].ids
            ):
                found.append(f"{path.name}: {link} leads to no place of {target.name}")
    return found


if __name__ == "__main__":
    wrong = troubles(Path(sys.argv[1]))
    print(*wrong, sep="\n")
    sys.exit(bool(wrong))
