"""The operator replaces keys by command beside a running server: it goes on answering, without a new start."""

from pathlib import Path

from tests.faults import over_http
from tests.platform_api.world import WRITE, World
from tests.support.homes import copy_home, running_platform
from tests.support.served import dsp, served


def test_a_running_server_takes_up_new_keys(ready_home: Path, home: Path):
    copy_home(ready_home, home)
    with running_platform(home) as app:
        world = World(app)
        key, anne = world.register("hospital"), world.patient()
        documents = [world.document(anne, title=f"Document {number}") for number in range(4)]
    with served(home) as server:
        bearer = over_http.token(server, "hospital", key, WRITE)

        def accepted() -> bool:
            return over_http.post(server, "/fhir/DocumentReference", documents.pop(), bearer)[0] == 201

        assert accepted()
        for name in ("master", "tokens"):
            assert "a new key is in use" in dsp(home, "keys", "replace", name).stdout
        assert accepted()
        assert "nothing is left under a former master key" in dsp(home, "keys", "rewrap").stdout
        assert "former keys forgotten: 1" in dsp(home, "keys", "forget", "master").stdout
        assert accepted()
        bearer = over_http.token(server, "hospital", key, WRITE)
        assert accepted()
    again = dsp(home, "keys", "forget", "tokens", check=False)
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr.startswith("dsp: the former key goes on proving")
