"""The local page as a web application: what is asked for, and who answers."""

import json
import logging
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any

import anyio
import uvicorn
from anyio import to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from cleantext.corpus.formats.jsonl import decode_record
from cleantext.errors import CleantextError, DataError
from cleantext.show.serve import answers
from cleantext.show.serve.browse import RunIndex, Wanted
from cleantext.show.serve.guard import App, Guard
from cleantext.show.serve.judgements import export, read_judgements
from cleantext.show.serve.settings import Settings

PATIENCE = 20.0
"""Seconds that an answer takes at most, and that it waits for the one before it."""
WAITING = 40
"""So many connections are open at a time."""

Answer = Callable[[], dict[str, Any]]


class Site:
    """What the page can be asked.

    Args:
        settings: What it may set.
        run: The run whose documents it shows, if any.
    """

    def __init__(self, settings: Settings, run: RunIndex | None = None) -> None:
        self._settings = settings
        self._run = run
        self._reasons = settings.pipeline({}).reasons
        self._turn = Lock()

    def warm_up(self) -> None:
        """Load tables and models, so that the first text is as fast as the others."""
        answers.cleaned(self._settings, {"text": answers.sample()}, french=False)

    def app(self, host: str, token: str = "") -> App:
        """Return the application, guarded.

        Args:
            host: The name or address that it is served on.
            token: What must be shown once; empty: nothing.
        """
        routes = [
            Route("/", self._page),
            Route("/files/{name}", self._file),
            Route("/sample", self._sample),
            Route("/clean", self._clean, methods=["POST"]),
            Route("/open", self._open, methods=["POST"]),
            Route("/export", self._export, methods=["POST"]),
            Route("/documents", self._documents),
            Route("/documents/{number:int}", self._document),
        ]
        return Guard(Starlette(routes=routes), host, token)

    async def _page(self, request: Request) -> Response:
        return HTMLResponse(answers.page(self._settings, self._run, french=_is_french(request)))

    async def _file(self, request: Request) -> Response:
        name = request.path_params["name"]
        found = answers.served(name)
        if found is None:
            return Response(status_code=404)
        return Response(found, media_type=answers.KINDS[Path(name).suffix])

    async def _sample(self, _: Request) -> Response:
        return _Json({"text": answers.sample()})

    async def _clean(self, request: Request) -> Response:
        raw, french = await request.body(), _is_french(request)
        return await self._answered(
            lambda: answers.cleaned(self._settings, _record(raw), french=french)
        )

    async def _open(self, request: Request) -> Response:
        raw, name = await request.body(), request.query_params.get("name", "")
        return await self._answered(lambda: answers.opened(name, raw))

    async def _export(self, request: Request) -> Response:
        raw = await request.body()
        return await self._answered(lambda: self._exported(_record(raw)))

    async def _documents(self, request: Request) -> Response:
        asked, french = request.query_params, _is_french(request)
        wanted = Wanted(*(asked.get(name, "") for name in Wanted._fields))
        first = asked.get("first", "0")
        start = int(first) if first.isdecimal() and len(first) < 10 else 0  # noqa: PLR2004
        return await self._answered(
            lambda: answers.listed(self._known_run(), wanted, start, french=french)
        )

    async def _document(self, request: Request) -> Response:
        number, french = request.path_params["number"], _is_french(request)
        return await self._answered(
            lambda: answers.recorded(self._known_run(), number, self._reasons, french=french)
        )

    def _exported(self, asked: dict[str, Any]) -> dict[str, Any]:
        judgements = read_judgements(asked.get("judgements"))
        return export(judgements, self._settings.switchable)._asdict()

    def _known_run(self) -> RunIndex:
        if self._run is None:
            raise DataError("no run is served; name its folder: cleantext serve DIR")
        return self._run

    async def _answered(self, answer: Answer) -> Response:
        """Make an answer beside the loop, in its time; an error is one line."""

        def in_turn() -> dict[str, Any]:
            # Stages remember what they have seen, and two threads would spoil that.
            if not self._turn.acquire(timeout=PATIENCE):
                raise TimeoutError
            try:
                return answer()
            finally:
                self._turn.release()

        try:
            with anyio.fail_after(PATIENCE):
                made = await to_thread.run_sync(in_turn, abandon_on_cancel=True)
        except CleantextError as error:
            # No error of the server's: who types a pattern has it wrong until it is whole.
            return _Json({"error": str(error)})
        except TimeoutError:
            told = f"this took longer than {PATIENCE:.0f} s; try a shorter text"
            return _Json({"error": told}, 503)
        except RecursionError:
            return _Json({"error": "something is nested too deep; make it flatter"})
        return _Json(made)


def make_server(app: App) -> uvicorn.Server:
    """Return what answers on the sockets that it is run with, until a signal ends it."""
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=WAITING,
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)


class _Json(JSONResponse):
    """JSON in ASCII: UTF-8 has no half of a surrogate pair, which a text may hold."""

    def render(self, content: object) -> bytes:
        return json.dumps(content).encode("ascii")


def _record(raw: bytes) -> dict[str, Any]:
    """Return the object that a request holds."""
    try:
        return decode_record(raw)[0]
    except ValueError as reason:
        raise DataError(str(reason)) from reason


def _is_french(request: Request) -> bool:
    """Whether the first language that a browser asks for is French."""
    return request.headers.get("accept-language", "").lower().startswith("fr")
