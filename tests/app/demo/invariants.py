"""What holds of every row of any demo shop, however large."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from models.billing import Invoice, InvoiceKind, Payment
from models.catalog import STOCK_LEVELS, Material
from models.core import audit, clock
from models.core.audit import AuditEntry
from models.core.portions import portions
from models.core.series import NumberSeries
from models.costing import JobCosting
from models.costing.reconciling import differences
from models.designs import Design
from models.gates import GateStatus
from models.jobs import Job, JobItem, JobStatus, JobStatusUpdate
from models.notifications import NotificationQueue
from models.purchasing import PurchaseOrder
from models.scheduling import Absence, DailyCapacity, ProductionSchedule, ScheduleStatus
from models.scheduling.life import ON_THE_DAY
from models.stock import MaterialUsage, StockMovement
from models.timekeeping import TimeEntry

S = JobStatus
MADE = (S.IN_PRODUCTION, S.QUALITY_CHECK, S.PACKED, S.READY_FOR_PICKUP, S.SHIPPED, S.COMPLETED)


def histories(session: Session) -> dict[str, list[JobStatusUpdate]]:
    """Each job's moves in the order of their ids."""
    moves = defaultdict(list)
    for update in session.scalars(sa.select(JobStatusUpdate).order_by(JobStatusUpdate.id)):
        moves[update.job_id].append(update)
    return moves


def check_histories(session: Session) -> None:
    """Every history is one chain from a quote to the present status, in the order of time."""
    moves = histories(session)
    for job in session.scalars(sa.select(Job)):
        status, at = S.QUOTE, job.created_at
        for update in moves[job.id]:
            assert update.old_status == status
            assert update.created_at >= at
            status, at = update.new_status, update.created_at
        assert status == job.status, job.number
        assert at <= clock.now()


def check_quantities(session: Session) -> None:
    """An item's quantity is the sum of its sizes, and there is one of each job."""
    items = session.scalars(sa.select(JobItem).options(selectinload(JobItem.sizes))).all()
    assert all(item.quantity == sum(size.quantity for size in item.sizes) > 0 for item in items)
    assert len({item.job_id for item in items}) == session.scalar(sa.select(sa.func.count(Job.id)))


def check_gates(session: Session) -> None:
    """Each job has its gates; none holds back a job that is ready, or was made, but one that fell later."""
    moves = histories(session)
    for job in session.scalars(sa.select(Job).options(selectinload(Job.gates))):
        assert [gate.gate for gate in job.gates] == ["deposit", "art", "blanks"]
        blocked = [gate for gate in job.gates if gate.status == GateStatus.BLOCKED]
        assert all(gate.reason for gate in blocked)
        assert not (blocked and job.status == S.READY)
        if blocked and job.status in MADE:
            began = min(update.created_at for update in moves[job.id] if update.verb == "start_production")
            assert all(gate.updated_at > began for gate in blocked)


def check_dates(session: Session) -> None:
    """Nothing happened before its reason, and nothing that has happened lies ahead."""
    today = clock.shop_day()
    for job in session.scalars(sa.select(Job)):
        assert job.due_on
        assert (job.shipped_at is not None) >= (job.status == S.SHIPPED)
        assert job.shipped_at is None or job.created_at < job.shipped_at <= clock.now()
    for order in session.scalars(sa.select(PurchaseOrder).where(PurchaseOrder.ordered_on.is_not(None))):
        assert order.ordered_on < order.expected_on
        assert order.ordered_on <= today
    for payment in session.scalars(sa.select(Payment)):
        assert clock.shop_day(payment.invoice.created_at) <= payment.paid_on <= today
        assert payment.amount > 0 or payment.reverses_id or payment.invoice.credited_amount > 0


def check_kin(session: Session) -> None:
    """An invoice's or a design's customer is that of its job, and so is a job's contact."""
    for kind in (Invoice, Design):
        strange = (
            sa.select(kind.id).join(Job, kind.job_id == Job.id).where(kind.customer_id != Job.customer_id)
        )
        assert session.scalars(strange).all() == []
    jobs = session.scalars(sa.select(Job).options(selectinload(Job.contact)))
    assert all(job.contact.customer_id == job.customer_id for job in jobs)


def check_mails(session: Session) -> None:
    """No mail goes to anybody who could exist, and what was sent was sent in the past, with its text."""
    for mail in session.scalars(sa.select(NotificationQueue)):
        assert mail.recipient_email.endswith(".example")
        if mail.status == "SENT":
            assert mail.created_at <= mail.sent_at <= clock.now()
            assert mail.subject
            assert mail.content


def check_numbers(session: Session) -> None:
    """The numbers have no gap, follow the order of ids in the first shop, and the series is ahead of them."""
    last = dict(session.execute(sa.select(NumberSeries.prefix, NumberSeries.last)).all())
    for prefix, column in (("J", Job.number), ("PO", PurchaseOrder.number)):
        numbers = {int(number.partition("-")[2]) for number in session.scalars(sa.select(column))}
        assert numbers == set(range(1001, last[prefix] + 1))
    issued = defaultdict(set)
    for invoice_number in session.scalars(sa.select(Invoice.number).where(Invoice.number.is_not(None))):
        prefix, _, digits = str(invoice_number).partition("-")
        issued[prefix].add(int(digits))
    assert {prefix: set(range(1001, last[prefix] + 1)) for prefix in issued} == issued


def check_bills(session: Session) -> None:
    """Lines, tax, payments and credits make up what each invoice says, to the cent."""
    paid, credited = defaultdict(Decimal), defaultdict(Decimal)
    for payment in session.scalars(sa.select(Payment)):
        paid[payment.invoice_id] += payment.amount
    invoices = session.scalars(sa.select(Invoice).options(selectinload(Invoice.lines))).all()
    for invoice in invoices:
        if invoice.credits_id and invoice.is_issued:
            credited[invoice.credits_id] += invoice.total
    for invoice in invoices:
        assert invoice.subtotal == sum(line.amount for line in invoice.lines)
        assert invoice.total == invoice.subtotal + invoice.tax_amount
        assert invoice.paid_amount == paid[invoice.id]
        if invoice.is_issued:
            assert invoice.tax_amount == sum(line.tax_amount for line in invoice.lines)
            assert invoice.balance == invoice.total - invoice.paid_amount - invoice.credited_amount
            if invoice.kind != InvoiceKind.CREDIT_NOTE:
                assert invoice.credited_amount == credited[invoice.id]


def check_hours(session: Session) -> None:
    """What is booked on a day is the sum of its operations, and no more than it holds.

    Beyond that is only what a manager booked with a reason that the trail tells, and what was booked before somebody
    was away on that very day.
    """
    booked, excused = _booked(session)
    days = session.scalars(sa.select(DailyCapacity)).all()
    assert {(day.date, day.resource): day.booked_hours for day in days if day.booked_hours} == booked
    beyond = {(day.date, day.resource) for day in days if day.booked_hours > day.total_hours}
    assert [slot for slot in beyond - excused if not _is_away(session, *slot)] == []


def _is_away(session: Session, day: dt.date, resource: str) -> bool:
    whose = sa.or_(Absence.employee_id == resource, Absence.machine_id == resource)
    away = sa.select(Absence.id).where(whose, Absence.starts_on <= day, Absence.ends_on >= day)
    return session.scalars(away).first() is not None


def _booked(session: Session) -> tuple[dict[tuple[dt.date, str], Decimal], set[tuple[dt.date, str]]]:
    """Hours by day and resource, and the slots that a manager booked beyond what they hold."""
    sums: dict[tuple[dt.date, str], Decimal] = defaultdict(Decimal)
    excused = set()
    held = {ScheduleStatus.COMPLETED, *ON_THE_DAY}
    on_a_day = ProductionSchedule.scheduled_date.is_not(None)
    for operation in session.scalars(sa.select(ProductionSchedule).where(on_a_day)):
        for resource in filter(None, (operation.employee_id, operation.machine_id)):
            if operation.status in held and operation.scheduled_date:
                sums[operation.scheduled_date, resource] += operation.estimated_hours
                if operation.overbooked_because and _is_told(session, operation):
                    excused.add((operation.scheduled_date, resource))
    return dict(sums), excused


def _is_told(session: Session, operation: ProductionSchedule) -> bool:
    """Whether the trail has the reason for which it was booked beyond the day's hours."""
    about = sa.select(AuditEntry.changes).where(AuditEntry.subject == f"production_schedules/{operation.id}")
    return any("overbooked_because" in json.loads(changes) for changes in session.scalars(about))


def check_time(session: Session) -> None:
    """Nobody works at two things at once, nor in the future, and each entry counts its seconds."""
    ends: dict[str, dt.datetime] = {}
    order = (TimeEntry.employee_id, TimeEntry.start_time, TimeEntry.end_time)
    for entry in session.scalars(
        sa.select(TimeEntry).where(TimeEntry.end_time.is_not(None)).order_by(*order)
    ):
        assert entry.end_time
        assert ends.get(entry.employee_id, entry.start_time) <= entry.start_time < entry.end_time
        assert entry.end_time <= clock.now()
        assert entry.seconds == (entry.end_time - entry.start_time).total_seconds()
        ends[entry.employee_id] = entry.end_time


def check_stock(session: Session) -> None:
    """The levels of every material are the sums of its ledger, and every use costs what the ledger took."""
    told, ledger = Material.__table__.c, StockMovement.__table__.c
    moved = [sa.func.sum(each) for each in (ledger.quantity, ledger.reserved, ledger.incoming, ledger.value)]
    sums = {
        row[0]: tuple(row[1:])
        for row in session.execute(sa.select(ledger.material_id, *moved).group_by("material_id"))
    }
    nothing = (Decimal(0),) * 4
    levels = session.execute(sa.select(told.id, *(told[name] for name in STOCK_LEVELS)))
    assert {row[0]: tuple(row[1:]) for row in levels if any(row[1:])} == {
        id_: each for id_, each in sums.items() if each != nothing
    }
    taken = sa.select(ledger.usage_id, -sa.func.sum(ledger.quantity), -sa.func.sum(ledger.value))
    uses = session.execute(sa.select(MaterialUsage.id, MaterialUsage.quantity_used, MaterialUsage.total_cost))
    book = session.execute(taken.where(ledger.usage_id.is_not(None)).group_by(ledger.usage_id))
    assert {tuple(row) for row in uses} == {tuple(row) for row in book}


def check_everything(session: Session) -> None:
    """All of these, and the audit."""
    for check in CHECKS:
        check(session)


def check_audit(session: Session) -> None:
    """The trail is whole and tells what the tables hold."""
    told = audit.verify(session)
    assert told == [], told[:4]


def check_costing(session: Session) -> None:
    """Every job has its costing, and it is what its raw rows say."""
    jobs = session.scalars(sa.select(Job.id)).all()
    assert session.scalar(sa.select(sa.func.count(JobCosting.id))) == len(jobs)
    assert [each for portion in portions(jobs) for each in differences(session, portion)] == []


CHECKS = [
    check_costing,
    check_histories,
    check_quantities,
    check_gates,
    check_dates,
    check_kin,
    check_mails,
    check_numbers,
    check_bills,
    check_hours,
    check_time,
    check_stock,
    check_audit,
]
