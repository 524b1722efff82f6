"""A professional's own software, asking the running platform over HTTP with a token that it keeps."""

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from platform_api import operations
from platform_api.operations import OnBehalf
from platform_api.settings import Settings
from tests.support.population import Demo
from tests.support.served import Served


class Practice:
    """Conformant software on behalf of one professional, or of nobody when it only brings documents in.

    `purpose` is TREAT or ETREAT, the emergency.
    """

    def __init__(self, server: Served, professional_id: str = "", purpose: str = "TREAT") -> None:
        self.server, self.professional_id = server, professional_id
        software = next(one for one in Demo(server.home).known["software"] if one["state"] == "conformant")
        settings = Settings(home=server.home, base_url=server.url)
        reason = "unconscious" if purpose == "ETREAT" else ""
        behalf = OnBehalf(professional_id, purpose, None, reason) if professional_id else None
        self._token = operations.obtain_token(settings, software["client_id"], behalf=behalf)

    def documents(self, patient_id: str) -> dict[str, str]:
        """What the software lists of a record now: ids with the code of their group; nothing where it is refused."""
        form = {"patient": f"Patient/{patient_id}", "status": "current", "_count": "100"}
        status, bundle = self.ask("/fhir/DocumentReference/_search", form=form)
        assert status in (200, 404), status
        entries = bundle.get("entry", []) if status == 200 else []
        return {one["resource"]["id"]: one["resource"]["category"][0]["coding"][0]["code"] for one in entries}

    def opened(self, documents: set[str]) -> set[str]:
        """Those of these documents whose content the software gets."""
        return {one for one in documents if self.status(f"/fhir/Binary/{one}") == 200}

    def redeem(self, code: str) -> int:
        """Type the code of a visit pass; returns the answer's status."""
        return self.ask("/dsp/v1/presence", body={"code": code})[0]

    def status(self, path: str) -> int:
        """The status of a plain request."""
        return self.ask(path)[0]

    def ask(self, path: str, *, form: dict[str, str] | None = None, body: Any = None) -> tuple[int, Any]:
        """One request, by path or by a link that the platform gave; the answer's status and what it says."""
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/fhir+json, */*"}
        data = None
        if form is not None:
            data = urllib.parse.urlencode(form).encode()
        elif body is not None:
            data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        address = path if path.startswith(self.server.url) else self.server.url + path
        request = urllib.request.Request(address, data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                read = answer.read()
                return answer.status, json.loads(read) if "json" in answer.headers["Content-Type"] else {}
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read() or b"{}")
