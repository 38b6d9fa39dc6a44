from django.urls import path

from kennisstad.demo import views
from kennisstad.languages import route

app_name = "demo"

urlpatterns = [
    # demo/
    path("", views.tour, name="tour"),
    path("qr/", views.codes, name="codes"),
    path(route(nl="inloggen/<slug:role>/", en="sign-in/<slug:role>/"), views.sign_in, name="sign_in"),
]
