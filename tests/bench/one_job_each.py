"""The naive way, for comparison: each mail is a job that loads it, writes it and sends it by its own connection."""

from __future__ import annotations

from models.core.base import db
from models.notifications import ClaimedMail, NotificationQueue
from tasks import emails, templates
from tasks.desk import Desk
from tasks.mailer import connected
from tasks.message import ShopMessage
from tasks.running import shop


def send(identity: str) -> None:
    """Send the mail `identity` of the outbox."""
    with shop().app_context():
        db.engine.dispose(close=False)
        row = db.session.get_one(NotificationQueue, identity)
        mail = ClaimedMail(
            id=row.id,
            name=row.type.lower(),
            recipient_email=row.recipient_email,
            data=row.template_data or {},
            attempts=1,
            job_id=row.job_id,
            status_update_id=row.status_update_id,
            contact_id=None,
            due_at=row.due_at,
            locked_until=row.due_at,
        )
        letter = emails.compose(Desk(db.session(), [mail]), mail)
        written = templates.write(mail.name, letter.values)
        message = ShopMessage(
            mail.id,
            to=mail.recipient_email,
            subject=written.subject,
            text=written.text,
            html=written.html,
            sender=shop().config["MAIL_DEFAULT_SENDER"],
        )
        with connected() as street:
            street.send(message)
        db.session.commit()
