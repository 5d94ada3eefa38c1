"""Environments for the shop's programs: the machine's own, without any variable that the shop reads."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.config import Settings

PYTHON = sys.executable
FLASK = str(Path(sys.executable).parent / "flask")


def environment(data_dir: Path, **given: str) -> dict[str, str]:
    """What a program of the shop is started with: `data_dir`, and `given` by the variables' names."""
    ours = {name.upper() for name in Settings.model_fields}
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    return clean | {"DATA_DIR": str(data_dir)} | given
