"""Lines that repeat over the documents of a site: its furniture, learnt from a dump.

A line is remembered by its words alone, without case and with all numbers alike.
`cleantext.passes.counting` says which lines are furniture.

The file is a table: what counts (`auto`, `folder` or a field of `meta`), then for each site how
many documents it has, and for each line in how many of them it stands.
"""

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import TextIO
from urllib.parse import urlsplit

from cleantext.errors import ConfigError
from cleantext.languages.text_file import check_file

MEMORY = "boilerplate.memory"
"""The rule of lines that were learnt."""

FORMAT = "cleantext-furniture"
VERSION = 1
AUTO, BY_FOLDER = "auto", "folder"

FOLDED_WORDS = 3
"""The numbers of a line of at most 3 words do not count."""

_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]{2,}")


def key(line: str) -> str:
    """Return a line as it is remembered.

    >>> key("  12 Commentaires ")
    '0 commentaires'
    """
    line = " ".join(line.split()).casefold()
    # Years, scores and dates differ in nothing but digits, and so do titles of a series.
    words = len(_WORD.findall(line))
    return _DIGITS.sub("0", line) if 0 < words <= FOLDED_WORDS else line


def site_of(meta: Mapping[str, object], by: str) -> str:
    """Return the site of a document.

    Args:
        meta: What is known of the document.
        by: A field of it; `folder` for that of its source; `auto` for the field `site`, else
            the host of the field `url`, else the folder of a text or the name of another file.

    >>> site_of({"source": "dump/phare/a.txt"}, "auto")
    'dump/phare'
    >>> site_of({"source": "dump.jsonl", "url": "https://www.phare.example/a"}, "auto")
    'www.phare.example'
    """
    source = str(meta.get("source", ""))
    if by == BY_FOLDER:
        return _plain(str(PurePosixPath(source).parent))
    if by != AUTO:
        return _plain(str(meta.get(by, "")))
    if meta.get("site"):
        return _plain(str(meta["site"]))
    try:
        host = urlsplit(str(meta.get("url", ""))).netloc
    except ValueError:
        host = ""
    if host:
        return _plain(host.lower())
    path = PurePosixPath(source.removesuffix(".gz"))
    return _plain(str(path if path.suffix == ".jsonl" else path.parent))


class Memory:
    """The furniture of the sites of a dump."""

    def __init__(self, by: str, lines: Mapping[str, Mapping[str, int]]) -> None:
        """Take what `site_of` is to be asked, and the documents of each line of each site."""
        self._by = by
        self._lines = lines

    @classmethod
    def read(cls, path: Path) -> "Memory":
        """Read a file that `write` made.

        Raises:
            ConfigError: It is missing, or no such file, or of another version.
        """
        lines: dict[str, dict[str, int]] = {}
        check_file(path)
        try:
            with path.open(encoding="utf-8", errors="surrogatepass", newline="\n") as stream:
                by = _read_by(path, stream)
                for row in stream:
                    site, documents, line = row.rstrip("\n").split("\t")
                    lines.setdefault(site, {})[line] = int(documents)
            if not all("" in known for known in lines.values()):
                raise ConfigError(f"{path}: is damaged: a site has no number of documents")
        except OSError as reason:
            raise ConfigError(f"{path}: cannot be read: {reason.strerror}") from reason
        except ValueError as reason:
            raise ConfigError(f"{path}: is damaged: {reason}") from reason
        return cls(by, lines)

    def of(self, meta: Mapping[str, object]) -> Mapping[str, int]:
        """Return in how many documents of the site each line stands, by `key`.

        The empty line stands in all of them.
        """
        return self._lines.get(site_of(meta, self._by), {})


def by_of(path: Path) -> str:
    """Return what makes a site in a file that `write` made; see `site_of`.

    Raises:
        ConfigError: It is missing, or no such file, or of another version.
    """
    check_file(path)
    try:
        with path.open(encoding="utf-8", errors="surrogatepass", newline="\n") as stream:
            return _read_by(path, stream)
    except OSError as reason:
        raise ConfigError(f"{path}: cannot be read: {reason.strerror}") from reason
    except ValueError as reason:
        raise ConfigError(f"{path}: is damaged: {reason}") from reason


def _read_by(path: Path, stream: TextIO) -> str:
    """Read the first line."""
    form, _, rest = stream.readline().rstrip("\n").partition("\t")
    version, _, by = rest.partition("\t")
    if (form, version) != (FORMAT, str(VERSION)):
        raise ConfigError(f"{path}: is not {FORMAT} {VERSION}; learn it again")
    return by


def _plain(name: str) -> str:
    """No tab or line end may stand in a cell of the table."""
    return " ".join(name.split())
