"""How mails read: the customer's words, the same in HTML and in text, and nothing that was typed is ever code."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from jinja2.exceptions import SecurityError

from models.customers import CustomerContact
from models.jobs import JobStatus
from models.notifications import CustomerEvent
from models.notifications.unsubscribing import SUMMARY
from tasks import templates
from tasks.emails import EMAILS
from tasks.outbox import drain
from tasks.templates import FOLDER, write

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
