"""Whether anything still refers to a word of the lists."""

from django.db.models import ManyToOneRel, Model


def is_referenced(term: Model) -> bool:
    """Also through the tables between, whose rows would go along without a word."""
    relations = term._meta.get_fields(include_hidden=True)
    references = [it for it in relations if isinstance(it, ManyToOneRel) and it.one_to_many]
    return any(it.related_model._base_manager.filter(**{it.field.name: term}).exists() for it in references)
