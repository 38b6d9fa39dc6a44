import pytest

from registrations.cancel import cancel
from registrations.door_list import door_list
from tests.factories.registrations import make_registration, open_event, scan_code, ticket

pytestmark = pytest.mark.django_db


def test_names_stand_as_one_looks_for_them():
    event = open_event()
    for name in ("de Vries", "Éva", "Zoë", "Eva", "Ünal", "anna", "محمد"):
        make_registration(event, name=name)

    lines = door_list(event)

    assert [line.name for line in lines if line.name not in {"Eva", "Éva"}] == [
        "anna",
        "de Vries",
        "Ünal",
        "Zoë",
        "محمد",
    ]
    assert [line.letter for line in lines] == ["A", "D", "E", "E", "U", "Z", "م"]


def test_only_who_is_expected_at_this_event_is_on_it():
    event = open_event()
    cancel(make_registration(event, name="Toch niet"))
    make_registration(open_event(), name="Elders")
    make_registration(event, name="Noor")

    assert [line.name for line in door_list(event)] == ["Noor"]


def test_it_knows_who_is_inside_and_no_whole_code():
    event = open_event()
    inside, outside = ticket(event, name="Anna"), ticket(event, name="Bo")
    scan = scan_code(event, inside.code)

    lines = door_list(event)

    assert [line.admitted_at for line in lines] == [scan.scanned_at, None]
    assert [line.code for line in lines] == [inside.code[:4], outside.code[:4]]


def test_two_of_one_name_are_told_apart():
    event = open_event()
    codes = sorted(ticket(event, name="Noor").code[:4] for _ in range(2))

    assert [line.code for line in door_list(event)] == codes


def test_somebody_who_was_erased_keeps_a_line():
    event = open_event()
    person = make_registration(event)
    type(person).objects.filter(pk=person.pk).erase()

    assert len(door_list(event)) == 1
