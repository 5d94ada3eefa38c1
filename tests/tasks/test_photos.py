"""Photos of the floor that are none, or are made to hurt: refused with a sentence, before they take memory."""

import io
import struct
import zlib

import pytest
from PIL import Image

from models.core.errors import InvalidValue
from tasks.photos import cleaned


def png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def with_chunk(content: bytes, kind: bytes, data: bytes) -> bytes:
    made = struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return content[:33] + made + content[33:]


def test_a_picture_of_one_endless_line_is_refused_before_it_is_decoded():
    with pytest.raises(InvalidValue, match="too many pixels"):
        cleaned(png(Image.new("1", (1, 50_000))))


@pytest.mark.parametrize("kind", [b"zTXt", b"iCCP"])
def test_a_picture_with_a_packed_bomb_beside_it_is_refused(kind):
    bomb = b"name\0\0" + zlib.compress(bytes(80_000_000))
    with pytest.raises(InvalidValue, match="damaged"):
        cleaned(with_chunk(png(Image.new("RGB", (8, 8))), kind, bomb))


def test_a_photo_is_set_upright_and_bears_nothing_of_its_camera():
    written, told = io.BytesIO(), Image.Exif()
    told[0x0112], told[0x010F] = 6, "Camera of Rosa"
    Image.new("RGB", (40, 20)).save(written, "JPEG", exif=told)
    kept = cleaned(written.getvalue() + b"<script>")
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.size, dict(picture.getexif())) == ((20, 40), {})
    assert b"Rosa" not in kept
    assert b"<script>" not in kept
