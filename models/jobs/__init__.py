"""Jobs: what is made for whom, and how far it is."""

from .history import JobStatusUpdate, statuses_passed
from .items import DecorationMethod, JobItem, JobItemDecoration, JobItemSize
from .job import Job
from .life import ACTIVE, STEPS, CustomerStep, JobStatus, customer_step

__all__ = [
    "ACTIVE",
    "STEPS",
    "CustomerStep",
    "DecorationMethod",
    "Job",
    "JobItem",
    "JobItemDecoration",
    "JobItemSize",
    "JobStatus",
    "JobStatusUpdate",
    "customer_step",
    "statuses_passed",
]
