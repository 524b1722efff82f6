"""What is served is listed with its hashes, and what lies in the repository is what was fetched."""

import re
from base64 import b64encode
from hashlib import sha384

from tests.support import bill_of_materials
from tests.support.tree import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_the_bill_is_as_the_lock_file_says():
    assert bill_of_materials.DOCUMENT.read_text(encoding="utf-8") == bill_of_materials.render(), (
        "run `make sbom`"
    )


def test_every_package_of_the_lock_file_is_in_it_with_every_hash():
    components = bill_of_materials.bill()["components"]
    names = {f"{one['name']}=={one['version']}" for one in components if "version" in one}
    assert set(re.findall(r"^([a-z0-9.-]+==[^ ;\\]+)", LOCK, re.MULTILINE)) <= names
    hashes = {one["content"] for component in components for one in component.get("hashes", ())}
    assert set(re.findall(r"sha256:([0-9a-f]{64})", LOCK)) <= hashes
    assert len({one["bom-ref"] for one in components}) == len(components)


def test_vendored_files_are_those_that_were_fetched():
    listed = {}
    for line in bill_of_materials.SUMS.read_text(encoding="utf-8").splitlines():
        path, digest = line.split()
        listed[path] = digest
        got = "sha384-" + b64encode(sha384((ROOT / "static" / path).read_bytes()).digest()).decode()
        assert got == digest, path
    lying = {
        path.relative_to(ROOT / "static").as_posix()
        for folder in ("vendor", "fonts")
        for path in (ROOT / "static" / folder).iterdir()
        if path.suffix in (".js", ".css", ".woff2")
    }
    assert lying == set(listed)
