"""Guests and subscribers who don't exist. The domains of their addresses are reserved for examples."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random
from unicodedata import normalize

DUTCH_FIRST = (
    "Aaltje Anna Anouk Arjan Bart Bas Carolien Chantal Coen Daphne Dirk Eefje Elin Emma Erik Esther "
    "Femke Floor Frank Geert Gijs Hanneke Hans Harm Ilse Inge Iris Jaap Jan Jasmijn Jeroen Jet Joke "
    "Joost Jorrit Judith Karin Kees Koen Lars Lieke Lotte Maarten Marieke Marloes Martijn Mees Merel "
    "Mirjam Nienke Noor Olga Paul Peter Pim Renske Rik Roos Ruben Sanne Sjoerd Sofie Stijn Suzan "
    "Teun Thea Thijs Tineke Tom Truus Vera Wendy Willem Wouter Yvonne"
).split()
DUTCH_LAST = (
    "Bakker;van den Berg;Blom;de Boer;Bos;Brouwer;van der Burgh;Claassen;van Dam;Dekker;van Dijk;"
    "Dijkstra;van Duijn;Faber;de Groot;Haasnoot;van der Heijden;Hendriks;Hoekstra;van der Horst;"
    "Huisman;Jansen;de Jong;de Kok;Koning;Kooijman;van Leeuwen;Maas;Meijer;van der Meer;Mulder;"
    "Oosterhuis;van Os;Ouwehand;Peters;van der Plas;Postma;Prins;van Rijn;de Rooij;Schouten;Smit;"
    "Snoek;van der Spek;Timmermans;Varkevisser;Veldhuis;Vermeulen;Visser;Vos;de Vries;van der Wal;"
    "de Wit;Zandbergen;Zuidema"
).split(";")
OTHER_FIRST = (
    "Abena Adriana Ahmed Aisha Alejandro Amélie Ananya Andrzej Ayşe Beatriz Chen Chiara Dalia Dimitri "
    "Elena Emre Fatima Giulia Hamza Hiroshi Ines Jamal Jelena Joana Kamil Khadija Kwame Laila Leila "
    "Linh Luca Magda Mariam Marco Mehmet Miguel Mina Mohammed Nadia Naoko Olivia Omar Paulo Priya "
    "Rachid Ravi Samira Santiago Sara Shanti Soraya Tariq Tomasz Vikram Wei Yara Youssef Zeynep Zoë"
).split()
OTHER_LAST = (
    "Achterberg-Osei;El Amrani;Bouzid;Chen;Conti;Costa;Demir;Fernández;Georgiou;Haddad;Hernández;Ito;"
    "Ivanova;Kaya;Khan;Kowalska;Kumar;Lopes;Martínez;Mensah;Müller;Nguyen;Novák;O'Brien;Öztürk;Patel;"
    "Pereira;Petrova;Popescu;Ramdin;Rossi;Santos;Sharma;Singh;Smith;Soekardjo;Suzuki;Tanaka;Tromp;"
    "Wang;Weber;Yılmaz;Zieliński"
).split(";")
DOMAINS = ("example.org", "example.com", "example.net")


@dataclass(frozen=True)
class Somebody:
    name: str
    email: str
    language: str


def guests(count: int) -> list[Somebody]:
    return list(islice(_people(Random("guests")), count))


def subscribers(count: int) -> list[Somebody]:
    return list(islice(_people(Random("subscribers")), count))


def _people(chance: Random) -> Iterator[Somebody]:
    seen: set[str] = set()
    while True:
        somebody = _somebody(chance)
        if somebody.email not in seen:
            seen.add(somebody.email)
            yield somebody


def _somebody(chance: Random) -> Somebody:
    from_here = chance.random() < 0.66
    first = chance.choice(DUTCH_FIRST if from_here else OTHER_FIRST)
    last = chance.choice(DUTCH_LAST if from_here or chance.random() < 0.25 else OTHER_LAST)
    language = "en" if not from_here and chance.random() < 0.45 else "nl"
    email = f"{_plain(first)}.{_plain(last)}@{chance.choice(DOMAINS)}"
    return Somebody(f"{first} {last}", email, language)


def _plain(name: str) -> str:
    ascii_name = normalize("NFKD", name.replace("ı", "i").replace("ł", "l")).encode("ascii", "ignore")
    return ascii_name.decode().lower().replace(" ", "").replace("'", "")
