"""Files as people and attackers send them, made here."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image


def picture(form="PNG", width=640, height=480, mode="RGB", **options):
    """A picture of two halves."""
    drawn = Image.new("RGB", (width, height), "#204080")
    drawn.paste("#f0c020", (0, 0, width // 2, height // 2))
    content = io.BytesIO()
    drawn.convert(mode).save(content, form, **options)
    return content.getvalue()


def pdf(pages=1, width=300, height=200, trailer=b"", end=b"%%EOF\n"):
    """A document of empty pages; `trailer` is put into its trailer."""
    kids = " ".join(f"{3 + number} 0 R" for number in range(pages)).encode()
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%b]>>" % (pages, kids)]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]>>" % (width, height)] * pages
    content, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    tail = b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n" % (size, trailer, len(content))
    return content + head + tail + end


def locked_pdf():
    """A document that asks for a password."""
    key = b"<" + b"ab" * 32 + b">"
    rights = b"/Filter/Standard/V 1/R 2/Length 40/P -44/O " + key + b"/U " + key
    return pdf(trailer=b"/Encrypt<<" + rights + b">>/ID[<00><00>]")


def svg(inside=b'<rect width="40" height="20" fill="red"/>', more=b"", before=b""):
    """A drawing, twice as wide as it is high."""
    names = b'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return before + b'<svg %b viewBox="0 0 40 20" %b>%b</svg>' % (names, more, inside)


def archive(content=b"x", times=1):
    """A zip archive of `times` files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(times):
            packed.writestr(f"{number}.txt", content)
    return file.getvalue()


def vast_png(width, height):
    """A few bytes that claim to be a picture of so many pixels."""

    def chunk(name, content):
        return (
            struct.pack("!I", len(content)) + name + content + struct.pack("!I", zlib.crc32(name + content))
        )

    header = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9))
        + chunk(b"IEND", b"")
    )


def photoshop(width=60, height=40):
    """A flat Photoshop file (https://www.adobe.com/devnet-apps/photoshop/fileformatashtml/)."""
    head = struct.pack("!4sH6xHIIHH", b"8BPS", 1, 3, height, width, 8, 3)
    return head + struct.pack("!III", 0, 0, 0) + struct.pack("!H", 0) + b"\x80" * (3 * width * height)


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "ha">%b]>' % b"".join(
    b'<!ENTITY %c "%b">' % (98 + number, b"&%c;" % (97 + number) * 50) for number in range(8)
)
"""Entities that name each other: text of terabytes."""
