"""Whether anything still refers to a word of the lists."""

from django.db.models import Model


def is_in_use(term: Model) -> bool:
    """Also through the tables between, whose rows would go along without a word."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: term}).exists()
        for relation in term._meta.get_fields(include_hidden=True)
        if relation.one_to_many and relation.auto_created
    )
