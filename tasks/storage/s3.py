"""Files in a bucket of S3, or of what speaks as S3 does (MinIO, Ceph, Cloudflare R2).

Who we are is found as Amazon's own library finds it: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or the
role of the machine (https://boto3.amazonaws.com/v1/documentation/api/latest/guide/credentials.html).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from .keys import CHUNK, Missing, checked

_PART: Final = 8 * 1024 * 1024
"""Bytes of a part of a large file: with 10,000 parts at most, 80 GB fit."""

_GONE: Final = {"NoSuchKey", "404", "NotFound"}


class S3Storage:
    """Keeps each key as an object of the bucket that s3://bucket/prefix?endpoint=…&region=… names."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self._bucket = parts.netloc
        self._prefix = f"{prefix}/" if (prefix := parts.path.strip("/")) else ""
        endpoint = options.get("endpoint")
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name=options.get("region", "us-east-1"),
            config=Config(
                connect_timeout=5,
                read_timeout=30,
                retries={"max_attempts": 3, "mode": "standard"},
                s3={"addressing_style": "path" if endpoint else "auto"},
                # Newer checks of integrity are not known to every server that speaks as S3 does.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )
        self._transfer = TransferConfig(
            multipart_threshold=_PART, multipart_chunksize=_PART, max_concurrency=2, io_chunksize=CHUNK
        )

    def _object(self, key: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": self._prefix + checked(key)}

    def put(self, key: str, source: Path, mime_type: str) -> None:
        """Send the content of `source`, in parts when it is large."""
        place = self._object(key)
        with _failures(key):
            self._client.upload_file(
                str(source),
                place["Bucket"],
                place["Key"],
                ExtraArgs={"ContentType": mime_type},
                Config=self._transfer,
            )

    def write(self, key: str, content: bytes, mime_type: str) -> None:
        """Send `content`."""
        with _failures(key):
            self._client.put_object(**self._object(key), Body=content, ContentType=mime_type)

    def read(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` on, as they come."""
        end = "" if length is None else start + length - 1
        wanted = {"Range": f"bytes={start}-{end}"} if start or length is not None else {}
        with _failures(key):
            body = self._client.get_object(**self._object(key), **wanted)["Body"]
        return _chunks(key, body)

    def size(self, key: str) -> int:
        """How many bytes the object has."""
        with _failures(key):
            return int(self._client.head_object(**self._object(key))["ContentLength"])

    def delete(self, key: str) -> None:
        """Take the object away, if it is there."""
        with _failures(key):
            self._client.delete_object(**self._object(key))

    def check(self) -> None:
        """OSError unless the bucket answers us."""
        with _failures(self._bucket):
            self._client.head_bucket(Bucket=self._bucket)


def _chunks(key: str, body: Any) -> Iterator[bytes]:
    try:
        with _failures(key):
            yield from body.iter_chunks(CHUNK)
    finally:
        body.close()


@contextmanager
def _failures(what: str) -> Iterator[None]:
    """Tell what the library raises as every storage does."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"].get("Code") in _GONE and error.operation_name != "HeadBucket":
            raise Missing(what) from error
        raise OSError(f"The storage refused {what}: {error}") from error
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(f"The storage did not take or give {what}: {error}") from error
