"""The home page and the pages of text that every installation starts with."""

from kennisstad.foundation.records import Text

SITE_NAME = "Leiden Kennisstad"
HOME_SENTENCE = "Alles wat je in de Leidse regio kunt leren, zien en bespreken, in één agenda."
HOME_SENTENCE_EN = "Everything to learn, see and discuss in the Leiden region, in one calendar."

NEWSLETTER = "Wat eraan komt, wat het opleverde en wie je kunt ontmoeten. Elke twee weken in je mail."
NEWSLETTER_EN = "What is coming up, what came of it and who you could meet. Every two weeks in your inbox."


ABOUT = Text(
    slug="over",
    title="Over Leiden Kennisstad",
    title_en="About Leiden Kennisstad",
    body=(
        "Leiden Kennisstad is een samenwerking van de gemeente Leiden, de Universiteit Leiden, het LUMC, de Hogeschool Leiden en Naturalis Biodiversity Center. De samenwerking begon op 7 juli 2017. Naturalis kwam er eind 2020 bij.",
        "Samen maken we kennis bruikbaar voor de stad en de regio, en halen we vragen uit de stad naar de onderzoekers en studenten.",
        "## Deze agenda",
        "Hier staan bijeenkomsten van de partners en van gemeenten in de regio bij elkaar. Je kunt je aanmelden zonder account. Na afloop lees je op dezelfde pagina wat eruit kwam.",
        "Je kunt de agenda ook in je eigen agenda laten verschijnen, of op de website van je gemeente of organisatie zetten.",
        "## De nieuwsbrief",
        "Elke twee weken sturen we een nieuwsbrief met wat eraan komt en wat het opleverde. Afmelden kan met één klik.",
    ),
    body_en=(
        "Leiden Kennisstad is a cooperation between the city of Leiden, Leiden University, the LUMC, Leiden University of Applied Sciences and Naturalis Biodiversity Center. It began on 7 July 2017. Naturalis joined at the end of 2020.",
        "Together we make knowledge useful for the city and the region, and bring questions from the city to researchers and students.",
        "## This calendar",
        "Here you find meetings of the partners and of municipalities in the region. You can register without an account. Afterwards the same page tells what came of it.",
        "You can also have the calendar appear in your own calendar, or on the website of your municipality or organisation.",
        "## The newsletter",
        "Every two weeks we send a newsletter with what is coming up and what it brought. You leave with one click.",
    ),
)

ACCESSIBILITY = Text(
    slug="toegankelijkheid",
    title="Toegankelijkheid",
    title_en="Accessibility",
    body=(
        "Iedereen moet deze site kunnen gebruiken: met een toetsenbord, met een voorleesprogramma, op een klein scherm, met grote letters of zonder JavaScript.",
        "## Waar we aan werken",
        "We bouwen volgens WCAG 2.2, niveau AA. Bij elke wijziging controleren programma's de pagina's op bekende fouten. Een onafhankelijk onderzoek door mensen is nog niet gedaan. Zodra dat er is, staat het resultaat hier.",
        "## Werkt iets niet?",
        "Laat het weten aan de organisator van het evenement, of aan de beheerder van deze site. Zeg erbij welke pagina het is en wat je gebruikt. Je hoort wat we ermee doen.",
    ),
    body_en=(
        "Everyone must be able to use this site: with a keyboard, with a screen reader, on a small screen, with large letters or without JavaScript.",
        "## What we aim for",
        "We build to WCAG 2.2, level AA. With each change, programs check the pages for known mistakes. People have not yet audited the site independently. As soon as they have, the result will be here.",
        "## Is something not working?",
        "Tell the organiser of the event, or whoever runs this site. Say which page it is and what you use. You will hear what we do about it.",
    ),
)

PRIVACY = Text(
    slug="privacy",
    title="Privacy",
    title_en="Privacy",
    body=(
        "We vragen niet meer dan we nodig hebben, en bewaren het niet langer dan nodig is.",
        "## Als je rondkijkt",
        "Dan bewaren we niets over je. Er zijn geen volgcookies en geen trackers, en de pagina's halen niets op bij andere bedrijven.",
        "## Als je je aanmeldt",
        "Dan bewaren we je naam, je e-mailadres en je taal. De organisator van het evenement ziet ze. Zestig dagen na het evenement wissen we je gegevens. In de QR-code van je ticket staat alleen een code, niets over jou.",
        "## Als je de nieuwsbrief krijgt",
        "Dan bewaren we je e-mailadres, je taal en wanneer je toestemming gaf. We meten niet of je een mail opent of waarop je klikt. Meld je je af, dan krijg je geen nieuwsbrief meer.",
        "## Je rechten",
        "Je mag vragen wat we van je bewaren, het laten verbeteren of laten wissen. Met de link in onze mail regel je het meeste zelf.",
    ),
    body_en=(
        "We ask no more than we need, and keep it no longer than needed.",
        "## When you look around",
        "We keep nothing about you. There are no tracking cookies and no trackers, and the pages fetch nothing from other companies.",
        "## When you register",
        "We keep your name, your email address and your language. The organiser of the event sees them. Sixty days after the event we erase your details. The QR code of your ticket holds only a code, nothing about you.",
        "## When you get the newsletter",
        "We keep your email address, your language and when you consented. We don't measure whether you open a mail or what you click. If you unsubscribe, you get no more newsletters.",
        "## Your rights",
        "You may ask what we keep about you, have it corrected or have it erased. The link in our mail lets you arrange most of it yourself.",
    ),
)

TEXTS = (ABOUT, ACCESSIBILITY, PRIVACY)
