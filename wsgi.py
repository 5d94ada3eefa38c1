"""The application, for `flask` and for any WSGI server."""

import gc
import sys

# Loading makes 400,000 objects that stay: looking for garbage among them costs a seventh of the start, and later
# each look would touch, and so copy, the memory that forked processes share.
gc.disable()

from app import create_app  # noqa: E402
from app.config import WrongSetting  # noqa: E402

try:
    app = create_app()
except WrongSetting as problem:
    sys.stderr.write(f"{problem}\n")
    raise SystemExit(2) from None

gc.freeze()
gc.enable()
