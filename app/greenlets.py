"""The program that `web.run` becomes when WEB_WORKER=gevent: `python -m gevent.monkey --module app.greenlets WORKERS`.

gevent's own program patches the standard library before it imports this: a lock, a thread or a connection made
earlier would stop all greenlets where it should stop one.
"""

from __future__ import annotations

import sys

from wsgi import app

from . import processes, web

if __name__ == "__main__":
    processes.bind_forks()
    web.serve(app, app.extensions["shop_settings"], int(sys.argv[1]))
