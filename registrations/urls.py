from django.urls import path, re_path

from kennisstad.languages import route
from registrations.views import (
    approval,
    attendee,
    door,
    lost_ticket,
    on_behalf,
    organiser,
    own_registration,
    ticket,
)

app_name = "registrations"

EVENT = r"^(?P<path>agenda/[\w-]{1,255}/[\w-]{1,255}/)"
TOKEN = r"(?P<token>[\w.:-]{1,400})"

urlpatterns = [
    # <event page>
    re_path(route(nl=rf"{EVENT}aanmelden/$", en=rf"{EVENT}register/$"), attendee.sign_up, name="sign_up"),
    re_path(
        route(nl=rf"{EVENT}aanmelden/groep/$", en=rf"{EVENT}register/group/$"),
        attendee.sign_up_group,
        name="sign_up_group",
    ),
    re_path(
        route(nl=rf"{EVENT}aanmelden/gelukt/{TOKEN}/$", en=rf"{EVENT}register/done/{TOKEN}/$"),
        attendee.confirmed,
        name="confirmed",
    ),
    re_path(
        route(nl=rf"^aanmelding/afzeggen/{TOKEN}/$", en=rf"^registration/cancel/{TOKEN}/$"),
        attendee.cancel,
        name="cancel",
    ),
    re_path(
        route(nl=rf"^aanmelding/{TOKEN}/$", en=rf"^registration/{TOKEN}/$"),
        own_registration.registration,
        name="registration",
    ),
    re_path(
        route(nl=rf"^aanmelding/{TOKEN}/wissen/$", en=rf"^registration/{TOKEN}/erase/$"),
        own_registration.erase,
        name="erase",
    ),
    re_path(
        route(nl=rf"^aanmelding/{TOKEN}/gegevens.json$", en=rf"^registration/{TOKEN}/data.json$"),
        own_registration.data,
        name="own_data",
    ),
    path("tickets/", lost_ticket.lost_ticket, name="lost"),
    # checkin/
    path("checkin/", door.checkin, name="checkin"),
    path("checkin/scan/", door.scan, name="scan"),
    path("checkin/undo/", door.undo, name="undo"),
    path("checkin/others/", door.others, name="others"),
    path("checkin/count/", door.count, name="count"),
    path("checkin/stop/", door.stop, name="stop"),
    re_path(rf"^checkin/open/{TOKEN}/$", door.open_door, name="door"),
]

# In the registration's own language, so without one in the address. `tickets:` is their namespace.
unprefixed_patterns = [
    re_path(r"^t/(?P<code>[^/.]+)$", ticket.page, name="ticket"),
    re_path(r"^t/(?P<code>[^/.]+)\.(?P<kind>svg|png|ics)$", ticket.file, name="file"),
]

# /cms/aanmeldingen/
organiser_patterns = [
    path("", organiser.index, name="index"),
    path("<uuid:pk>/", organiser.event_list, name="event"),
    path("<uuid:pk>/export/", organiser.export, name="export"),
    path("<uuid:pk>/voorwaarden/", organiser.settings, name="settings"),
    path("<uuid:pk>/aanvragen/toelaten/", approval.admit_everybody, name="admit_all"),
    path("<uuid:pk>/aanvragen/<uuid:registration_id>/toelaten/", approval.admit_one, name="admit"),
    path("<uuid:pk>/aanvragen/<uuid:registration_id>/afwijzen/", approval.refuse_one, name="refuse"),
    path("<uuid:pk>/toevoegen/", on_behalf.add, name="add"),
    path("<uuid:pk>/toegevoegd/<uuid:registration_id>/", on_behalf.added, name="added"),
    path("<uuid:pk>/deurlijst/", organiser.printed_list, name="door_list"),
    path("<uuid:pk>/deuren/", organiser.doors, name="doors"),
    path("<uuid:pk>/deuren/<int:number>/", organiser.door, name="door"),
    path("<uuid:pk>/deuren/<int:number>/code.svg", organiser.door_code, name="door_code"),
    path("<uuid:pk>/deuren/<int:number>/stop/", organiser.close, name="close_door"),
    path("<uuid:pk>/deuren/<int:number>/<int:phone>/stop/", organiser.stop_device, name="stop_phone"),
]
