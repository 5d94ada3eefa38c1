"""Where to go next: only to pages of this shop."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import quote

from flask import request, url_for

_OWN_PATH: Final = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,500}")


def is_own_path(address: str) -> bool:
    """Whether `address` is a page of this shop, and so may be led to."""
    return _OWN_PATH.fullmatch(address) is not None


def here_or(otherwise: str) -> str:
    """The page that `back=` of the address or the form names, if it is one of ours; else `otherwise`."""
    wanted = request.form.get("back") or request.args.get("back") or ""
    return wanted if is_own_path(wanted) else otherwise


class RowAddress:
    """The addresses of one endpoint for many rows: built once, and given each row's id."""

    _PLACE: Final = "0" * 26

    def __init__(self, endpoint: str, **arguments: Any) -> None:
        self._before, self._after = url_for(endpoint, pk=self._PLACE, **arguments).split(self._PLACE, 1)

    def __call__(self, identity: Any) -> str:
        """The address for the row `identity`."""
        key = str(identity)
        return f"{self._before}{key if key.isalnum() and key.isascii() else quote(key, safe='')}{self._after}"
