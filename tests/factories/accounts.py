from factory.declarations import LazyAttribute, Sequence
from factory.django import DjangoModelFactory

from kennisstad.accounts.models import Organisation, User
from kennisstad.accounts.partners import get_or_create_organisation


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = Sequence(lambda number: f"medewerker{number}@example.org")
    first_name = "Noor"
    last_name = "de Vries"


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """A partner with its group and collection, made by the rule that makes real ones."""

    class Meta:
        model = Organisation

    slug = Sequence(lambda number: f"partner-{number}")
    name = LazyAttribute(lambda partner: partner.slug.title())
    website = "https://partner.example.org"

    @classmethod
    def _create(cls, model_class: type[Organisation], *args: object, **kwargs: str) -> Organisation:
        return get_or_create_organisation(kwargs.pop("name"), **kwargs)
