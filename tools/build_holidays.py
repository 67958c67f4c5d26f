"""Make the shipped list of public holidays abroad, with `holidays==0.109` installed: `python tools/build_holidays.py`.

The days alone, not their names, which the package has in no one language. A day that the package only estimates (the
moon decides) is marked « ~ ». Sources and licences: docs/reference-data.md.
"""

import csv
from pathlib import Path

import holidays

TERRITORY = Path(__file__).resolve().parent.parent / "expect" / "territory" / "data"
YEARS = range(2025, 2032)


def main() -> None:
    with (TERRITORY / "countries.csv").open(encoding="utf-8") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    with (TERRITORY / "holidays.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("country", "year", "days"))
        for code in codes:
            for year in YEARS:
                writer.writerow((code, year, " ".join(days(code, year))))


def days(code: str, year: int) -> list[str]:
    """« 0404 », « ~0320 »: month and day, in order."""
    found = holidays.country_holidays(code, years=year, language="en_US")
    return [f"{'~' * ('estimated' in name)}{day:%m%d}" for day, name in sorted(found.items())]


if __name__ == "__main__":
    main()
