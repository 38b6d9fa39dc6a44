"""People who don't exist, so that the example programmes have voices."""

from kennisstad.demo.content.records import Speaker


def _invented(name: str, subject: str, subject_en: str, organiser: str) -> Speaker:
    return Speaker(
        name=name,
        affiliation=f"Voorbeeldspreker · {subject}",
        affiliation_en=f"Example speaker · {subject_en}",
        organiser=organiser,
    )


SPEAKERS = (
    _invented("Noor van der Sterre", "slaaponderzoek", "sleep research", "lumc"),
    _invented("Idris Benali", "huisarts", "general practitioner", "lumc"),
    _invented("Femke Zonderwater", "voeding", "nutrition", "lumc"),
    _invented("Mei-Lin Hoogduin", "celbiologie", "cell biology", "lumc"),
    _invented("Ruben Kwekel", "nachtzorg", "night care", "lumc"),
    _invented("Sanne Wilgenroos", "stadsnatuur", "urban nature", "naturalis"),
    _invented("Thijs Duinkerken", "duinen en water", "dunes and water", "naturalis"),
    _invented("Amara Vlinderhof", "insecten", "insects", "naturalis"),
    _invented("Joost Hittema", "klimaat in de stad", "urban climate", "gemeente-leiden"),
    _invented(
        "Lotte Penseel", "restauratie van schilderijen", "paintings conservation", "universiteit-leiden"
    ),
    _invented("Bram Klankhorst", "akoestiek", "acoustics", "universiteit-leiden"),
    _invented("Yusuf Taalman", "taalkunde", "linguistics", "universiteit-leiden"),
    _invented(
        "Carlijn Lenzing", "geschiedenis van de wetenschap", "history of science", "universiteit-leiden"
    ),
    _invented("Daan Krijtberg", "leren en technologie", "learning and technology", "hogeschool-leiden"),
    _invented("Eszter Bakboord", "taal op het werk", "language at work", "hogeschool-leiden"),
    _invented(
        "Priya Roosendaalder", "samenleving en buurt", "society and neighbourhood", "hogeschool-leiden"
    ),
    _invented("Hugo Kantelaar", "ondernemen", "entrepreneurship", "key-region-leiden"),
    _invented("Wilma Poldervaart", "ruimte voor werk", "space for work", "key-region-leiden"),
    _invented("Kofi Zeewind", "drones", "drones", "key-region-leiden"),
    _invented("Saskia Hemelrijk", "sterrenkunde", "astronomy", "universiteit-leiden"),
    _invented("Otto Kwantes", "quantumfysica", "quantum physics", "universiteit-leiden"),
    _invented("Nadia Sluiswachter", "wonen en bouwen", "housing and building", "gemeente-leiden"),
    _invented("Marit Stadhouwer", "kennis in de stad", "knowledge in the city", "leiden-kennisstad"),
    _invented("Elif Brugmans", "samenwerken", "working together", "leiden-kennisstad"),
    _invented("Pieter Sleutelaar", "lessen uit tien jaar", "lessons from ten years", "leiden-kennisstad"),
)
