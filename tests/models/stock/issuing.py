"""Two people who take from the same shelf at the same moment."""

from __future__ import annotations

from decimal import Decimal

from models.core.base import db
from models.core.errors import RuleBroken
from models.stock import MaterialUsage
from tests.at_once import at_once

from .shelf import equals_its_ledger, stocked


def issue_at_once(shop, session, job, rounds):
    """Let two people use the same two materials so many times at the same moment, each beginning with the other one.

    One pair is lacking in the end: the last who asks is refused. No other use may be lost, and none may wait for ever.
    """
    shirts = stocked(session, "Shirt", str(2 * rounds - 1), "3.12").id
    vinyl = stocked(session, "Vinyl", str(20 * rounds), "0.1350", "in").id
    job_id = job.id
    session.rollback()

    def use(*pairs):
        def deed():
            for material_id, quantity in pairs:
                row = MaterialUsage(job_id=job_id, material_id=material_id, quantity_used=Decimal(quantity))
                db.session.add(row)

        return deed

    there = use((shirts, 1), (vinyl, 10)), use((vinyl, 10), (shirts, 1))
    raised = [each for _ in range(rounds) for each in at_once(shop, there)]
    refused = [error for error in raised if error is not None]
    assert [type(error) for error in refused] == [RuleBroken], refused
    assert "There are 0 pieces of Shirt; 1 is asked for." in str(refused[0])
    uses = [row.total_cost for row in session.query(MaterialUsage).filter_by(material_id=shirts)]
    assert (len(uses), sum(uses)) == (
        2 * rounds - 1,
        Decimal("3.12") * (2 * rounds - 1),
    )
    assert session.query(MaterialUsage).filter_by(material_id=vinyl).count() == 2 * rounds - 1
    assert equals_its_ledger(session)
