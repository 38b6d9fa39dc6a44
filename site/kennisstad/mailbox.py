"""One mailbox is one address, however it is spelled."""

import re
import unicodedata
from contextlib import suppress

import idna
from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from kennisstad.invisible_characters import INVISIBLE, JOINER

LONGEST, LONGEST_NAME = 254, 64
# What keyboards for Chinese and Japanese give.
AT = str.maketrans("＠﹫", "@@")
LABEL = re.compile("[^.。．｡]+")


class CannotBeMailed(ValueError):
    """Says why by its code, and never whose address it was: it may end up in a log."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def normal_form(address: str) -> str:
    """The same text for every spelling of one mailbox; never raises.

    What cannot be mailed, as in old rows, has a form that is no mailbox of anybody's.
    """
    try:
        return smtp_address(address).lower()
    except CannotBeMailed:
        return _settled(address)


def smtp_address(address: str) -> str:
    """As mail servers take it: in ASCII, with the capitals that were typed. Raises `CannotBeMailed`.

    The domain is the one that was typed, by the rules of 2008: straße is not strasse.
    """
    if len(address) > LONGEST:
        raise CannotBeMailed("invalid")
    name, at, domain = _parts(address)
    try:
        return _in_ascii(f"{name}{at}{domain}")
    except EmailNotValidError:
        raise CannotBeMailed(_reason(name, domain)) from None


def envelope_address(address: str) -> str:
    """What a mail server is given; what is ASCII is for the server to judge. Raises `CannotBeMailed`."""
    return address if address.isascii() else smtp_address(address)


def _parts(address: str) -> tuple[str, str, str]:
    """Without what cannot be seen. Of the domain the library folds what is still that domain, and no more."""
    name, at, domain = INVISIBLE.sub("", address.translate(AT)).strip().rpartition("@")
    return unicodedata.normalize("NFKC", JOINER.sub("", name)), at, LABEL.sub(_joined_by_right, domain)


def _joined_by_right(label: re.Match[str]) -> str:
    """A joiner in Persian or Hindi makes another domain; anywhere else it slipped in."""
    if JOINER.search(label[0]):
        with suppress(idna.IDNAError):
            idna.encode(label[0], uts46=True)
            return label[0]
    return JOINER.sub("", label[0])


def _in_ascii(address: str) -> str:
    known = validate_email(address, check_deliverability=False, strict=True, allow_smtputf8=False)
    return f"{known.ascii_local_part}@{known.ascii_domain}"


def _reason(name: str, domain: str) -> str:
    if not name or not domain or any(map(str.isspace, name + domain)):
        return "invalid"
    if not name.isascii():
        return "letters"
    if len(name) > LONGEST_NAME:
        return "long"
    if "." not in domain or domain.rpartition(".")[2].lower() in SPECIAL_USE_DOMAIN_NAMES:
        return "nowhere"
    return "invalid"


def _settled(address: str) -> str:
    """Folded until nothing changes any more. Not by `casefold`: of ß it makes somebody else's ss."""
    name, at, domain = _parts(address)
    folded = f"{name}{at}{unicodedata.normalize('NFC', domain)}".lower()
    return folded if folded == address else _settled(folded)
