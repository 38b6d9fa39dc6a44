"""What a newsletter is made of."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import BlockGroup

from events.models import Event
from newsletter.choosers import EventChooserBlock

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class Bilingual(blocks.StructValue):
    """Its texts read like those of a model, so `in_language` works."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class Mentions(Bilingual):
    @property
    def events(self) -> list[Event]:
        return [mention["event"] for mention in self["mentions"] if mention["event"]]


class TextBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120, required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)
    heading_en = blocks.CharBlock(label=_("Heading in English"), max_length=120, required=False)
    text_en = blocks.RichTextBlock(label=_("Text in English"), features=TEXT_FEATURES, required=False)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        form_layout = BlockGroup(children=["heading", "text"], settings=["heading_en", "text_en"])
        template = "newsletter/blocks/text.html"
        value_class = Bilingual


class MentionBlock(blocks.StructBlock):
    """One event. What is told about it comes from the event itself."""

    event = EventChooserBlock(label=_("Event"))
    line = blocks.CharBlock(label=_("Instead of the summary"), max_length=300, required=False)
    line_en = blocks.CharBlock(label=_("Instead of the summary, in English"), max_length=300, required=False)

    class Meta:
        icon = "date"
        label = _("Event")
        label_format = "{event}"
        form_layout = BlockGroup(children=["event"], settings=["line", "line_en"])
        value_class = Bilingual


class EventsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    heading_en = blocks.CharBlock(label=_("Heading in English"), max_length=120, required=False)
    mentions = blocks.ListBlock(MentionBlock(), label=_("Events"), min_num=1)

    class Meta:
        icon = "date"
        label = _("Events")
        template = "newsletter/blocks/events.html"
        value_class = Mentions


class LookBacksBlock(EventsBlock):
    class Meta:
        icon = "history"
        label = _("Look-backs")
        template = "newsletter/blocks/look_backs.html"
        value_class = Mentions


class IssueBlock(blocks.StreamBlock):
    text = TextBlock()
    events = EventsBlock()
    look_backs = LookBacksBlock()

    class Meta:
        required = False
