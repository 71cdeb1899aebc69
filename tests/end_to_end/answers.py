"""What the saved questions must answer.

The expected rows follow from the sources named beside them, and days between dates from the dates; names are those of
the records. A row of an answer that isn't expected here is neither right nor wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What a question must answer.

    Args:
        columns: The columns that are compared.
        rows: Rows that must be there, in these columns.
        given: Parameters other than the defaults.
        absent: Rows that must not be there.
        all_rows: Whether `rows` is the whole answer, in its order.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    given: Mapping[str, str] = field(default_factory=dict)
    absent: list[tuple[Any, ...]] = field(default_factory=list)
    all_rows: bool = False


ANSWERS: dict[str, list[Answer]] = {
    "accounts-side-by-side": [
        # the statements of the two ministries of defence, December 2018 and January 2019
        Answer(("start", "side"), [("2018-12-20", "Japan"), ("2018-12-20", "South Korea")]),
    ],
    "after-each-icbm-launch": [
        # Anews and KBS, 16 July 2023; the ministry in Seoul, 20 December 2023; Jiji, 3 November 2024
        Answer(
            ("launch", "date", "kind", "days_after"),
            [
                ("2023-07-12", "2023-07-16", "exercise", 4),
                ("2023-12-18", "2023-12-20", "exercise", 2),
                ("2024-10-31", "2024-11-03", "exercise", 3),
            ],
        ),
        Answer(("launch", "days_after"), [], {"days": "2"}, absent=[("2023-07-12", 4)]),
    ],
    "aircraft-in-most-exercises": [
        # the flights of 22 October 2023, 2 April 2024 and 11 July 2025 in the press of the three countries
        Answer(("aircraft", "exercises", "first", "last"), [("B-52H", 3, "2023-10-22", "2025-07-11")]),
    ],
    "appearances-of-a-person": [
        Answer(
            ("day", "kind", "office"),
            [
                ("2023-11-12", "meeting", "Minister of National Defense of the Republic of Korea"),
                ("2024-07-28", "meeting", "Minister of National Defense of the Republic of Korea"),
            ],
        ),
        # the fifth meeting of the advisers under President Biden, White House, 25 October 2024
        Answer(("day", "kind"), [("2023-06-15", "meeting"), ("2024-10-25", "meeting")], {"person": "jake-sullivan"}),
    ],
    "attendance-at-tri-chods": [
        # Dunford and Kawano: 2016 twice, 2017 twice, 2018. Milley: 2019 twice, 2020, 2021, 2022 twice, 2023
        Answer(
            ("person", "meetings", "first", "last"),
            [
                ("Mark Milley", 7, "2019-10-01", "2023-07-11"),
                ("Joseph Dunford", 5, "2016-02-10", "2018-05-29"),
                ("Kawano Katsutoshi", 5, "2016-02-10", "2018-05-29"),
            ],
        ),
        Answer(("person",), [("Choi Yun-hee",), ("Martin Dempsey",)], {"least": "1"}),
    ],
    "camp-david-commitments": [
        # the joint press statement of 19 December 2023; the finance ministers' statement of 17 April 2024
        Answer(
            ("commitment", "status", "fulfilled_on", "days_late"),
            [
                ("Sharing of missile-warning data by the end of 2023", "fulfilled", "2023-12-19", -12),
                ("First meeting of the finance ministers", "fulfilled", "2024-04-17", None),
            ],
        ),
        # no summit of the three followed Lima
        Answer(("commitment", "status"), [("Yearly meetings of the leaders", "partly")]),
    ],
    "china-in-joint-statements": [
        # the texts themselves, and Chosun Ilbo of 14 July 2025 on what the last leaves out
        Answer(
            ("issued", "statement", "china"),
            [
                ("2022-11-13", "Phnom Penh Statement", "silent"),
                ("2023-08-18", "The Spirit of Camp David", "named"),
                ("2024-06-02", "Joint press statement of the ministers of defence, 2 June 2024", "named"),
                ("2024-07-18", "Joint press statement of the Tri-CHOD in Tokyo, July 2024", "named"),
                ("2024-07-28", "Joint press statement of the ministers of defence, 28 July 2024", "meant, not named"),
                ("2025-07-11", "Joint press statement of the Tri-CHOD in Seoul, July 2025", "silent"),
            ],
        ),
    ],
    "commitments-open-and-overdue": [
        # promised on 28 July 2024 for 2025; the year ended 330 days before the day that is asked for
        Answer(("commitment", "days_overdue"), [("Next ministers’ meeting in South Korea in 2025", 330)]),
    ],
    "exercises-by-year-and-training": [
        # January, March, October and December 2017: the fourth to sixth and one more, by the chiefs of staff in Seoul
        Answer(("year", "training", "exercises"), [(2017, "missile-warning", 4)]),
    ],
    "facts-on-one-publisher": [
        Answer(("record", "field", "publisher"), [("meeting/japan-china-2024-11-15", "duration", "yomiuri")]),
    ],
    "facts-without-official-source": [
        # the rule of the dataset: no fact without a source
        Answer(("kind", "share_supported"), [("meeting", 1.0), ("exercise", 1.0), ("statement", 1.0)]),
    ],
    "firsts-that-do-not-hold": [
        # the ministers had met eight weeks before, the leaders since 1994
        Answer(
            ("assertion", "verdict"),
            [
                ("First trilateral ministers’ meeting in 15 years", "mistaken"),
                ("First ever trilateral summit", "mistaken"),
                ("The Tri-CHOD began in 2014", "holds-on-another-basis"),
            ],
            absent=[("First Tri-CHOD in Japan", "mistaken")],
        ),
    ],
    "freedom-edge-runs": [
        # the statements on the three runs, and the Joint Staff of Japan
        Answer(
            ("start", "end", "status"),
            [
                ("2024-06-27", "2024-06-29", "held"),
                ("2024-11-13", "2024-11-15", "held"),
                ("2025-09-15", "2025-09-19", "held"),
            ],
        ),
    ],
    "from-promise-to-deed": [
        # promised in Tokyo on 18 July 2024, met in Seoul on 11 July 2025
        Answer(("made_on", "fulfilled_on", "days"), [("2024-07-18", "2025-07-11", 358)]),
    ],
    "gaps-between-ministers-meetings": [
        # 9th, 10th and 11th: Clark, and Singapore twice in 2018, with two other ministers the second time
        Answer(
            ("start", "days_since_the_last", "ministers_changed"),
            [("2018-06-03", 223, 0), ("2018-10-19", 138, 2), ("2024-07-28", 56, 0)],
        ),
    ],
    "how-far-statements-were-read": [
        Answer(("extent_read", "of_them_not_read"), [("full", 0)]),
    ],
    "how-the-three-meet": [
        Answer(("year", "in_person"), [(1994, 1)]),
    ],
    "instruments-over-time": [
        # notice on 23 August 2019 of the decision of the day before, suspended on 22 November, normal on 21 March 2023
        Answer(("date",), [("2019-11-22",), ("2023-03-21",), ("2023-12-19",)]),
    ],
    "longest-pauses": [
        # the seventh round of October 2017 and the eighth of July 2021
        Answer(
            ("series", "after_meeting", "until_meeting"),
            [("Trilateral vice foreign ministers' consultation", "2017-10-18", "2021-07-21")],
        ),
    ],
    "meetings-by-year-and-level": [
        # Bogor or Jakarta 1994; of the chiefs, May and October 2017, and July 2023
        Answer(
            ("year", "level", "meetings"),
            [(1994, "leaders", 1), (2017, "chief-of-defence", 2), (2023, "chief-of-defence", 1)],
        ),
    ],
    "ministers-meetings": [
        # the press statements of October 2017 and June 2019 give the numbers
        Answer(
            ("day", "status", "number"),
            [("2017-10-23", "held", 9), ("2019-06-02", "held", 12), ("2024-07-28", "held", None)],
        ),
    ],
    "officials-on-a-day": [
        Answer(
            ("office", "person"),
            [
                ("Minister of Defense of Japan", "Kihara Minoru"),
                ("Minister of National Defense of the Republic of Korea", "Shin Won-sik"),
                ("Secretary of Defense of the United States", "Lloyd J. Austin III"),
            ],
        ),
        # the day before and after the change of 11 September 2019 in Tokyo
        Answer(
            ("office", "person"),
            [("Minister of Defense of Japan", "Kono Taro")],
            {"day": "2019-11-17"},
            absent=[("Minister of Defense of Japan", "Iwaya Takeshi")],
        ),
    ],
    "planned-and-not-held": [
        Answer(
            ("kind", "date", "status"),
            [("meeting", "2025", "planned"), ("exercise", "2026-02", "cancelled")],
            absent=[("meeting", "2024-07-28", "held")],
        ),
    ],
    "publishers-that-err": [
        # “Davos”, “summit of heads of state”; “Camp David last year”, said in 2025
        Answer(("publisher",), [("Red Censor",), ("Japan Forward",)]),
        Answer(("publisher",), [], {"least": "1000"}, all_rows=True),
    ],
    "ships-in-most-exercises": [
        # November 2023, January 2024 and March 2025: US Navy and the navy in Seoul
        Answer(
            ("ship", "hull_number", "country", "first", "last"),
            [("USS Carl Vinson", "CVN-70", "usa", "2023-11-26", "2025-03-17")],
        ),
    ],
    "stance-on-a-topic-by-year": [
        # the statement of 24 June 2024 condemns in the strongest terms
        Answer(("year", "strongest"), [(2024, "condemn-in-strongest-terms")]),
        Answer(("year",), [], {"topic": "no-such-topic"}, all_rows=True),
    ],
    "taiwan-strait-in-statements": [
        # the first of the ministers, by the Japanese ministry; and Munich, by the State Department
        Answer(
            ("issued", "topic"),
            [("2022-06-11", "taiwan-strait"), ("2025-02-15", "taiwan-in-organizations")],
            absent=[("2025-07-11", "taiwan-strait")],
        ),
    ],
    "topic-in-statements": [
        Answer(
            ("issued", "presence"),
            [("2023-08-18", "mentioned"), ("2024-07-18", "mentioned"), ("2025-07-11", "not-mentioned")],
        ),
    ],
    "topics-that-were-dropped": [
        # the texts of July 2024 and July 2025
        Answer(
            ("start", "topic", "meeting_before"),
            [
                ("2025-07-11", "china", "Tri-CHOD in Tokyo, July 2024"),
                ("2025-07-11", "taiwan-strait", "Tri-CHOD in Tokyo, July 2024"),
            ],
        ),
    ],
    "tri-chod-numbers": [
        # USFJ on the meeting of October 2017 (“fifth”), and the joint statement of Seoul (“22nd”)
        Answer(
            ("start", "official_series", "us_count_since_2014", "rok_count_since_2010"),
            [
                ("2014-07-01", None, 1, None),
                ("2016-02-10", None, 2, None),
                ("2016-10-14", None, 3, None),
                ("2017-10-29", None, 5, None),
                ("2025-07-11", 22, None, 22),
            ],
        ),
    ],
    "unresolved-contradictions": [
        # the navy in Seoul and the US Navy name another fourth ship of March 2025 than Zona Militar does
        Answer(("field", "source"), [("forces/uss-ralph-johnson", "zona-militar-2025-03-carl-vinson")]),
    ],
    "what-answered-what": [
        # the embassy in Seoul, 4 June 2024; the ministry in Seoul on 16 July 2023
        Answer(("kind", "date"), [("statement", "2024-06-04"), ("exercise", "2023-07-16")]),
    ],
    "who-hosts": [
        # Tokyo 2024 and Seoul 2025 are the only ones outside of the United States
        Answer(
            ("series", "country", "meetings"),
            [
                ("Trilateral Chiefs of Defense meeting", "Japan", 1),
                ("Trilateral Chiefs of Defense meeting", "South Korea", 1),
            ],
        ),
    ],
    "who-met": [
        Answer(
            ("start", "person"),
            [("2025-07-11", "Dan Caine"), ("2025-07-11", "Kim Myung-soo"), ("2025-07-11", "Yoshida Yoshihide")],
        ),
    ],
    "who-says-otherwise": [
        # 11 July 2025 was a Friday
        Answer(("record", "field", "claimed"), [("Tri-CHOD in Seoul, July 2025", "start", "Thursday")]),
    ],
}
