"""The files of customers and their jobs: what is kept, who sent it, who fetched it, and what is still on its way."""

from . import news
from .customer_file import CATEGORY_WORDS, PRICED, CustomerFile, FileCategory, FileStatus
from .downloads import DownloadDoor, FileDownload, note_download
from .names import LONGEST_NAME, ending_of, plain_name
from .uploads import LARGEST, UPLOAD_KEPT, Upload, begun_uploads, expired_uploads, open_upload

__all__ = [
    "CATEGORY_WORDS",
    "LARGEST",
    "LONGEST_NAME",
    "PRICED",
    "UPLOAD_KEPT",
    "CustomerFile",
    "DownloadDoor",
    "FileCategory",
    "FileDownload",
    "FileStatus",
    "Upload",
    "begun_uploads",
    "ending_of",
    "expired_uploads",
    "note_download",
    "open_upload",
    "plain_name",
]
