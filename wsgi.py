"""The application, for `flask` and for any WSGI server."""

import sys

from app import create_app
from app.config import WrongSetting

try:
    app = create_app()
except WrongSetting as problem:
    sys.stderr.write(f"{problem}\n")
    raise SystemExit(2) from None
