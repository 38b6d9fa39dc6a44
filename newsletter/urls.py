from django.urls import URLPattern, path, re_path

from kennisstad.languages import route
from kennisstad.mail.undecided import RULES
from newsletter.views import archive, editors, subscription

app_name = "newsletter"

TOKEN = r"(?P<token>[\w.:-]{1,400})"

urlpatterns = [
    # nieuwsbrief/
    path(route(nl="nieuwsbrief/", en="newsletter/"), subscription.subscribe, name="subscribe"),
    re_path(
        route(nl=rf"^nieuwsbrief/bevestigen/{TOKEN}/$", en=rf"^newsletter/confirm/{TOKEN}/$"),
        subscription.confirm,
        name="confirm",
    ),
    re_path(
        route(nl=rf"^nieuwsbrief/afmelden/{TOKEN}/$", en=rf"^newsletter/unsubscribe/{TOKEN}/$"),
        subscription.unsubscribe,
        name="unsubscribe",
    ),
    re_path(
        route(nl=rf"^nieuwsbrief/voorkeuren/{TOKEN}/$", en=rf"^newsletter/preferences/{TOKEN}/$"),
        subscription.preferences,
        name="preferences",
    ),
    # nieuwsbrief/archief/
    path(route(nl="nieuwsbrief/archief/", en="newsletter/archive/"), archive.archive, name="archive"),
    path(
        route(nl="nieuwsbrief/archief/<str:slug>/", en="newsletter/archive/<str:slug>/"),
        archive.issue,
        name="issue",
    ),
]
unprefixed_patterns: list[URLPattern] = []

# cms/nieuwsbrief/
editors_patterns = [
    path("", editors.index, name="index"),
    path("samenstellen/", editors.assemble, name="assemble"),
    path("<int:pk>/", editors.issue, name="issue"),
    path("<int:pk>/voorbeeld/<slug:mode>/", editors.preview, name="preview"),
    path("<int:pk>/proef/", editors.test, name="test"),
    path("<int:pk>/goedkeuren/", editors.approval, name="approval"),
    path("<int:pk>/versturen/", editors.approve, name="approve"),
    *(
        path(f"<int:pk>/{rule}/", editors.change_mailing_state, {"rule": rule}, name=rule)
        for rule in editors.MAILING_ACTIONS
    ),
    *(path(f"<int:pk>/<int:delivery>/{rule}/", editors.settle, {"rule": rule}, name=rule) for rule in RULES),
    *(
        path(f"<int:pk>/brieven/{rule}/", editors.settle_all, {"rule": rule}, name=f"{rule}-all")
        for rule in RULES
    ),
]
