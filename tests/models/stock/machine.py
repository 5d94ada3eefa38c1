"""A shop that receives, uses, corrects, deletes and counts in any order: stock equals its ledger after every step."""

from __future__ import annotations

from decimal import Decimal

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from models.catalog import Material
from models.core.base import db
from models.core.errors import RuleBroken
from models.customers import Customer
from models.jobs import Job
from models.stock import MaterialUsage, MovementKind, StockMovement, post, reserve

from .shelf import levels, sums

QUANTITIES = st.sampled_from(["0.0001", "0.3333", "1", "2.5", "3", "7", "12", "111", "5000"]).map(Decimal)
VALUES = st.sampled_from(["0", "0.01", "1.00", "14.99", "100.03"]).map(Decimal)
WHICH = st.integers(0, 1)
ANY = st.integers(0, 1_000)


class Shelf(RuleBasedStateMachine):
    """Two materials that two jobs use."""

    @initialize(quantity=QUANTITIES)
    def begin(self, quantity) -> None:
        db.session.rollback()
        acme = db.session.scalars(sa.select(Customer).where(Customer.name == "Acme")).one()
        jobs = [Job(title=f"Job {number}", customer=acme) for number in range(2)]
        materials = [
            Material(name="Vinyl", unit="in", quantity_on_hand=quantity, unit_cost="0.1350"),
            Material(name="Tee", unit_cost="3.1250"),
        ]
        db.session.add_all([*jobs, *materials])
        jobs[0].accept_quote()
        db.session.commit()
        self.jobs, self.materials = [job.id for job in jobs], [each.id for each in materials]
        self.there = [quantity, Decimal(0)]

    def teardown(self) -> None:
        db.session.rollback()

    def attempt(self, deed) -> bool:
        """Do it and commit, or nothing of it; whether it was done."""
        try:
            deed()
            db.session.commit()
        except RuleBroken:
            db.session.rollback()
            return False
        return True

    def uses(self) -> list[MaterialUsage]:
        mine = MaterialUsage.job_id.in_(self.jobs)
        return list(db.session.scalars(sa.select(MaterialUsage).where(mine).order_by(MaterialUsage.id)))

    def material(self, which) -> Material:
        return db.session.get_one(Material, self.materials[which])

    @rule(which=WHICH, quantity=QUANTITIES, value=VALUES)
    def receive(self, which, quantity, value):
        id_ = self.materials[which]
        assert self.attempt(
            lambda: post(
                db.session, id_, MovementKind.RECEIPT, quantity=quantity, value=value, incoming=-quantity
            )
        )
        self.there[which] += quantity

    @rule(which=WHICH, job=WHICH, quantity=QUANTITIES)
    def use(self, which, job, quantity):
        row = {"job_id": self.jobs[job], "material_id": self.materials[which], "quantity_used": quantity}
        done = self.attempt(lambda: db.session.add(MaterialUsage(**row)))
        assert done == (quantity <= self.there[which])
        self.there[which] -= quantity if done else 0

    @precondition(lambda self: self.uses())
    @rule(of=ANY, quantity=QUANTITIES)
    def correct(self, of, quantity):
        row = self.uses()[of % len(self.uses())]
        which, before = self.materials.index(row.material_id), row.quantity_used
        done = self.attempt(lambda: setattr(row, "quantity_used", quantity))
        assert done == (quantity - before <= self.there[which])
        self.there[which] += before - quantity if done else 0

    @precondition(lambda self: self.uses())
    @rule(of=ANY, quantity=QUANTITIES)
    def correct_and_back(self, of, quantity):
        row = self.uses()[of % len(self.uses())]
        before = row.quantity_used, row.total_cost, *levels(db.session, row.material_id)[::3]
        if self.attempt(lambda: setattr(row, "quantity_used", before[0])) and self.attempt(
            lambda: setattr(row, "quantity_used", quantity)
        ):
            middle = row.total_cost
            assert self.attempt(lambda: setattr(row, "quantity_used", before[0]))
            after = row.quantity_used, row.total_cost, *levels(db.session, row.material_id)[::3]
            assert after[3] + after[1] == before[3] + before[1], (
                middle
            )  # value only moves between shelf and job

    @precondition(lambda self: self.uses())
    @rule(of=ANY, which=WHICH, job=WHICH)
    def move(self, of, which, job):
        row = self.uses()[of % len(self.uses())]
        was, quantity = self.materials.index(row.material_id), row.quantity_used

        def deed():
            row.material_id, row.job_id = self.materials[which], self.jobs[job]

        if self.attempt(deed):
            self.there[was] += quantity
            self.there[which] -= quantity

    @precondition(lambda self: self.uses())
    @rule(of=ANY)
    def delete(self, of):
        row = self.uses()[of % len(self.uses())]
        self.there[self.materials.index(row.material_id)] += row.quantity_used
        assert self.attempt(lambda: db.session.delete(row))

    @rule(which=WHICH, quantity=QUANTITIES)
    def count(self, which, quantity):
        assert self.attempt(lambda: self.material(which).count(counted=quantity))
        self.there[which] = quantity

    @rule(which=WHICH, quantity=QUANTITIES, takes=st.booleans())
    def adjust(self, which, quantity, takes):
        change = -quantity if takes else quantity
        if self.attempt(lambda: self.material(which).adjust(quantity=change, reason="Found or lost")):
            self.there[which] += change

    @rule(job=WHICH, quantities=st.tuples(QUANTITIES, QUANTITIES))
    def set_aside(self, job, quantities):
        wanted = dict(zip(self.materials, quantities, strict=True))
        assert self.attempt(lambda: reserve(db.session, self.jobs[job], wanted))

    @invariant()
    def stock_equals_its_ledger(self):
        for id_, there in zip(self.materials, self.there, strict=True):
            on_hand, reserved, incoming, value = levels(db.session, id_)
            assert (on_hand, reserved, incoming, value) == sums(db.session, id_)
            assert on_hand == there >= 0
            assert reserved >= 0
            assert value >= 0
            assert value == 0 or on_hand > 0
        db.session.rollback()

    @invariant()
    def every_use_costs_what_the_ledger_took(self):
        taken = sa.select(
            StockMovement.usage_id, sa.func.sum(StockMovement.quantity), sa.func.sum(StockMovement.value)
        )
        mine = taken.where(StockMovement.job_id.in_(self.jobs)).group_by(StockMovement.usage_id)
        book = {id_: (-quantity, -value) for id_, quantity, value in db.session.execute(mine) if id_}
        assert {row.id: (row.quantity_used, row.total_cost) for row in self.uses()} == {
            id_: told for id_, told in book.items() if any(told)
        }
        db.session.rollback()
