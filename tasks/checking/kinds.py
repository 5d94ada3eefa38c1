"""What a file really is, against what its name says.

The first bytes of the kinds that we draw are compared here; anything else is named by libmagic
(https://www.darwinsys.com/file/). A kind that can run on somebody's machine is refused whatever it is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from .findings import Refused

PDF: Final = "application/pdf"
SVG: Final = "image/svg+xml"
POSTSCRIPT: Final = "application/postscript"
UNKNOWN: Final = "application/octet-stream"

_SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"%PDF-", PDF),
    (b"%!PS", POSTSCRIPT),
    (b"\xc5\xd0\xd3\xc6", POSTSCRIPT),  # EPS with a preview for Windows
    (b"MZ", "application/x-dosexec"),
    (b"\x7fELF", "application/x-executable"),
    (b"#!", "text/x-shellscript"),
)

_CALLED: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    ending: (words, frozenset(kinds))
    for endings, words, kinds in (
        ("png", "a PNG picture", ["image/png"]),
        ("jpg jpeg jpe jfif", "a JPEG picture", ["image/jpeg"]),
        ("gif", "a GIF picture", ["image/gif"]),
        ("webp", "a WebP picture", ["image/webp"]),
        ("tif tiff", "a TIFF picture", ["image/tiff"]),
        ("bmp", "a BMP picture", ["image/bmp", "image/x-ms-bmp"]),
        ("psd psb", "a Photoshop file", ["image/vnd.adobe.photoshop"]),
        ("pdf", "a PDF document", [PDF]),
        ("ai", "an Illustrator file", [PDF, POSTSCRIPT]),
        ("eps ps", "an EPS drawing", [POSTSCRIPT]),
        ("svg", "an SVG drawing", [SVG]),
    )
    for ending in endings.split()
}

_RUNNING: Final = frozenset(
    [
        "application/x-dosexec",
        "application/vnd.microsoft.portable-executable",
        "application/x-executable",
        "application/x-pie-executable",
        "application/x-sharedlib",
        "application/x-mach-binary",
        "application/java-archive",
        "application/x-java-applet",
        "application/x-msi",
        "application/x-ms-shortcut",
        "application/vnd.android.package-archive",
        "application/javascript",
        "text/javascript",
        "application/x-shockwave-flash",
        "text/html",
        "application/xhtml+xml",
        "text/x-php",
        "text/x-shellscript",
        "text/x-python",
        "text/x-perl",
        "text/x-ruby",
        "text/x-msdos-batch",
        "text/vbscript",
    ]
)
_RUNNING_ENDINGS: Final = frozenset(
    [
        "exe",
        "com",
        "scr",
        "bat",
        "cmd",
        "msi",
        "msp",
        "ps1",
        "vbs",
        "vbe",
        "js",
        "jse",
        "mjs",
        "wsf",
        "wsh",
        "hta",
        "lnk",
        "pif",
        "jar",
        "apk",
        "app",
        "dmg",
        "pkg",
        "sh",
        "bash",
        "php",
        "phtml",
        "py",
        "pl",
        "rb",
        "html",
        "htm",
        "xhtml",
        "mht",
        "mhtml",
        "shtml",
        "swf",
        "cpl",
        "dll",
        "sys",
        "reg",
        "url",
        "desktop",
        "iso",
        "img",
    ]
)


def kind_of(path: Path, ending: str) -> str:
    """The kind of the content of `path`, as a media type; Refused when it runs, or is not what `ending` says."""
    kind = _by_its_beginning(path) or _by_libmagic(path)
    if ending in _RUNNING_ENDINGS or (kind in _RUNNING and not (ending == "svg" and "html" in kind)):
        raise Refused("Programs, scripts and web pages are not taken: send the design itself, such as a PDF.")
    if ending == "svg" and (
        kind.startswith("text/") or kind in ("application/xml", SVG, "application/xhtml+xml")
    ):
        kind = SVG
    if ending in _CALLED and kind not in _CALLED[ending][1]:
        raise Refused(
            f"It is called {_CALLED[ending][0]}, and its content is something else: export it again from the "
            "program that it was made with."
        )
    return "image/bmp" if kind == "image/x-ms-bmp" else kind


def _by_its_beginning(path: Path) -> str:
    with path.open("rb") as file:
        begins = file.read(32)
    if begins[:4] == b"RIFF" and begins[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for signature, kind in _SIGNATURES if begins.startswith(signature)), "")


def _by_libmagic(path: Path) -> str:
    import pylibmagic  # noqa: F401, I001 - makes its library known, which magic then finds; the other way it loads another
    import magic

    return str(magic.from_file(str(path), mime=True) or UNKNOWN)
