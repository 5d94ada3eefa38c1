"""What people call the browser that a request comes from, such as “Safari on iPhone”."""

from __future__ import annotations

from typing import Final

_PROGRAMS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""The first that the text has: most browsers also name those whose pages they can read."""

_MACHINES: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def name_of(user_agent: str) -> str:
    """The program and the machine of the `User-Agent` that a browser sends; “A browser” when it tells neither."""
    program = next((name for mark, name in _PROGRAMS if mark in user_agent), "")
    machine = next((name for mark, name in _MACHINES if mark in user_agent), "")
    if program and machine:
        return f"{program} on {machine}"
    return program or (f"A browser on {machine}" if machine else "A browser")
