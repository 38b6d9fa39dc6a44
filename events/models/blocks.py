"""Prose on an event page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class LinkBlock(blocks.StructBlock):
    """A link out, to the project's or partner's own page."""

    title = blocks.CharBlock(label=_("Text"), max_length=120)
    url = blocks.URLBlock(label=_("Address"))

    class Meta:
        icon = "link"
        label = _("Link")
        template = "events/blocks/link.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quote"))
    person = blocks.CharBlock(label=_("Who said it"), max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "events/blocks/quote.html"


class ProseBlock(blocks.StreamBlock):
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, template="events/blocks/text.html")
    image = ImageBlock(label=_("Picture"), template="events/blocks/image.html")
    quote = QuoteBlock()
    link = LinkBlock()

    class Meta:
        required = False
