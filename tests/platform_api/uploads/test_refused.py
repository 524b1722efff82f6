"""What is not taken, each with its own reason: nothing of it is kept, and what was given before stays."""

import socket
import threading
from collections.abc import Iterator

import pytest

from platform_api.conversion.kinds import kind_of
from platform_api.conversion.limits import NotConvertible
from platform_api.models import UploadFile
from tests.platform_api.uploads.files import (
    EICAR,
    added,
    archive,
    begin,
    docx,
    give,
    huge_png,
    pdf,
    photo,
    show,
    swelling_pdf,
)
from tests.platform_api.world import Api, World
from tests.portal.documents.samples import CORPUS

_CORPUS = CORPUS / "pdf"
_HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
REFUSED = [
    ("empty.pdf", b"", "content_empty"),
    ("blank.txt", b" \r\n\0", "content_empty"),
    ("locked.pdf", pdf(password="geheim"), "upload_locked"),
    (
        "locked.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "upload_locked",
    ),
    ("photo.heic", b"\0\0\0\x18ftypheic" + bytes(40), "upload_heic"),
    ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "upload_kind"),
    ("page.html", _HTML, "upload_kind"),
    ("animation.gif", b"GIF89a" + bytes(60), "upload_kind"),
    ("script.gif", b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", "upload_disguised"),
    ("result.pdf", photo(), "upload_disguised"),
    ("photo.jpg", b"MZ\x90\0" + bytes(200), "upload_disguised"),
    ("both.pdf", b"%PDF-1.4\n%" + _HTML + pdf(1)[9:], "upload_disguised"),
    ("turned.html", _HTML + b"\n" + pdf(1), "upload_disguised"),
    ("archive.jpg", photo() + archive({"evil.exe": "MZ"}), "upload_disguised"),
    ("files.zip", archive({"a.txt": "a"}), "upload_kind"),
    ("bomb.docx", archive({"word/document.xml": b"0" * 160_000_000}), "upload_too_complex"),
    ("bomb.png", huge_png(), "upload_too_complex"),
    ("bomb.pdf", swelling_pdf(1100), "upload_too_complex"),
    ("twice.pdf", swelling_pdf(300, twice=True), "upload_too_complex"),
    ("broken.pdf", b"%PDF-1.7\n" + bytes(range(256)), "upload_damaged"),
    ("broken.jpg", photo()[:400], "upload_damaged"),
    ("eicar.txt", EICAR, "upload_harmful"),
]


@pytest.fixture
def me(world: World) -> Api:
    return world.signed_in(world.patient())


def test_each_is_refused_with_its_reason_and_nothing_of_it_stays(world: World, me: Api):
    upload = begin(me)
    assert give(me, upload, "good.txt", b"Good.").status == 200
    kept = world.blobs()
    for name, data, reason in REFUSED:
        assert (name, give(me, upload, name, data).reason) == (name, reason)
        assert world.blobs() == kept, name
    assert [one["name"] for one in me.get("/dsp/v1/uploads").json["current"]["files"]] == ["good.txt"]


@pytest.mark.parametrize(("name", "data", "reason"), [one for one in REFUSED if one[2] != "upload_damaged"])
def test_the_refusal_comes_from_the_bytes_alone(name: str, data: bytes, reason: str):
    if reason in ("upload_locked", "upload_too_complex") and not name.endswith(".svg"):
        return
    with pytest.raises(NotConvertible) as told:
        kind_of(data, name)
    assert told.value.reason == reason


def test_other_peoples_pdfs_are_taken(me: Api):
    if not _CORPUS.is_dir():
        pytest.skip("the corpus of other people's documents is not on this machine")
    upload = begin(me)
    for path in sorted(_CORPUS.glob("*.pdf")):
        assert give(me, upload, path.name, path.read_bytes()).status == 200, path.name
    assert show(me, upload).status == 200


def test_the_same_file_is_taken_once(me: Api):
    upload = begin(me)
    give(me, upload, "a.txt", b"Bilan")
    assert give(me, upload, "b.txt", b"Bilan").reason == "upload_twice"
    me.delete(f"/dsp/v1/uploads/{upload}")
    document = added(me, ("a.txt", b"Bilan"))
    assert give(me, begin(me), "c.txt", b"Bilan").reason == "upload_twice"
    me.delete(f"/dsp/v1/documents/{document}")
    assert give(me, begin(me), "c.txt", b"Bilan").status == 200, "the other one is withdrawn"


def test_a_name_is_a_suggestion_and_never_a_place(world: World, me: Api):
    upload = begin(me)
    names = ["../../etc/passwd", "a\r\nSet-Cookie: x.txt", "\u202egpj.exe.txt", "x" * 4096]
    for number, name in enumerate(names):
        assert give(me, upload, name, f"Text {number}".encode()).status == 200
    assert show(me, upload).status == 200
    assert world.count(UploadFile) == 4


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"type": "holder"}, "document_type_not_allowed"),
        ({"type": "nonsense"}, "document_type_not_allowed"),
        ({"day": "2999-01-01"}, "upload_day_to_come"),
        ({"day": "0001-01-01"}, "upload_day_to_come"),
    ],
)
def test_only_offered_kinds_and_days_that_were(me: Api, changes: dict[str, str], reason: str):
    upload = begin(me)
    give(me, upload, "a.txt", b"Bilan")
    assert show(me, upload, **changes).reason == reason


def test_no_file_makes_no_pages(me: Api):
    assert show(me, begin(me)).reason == "upload_nothing"


class Scanner(threading.Thread):
    """Speaks clamd's protocol; finds whatever holds the word virus."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"clamd://127.0.0.1:{self.listener.getsockname()[1]}"

    def run(self) -> None:
        while True:
            try:
                line, _where = self.listener.accept()
            except OSError:
                return
            with line, line.makefile("rb") as received:
                assert received.read(10) == b"zINSTREAM\0"
                seen = b""
                while size := int.from_bytes(received.read(4), "big"):
                    seen += received.read(size)
                line.sendall(b"stream: Test FOUND\0" if b"virus" in seen else b"stream: OK\0")


@pytest.fixture
def scanner() -> Iterator[Scanner]:
    found = Scanner()
    found.start()
    yield found
    found.listener.close()


def test_the_scanner_sees_every_file_and_while_it_is_down_none_is_taken(
    world: World, me: Api, scanner: Scanner, monkeypatch: pytest.MonkeyPatch
):
    object.__setattr__(world.running.settings, "scanner_url", scanner.url)
    upload = begin(me)
    assert give(me, upload, "a.txt", b"harmless").status == 200
    assert give(me, upload, "b.txt", b"a virus").reason == "upload_harmful"
    scanner.listener.close()
    object.__setattr__(world.running.settings, "scanner_url", "clamd://127.0.0.1:1")
    assert give(me, upload, "c.txt", b"harmless too").reason == "upload_not_checked"


def test_limits_are_settings_and_named(world: World, me: Api):
    object.__setattr__(world.running.settings, "largest_file", 1000)
    upload = begin(me)
    answer = give(me, upload, "a.txt", b"x" * 1001)
    assert (answer.status, answer.json["data"]["largest"]) == (413, 1000)
    object.__setattr__(world.running.settings, "upload_quota", 1500)
    assert give(me, upload, "a.txt", b"x" * 900).status == 200
    assert give(me, upload, "b.txt", b"y" * 900).reason == "upload_quota"
    assert me.get("/dsp/v1/uploads").json["room"] == 600


def test_a_file_left_out_is_asked_for_no_longer(me: Api):
    upload = begin(me)
    assert give(me, upload, "brief.docx", docx("Moien")).json["files"][0]["pages"] == 1
