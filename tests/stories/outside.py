"""Somebody else's program: it knows the shop by HTTP alone."""

from __future__ import annotations

from typing import Any

import requests

from tests.cast import PASSWORD


class Caller:
    """A member of staff who signs in over REST and speaks to `/api/v1/`."""

    def __init__(self, address: str, username: str) -> None:
        self.api = f"{address}/api/v1"
        self.http = requests.Session()
        credentials = {"username": username, "password": PASSWORD, "provider": "db"}
        answer = self.http.post(f"{self.api}/security/login", json=credentials, timeout=10)
        answer.raise_for_status()
        self.http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def add(self, resource: str, **values: Any) -> str:
        """Add a row; its id."""
        answer = self.http.post(f"{self.api}/{resource}/", json=values, timeout=10)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def get(self, resource: str, row: str) -> dict[str, Any]:
        """One row's columns."""
        answer = self.http.get(f"{self.api}/{resource}/{row}", timeout=10)
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()["result"]
        return result

    def rows(self, resource: str, column: str, value: str) -> list[dict[str, Any]]:
        """The rows in which `column` is `value`."""
        query = f"(filters:!((col:{column},opr:eq,value:'{value}')),page_size:100)"
        answer = self.http.get(f"{self.api}/{resource}/", params={"q": query}, timeout=10)
        assert answer.status_code == 200, answer.text
        result: list[dict[str, Any]] = answer.json()["result"]
        return result

    def say(self, resource: str, row: str, verb: str, **arguments: Any) -> requests.Response:
        """Speak a verb; the answer, whatever it is."""
        return self.http.post(f"{self.api}/{resource}/{row}/{verb}", json=arguments, timeout=10)

    def do(self, resource: str, row: str, verb: str, **arguments: Any) -> None:
        """Speak a verb that must be obeyed."""
        answer = self.say(resource, row, verb, **arguments)
        assert answer.status_code == 200, f"{verb}: {answer.status_code} {answer.text}"
