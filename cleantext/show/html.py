"""What all pages have in common: how values are escaped, the style, the script, the policy."""

import base64
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from itertools import accumulate, islice
from pathlib import Path

import jinja2
from markupsafe import Markup

from cleantext.show.signs import grouped, plain, shown

LARGEST = 2_000_000
"""Bytes that a page has at most."""
LONGEST = 250
"""Code points of a text that are shown; one that is shown by its name counts for 12."""
_PAGES = Path(__file__).parent / "pages"


def render(name: str, **values: object) -> bytes:
    """Return a page, as UTF-8; whatever text it is given, it is escaped.

    Args:
        name: The template, in `pages/`.
        values: What it shows.
    """
    return _environment().get_template(name).render(**_inlined(), **values).encode()


def most(counts: Mapping[str, int], rows: int) -> list[tuple[str, int]]:
    """Return what weighs most, in an order that the counts alone decide.

    >>> most({"a": 1, "b": 2, "c": 2}, 2)
    [('b', 2), ('c', 2)]
    """
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:rows]


def clipped(text: str) -> str:
    """Return the beginning of a text, which is what a page shows.

    >>> clipped("a" * 300).count("a")
    250
    """
    if len(text) <= LONGEST and text.isprintable():
        return text
    weights = accumulate(1 if sign.isprintable() else 12 for sign in text)
    fits = sum(weight <= LONGEST for weight in islice(weights, LONGEST))
    return text if fits == len(text) else f"{text[:fits]}…"


def _finished(value: object) -> object:
    """Return a value of the template as the page shows it."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, int):
        return grouped(value)
    return shown(clipped(value)) if isinstance(value, str) else value


def make_environment(folder: Path, finished: Callable[[object], object]) -> jinja2.Environment:
    """Return what renders templates: all that they are given is escaped, what is missing an error.

    Args:
        folder: Where they stand.
        finished: Makes of a value what is shown.
    """
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finished,
    )


@cache
def _environment() -> jinja2.Environment:
    environment = make_environment(_PAGES, _finished)
    environment.filters["most"] = most
    environment.globals["plain"] = plain
    return environment


@cache
def _inlined() -> dict[str, Markup]:
    """Return style and script, and what allows these two and nothing else to be used."""
    style, script = (
        (_PAGES / name).read_text(encoding="utf-8") for name in ("report.css", "report.js")
    )
    policy = (
        f"default-src 'none'; style-src {_allowed(style)}; script-src {_allowed(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return {"style": Markup(style), "script": Markup(script), "policy": Markup(policy)}  # noqa: S704 - files of this package


def _allowed(code: str) -> str:
    digest = base64.b64encode(sha256(code.encode()).digest()).decode()
    return f"'sha256-{digest}'"
