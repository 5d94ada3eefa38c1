"""The log: one line an event, whoever wrote it, once."""

from __future__ import annotations

import json
import logging

import structlog

from app import logs


def test_events_of_the_program_and_of_libraries_are_json_lines(capsys):
    logs.configure()
    logs.configure()
    structlog.get_logger("shop").info("mail sent", to="ann@acme.example")
    logging.getLogger("some.package").warning("careful: %s", "hot")
    mine, theirs = map(json.loads, capsys.readouterr().err.splitlines())
    assert (mine["event"], mine["to"], mine["level"]) == ("mail sent", "ann@acme.example", "info")
    assert (theirs["event"], theirs["logger"], theirs["level"]) == ("careful: hot", "some.package", "warning")
    assert mine["timestamp"].endswith("Z")


def test_an_error_carries_its_traceback(capsys):
    logs.configure()
    try:
        raise ValueError("broken")
    except ValueError:
        logging.getLogger("shop").exception("It failed.")
    line = json.loads(capsys.readouterr().err)
    assert "ValueError: broken" in line["exception"]
