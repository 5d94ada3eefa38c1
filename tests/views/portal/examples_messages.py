"""Addresses of the pages of messages, notifications and ratings."""

from __future__ import annotations

from models.notifications import CustomerEvent, tell_contact


def _job(_session, cast):
    return {"pk": cast.job.id}


def _notification(session, cast):
    told = tell_contact(
        session,
        cast.ann,
        CustomerEvent.NEW_FILE,
        text="There is a new file.",
        path="/portal/files/",
        dedup_key="example",
    )
    session.commit()
    return {"pk": told.notification.id} if told.notification else _known(session, cast)


def _known(session, cast):
    from models.notifications.inbox import listed_for

    return {"pk": session.scalars(listed_for(cast.ann)).first().id}


EXAMPLES = {
    "messages_show": _job,
    "messages_write": _job,
    "messages_read": _job,
    "notifications_follow": _notification,
    "ratings_answer": _job,
}
