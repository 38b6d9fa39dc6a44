from django.urls import re_path

from .views import feeds

app_name = "events"

KIND = r"(?P<kind>ics|rss|json)"
SLUG = r"(?P<slug>[-a-zA-Z0-9_]{1,60})"

urlpatterns = [
    re_path(rf"^feeds/all\.{KIND}$", feeds.all_events, name="feed"),
    re_path(rf"^feeds/(?P<scope>[a-z]{{1,20}})/{SLUG}\.{KIND}$", feeds.scoped, name="scoped_feed"),
    re_path(r"^(?P<path>agenda/[\w-]{1,255}/[\w-]{1,255}/)event\.ics$", feeds.event_ics, name="event_ics"),
]
