"""Meetings and exercises of the three countries by year, worked out from the basic tables with pandas.

Run it anywhere in a clone: `python docs/examples/cooperation_by_year.py`. Needs pandas and frictionless.
"""

import sys
from pathlib import Path

import pandas as pd
from frictionless import Package

ROOT = Path(__file__).resolve().parents[2]
THREE = {"jpn", "kor", "usa"}
DATED = ["day", "month", "season", "year"]  # coarser dates belong to no single year


def load(package: Package, name: str) -> pd.DataFrame:
    """A table of the package, with dates as dates where its schema says so."""
    resource = package.get_resource(name)
    dates = [field.name for field in resource.schema.fields if field.type == "date"]
    return pd.read_csv(ROOT / str(resource.path), parse_dates=dates)


def by_year(events: pd.DataFrame, countries: pd.DataFrame, key: str) -> pd.Series:
    """Number of events a year that were held and in which all three took part."""
    present = countries[countries["country"].isin(THREE)].groupby(key)["country"].nunique()
    together = events["id"].map(present).eq(len(THREE))
    held = events["status"].isin(["held", "held-informally"]) & events["withdrawn_date"].isna()
    counted = events[together & held & events["start_precision"].isin(DATED)]
    return counted["start_earliest"].dt.year.value_counts()


def main() -> int:
    """Print the counts as bars; 1 if they are not the published ones."""
    package = Package(ROOT / "datapackage.json")
    published = load(package, "trilateral_year").set_index("year")
    meetings = by_year(load(package, "meetings"), load(package, "meetings_countries"), "meeting")
    exercises = by_year(load(package, "exercises"), load(package, "exercises_countries"), "exercise")
    own = pd.DataFrame({"meetings": meetings, "exercises": exercises})
    own = own.reindex(published.index, fill_value=0).fillna(0).astype(int)
    for year, row in own.iterrows():
        print(f"{year}  {'M' * row['meetings']}{'x' * row['exercises']}")
    print("M a meeting, x an exercise")
    same = own.equals(published[["meetings", "exercises"]])
    print("These are the published figures." if same else "These are NOT the published figures.")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
