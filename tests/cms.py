"""Editing as a browser does it: the form as it is shown, with what somebody changes in it."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client
from wagtail.test.utils.form_data import streamfield

TEXTS = ("body", "body_en", "look_back", "look_back_en")


def edit(client: Client, address: str, *, follow: bool = False, **changes: Any) -> HttpResponse:
    """Send the page's form at this address; the texts with blocks, which a script fills, stay empty."""
    form = shown_form(client.get(address).text)
    return client.post(str(form["action"] or address), form["values"] | changes, follow=follow)


def shown_form(html: str) -> dict[str, Any]:
    page = BeautifulSoup(html, "html.parser")
    for hidden in page.find_all(["template", "script"]):
        hidden.decompose()
    form = page.find("form", attrs={"data-edit-form": True})
    assert isinstance(form, Tag), "There is no form to edit."
    values: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        for name, value in _value(field):
            values.setdefault(name, []).append(value)
    for name in TEXTS:
        values = {key: value for key, value in values.items() if not key.startswith(f"{name}-")}
        values |= {f"{name}-{key}": value for key, value in streamfield([]).items()}
    return {"action": form.get("action"), "values": values}


def _value(field: Tag) -> list[tuple[str, str]]:
    """Nothing for a box that is not ticked, or a button that is not pressed."""
    name = field.get("name")
    if not name or field.has_attr("disabled"):
        return []
    if field.name == "textarea":
        return [(str(name), field.text.removeprefix("\n"))]
    if field.name == "select":
        chosen = field.find_all("option", selected=True) or field.find_all("option")[:1]
        return [(str(name), str(option.get("value", option.text))) for option in chosen]
    if field.get("type") in {"submit", "button", "file"}:
        return []
    if field.get("type") in {"checkbox", "radio"} and not field.has_attr("checked"):
        return []
    return [(str(name), str(field.get("value", "on" if field.get("type") == "checkbox" else "")))]
