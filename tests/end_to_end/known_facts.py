"""What must be found in the dataset, whatever becomes of it: questions in SQL, and their answers, with ids in them."""

from typing import Any

FACTS: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    # The chiefs of defence, Tokyo 2024 and Seoul 2025
    "the chiefs met in Tokyo on 18 July 2024": (
        "select start, status, host, mechanism from meetings where id = 'tri-chod-2024-07-18'",
        [("2024-07-18", "held", "jpn", "tri-chod")],
    ),
    "the chiefs met in Seoul on 11 July 2025": (
        "select start, status, host, place from meetings where id = 'tri-chod-2025-07-11'",
        [("2025-07-11", "held", "kor", "jcs-headquarters-seoul")],
    ),
    "who took part in Seoul, and in which office": (
        "select person, office from meetings_participants where meeting = 'tri-chod-2025-07-11' order by person",
        [
            ("dan-caine", "us-cjcs"),
            ("kim-myung-soo", "rok-jcs-chairman"),
            ("yoshida-yoshihide", "jp-joint-staff-chief"),
        ],
    ),
    "the three chiefs in Tokyo": (
        (
            "select person from meetings_participants where meeting = 'tri-chod-2024-07-18' and office in"
            " ('us-cjcs', 'rok-jcs-chairman', 'jp-joint-staff-chief') order by person"
        ),
        [("charles-q-brown",), ("kim-myung-soo",), ("yoshida-yoshihide",)],
    ),
    "Seoul was the 22nd by the count from 2010": (
        "select number from meetings_numbers where meeting = 'tri-chod-2025-07-11' and basis = 'rok-count-since-2010'",
        [(22,)],
    ),
    "there are two ways of counting, from 2010 and from 2014": (
        (
            "select basis, substr(start_earliest, 1, 4) from mechanisms_counts where mechanism = 'tri-chod'"
            " and basis in ('rok-count-since-2010', 'us-count-since-2014') order by 1"
        ),
        [("rok-count-since-2010", "2010"), ("us-count-since-2014", "2014")],
    ),
    "the first in Japan and the first in Korea": (
        "select id, verdict from assertions where id like 'first-tri-chod-in-%' order by 1",
        [("first-tri-chod-in-japan", "holds"), ("first-tri-chod-in-korea", "holds")],
    ),
    "Thursday was mistaken for 11 July 2025": (
        (
            "select claimed, claimed_text, verdict, accepted from conflicts"
            " where record = 'meeting/tri-chod-2025-07-11' and source = 'korea-herald-2025-07-11-tri-chod'"
            " and field = 'start'"
        ),
        [('"2025-07-10"', "Thursday", "mistaken", '"2025-07-11"')],
    ),
    "the bilateral talks of the chiefs on 17 July 2024": (
        "select start, place from meetings where id = 'japan-rok-chiefs-2024-07-17'",
        [("2024-07-17", "tokyo")],
    ),
    "the earlier talks of 2016": (
        "select start, status from meetings where id = 'japan-rok-chiefs-2016-02'",
        [("2016-02", "held")],
    ),
    "the earlier visit of 2018": (
        (
            "select a.start, p.person from actions a join actions_participants p on p.action = a.id"
            " where a.id = 'jeong-kyeong-doo-visit-japan-2018'"
        ),
        [("2018", "jeong-kyeong-doo")],
    ),
    "the bilateral talks before Seoul were on the Thursday": (
        "select start from meetings where id in ('japan-rok-chiefs-2025-07-10', 'us-rok-chiefs-2025-07-10')",
        [("2025-07-10",), ("2025-07-10",)],
    ),
    "the visit to Yokota": (
        (
            "select a.start, a.place, count(*) from actions a join actions_participants p on p.action = a.id"
            " where a.id = 'yokota-air-base-visit-2024-07-18' group by 1, 2"
        ),
        [("2024-07-18", "yokota-air-base", 3)],
    ),
    "missile-warning data are shared in real time": (
        "select status, kind from instruments where id = 'missile-warning-data-sharing'",
        [("operating", "operational-mechanism")],
    ),
    "the promise of a meeting in Korea, and its fulfilment": (
        (
            "select status, made_on, fulfilled_on, fulfilled_by from commitment_tracker"
            " where commitment = 'tri-chod-2024-next-in-korea'"
        ),
        [("fulfilled", "2024-07-18", "2025-07-11", '["meeting/tri-chod-2025-07-11"]')],
    ),
    "no summit of heads of state was promised": (
        "select verdict from conflicts where record = 'commitment/tri-chod-2024-next-in-korea' and field = 'content'",
        [("mistaken",)],
    ),
    "the respects paid at the Cheonan": (
        "select person from actions_participants where action = 'cheonan-tribute-2025-07-11' order by 1",
        [("dan-caine",), ("kim-myung-soo",), ("yoshida-yoshihide",)],
    ),
    # The ministers of defence
    "the ministers met in Tokyo on 28 July 2024": (
        "select start, host, status from meetings where id = 'tmm-2024-07-28'",
        [("2024-07-28", "jpn", "held")],
    ),
    "other dates of that meeting were mistaken": (
        "select distinct verdict from conflicts where record = 'meeting/tmm-2024-07-28' and field = 'start'",
        [("mistaken",)],
    ),
    "who met there": (
        "select person from meetings_participants where meeting = 'tmm-2024-07-28' order by person",
        [("kihara-minoru",), ("lloyd-austin",), ("shin-won-sik",)],
    ),
    "the memorandum on the framework": (
        "select kind, legal_nature, status, signed, signed_in from instruments where id = 'tscf-2024'",
        [("memorandum", "not-binding", "in-force", "2024-07-28", "tmm-2024-07-28")],
    ),
    "its four areas": (
        "select key from instruments_areas where instrument = 'tscf-2024' order by position",
        [("policy-consultations",), ("information-sharing",), ("exercises",), ("defence-exchange",)],
    ),
    "its three signatures": (
        "select person, country from instruments_signatures where instrument = 'tscf-2024' order by 1",
        [("kihara-minoru", "jpn"), ("lloyd-austin", "usa"), ("shin-won-sik", "kor")],
    ),
    "it is no treaty": (
        "select distinct verdict from conflicts where record = 'instrument/tscf-2024' and field = 'kind'",
        [("mistaken",)],
    ),
    "the ministers had met at the Shangri-La Dialogue": (
        "select start, host_event from meetings where id = 'tmm-2024-06-02'",
        [("2024-06-02", "mechanism/shangri-la-dialogue")],
    ),
    "first of its kind in 15 years is mistaken for the meeting and holds for the visit": (
        (
            "select id, verdict, period from assertions where id in ('first-trilateral-ministerial-in-15-years',"
            " 'first-rok-defence-minister-visit-to-japan-in-15-years') order by 1"
        ),
        [
            ("first-rok-defence-minister-visit-to-japan-in-15-years", "holds", 15),
            ("first-trilateral-ministerial-in-15-years", "mistaken", 15),
        ],
    ),
    "the radar dispute, and what laid it to rest": (
        (
            "select i.start, i.status, s.settlement from incidents i join incidents_settled_by s on s.incident = i.id"
            " where i.id = 'radar-incident-2018-12-20' order by 3"
        ),
        [
            ("2018-12-20", "shelved", "instrument/japan-rok-naval-encounters-2024"),
            ("2018-12-20", "shelved", "meeting/japan-rok-defence-ministers-2024-06-01"),
        ],
    ),
    "the aircraft of the radar dispute was a patrol aircraft": (
        "select asset from incidents_assets where incident = 'radar-incident-2018-12-20' order by 1",
        [("p-1",), ("roks-gwanggaeto-the-great",)],
    ),
    # The leaders
    "Camp David, not Davos": (
        (
            "select m.start, m.place, c.verdict from meetings m join conflicts c on c.record = 'meeting/' || m.id"
            " where m.id = 'trilateral-summit-2023-08-18' and c.field = 'place'"
        ),
        [("2023-08-18", "camp-david", "mistaken")],
    ),
    "who met at Camp David": (
        "select person from meetings_participants where meeting = 'trilateral-summit-2023-08-18' order by 1",
        [("joe-biden",), ("kishida-fumio",), ("yoon-suk-yeol",)],
    ),
    # Exercises
    "the first Freedom Edge": (
        "select start, \"end\", status, domains from exercises where id = 'freedom-edge-2024-06-27'",
        [("2024-06-27", "2024-06-29", "held", '["maritime","underwater","air","cyber"]')],
    ),
    "it was decided by ministers and leaders": (
        "select * from exercises_decided_in where exercise = 'freedom-edge-2024-06-27' order by 2",
        [
            ("freedom-edge-2024-06-27", "meeting/tmm-2024-06-02"),
            ("freedom-edge-2024-06-27", "meeting/trilateral-summit-2023-08-18"),
        ],
    ),
    "its training": (
        (
            "select count(*) from exercises e, json_each(training_types) where e.id = 'freedom-edge-2024-06-27'"
            " and value in ('ballistic-missile-defense', 'air-defense', 'anti-submarine-warfare')"
        ),
        [(3,)],
    ),
    "it is to be expanded": (
        "select status from commitments where id = 'freedom-edge-2024-expand'",
        [("fulfilled",)],
    ),
    "the bombers of July 2025 and their escort": (
        "select country, asset from exercises_forces where exercise = 'trilateral-air-2025-07-11' order by 1",
        [("jpn", "f-2"), ("kor", "kf-16"), ("usa", "b-52h")],
    ),
    "the drill of June before it": (
        "select start, status from exercises where id = 'trilateral-air-2025-06-18'",
        [("2025-06-18", "held")],
    ),
    "the first deployment of a B-52H in 2025": (
        "select verdict from assertions where id = 'first-b-52h-deployment-of-2025'",
        [("holds",)],
    ),
    # Foreign ministers and alliances
    "the two-plus-two of 28 July 2024": (
        "select person from meetings_participants where meeting = 'us-japan-2plus2-2024-07-28' order by 1",
        [("antony-blinken",), ("kamikawa-yoko",), ("kihara-minoru",), ("lloyd-austin",)],
    ),
    "US Forces Japan are reconstituted": (
        "select status, announced from actions where id = 'usfj-reconstitution-2024-07-28'",
        [("in-progress", "2024-07-28")],
    ),
    "the foreign ministers met in Kuala Lumpur": (
        "select start, place, host_event from meetings where id = 'trilateral-foreign-ministers-2025-07-11'",
        [("2025-07-11", "kuala-lumpur-convention-centre", "mechanism/asean-foreign-ministers-meetings")],
    ),
    "a vice-minister stood in for the minister": (
        (
            "select person, office from meetings_participants where meeting = 'trilateral-foreign-ministers-2025-07-11'"
            " and person = 'park-yoonjoo'"
        ),
        [("park-yoonjoo", "rok-first-vice-minister-of-foreign-affairs")],
    ),
    # What statements name, and what they leave out
    "the chiefs named China in 2024 and not in 2025": (
        (
            "select statement, presence from statements_mentions where topic = 'china' and statement in"
            " ('tri-chod-2024-07-18-joint-statement', 'tri-chod-2025-07-11-joint-statement') order by 1"
        ),
        [
            ("tri-chod-2024-07-18-joint-statement", "mentioned"),
            ("tri-chod-2025-07-11-joint-statement", "not-mentioned"),
        ],
    ),
    "the ministers condemned changes by force without naming China": (
        (
            "select topic, presence, stance from statements_mentions where statement = 'tmm-2024-07-28-joint-statement'"
            " and topic in ('china', 'status-quo') order by 1"
        ),
        [("china", "not-mentioned", None), ("status-quo", "mentioned", "strongly-oppose")],
    ),
    "what was not read is not taken for silence": (
        (
            "select presence from statements_mentions where statement = 'tmm-2024-07-28-joint-statement'"
            " and topic = 'taiwan-strait'"
        ),
        [("not-read",)],
    ),
    # What surrounded them
    "the tariffs": (
        (
            "select value, unit from figures where record = 'action/us-tariff-letters-2025-07-07'"
            " and key in ('rate-jpn', 'rate-kor')"
        ),
        [(25.0, "percent"), (25.0, "percent")],
    ),
    "the debate on burdens": (
        "select kind is not null, status from actions where id = 'us-burden-sharing-demands-2025'",
        [(1, "in-progress")],
    ),
    "the resolution on the structures": (
        (
            "select votes_in_favour, votes_against, votes_abstained, start from actions"
            " where id = 'west-sea-resolution-2025-07-03'"
        ),
        [(252, 0, 7, "2025-07-03")],
    ),
    "the structures": (
        (
            "select kind, place from incidents i join incidents_places p on p.incident = i.id"
            " where i.id = 'yellow-sea-structures'"
        ),
        [("installation", "rok-china-provisional-measures-zone")],
    ),
    "the helicopter near the Senkaku Islands was in May": (
        (
            "select i.start, c.claimed, c.verdict from incidents i join conflicts c on c.record = 'incident/' || i.id"
            " where i.id = 'senkaku-airspace-2025-05-03' and c.field = 'start'"
        ),
        [("2025-05-03", '"2025-06"', "mistaken")],
    ),
    "Russia and North Korea": (
        "select kind from incidents where id = 'dprk-russia-military-cooperation'",
        [("military-cooperation",)],
    ),
    "thefts of crypto assets": (
        "select count(*) > 3, max(value) from figures where record = 'incident/dprk-cryptocurrency-thefts'",
        [(1, 1_500_000_000.0)],
    ),
    "the chairman is an admiral": (
        (
            "select p.rank, count(*) from people p join conflicts c on c.record = 'person/' || p.id"
            " where p.id = 'kim-myung-soo' and c.field = 'rank' and c.verdict = 'mistaken' group by 1"
        ),
        [("Admiral", 2)],
    ),
    "Yoshida is the family name": (
        "select family_name, given_name from people where id = 'yoshida-yoshihide'",
        [("Yoshida", "Yoshihide")],
    ),
}
