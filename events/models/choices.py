"""What an event can be: the lists that nobody adds to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    ONSITE = "onsite", _("On site")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("On site and online")


class Status(models.TextChoices):
    SCHEDULED = "scheduled", _("Going ahead")
    TENTATIVE = "tentative", _("Date not sure yet")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Not going ahead")


# Nobody should come on the day that stands there.
OFF = (Status.CANCELLED, Status.POSTPONED)


class Booking(models.TextChoices):
    """How one comes in."""

    HERE = "here", _("Register here")
    ELSEWHERE = "elsewhere", _("Register elsewhere")
    WALK_IN = "walk_in", _("Just come")


class SpokenLanguage(models.TextChoices):
    DUTCH = "nl", _("Dutch")
    ENGLISH = "en", _("English")
    BOTH = "nl-en", _("Dutch and English")
