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
_FORMATS: Final = ("JPEG", "PNG", "WEBP")


def cleaned(content: bytes) -> bytes:
    """The photo as a new JPEG of its pixels alone: neither place nor camera is in it. InvalidValue for no photo."""
    if len(content) > LARGEST:
        raise InvalidValue("photo", f"The photo has more than {LARGEST // 1024**2} MB: take it again.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content), formats=_FORMATS)
            if opened.width * opened.height > _MOST_PIXELS:
                raise InvalidValue(
                    "photo", "The photo has too many pixels: take it again with a smaller size."
                )
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise InvalidValue("photo", "This is no photo: take it as JPEG, PNG or WebP.") from error
    except (OSError, SyntaxError, EOFError) as error:
        raise InvalidValue("photo", "The photo is damaged and cannot be read: take it again.") from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=85)
    return written.getvalue()
