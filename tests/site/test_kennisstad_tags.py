from dataclasses import dataclass

from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from kennisstad.forms import AccessibleForm
from kennisstad.templatetags.kennisstad_tags import styled


@dataclass
class Titled:
    title: str = "De stad"
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""


class Visit(AccessibleForm):
    name = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "Naam"}))
    language = forms.ChoiceField(choices=[("nl", "Nederlands")])


def rendered(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


def test_thousands_stand_apart() -> None:
    with translation.override("nl"):
        assert rendered("{{ 999|thousands }} {{ 12500|thousands }}") == "999 12.500"
    with translation.override("en"):
        assert rendered("{{ 1234567|thousands }}") == "1,234,567"


def test_a_missing_translation_is_marked_as_dutch() -> None:
    with translation.override("en"):
        assert rendered("{{ page|in_language:'title' }}", page=Titled()) == '<span lang="nl">De stad</span>'
        assert rendered("{{ page|in_language:'title' }}", page=Titled(title_en="The city")) == "The city"
    with translation.override("nl"):
        assert rendered("{{ page|in_language:'title' }}", page=Titled(title_en="The city")) == "De stad"


def test_a_fallback_is_named_for_the_eye() -> None:
    with translation.override("en"):
        assert rendered("{{ page|fallback:'title' }}", page=Titled()) == "text in Dutch"
        assert rendered("{{ page|fallback:'title' }}", page=Titled(title_en="The city")) == ""
        assert rendered("{{ page|fallback:'title' }}", page=Titled(title="")) == ""
        assert (
            rendered(
                "{{ page|fallback:'title summary' }}", page=Titled(title_en="The city", summary="Een stad.")
            )
            == "text in Dutch"
        )
    with translation.override("nl"):
        assert rendered("{{ page|fallback:'title' }}", page=Titled()) == ""


def test_a_marked_fallback_is_still_escaped() -> None:
    with translation.override("en"):
        html = rendered("{{ page|in_language:'title' }}", page=Titled(title="<b>&</b>"))

    assert html == '<span lang="nl">&lt;b&gt;&amp;&lt;/b&gt;</span>'


def test_bare_text_is_for_titles_and_attributes() -> None:
    with translation.override("en"):
        assert rendered("{{ page|text_in_language:'title' }}", page=Titled()) == "De stad"
        assert rendered("{{ page|language_of:'title' }}", page=Titled()) == "nl"


def test_a_control_says_whether_it_is_wrong_and_repeats_no_label() -> None:
    fresh, refused = Visit(), Visit({"language": "nl"})

    assert 'class="utrecht-textbox utrecht-textbox--html-input"' in styled(fresh["name"])
    assert 'aria-invalid="false"' in styled(fresh["name"])
    assert 'aria-invalid="true"' in styled(refused["name"])
    assert "placeholder" not in styled(fresh["name"])
    assert 'class="utrecht-select utrecht-select--html-select"' in styled(fresh["language"])


def test_a_data_block_cannot_end_early() -> None:
    html = rendered("{% json_ld data %}", data={"name": "</script><b>&"})

    expected = '{"name": "\\u003C/script\\u003E\\u003Cb\\u003E\\u0026"}'
    assert html == f'<script type="application/ld+json">{expected}</script>'


def test_the_other_language_keeps_the_question() -> None:
    request = RequestFactory().get("/agenda/?theme=natuur")
    with translation.override("nl"):
        assert rendered("{% translated_url 'en' %}", request=request) == "/en/agenda/?theme=natuur"
