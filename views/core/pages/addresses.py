"""Where to go next: only to pages of this shop."""

from __future__ import annotations

import re
from typing import Final

from flask import request

_OWN_PATH: Final = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,500}")


def here_or(otherwise: str) -> str:
    """The page that `back=` of the address or the form names, if it is one of ours; else `otherwise`."""
    wanted = request.form.get("back") or request.args.get("back") or ""
    return wanted if _OWN_PATH.fullmatch(wanted) else otherwise
