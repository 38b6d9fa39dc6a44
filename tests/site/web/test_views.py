import pytest
from django.urls import get_resolver


@pytest.mark.parametrize(
    ("path", "language", "words", "home"),
    [
        ("/agenda/", "nl", "Er ging iets mis bij ons", "/"),
        ("/en/agenda/", "en", "Something went wrong on our side", "/en/"),
    ],
)
def test_a_failure_speaks_the_language_of_its_address_and_needs_no_database(rf, path, language, words, home):
    response = get_resolver().resolve_error_handler(500)(rf.get(path))

    assert response.status_code == 500
    page = response.content.decode()
    assert f'<html lang="{language}">' in page
    assert words in page
    assert f'href="{home}"' in page
