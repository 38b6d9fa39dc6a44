"""Rows of every kind, so that an address can name one that exists."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.test import Client

from kennisstad.accounts.models import User
from kennisstad.mail.links import sign
from newsletter.links import CONFIRM, subscriber_token
from newsletter.subscriptions import request_consent
from registrations.doors import PURPOSE
from registrations.emails import MANAGE
from registrations.views.attendee import CONFIRMED
from tests.factories.events import programme_item
from tests.factories.newsletter import SubscriberFactory, approved_mailing, draft_issue
from tests.factories.registrations import make_door, make_registration, open_event, open_registration, ticket
from tests.fuzz.addresses import UrlPattern
from tests.site.accounts.partner_worlds import Partner, administrator, editor

BY_GAP = {
    "page_id": "wagtailcore.page",
    "page_to_move_id": "wagtailcore.page",
    "parent_page_id": "wagtailcore.page",
    "destination_id": "wagtailcore.page",
    "page_pk": "wagtailcore.page",
    "image_id": "wagtailimages.image",
    "document_id": "wagtaildocs.document",
    "doc_id": "wagtaildocs.document",
    "collection_id": "wagtailcore.collection",
    "revision_id": "wagtailcore.revision",
    "revision": "wagtailcore.revision",
    "revision_id_a": "wagtailcore.revision",
    "revision_id_b": "wagtailcore.revision",
    "event_id": "events.event",
    "delivery": "newsletter.delivery",
    "number": "registrations.door",
    "registration_id": "registrations.registration",
    "phone": "registrations.device",
    "uidb36": "accounts.user",
}
BY_ROOM = {
    "/cms/evenementen/": "events.eventpage",
    "/cms/aanmeldingen/": "events.event",
    "/cms/nieuwsbrief/": "newsletter.issuepage",
    "/cms/mail/": "mail.outgoingmail",
    "/cms/newsletter_events/": "events.event",
    "/documents/": "wagtaildocs.document",
}
WORDS = {
    "app_label": ["wagtailcore", "wagtailimages", "wagtaildocs", "events", "accounts", "nonsense"],
    "app_name": ["wagtailcore", "wagtailimages", "events", "accounts", "taggit", "nonsense"],
    "content_type_app_name": ["events", "newsletter", "wagtailcore", "nonsense"],
    "model_name": ["page", "image", "document", "event", "user", "tag", "nonsense"],
    "content_type_model_name": ["eventpage", "organiserpage", "issuepage", "page", "nonsense"],
    "action": ["delete", "publish", "unpublish", "move", "add_tags", "add_to_collection", "nonsense"],
    "action_name": ["approve", "reject", "nonsense"],
    "kind": ["ics", "rss", "json", "svg", "png", "exe", "mail", "change"],
    "scope": ["municipality", "theme", "organiser", "series", "planet"],
    "rule": ["again", "rest", "nonsense"],
    "mode": ["mail-nl", "page", "text-en", "nonsense"],
    "role": ["redactie", "nonsense"],
}


@dataclass
class World:
    partner: Partner
    users: dict[str, User | None]
    door: Any
    words: dict[str, list[Any]]

    def client(self, role: str) -> Client:
        client = Client(raise_request_exception=False)
        user = self.users.get(role)
        if user:
            client.force_login(user)
        if role == "volunteer":
            client.post(f"/checkin/open/{sign(PURPOSE, str(self.door.pk))}/")
        return client

    def choices(self, address: UrlPattern, gap: str) -> list[Any]:
        """What an address could have in this gap and mean something."""
        if gap in self.words:
            return self.words[gap]
        label = BY_GAP.get(gap) or next(
            (BY_ROOM[room] for room in BY_ROOM if address.template.startswith(room)), ""
        )
        model = apps.get_model(label) if label else _model_of(address.view)
        return _keys(model) if model else ["1", "earliest", "x"]


ROLES = ["visitor", "volunteer", "organiser", "editor", "administrator"]


def _model_of(view: Any) -> type[Model] | None:
    """Of a class of views, what it is about."""
    given = getattr(view, "view_initkwargs", {})
    model = given.get("model") or getattr(getattr(view, "view_class", None), "model", None)
    return model if isinstance(model, type) else None


def _keys(model: type[Model]) -> list[Any]:
    return list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:6]) or ["1"]


def world() -> World:
    partner = Partner("naturalis")
    event = open_event(organiser=partner.page, programme=[programme_item()])
    open_registration(event, party_size=3, group_size=20)
    seat, door = ticket(event), make_door(event)
    party = make_registration(event, companions=["Sam", ""])
    reader = SubscriberFactory()
    consent = request_consent(SubscriberFactory(state="pending"), language="nl", source_page="/nieuwsbrief/")
    mailing = approved_mailing(draft_issue(event))
    draft_issue(event)
    tokens = [
        sign(MANAGE, str(seat.registration_id)),
        sign(MANAGE, str(party.pk)),
        sign(CONFIRMED, str(seat.registration_id)),
        sign(PURPOSE, str(door.pk)),
        sign(PURPOSE, "9" * 40),
        sign(PURPOSE, "x"),
        sign(MANAGE, "x"),
        sign(CONFIRM, consent.pk.hex),
        sign(CONFIRM, "x"),
        subscriber_token(reader),
        "nonsense",
    ]
    return World(
        partner,
        {"organiser": partner.user, "editor": editor(), "administrator": administrator()},
        door,
        WORDS
        | {
            "token": tokens,
            "code": [seat.code, seat.code.lower(), "nonsense"],
            "path": [event.path, "agenda/nonsense/nonsense/", "agenda/", ""],
            "slug": ["leiden", "natuur", "naturalis", mailing.issue.slug, "nonsense"],
            "key": ["set-password", "x-y", "nonsense"],
        },
    )
