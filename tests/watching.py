"""What a page does that none of ours may."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page, Request

WITHIN = {"data", "blob", "about"}
"""What a page has in itself."""


def watch(page: "Page", url: str, troubles: list[str]) -> None:
    """Note errors and warnings on the console, errors raised, and requests to elsewhere.

    Args:
        page: The page, before it goes anywhere.
        url: Where it will go.
        troubles: Where what is found is noted.
    """

    def heard(message: "ConsoleMessage") -> None:
        if message.type in {"error", "warning"}:
            troubles.append(f"console: {message.text}")

    def asked(request: "Request") -> None:
        if not _is_own(request.url, url):
            troubles.append(f"elsewhere: {request.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: troubles.append(f"raised: {error}"))
    page.on("request", asked)


def _is_own(asked: str, page: str) -> bool:
    """Whether what is asked for comes from where the page does; a file has itself alone."""
    ours, theirs = urlsplit(page), urlsplit(asked)
    if theirs.scheme in WITHIN:
        return True
    return theirs[:3] == ours[:3] if ours.scheme == "file" else theirs[:2] == ours[:2]
