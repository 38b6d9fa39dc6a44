from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from events.models.blocks import ProseBlock
from kennisstad.fields import CharField, CleansTitles, StreamField, TextField


class HomePage(CleansTitles, Page):
    title_en = CharField(_("title in English"), max_length=255, blank=True)
    introduction = TextField(_("in one sentence"), max_length=300)
    introduction_en = TextField(_("in one sentence, in English"), max_length=300, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("title_en"),
        FieldPanel("introduction"),
        FieldPanel("introduction_en"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    template = "pages/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Straight to a page by its whole address, where Wagtail asks for each step of it."""
        if not path_components:
            return super().route(request, path_components)
        found = Page.objects.live().filter(url_path=f"{self.url_path}{'/'.join(path_components)}/").first()
        if found is None:
            raise Http404
        return RouteResult(found.specific)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        from .home import home_context  # it reads the other apps' models

        return super().get_context(request, *args, **kwargs) | home_context()


class ProsePage(CleansTitles, Page):
    """A page of text, such as privacy or accessibility."""

    title_en = CharField(_("title in English"), max_length=255, blank=True)
    body = StreamField(ProseBlock(), verbose_name=_("text"))
    body_en = StreamField(ProseBlock(), blank=True, verbose_name=_("text in English"))

    content_panels = [*Page.content_panels, FieldPanel("title_en"), FieldPanel("body"), FieldPanel("body_en")]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    template = "pages/prose_page.html"

    class Meta:
        verbose_name = _("text page")
