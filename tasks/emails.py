"""Every mail that the shop sends, by name: what it is made of. How it reads is in `email_templates/<name>/`.

A mail is added by one function here and its folder there; the outbox holds its name in capitals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from email.utils import formataddr, parseaddr

from flask import current_app

from models.approvals import ApprovalApprover, ApproverStatus, DesignApprovalRequest
from models.billing import Invoice
from models.core import clock
from models.core.audit import AuditSeal
from models.core.dates import full_moment, short_day
from models.jobs import JobStatus
from models.messages import Message
from models.notifications import ClaimedMail
from models.notifications.unsubscribing import plural_of, unsubscribe_token
from models.people import StaffInvitation
from models.portal import LIFE_OF_A_LINK, PortalSignIn
from models.purchasing import PurchaseOrder, PurchaseOrderStatus
from models.reports import Report

from . import (
    alert_words,
    approval_words,
    contact_words,
    invoices,
    job_words,
    purchase_orders,
    quotes,
    reports,
    templates,
)
from .addresses import address, address_of, page
from .desk import Desk, Gone
from .letter import Letter
from .look import look

Writer = Callable[[Desk, ClaimedMail], Letter]

EMAILS: dict[str, Writer] = {}


def email(writer: Writer) -> Writer:
    """Register `writer` as the mail of its own name."""
    EMAILS[writer.__name__] = writer
    return writer


def check() -> None:
    """RuntimeError when a registered mail lacks a template."""
    for name in EMAILS:
        missing = [file for file in templates.FILES if not (templates.FOLDER / name / file).is_file()]
        if missing:
            raise RuntimeError(f"The mail {name} has no {', '.join(missing)} in email_templates/{name}/.")


def compose(desk: Desk, mail: ClaimedMail) -> Letter:
    """What `mail` says now; `Gone` when that cannot be told any more."""
    writer = EMAILS.get(mail.name)
    if writer is None:
        raise Gone(f"No mail is registered as {mail.name}.")
    letter = writer(desk, mail)
    token = _stopping_token(mail)
    stop = address("portal", "unsubscribe", token) if token else ""
    values = {"shop": _shop(), "foot": _foot(mail, stop), **letter.values}
    return replace(
        letter,
        values=values,
        secrets=(*letter.secrets, token) if token else letter.secrets,
        unsubscribe=stop,
    )


@email
def job_status_update(desk: Desk, mail: ClaimedMail) -> Letter:
    """The job came to another status; a quote that waits for an answer goes with it as PDF."""
    job, update = desk.job(mail), desk.update(mail)
    token = desk.link_token(job)
    values = job_words.of_update(job, update, mail.recipient_email)
    quote = desk.quote(job) if update.new_status == JobStatus.QUOTE_SENT else None
    if quote is None:
        return Letter({**values, "asks": False, "url": address("d", token)}, (token,))
    url = address("d", token, "quote")
    paper = quotes.paper_of(quote, url)
    return Letter({**values, "asks": True, "url": url}, (token,), papers={quotes.name_of(quote): paper})


@email
def job_completed(desk: Desk, mail: ClaimedMail) -> Letter:
    """The customer has the job; a person of theirs is asked how it went."""
    letter = job_status_update(desk, mail)
    asked = f"{address('portal', 'jobs', mail.job_id)}#rating" if mail.job_id and mail.contact_id else ""
    return Letter({**letter.values, "rating_url": asked}, letter.secrets)


@email
def rush_job_accepted(desk: Desk, mail: ClaimedMail) -> Letter:
    """The job is done as a rush."""
    job = desk.job(mail)
    token = desk.link_token(job)
    values = job_words.of_rush(job, mail.recipient_email)
    return Letter({**values, "url": address("d", token)}, (token,))


@email
def new_message(desk: Desk, mail: ClaimedMail) -> Letter:
    """The shop wrote to a customer about a job."""
    message = desk.row(Message, mail.data["message_id"])
    return Letter({**contact_words.of_message(message, desk.contact(mail)), "url": page(mail)})


@email
def new_file(desk: Desk, mail: ClaimedMail) -> Letter:
    """The shop put a file where the customer finds it; `data` has the sentence and the page."""
    return Letter({**contact_words.of_news(mail.data["text"], desk.contact(mail)), "url": page(mail)})


@email
def daily_summary(desk: Desk, mail: ClaimedMail) -> Letter:
    """What somebody wished to be told once a day; `data` has the sentences with their pages."""
    news = [[text, address_of(path)] for text, path in mail.data["news"]]
    values = {"greeting": contact_words.greeting(desk.contact(mail)), "news": news, "more": mail.data["more"]}
    return Letter({**values, "url": address("portal", "notifications")})


@email
def message_from_customer(desk: Desk, mail: ClaimedMail) -> Letter:
    """A customer wrote about a job: for the office, which answers on the job's page."""
    message = desk.row(Message, mail.data["message_id"])
    url = f"{address('jobs', 'show', message.job_id)}#messages"
    return Letter({**contact_words.of_question(message), "url": url})


@email
def staff_invitation(desk: Desk, mail: ClaimedMail) -> Letter:
    """Somebody may sign in as staff and chooses a password; `data` has the invitation's id and the role."""
    invitation = desk.row(StaffInvitation, mail.data["invitation_id"])
    token = invitation.token()
    values = {
        "name": invitation.user.username,
        "role": mail.data["role"],
        "expires": short_day(clock.shop_day(invitation.expires_at)),
        "url": address("invitation", token),
    }
    return Letter(values, (token,))


@email
def portal_sign_in(desk: Desk, mail: ClaimedMail) -> Letter:
    """A contact signs in to the portal; `data` has the sign-in's id. A link that is over is not sent."""
    sign_in = desk.row(PortalSignIn, mail.data["sign_in_id"])
    if sign_in.contact is None or not sign_in.is_open:
        raise Gone("The link was used or is over.")
    token = sign_in.token()
    values = {
        "name": sign_in.contact.name,
        "customer": sign_in.contact.customer.name,
        "minutes": int(LIFE_OF_A_LINK.total_seconds()) // 60,
        "url": address("portal", "enter", token),
    }
    return Letter(values, (token,))


@email
def audit_seal(desk: Desk, mail: ClaimedMail) -> Letter:
    """The latest seal of the audit trail, for the owner to keep outside of the shop's own database."""
    sealed = desk.row(AuditSeal, mail.data["seal_id"])
    made = full_moment(sealed.created_at)
    return Letter({"number": sealed.number, "rows": sealed.rows, "mac": sealed.mac, "made": made})


@email
def design_approval_request(desk: Desk, mail: ClaimedMail) -> Letter:
    """An approver is asked about a version of a design; `data` has the approver's id."""
    approver = _still_asked(desk, mail)
    return Letter(approval_words.of_request(approver) | {"url": _approval_address(approver.request)})


@email
def design_approval_reminder(desk: Desk, mail: ClaimedMail) -> Letter:
    """An approver has not answered yet."""
    approver = _still_asked(desk, mail)
    return Letter(approval_words.of_reminder(approver) | {"url": _approval_address(approver.request)})


@email
def design_approval_decided(desk: Desk, mail: ClaimedMail) -> Letter:
    """Who was asked learns what was decided; of an approval, where its certificate is."""
    request = desk.row(DesignApprovalRequest, mail.data["request_id"])
    asked = (each.contact for each in request.approvers)
    reader = next((contact.name for contact in asked if contact.email == mail.recipient_email), "")
    return Letter(approval_words.of_outcome(request, reader) | {"url": _approval_address(request)})


@email
def design_answered(desk: Desk, mail: ClaimedMail) -> Letter:
    """The artist learns that a customer said no, or what to change."""
    request = desk.row(DesignApprovalRequest, mail.data["request_id"])
    url = address("designs", "show", request.design_id)
    return Letter(approval_words.of_answer(request) | {"url": url})


@email
def purchase_order_sent(desk: Desk, mail: ClaimedMail) -> Letter:
    """A supplier gets an order, with its PDF; `data` has the order's id. One that was cancelled is not sent."""
    order = desk.row(PurchaseOrder, mail.data["purchase_order_id"])
    if order.status == PurchaseOrderStatus.CANCELLED:
        raise Gone(f"{order} was cancelled.")
    paper = purchase_orders.paper_of(order)
    return Letter(purchase_orders.words_of(order), papers={f"{order.number}.pdf": paper})


@email
def invoice_issued(desk: Desk, mail: ClaimedMail) -> Letter:
    """A customer gets an invoice or a credit note, with its PDF; `data` has its id."""
    invoice = desk.row(Invoice, mail.data["invoice_id"])
    hello = contact_words.greeting(desk.contact(mail)) if mail.contact_id else f"Hi {invoice.customer.name}"
    values = invoices.words_of(invoice, hello)
    return Letter({**values, "url": page(mail)}, papers={f"{invoice.number}.pdf": invoices.paper_of(invoice)})


@email
def report(desk: Desk, mail: ClaimedMail) -> Letter:
    """A subscriber gets a report with its PDF; `data` has its id and theirs. Who may not read it any more gets none."""
    kept = desk.row(Report, mail.data["report_id"])
    if not reports.is_still_for(kept, mail.data["user_id"]):
        raise Gone(f"{kept} is not for {mail.recipient_email} any more.")
    addresses = {
        "url": address("reports", kept.id, ""),
        "xlsx_url": address("reports", kept.id, "xlsx"),
        "reports_url": address("reports", ""),
    }
    return Letter({**reports.words_of(kept), **addresses}, papers=reports.papers_of(kept))


@email
def alert(desk: Desk, mail: ClaimedMail) -> Letter:
    """Somebody learns of a critical alert; `data` has its id and theirs."""
    (told,) = alert_words.alerts_of(desk, mail)
    return Letter(alert_words.of_one(told) | {"url": address("alerts", told.id, "")})


@email
def alerts(desk: Desk, mail: ClaimedMail) -> Letter:
    """Somebody learns of several: the day's, or critical ones that came at once."""
    told = alert_words.alerts_of(desk, mail)
    return Letter(alert_words.of_many(told, mail) | {"url": address("alerts", "")})


def _still_asked(desk: Desk, mail: ClaimedMail) -> ApprovalApprover:
    """The approver that `mail` asks; `Gone` when they have answered, or need not any more."""
    approver = desk.row(ApprovalApprover, mail.data["approver_id"])
    if approver.status != ApproverStatus.ASKED:
        raise Gone(f"{approver.contact} need not answer any more.")
    return approver


def _approval_address(request: DesignApprovalRequest) -> str:
    return address("portal", "approvals", request.id)


def sender() -> str:
    """Who mails are from: the shop by its name, unless MAIL_FROM names somebody else."""
    configured, installed_name = current_app.config["MAIL_DEFAULT_SENDER"], current_app.config["SHOP_NAME"]
    address = parseaddr(configured)[1]
    return (
        formataddr((look().name, address))
        if configured == formataddr((installed_name, address))
        else configured
    )


def _stopping_token(mail: ClaimedMail) -> str:
    """The secret by which the reader stops such mails; "" for a mail to nobody who may choose."""
    if mail.contact_id is None or "event" not in mail.data:
        return ""
    return unsubscribe_token(mail.contact_id, mail.data["event"])


def _foot(mail: ClaimedMail, stop: str) -> dict[str, str] | None:
    """How its reader chooses what to get; None for a mail to nobody who may choose."""
    if not stop:
        return None
    return {
        "preferences": address("portal", "preferences"),
        "stop": stop,
        "about": plural_of(mail.data["event"]),
    }


def _shop() -> dict[str, str]:
    shown = look()
    mark, _, rest = shown.name.partition(" ")
    return {"name": shown.name, "mark": mark, "rest": rest, "accent": shown.accent}
