"""An administrator invites by mail; only the colleague chooses how to sign in."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from kennisstad.audit.log import record
from kennisstad.mail.links import BadLink, sign, unsign

from . import emails
from .models import User

PURPOSE = "accounts.invitation"
VALID = timedelta(days=14)


@transaction.atomic
def invite(user: User, by: Any = None) -> None:
    """Mail a link that is good for `VALID`. An earlier link stops working, and so does a password."""
    user.set_unusable_password()
    user.invited_at = timezone.now()
    user.save(update_fields=["password", "invited_at"])
    language = emails.language_of(user)
    with override(language):
        context = {"user": user, "link": invitation_full_url(user), "days": VALID.days}
    emails.queue_email("account/email/invitation", user.email, language, context, VALID)
    record("account.invited", user, by)


def invitation_full_url(user: User) -> str:
    """Good once, until the next invitation or another address. It names nobody (law 5)."""
    token = sign(PURPOSE, f"{user.pk} {_stamp(user)}")
    return settings.BASE_URL + reverse("account_invitation", args=[token])


def get_invited_user(token: str) -> User:
    """Raises `BadLink` when it is too old, used, or replaced by a later one."""
    pk, _space, stamp = unsign(PURPOSE, token, max_age=VALID).partition(" ")
    if not pk.isdecimal():
        raise BadLink
    user = User.objects.filter(pk=pk, invited_at__isnull=False, is_active=True).first()
    if user is None or stamp != _stamp(user):
        raise BadLink
    return user


@transaction.atomic
def accept(token: str, password: str) -> User:
    """Give the account its password. Raises `BadLink`, also for whoever comes second, in another tab."""
    # Asked again behind the lock: whoever was first has used the link by now.
    User.objects.select_for_update().get(pk=get_invited_user(token).pk)
    user = get_invited_user(token)
    user.set_password(password)
    user.invited_at = None
    user.save(update_fields=["password", "invited_at"])
    record("account.accepted", user, user)
    return user


def _stamp(user: User) -> str:
    """Changes with each invitation and with the address it went to."""
    return salted_hmac(PURPOSE, f"{user.invited_at} {user.email}", algorithm="sha256").hexdigest()[:16]
