"""Passwords that nobody guesses: how much is in them counts, not which kinds of characters."""

import re
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any
from unicodedata import combining, normalize

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from kennisstad.region import Region

from .models import Organisation, User

GUESSES = 10**10
READ = 72
"""Characters that the estimate looks at; it grows slow over longer ones."""
FEWEST_LETTERS = 7
"""Beside names that everybody here knows."""

AROUND_HERE = (
    "regio region holland nederland symposium agenda nieuwsbrief evenement organisator redactie beheer beheerder admin"
    " gemeente provincie universiteit university hogeschool museum bibliotheek stichting wetenschap kennis stad amsterdam"
    " rotterdam utrecht denhaag"
)
IN_DUTCH = (
    "wachtwoord welkom geheim inloggen hallo login lente zomer herfst winter voorjaar najaar vakantie maandag dinsdag"
    " woensdag donderdag vrijdag zaterdag zondag januari februari maart april juni juli augustus september oktober"
    " november december sinterklaas kerstmis koningsdag zonnebloem hoogleraar student docent"
    " fiets voetbal liefde vrienden"
)
ROWS = {"repeat", "sequence", "spatial"}

# The estimate keeps the words of whom it was last asked for in a place of its own.
_one_at_a_time = Lock()


class HardToGuess:
    """For AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: User | None = None) -> None:
        password = _plain(password)
        words = [*_words_of(user), *_words_of_the_site()]
        if _is_made_of(password, words):
            raise ValidationError(
                _("This is made of names that everybody here knows. %(advice)s") % {"advice": self._advice()},
                code="password_of_known_names",
            )
        estimate = _estimate(password, words)
        if estimate["guesses"] < GUESSES:
            raise ValidationError(_why(estimate) % {"advice": self._advice()}, code="password_guessable")

    def get_help_text(self) -> str:
        return self._advice()

    def _advice(self) -> str:
        return _(
            "Take four words that have nothing to do with each other, or let your browser make a password."
        )


def _plain(text: str) -> str:
    """Without accents and in ordinary letters: those that guess try both."""
    return "".join(sign for sign in normalize("NFKD", text) if not combining(sign))


def _why(estimate: Mapping[str, Any]) -> str:
    if any(part["pattern"] in ROWS for part in estimate["sequence"]):
        return _("This is a row or a repetition, so it is easy to guess. %(advice)s")
    return _("This is easy to guess. %(advice)s")


def _estimate(password: str, words: list[str]) -> Mapping[str, Any]:
    with _one_at_a_time:
        return zxcvbn(password[:READ], user_inputs=words)


def _is_made_of(password: str, words: Iterable[str]) -> bool:
    """Years, digits and signs around a known name, or between its letters, add too little."""
    typed = rest = re.sub(r"[\W\d_]+", "", password.lower())
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != typed and len(rest) < FEWEST_LETTERS


def _words_of(user: User | None) -> list[str]:
    return _words_in([user.first_name, user.last_name, user.email]) if user else []


def _words_of_the_site() -> list[str]:
    names = [name for row in Organisation.objects.values_list("name", "name_en", "slug") for name in row]
    here: Region = settings.REGION
    return _words_in([AROUND_HERE, IN_DUTCH, here.guessable, here.publisher, here.cms, *names, settings.HOST])


def _words_in(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in re.findall(r"[^\W\d_]{3,}", _plain(text).lower())]
