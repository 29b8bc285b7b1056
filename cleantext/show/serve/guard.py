"""Who may ask the local page for anything, how much, and what a browser may do with the answer.

A page elsewhere on the web can make a browser ask a server on this machine. It cannot choose the
header `Host`, unless a name of its own leads here (DNS rebinding), nor forge `Origin`.
"""

import ipaddress
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST = 8_000_000
"""Bytes that a request has at most."""
COOKIE = "cleantext"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Guard:
    """Lets through what comes from the page itself.

    Args:
        app: What answers.
        host: The name or address that it is served on.
        token: What must be shown once, in the address of the page; empty: nothing.
    """

    def __init__(self, app: App, host: str, token: str = "") -> None:
        self._app = app
        self._host = host.lower()
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        if refused is not None:
            await refused(scope, receive, _with_headers(send))
            return
        body = await _read(receive)
        if body is None:
            await _refusal(413, "too large")(scope, receive, _with_headers(send))
            return
        given = [{"type": "http.request", "body": body, "more_body": False}]

        async def replayed() -> Message:
            return given.pop() if given else await receive()

        await self._app(scope, replayed, _with_headers(send))

    def _refused(self, scope: Scope, headers: Headers) -> Response | None:
        """Return what to answer in place of the app, if anything is wrong with a request."""
        host = headers.get("host", "")
        if not self._is_ours(host):
            return _refusal(421, "this name is not served here; use the address that was printed")
        origin = headers.get("origin")
        if origin is not None and origin.lower().partition("://")[2] != host.lower():
            return _refusal(403, "asked for by another page")
        if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
            return _refusal(403, "asked for by another page")
        if scope["method"] == "POST" and _kind(headers) not in {
            "application/json",
            "application/octet-stream",
        }:
            return _refusal(415, "send JSON, or bytes")
        size = headers.get("content-length", "0")
        if not size.isdecimal() or int(size) > LARGEST:
            return _refusal(413, "too large")
        return self._asked_for_token(scope, headers) if self._token else None

    def _is_ours(self, host: str) -> bool:
        """Whether a name can only be ours: an address is no name that leads elsewhere."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in {"localhost", self._host}:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return bool(self._token) or address.is_loopback

    def _asked_for_token(self, scope: Scope, headers: Headers) -> Response | None:
        """Return what asks for the token, or keeps it in a cookie, unless there is that cookie."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["path"] == "/" and _same(given, self._token):
            answer = RedirectResponse("/", status_code=303)
            answer.set_cookie(COOKIE, self._token, httponly=True, samesite="strict")
            return answer
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            morsel = None
        if morsel and _same(morsel.value, self._token):
            return None
        return _refusal(401, "open the address that was printed, with its token")


async def _read(receive: Receive) -> bytes | None:
    """Return the body of a request, or None if it is too large."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _same(given: str, token: str) -> bool:
    return secrets.compare_digest(given.encode(), token.encode())


def _kind(headers: Headers) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _refusal(status: int, told: str) -> Response:
    return PlainTextResponse(f"cleantext: {told}\n", status)


def _with_headers(send: Send) -> Send:
    """Return a function that sends an answer with the headers that all have."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return sending
