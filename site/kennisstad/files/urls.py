from django.urls import re_path

from . import views

urlpatterns = [
    re_path(
        r"^media/images/(?P<name>[A-Za-z0-9._-]{1,150}\.(?:jpg|png|webp))$", views.picture, name="picture"
    ),
    # The name that Wagtail's documents know their address by.
    re_path(
        r"^documents/(?P<pk>[0-9]{1,10})/(?P<name>[^/]{1,100})$", views.document, name="wagtaildocs_serve"
    ),
    re_path(r"^(?:media|documents|private)/", views.nothing),
]
