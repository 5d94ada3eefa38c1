"""The shop's logo: checked by what it is, not by what it is called, and kept in the shop's storage.

A picture is decoded and written anew, so that nothing travels in it but its pixels. Its name tells its content, size
and format, and is all that the settings keep.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import tempfile
import warnings
from pathlib import Path
from typing import IO, Final

from flask import current_app
from PIL import Image, ImageOps, UnidentifiedImageError

from models.core.errors import InvalidValue

LARGEST: Final = 1024 * 1024
"""Bytes of the file that is chosen."""

LONGEST_SIDE: Final = 4000
"""Pixels of the picture that is chosen."""

ROOM: Final = (480, 160)
"""Pixels that are kept of it at most: three times the size at which pages show it."""

TYPES: Final = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}

_ENDINGS: Final = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
_NAME: Final = re.compile(r"[0-9a-f]{32}-\d{1,4}x\d{1,4}\.(?:png|jpg|webp)")


def keep(chosen: IO[bytes]) -> str:
    """Store the picture and return its name; InvalidValue with a sentence when it is none, or too large."""
    content = chosen.read(LARGEST + 1)
    if not content:
        raise InvalidValue("logo", "Choose a picture first.")
    if len(content) > LARGEST:
        raise InvalidValue(
            "logo", "The file is larger than 1 MB: export the picture smaller, and choose that."
        )
    picture, ending = _decoded(content)
    written = io.BytesIO()
    picture.save(written, _format(ending), optimize=True)
    digest = hashlib.sha256(written.getvalue()).hexdigest()[:32]
    name = f"{digest}-{picture.width}x{picture.height}.{ending}"
    _write(path_of(name), written.getvalue())
    return name


def is_stored(name: str) -> bool:
    """Whether the picture `name` is there."""
    return bool(_NAME.fullmatch(name)) and path_of(name).is_file()


def path_of(name: str) -> Path:
    """Where the picture `name` is kept; LookupError for what is no name of a picture."""
    if not _NAME.fullmatch(name):
        raise LookupError(f"No logo is called {name}.")
    return Path(current_app.config["SHOP_STORAGE_PATH"]) / "look" / name


def remove(name: str) -> None:
    """Forget the picture `name`, if it is there."""
    if is_stored(name):
        path_of(name).unlink(missing_ok=True)


def _decoded(content: bytes) -> tuple[Image.Image, str]:
    """The picture upright and within `ROOM`, and the ending of its format."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content), formats=list(_ENDINGS))
            _refuse_vast(opened)
            ending = _ENDINGS[str(opened.format)]
            picture = ImageOps.exif_transpose(opened).convert("RGB" if ending == "jpg" else "RGBA")
    except InvalidValue:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise InvalidValue(
            "logo", "This is no PNG, JPEG or WebP picture: export it as one of these."
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise InvalidValue("logo", "The picture is damaged and cannot be read: export it anew.") from error
    return _trimmed(picture), ending


def _trimmed(picture: Image.Image) -> Image.Image:
    """Without a transparent margin, which would make it smaller than it could be, and within `ROOM`."""
    if "A" in picture.getbands():
        seen = picture.getchannel("A").getbbox()
        if seen is None:
            raise InvalidValue("logo", "There is nothing to see in the picture: choose another.")
        picture = picture.crop(seen)
    picture.thumbnail(ROOM)
    return picture


def _refuse_vast(picture: Image.Image) -> None:
    if max(picture.size) > LONGEST_SIDE:
        wide, high = picture.size
        raise InvalidValue(
            "logo",
            f"The picture has {wide:,} × {high:,} pixels, and at most {LONGEST_SIDE:,} are taken on a side: "
            "export it smaller.",
        )


def _format(ending: str) -> str:
    return next(name for name, its_ending in _ENDINGS.items() if its_ending == ending)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, since the shop may be serving it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(content)
    os.replace(draft.name, path)  # noqa: PTH105
