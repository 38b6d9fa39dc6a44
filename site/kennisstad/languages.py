"""The address decides the language: Dutch without a prefix, English under /en/."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy


class LanguageFromAddress:
    """Unlike Django's own, it never looks at a header or a cookie, so a page has one form per address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or language)
            return response


# A ticket has one address, and speaks the language that is asked for.
BY_QUERY = "/t/"


def language_of_request(request: HttpRequest) -> str:
    asked = _asked_for(request) if request.path_info.startswith(BY_QUERY) else ""
    if asked in dict(settings.LANGUAGES):
        return asked
    return translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE


def _asked_for(request: HttpRequest) -> str:
    """Nothing, in a query that is refused unread: the refusal has a language too."""
    try:
        return request.GET.get("language", "")
    except TooManyFieldsSent:
        return ""


def route(*, nl: str, en: str) -> str:
    """A URL pattern with other words in each language. Not a translation: addresses outlive wording."""
    return lazy(lambda: en if translation.get_language() == "en" else nl, str)()


# What one hears at an event; in which language its texts are written is another matter.
SPOKEN_IN: dict[str, Promise] = {
    "nl": gettext_lazy("spoken in Dutch"),
    "en": gettext_lazy("spoken in English"),
    "nl-en": gettext_lazy("spoken in Dutch and English"),
}


def both_texts(obj: object, field: str) -> tuple[str, str]:
    """The Dutch and the English text of a field; the English one may be empty."""
    return getattr(obj, field), getattr(obj, f"{field}_en", "")


def in_language(obj: object, field: str, language: str | None = None) -> str:
    """The text in the asked (or active) language, else in Dutch, else whatever there is."""
    dutch, english = both_texts(obj, field)
    if (language or translation.get_language()) == "en":
        return english or dutch
    return dutch or english


def language_of(obj: object, field: str, language: str | None = None) -> str:
    """The language in which `in_language` answers; mark the text with it when it is a fallback."""
    dutch, english = both_texts(obj, field)
    if (language or translation.get_language()) == "en":
        return "en" if english else "nl"
    return "nl" if dutch or not english else "en"


def fallback_language(obj: object, *fields: str) -> str:
    """The other language, where one of the texts has to stand in for a missing translation; else nothing."""
    languages = {language_of(obj, field) for field in fields if any(both_texts(obj, field))}
    return next(iter(languages - {translation.get_language()}), "")


def spoken_in(event: Any) -> Promise | str:
    """What one hears at an event, in words, for every list in which it stands; nothing where that is what one reads.

    So a Dutch evening carries no mark among Dutch texts: nearly all are, and a mark on each would hide the ones that
    matter. On an English page it does, also when its title is translated. In which language the texts are written is
    told apart, as “text in Dutch”.
    """
    hears, reads = event.spoken_language, language_of(event, "title")
    return "" if hears == reads == translation.get_language() else SPOKEN_IN[hears]
