"""Events that took place, or were called off, as far as our sources tell.

What a source doesn't tell stays open: an event may be known by its month or year alone, and have no hours.
"""

from datetime import date

from kennisstad.demo.content.records import Moments, Part, Plan, Speaker

UNKNOWN_DAY = "De precieze dag en tijd staan niet in onze bronnen."
UNKNOWN_DAY_EN = "Our sources don't give the exact day and time."


def some_time_in(year: int, month: int | None = None) -> Moments:
    return Moments(day=date(year, month or 1, 1), precision="month" if month else "year")


SPEAKERS = (
    Speaker(
        name="Hester Heringa",
        affiliation="Platform Sociaal Domein",
        organiser="key-region-leiden",
    ),
    Speaker(
        name="Wietske Veltman",
        affiliation="Gemeente Leiden",
        affiliation_en="City of Leiden",
        organiser="key-region-leiden",
    ),
    Speaker(
        name="Christine Carabain",
        affiliation="Kenniscentrum Toegepaste Brede Welvaart",
        organiser="key-region-leiden",
    ),
    Speaker(
        name="Robert Strijk",
        affiliation="Wethouder in Eindhoven",
        affiliation_en="Alderman in Eindhoven",
        organiser="key-region-leiden",
    ),
    Speaker(
        name="Luc Sels",
        affiliation="Voorzitter College van Bestuur Universiteit Leiden",
        affiliation_en="President of the Executive Board, Leiden University",
        organiser="key-region-leiden",
    ),
    Speaker(
        name="Menno Schilthuizen",
        affiliation="Bioloog",
        affiliation_en="Biologist",
        organiser="leiden-kennisstad",
    ),
)

BROAD_PROSPERITY = Plan(
    slug="samenwerken-aan-brede-welvaart",
    organiser="key-region-leiden",
    format="symposium",
    title="Samenwerken aan brede welvaart in Key Region Leiden",
    title_en="Working together on broad prosperity in Key Region Leiden",
    summary=(
        "De regio groeit snel. Hoe zorgen overheid, kennisinstellingen, bedrijven en "
        "maatschappelijke organisaties dat iedereen daar beter van wordt?"
    ),
    summary_en=(
        "The region is growing fast. How do government, knowledge institutes, business and civil "
        "society make sure that everyone benefits?"
    ),
    when=Moments(day=date(2026, 3, 4)),
    municipality="leiden",
    cover=("welfare", 0),
    themes=("samenleving", "ondernemen"),
    audiences=("professionals", "ondernemers"),
    tracks=("brede-welvaart", "innovatieregio"),
    body=(
        (
            "Economische groei is meer waard als inwoners er iets van merken: in hun welzijn en in "
            "eerlijke kansen. Dat was de vraag van dit symposium over de groeiende kennisregio."
        ),
    ),
    body_en=(
        (
            "Economic growth is worth more when residents notice it: in their wellbeing and in fair "
            "chances. That was the question of this symposium about a growing knowledge region."
        ),
    ),
    practical="De zaal en de begintijd staan niet in onze bronnen.",
    practical_en="Our sources don't mention the hall or the starting time.",
    programme=(
        Part(
            title="Opening",
            title_en="Opening",
            description="Groei en brede welvaart horen bij elkaar.",
            description_en="Growth and broad prosperity belong together.",
            speakers=("Hester Heringa", "Wietske Veltman", "Christine Carabain"),
        ),
        Part(
            title="Lessen uit Brainport Eindhoven",
            title_en="Lessons from Brainport Eindhoven",
            description=("Van triple naar quadruple helix: ook maatschappelijke organisaties aan tafel."),
            description_en="From triple to quadruple helix: civil society at the table as well.",
            speakers=("Robert Strijk",),
        ),
        Part(
            title="Het model van Leuven",
            title_en="The Leuven model",
            description="Samenwerken als project, als systeem en als identiteit.",
            description_en="Working together as a project, as a system and as an identity.",
            speakers=("Luc Sels",),
        ),
    ),
    look_back=(
        "## Groei waar iedereen iets aan heeft",
        (
            "Key Region Leiden groeit naar ongeveer 400.000 inwoners, met elk jaar zo'n 1.000 nieuwe "
            "banen. Hester Heringa, Wietske Veltman en Christine Carabain openden met dezelfde "
            "boodschap: die groei telt pas als ook het welzijn van inwoners en een eerlijke verdeling "
            "van kansen meegroeien. Woningen, talent en samenwerking in de regio geven daarbij de "
            "doorslag. De overheid helpt vooral door ruimte te maken."
        ),
        "> Brede welvaart draait om mensen. | Christine Carabain",
        "## Eindhoven: bedrijven doen mee",
        (
            "Robert Strijk vertelde hoe het in Brainport gaat. Overheid, onderwijs en bedrijven werken "
            "daar al lang samen: de triple helix. Met maatschappelijke organisaties erbij wordt het "
            "een quadruple helix. Bedrijven geven geld én tijd. ASML draagt per werknemer € 2.500 per "
            "jaar bij, en veel Eindhovense werknemers zetten zich één dag per jaar in voor de "
            "samenleving. Zo ontstaan projecten voor wonen, onderwijs en samenleven, en voelen "
            "bedrijven zich mede-eigenaar."
        ),
        (
            "Andersom valt er ook iets te leren: Leiden borgt strategische keuzes beter, betrekt "
            "de kennisinstellingen sterk en schakelt snel, omdat de lijnen kort zijn."
        ),
        "## Leuven: drie niveaus van samenwerken",
        (
            "Luc Sels, die eerder rector was van de KU Leuven, liet zien hoe stad en universiteit daar "
            "samen optrekken. Een kennisstad trekt talent aan, en zorgt vooral dat talent wil blijven. "
            "Dat gaat op drie niveaus. Eerst werk je samen in projecten. Dan bouw je een systeem, met "
            "vaste vormen van samenwerking. En op den duur hoort samenwerken bij wie je bent: je "
            "identiteit."
        ),
        (
            "Als voorbeelden noemde hij Leuven MindGate, dat bedrijven, kennisinstellingen en overheid "
            "verbindt, en Leuven 2030, voor klimaat en duurzaamheid. Een eerlijke verdeling van de "
            "opbrengst, 'value sharing', houdt het draagvlak in stand."
        ),
        "## Een anker",
        (
            "Sels sloot af met een beeld: een kennisstad slokt de regio niet op, maar is het anker van "
            "een groter netwerk."
        ),
    ),
    look_back_en=(
        "## Growth that works for everyone",
        (
            "Key Region Leiden is growing towards some 400,000 residents, with about 1,000 new jobs a "
            "year. Hester Heringa, Wietske Veltman and Christine Carabain opened with the same "
            "message: growth only counts when the wellbeing of residents and a fair share of chances "
            "grow along with it. Housing, talent and regional cooperation make the difference. "
            "Government helps most by making room."
        ),
        "## Eindhoven: business joins in",
        (
            "Robert Strijk told how Brainport does it. Government, education and business have long "
            "worked together there: the triple helix. Add civil society and it becomes a quadruple "
            "helix. Companies give money and time. ASML contributes €2,500 per employee per year, and "
            "many employees in Eindhoven spend one day a year on work for society. This pays for "
            "projects in housing, education and community life, and makes companies feel they own a "
            "part of it."
        ),
        (
            "There is something to learn the other way round as well: Leiden is better at securing "
            "strategic choices, involves its knowledge institutes closely and moves fast, because "
            "people know each other."
        ),
        "## Leuven: three levels of working together",
        (
            "Luc Sels, a former rector of KU Leuven, showed how city and university work side by side "
            "there. A knowledge city attracts talent, and above all makes talent want to stay. It "
            "happens on three levels. First you work together in projects. Then you build a system, "
            "with lasting forms of cooperation. In the end, working together is part of who you are: "
            "your identity."
        ),
        (
            "His examples were Leuven MindGate, which links business, knowledge institutes and "
            "government, and Leuven 2030, for climate and sustainability. Sharing the value fairly "
            "keeps people on board."
        ),
        "## An anchor",
        (
            "Sels ended with an image: a knowledge city doesn't swallow its region, it is the anchor "
            "of a larger network."
        ),
    ),
    links=(
        ("Bekijk de aftermovie bij Key Region Leiden", "https://www.keyregionleiden.nl"),
        (
            "Lees het verslag van de Universiteit Leiden",
            "https://www.universiteitleiden.nl/nieuws/2026/03/samen-zorgen-voor-brede-welvaart-in-leidse-regio",
        ),
    ),
    links_en=(
        ("Watch the film at Key Region Leiden (in Dutch)", "https://www.keyregionleiden.nl"),
        (
            "Read Leiden University's report (in Dutch)",
            "https://www.universiteitleiden.nl/nieuws/2026/03/samen-zorgen-voor-brede-welvaart-in-leidse-regio",
        ),
    ),
    booking="walk_in",
)

DISTANCE_SESSIONS = Plan(
    slug="anderhalvemetersessies",
    organiser="leiden-kennisstad",
    format="anderhalvemetersessies",
    title="Anderhalvemetersessies",
    title_en="One-and-a-half-metre sessions",
    summary=(
        "Elkaar toch ontmoeten toen het niet kon: acht digitale thematafels in de eerste maanden "
        "van 2021, met samen ruim 200 deelnemers."
    ),
    summary_en=(
        "Meeting when we couldn't meet: eight digital theme tables in the first months of 2021, "
        "with over 200 participants together."
    ),
    when=some_time_in(2021),
    mode="online",
    cover=("tables", 0),
    themes=("samenleving", "onderwijs"),
    audiences=("professionals",),
    tracks=("stad-als-lab", "externe-focus"),
    body=(
        (
            "Het avondsymposium van november 2020 ging niet door vanwege de coronapandemie. Als "
            "alternatief kwamen er online thematafels. Aan elke tafel zaten mensen van verschillende "
            "organisaties rond één actuele vraag of één project."
        ),
        (
            "Er waren acht sessies. Vier ervan noemen onze bronnen bij naam; die staan hieronder. De "
            "andere vier laten we open."
        ),
    ),
    body_en=(
        (
            "The evening symposium of November 2020 was called off because of the pandemic. Online "
            "theme tables took its place. At each table, people from different organisations sat down "
            "around one topical question or project."
        ),
        (
            "There were eight sessions. Our sources name four of them, listed below. The other four "
            "we leave open."
        ),
    ),
    practical=UNKNOWN_DAY,
    practical_en=UNKNOWN_DAY_EN,
    programme=tuple(
        Part(title=title, title_en=title_en)
        for title, title_en in (
            ("Climate Walk", "Climate Walk"),
            ("Weerbaar Leiden", "Weerbaar Leiden (Resilient Leiden)"),
            ("Lezingen in '22", "Lectures in '22"),
            ("Student en Vereniging in '22", "Students and their societies in '22"),
        )
    ),
    look_back=(
        "## Acht tafels, ruim 200 mensen",
        (
            "Acht keer schoof een groep aan bij een digitale thematafel. Samen waren dat ruim 200 "
            "deelnemers. Zo hielden de organisaties contact en wisselden ze uit wat ze leerden, ook "
            "toen een volle zaal niet mocht."
        ),
        "## Wat ermee gebeurde",
        (
            "De uitkomsten stonden op de website en in de nieuwsbrief van Leiden Kennisstad. Ze komen "
            "terug op het eerstvolgende avondsymposium."
        ),
    ),
    look_back_en=(
        "## Eight tables, over 200 people",
        (
            "Eight times a group took its seats at a digital theme table, over 200 participants "
            "together. It kept the organisations in touch and let them share what they learned, even "
            "when a full hall was not allowed."
        ),
        "## What came of it",
        (
            "The outcomes were published on the website and in the newsletter of Leiden Kennisstad. "
            "They return at the next evening symposium."
        ),
    ),
    booking="walk_in",
)

FIRST_EVENING = Plan(
    slug="avondsymposium-2017",
    organiser="leiden-kennisstad",
    format="avondsymposium",
    title="Eerste avondsymposium",
    title_en="First evening symposium",
    summary=(
        "In maart 2017 kwamen de partners samen in het stadhuis om hun samenwerking voor te "
        "bereiden: het begin van Leiden Kennisstad."
    ),
    summary_en=(
        "In March 2017 the partners met in the city hall to prepare their cooperation: the start "
        "of Leiden Kennisstad."
    ),
    when=some_time_in(2017, month=3),
    venue="Stadhuis Leiden",
    cover=("city-hall", 1),
    themes=("samenleving",),
    audiences=("professionals",),
    tracks=("externe-focus",),
    series="avondsymposium",
    edition=1,
    body=(
        (
            "Gemeente, universiteit, LUMC en hogeschool wilden samen verantwoordelijk zijn voor Leiden "
            "als kennisstad. Op deze avond bereidden ze een gezamenlijke werkagenda en een "
            "overeenkomst voor."
        ),
    ),
    body_en=(
        (
            "The city, the university, the LUMC and the university of applied sciences wanted to share "
            "responsibility for Leiden as a city of knowledge. That evening they prepared a joint "
            "agenda and an agreement."
        ),
    ),
    practical=UNKNOWN_DAY,
    practical_en=UNKNOWN_DAY_EN,
    look_back=(
        (
            "Op 7 juli 2017 tekenden de Universiteit Leiden, de Hogeschool Leiden, het LUMC en de "
            "gemeente Leiden de overeenkomst. Eind 2020 kwam Naturalis erbij. Het avondsymposium werd "
            "het jaarlijkse evenement waar de partners terugkijken en nieuwe plannen maken."
        ),
    ),
    look_back_en=(
        (
            "On 7 July 2017 Leiden University, Leiden University of Applied Sciences, the LUMC and the "
            "city of Leiden signed the agreement. Naturalis joined at the end of 2020. The evening "
            "symposium became the yearly event where the partners look back and make new plans."
        ),
    ),
    booking="walk_in",
)

CANCELLED_EVENING = Plan(
    slug="avondsymposium-2020",
    organiser="leiden-kennisstad",
    format="avondsymposium",
    title="Vierde avondsymposium",
    title_en="Fourth evening symposium",
    summary=(
        "De vierde editie was gepland voor eind november 2020. Ze ging niet door vanwege de coronapandemie."
    ),
    summary_en=(
        "The fourth edition was planned for the end of November 2020. It was called off because "
        "of the pandemic."
    ),
    when=some_time_in(2020, month=11),
    municipality="leiden",
    cover=("city-hall", 2),
    themes=("samenleving",),
    audiences=("professionals",),
    series="avondsymposium",
    edition=4,
    status="cancelled",
    body=("In plaats van deze avond kwamen er online thematafels: de anderhalvemetersessies.",),
    body_en=("Online theme tables took its place: the one-and-a-half-metre sessions.",),
    practical=("Onze bronnen zeggen 'eind november'. De dag en de zaal noemen ze niet."),
    practical_en=("Our sources say 'the end of November'. They don't mention the day or the hall."),
    booking="walk_in",
)

CITY_OF_SCIENCE = Plan(
    slug="european-city-of-science-2022",
    organiser="leiden-kennisstad",
    organised_by_others=True,
    format="festival",
    title="Leiden European City of Science 2022",
    title_en="Leiden European City of Science 2022",
    summary="365 dagen lang elke dag een stukje wijzer: wetenschap, kennis, kunst en kunde in de hele stad.",
    summary_en="365 days, a little wiser every day: science, knowledge, art and skill all over town.",
    when=some_time_in(2022),
    municipality="leiden",
    cover=("technology", 0),
    themes=("samenleving", "techniek", "cultuur"),
    audiences=("iedereen",),
    tracks=("externe-focus",),
    body=(
        (
            "In 2022 was Leiden Europese stad van de wetenschap, met als thema 'Who Knows'. Het plan: "
            "een programma van 365 dagen, tot in de wijken. Ook het EuroScience Open Forum hoorde erbij, "
            "een groot congres dat alle wetenschappen samenbrengt."
        ),
    ),
    body_en=(
        (
            "In 2022 Leiden was European City of Science, with 'Who Knows' as its theme. The plan: a "
            "programme of 365 days that reached into the neighbourhoods. It included the EuroScience "
            "Open Forum, a large congress for all sciences."
        ),
    ),
    booking="walk_in",
)

NATURALIS_LECTURE = Plan(
    slug="lezing-menno-schilthuizen",
    organiser="leiden-kennisstad",
    format="lezing",
    title="Naturalis en de stad: lezing van Menno Schilthuizen",
    title_en="Naturalis and the city: a lecture by Menno Schilthuizen",
    summary=(
        "Naturalis werd in december 2020 partner van Leiden Kennisstad. Bioloog Menno Schilthuizen "
        "vertelde over de geschiedenis die museum en stad delen."
    ),
    summary_en=(
        "Naturalis joined Leiden Kennisstad in December 2020. Biologist Menno Schilthuizen spoke "
        "about the history that the museum and the city share."
    ),
    when=some_time_in(2020, month=12),
    mode="online",
    cover=("shell", 0),
    themes=("natuur", "cultuur"),
    audiences=("iedereen",),
    tracks=("externe-focus",),
    body=(
        (
            "De lezing hoorde bij de toetreding van Naturalis als vijfde partner. Wie thuis was, keek "
            "mee via een livestream."
        ),
    ),
    body_en=(
        (
            "The lecture marked the arrival of Naturalis as the fifth partner. People watched from "
            "home through a livestream."
        ),
    ),
    practical=UNKNOWN_DAY,
    practical_en=UNKNOWN_DAY_EN,
    programme=(
        Part(
            title="Lezing met livestream",
            title_en="Lecture with livestream",
            speakers=("Menno Schilthuizen",),
        ),
    ),
    look_back=("De livestream werd goed bekeken en kreeg veel aandacht op sociale media.",),
    look_back_en=("The livestream was well watched and drew much attention on social media.",),
    booking="walk_in",
)

NEW_YEAR = Plan(
    slug="nieuwjaarsnetwerkborrel",
    organiser="leiden-kennisstad",
    format="netwerkbijeenkomst",
    title="Nieuwjaarsnetwerkborrel",
    title_en="New Year's reception",
    summary=("Het jaar openen in het stadhuis, samen met de tentoonstelling '444 jaar universiteit & stad'."),
    summary_en=(
        "Opening the year in the city hall, together with the exhibition '444 years of university and city'."
    ),
    when=some_time_in(2019),
    venue="Stadhuis Leiden",
    cover=("fireworks", 0),
    themes=("samenleving", "cultuur"),
    audiences=("professionals",),
    tracks=("externe-focus", "cultureel-erfgoed"),
    practical=(
        "De datum staat niet in onze bronnen. De universiteit, uit 1575, werd 444 jaar in 2019. "
        "Daarom staat dit hier bij 2019."
    ),
    practical_en=(
        "Our sources don't give the date. The university, founded in 1575, turned 444 in 2019. "
        "That is why it stands here under 2019."
    ),
    booking="walk_in",
)

NIGHT_OF_DISCOVERIES = Plan(
    slug="nacht-van-ontdekkingen",
    organiser="leiden-kennisstad",
    organised_by_others=True,
    format="festival",
    title="Nacht van Ontdekkingen",
    title_en="Night of Discoveries",
    summary="Een terugkerende nacht in Leiden waarin wetenschap samenkomt met kunst en cultuur.",
    summary_en="A returning night in Leiden where science meets art and culture.",
    when=some_time_in(2021),
    municipality="leiden",
    cover=("night", 0),
    themes=("cultuur", "techniek"),
    audiences=("iedereen",),
    tracks=("stad-als-lab",),
    series="nacht-van-ontdekkingen",
    body=("Leiden Kennisstad was bij de Nacht van Ontdekkingen betrokken.",),
    body_en=("Leiden Kennisstad took part in the Night of Discoveries.",),
    practical=("Onze bron, uit 2021, noemt geen datum van een editie. Daarom staat dit hier bij 2021."),
    practical_en=(
        "Our source, from 2021, gives no date for any edition. That is why it stands here under 2021."
    ),
    booking="walk_in",
)

LITERATURE_MONTH = Plan(
    slug="letterlijk-leiden",
    organiser="leiden-kennisstad",
    organised_by_others=True,
    format="festival",
    title="Letterlijk Leiden",
    title_en="Letterlijk Leiden",
    summary="Een maand lang literatuur, letteren en lezen: het letterenfestival van Leiden, sinds 2021.",
    summary_en="A month of literature, language and reading: Leiden's literary festival, since 2021.",
    when=some_time_in(2021),
    municipality="leiden",
    cover=("books", 0),
    themes=("cultuur", "onderwijs"),
    audiences=("iedereen",),
    tracks=("stad-als-lab", "cultureel-erfgoed"),
    series="letterlijk-leiden",
    body=("Het festival wil meer mensen aan het lezen krijgen, met meer plezier.",),
    body_en=("The festival wants more people to read, and to enjoy it more.",),
    practical=("Het festival duurt een maand. Welke maand staat niet in onze bronnen."),
    practical_en=("The festival lasts a month. Our sources don't say which."),
    booking="walk_in",
)

EDUCATION_FESTIVAL = Plan(
    slug="leids-onderwijsfestival-2016",
    organiser="gemeente-leiden",
    organised_by_others=True,
    format="festival",
    title="Leids Onderwijsfestival",
    title_en="Leiden Education Festival",
    summary="Een festival voor iedereen die in het onderwijs werkt, in 2016 mogelijk gemaakt met hulp van de gemeente.",
    summary_en="A festival for everyone who works in education, supported by the city in 2016.",
    when=some_time_in(2016),
    municipality="leiden",
    cover=("education", 1),
    themes=("onderwijs",),
    audiences=("docenten",),
    tracks=("onderwijs-en-onderzoek",),
    series="onderwijsfestival",
    practical=UNKNOWN_DAY,
    practical_en=UNKNOWN_DAY_EN,
    booking="walk_in",
)

TEACHERS_NIGHT = Plan(
    slug="nacht-van-de-leraar-2016",
    organiser="gemeente-leiden",
    organised_by_others=True,
    format="festival",
    title="Nacht van de Leraar",
    title_en="Night of the Teacher",
    summary="Een nacht voor leraren, in 2016 mogelijk gemaakt met hulp van de gemeente.",
    summary_en="A night for teachers, supported by the city in 2016.",
    when=some_time_in(2016),
    municipality="leiden",
    cover=("education", 2),
    themes=("onderwijs",),
    audiences=("docenten",),
    tracks=("onderwijs-en-onderzoek",),
    series="nacht-van-de-leraar",
    body=(
        (
            "Later organiseerde ook het Leiden Education Fieldlab zo'n nacht. In dat netwerk maken "
            "Leidse onderwijsmensen het onderwijs samen beter, met onderzoek en met elkaars ervaring."
        ),
    ),
    body_en=(
        (
            "The Leiden Education Fieldlab organised such a night later on. In this network, Leiden's "
            "teachers improve education together, with research and with each other's experience."
        ),
    ),
    practical=UNKNOWN_DAY,
    practical_en=UNKNOWN_DAY_EN,
    booking="walk_in",
)

STUDENT_SYMPOSIA = tuple(
    Plan(
        slug=f"symposium-{slug}-2016",
        organiser="gemeente-leiden",
        organised_by_others=True,
        format="symposium",
        title=f"Studentensymposium {name}",
        title_en=f"Student symposium {name}",
        summary=f"Een symposium van studenten van {name}, in 2016 gesteund door het programma Kennisstad.",
        summary_en=f"A symposium by students of {name}, supported by the Kennisstad programme in 2016.",
        when=some_time_in(2016),
        municipality="leiden",
        cover=cover,
        themes=("onderwijs", "samenleving"),
        audiences=("studenten",),
        tracks=("onderwijs-en-onderzoek",),
        practical=UNKNOWN_DAY,
        practical_en=UNKNOWN_DAY_EN,
        booking="walk_in",
    )
    for slug, name, cover in (
        ("veerstichting", "Veerstichting", ("debate", 0)),
        ("aegee", "AEGEE-Leiden", ("society", 2)),
        ("aiesec", "AIESEC", ("society", 1)),
    )
)

EVENTS = (
    BROAD_PROSPERITY,
    DISTANCE_SESSIONS,
    FIRST_EVENING,
    CANCELLED_EVENING,
    CITY_OF_SCIENCE,
    NATURALIS_LECTURE,
    NEW_YEAR,
    NIGHT_OF_DISCOVERIES,
    LITERATURE_MONTH,
    EDUCATION_FESTIVAL,
    TEACHERS_NIGHT,
    *STUDENT_SYMPOSIA,
)
