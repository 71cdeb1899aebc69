-- title: How much rests on official texts
-- description: For each kind of record, how many of the facts that need a source have an official text, or a copy of one, behind them, and how many have two independent publishers.
SELECT kind, records, facts, share_supported, share_official, share_two_publishers, disputed FROM coverage ORDER BY facts DESC, kind
