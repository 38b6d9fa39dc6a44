"""The inks of the covers: the house colours and one ink per topic."""

type Ink = tuple[int, int, int]


def ink(code: str) -> Ink:
    red, green, blue = bytes.fromhex(code)
    return red, green, blue


def between(first: Ink, second: Ink, share: float) -> Ink:
    """Mix `share` of the second ink into the first."""
    red, green, blue = (round(one + (other - one) * share) for one, other in zip(first, second, strict=True))
    return red, green, blue


PAPER = ink("FBF8F3")
SAND = ink("F1E9DC")
DUNE = ink("E4D6BE")
INK = ink("14212B")
NIGHT = ink("0E2236")
BLUE = ink("0B4F86")
SKY = ink("9CC3DF")
BRICK = ink("A8321F")
SALMON = ink("EBA48E")
GREEN = ink("2E6A45")
MOSS = ink("A9C39A")
GOLD = ink("F0C04A")
STRAW = ink("F7DF9F")
RASPBERRY = ink("A93464")
BLUSH = ink("F0BFC4")
PLUM = ink("643A7D")
LILAC = ink("CDB7DC")
OCHRE = ink("B9740F")
TEAL = ink("17706E")
MINT = ink("A5D2C8")
INDIGO = ink("2C3E94")
HAZE = ink("B7C1E6")
