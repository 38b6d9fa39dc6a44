"""An issue as it goes out: one rendering per language, with a gap where each reader's own token goes."""

import hashlib
from dataclasses import astuple, dataclass
from uuid import UUID

from kennisstad.mail.rendering import RenderedMail
from newsletter.models import IssuePage


@dataclass(frozen=True, slots=True)
class FrozenIssue:
    """Everything that readers will get, apart from their own tokens: a gap marks where those go."""

    gap: str
    nl: RenderedMail
    en: RenderedMail
    # Of each event that it tells about: the version that was read to write this.
    versions: dict[UUID, int]

    @property
    def fingerprint(self) -> str:
        return _digest(self.nl, self.en)


def freeze(issue: IssuePage) -> FrozenIssue:
    """The gap is made of all that surrounds it, so nothing that was typed can hold it."""
    gap = "READER-" + _digest(issue.as_mail("nl", "-"), issue.as_mail("en", "-"))[:32]
    versions = {event.pk: event.version for event in issue.load_events()}
    return FrozenIssue(gap, issue.as_mail("nl", gap), issue.as_mail("en", gap), versions)


def _digest(*mails: RenderedMail) -> str:
    digest = hashlib.sha256()
    for text in (text for mail in mails for text in astuple(mail)):
        digest.update(f"{len(text)}:{text}".encode())
    return digest.hexdigest()
