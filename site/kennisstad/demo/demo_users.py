"""The people of the demo, one for each role. They have no password: the demo page lets you in."""

from collections.abc import Callable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kennisstad.accounts.models import Organisation, User
from kennisstad.accounts.partners import join, join_editors

DOMAIN = "example.org"


@dataclass(frozen=True, kw_only=True)
class Role:
    slug: str
    first_name: str
    last_name: str
    title: str | Promise
    may: str | Promise
    take_up: Callable[[User], None]
    is_new: bool = False
    """Has a second factor to set up yet, anew at each visit; settings/demo.py lets in all others without."""

    @property
    def email(self) -> str:
        return f"{self.slug}@{DOMAIN}"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


def _works_for(slug: str) -> Callable[[User], None]:
    return lambda user: join(user, Organisation.objects.get(slug=slug))


def _administers(user: User) -> None:
    user.is_staff = user.is_superuser = True
    user.save(update_fields=["is_staff", "is_superuser"])


ROLES = (
    Role(
        slug="kennisstad",
        first_name="Kim",
        last_name="van Kennisstad",
        title=_("Organiser, Leiden Kennisstad"),
        may=_("sees tonight's evening symposium, with its guests and its door"),
        take_up=_works_for("leiden-kennisstad"),
    ),
    Role(
        slug="naturalis",
        first_name="Nour",
        last_name="van Naturalis",
        title=_("Organiser, Naturalis"),
        may=_("makes and publishes events of Naturalis, and only those"),
        take_up=_works_for("naturalis"),
    ),
    Role(
        slug="redactie",
        first_name="Rosa",
        last_name="Redactie",
        title=_("Editor"),
        may=_("looks after all pages and approves the newsletter"),
        take_up=join_editors,
    ),
    Role(
        slug="beheer",
        first_name="Bilal",
        last_name="Beheer",
        title=_("Administrator"),
        may=_("may do everything"),
        take_up=_administers,
    ),
    Role(
        slug="nieuw",
        first_name="Nina",
        last_name="Nieuw",
        title=_("New colleague, Naturalis"),
        may=_("shows how one sets up the second step of signing in, as everybody must outside this demo"),
        take_up=_works_for("naturalis"),
        is_new=True,
    ),
)


def create_demo_users() -> int:
    """Give each role its person; says how many are new."""
    return sum(_enter(role) for role in ROLES)


def role_of(slug: str) -> Role | None:
    return next((role for role in ROLES if role.slug == slug), None)


def person_of(role: Role) -> User | None:
    """Unless somebody who tries out the demo deleted or renamed them."""
    user = User.objects.filter(email=role.email).first()
    if user and role.is_new:
        Authenticator.objects.filter(user=user).delete()
    return user


def _enter(role: Role) -> bool:
    if User.objects.filter(email=role.email).exists():
        return False
    names = {"first_name": role.first_name, "last_name": role.last_name}
    role.take_up(User.objects.create_user(role.email, **names))
    return True
