"""What is far too long gets a page of ours, where gunicorn would say it in bare English."""

import runpy
from pathlib import Path

import pytest
from django.test import Client

from kennisstad.web.long_addresses import LONGEST
from tests.factories.events import agenda_page
from tests.site.accounts.partner_worlds import editor

pytestmark = pytest.mark.django_db

LONG = "a" * 5000
ADDRESSES = [
    f"/agenda/?q={LONG}",
    f"/agenda/{LONG}/",
    f"/feeds/all.ics?q={LONG}",
    f"/aanmelding/afzeggen/{LONG}/",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("prefix", "language", "words"),
    [("", "nl", "Dit adres klopt niet"), ("/en", "en", "It is too long")],
)
def test_it_says_so_in_the_language_of_the_address(
    client: Client, address: str, prefix: str, language: str, words: str
):
    agenda_page()

    response = client.get(prefix + address)

    assert response.status_code == 414
    assert f'<html lang="{language}">' in response.text
    assert words in response.text


def test_the_longest_address_is_answered(client: Client):
    agenda_page()
    query = "x=" + "a" * (LONGEST - 2)

    assert client.get(f"/agenda/?{query}").status_code == 200
    assert client.get(f"/agenda/?{query}a").status_code == 414


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_cms_and_the_door_to_it_are_left_alone(client: Client, prefix: str):
    assert client.get(f"{prefix}/account/login/?next=/cms/%3Fq={LONG}").status_code == 200
    client.force_login(editor())

    assert client.get(f"/cms/pages/search/?q={LONG}").status_code == 200


def test_gunicorn_lets_them_through_to_us():
    conf = runpy.run_path(str(Path(__file__).resolve().parents[3] / "gunicorn.conf.py"))

    assert conf["limit_request_line"] > len(LONG)
