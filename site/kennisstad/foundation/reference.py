"""What every installation in this region starts with: places, words, formats and partners."""

from datetime import timedelta

from kennisstad.foundation.records import Format, Hall, Partner, Place, Track, Word

MUNICIPALITIES = (
    Place(slug="leiden", name="Leiden", cbs_code="GM0546"),
    Place(slug="leiderdorp", name="Leiderdorp", cbs_code="GM0547"),
    Place(slug="oegstgeest", name="Oegstgeest", cbs_code="GM0579"),
    Place(slug="voorschoten", name="Voorschoten", cbs_code="GM0626"),
    Place(slug="zoeterwoude", name="Zoeterwoude", cbs_code="GM0638"),
    Place(slug="katwijk", name="Katwijk", cbs_code="GM0537"),
    Place(slug="noordwijk", name="Noordwijk", cbs_code="GM0575"),
    Place(slug="teylingen", name="Teylingen", cbs_code="GM1525"),
    Place(slug="wassenaar", name="Wassenaar", cbs_code="GM0629"),
    Place(slug="kaag-en-braassem", name="Kaag en Braassem", cbs_code="GM1884"),
)

THEMES = (
    Word(slug="gezondheid", name="Gezondheid & zorg", name_en="Health & care"),
    Word(slug="natuur", name="Natuur & klimaat", name_en="Nature & climate"),
    Word(slug="cultuur", name="Kunst & erfgoed", name_en="Arts & heritage"),
    Word(slug="onderwijs", name="Onderwijs & jeugd", name_en="Education & youth"),
    Word(slug="ondernemen", name="Ondernemen & werk", name_en="Business & work"),
    Word(slug="techniek", name="Techniek & ruimtevaart", name_en="Technology & space"),
    Word(slug="samenleving", name="Stad & samenleving", name_en="City & society"),
)

AUDIENCES = (
    Word(slug="iedereen", name="Iedereen", name_en="Everyone"),
    Word(slug="gezinnen", name="Gezinnen", name_en="Families"),
    Word(slug="studenten", name="Studenten", name_en="Students"),
    Word(slug="docenten", name="Docenten", name_en="Teachers"),
    Word(slug="onderzoekers", name="Onderzoekers", name_en="Researchers"),
    Word(slug="ondernemers", name="Ondernemers", name_en="Entrepreneurs"),
    Word(slug="professionals", name="Professionals", name_en="Professionals"),
    Word(slug="internationals", name="Internationals", name_en="Internationals"),
)

_KENNISSTAD = "Leiden Kennisstad"
_FOCUS = "Leiden Kennisstad, speerpunten"
_KEY_REGION = "Key Region Leiden"
_CLUSTERS = "Key Region Leiden, clusters"

TRACKS = (
    Track(
        framework=_KENNISSTAD,
        slug="campusontwikkeling",
        name="Campusontwikkeling",
        name_en="Campus development",
    ),
    Track(
        framework=_KENNISSTAD,
        slug="onderwijs-en-onderzoek",
        name="Versterken onderwijs en onderzoek",
        name_en="Stronger education and research",
    ),
    Track(
        framework=_KENNISSTAD,
        slug="externe-focus",
        name="Externe focus en internationalisering",
        name_en="Outward focus and internationalisation",
    ),
    Track(
        framework=_KENNISSTAD,
        slug="stad-als-lab",
        name="De stad als lab",
        name_en="The city as a lab",
    ),
    Track(
        framework=_KENNISSTAD,
        slug="leefstijl",
        name="Leefstijl en gezonde stad",
        name_en="Lifestyle and a healthy city",
    ),
    Track(
        framework=_FOCUS,
        slug="gezondheid-en-welzijn",
        name="Gezondheid en welzijn",
        name_en="Health and wellbeing",
    ),
    Track(
        framework=_FOCUS,
        slug="duurzaamheid",
        name="Duurzaamheid, biodiversiteit en klimaatadaptatie",
        name_en="Sustainability, biodiversity and climate adaptation",
    ),
    Track(
        framework=_FOCUS,
        slug="cultureel-erfgoed",
        name="Cultureel erfgoed",
        name_en="Cultural heritage",
    ),
    Track(
        framework=_KEY_REGION,
        slug="innovatieregio",
        name="Versterken innovatieregio",
        name_en="A stronger innovation region",
    ),
    Track(
        framework=_KEY_REGION,
        slug="toekomstbestendig-ondernemen",
        name="Toekomstbestendig ondernemen",
        name_en="Future-proof business",
    ),
    Track(
        framework=_KEY_REGION,
        slug="ruimte",
        name="Ruimte en randvoorwaarden",
        name_en="Space and conditions",
    ),
    Track(
        framework=_KEY_REGION,
        slug="brede-welvaart",
        name="Brede welvaart",
        name_en="Broad prosperity",
    ),
    Track(framework=_CLUSTERS, slug="bio-science", name="Bio science", name_en="Bioscience"),
    Track(
        framework=_CLUSTERS,
        slug="space-tech",
        name="Space tech en data",
        name_en="Space tech and data",
    ),
    Track(
        framework=_CLUSTERS,
        slug="autonomous-tech",
        name="Autonomous tech",
        name_en="Autonomous tech",
    ),
)

SERIES = (
    Word(slug="avondsymposium", name="Avondsymposium", name_en="Evening symposium"),
    Word(slug="letterlijk-leiden", name="Letterlijk Leiden", name_en="Letterlijk Leiden"),
    Word(
        slug="nacht-van-ontdekkingen",
        name="Nacht van Ontdekkingen",
        name_en="Night of Discoveries",
    ),
    Word(
        slug="onderwijsfestival",
        name="Leids Onderwijsfestival",
        name_en="Leiden Education Festival",
    ),
    Word(slug="nacht-van-de-leraar", name="Nacht van de Leraar", name_en="Night of the Teacher"),
)

FORMATS = (
    Format(
        slug="avondsymposium",
        name="Avondsymposium",
        name_en="Evening symposium",
        plural="Avondsymposia",
        plural_en="Evening symposia",
        duration=timedelta(hours=3),
        capacity=150,
    ),
    Format(
        slug="anderhalvemetersessies",
        name="Anderhalvemetersessies",
        name_en="One-and-a-half-metre sessions",
        plural="Anderhalvemetersessies",
        plural_en="One-and-a-half-metre sessions",
        duration=timedelta(hours=1, minutes=30),
        mode="online",
        capacity=40,
    ),
    Format(
        slug="symposium",
        name="Symposium",
        name_en="Symposium",
        plural="Symposia",
        plural_en="Symposia",
        duration=timedelta(hours=4),
        capacity=120,
    ),
    Format(
        slug="congres",
        name="Congres",
        name_en="Conference",
        plural="Congressen",
        plural_en="Conferences",
        duration=timedelta(hours=8),
        capacity=250,
    ),
    Format(
        slug="lezing",
        name="Lezing",
        name_en="Lecture",
        plural="Lezingen",
        plural_en="Lectures",
        duration=timedelta(hours=1, minutes=30),
        capacity=80,
    ),
    Format(
        slug="lunchlezing",
        name="Lunchlezing",
        name_en="Lunch lecture",
        plural="Lunchlezingen",
        plural_en="Lunch lectures",
        duration=timedelta(hours=1),
        mode="hybrid",
        capacity=60,
    ),
    Format(
        slug="debat",
        name="Debat",
        name_en="Debate",
        plural="Debatten",
        plural_en="Debates",
        duration=timedelta(hours=2),
        capacity=100,
    ),
    Format(
        slug="workshop",
        name="Workshop",
        name_en="Workshop",
        plural="Workshops",
        plural_en="Workshops",
        duration=timedelta(hours=2, minutes=30),
        capacity=20,
    ),
    Format(
        slug="rondleiding",
        name="Rondleiding",
        name_en="Guided tour",
        plural="Rondleidingen",
        plural_en="Guided tours",
        duration=timedelta(hours=1, minutes=30),
        capacity=15,
    ),
    Format(
        slug="netwerkbijeenkomst",
        name="Netwerkbijeenkomst",
        name_en="Network meeting",
        plural="Netwerkbijeenkomsten",
        plural_en="Network meetings",
        duration=timedelta(hours=2),
        capacity=100,
    ),
    Format(
        slug="webinar",
        name="Webinar",
        name_en="Webinar",
        plural="Webinars",
        plural_en="Webinars",
        duration=timedelta(hours=1),
        mode="online",
    ),
    Format(
        slug="festival",
        name="Festival",
        name_en="Festival",
        plural="Festivals",
        plural_en="Festivals",
        duration=timedelta(hours=6),
        booking="walk_in",
    ),
)

PARTNERS = (
    Partner(
        slug="leiden-kennisstad",
        name="Leiden Kennisstad",
        name_en="Leiden Kennisstad",
        introduction=(
            "De gemeente Leiden, de Universiteit Leiden, het LUMC, de Hogeschool Leiden en Naturalis "
            "werken samen aan een stad die leeft van kennis. Sinds 7 juli 2017."
        ),
        introduction_en=(
            "The city of Leiden, Leiden University, the LUMC, Leiden University of Applied Sciences "
            "and Naturalis work together on a city that thrives on knowledge. Since 7 July 2017."
        ),
    ),
    Partner(
        slug="gemeente-leiden",
        name="Gemeente Leiden",
        name_en="City of Leiden",
        website="https://www.leiden.nl",
        introduction="Bijeenkomsten over de stad: voor bewoners, ondernemers en collega's uit de regio.",
        introduction_en="Meetings about the city, for residents, businesses and colleagues in the region.",
    ),
    Partner(
        slug="universiteit-leiden",
        name="Universiteit Leiden",
        name_en="Leiden University",
        website="https://www.universiteitleiden.nl",
        introduction="Lezingen, debatten en colleges die voor iedereen open zijn.",
        introduction_en="Lectures, debates and classes that are open to everyone.",
    ),
    Partner(
        slug="lumc",
        name="LUMC",
        name_en="Leiden University Medical Center",
        website="https://www.lumc.nl",
        introduction="Over gezond blijven, beter worden en het onderzoek daarachter.",
        introduction_en="About staying healthy, getting better and the research behind it.",
    ),
    Partner(
        slug="hogeschool-leiden",
        name="Hogeschool Leiden",
        name_en="Leiden University of Applied Sciences",
        website="https://www.hsleiden.nl",
        introduction="Bijeenkomsten waar studenten, docenten en de praktijk elkaar vinden.",
        introduction_en="Meetings where students, teachers and practice find each other.",
    ),
    Partner(
        slug="naturalis",
        name="Naturalis Biodiversity Center",
        name_en="Naturalis Biodiversity Center",
        website="https://www.naturalis.nl",
        introduction="Alles over de rijkdom van de natuur, in het museum en daarbuiten.",
        introduction_en="All about the riches of nature, in the museum and outdoors.",
    ),
    Partner(
        slug="key-region-leiden",
        name="Key Region Leiden",
        name_en="Key Region Leiden",
        website="https://www.keyregionleiden.nl",
        introduction=(
            "Zeven gemeenten, kennisinstellingen en bedrijven bouwen samen aan een sterke regio. "
            "Sinds juli 2025 de opvolger van Economie071."
        ),
        introduction_en=(
            "Seven municipalities, knowledge institutes and businesses build a strong region together. "
            "Since July 2025 the successor of Economie071."
        ),
    ),
)

VENUES = (
    Hall(name="Stadhuis Leiden", municipality="leiden", street="Stadhuisplein 1", postcode="2311 EJ"),
    Hall(
        name="Naturalis Biodiversity Center",
        municipality="leiden",
        street="Darwinweg 2",
        postcode="2333 CR",
    ),
    Hall(name="Academiegebouw", municipality="leiden", street="Rapenburg 73", postcode="2311 GJ"),
    Hall(
        name="Hortus botanicus Leiden",
        municipality="leiden",
        street="Rapenburg 73",
        postcode="2311 GJ",
    ),
    Hall(name="PLNT Leiden", municipality="leiden", street="Langegracht 70", postcode="2312 NV"),
    Hall(name="LUMC", municipality="leiden", street="Albinusdreef 2", postcode="2333 ZA"),
    Hall(
        name="Hogeschool Leiden",
        municipality="leiden",
        street="Zernikedreef 11",
        postcode="2333 CK",
    ),
    Hall(name="Pieterskerk", municipality="leiden", street="Kloksteeg 16", postcode="2311 SL"),
    Hall(
        name="Rijksmuseum Boerhaave",
        municipality="leiden",
        street="Lange St. Agnietenstraat 10",
        postcode="2312 WC",
    ),
    Hall(
        name="Museum De Lakenhal",
        municipality="leiden",
        street="Oude Singel 32",
        postcode="2312 RA",
    ),
    Hall(name="Stadsgehoorzaal", municipality="leiden", street="Breestraat 60", postcode="2311 CS"),
    Hall(name="BplusC Nieuwstraat", municipality="leiden"),
    Hall(name="Leiden Bio Science Park", municipality="leiden"),
    Hall(name="Gemeentehuis Leiderdorp", municipality="leiderdorp"),
    Hall(name="Bibliotheek Leiderdorp", municipality="leiderdorp"),
    Hall(
        name="CORPUS",
        municipality="oegstgeest",
        street="Willem Einthovenstraat 1",
        postcode="2342 BH",
    ),
    Hall(
        name="Kasteel Oud-Poelgeest",
        municipality="oegstgeest",
        street="Poelgeesterweg 1",
        postcode="2341 NM",
    ),
    Hall(
        name="Kasteel Duivenvoorde",
        municipality="voorschoten",
        street="Laan van Duivenvoorde 4",
        postcode="2252 AK",
    ),
    Hall(name="Gemeentehuis Zoeterwoude", municipality="zoeterwoude"),
    Hall(name="Unmanned Valley", municipality="katwijk"),
    Hall(name="Bibliotheek Katwijk", municipality="katwijk"),
    Hall(name="Space Expo", municipality="noordwijk", street="Keplerlaan 3", postcode="2201 AZ"),
    Hall(name="Bibliotheek Noordwijk", municipality="noordwijk"),
    Hall(name="Ruïne van Teylingen", municipality="teylingen"),
    Hall(name="Museum Voorlinden", municipality="wassenaar", street="Buurtweg 90", postcode="2244 AG"),
    Hall(name="Raadhuis De Paauw", municipality="wassenaar"),
)
