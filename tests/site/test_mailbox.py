"""One person, one mailbox: whoever spells an address in another way is not somebody else."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kennisstad.mailbox import CannotBeMailed, envelope_address, normal_form, smtp_address

ANNA = "anna@xn--strae-oqa.example.org"
SPELLINGS = [
    "anna@straße.example.org",
    "Anna@Straße.Example.ORG",
    "ANNA@STRAẞE.EXAMPLE.ORG",
    "anna@xn--strae-oqa.example.org",
    "anna@XN--STRAE-OQA.example.org",
    "ａｎｎａ@straße.example.org",
    "anna＠straße。example．org",
    "anna@ｓｔｒａßｅ.example.org",
    " anna@straße.example.org\u00a0",
    "\u3000anna@straße.example.org",
    "an\u200bna@straße.example.org",
    "anna\u2060@straße.exam\ufeffple.org",
    "an\u00adna@stra\u00adße.example.org",
    "\u202eanna@straße.example.org\u202c",
    "anna\u200e@\u200fstraße.example.org",
    "an\u200cna@straße.exa\u200dmple.org",
    "anna\u3164@straße.example.org\u3164",
    "an\uffa0na@straße.example\u2800.org",
    "a\u2800nna@straße.example.org",
    "an\ufe0fna@straße.example.org",
    "𝒶𝓃𝓃𝒶@straße.example.org",
]
OTHERS = {
    "an.na@example.org",
    "anna@example.org",
    "anna+a@example.org",
    "anna@strasse.example.org",
    "anna@straße.example.org",
    "anna@strase.example.org",
    "änna@example.org",
    "ßanna@example.org",
    "ssanna@example.org",
    "\u0430nna@example.org",
}
REFUSED = {
    "anna": "invalid",
    "": "invalid",
    "@example.org": "invalid",
    "anna@": "invalid",
    "anna@example.org, bob@example.org": "invalid",
    "Anna <anna@example.org>": "invalid",
    "anna@example.org\nBcc: bob@example.org": "invalid",
    "an na@example.org": "invalid",
    "anna@exam\nple.org": "invalid",
    "anna@example.org\x00": "invalid",
    "anna..b@example.org": "invalid",
    '"an na"@example.org': "invalid",
    "anna@-example.org": "invalid",
    "anna@ex_ample.org": "invalid",
    "anna@[127.0.0.1]": "invalid",
    "anna@☃.example.org": "invalid",
    "anna@⒈com.org": "invalid",
    "anna@xn--a.org": "invalid",
    f"{'a' * 10_000}@example.org": "invalid",
    f"anna@{'a' * 64}.org": "invalid",
    "İ@example.org": "letters",
    "ı@example.org": "letters",
    "änna@example.org": "letters",
    "ß@example.org": "letters",
    f"{'a' * 65}@example.org": "long",
    "anna@localhost": "nowhere",
    "anna@nl": "nowhere",
    "anna@printer.local": "nowhere",
    "anna@example.LOCALHOST": "nowhere",
    "anna@example.test": "nowhere",
    "anna@example.invalid": "nowhere",
    "anna@example.onion": "nowhere",
}
# Persian needs its joiner: without, this is another domain.
PERSIAN = "anna@نامه\u200cای.com"

characters = (
    st.sampled_from("aßİıſKＡé\u0301σς.@＠-_ \u200b\u200c\u3164\u2800\u202e\u00ad😀ｘ。文") | st.characters()
)
texts = st.text(characters, max_size=12)
names = st.from_regex(r"[a-z0-9]{1,8}(?:[.+_-][a-z0-9]{1,8}){0,2}", fullmatch=True)
domains = st.sampled_from(
    ["example.org", "straße.example.org", "münchen.example.org", "例え.example.org", "xn--fa-hia.de"]
)
unseen = st.text(st.sampled_from("\u200b\u2060\u00ad\u3164\u2800\ufeff\u202e\u200f"), max_size=2)


@pytest.mark.parametrize("spelling", SPELLINGS, ids=ascii)
def test_every_spelling_is_one_mailbox_that_can_be_mailed(spelling: str):
    assert normal_form(spelling) == ANNA
    assert smtp_address(spelling).lower() == ANNA


def test_two_mailboxes_stay_two():
    assert len({normal_form(address) for address in OTHERS}) == len(OTHERS)


def test_what_is_mailed_keeps_its_capitals_and_its_domain():
    assert smtp_address("Anna.B@Straße.Example.org") == "Anna.B@xn--strae-oqa.example.org"
    assert smtp_address("O'Neil+x@example.org") == "O'Neil+x@example.org"
    assert smtp_address("a@faß.de") == "a@xn--fa-hia.de"


@pytest.mark.parametrize(("address", "code"), REFUSED.items(), ids=lambda text: ascii(text)[:40])
def test_what_cannot_be_mailed_is_refused_with_a_reason(address: str, code: str):
    with pytest.raises(CannotBeMailed) as refusal:
        smtp_address(address)

    assert (refusal.value.code, str(refusal.value)) == (code, code)


def test_a_joiner_that_makes_another_domain_is_not_taken_away():
    with pytest.raises(CannotBeMailed):
        smtp_address(PERSIAN)
    assert normal_form(PERSIAN) != normal_form(PERSIAN.replace("\u200c", ""))


def test_an_address_in_ascii_is_for_the_mail_server_to_judge():
    assert envelope_address("root@localhost") == "root@localhost"
    assert envelope_address("Anna@Straße.example.org") == "Anna@xn--strae-oqa.example.org"
    with pytest.raises(CannotBeMailed):
        envelope_address("İ@example.org")


@given(texts, texts)
@example("", "")
@example("İ", "a@b")
@example("x" * 300, "example.org")
def test_any_text_has_one_form_that_is_its_own(name: str, domain: str):
    for text in (name, f"{name}@{domain}", f"{name}@{domain}.org", f"{name}@xn--{domain}.org"):
        form = normal_form(text)

        assert normal_form(form) == form
        assert normal_form(f" {text}\u200b") == form


@given(texts, texts)
def test_what_cannot_be_mailed_is_nobodys_mailbox(name: str, domain: str):
    address = f"{name}@{domain}.org"
    assume(not _can_be_mailed(address))

    assert not _can_be_mailed(normal_form(address))


@given(names, domains, unseen, st.data())
def test_capitals_width_and_what_is_unseen_make_no_other_mailbox(
    name: str, domain: str, gap: str, data: st.DataObject
):
    address = f"{name}@{domain}"
    spell = data.draw(st.sampled_from([str.upper, str.title, _wide, str]))
    at = data.draw(st.integers(0, len(name)))

    other = f"{gap}{spell(name[:at])}{gap}{name[at:]}@{gap}{domain}{gap}"

    assert normal_form(other) == normal_form(address) == normal_form(smtp_address(address))


def _wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if char.isalnum() else char for char in text)


def _can_be_mailed(address: str) -> bool:
    try:
        smtp_address(address)
    except CannotBeMailed:
        return False
    return True
