"""Personal data ends on its date."""

from datetime import date

from django.apps import apps

from .models import PersonalData


def personal_models() -> list[type[PersonalData]]:
    return [model for model in apps.get_models() if issubclass(model, PersonalData)]


def erase_expired(today: date) -> dict[str, int]:
    """Erase what has passed its date; says how many rows of each model."""
    return {model._meta.label: model.objects.all().expired(today).erase() for model in personal_models()}
