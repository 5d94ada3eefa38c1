"""The application, for `flask` and for any WSGI server."""

import gc
import os
import sys

# Loading makes 400,000 objects that stay: looking for garbage among them costs a seventh of the start, and later
# each look would touch, and so copy, the memory that forked processes share.
gc.disable()

# What the shop writes holds its customers' data and its own secrets: nobody else on this machine reads it, even when
# the directory was made beforehand and is open to all.
os.umask(0o077)

from app import create_app  # noqa: E402
from app.config import WrongSetting  # noqa: E402

try:
    app = create_app()
except WrongSetting as problem:
    sys.stderr.write(f"{problem}\n")
    raise SystemExit(2) from None

gc.freeze()
gc.enable()
