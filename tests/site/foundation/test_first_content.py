from io import StringIO
from shutil import copytree

import pytest
from django.core.management import CommandError, call_command

from events.models import Event, Municipality
from kennisstad import region
from kennisstad.accounts.models import Organisation
from kennisstad.pages.models import HomePage

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]


def run_foundation() -> str:
    output = StringIO()
    call_command("foundation", stdout=output)
    return output.getvalue()


def test_foundation_makes_what_is_missing_and_nothing_invented():
    run_foundation()

    assert (Municipality.objects.count(), Organisation.objects.count(), Event.objects.count()) == (10, 7, 0)
    assert HomePage.objects.get().get_url() == "/"


def test_foundation_leaves_alone_what_was_changed():
    run_foundation()
    Organisation.objects.filter(slug="naturalis").update(website="https://example.org")
    HomePage.objects.update(introduction="Welkom.")

    again = run_foundation()

    assert again == "Nothing new.\n"
    assert Organisation.objects.get(slug="naturalis").website == "https://example.org"
    assert HomePage.objects.get().introduction == "Welkom."


def test_foundation_tells_a_mistake_in_a_file_and_makes_nothing(tmp_path, monkeypatch):
    folder = copytree(region.REGIONS, tmp_path / "regions")
    (folder / "leiden" / "venues.toml").write_text('[[venues]]\nname = "Stadhuis"')
    monkeypatch.setattr(region, "REGIONS", folder)

    with pytest.raises(CommandError) as mistake:
        run_foundation()

    told = "venues.toml 1: “municipality” is missing; expected a text between quotes."
    assert (str(mistake.value), Municipality.objects.count()) == (told, 0)
