"""Six issues of the newsletter that went out, and what they told about."""

from dataclasses import dataclass

ABOUT = "Deze uitgave is een voorbeeld. Er is niets mee verstuurd."
ABOUT_EN = "This issue is an example. It was not sent to anybody."


@dataclass(frozen=True, kw_only=True)
class News:
    heading: str
    text: str
    heading_en: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class Issue:
    """`look_backs` and `events` name events by their slugs."""

    title: str
    title_en: str
    introduction: str
    introduction_en: str
    news: tuple[News, ...]
    look_backs: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


ISSUES = (
    Issue(
        title="Het begon in het stadhuis",
        title_en="It began in the city hall",
        introduction="In maart 2017 zaten de partners voor het eerst een avond bij elkaar. Wat is er van hun plannen geworden?",
        introduction_en="In March 2017 the partners spent their first evening together. What became of their plans?",
        news=(
            News(
                heading="Vijf partners, één agenda",
                text="Gemeente, universiteit, LUMC en hogeschool tekenden op 7 juli 2017. Naturalis kwam er eind 2020 bij. Hun bijeenkomsten staan nu op één plek, samen met die van gemeenten in de regio.",
                heading_en="Five partners, one calendar",
                text_en="The city, the university, the LUMC and the university of applied sciences signed on 7 July 2017. Naturalis joined at the end of 2020. Their meetings now stand in one place, together with those of municipalities in the region.",
            ),
        ),
        look_backs=("avondsymposium-2017",),
    ),
    Issue(
        title="Een museum, een stad en een bioloog",
        title_en="A museum, a city and a biologist",
        introduction="Naturalis hoort erbij. Dat werd gevierd met een lezing die veel mensen thuis bekeken.",
        introduction_en="Naturalis is one of us. It was celebrated with a lecture that many people watched at home.",
        news=(
            News(
                heading="Museum van het jaar",
                text="In mei 2021 kreeg Naturalis de European Museum of the Year Award.",
                heading_en="Museum of the year",
                text_en="In May 2021 Naturalis received the European Museum of the Year Award.",
            ),
        ),
        look_backs=("lezing-menno-schilthuizen",),
    ),
    Issue(
        title="Acht tafels, ruim tweehonderd mensen",
        title_en="Eight tables, over two hundred people",
        introduction="Toen een volle zaal niet mocht, schoven we online aan. Dit leverden de anderhalvemetersessies op.",
        introduction_en="When a full hall was not allowed, we sat down online. This is what those sessions brought.",
        news=(
            News(
                heading="Jouw vraag aan tafel",
                text="Heb je een vraag waar je met onderzoekers over wilt praten? Neem hem mee naar het volgende avondsymposium.",
                heading_en="Your question at the table",
                text_en="Is there a question you would like to discuss with researchers? Bring it to the next evening symposium.",
            ),
        ),
        look_backs=("anderhalvemetersessies",),
    ),
    Issue(
        title="365 dagen nieuwsgierig",
        title_en="Curious for 365 days",
        introduction="In 2022 was Leiden Europese stad van de wetenschap, met elke dag iets om te leren.",
        introduction_en="In 2022 Leiden was European City of Science, with something to learn every day.",
        news=(
            News(
                heading="Lezen, een maand lang",
                text="Letterlijk Leiden zet de stad een maand in het teken van literatuur. Het festival wil meer mensen met plezier laten lezen.",
                heading_en="Reading for a month",
                text_en="Letterlijk Leiden gives the city a month of literature. The festival wants more people to enjoy reading.",
            ),
        ),
        look_backs=("european-city-of-science-2022",),
    ),
    Issue(
        title="Groei waar iedereen iets aan heeft",
        title_en="Growth that works for everyone",
        introduction="Key Region Leiden groeit naar 400.000 inwoners. Wat leren we van Eindhoven en Leuven?",
        introduction_en="Key Region Leiden is growing to 400,000 residents. What do we learn from Eindhoven and Leuven?",
        news=(
            News(
                heading="Drie niveaus van samenwerken",
                text="Projecten, een systeem, een identiteit: zo beschreef Luc Sels hoe een kennisstad groeit. Lees het hele verslag van 4 maart 2026.",
                heading_en="Three levels of working together",
                text_en="Projects, a system, an identity: that is how Luc Sels described the growth of a city of knowledge. Read the whole report of 4 March 2026.",
            ),
        ),
        look_backs=("samenwerken-aan-brede-welvaart",),
        events=("drie-dagen-regio",),
    ),
    Issue(
        title="Wat er van een avond kan komen",
        title_en="What can come of an evening",
        introduction="Buren met een welkomstpakket, en een symposium om vast in je agenda te zetten.",
        introduction_en="Neighbours with a welcome package, and a symposium to note down now.",
        news=(
            News(
                heading="Uitkomsten blijven zichtbaar",
                text="Onder een evenement dat voorbij is, zie je wat er is afgesproken, wie het doet en hoever het is.",
                heading_en="Outcomes stay visible",
                text_en="Below an event that is over you see what was agreed, who does it and how far it is.",
            ),
        ),
        look_backs=("thuis-in-de-wijk",),
        events=("avondsymposium-volgende-editie", "biodiversity-days"),
    ),
)
