"""An example of a quote's paper: a quote that was sent."""

from models.core import clock
from models.quoting import QuoteVersion, facts_of


def _sent(session, cast):
    """The id of Acme's job, whose quote was sent."""
    job = cast.job
    facts = facts_of(session, job)
    session.add(
        QuoteVersion(job_id=job.id, number=1, sent_at=clock.now(), amount=job.quoted_amount, facts=facts)
    )
    session.commit()
    return {"pk": job.id}


EXAMPLES = {"quotes_paper": _sent}
