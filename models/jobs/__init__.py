"""Jobs: what is made for whom, and how far it is."""

from . import agreed
from .history import JobStatusUpdate, statuses_passed, steps_begun
from .items import DecorationMethod, JobItem, JobItemDecoration, JobItemSize
from .job import Job
from .life import ACTIVE, STEPS, CustomerStep, JobStatus, customer_step
from .sizes import size_order
from .words import WORDS, Words

__all__ = [
    "ACTIVE",
    "STEPS",
    "WORDS",
    "CustomerStep",
    "DecorationMethod",
    "Job",
    "JobItem",
    "JobItemDecoration",
    "JobItemSize",
    "JobStatus",
    "JobStatusUpdate",
    "Words",
    "agreed",
    "customer_step",
    "size_order",
    "statuses_passed",
    "steps_begun",
]
