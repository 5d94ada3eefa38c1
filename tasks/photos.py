"""Photos from the floor: upright, no larger than a page shows, and without what the camera wrote into them."""

from __future__ import annotations

import io
import warnings
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from models.core.errors import InvalidValue

LARGEST: Final = 12 * 1024 * 1024
"""Bytes of a photo as it is sent: phones send them made smaller."""

LONGEST_SIDE: Final = 2048
_MOST_PIXELS: Final = 60_000_000
_LONGEST_SIDE_SENT: Final = 20_000
"""A picture of one line of pixels takes the memory of a hundred when it is made smaller."""
_FORMATS: Final = ("JPEG", "PNG", "WEBP")


def cleaned(content: bytes) -> bytes:
    """The photo as a new JPEG of its pixels alone: neither place nor camera is in it. InvalidValue for no photo."""
    if len(content) > LARGEST:
        raise InvalidValue("photo", f"The photo has more than {LARGEST // 1024**2} MB: take it again.")
    try:
        picture = _read(content)
    except InvalidValue:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise InvalidValue("photo", "This is no photo: take it as JPEG, PNG or WebP.") from error
    except Exception as error:  # a damaged file makes the decoders raise nearly anything
        raise InvalidValue("photo", "The photo is damaged and cannot be read: take it again.") from error
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=85)
    return written.getvalue()


def _read(content: bytes) -> Image.Image:
    """The picture, made small before anything else is done with it: the web's own process reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        opened = Image.open(io.BytesIO(content), formats=_FORMATS)
        if opened.width * opened.height > _MOST_PIXELS or max(opened.size) > _LONGEST_SIDE_SENT:
            raise InvalidValue("photo", "The photo has too many pixels: take it again with a smaller size.")
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        ImageOps.exif_transpose(opened, in_place=True)
        return opened.convert("RGB")
