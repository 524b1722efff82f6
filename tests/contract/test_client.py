"""The real platform behind the client, embedded and over HTTP: one journey, one set of answers."""

import threading
from collections.abc import Callable, Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from patient_portal.platform_client import (
    DocumentFilters,
    JournalFilters,
    NotFound,
    Phone,
    PlatformClient,
    Refused,
    Shared,
    SignedOut,
    Visitor,
)
from patient_portal.platform_client.transport import connect
from patient_portal.platform_client.vocabulary import LANGUAGES, Action, ExportState, Proof, Reason, Role
from patient_portal.settings import Settings
from tests.support.authenticator import Authenticator
from tests.support.browser import ORIGIN
from tests.support.homes import running_platform

Speak = Callable[..., PlatformClient]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(params=["embedded", "over HTTP"])
def speak(request: pytest.FixtureRequest, demo: Any) -> Iterator[Speak]:
    """`speak(session=None, language="en")` is a client of the demo's platform."""
    settings = {"home": demo.home, "base_url": ORIGIN}
    with running_platform(demo.home) as platform:
        server = thread = None
        if request.param == "embedded":
            transport = connect(Settings(**settings), platform.wsgi_app)
        else:
            server = make_server("127.0.0.1", 0, platform, handler_class=Quiet)
            thread = threading.Thread(
                target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
            )
            thread.start()
            url = f"http://127.0.0.1:{server.server_port}"
            audience = f"{ORIGIN}/oauth/token"
            transport = connect(
                Settings(**settings, platform_url=url, platform_audience=audience, platform_timeout=60.0),
                None,
            )
        shared = Shared(transport)
        yield lambda session=None, language="en": PlatformClient(
            shared, Visitor("192.0.2.1", "r1", language, "Firefox, Linux"), session
        )
        if server is not None and thread is not None:
            transport.close()
            server.shutdown()
            server.server_close()
            thread.join()


def signed_in(speak: Speak, patient: Any) -> PlatformClient:
    half = speak().sign_in(patient.email, patient.password)
    done = speak(half.session).prove_second_factor(totp=Authenticator(patient.totp_secret).code())
    return speak(done.session)


def test_signing_in_reading_and_signing_out(speak: Speak, demo: Any):
    patient = demo.patient(state="activated")
    client = signed_in(speak, patient)

    context = client.session()
    assert (context.name, context.role, context.is_person) == (patient.name, Role.PATIENT, True)
    assert Action.LIST_DOCUMENTS.value in context.may
    assert [session.current for session in client.sessions()] == [True]
    assert client.sessions()[0].device == "Firefox, Linux"
    assert client.account().email == patient.email

    listed = client.documents(DocumentFilters(page_size=5))
    assert 0 < len(listed.documents) <= 5
    assert listed.total == client.dossier().documents
    assert sum(facet.count for facet in listed.organisations) <= listed.total
    first = listed.documents[0]
    assert first.is_new
    described = client.document(first.id)
    assert (described.title, described.type_code) == (first.title, first.type_code)
    file = client.document_bytes(described.binary_id)
    assert (file.content_type, len(file.content)) == (described.content_type, described.size)
    assert not client.document(first.id).is_new

    journal = client.journal(JournalFilters(page_size=50))
    actions = [entry.action for entry in journal.entries]
    assert Action.READ_DOCUMENT in actions
    assert all(entry.when.tzinfo is not None for entry in journal.entries)
    read = next(entry for entry in journal.entries if entry.action == Action.READ_DOCUMENT)
    assert read.document_id == first.id
    assert read.role == Role.PATIENT

    client.sign_out()
    with pytest.raises(SignedOut):
        client.dossier()


def test_somebody_elses_document_and_one_that_is_not_there_are_the_same(speak: Speak, demo: Any):
    mine, other = [p for p in demo.patients if p.state == "activated"][:2]
    theirs = signed_in(speak, other).documents(DocumentFilters(page_size=1)).documents[0]
    client = signed_in(speak, mine)
    for identifier in (theirs.id, "00000000-0000-4000-8000-000000000000"):
        for ask in (client.document, client.document_bytes):
            with pytest.raises(NotFound) as refused:
                ask(identifier)
            assert refused.value.code is Reason.NOT_FOUND


def test_without_a_session_nothing_is_told(speak: Speak):
    for client in (speak(), speak("x" * 43)):
        for ask in (client.session, client.dossier, client.account):
            with pytest.raises(SignedOut):
                ask()


def test_a_wrong_password_and_an_unknown_address_are_refused_alike(speak: Speak, demo: Any):
    patient = demo.patient(state="activated")
    for email, password in ((patient.email, "not the password"), ("nobody@example.lu", "not the password")):
        with pytest.raises(Refused) as refused:
            speak().sign_in(email, password)
        assert refused.value.code is Reason.SIGN_IN_WRONG
        assert refused.value.retry_after is None


def test_typing_errors_name_their_field(speak: Speak):
    with pytest.raises(Refused) as refused:
        speak().redeem_letter("1983081234567", "000000000000")
    assert (refused.value.code, refused.value.field) == (Reason.MATRICULE_TYPO, "matricule")
    with pytest.raises(Refused) as refused:
        speak().redeem_letter("1983081234566", "000000000001")
    assert (refused.value.code, refused.value.field) == (Reason.CODE_TYPO, "code")


def test_asking_for_a_letter_tells_nobody_who_is_known(speak: Speak):
    speak().request_letter("1983081234566", "Nobody")
    speak().ask_password_reset("nobody@example.lu")


def test_the_types_of_documents_have_names_in_four_languages(speak: Speak):
    client = speak()
    types = client.document_types()
    assert len(types) == 27
    assert all(set(LANGUAGES) <= set(kind.names) for kind in types)
    assert client.document_types() is types
    assert {kind.name("de") for kind in types} != {kind.name("fr") for kind in types}


def test_the_list_is_narrowed_as_asked(speak: Speak, demo: Any):
    client = signed_in(speak, max(demo.patients, key=lambda p: p.known.get("documents") or 0))
    everything = client.documents(DocumentFilters())
    group = everything.documents[0].group
    narrowed = client.documents(DocumentFilters(group=group))
    assert 0 < narrowed.total <= everything.total
    assert {document.group for document in narrowed.documents} == {group}
    if everything.organisations:
        organisation = everything.organisations[0]
        by_place = client.documents(DocumentFilters(organisation=organisation.id))
        assert by_place.total == organisation.count
    assert client.documents(DocumentFilters(words="zzzzqqqq")).total == 0


def test_a_copy_is_asked_for_and_forgotten(speak: Speak, demo: Any):
    client = signed_in(speak, demo.patient(state="activated"))
    copy = client.ask_copy("lb")
    assert client.ask_copy("fr") == copy
    (shown,) = client.record_copies()
    assert (shown.id, shown.language, shown.state, shown.parts) == (copy, "lb", ExportState.MAKING, ())
    with pytest.raises(NotFound):
        client.copy_part(copy, 1)
    with pytest.raises(Refused):
        client.lease_copy()
    client.forget_copy(copy)
    assert client.record_copies() == ()


def test_a_mobile_is_asked_for_its_code_and_removed(speak: Speak, demo: Any):
    client = signed_in(speak, demo.patient("Wagener"))
    assert client.phone() == Phone()
    until = client.ask_phone("621 600 100")
    known = client.phone()
    assert (known.number, known.asked, known.asked_until) == ("", "+352 621 600 100", until)
    with pytest.raises(Refused) as refused:
        client.ask_phone("26 55 50 31")
    assert (refused.value.code, refused.value.field) == (Reason.PHONE_NO_MOBILE, "phone")
    with pytest.raises(Refused) as refused:
        client.confirm_phone("48151")
    assert (refused.value.code, refused.value.number("tries_left")) == (Reason.TEXT_CODE_WRONG, 4)
    client.remove_phone()
    assert client.phone() == Phone()
    with pytest.raises(Refused) as refused:
        client.make_pass([], None, by_text=True)
    assert (refused.value.code, refused.value.field) == (Reason.NO_REGISTERED_CONTACT, "by_text")


def test_a_code_by_text_proves_a_caller_and_carries_a_presence_code(speak: Speak, demo: Any):
    nicolas = demo.patient("Reuland")
    assert signed_in(speak, nicolas).phone().mobile
    agent = next(one for one in demo.known["helpdesk"] if one["role"] == "agent")
    half = speak().sign_in(agent["email"], agent["password"])
    at_the_desk = speak(half.session).prove_second_factor(totp=Authenticator(agent["totp_secret"]).code())
    call = {"channel": "telephone", "caller": "holder", "purpose": "access"}
    desk = speak(speak(at_the_desk.session).open_case(nicolas.matricule, "Reuland", **call))
    begun = desk.prove_caller(Proof.SMS_CODE)
    assert (begun.level, begun.sent, begun.phone, begun.ends) == (1, True, "", "11")
    with pytest.raises(Refused) as refused:
        desk.enter_phone("621 600 100")
    assert refused.value.code is Reason.PROOF_TOO_LOW
    with pytest.raises(Refused) as refused:
        desk.confirm_entered_phone("123456")
    assert refused.value.code is Reason.PROOF_TOO_LOW
    with pytest.raises(Refused) as refused:
        desk.text_presence_code()
    assert refused.value.code is Reason.PROOF_TOO_LOW
    assert desk.case().texts_to == ""
