"""The shop's reports: what each says, as paper and workbook, made by the clock and the worker, kept and mailed.

A report is added by a function with `@report` in a module of its own here.
"""

from . import production, profitability, reorder, sales_tax, timesheets
from .kept import content_of, file_name_of
from .making import PDF, make, make_job, make_reports, make_waiting
from .telling import is_still_for, papers_of, words_of
from .workbook import XLSX

__all__ = [
    "PDF",
    "XLSX",
    "content_of",
    "file_name_of",
    "is_still_for",
    "make",
    "make_job",
    "make_reports",
    "make_waiting",
    "papers_of",
    "production",
    "profitability",
    "reorder",
    "sales_tax",
    "timesheets",
    "words_of",
]
