"""Two examples that are over, so that look-backs and outcomes can be seen."""

from kennisstad.seed.content.examples.form import example
from kennisstad.seed.content.records import Moments, Part, Result

EVENTS = (
    example(
        "natuur",
        2,
        slug="groene-schoolpleinen",
        organiser="naturalis",
        format="workshop",
        title="Groene schoolpleinen",
        title_en="Green school grounds",
        summary="Leerlingen, ouders en biologen tekenden samen zes schoolpleinen die koeler, natter en leuker worden.",
        summary_en="Pupils, parents and biologists drew six school grounds that will be cooler, wetter and more fun.",
        when=Moments(day=-9, start="14:00", end="17:00"),
        venue="Naturalis Biodiversity Center",
        audiences=("gezinnen", "docenten"),
        tracks=("duurzaamheid", "stad-als-lab"),
        other_themes=("onderwijs",),
        body=("Neem een plattegrond van je schoolplein mee, of teken hem uit je hoofd.",),
        body_en=("Bring a map of your school ground, or draw it from memory.",),
        programme=(
            Part(
                title="Wat leeft er op een plein?",
                title_en="What lives in a school ground?",
                start="14:00",
                end="14:45",
                speakers=("Sanne Wilgenroos",),
            ),
            Part(title="Tekenen", title_en="Drawing", start="15:00", end="17:00"),
        ),
        look_back=(
            "## Zes pleinen op papier",
            "Zes scholen tekenden een plein met minder tegels. De kinderen wilden vooral water en plekken om je te verstoppen. De biologen dachten mee over planten die tegen een voetbal kunnen.",
            "## Hoe het verder gaat",
            "Twee scholen planten dit najaar. De andere vier zoeken nog hulp bij het graven.",
        ),
        look_back_en=(
            "## Six grounds on paper",
            "Six schools drew a ground with fewer tiles. The children mostly wanted water and places to hide. The biologists thought along about plants that survive a football.",
            "## What happens next",
            "Two schools will plant this season. The other four are looking for help with the digging.",
        ),
        outcomes=(
            Result(
                title="Twee scholen planten dit seizoen",
                title_en="Two schools plant this season",
                who="Voorbeeldschool De Iep en De Linde",
                status="running",
            ),
            Result(
                title="Plantenlijst voor drukke pleinen",
                title_en="A list of plants for busy grounds",
                who="Naturalis (voorbeeld)",
                status="done",
            ),
        ),
        capacity=40,
        registered=34,
        checked_in=29,
    ),
    example(
        "samenleving",
        2,
        slug="thuis-in-de-wijk",
        organiser="leiden-kennisstad",
        format="debat",
        title="Thuis in de wijk",
        title_en="At home in the neighbourhood",
        summary="Wat maakt een wijk prettig voor wie er net woont? Bewoners, studenten en onderzoekers zochten het uit.",
        summary_en="What makes a neighbourhood pleasant for newcomers? Residents, students and researchers found out.",
        when=Moments(day=-23, start="19:30", end="21:30"),
        venue="Stadhuis Leiden",
        audiences=("iedereen",),
        tracks=("stad-als-lab", "brede-welvaart"),
        body=("Een avond aan tafels van zes, met steeds een andere buur.",),
        body_en=("An evening at tables of six, each time with another neighbour.",),
        look_back=(
            "## Eén uitkomst per tafel",
            "Elke tafel koos één ding dat morgen kan. Het vaakst genoemd: een bankje, een bord met wie er in de straat klussen kan, en een welkomstpakket van de buren.",
        ),
        look_back_en=(
            "## One outcome per table",
            "Each table chose one thing that can be done tomorrow. Named most: a bench, a board that tells who in the street is handy, and a welcome package from the neighbours.",
        ),
        outcomes=(
            Result(
                title="Proef met welkomstpakketten in twee straten",
                title_en="Trial with welcome packages in two streets",
                who="Studenten social work (voorbeeld)",
                status="started",
            ),
        ),
        registered=18,
        checked_in=15,
    ),
)
