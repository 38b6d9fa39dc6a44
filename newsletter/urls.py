from django.urls import URLPattern

app_name = "newsletter"

urlpatterns: list[URLPattern] = []
unprefixed_patterns: list[URLPattern] = []
