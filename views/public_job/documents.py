"""A file by a link of its own: a page that tells what it is, its picture, and the file itself."""

from __future__ import annotations

import datetime as dt
from typing import Final

from flask import Response

from models.core import clock
from models.core.dates import short_day
from models.files import CustomerFile, DownloadDoor

from ..core.public.pages import render
from ..core.public.sealed import public_policy, sealed
from ..files.sending import download, picture_of
from ..files.words import kind_of, mark_of, size_of

_HEADERS: Final = public_policy()


def page(token: str, file: CustomerFile, until: dt.datetime | None) -> Response:
    """What the file is, and a button that fetches it: whoever only looks fetches nothing."""
    shown = render(
        "public_job/document.html",
        token=token,
        file=file,
        meta=f"{kind_of(file)} · {size_of(file)}",
        mark=mark_of(file),
        until=short_day(clock.shop_day(until)) if until else "",
    )
    return sealed(Response(shown), _HEADERS)


def fetched(file: CustomerFile) -> Response:
    """The file itself, under its name."""
    return download(file, DownloadDoor.LINK)


def drawn(file: CustomerFile) -> Response:
    """A picture of it."""
    answer: Response = picture_of(file, "preview")
    return answer
