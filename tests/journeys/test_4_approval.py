"""People who ask for a place: the organiser hears of it, admits one and refuses another."""

from .browser import ON_A_PHONE
from .mailbox import link_in, text_of
from .organiser import sign_in

MOTHS = "/agenda/naturalis/nachtvlinders-tellen/"


@ON_A_PHONE
def test_one_is_admitted_and_another_refused(visiting, screen, run, mailbox):
    noor, sam = (f"{name}.{run}@example.org" for name in ("vraagt", "asks"))
    for path, name, email, done in (
        (f"{MOTHS}aanmelden/", f"Noor {run} 🐝", noor, "Je aanvraag is binnen"),
        (f"/en{MOTHS}register/", f"Sam {run}", sam, "We have your request"),
    ):
        with visiting(screen, java_script_enabled=False) as visitor:
            visitor.go(path)
            visitor.fill({"name": name, "email": email})
            visitor.follow("main form button[class*=primary]")
            visitor.see(done)
    assert "/t/" not in text_of(mailbox.wait_for(noor)[0])
    [asked] = mailbox.wait_for(sam)

    with visiting(screen) as organiser:
        sign_in(organiser, "naturalis")
        organiser.go("/cms/aanmeldingen/")
        organiser.follow(organiser.page.get_by_role("link", name="Nachtvlinders tellen"))
        organiser.see("aanvragen wachten op je antwoord")
        organiser.follow(organiser.page.get_by_role("button", name=f"Toelaten Noor {run}"))
        organiser.see(f"Noor {run} 🐝 mag komen")
        organiser.follow(organiser.page.get_by_role("link", name=f"Afwijzen Sam {run}"))
        organiser.fill({"words": "Next time!"})
        organiser.follow("form.ks-form button[type=submit]")
        organiser.see(f"Sam {run} krijgt een mail")

    _asked, ticket = mailbox.wait_for(noor, 2)
    assert "/t/" in text_of(ticket)
    _asked, refused = mailbox.wait_for(sam, 2)
    assert "Next time!" in text_of(refused)
    with visiting(screen) as visitor:
        visitor.go(link_in(asked, "/en/registration/"))
        visitor.see("There is no place for you this time")
