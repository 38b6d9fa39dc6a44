from django.urls import URLPattern

cms_doors: list[URLPattern] = []
