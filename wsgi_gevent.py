"""The web server with greenlets: `flask shop web` and `flask shop run` become this program when WEB_WORKER=gevent.

The patches come before every other import: a lock, a thread or a connection made earlier would stop all greenlets
where it should stop one.
"""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402

if __name__ == "__main__":
    from app import processes, web
    from wsgi import app

    processes.bind_forks()
    web.serve(app, app.extensions["shop_settings"], int(sys.argv[1]))
