"""A firm's website on an origin of its own, with the chat on one of its two pages."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Acme Advisory</title>
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; script-src {host}; connect-src {host}; frame-src {host}">{script}</head>
<body><main><h1>The firm you built</h1>{text}</main></body></html>"""
SCRIPT = '<script async src="{host}/widget/loader.js" data-inbox="{key}"></script>'
TEXT = "<p>We advise owners of family firms on tax, on handing over, and on selling well.</p>" * 40


@contextmanager
def website(host: str, key: str) -> Iterator[str]:
    """Its address: `/with` has the chat of the inbox `key` that `host` serves, `/without` is the same page without it."""
    script = SCRIPT.format(host=host, key=key)
    pages = {path: PAGE.format(host=host, script=tag, text=TEXT) for path, tag in (("/with", script), ("/without", ""))}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = pages.get(self.path)
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((page or "").encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
