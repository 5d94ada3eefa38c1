"""How mails read: the customer's words, the same in HTML and in text, and nothing that was typed is ever code."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import sqlalchemy as sa
from jinja2.exceptions import SecurityError

from models.core import clock
from models.core.actor import Actor, acting_as
from models.customers import CustomerContact
from models.jobs import JobStatus
from models.links import link_for
from models.messages import Message, write_as_contact
from models.notifications import CustomerEvent, NotificationQueue, tell_contact
from models.notifications.preferences import Wish, choose, wish_of
from models.notifications.unsubscribing import SUMMARY, unsubscribe_token
from models.people import StaffUser
from tasks import templates
from tasks.clockwork import mail_the_daily_summaries
from tasks.emails import EMAILS
from tasks.outbox import drain
from tasks.templates import FOLDER, write
from tests.papers import words

from .smtp import html_of, text_of


def sample(name):
    return json.loads((FOLDER / name / "sample.json").read_text(encoding="utf-8"))


def told(session, smtp):
    session.commit()
    drain()
    return smtp.messages[-1]


@pytest.mark.parametrize("name", EMAILS)
def test_every_mail_can_be_written_from_its_sample(name):
    written = write(name, sample(name))
    assert written.subject
    assert "{{" not in written.text + written.html
    assert "mj-" not in written.html.replace("mj-column", "").replace("mj-outlook", "")


@pytest.mark.parametrize("name", EMAILS)
def test_the_text_says_what_the_html_says(name):
    values = sample(name)
    written = write(name, values)
    for value in (values.get("url"), values.get("headline"), values.get("mac")):
        if value:
            assert value in written.text
            assert value in written.html


FOOT = {
    "preferences": "https://shop.example/portal/preferences",
    "stop": "https://shop.example/portal/unsubscribe/a-token-of-a-sample",
    "about": "the steps of orders",
}


@pytest.mark.parametrize("event", [*CustomerEvent, SUMMARY])
def test_every_mail_that_somebody_may_choose_says_how_to_stop_it(event):
    if event.lower() in EMAILS:
        written = write(event.lower(), sample(event.lower()) | {"foot": FOOT})
        for part in (written.text, written.html):
            assert FOOT["stop"] in part
            assert FOOT["preferences"] in part
            assert f"Stop mails about {FOOT['about']}" in part


def test_every_template_folder_belongs_to_a_mail():
    assert {folder.name for folder in FOLDER.iterdir() if folder.is_dir()} == set(EMAILS)


def test_what_people_type_is_escaped_in_html_and_plain_in_text():
    values = sample("job_status_update") | {"message": '<script>alert("1")</script> {{ 7 * 6151 }} <mj-raw>'}
    written = write("job_status_update", values)
    assert "<script>" not in written.html
    assert "43057" not in written.html
    assert "&lt;mj-raw&gt;" in written.html
    assert '<script>alert("1")</script> {{ 7 * 6151 }}' in written.text


def test_an_address_cannot_break_out_of_its_attribute():
    written = write("job_status_update", sample("job_status_update") | {"url": 'http://x/"><img src=x>'})
    assert "<img" not in written.html


def test_a_subject_is_one_line_of_limited_length():
    job = {"number": "J-1", "title": "Tees\r\nBcc: everybody@example.com " + "x" * 500}
    written = write("job_status_update", sample("job_status_update") | {"job": job})
    assert "\n" not in written.subject
    assert "\r" not in written.subject
    assert len(written.subject) <= templates.LONGEST_SUBJECT


def test_a_template_gets_plain_data_only():
    with pytest.raises(TypeError):
        write("job_status_update", sample("job_status_update") | {"message": object()})


def test_templates_cannot_reach_into_python():
    with pytest.raises(SecurityError):
        templates._html.from_string("{{ ''.__class__.__mro__ }}").render()


def test_the_contact_is_greeted_by_name(session, quote, cast, smtp):
    quote.contact = CustomerContact(customer=cast.acme, name="Dana Scully", email="dana@acme.example")
    quote.send_quote()
    message = told(session, smtp)
    assert message["To"] == "dana@acme.example"
    assert "Hi Dana," in text_of(message)


def test_a_sent_quote_names_its_price_and_its_day(session, quote, smtp):
    quote.quoted_amount = "1837.50"
    quote.send_quote()
    text = text_of(told(session, smtp))
    day = quote.quote_expires_on
    assert "$1,837.50 plus sales tax" in text
    assert f"Valid until: {day:%a} {day.day} {day:%b}" in text


def test_a_sent_quote_goes_as_a_paper_by_which_it_is_accepted(session, quote, smtp):
    quote.send_quote()
    message = told(session, smtp)
    answers = f"/d/{link_for(session, quote).token()}/quote"
    (paper,) = message.iter_attachments()
    assert paper.get_filename() == f"{quote.number}-quote-1.pdf"
    assert "See the quote and answer" in text_of(message)
    assert answers in text_of(message)
    for page in words(paper.get_content()):
        assert answers in page.replace(" ", "")  # a line may break within an address
    quote.accept_quote()
    later = told(session, smtp)
    assert not list(later.iter_attachments())
    assert answers not in text_of(later)


def test_a_message_to_the_customer_is_in_the_mail(session, quote, smtp):
    quote.send_quote(message="The blue is a shade darker now.")
    message = told(session, smtp)
    assert "The blue is a shade darker now." in text_of(message)
    assert "The blue is a shade darker now." in html_of(message)


def test_customers_read_of_six_steps_and_never_of_a_status(session, cast, outbox, smtp):
    job = cast.job
    job.due_on = dt.date(2026, 12, 2)
    moves = ("send_to_quality_check", "pack", "ready_for_pickup")
    for verb in moves:
        getattr(job, verb)()
    session.commit()
    drain()
    job.ship("UPS", "1Z999")
    session.commit()
    drain()
    job.complete()
    session.commit()
    drain()

    texts = [text_of(message) for message in smtp.messages]
    assert [
        "Step 5 of 6: Ready" in texts[0],
        "Step 6 of 6: Done" in texts[1],
        "Step 6 of 6: Done" in texts[2],
    ] == [True] * 3
    assert "1Z999" in texts[1]
    everything = "".join(texts) + "".join(html_of(message) for message in smtp.messages)
    assert not [status for status in JobStatus if status.value in everything]
    assert "quality" not in everything.lower()


def test_a_cancelled_order_has_no_progress_and_hides_the_reason(session, quote, smtp):
    quote.cancel("They never pay")
    text = text_of(told(session, smtp))
    assert "Step" not in text
    assert "They never pay" not in text


def test_a_paused_order_is_paused_on_its_step(session, cast, outbox, smtp):
    cast.job.hold("Ink is missing", tell_customer=True)
    assert "Step 4 of 6: In production, paused" in text_of(told(session, smtp))


def test_a_rush_is_told(session, quote, smtp):
    quote.accept_rush()
    message = told(session, smtp)
    assert str(message["Subject"]).startswith("Your rush order is accepted")


def test_an_invitation_opens_its_page_and_the_outbox_keeps_no_token(session, outbox, queue_invitations, smtp):
    queue_invitations(1)
    drain()
    text = text_of(smtp.messages[0])
    token = text.split("/invitation/")[1].split()[0]
    assert len(token) == 43
    (mail,) = outbox()
    assert token not in mail.content
    assert token not in json.dumps(mail.template_data)


@pytest.fixture
def question(session, quote, outbox):
    """Ann asked about the quote, and the office answered."""
    ann = quote.customer.contacts[0]
    with acting_as(Actor("customer", "Ann", ann.id)):
        write_as_contact(session, quote, ann, "Can Dana pick them up?")
        session.commit()
    office = session.scalars(sa.select(StaffUser).where(StaffUser.username == "office")).one()
    with acting_as(Actor("staff", "office", str(office.id))):
        session.add(Message(job=quote, text="Of course."))
        session.commit()
    return ann


def test_both_sides_of_a_thread_get_what_the_other_wrote(session, question, smtp):
    drain()
    texts = {str(message["To"]): text_of(message) for message in smtp.messages}
    assert "Can Dana pick them up?" in texts["office@687merch.example"]
    assert "Office wrote about" in texts["ann@acme.example"]
    assert "Of course." in texts["ann@acme.example"]


def test_a_mail_to_a_person_is_stopped_by_one_press_and_says_so_in_its_head(session, question, smtp, shop):
    drain()
    heads = {str(message["To"]): message for message in smtp.messages}
    mail = heads["ann@acme.example"]
    stop = str(mail["List-Unsubscribe"]).strip("<>")
    assert stop.startswith(f"{shop.config['SHOP_BASE_URL']}/portal/unsubscribe/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop in text_of(mail)
    answer = shop.test_client().post(stop, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert wish_of(session, question, CustomerEvent.NEW_MESSAGE) == Wish(email=False)
    assert heads["office@687merch.example"]["List-Unsubscribe"] is None


def test_the_secret_that_stops_mails_is_not_kept(session, question, smtp):
    drain()
    kept = session.scalars(sa.select(NotificationQueue).where(NotificationQueue.contact_id.is_not(None)))
    token = unsubscribe_token(question.id, CustomerEvent.NEW_MESSAGE)
    assert [token in row.content for row in kept] == [False]


def test_the_summary_of_a_day_is_one_mail(session, quote, outbox, smtp):
    ann = quote.customer.contacts[0]
    choose(session, ann, CustomerEvent.NEW_FILE, Wish(digest=True))
    with clock.told_time(clock.now() - dt.timedelta(days=2)):
        for name in ("Proof", "Invoice"):
            tell_contact(
                session,
                ann,
                CustomerEvent.NEW_FILE,
                text=f"{name} is there.",
                path="/portal/files/",
                dedup_key=name,
            )
        session.commit()
    mail_the_daily_summaries(session)
    drain()
    (mail,) = smtp.messages
    assert "Proof is there." in text_of(mail)
    assert "Invoice is there." in html_of(mail)
    assert "687 Merch: 2 news since yesterday" in str(mail["Subject"])


def test_who_has_the_order_is_asked_how_it_went(session, cast, outbox, smtp, shop):
    for verb in ("send_to_quality_check", "pack", "ready_for_pickup", "complete"):
        getattr(cast.job, verb)()
    text = text_of(told(session, smtp))
    assert f"{shop.config['SHOP_BASE_URL']}/portal/jobs/{cast.job.id}#rating" in text
