"""A ticket that is to be mailed, or a mail that says why there is none."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import OFF, Event
from kennisstad.fields import EmailField
from kennisstad.privacy.models import PersonalData

from .registration import Registration
from .ticket import Ticket, TicketQuerySet


class TicketRequest(PersonalData):
    """Lives until the mails it asks for are written."""

    email = EmailField(_("email address"))
    # Without one: everything that is still to come.
    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="+")
    # Whose address had its ticket before: at most once an hour, and the mail says so.
    is_again = models.BooleanField(default=False)
    # Some of their seats were given back, or others came along since.
    has_changed = models.BooleanField(default=False, db_default=False)
    # Why there is no ticket if there is none, and in which language to say so.
    refusal = models.CharField(max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    # Later than now after something went wrong.
    not_before = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ticket to be mailed")
        verbose_name_plural = _("tickets to be mailed")

    def __str__(self) -> str:
        return str(self.pk)

    def answered_together(self) -> models.QuerySet["TicketRequest"]:
        """Itself, and with it whatever changed of the same registration: that is one mail."""
        if not self.has_changed:
            return TicketRequest.objects.filter(pk=self.pk)
        return TicketRequest.objects.filter(has_changed=True, event=self.event, email=self.email)

    def tickets(self) -> TicketQuerySet:
        """Those of its mailbox that hold or are asked for: at its event, or, without one, at every public event that is
        still to come.
        """
        registrations = Registration.objects.current().of_mailbox(self.email)
        if self.event:
            registrations = registrations.filter(event=self.event)
        else:
            coming = registrations.filter(event__ends_at__gt=timezone.now(), event__is_public=True)
            registrations = coming.exclude(event__status__in=OFF)
        event = "registration__event"
        related = (f"{event}__organisation", f"{event}__venue__municipality", f"{event}__municipality")
        tickets = Ticket.objects.filter(registration__in=registrations).current()
        return tickets.select_related(*related).prefetch_related("codes").order_by("registration", "pk")
