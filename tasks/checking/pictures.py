"""Pictures of pixels, decoded by Pillow with the formats that it decodes by itself: no other program is started."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from .findings import PREVIEW, THUMBNAIL, NoPreview, Refused

MOST_PIXELS: Final = 60_000_000
LONGEST_SIDE: Final = 30_000
PREVIEW_SIDE: Final = 2000
"""Pixels of a preview's longer side: enough to see a thin line of a large print."""
METHOD: Final = 2
"""How long WebP is pondered, 0 to 6: half the time of 4, for files that are 7 % larger at most."""

THUMBNAIL_SIDE: Final = 400

FORMATS: Final = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
    "image/vnd.adobe.photoshop": "PSD",
}

ImageFile.LOAD_TRUNCATED_IMAGES = False


def draw(path: Path, mime_type: str, room: Path) -> tuple[int, int]:
    """Leave the pictures of the picture `path` in `room`; the preview's width and height in pixels.

    Refused for one that is damaged or has too many pixels, NoPreview for a kind that Pillow does not decode.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=[FORMATS[mime_type]]) as picture:
                refuse_vast(*picture.size)
                return write(_upright(picture), room)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused(_too_many()) from None
    except NotImplementedError:
        raise NoPreview("Pictures with these settings have no preview.") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError) as error:
        raise _damaged(mime_type, error) from error


def _damaged(mime_type: str, error: Exception) -> Exception:
    if mime_type in ("image/tiff", "image/vnd.adobe.photoshop") and not isinstance(error, EOFError):
        return NoPreview("This way of saving a picture has no preview here.")
    return Refused("The picture is damaged or not complete: export it again, and send that.")


def refuse_vast(width: int, height: int) -> None:
    """Refused when so many pixels are not taken."""
    if width < 1 or height < 1 or width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Refused(_too_many(width, height))


def _too_many(width: int = 0, height: int = 0) -> str:
    has = f" ({width:,} × {height:,} pixels)" if width else ""
    return f"The picture is too large{has}: at most 60 million pixels are taken. Export it smaller."


def _upright(picture: Any) -> Any:
    """As it is meant to be looked at: turned as the camera says, in the colours of a screen, small enough."""
    profile = picture.info.get("icc_profile")
    if picture.format == "JPEG":
        picture.draft(None, (PREVIEW_SIDE, PREVIEW_SIDE))  # decoded smaller at once, where the format can
    turned = ImageOps.exif_transpose(picture)
    seen = _in_screen_colours(turned, profile)
    seen.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.LANCZOS)
    return seen


def _in_screen_colours(picture: Any, profile: bytes | None) -> Any:
    if picture.mode.startswith(("I", "F")):
        picture = picture.point(lambda value: value / 256).convert("L") if "16" in picture.mode else picture
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            return picture.convert("RGB")
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    return picture.convert("RGBA" if has_alpha else "RGB")


def write(picture: Any, room: Path) -> tuple[int, int]:
    """Leave `picture`, of at most `PREVIEW_SIDE`, in `room` as WebP, large and small, with nothing but its pixels."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    bare.save(room / PREVIEW, "WEBP", quality=88, method=METHOD)
    small = bare.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    small.save(room / THUMBNAIL, "WEBP", quality=80, method=METHOD)
    return bare.size
