"""The front-end files of others: which ones we carry, and that they are what their publishers published.

`python vendor.py` fetches what is declared below with `npm pack` and writes the files, their licences and
`vendor.lock`, the SHA-512 of each; scripts and styles lose the line that names a source map, and drawings are put
together in one file. `python vendor.py --check` compares the files with the lock and changes nothing; it is part of
`make check`. Nothing is fetched while the shop is installed or runs.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "views" / "static" / "vendor"
LOCK: Final = Path(__file__).parent / "vendor.lock"

ICONS: Final = (  # noqa: SIM905
    "alert-octagon alert-triangle archive arrow-back-up arrow-down arrow-forward-up arrow-right arrow-up arrows-move "
    "bell bolt box briefcase building-warehouse calendar calendar-off calendar-x camera cash chart-bar check "
    "chevron-down chevron-left chevron-right circle-check clock columns-3 copy credit-card database device-floppy "
    "device-mobile dots download edit external-link eye file-text filter flag grip-vertical hand-stop history home "
    "id-badge-2 inbox info-circle key layout-sidebar link list lock logout mail mail-x menu-2 message minus moon "
    "package palette pencil player-play player-stop plus printer qrcode receipt refresh report search send settings "
    "shield-check shield-minus shield-x shirt sun table tag tags tool trash truck upload user users wand wifi-off x"
).split()


@dataclass(frozen=True)
class Package:
    """What we carry of one npm package: its files and where its licence stands."""

    name: str
    version: str
    files: list[str]
    licence: str = "LICENSE"
    notice: str = ""
    """The licence's text, for a package that names its licence and does not carry it."""
    sprite: bool = False
    """Whether its files are drawings that become one file, `sprite.svg`, each under its name."""

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return FOLDER / self.name.replace("@", "").replace("/", "-") / self.version


TABLER_NOTICE: Final = """The MIT License (MIT)

Copyright (c) 2018-2026 The Tabler Authors

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""

PACKAGES: Final = [
    Package(
        "@tabler/core",
        "1.6.1",
        ["dist/css/tabler.min.css", "dist/js/tabler.min.js"],
        notice=TABLER_NOTICE,
    ),
    Package("@tabler/icons", "3.51.0", [f"icons/outline/{name}.svg" for name in ICONS], sprite=True),
    Package("@fontsource-variable/inter", "5.3.0", ["files/inter-latin-wght-normal.woff2"]),
    Package(
        "tom-select",
        "2.6.2",
        ["dist/js/tom-select.complete.min.js", "dist/css/tom-select.bootstrap5.min.css"],
    ),
    Package("tus-js-client", "4.3.1", ["dist/tus.min.js"]),
    Package("sortablejs", "1.15.7", ["Sortable.min.js"]),
    Package("jsqr", "1.4.0", ["dist/jsQR.js"]),
    Package("plotly.js-cartesian-dist-min", "4.1.1", ["plotly-cartesian.min.js"]),
]


def fetch() -> None:
    """Bring every declared file anew and lock it; what is not declared any more is removed."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    for package in PACKAGES:
        _unpack(package)
    locked = {path: _hash(FOLDER / path) for path in _present()}
    LOCK.write_text(json.dumps(locked, indent=1) + "\n", encoding="utf-8")


def _unpack(package: Package) -> None:
    package.folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place:
        command = [
            "npm",
            "pack",
            "--silent",
            f"{package.name}@{package.version}",
            "--pack-destination",
            place,
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(place).glob("*.tgz")
        with tarfile.open(archive) as files:
            if package.sprite:
                _keep_sprite(files, package)
            for name in () if package.sprite else package.files:
                _keep(files, name, package.folder / Path(name).name)
            if package.notice:
                (package.folder / "LICENSE").write_text(package.notice, encoding="utf-8")
            else:
                _keep(files, package.licence, package.folder / "LICENSE")


def _keep(files: tarfile.TarFile, name: str, place: Path) -> None:
    content = _read(files, name)
    if place.suffix in (".js", ".css"):  # source maps are not carried, and a browser would ask for them
        content = b"\n".join(line for line in content.split(b"\n") if b"sourceMappingURL=" not in line[:40])
    place.write_bytes(content)


def _keep_sprite(files: tarfile.TarFile, package: Package) -> None:
    symbols = []
    for name in package.files:
        _, _, drawing = _read(files, name).decode().partition(">")
        lines = "".join(line.strip() for line in drawing.replace("</svg>", "").splitlines())
        shape = lines.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")
        symbols.append(f'<symbol id="{Path(name).stem}" viewBox="0 0 24 24">{shape}</symbol>\n')
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">\n{"".join(symbols)}</svg>\n'
    (package.folder / "sprite.svg").write_text(sprite, encoding="utf-8")


def _read(files: tarfile.TarFile, name: str) -> bytes:
    content = files.extractfile(f"package/{name}")
    if content is None:
        raise LookupError(f"The package has no {name}.")
    return content.read()


def check() -> list[str]:
    """What differs from the lock, as sentences; an empty list when all is well."""
    locked: dict[str, str] = json.loads(LOCK.read_text(encoding="utf-8"))
    present = set(_present())
    wrong = [f"{path} is in vendor.lock and is not there." for path in sorted(locked.keys() - present)]
    wrong += [f"{path} is there and not in vendor.lock." for path in sorted(present - locked.keys())]
    wrong += [
        f"{path} is not the file that was locked."
        for path in sorted(present & locked.keys())
        if _hash(FOLDER / path) != locked[path]
    ]
    return wrong


def _present() -> list[str]:
    return sorted(file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*") if file.is_file())


def _hash(file: Path) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(file.read_bytes()).digest()).decode()


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit("\n".join(check()) or 0)
    fetch()
