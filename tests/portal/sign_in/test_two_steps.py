"""Password, then second factor: what opens, what does not, and what a person is told."""

from collections.abc import Callable

import pytest

from tests.portal.sign_in.way import into_the_record, notice, reference, refusal, source, to_second_step
from tests.support.authenticator import Authenticator
from tests.support.browser import TestBrowser
from tests.support.clock import Clock
from tests.support.population import DemoPatient
from tests.support.steps import sign_out

PERSONAL = ["record", "documents", "journal", "account"]


def test_password_and_code_lead_to_the_record(demo_visitor: TestBrowser, claire: DemoPatient):
    app = to_second_step(demo_visitor, claire)
    page = demo_visitor.submit(totp=app.code())
    assert page.path == "/en/record"
    assert page.said("signed-in-as") == "Signed in as Claire Wagener"


def test_the_reference_changes_at_each_step(demo_visitor: TestBrowser, claire: DemoPatient):
    app = to_second_step(demo_visitor, claire)
    half = reference(demo_visitor)
    demo_visitor.submit(totp=app.code())
    assert half
    assert reference(demo_visitor) not in (None, half)


def test_a_code_may_be_typed_with_a_space(demo_visitor: TestBrowser, claire: DemoPatient):
    code = to_second_step(demo_visitor, claire).code()
    assert demo_visitor.submit(totp=f" {code[:3]} {code[3:]} ").has("signed-in-as")


def test_the_address_may_be_typed_in_capitals(demo_visitor: TestBrowser, claire: DemoPatient):
    demo_visitor.open("sign-in")
    page = demo_visitor.submit(email=f"  {claire.email.upper()} ", password=claire.password)
    assert page.root.xpath("//input[@name='totp']")


def test_a_used_code_is_refused_and_the_next_one_opens(
    demo_visitor: TestBrowser, claire: DemoPatient, another_browser: Callable[[], TestBrowser]
):
    app = into_the_record(demo_visitor, claire)
    other = another_browser()
    to_second_step(other, claire)
    assert "used already. Wait until the app shows the next one" in refusal(
        other.submit(totp=app.used_code())
    )
    assert other.submit(totp=app.code()).has("signed-in-as")


def test_a_wrong_password_and_an_unknown_address_get_the_very_same_answer(
    demo_visitor: TestBrowser, claire: DemoPatient
):
    demo_visitor.open("sign-in")
    wrong = demo_visitor.submit(email=claire.email, password="not her password")
    assert "The e-mail address or the password is not right" in refusal(wrong)
    demo_visitor.open("sign-in")
    unknown = demo_visitor.submit(email="nobody.here@example.lu", password="not her password")
    assert unknown.status == wrong.status
    assert source(unknown).replace("nobody.here@example.lu", "") == source(wrong).replace(claire.email, "")
    assert sorted(unknown.headers.keys()) == sorted(wrong.headers.keys())


def test_after_a_refusal_the_address_stays_and_the_password_does_not(
    demo_visitor: TestBrowser, claire: DemoPatient
):
    demo_visitor.open("sign-in")
    page = demo_visitor.submit(email=claire.email, password="a wrong password 4711")
    assert page.value("email") == claire.email
    assert page.value("password") == ""
    assert b"4711" not in page.body
    assert page.root.xpath("//title")[0].text_content().startswith("Error")


def test_what_is_missing_is_asked_for_beside_its_field(demo_visitor: TestBrowser):
    demo_visitor.open("sign-in")
    said = refusal(demo_visitor.submit(email="", password=""))
    assert "Type the e-mail address of your account." in said
    assert "Type your password." in said


def test_half_a_code_is_explained_and_costs_no_try(demo_visitor: TestBrowser, claire: DemoPatient):
    app = to_second_step(demo_visitor, claire)
    for _turn in range(8):
        assert "six digits" in refusal(demo_visitor.submit(totp="12 34"))
    assert demo_visitor.submit(totp=app.code()).has("signed-in-as")


def test_ten_wrong_passwords_make_the_address_wait_and_say_how_long(
    demo_visitor: TestBrowser, claire: DemoPatient, clock: Clock
):
    demo_visitor.open("sign-in")
    for _turn in range(10):
        demo_visitor.submit(email=claire.email, password="wrong password")
    page = demo_visitor.submit(email=claire.email, password=claire.password)
    assert "Please wait, then try again. Time to wait: 5 minutes" in refusal(page)
    assert page.value("email") == claire.email
    clock.forward(minutes=5, seconds=1)
    to_second_step(demo_visitor, claire)


def test_an_unknown_address_has_to_wait_just_the_same(demo_visitor: TestBrowser):
    demo_visitor.open("sign-in")
    for _turn in range(10):
        demo_visitor.submit(email="nobody.here@example.lu", password="wrong password")
    page = demo_visitor.submit(email="nobody.here@example.lu", password="wrong password")
    assert "Time to wait: 5 minutes" in refusal(page)


def test_five_wrong_codes_make_the_account_wait_and_say_how_long(
    demo_visitor: TestBrowser, claire: DemoPatient
):
    app = to_second_step(demo_visitor, claire)
    for _turn in range(5):
        assert "code" in refusal(demo_visitor.submit(totp=app.wrong_code()))
    assert "Time to wait: 15 minutes" in refusal(demo_visitor.submit(totp=app.code()))


@pytest.mark.parametrize("path", PERSONAL)
def test_half_way_in_nothing_opens(demo_visitor: TestBrowser, claire: DemoPatient, path: str):
    app = to_second_step(demo_visitor, claire)
    page = demo_visitor.open(path)
    assert page.path == "/en/sign-in"
    assert not page.has("signed-in-as")
    assert "Claire" not in page.text
    page = demo_visitor.submit(totp=app.code())
    assert page.path == f"/en/{path}"


def test_whoever_waits_too_long_half_way_begins_again_and_is_told_why(
    demo_visitor: TestBrowser, claire: DemoPatient, clock: Clock
):
    app = to_second_step(demo_visitor, claire)
    clock.forward(minutes=11)
    page = demo_visitor.submit(totp=app.code())
    assert "begin again" in notice(page)
    assert page.root.xpath("//input[@name='password']")
    assert page.status == 200


def test_the_first_step_sent_twice_leads_to_the_second(demo_visitor: TestBrowser, claire: DemoPatient):
    demo_visitor.open("sign-in")
    twin = demo_visitor.twin()
    demo_visitor.submit(email=claire.email, password=claire.password)
    page = twin.submit(email=claire.email, password=claire.password)
    app = Authenticator(claire.totp_secret)
    assert page.root.xpath("//input[@name='totp']")
    assert twin.submit(totp=app.code()).has("signed-in-as")


def test_the_second_step_sent_twice_opens_once_and_answers_kindly(
    demo_visitor: TestBrowser, claire: DemoPatient
):
    code = to_second_step(demo_visitor, claire).code()
    slow = demo_visitor.twin()
    assert demo_visitor.submit(totp=code).has("signed-in-as")
    page = slow.submit(totp=code)
    assert page.status == 200
    assert page.path == "/en/sign-in"
    assert "begin again" in notice(page)


def test_a_second_window_left_at_the_code_goes_on_to_the_record(
    demo_visitor: TestBrowser, claire: DemoPatient
):
    app = to_second_step(demo_visitor, claire)
    window = demo_visitor.page
    demo_visitor.submit(totp=app.code())
    demo_visitor.page = window
    page = demo_visitor.submit(totp="123456")
    assert page.status == 200
    assert page.path == "/en/record"
    assert page.has("signed-in-as")


def test_a_second_window_left_at_the_password_goes_on_to_the_record(
    demo_visitor: TestBrowser, claire: DemoPatient
):
    window = demo_visitor.open("sign-in")
    into_the_record(demo_visitor, claire)
    demo_visitor.page = window
    page = demo_visitor.submit(email=claire.email, password=claire.password)
    assert page.status == 200
    assert page.path == "/en/record"


def test_a_code_sent_after_signing_out_elsewhere_begins_again(demo_visitor: TestBrowser, claire: DemoPatient):
    app = to_second_step(demo_visitor, claire)
    window = demo_visitor.page
    demo_visitor.press("Sign in as somebody else")
    demo_visitor.page = window
    page = demo_visitor.submit(totp=app.code())
    assert page.status == 200
    assert page.path == "/en/sign-in"
    assert "open for a long time" in notice(page)
    assert page.root.xpath("//input[@name='password']")


def test_a_sign_in_page_left_open_for_days_keeps_the_address_and_asks_again(
    demo_visitor: TestBrowser, claire: DemoPatient, clock: Clock
):
    demo_visitor.open("sign-in", next="/en/journal")
    clock.forward(days=3)
    page = demo_visitor.submit(email=claire.email, password=claire.password)
    assert page.root.xpath("//input[@name='password']"), page.text[:400]
    assert page.value("email") == claire.email
    assert page.value("password") == ""
    assert claire.password.encode() not in page.body
    page = demo_visitor.submit(email=claire.email, password=claire.password)
    assert page.root.xpath("//input[@name='totp']")
    assert "next=/en/journal" in page.url


def test_coming_back_with_the_back_button_asks_for_the_step_that_is_due(
    demo_visitor: TestBrowser, claire: DemoPatient
):
    app = to_second_step(demo_visitor, claire)
    assert demo_visitor.open("sign-in").root.xpath("//input[@name='totp']")
    demo_visitor.submit(totp=app.code())
    assert demo_visitor.open("sign-in").path == "/en/record"


def test_somebody_else_may_begin_anew_half_way(
    demo_visitor: TestBrowser, claire: DemoPatient, ferdinand: DemoPatient
):
    to_second_step(demo_visitor, claire)
    page = demo_visitor.press("Sign in as somebody else")
    assert page.root.xpath("//input[@name='password']")
    assert page.value("email") == ""
    into_the_record(demo_visitor, ferdinand)


def test_who_signs_in_again_in_the_same_browser_leaves_no_session_behind(
    demo_visitor: TestBrowser, claire: DemoPatient, another_browser: Callable[[], TestBrowser]
):
    app = into_the_record(demo_visitor, claire)
    page = demo_visitor.open("help")
    token = page.root.xpath("//input[@name='csrf_token']/@value")[0]
    demo_visitor._go(
        "POST",
        demo_visitor._absolute("sign-in"),
        data={"csrf_token": token, "email": claire.email, "password": claire.password},
    )
    demo_visitor.submit(totp=app.code())
    assert len(demo_visitor.open("account").root.xpath("//li[contains(@class, 'device')]")) == 1


def test_a_recovery_code_that_does_not_exist_is_refused_in_words(
    demo_visitor: TestBrowser, claire: DemoPatient
):
    to_second_step(demo_visitor, claire)
    assert "recovery code is not right, or it was used already" in refusal(
        demo_visitor.submit(recovery_code="AAAAA-AAAAA")
    )
    assert "ten recovery codes" in refusal(demo_visitor.submit(recovery_code=""))


def test_a_signed_in_person_asking_to_sign_in_is_in_already(demo_visitor: TestBrowser, claire: DemoPatient):
    into_the_record(demo_visitor, claire)
    assert demo_visitor.open("sign-in").path == "/en/record"
    assert demo_visitor.open("sign-in", next="/en/journal").path == "/en/journal"
    assert demo_visitor.open("sign-out").path == "/en/record"


def test_a_form_with_everything_twice_takes_the_first(demo_visitor: TestBrowser, claire: DemoPatient):
    page = demo_visitor.open("sign-in")
    token = page.root.xpath("//form[@id='sign-in']//input[@name='csrf_token']/@value")[0]
    page = demo_visitor._go(
        "POST",
        page.url,
        data={"csrf_token": token, "email": [claire.email, "x"], "password": [claire.password, "y"]},
    )
    assert page.root.xpath("//input[@name='totp']")


def test_signing_out_and_in_again_works_at_once(demo_visitor: TestBrowser, claire: DemoPatient):
    app = into_the_record(demo_visitor, claire)
    sign_out(demo_visitor)
    page = demo_visitor.follow("Sign in again")
    demo_visitor.submit(email=claire.email, password=claire.password)
    page = demo_visitor.submit(totp=app.code())
    assert page.has("signed-in-as")
