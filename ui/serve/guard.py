"""Who may come in: the right host, the right token, the same origin.

Owns these three checks. A server on the loopback address can be reached by every web page that is
open on the machine, and by other people's programs: the token keeps them out, the check of ``Host``
keeps out pages whose own name was made to point here (DNS rebinding), the check of ``Origin`` keeps
out pages that merely guess the address.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

__all__ = ["COOKIE", "Guard", "is_loopback"]

COOKIE = "carrel-token"
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' "
    "data:; img-src 'self' data:; connect-src 'self' {socket}; form-action 'none'; "
    "frame-ancestors 'none'; base-uri 'none'"
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets requests in or turns them away.

    Args:
        token: What a visitor must bring, in the address the first time and as a cookie then.
        hosts: Names besides this machine's own that a browser may call the server by.
    """

    token: str
    hosts: Collection[str] = field(default=())

    def middleware(self) -> Middleware:
        """The checks, for an ``aiohttp`` application."""

        @web.middleware
        async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
            refusal = self.refusal(request)
            if refusal is not None:
                return web.Response(status=403, text=refusal, headers=_HEADERS)
            if "token" in request.query:
                return self._welcome(request)
            response = await handler(request)
            if not response.prepared:
                socket = f"ws://{request.host}"
                response.headers.update(_HEADERS)
                response.headers["Content-Security-Policy"] = _POLICY.format(socket=socket)
            return response

        return check

    def refusal(self, request: web.Request) -> str | None:
        """Why a request is turned away, or None where it is let in."""
        name = _host_name(request.host)
        if name not in _LOOPBACK_NAMES and name not in self.hosts:
            return "This carrel does not answer to that name. Start it with --host to allow it."
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.host:
            return "This carrel talks to its own page only."
        given = request.query.get("token") or request.cookies.get(COOKIE, "")
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            return "Open the address that `carrel serve` printed: it carries the token."
        return None

    def _welcome(self, request: web.Request) -> web.Response:
        """Keep the token as a cookie and take it out of the address, where others could see it."""
        response = web.Response(status=303, headers={**_HEADERS, "Location": request.path})
        response.set_cookie(COOKIE, self.token, httponly=True, samesite="Strict", path="/")
        return response


def _host_name(host: str) -> str:
    """The name in a ``Host`` header, without its port: ``[::1]:8000`` is ``::1``."""
    return (urlsplit(f"//{host}").hostname or "").lower()
