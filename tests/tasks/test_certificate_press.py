"""Setting a certificate as PDF."""

import multiprocessing

import pytest

from models.approvals.certificates import certificate_of
from tasks.certificates.pdf import pdf_of
from tests import on_sqlite
from tests.approvals import ask, decide, drawn, unapproved_job

pytestmark = on_sqlite


@pytest.fixture
def facts(session, cast):
    request = ask(session, drawn(session, unapproved_job(session, cast)).versions[0])
    decide(session, request, cast.ann)
    return certificate_of(request)


def _set(facts):
    return pdf_of(facts, shop="687 Merch", accent="#0f766e", verify_at="https://shop.example/certificates")


def test_a_process_forked_after_a_certificate_was_set_sets_one_too(facts):
    assert _set(facts).startswith(b"%PDF")
    forked = multiprocessing.get_context("fork").Process(target=_set, args=(facts,))
    forked.start()
    forked.join(60)
    still_waiting = forked.is_alive()
    forked.kill()
    assert not still_waiting
    assert forked.exitcode == 0
