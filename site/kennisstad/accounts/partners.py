"""Partners and editors: their groups, and what Wagtail lets those do."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    WorkflowPage,
)

from .access import EDITORS
from .models import Organisation, User

SHARED_PICTURES = "Gedeelde beeldbank"
ORGANISERS_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
EDITORS_PAGES = (*ORGANISERS_PAGES, "bulk_delete_page")
KEEP_MEDIA = tuple(
    f"{action}_{kind}" for kind in ("image", "document") for action in ("add", "change", "delete", "choose")
)
CHOOSE_MEDIA = ("choose_image", "choose_document")
ADMIN = ("wagtailadmin", "access_admin")
WAGTAILS_GROUPS = ("Moderators", "Editors")
REDIRECTS = [("wagtailredirects", f"{action}_redirect") for action in ("add", "change", "delete", "view")]


@transaction.atomic
def get_or_create_organisation(name: str, *, slug: str, name_en: str = "", website: str = "") -> Organisation:
    """The organisation with this address, made with its group and collection when it is new."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        organisation = Organisation.objects.create(
            name=name,
            name_en=name_en,
            slug=slug,
            website=website,
            group=_new_group(name),
            collection=_collection(name),
        )
    provision_group(organisation)
    return organisation


def provision_group(organisation: Organisation) -> None:
    """Give the organisation's group what every partner's group has."""
    _allow(organisation.group, [ADMIN])
    _allow_media(organisation.group, organisation.collection, KEEP_MEDIA)
    _allow_media(organisation.group, shared_pictures(), CHOOSE_MEDIA)


def grant_page_permissions(page: Page, organisation: Organisation) -> None:
    """Let the organisation write and publish below this page of its own."""
    _allow_pages(organisation.group, page, ORGANISERS_PAGES)


def join(user: User, organisation: Organisation) -> None:
    user.groups.add(organisation.group)
    user.cached_scope = None


def leave(user: User, organisation: Organisation) -> None:
    user.groups.remove(organisation.group)
    user.cached_scope = None


@transaction.atomic
def get_or_create_editors_group() -> Group:
    """The editors' group, with all pages, all pictures and the redirects, instead of Wagtail's own groups."""
    _retire_wagtails_groups()
    group, _ = Group.objects.get_or_create(name=EDITORS)
    _allow(group, [ADMIN, *REDIRECTS])
    _allow_pages(group, Page.get_first_root_node(), EDITORS_PAGES)
    _allow_media(group, Collection.get_first_root_node(), KEEP_MEDIA)
    return group


def join_editors(user: User) -> None:
    user.groups.add(get_or_create_editors_group())
    user.cached_scope = None


def shared_pictures() -> Collection:
    """Pictures that every partner may use and only editors keep."""
    return _collection(SHARED_PICTURES)


def _retire_wagtails_groups() -> None:
    WorkflowPage.objects.filter(page__depth=1).delete()
    Group.objects.filter(name__in=WAGTAILS_GROUPS, user=None).delete()


def _collection(name: str) -> Collection:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


def _new_group(name: str) -> Group:
    taken = name == EDITORS or Group.objects.filter(name=name).exists()
    return Group.objects.create(name=f"{name} (organisator)" if taken else name)


def _allow(group: Group, permissions: Iterable[tuple[str, str]]) -> None:
    for app, codename in permissions:
        group.permissions.add(_permission(app, codename))


def _allow_pages(group: Group, page: Page, codenames: Iterable[str]) -> None:
    for codename in codenames:
        permission = _permission("wagtailcore", codename)
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _allow_media(group: Group, collection: Collection, codenames: Iterable[str]) -> None:
    for codename in codenames:
        app = "wagtailimages" if codename.endswith("image") else "wagtaildocs"
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=_permission(app, codename)
        )


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)
