"""Years in questions as people word them: what is meant is suggested, and numbers are let be.

Written without looking at the rules, each question as somebody might type it. Exactness is asked of
nine in ten, and of nineteen in twenty that no filter is made up, as of the published questions.
"""

from __future__ import annotations

from workbench.search.understand import suggest
from workbench.search.years import Years, year_filter

NOW = 2026

DATED: list[tuple[str, tuple[Years, ...]]] = [
    ("operating systems research in the 90s", ((1990, 1999),)),
    ("what did people think of expert systems in the '80s?", ((1980, 1989),)),
    ("1970s work on relational databases", ((1970, 1979),)),
    ("late 1990s approaches to spam filtering", ((1995, 1999),)),
    ("speech recognition in the mid-2000s", ((2003, 2007),)),
    ("early 2010s image classification", ((2010, 2014),)),
    ("compilers of the sixties", ((1960, 1969),)),
    ("how was fever treated throughout the 1950s", ((1950, 1959),)),
    ("theorem provers of the 1980s and 1990s", ((1980, 1999),)),
    ("advances over the past decade in protein folding", ((2016, None),)),
    ("progress in batteries during the last ten years", ((2016, None),)),
    ("what has been learnt about sleep in the past 15 years?", ((2011, None),)),
    ("malaria vaccines in the last couple of years", ((2024, None),)),
    ("robot grasping, the last two decades", ((2006, None),)),
    ("within the past three years, which attacks on TLS were found?", ((2023, None),)),
    ("sea ice over the last half century", ((1976, None),)),
    ("papers from the last 5 years about asthma", ((2021, None),)),
    ("graph neural networks, not older than 4 years", ((2022, None),)),
    ("sensor fusion prior to 2015", ((None, 2014),)),
    ("post-2020 papers on contrastive learning", ((2021, None),)),
    ("pre-1980 statistics of turbulence", ((None, 1979),)),
    ("hash functions between 2010 and 2014", ((2010, 2014),)),
    ("hash functions, 2010-2014", ((2010, 2014),)),
    ("hash functions from 2010 through 2014", ((2010, 2014),)),
    ("hash functions (2010–2014)", ((2010, 2014),)),
    ("studies of gut bacteria from 2008 to 2012 in mice", ((2008, 2012),)),
    ("anything on shape grammars before 1975?", ((None, 1974),)),
    ("random forests after 2001", ((2002, None),)),
    ("what is known since 2012 about zika", ((2012, None),)),
    ("ever since 1998 how have peer to peer networks been attacked", ((1998, None),)),
    ("stochastic block models as of 2011", ((2011, None),)),
    ("work up to 1995 on neural networks", ((None, 1995),)),
    ("work up to and including 1995 on neural networks", ((None, 1995),)),
    ("until 2003, how were proteins aligned?", ((None, 2003),)),
    ("by 1990 what was known of the ozone hole", ((None, 1990),)),
    ("no later than 2005: methods for stemming", ((None, 2005),)),
    ("published in 2013, on word vectors", ((2013, 2013),)),
    ("the 2009 papers on imaging", ((2009, 2009),)),
    ("articles from 1967 on time sharing", ((1967, 1967),)),
    ("a 1958 paper on information retrieval", ((1958, 1958),)),
    ("reviews of statins that appeared in 2004", ((2004, 2004),)),
    ("what was published this year on fusion reactors?", ((2026, 2026),)),
    ("what came out last year about bees", ((2025, 2025),)),
    ("since last year, any trials of gene therapy?", ((2025, None),)),
    ("2018 onwards: adversarial examples", ((2018, None),)),
    ("knowledge distillation, 2015 or later", ((2015, None),)),
    ("knowledge distillation from 2015 on", ((2015, None),)),
    ("segmentation newer than 2019", ((2020, None),)),
    ("segmentation older than 2000", ((None, 1999),)),
    ("segmentation more recent than 2016", ((2017, None),)),
    ("question answering pre-transformer", ((None, 2016),)),
    ("summarisation before the transformer", ((None, 2016),)),
    ("dialogue systems post-ChatGPT", ((2022, None),)),
    ("remote work since the pandemic", ((2020, None),)),
    ("genome editing after the advent of CRISPR", ((2012, None),)),
    ("language models prior to BERT", ((None, 2017),)),
    ("retrieval in the age of deep learning", ((2012, None),)),
    ("photography before smartphones", ((None, 2006),)),
    ("Lampson on system design before transformers", ((None, 2016),)),
    ("caching in the eighties and nineties", ((1980, 1999),)),
    ("search engines around the turn of the century", ((1998, 2002),)),
    ("galaxies, first published before 1940", ((None, 1939),)),
    ("twentieth century debates on heredity", ((1900, 1999),)),
    ("19th-century measurements of the speed of light", ((1800, 1899),)),
    ("gravity research this decade", ((2020, None),)),
    ("gravity research of the previous decade", ((2010, 2019),)),
    ("gravity research this century", ((2000, None),)),
    ("in the years 2001 to 2003, what was said of SARS?", ((2001, 2003),)),
    ("cold fusion in 1989 and 1990", ((1989, 1990),)),
    ("cold fusion either before 1989 or after 1995", ((None, 1988), (1996, None))),
    ("cold fusion since 1989 but before 2000", ((1989, 1999),)),
    ("five-year-old or newer work on lidar", ((2021, None),)),
    ("how did physicists explain beta decay before 1930", ((None, 1929),)),
    ("CRDTs since 2011 and their proofs", ((2011, None),)),
    ("what has been published on long covid since 2021?", ((2021, None),)),
    ("any surveys from the early 2000s on ad hoc networks", ((2000, 2004),)),
    ("the state of OCR in the late 80s", ((1985, 1989),)),
    ("dark energy measurements from the last 8 years", ((2018, None),)),
    ("Bell inequality tests between 1972 and 1982", ((1972, 1982),)),
    ("papers after 2016 that use dropout", ((2017, None),)),
    ("lithium treatment, studies until 1985", ((None, 1985),)),
    ("which vaccines were tried in 2020 and 2021?", ((2020, 2021),)),
    ("neural machine translation post-2017", ((2018, None),)),
    ("pre-2000 file systems", ((None, 1999),)),
    ("superconductors in the 1980s", ((1980, 1989),)),
    ("memory research of the 1960s and 70s", ((1960, 1979),)),
    ("in the past two years, diffusion policies", ((2024, None),)),
    ("newer than 2022: retrieval augmentation", ((2023, None),)),
    ("tokenisation before the era of transformers", ((None, 2016),)),
    ("image captioning after AlexNet", ((2012, None),)),
    ("what was known about prions by 1997?", ((None, 1997),)),
    ("from 2019 onward, graph contrastive learning", ((2019, None),)),
    ("a 1974 article on TCP", ((1974, 1974),)),
    ("cell phones and cancer 1995 to 2005", ((1995, 2005),)),
    ("recommendation research from 2010 until 2015", ((2010, 2015),)),
    ("papers on P2P older than 20 years", ((None, 2005),)),
    ("cosmology since the first detection of gravitational waves", ((2015, None),)),
    ("privacy law since GDPR", ((2018, None),)),
    ("studies over the last quarter century of coral bleaching", ((2001, None),)),
    ("work earlier than 1988 on backpropagation", ((None, 1987),)),
    ("research that appeared in 1999 on link analysis", ((1999, 1999),)),
    ("as of 2023, what do we know about room temperature superconductors", ((2023, None),)),
]

TIMELESS = """
up to 1024 threads on one multiprocessor
scaling to 2000 patients
trials with more than 2000 patients
a cohort of 1990 children
after 2000 generations the population converges
before 1800 seconds have passed
from 1950 to 1990 MPa tensile strength
between 1600 and 1900 kelvin
in 1984 Orwell describes newspeak
by 2000 rpm the rotor is unstable
since 1024 is a power of two, is masking cheap?
until 1900 iterations the loss falls
over 2000 species of beetle
from 2000 simulated galaxies
up to 1980 MHz in overclocked memory
a 2000 word essay scored by machine
2019-nCoV spike protein
H1N1 1918 strain reconstruction
vitamin D 2000 IU daily
1500 m runners and lactate
the 2000-watt society
Form 1040 tax compliance
ISO 2022 encodings
IEEE 1394 bus latency
RFC 2018 selective acknowledgement
Intel 8086 and Zilog Z80
CIFAR-100 and ImageNet-1k
MNIST 28 by 28 images
Windows 2000 kernel scheduling
Office 2010 macros malware
Web of Science core collection
COCO 2017 validation split
PASCAL VOC 2012 segmentation
WMT 2014 English to German
MS MARCO dev queries
UTF-8 and ISO 8859-1
NGC 1999 reflection nebula
asteroid 1950 DA impact probability
HD 2039 b orbital period
AD 1992 Dirac notation
SN1 versus SN2 reactions
C-14 half life 5730
temperature of 1984 K in a kiln
a budget of 2015 dollars
1776 nodes in a mesh
64 to 2048 channels
256, 512 and 1024 hidden units
128 by 1920 pixels
from 1080 to 2160 lines of video
GPT-2 with 1558 million parameters
learning rate after 2000 warmup steps
minimise in 1999 evaluations
up to 2000 nodes per cluster
up to 1900 meters above sea level
at least 1800 calories a day
after 1500 hours of operation corrosion begins
before 2000 cycles the cell keeps its capacity
chapter 1984 of the code
page 2001 of the manual
Peano arithmetic since zero is a number
since the network is sparse, why does it work?
what happens before convergence?
what happens after dropout?
until the buffer is full packets wait
by the way, what is entropy?
over time errors accumulate
in the long run are we all Keynesian?
in the last layer
in the last few tokens
the last ten amino acids of the chain
the last three vertebrae
past work on attention
past performance and future returns
the previous five frames of a video
the next ten years of life
the recent past as remembered by patients
current injection in diodes
current through a membrane
late blight of potatoes
early universe cosmology
early stopping
mid-air collision
mid-latitude storms
late fusion of modalities
the roaring forties and ocean swell
women in their forties
patients in their eighties
twenty questions game
a twenties note in counterfeit detection
nineties percentile latency
the 80s percentile
90s half-time kinetics at 37 degrees
age 80s cohort mortality
a five-year plan for agriculture
ten-year risk of stroke
decade box calibration of resistors
decades of frequency in a Bode plot
century eggs and their chemistry
the light-year and the parsec
the year of a bird's life
year-round school calendars
leap years in calendars
school years and achievement
sunspot numbers per year
a season of influenza
spring constants of cantilevers
fall detection in the elderly
winter wheat yields
summer schools for students
transformers in power grids
transformer oil before filtration
bert and ernie on television
attention deficit after concussion
gaia hypothesis and daisyworld
kepler orbits from two observations
viking settlements in Greenland
phoenix dactylifera genome
curiosity and learning in infants
insight problem solving
planck scale physics
messenger RNA vaccines
fermi surface of copper
dawn phenomenon in diabetes
opportunity cost in queues
unix pipes and filters
web spiders and silk strength
wise use of antibiotics
apollo butterflies in the Alps
juno transcription factor
new horizons in gerontology
swift foxes in the prairie
graphene before annealing
quantum mechanics for chemists
deep learning for malaria
PCR primers before purification
imagenet pre-training
word2vec negative sampling
how many of 1500 genes are essential
a database of 2000 compounds
after 1990 mg of caffeine
the first 2000 rows of a table
1984 by George Orwell as a dystopia
between 1024 and 2048 samples per batch
by 1500 votes the motion passed
from 1000 to 2000 nanometres
until 2000 steps have been taken
up to 1999 particles in a box
before 2010 ohms the current saturates
since 1000 is round, people anchor on it
Boeing 2707 aerodynamics
Fortran 1977 standard conformance
C++ 2011 memory model
Python 2000 dataset of questions
ICD 2010 code frequencies
DSM-5 criteria before treatment
pre-school education outcomes
post-war architecture
the decade counter circuit
year over year growth
late onset dementia
mid-career scientists
early adopters of phones
the last mile problem
the past participle in French
past medical history extraction
the previous token head
this year's model by Elvis Costello
thirty years war and plague
seven years' itch
hundred years of solitude
turn of the screw
in the age of consent
after the gold rush ecology
before sunrise bird song
since when do babies smile
over 1900 m altitude
2020 vision in optometry
page rank after teleportation
""".strip().splitlines()


def _filter(question: str) -> str:
    return next((s.filter for s in suggest(question, NOW) if s.kind == "years"), "")


def test_what_is_meant_is_suggested_exactly() -> None:
    assert len(DATED) >= 60
    wrong = [
        (question, found)
        for question, years in DATED
        if (found := _filter(question)) != year_filter(years)
    ]
    assert len(wrong) <= len(DATED) // 10, wrong


def test_numbers_and_names_alone_suggest_no_filter() -> None:
    assert len(TIMELESS) >= 100
    invented = [(question, found) for question in TIMELESS if (found := _filter(question))]
    assert len(invented) <= len(TIMELESS) // 20, invented
