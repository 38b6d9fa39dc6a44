import pytest
from django.apps import apps
from django.test import Client
from django.utils.timezone import localdate

from kennisstad.accounts.models import User
from kennisstad.demo.attendance import cancel_one, fill
from kennisstad.demo.codes import evening, wall
from kennisstad.demo.content import plans
from kennisstad.demo.demo_content import tonight
from kennisstad.demo.demo_users import ROLES, create_demo_users
from kennisstad.demo.event_pages import write_event, write_speaker
from kennisstad.foundation.first_content import create_first_content
from tests.factories.registrations import scan_code
from tests.made_once import undone_afterwards

pytestmark = pytest.mark.django_db

DEMO = ["/demo/", "/en/demo/", "/demo/qr/", "/demo/inloggen/beheer/", "/en/demo/sign-in/beheer/"]
SLUGS = [role.slug for role in ROLES]


@pytest.fixture(scope="module")
def first_content_and_cast(django_db_setup, django_db_blocker):
    with undone_afterwards(django_db_blocker):
        create_first_content()
        create_demo_users()
        yield


@pytest.fixture
def demo(first_content_and_cast, settings):
    settings.ROOT_URLCONF = "tests.site.demo.urls"
    settings.MAILBOX_URL = "http://127.0.0.1:8025"


@pytest.fixture
def evening_with_guests(demo):
    for speaker in plans.speakers():
        write_speaker(speaker)
    plan = tonight(localdate())
    for event in (plan, plans.example(plans.NEXT)):
        write_event(event, localdate())
        fill(event)
    cancel_one(plan)


@pytest.mark.parametrize("address", DEMO)
def test_nothing_of_the_demo_exists_outside_it(client, address):
    assert not apps.is_installed("kennisstad.demo")
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


@pytest.mark.usefixtures("evening_with_guests")
def test_tour_has_five_steps_in_both_languages(client):
    pages = [client.get(address) for address in ("/demo/", "/en/demo/")]

    assert [page.content.decode().count('class="demo__step"') for page in pages] == [5, 5]


@pytest.mark.usefixtures("demo")
def test_tour_stands_without_content(client):
    assert client.get("/demo/").status_code == 200
    assert client.get("/demo/qr/").status_code == 200


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("slug", SLUGS)
def test_one_click_signs_in(client, slug):
    answer = client.post(f"/demo/inloggen/{slug}/", follow=True)

    assert answer.status_code == 200
    assert answer.context["user"].email == f"{slug}@example.org"


@pytest.mark.usefixtures("demo")
def test_signing_in_takes_a_form_of_ours():
    strict = Client(enforce_csrf_checks=True)

    assert strict.get("/demo/inloggen/beheer/").status_code == 405
    assert strict.post("/demo/inloggen/beheer/").status_code == 403


@pytest.mark.usefixtures("demo")
def test_a_role_whose_person_was_deleted_is_not_found(client):
    User.objects.get(email="naturalis@example.org").delete()

    assert client.post("/demo/inloggen/naturalis/").status_code == 404


def test_unknown_role_is_not_found(client):
    assert client.post("/demo/inloggen/burgemeester/").status_code == 404


@pytest.mark.usefixtures("demo")
def test_cast_is_gathered_once():
    assert create_demo_users() == 0


@pytest.mark.usefixtures("evening_with_guests")
def test_each_test_code_gets_the_answer_it_promises():
    event = evening()
    assert event is not None

    scans = [(str(test.answer), scan_code(event, test.code).verdict) for test in wall()]

    assert dict(scans) == {
        "Geldig": "admitted",
        "Al binnen": "already",
        "Afgemeld": "cancelled",
        "Ander evenement": "wrong_event",
        "Onbekende code": "unknown",
    }
