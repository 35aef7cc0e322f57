"""The vocabulary of the generated reports."""

from __future__ import annotations

ADJECTIVES = """administrative annual bilateral cautious central civil coastal common comparative competent complete
continuous contractual cultural current deliberate direct domestic economic effective electoral emergent equal
essential ethical federal financial fiscal formal fragile general gradual historical human independent industrial
informal institutional integrated internal judicial late legal legislative limited local long-term maritime mature
medium-sized minor modern modest monetary municipal mutual national natural neutral open ordinary parallel partial
patient permanent plain political practical present private provincial public quiet reciprocal regional regulatory
relevant reliable remote renewable robust rural seasonal separate shared social stable statutory steady structural
subsequent sustained technical temporary territorial transparent uneven urban useful voluntary wider""".split()
NOUNS = """access account action adjustment administration agency agenda agreement allocation approach archive arrangement
assembly assessment assistance assurance authority average balance bank baseline benchmark benefit border boundary
branch budget bureau capacity capital case channel charter clause coalition coast commission commitment committee
community comparison compliance condition conference consensus constraint consultation contract convention cooperation
corridor council country court coverage credit currency customs data deadline debate decade decision declaration deficit
delegation delivery demand department deposit design development dialogue difference directive disclosure dispute
district economy education effort election employment energy engagement estimate evaluation evidence exchange exercise
expenditure expert export extension facility federation finding fisheries forecast foreign-ministry forum framework
function fund government grant growth guarantee guidance harbour hearing household housing impact implementation import
incentive income index indicator industry inflation infrastructure initiative inquiry inspection institution instrument
insurance interest investment issue judgement jurisdiction labour law ledger legislation level levy liability licence
loan mandate margin market measure mechanism mediation memorandum method ministry mission mobility model monitoring
negotiation network notice objective obligation office operation opinion option order outcome outlook output oversight
panel parliament participation partner payment pension period permit phase pilot plan platform policy port position
practice precedent pressure principle priority procedure process procurement programme project proposal protection
protocol province provision quarter question quota rate ratio reason receipt recommendation record reform region register
regulation relation release reliance report representation request requirement research reserve resilience resolution
resource response result revenue review revision risk rule safeguard sample scheme school sector security series service
session settlement share shortage site source standard statement statistics statute strategy study subsidy summary supply
survey system table target tariff tax team term test threshold trade training transfer transition transparency transport
treaty tribunal trust uncertainty union utility value venue verification version village visit volume wage warning water
working-group workforce yield""".split()
VERBS = """accepted adjusted adopted amended approved assessed carried clarified compared completed confirmed considered
covered debated deferred delayed described designed drafted established estimated evaluated examined extended financed
followed funded governed guided handled implemented improved informed launched limited measured monitored negotiated
observed opened outlined planned postponed presented preserved published raised recorded reduced reformed registered
renewed replaced reported resolved restored reviewed revised secured settled shaped shared strengthened studied submitted
supported surveyed suspended tested tracked transferred updated validated verified weighed""".split()
OPENINGS = (
    "In the first place,", "Since then,", "By contrast,", "In most cases,", "Over the same period,", "For the time being,",
    "As the annex shows,", "On balance,", "At the request of members,", "Where records exist,", "In practice,", "", "", "", "",
)  # fmt: skip
LINKS = ("while", "although", "because", "so that", "even as", "before", "after", "and")
FRENCH = ("mot juste", "fait accompli", "raison d’être", "aide-mémoire", "note verbale", "modus vivendi")
SURNAMES = """Abel Baxter Calder Dunmore Ekberg Farrow Grieve Haldane Imrie Jarvis Kemble Lindqvist Marsden Norbury Okafor
Pemberton Quist Rowntree Sandoval Tamsin Umarov Vance Whitlock Yardley Zeller""".split()
