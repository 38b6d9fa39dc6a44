"""An approved issue for many readers, written down and not sent yet: python -m tests.bench.mailing READERS"""

import logging
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
django.setup()

from django.utils import timezone  # noqa: E402  it all needs Django to be set up

from events.models import Event  # noqa: E402
from kennisstad.accounts.models import User  # noqa: E402
from newsletter.models import Subscriber  # noqa: E402
from tests.factories.newsletter import SubscriberFactory, approved_mailing, draft_issue  # noqa: E402

ARTICLES = 12


def main(readers: int) -> None:
    logging.getLogger("wagtail").setLevel(logging.WARNING)
    missing = readers - Subscriber.objects.count()
    Subscriber.objects.bulk_create(SubscriberFactory.build_batch(max(0, missing)))
    events = Event.objects.upcoming(timezone.now())[:ARTICLES]
    editor = User.objects.get_or_create(email="redactie@example.org")[0]
    approved_mailing(draft_issue(*events, slug=f"bench-{timezone.now():%H%M%S%f}"), editor)


if __name__ == "__main__":
    main(int(sys.argv[1]))
