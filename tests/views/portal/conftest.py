"""Browsers in the portal: of a contact, of somebody of the staff who looks as one, of a stranger."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.customers import CustomerContact
from models.people import StaffUser
from models.portal import PortalSession
from models.portal.sessions import open_session
from tests.cast import USERS


@pytest.fixture
def portal_session(session: Session) -> Callable[..., PortalSession]:
    """Open a session of a contact; `staff` names the role whose user looks as the contact."""

    def opened(contact: CustomerContact, staff: str = "") -> PortalSession:
        user = (
            session.scalars(sa.select(StaffUser).where(StaffUser.username == USERS[staff])).one()
            if staff
            else None
        )
        made = open_session(session, contact, browser="Safari on iPhone", address="192.0.2.7", staff=user)
        session.commit()
        return made

    return opened


@pytest.fixture
def visiting(shop: Flask, portal_session: Callable[..., PortalSession]) -> Callable[..., FlaskClient]:
    """A browser that is signed in to the portal as a contact."""

    def browser(contact: CustomerContact, staff: str = "") -> FlaskClient:
        client = shop.test_client()
        client.set_cookie("portal", portal_session(contact, staff).token(), path="/portal")
        return client

    return browser


@pytest.fixture
def stranger(shop: Flask) -> FlaskClient:
    """A browser that nobody is signed in with."""
    return shop.test_client()
