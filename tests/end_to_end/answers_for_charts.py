"""What the saved questions behind the charts must answer; as `answers.py`, of which this is a part."""

from tests.end_to_end.answers import Answer

CHARTED: dict[str, list[Answer]] = {
    "commitments-by-year-and-status": [
        # the video conference that June 2020 did not bring; the arrangement whose text came out in December 2014
        Answer(("year", "status"), [(2020, "Lapsed"), (2014, "Fulfilled")]),
    ],
    "contradictions-by-kind-and-verdict": [
        # the meeting of the ministers in June 2010 was not their first, as was said: they had met in May 2009
        Answer(("kind", "verdict"), [("meeting", "mistaken"), ("exercise", "unresolved")]),
    ],
    "facts-by-independent-publishers": [
        # the rule of the dataset that most facts have one publisher at least
        Answer(("independent_publishers",), [("0",), ("1",), ("2",), ("3",), ("4",), ("5 or more",)], all_rows=True),
    ],
    "launches-by-year": [
        # the Security Council on the tests of January and September 2016, and of September 2017
        Answer(
            ("year", "kind", "number"),
            [
                (2016, "Nuclear test", 2),
                (2016, "Satellite launch", 1),
                (2017, "Nuclear test", 1),
                (2017, "ICBM launch", 3),
            ],
        ),
    ],
    "ministers-and-chiefs-on-a-line": [
        # the ministers in Tokyo and the chiefs in Seoul, whose joint statements give the days
        Answer(
            ("day", "series", "format"),
            [("2024-07-28", "Ministers of defence", "in-person"), ("2025-07-11", "Chiefs of defence", "in-person")],
        ),
    ],
    "sources-by-language-and-tier": [
        Answer(
            ("tier", "language_of_source"), [("Official", "Japanese"), ("Official", "Korean"), ("Official", "English")]
        ),
    ],
    "tempo-by-year-and-kind": [
        # the summit of Jakarta, November 1994; the arrangement on sharing information, December 2014
        Answer(("year", "kind", "number"), [(1994, "meetings", 1), (1994, "exercises", 0), (2014, "instruments", 1)]),
    ],
    "topics-by-year": [
        # no joint statement before the treaty of June 2024 speaks of help from North Korea for Russia
        Answer(("year", "topic", "mentioned"), [(2017, "North Korea–Russia cooperation", 0)]),
        Answer(("topic",), [("North Korean missiles",)], {"most": "1"}, absent=[("Taiwan Strait",)]),
    ],
}
