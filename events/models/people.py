from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from kennisstad.accounts.models import Organisation
from kennisstad.fields import CharField


class Person(models.Model):
    """Somebody who speaks in public in a role; kept by the organisation that invited them."""

    name = CharField(_("name"), max_length=120)
    affiliation = CharField(_("role or organisation"), max_length=160, blank=True)
    affiliation_en = CharField(_("role or organisation in English"), max_length=160, blank=True)
    portrait = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("portrait"),
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("kept by"))

    panels = [
        FieldPanel("name"),
        FieldPanel("affiliation"),
        FieldPanel("affiliation_en"),
        FieldPanel("portrait"),
        FieldPanel("organisation"),
    ]

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word[0].isupper()]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:]))
