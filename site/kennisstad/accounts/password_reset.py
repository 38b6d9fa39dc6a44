"""A new password by mail. Who asks learns nothing: the work for a known address is done later, elsewhere."""

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import override

from kennisstad.mailbox import normal_form

from . import emails, invitations
from .models import User

PURPOSE = "accounts.reset"


def email_digest(email: str) -> str:
    """For the queue: it tells our own addresses apart and keeps nobody else's."""
    return salted_hmac(PURPOSE, normal_form(email), algorithm="sha256").hexdigest()


def send_link(trace: str, language: str) -> None:
    for user in User.objects.filter(is_active=True):
        if constant_time_compare(trace, email_digest(user.email)):
            _send_link_to(user, language)


def _send_link_to(user: User, language: str) -> None:
    if user.invited_at:
        invitations.invite(user)
        return
    with override(language):
        link = settings.BASE_URL + reverse(
            "account_reset_password_from_key",
            kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
        )
    emails.queue_email("account/email/password_reset_key", user.email, language, {"password_reset_url": link})
