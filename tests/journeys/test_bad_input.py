"""Whatever somebody sends: a clear refusal in the right language, never a fault of ours, and nothing changed."""

import re
from urllib.parse import quote

import pytest

from .http_client import FORM, Answer, ask, send_form
from .mailbox import Mailbox
from .product import Product

HUGE = "9" * 3000
NUL = "%00"
NOT_UTF8 = "%ff%fe"
REFUSED = {400, 403, 404, 405, 409, 410, 413, 414, 415, 431}
ADDRESS = "bad.input@example.org"
TOKEN = "eyJhIjoxfQ:1tamper:bm90LWEtc2lnbmF0dXJl"  # shaped like ours, signed by nobody


@pytest.fixture(scope="module")
def site(running_product: Product):
    return running_product.url


@pytest.fixture(scope="module")
def open_event(site):
    """The path of an event that takes registrations."""
    return first_open_event(site)


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_changed(running_product: Product, mailbox: Mailbox):
    """Neither the calendar nor the list of places, and nobody gets mail."""
    before = public_state(running_product)
    yield
    assert public_state(running_product) == before
    assert mailbox.to(ADDRESS) == []


def public_state(product: Product) -> list[bytes]:
    return [ask(product.url, path).body for path in ("/feeds/all.ics", "/agenda/", "/nieuwsbrief/archief/")]


def first_open_event(site: str) -> str:
    for path in dict.fromkeys(re.findall(r'href="(/agenda/[\w-]+/[\w-]+/)"', ask(site, "/agenda/").text)):
        if f'href="{path}aanmelden/"' in ask(site, path).text:
            return path
    raise AssertionError("No event takes registrations")


def assert_clear_refusal(answer: Answer, language: str, what: object = "") -> None:
    assert answer.status in REFUSED, (what, answer.status)
    assert answer.language == language, (what, answer.language)
    assert answer.title, what


KEYS = ["municipality", "theme", "organiser", "type", "audience", "language", "mode", "from", "to", "page"]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(("path", "language"), [("/agenda/", "nl"), ("/en/agenda/", "en")])
def test_the_calendar_refuses_a_wrong_choice(site, path, language, key):
    for value in ("nonsense", HUGE, NUL, NOT_UTF8, quote("'; DROP TABLE x--"), "-1", "2027-13-45"):
        assert_clear_refusal(ask(site, f"{path}?{key}={value}"), language, (key, value[:20]))


@pytest.mark.parametrize(
    "path", ["/agenda/", "/en/agenda/", "/feeds/all.ics", "/feeds/all.rss", "/feeds/all.json"]
)
def test_an_empty_or_unknown_key_asks_nothing(site, path):
    for query in (
        "?theme=",
        "?page=" if "agenda" in path else "?mode=",
        "?unknown=1&utm_source=x",
        "?&&&===",
        "?q=",
    ):
        assert ask(site, path + query).status == 200, query


@pytest.mark.parametrize(("path", "language"), [("/agenda/", "nl"), ("/en/agenda/", "en")])
def test_any_words_may_be_searched_for_but_not_a_book(site, path, language):
    for words in (
        "%",
        "_",
        quote("\\' OR 1=1 --"),
        quote("🦉 <script>alert(1)</script>"),
        quote("\u202eabc"),
    ):
        answer = ask(site, f"{path}?q={words}")
        assert answer.status == 200, words
        assert "<script>alert" not in answer.text
    for words in (HUGE, NUL, "a" + NUL):
        assert_clear_refusal(ask(site, f"{path}?q={words}"), language, words[:20])


@pytest.mark.parametrize("key", [key for key in KEYS if key != "page"])
@pytest.mark.parametrize(("path", "language"), [("/feeds/all.ics", "nl"), ("/en/feeds/all.json", "en")])
def test_a_feed_refuses_a_wrong_choice(site, path, language, key):
    for value in ("nonsense", HUGE, NUL, NOT_UTF8):
        assert_clear_refusal(ask(site, f"{path}?{key}={value}"), language, (key, value[:20]))


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/theme/nonsense.ics",
        "/feeds/planet/mars.ics",
        "/feeds/all.exe",
        "/feeds/theme/..%2f..%2fetc.ics",
        "/agenda/nonsense/",
        "/agenda/nonsense/nonsense/event.ics",
        "/agenda/nonsense/nonsense/aanmelden/",
        f"/agenda/{HUGE}/",
        "/agenda/%00/",
        "/agenda/%ff%fe/",
        "/nieuwsbrief/archief/nonsense/",
        "/nieuwsbrief/archief/?page=0",
        "/nieuwsbrief/archief/?page=nonsense",
        "/nieuwsbrief/archief/?page=99999999999999999999",
        "/nieuwsbrief/archief/?page=%00",
        "/documents/999999/nonsense.pdf",
        "/media/nonsense.jpg",
        "/media/../manage.py",
        "/media/%2e%2e/%2e%2e/manage.py",
        "/media/..%2f..%2fkennisstad.sqlite3",
        "/media//etc/passwd",
        "/media/%00",
        "/static/nonsense.css",
        "/static/..%2f..%2fmanage.py",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/%00",
        "/%ff%fe",
        "/..%2f..%2fetc%2fpasswd",
        "/.env",
        "/.git/config",
        "/wp-login.php",
    ],
)
def test_an_address_that_leads_nowhere_is_refused(site, path):
    answer = ask(site, path)
    assert answer.status in {400, 404, 414}
    assert answer.language == "nl"
    assert b"DJANGO_SETTINGS_MODULE" not in answer.body
    assert b"[project]" not in answer.body


def test_in_english_a_wrong_address_is_refused_in_english(site):
    for path in (
        "/en/nonsense/",
        "/en/agenda/nonsense/",
        "/en/newsletter/archive/nonsense/",
        "/en/feeds/theme/x.ics",
    ):
        assert_clear_refusal(ask(site, path), "en", path)


UNKNOWN_CODES = [
    "AAAAAAAAAAAAAAAA",
    "a",
    HUGE[:190],
    HUGE,
    "%00",
    "%ff%fe",
    "..%2f..%2f",
    quote("🎫" * 16),
    "'%20OR%201=1",
]


@pytest.mark.parametrize("code", UNKNOWN_CODES)
def test_an_unknown_ticket_is_refused(site, code):
    for suffix in ("", ".svg", ".png", ".ics", ".pdf", ".exe", "?language=xx"):
        assert_clear_refusal(ask(site, f"/t/{code}{suffix}"), "nl", suffix)


SIGNED = {
    "nl": [
        "/aanmelding/afzeggen/{}/",
        "/nieuwsbrief/bevestigen/{}/",
        "/nieuwsbrief/afmelden/{}/",
        "/nieuwsbrief/voorkeuren/{}/",
    ],
    "en": [
        "/en/registration/cancel/{}/",
        "/en/newsletter/confirm/{}/",
        "/en/newsletter/unsubscribe/{}/",
        "/en/newsletter/preferences/{}/",
    ],
}


@pytest.mark.parametrize(
    ("language", "path"), [(language, path) for language in SIGNED for path in SIGNED[language]]
)
def test_a_link_that_somebody_tampered_with_does_nothing(site, language, path):
    for token in (TOKEN, "x", HUGE[:390], "..", "%00", "%ff"):
        assert_clear_refusal(ask(site, path.format(token)), language, token[:20])
        assert_clear_refusal(ask(site, path.format(token), "POST"), language, token[:20])


def test_a_door_link_that_somebody_made_up_opens_nothing(site):
    for path, language in (("/checkin/open/{}/", "nl"), ("/en/checkin/open/{}/", "en")):
        for token in (TOKEN, "x", HUGE[:390]):
            assert_clear_refusal(ask(site, path.format(token)), language)


WRONG_NAMES = ["", "   ", "x" * 10_000, "a\x00b"]
WRONG_ADDRESSES = [
    "",
    "nobody",
    "a@b",
    "x" * 300 + "@example.org",
    "a@example.org\nBcc: b@example.org",
    "bad\x00input@example.org",
]


@pytest.mark.parametrize(
    ("prefix", "form", "language"), [("", "aanmelden/", "nl"), ("/en", "register/", "en")]
)
def test_a_registration_that_is_not_right_is_refused_in_words(site, open_event, prefix, form, language):
    path = f"{prefix}{open_event}{form}"
    wrong = [{"name": name, "email": ADDRESS} for name in WRONG_NAMES]
    wrong += [{"name": "Noor", "email": email} for email in WRONG_ADDRESSES]
    wrong += [{}]
    for fields in wrong:
        assert_clear_refusal(send_form(site, path, fields), language, str(fields)[:80])


def test_a_refused_form_keeps_what_was_typed(site, open_event):
    answer = send_form(site, f"{open_event}aanmelden/", {"name": 'Noor "🦉" <b>Ü</b>', "email": "noor@"})
    assert answer.status == 400
    assert "Noor &quot;🦉&quot; &lt;b&gt;Ü&lt;/b&gt;" in answer.text
    assert 'value="noor@"' in answer.text


@pytest.mark.parametrize(("path", "language"), [("/nieuwsbrief/", "nl"), ("/en/newsletter/", "en")])
def test_a_subscription_that_is_not_right_is_refused_in_words(site, path, language):
    wrong = [{"email": email, "language": language} for email in WRONG_ADDRESSES]
    wrong += [{"email": ADDRESS, "language": value} for value in ("", "xx", HUGE, "n\x00l")]
    for fields in (*wrong, {}):
        assert_clear_refusal(send_form(site, path, fields), language, str(fields)[:80])


def test_bytes_that_are_no_text_are_refused(site, open_event):
    for path in ("/nieuwsbrief/", f"{open_event}aanmelden/"):
        answer = send_form(site, path, b"name=%ff%fe&email=%ff%fe%00&language=%ff")
        assert_clear_refusal(answer, "nl", path)


def forms(event: str) -> dict[str, str]:
    return {
        "/nieuwsbrief/": "nl",
        "/en/newsletter/": "en",
        f"{event}aanmelden/": "nl",
        f"/en{event}register/": "en",
        "/account/login/": "nl",
        "/checkin/": "nl",
        "/checkin/scan/": "nl",
        "/checkin/stop/": "nl",
    }


def test_a_form_from_elsewhere_is_refused(site, open_event):
    for path, language in forms(open_event).items():
        answer = ask(
            site,
            path,
            "POST",
            f"email={ADDRESS}&name=Noor&language=nl&code=A".encode(),
            {"Content-Type": FORM},
        )
        assert_clear_refusal(answer, language, path)


def test_ten_megabytes_are_refused(site, open_event):
    body = b"name=" + b"x" * 10_000_000
    for path, language in forms(open_event).items():
        assert_clear_refusal(ask(site, path, "POST", body, {"Content-Type": FORM}), language, path)


def test_ten_thousand_fields_are_refused(site):
    answer = send_form(site, "/nieuwsbrief/", b"&".join(b"f%d=x" % number for number in range(10_000)))
    assert_clear_refusal(answer, "nl")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "POST"])
def test_a_page_answers_only_to_the_methods_it_knows(site, open_event, method):
    readable = [
        "/",
        "/agenda/",
        open_event,
        "/feeds/all.ics",
        "/nieuwsbrief/archief/",
        "/robots.txt",
        "/healthz",
    ]
    for path in readable if method == "POST" else [*readable, *forms(open_event)]:
        answer = ask(site, path, method, b"x=1", {"Content-Type": FORM})
        assert answer.status in {403, 405}, (method, path, answer.status)


STRANGE_HEADERS = [
    {"Cookie": "sessionid=%00; csrftoken=" + "x" * 4000},
    {"Cookie": "sessionid='; DROP TABLE; messages=nonsense"},
    {"Accept-Language": "xx-" * 1000},
    {"Accept": "nonsense"},
    {"If-None-Match": '"' + "x" * 4000},
    {"If-Modified-Since": "the day before yesterday"},
    {"Range": "bytes=99999999999999999999-"},
    {"Referer": "\xff\xfe"},
    {"X-Forwarded-For": "nonsense, 999.999.999.999"},
    {"X-Forwarded-Proto": "gopher"},
    {"Content-Type": "multipart/form-data"},
    {"Content-Type": "text/html; charset=nonsense"},
]


@pytest.mark.parametrize("headers", STRANGE_HEADERS, ids=lambda headers: next(iter(headers)))
def test_strange_headers_change_nothing(site, headers):
    for path in ("/", "/agenda/", "/feeds/all.ics", "/nieuwsbrief/", "/account/login/"):
        assert ask(site, path, headers=headers).status == 200, path


def test_a_name_that_is_not_ours_is_refused(site):
    for host in ("evil.example", "127.0.0.1.evil.example", "..", "a b", "\xff"):
        assert ask(site, "/", headers={"Host": host}).status == 400, host


def test_an_address_longer_than_any_is_refused(site):
    assert ask(site, "/agenda/?q=" + "x" * 100_000).status in {400, 414}


def test_a_body_that_is_no_form_is_refused(site, open_event):
    broken = b'--x\r\nContent-Disposition: form-data; name="email"; filename="a"\r\n\r\n' + bytes(range(256))
    for path, language in forms(open_event).items():
        answer = ask(site, path, "POST", broken, {"Content-Type": "multipart/form-data; boundary=x"})
        assert_clear_refusal(answer, language, path)
