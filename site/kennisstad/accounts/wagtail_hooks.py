from wagtail import hooks

from .gate import only_in_view

hooks.register("construct_page_chooser_queryset", only_in_view)
