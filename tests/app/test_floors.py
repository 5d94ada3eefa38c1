"""The import contracts see every module: a directory that is no package would hide what is in it from them."""

from __future__ import annotations

import pytest

from app.config import ROOT

FLOORS = ("app", "views", "tasks", "models")


@pytest.mark.parametrize("floor", FLOORS)
def test_every_directory_with_modules_is_a_package(floor):
    directories = {path.parent for path in (ROOT / floor).rglob("*.py")}
    hidden = {str(each.relative_to(ROOT)) for each in directories if not (each / "__init__.py").exists()}
    assert hidden == set()


def test_nobody_below_imports_the_roof():
    """Neither at run time nor for the type checker, which the contract does not see."""
    below = (path for floor in FLOORS[1:] for path in (ROOT / floor).rglob("*.py"))
    climbing = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in below
        for line in path.read_text().splitlines()
        if line.lstrip().startswith(("import app", "from app"))
    ]
    assert climbing == []
