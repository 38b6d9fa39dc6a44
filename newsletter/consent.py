"""The words somebody agrees to. Change the version with the words: old proofs keep theirs."""

from datetime import timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

VERSION = "2026-11"
ANSWER_WITHIN = timedelta(days=7)


def consent_text(language: str | None = None) -> str:
    """Names the senders, because a consent for unnamed partners is none."""
    with translation.override(language or translation.get_language()):
        words = _(
            "Yes, send me the newsletter of %(publisher)s every two weeks. %(publisher)s is %(partners)s. We use your"
            " email address only for this newsletter and don't record what you open or read. You can unsubscribe with"
            " one click."
        )
        return words % settings.REGION.names()
