from django.urls import re_path

from kennisstad.pages import finished

app_name = "pages"

urlpatterns = [
    re_path(r"^(?P<path>agenda/)$", finished.calendar, name="calendar"),
    re_path(r"^(?P<path>agenda/[\w-]{1,255}/[\w-]{1,255}/)$", finished.event, name="event"),
]
