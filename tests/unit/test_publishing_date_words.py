"""Dates in words, with the exact text beside what words leave open."""

import pytest

from recordpress.publishing.date_words import date_words, dates_in_words, shown_date

WORDS = {
    "2025-07-11": "11 July 2025",
    "2025-07-11~": "about 11 July 2025",
    "2025-07-11?": "perhaps 11 July 2025",
    "2025%": "perhaps about 2025",
    "2025-07": "July 2025",
    "0987": "987",
    "202X": "the 2020s",
    "20XX": "2000 to 2099",
    "2024-XX": "2024, month not known",
    "2024-XX-XX": "2024, month not known",
    "2024-07-XX": "July 2024, day not known",
    "2024-21": "spring 2024",
    "2024-24~": "about winter 2024",
    "2012-05-03/2012-05-05": "3 to 5 May 2012",
    "2012-04-30/2012-05-02": "30 April to 2 May 2012",
    "2011-12-28/2012-01-03": "28 December 2011 to 3 January 2012",
    "2012-05/2012-07": "May to July 2012",
    "2012/2014": "2012 to 2014",
    "2024-21/2024-23": "spring 2024 to autumn 2024",
    "2012-05-03~/2012-05-05": "about 3 May 2012 to 5 May 2012",
    "2012-05-03/2012-06": "3 May 2012 to June 2012",
    "2012-05-03/2012-05-03": "3 May 2012",
    "../2019": "2019 or earlier",
    "2019/..": "from 2019 on",
    "/2019": "until 2019, from when is not known",
    "2019-03/": "from March 2019, until when is not known",
}


@pytest.mark.parametrize(("text", "words"), WORDS.items())
def test_a_date_reads_as_people_say_it(text: str, words: str) -> None:
    assert date_words(text) == words


@pytest.mark.parametrize("text", ["2025-07-11", "2025-07", "2025"])
def test_a_plain_date_is_marked_for_programs(text: str) -> None:
    assert shown_date(text) == f'<time datetime="{text}">{date_words(text)}</time>'


@pytest.mark.parametrize("text", ["2025~", "2024-21", "202X", "2024-07-XX", "2012/2014", "2019/.."])
def test_what_words_leave_open_stands_beside_its_exact_text(text: str) -> None:
    assert f">{text}</code>" in shown_date(text)


def test_what_is_no_date_stays_as_it_is() -> None:
    assert date_words("next <week>") == "next <week>"
    assert shown_date("next <week>") == "next &lt;week&gt;"


SENTENCES = {
    "due 2024-12-31": "due 31 December 2024",
    "due 2024-07/2024-12, kept 2024-11-15": "due July to December 2024, kept 15 November 2024",
    "Monday (accepted: 2025-09-09?).": "Monday (accepted: perhaps 9 September 2025).",
    "2019/..": "from 2019 on",
    "kept in 2024": "kept in 2024",
    "meeting/held-2024-07-18": "meeting/held-2024-07-18",
    "https://example.org/2024-07-18/a": "https://example.org/2024-07-18/a",
    "2024-02-31": "2024-02-31",
    "24-2 and 2023-24": "24-2 and 2023-24",
}


@pytest.mark.parametrize(("text", "words"), SENTENCES.items())
def test_dates_within_a_text_read_as_people_say_them_and_ids_stay(text: str, words: str) -> None:
    assert dates_in_words(text) == words
