"""What jobs need of each material against what is set aside, used and there: before anybody promises a date."""

from . import reserving
from .reserving import promised_jobs, reserve_needed
from .sheet import JobMaterials, MaterialRow, for_items, for_job

__all__ = [
    "JobMaterials",
    "MaterialRow",
    "for_items",
    "for_job",
    "promised_jobs",
    "reserve_needed",
    "reserving",
]
