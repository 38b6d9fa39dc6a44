from django.urls import URLPattern

app_name = "registrations"

urlpatterns: list[URLPattern] = []
unprefixed_patterns: list[URLPattern] = []
