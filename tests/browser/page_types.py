"""Every kind of page that people meet: who opens it, at which address, and what is done there until it shows.

The walk reads each of them in every look (`test_every_page_type`), and the pictures of the user guide are drawn of
them (`docs.screenshots`). Addresses name rows in braces, such as `{job}`; `Known` says which.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypedDict

from playwright.sync_api import Page

from models.core.roles import ADMIN, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION

from . import states

STRANGER: Final = "stranger"
CUSTOMER: Final = "customer"
"""Ann of Acme, in the portal."""
FLOOR: Final = "floor"
"""Nobody yet, at a browser that a manager has just registered for the floor."""


class Known(TypedDict):
    """What the addresses name: ids of rows, the secret of a link, the name of a kept mail."""

    job: str
    """A job in preparation that a gate holds back."""
    customer: str
    """Its customer, who cannot be deleted."""
    entry: str
    """An entry of the audit trail."""
    link: str
    """The secret of a job's link for its customer."""
    invitation: str
    """The secret of an invitation that was not used yet."""
    mail: str
    """The file name of a kept mail."""
    portal: str
    """The cookie of a customer's person who is signed in to the portal."""
    portal_job: str
    """A job of that customer's."""
    monday: str
    """The first day of a week that is planned, such as 2026-11-23."""
    approval: str
    """A request that waits for that person, about a design with two versions."""
    file: str
    """A file of the customer's, with a picture of it."""
    purchase_order: str
    """An order of which something is awaited."""
    alert: str
    """An open alert."""
    sheet: str
    """A week in which somebody worked."""
    report: str
    """A report that was made."""
    failed_report: str
    """One that could not be made yet."""


@dataclass(frozen=True)
class PageType:
    """A kind of page: what it is called, its address, who looks, what is done there, and the status of its answer."""

    name: str
    path: str
    by: str = OFFICE
    after: Callable[[Page], None] = states.as_it_comes
    status: int = 200

    def at(self, known: Known) -> str:
        """Its address in a shop."""
        return self.path.format(**known)


DOOR: Final = (
    PageType("sign-in", "/login/", STRANGER),
    PageType("sign-in-refused", "/login/", STRANGER, states.sign_in_wrongly),
    PageType("invitation", "/invitation/{invitation}", STRANGER),
    PageType("invitation-refused", "/invitation/{invitation}", STRANGER, states.send_nothing),
    PageType("invitation-unknown", "/invitation/unknown", STRANGER, status=404),
    PageType("public-job", "/d/{link}", STRANGER),
    PageType("public-unknown", "/d/unknown", STRANGER, status=404),
    PageType("lost", "/nowhere", STRANGER, status=404),
)
DESK: Final = (
    PageType("desk", "/"),
    PageType("desk-section", "/desk/blocked/"),
    PageType("capacity", "/capacity/", MANAGER, states.charts_drawn),
    PageType("tax-report", "/money/taxes/", MANAGER),
    PageType("sales-tax", "/money/sales-tax/?period=2026", BOOKKEEPER),
    PageType("overview", "/dashboards/overview", MANAGER, states.charts_drawn),
    PageType("key-figure", "/dashboards/key-figure?figure=throughput_pieces", OFFICE, states.charts_drawn),
    PageType("scorecard", "/dashboards/scorecard", MANAGER),
    PageType("profitability", "/dashboards/profitability?period=open", BOOKKEEPER, states.charts_drawn),
    PageType("jobs-by-margin", "/dashboards/jobs?period=open", MANAGER),
    PageType("materials-dashboard", "/dashboards/materials", MANAGER, states.charts_drawn),
    PageType("job-profit", "/dashboards/job?job={job}", MANAGER, states.charts_drawn),
    PageType("menu", "/", after=states.open_menu),
    PageType("account-menu", "/", after=states.open_account),
    PageType("notifications", "/notifications/"),
    PageType("search", "/", after=states.search),
    PageType("search-page", "/search/?q=a"),
    PageType("search-nothing", "/search/?q=qqq"),
)
GRID: Final = (
    PageType("grid", "/jobs/list/"),
    PageType("grid-filter", "/jobs/list/", after=states.open_filter),
    PageType("grid-filtered", "/jobs/list/?_flt_2_title=t"),
    PageType("grid-row-menu", "/jobs/list/", after=states.open_row_menu),
    PageType("grid-ticked", "/jobs/list/", after=states.tick),
    PageType("grid-nothing-found", "/jobs/list/?find=qqq"),
    PageType("grid-beyond", "/jobs/list/?page_JobScreen=400"),
    PageType("grid-of-production", "/jobs/list/", PRODUCTION),
    PageType("filters", "/jobs/filters/"),
    PageType("totals", "/jobs/totals/"),
    PageType("views", "/jobs/views/?_flt_2_title=t"),
)
MANY_ROWS: Final = (
    PageType("many-rows", "/jobs/list/", after=states.weigh),
    PageType("many-rows-ask", "/jobs/list/", after=states.ask_many),
    PageType("many-rows-told", "/jobs/list/", after=states.speak_to_many),
)
ROW: Final = (
    PageType("job", "/jobs/show/{job}", MANAGER),
    PageType("job-of-production", "/jobs/show/{job}", PRODUCTION),
    PageType("job-told", "/jobs/show/{job}", MANAGER, states.pass_gate),
    PageType("operations-of-a-job", "/jobs/{job}/operations/", MANAGER),
    PageType("row", "/customers/show/{customer}"),
    PageType("file", "/customer_files/show/{file}"),
    PageType("price", "/jobs/{portal_job}/price/", MANAGER),
    PageType("timesheet", "/timesheets/show/{sheet}", MANAGER),
    PageType("week", "/timesheets/week", MANAGER),
    PageType("verb-dialog", "/jobs/show/{job}", after=states.ask),
    PageType("verb-refused", "/jobs/show/{job}", after=states.ask_for_nothing),
    PageType("verb", "/jobs/{job}/hold"),
    PageType("receive", "/purchase_orders/{purchase_order}/receive", MANAGER),
    PageType("reorder", "/reorder/"),
    PageType("verb-locked", "/jobs/{job}/complete"),
    PageType("delete", "/jobs/delete/{job}", MANAGER),
    PageType("delete-refused", "/customers/delete/{customer}", MANAGER, states.delete),
)
FORM: Final = (
    PageType("add", "/jobs/add"),
    PageType("look-up", "/jobs/add", after=states.look_up),
    PageType("refused", "/jobs/add", after=states.save),
    PageType("edit", "/jobs/edit/{job}"),
    PageType("stale", "/jobs/edit/{job}", after=states.be_overtaken),
)
REPORTS: Final = (
    PageType("reports", "/reports/", MANAGER),
    PageType("reports-of-production", "/reports/", PRODUCTION),
    PageType("report-refused", "/reports/", MANAGER, states.ask_for_a_report_of_the_future),
    PageType("reports-of-a-kind", "/reports/of/SALES_TAX/", MANAGER),
    PageType("report", "/reports/{report}/", MANAGER),
    PageType("report-that-failed", "/reports/{failed_report}/", MANAGER),
    PageType("report-not-for-your-role", "/reports/{report}/", PRODUCTION, status=403),
)
IMPORT: Final = (
    PageType("import", "/import/"),
    PageType("import-looked-at", "/import/", after=states.look_at_a_file),
    PageType("import-refused", "/import/", after=states.look_at_a_bad_file),
)
OWNER: Final = (
    PageType("profile", "/users/userinfo/"),
    PageType("name-form", "/userinfoeditview/form"),
    PageType("password-form", "/resetmypassword/form"),
    PageType("users", "/users/list/", ADMIN),
    PageType("user", "/users/show/1", ADMIN),
    PageType("user-form", "/users/edit/1", ADMIN),
    PageType("role", "/roles/show/1", ADMIN),
    PageType("settings", "/settings/list/", ADMIN),
    PageType("logo", "/settings/logo", ADMIN),
    PageType("trail", "/audit_entries/list/", ADMIN),
    PageType("trail-entry", "/audit_entries/show/{entry}", ADMIN),
    PageType("mails", "/notification_queue/list/", ADMIN),
    PageType("mailbox", "/mailbox/", ADMIN),
    PageType("mail", "/mailbox/{mail}", ADMIN),
    PageType("not-for-your-role", "/settings/list/", PRODUCTION, status=403),
    PageType("lost-within", "/jobs/show/01ARZ3NDEKTSV4RRFFQ69G5FAV", status=404),
)
RAW: Final = (
    PageType("raw", "/raw/", ADMIN),
    PageType("raw-table", "/raw/jobs/", ADMIN),
    PageType("raw-form", "/raw/jobs/new/?url=/raw/jobs/", ADMIN),
    PageType("raw-filtered", "/raw/jobs/?flt0_0=x", ADMIN),
    PageType("raw-queue", "/raw/queue/", ADMIN),
)

CALENDAR: Final = (
    PageType("calendar", "/calendar/?date={monday}", MANAGER, states.calendar_drawn),
    PageType(
        "calendar-month", "/calendar/?date={monday}&view=month&lanes=stages", MANAGER, states.calendar_drawn
    ),
    PageType(
        "calendar-day", "/calendar/?date={monday}&view=day&only=blocked", MANAGER, states.calendar_drawn
    ),
    PageType("calendar-move", "/calendar/?date={monday}", MANAGER, states.ask_where_to),
    PageType("calendar-moved", "/calendar/?date={monday}", MANAGER, states.move_to_the_next_day),
    PageType("calendar-refused", "/calendar/?date={monday}", MANAGER, states.move_to_where_nobody_works),
    PageType("calendar-menu", "/calendar/?date={monday}", MANAGER, states.open_card_menu),
    PageType("day-sheet", "/calendar/day/{monday}/print", MANAGER),
    PageType("plan", "/calendar/?date={monday}", MANAGER, states.propose_a_plan),
    PageType("calendar-proposed", "/calendar/?date={monday}", MANAGER, states.propose_over_the_calendar),
)

ALERTS: Final = (
    PageType("alerts", "/alerts/", MANAGER),
    PageType("alerts-none", "/alerts/?state=snoozed&mine=1", PRODUCTION),
    PageType("alert", "/alerts/{alert}/", MANAGER),
    PageType("alert-refused", "/alerts/{alert}/", MANAGER, states.put_off_into_the_past),
    PageType("alert-put-off", "/alerts/{alert}/", MANAGER, states.put_off_for_a_day),
    PageType("alert-routes", "/alert_routes/list/", MANAGER),
)
PORTAL: Final = (
    PageType("portal-sign-in", "/portal/login", STRANGER),
    PageType("portal-home", "/portal/", CUSTOMER),
    PageType("portal-job", "/portal/jobs/{portal_job}", CUSTOMER),
    PageType("portal-approval", "/portal/approvals/{approval}", CUSTOMER),
    PageType("portal-approvals", "/portal/approvals/", CUSTOMER),
    PageType("portal-files", "/portal/files/", CUSTOMER),
    PageType("portal-again", "/portal/jobs/{portal_job}/again", CUSTOMER),
    PageType("portal-certificates", "/portal/certificates", CUSTOMER),
    PageType("portal-messages", "/portal/messages/", CUSTOMER),
    PageType("portal-notifications", "/portal/notifications", CUSTOMER),
    PageType("portal-preferences", "/portal/preferences", CUSTOMER),
    PageType("portal-account", "/portal/account", CUSTOMER),
    PageType("portal-lost", "/portal/jobs/01ARZ3NDEKTSV4RRFFQ69G5FAV", CUSTOMER, status=404),
)

FLOOR_PAGES: Final = (
    PageType("floor-unregistered", "/floor/", STRANGER, status=403),
    PageType("floor-offline", "/floor/offline", STRANGER),
    PageType("floor-work", "/floor/", PRODUCTION),
    PageType("floor-timer", "/floor/", PRODUCTION, states.start_work),
    PageType("floor-done", "/floor/timer", PRODUCTION, states.count_a_misprint),
    PageType("floor-job", "/floor/timer", PRODUCTION, states.open_its_job),
    PageType("floor-materials", "/floor/jobs/{job}/materials", PRODUCTION),
    PageType("floor-hold", "/floor/timer", PRODUCTION, states.ask_to_hold),
    PageType("floor-photo", "/floor/timer", PRODUCTION, states.ask_for_a_photo),
    PageType("floor-scan", "/floor/scan", PRODUCTION),
    PageType("floor-own-number", "/floor/number", PRODUCTION),
    PageType("floor-set-up", "/floor-setup/", MANAGER),
    PageType("floor-register", "/floor-setup/", MANAGER, states.register_this_browser),
    PageType("floor-people", "/floor/sign-in", FLOOR),
    PageType("floor-number", "/floor/sign-in", FLOOR, states.say_who_one_is),
)

ROOMS: Final = {
    "door": DOOR,
    "desk": DESK,
    "grid": GRID,
    "many rows": MANY_ROWS,
    "row": ROW,
    "form": FORM,
    "reports": REPORTS,
    "import": IMPORT,
    "owner": OWNER,
    "raw": RAW,
    "calendar": CALENDAR,
    "alerts": ALERTS,
    "portal": PORTAL,
    "floor": FLOOR_PAGES,
}
"""The kinds of pages by the room they belong to."""
