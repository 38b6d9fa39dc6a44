from django.urls import re_path

from kennisstad.pages import views

app_name = "pages"

# The home page, the calendar and each event; Wagtail's own addresses answer for the rest.
urlpatterns = [
    re_path(r"^(?P<path>(?:agenda/(?:[\w-]{1,255}/[\w-]{1,255}/)?)?)$", views.page, name="page"),
]
