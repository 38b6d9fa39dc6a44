from datetime import date
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonalDataQuerySet[M: models.Model](models.QuerySet[M]):
    def expired(self, today: date) -> Self:
        return self.filter(delete_after__lt=today)

    def erase(self) -> int:
        """Remove what identifies people; a model that keeps figures overrides this."""
        return self.delete()[0]


class PersonalData(models.Model):
    """A row about a person carries from its first moment the date after which it goes."""

    delete_after = models.DateField(_("delete after"), db_index=True)

    objects: models.Manager[Any] = PersonalDataQuerySet.as_manager()

    class Meta:
        abstract = True
