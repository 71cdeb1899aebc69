"""How many facts have two or more independent publishers, worked out from the claims with DuckDB.

Run it anywhere in a clone: `python docs/examples/evidence_by_kind.py`. Needs duckdb.
"""

import sys
from pathlib import Path

import duckdb

DATA = Path(__file__).resolve().parents[2] / "data"
# A claim on a field speaks of all below it, so a fact is supported by claims on its own field or on one above.
QUERY = """
WITH support AS (
  SELECT fact.record, fact.field, count(DISTINCT origin.publisher) AS publishers
  FROM facts AS fact
  LEFT JOIN claims AS claim ON claim.record = fact.record AND claim.stance = 'supports'
    AND (claim.field = fact.field OR starts_with(fact.field, claim.field || '/'))
  LEFT JOIN source_origins AS origin ON origin.source = claim.source
  WHERE fact.needs_evidence
  GROUP BY fact.record, fact.field
)
SELECT records.kind, count(*) AS facts, count(*) FILTER (support.publishers > 1) AS two_publishers,
  count(*) FILTER (fact.publishers > 1) AS published
FROM support
JOIN facts AS fact USING (record, field)
JOIN records ON records.ref = support.record AND records.state = 'current'
GROUP BY records.kind
ORDER BY facts DESC, records.kind
"""


def main() -> int:
    """Print the counts by kind; 1 if they are not the published ones."""
    connection = duckdb.connect()
    for name in ("facts", "claims", "records", "source_origins"):
        connection.read_csv(str(DATA / f"{name}.csv"), header=True).create_view(name)
    rows = connection.execute(QUERY).fetchall()
    for kind, facts, two, _ in rows:
        print(f"{kind:14} {facts:6} facts  {two:6} with two publishers  {two / facts:6.1%}")
    same = all(two == published for _, _, two, published in rows)
    print("These are the published figures." if same else "These are NOT the published figures.")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
