"""Gunicorn's settings; serve.ts reads the port that was bound from file descriptor 3."""

import os

# With port 0 the kernel chooses the port, so no other program can take it between choosing and binding.
bind = f"127.0.0.1:{os.environ.get('SUPERSET_PORT', '0')}"
workers = 2
# Superset is loaded once and not once per worker: 5 s of CPU time in place of 10 s (measured with 6.1). No connection to
# a database is shared, because SQLAlchemy does not pool connections to a SQLite file.
preload_app = True
worker_class = "gthread"
threads = 8
timeout = 120
graceful_timeout = 1
# Longer than clients keep idle connections, so that none is closed under a new request.
keepalive = 30
loglevel = "warning"


def when_ready(server) -> None:
    port = server.LISTENERS[0].sock.getsockname()[1]
    os.write(3, str(port).encode())
    os.close(3)
