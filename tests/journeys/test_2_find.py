"""2. Somebody finds it: in the calendar, on its own page, in a feed."""

from .calendars import in_utc, read_with_ical, read_with_vobject
from .http_client import ask
from .organiser import PART, SPEAKER, SUMMARY


def test_the_calendar_lists_it_and_its_page_tells_all(visiting, screen, evening):
    with visiting(screen) as resident:
        resident.go("/agenda/")
        resident.follow(f"a[href='{evening.path}']")
        resident.see(evening.title, SUMMARY, PART, SPEAKER, "19.30–")
        resident.go("/en" + evening.path)
        resident.see(evening.title, PART, SPEAKER, "7.30")
        assert resident.context.cookies() == []


def test_the_calendar_is_filtered_without_a_script(visiting, screen, evening):
    with visiting(screen, java_script_enabled=False) as resident:
        page = resident.go("/agenda/")
        if (folded := page.locator("details.filters > summary")).is_visible():
            folded.click()
        resident.fill({"q": evening.title})
        resident.follow(".filters__form button")
        assert evening.title in page.locator(".calendar__sentence").inner_text()
        assert page.locator(".event-row").count() == 1
        resident.follow(f"a[href='{evening.path}']")
        resident.see(SUMMARY)


def test_the_feed_says_the_same_to_two_programs(site, evening):
    feed = ask(site, "/feeds/all.ics").text
    entries = read_with_vobject(feed)
    assert entries == read_with_ical(feed)
    assert (in_utc(evening.starts), evening.title) in {
        (starts, title) for starts, _, title in entries.values()
    }


def test_every_feed_it_belongs_in_has_it_and_answers_304(site, evening):
    for path in (
        "/feeds/organiser/naturalis.ics",
        "/en/feeds/organiser/naturalis.ics",
        "/feeds/municipality/leiden.ics",
    ):
        feed = ask(site, path)
        assert evening.title in {title for _, _, title in read_with_vobject(feed.text).values()}, path
        again = ask(site, path, headers={"If-None-Match": feed.headers["ETag"]})
        assert (again.status, again.body) == (304, b"")
