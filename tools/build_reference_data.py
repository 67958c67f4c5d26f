"""Make the shipped reference data from the unpacked npm packages.

    npm install --ignore-scripts @etalab/decoupage-administratif@6.0.0 i18n-iso-countries@7.14.0
    python tools/build_reference_data.py node_modules

Needs the standard library only; the same packages give the same bytes. What the packages lack is in
`tools/reference_data/`, written by hand. Sources and licences: docs/reference-data.md.
"""

import argparse
import csv
import gzip
import io
import json
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BY_HAND = ROOT / "tools" / "reference_data"
TERRITORY = ROOT / "expect" / "territory" / "data"
BODIES = ROOT / "expect" / "accounts" / "data" / "bodies.csv.gz"

PACKAGE = "Liste livrée : découpage administratif 2026, Etalab (Insee, DGCL, La Poste)"
WITH_SIREN = "Liste livrée : découpage administratif 2026, Etalab ; SIREN recoupé dans deux listes publiques"
BY_HAND_SOURCE = (
    "Liste livrée : saisie à la main, à vérifier ; SIREN, s’il y en a un, recoupé dans deux listes publiques"
)

COLUMNS = (
    "kind", "name", "siren", "insee_code", "department_code", "region_code",
    "population", "postcodes", "own_regime", "source",
)  # fmt: skip

# What Insee lists beside the collectivités: the French Southern Lands, Clipperton (nobody lives there).
NO_BODY = {"984", "989"}
# Counted as communes by the code géographique, which are not: the overseas body is the only one there.
NO_COMMUNE = NO_BODY | {"977", "978", "986"}
# Départements whose council gave way to another body: Corse, Alsace, Paris, Martinique, Guyane, Mayotte.
NO_COUNCIL = {"2A", "2B", "67", "68", "75", "972", "973", "976"}
NO_REGIONAL_COUNCIL = {"94", "02", "03", "06"}
PARIS = "75056"
METROPOLE_DE_LYON = "MET69"

# « typeLiaison » of the code géographique.
LINK = {0: "de ", 1: "d'", 2: "du ", 3: "de la ", 4: "des ", 5: "de l'"}
EPCI_PREFIX = {
    "CC": "Communauté de communes", "CA": "Communauté d'agglomération", "CU": "Communauté urbaine",
}  # fmt: skip

# No mission goes there: France and its territories, and islands without a local authority.
NOT_ABROAD = {
    "FR", "BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT",
    "AQ", "BV", "GS", "HM", "IO", "UM",
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("node_modules", type=Path, help="folder that holds the unpacked packages")
    packages = parser.parse_args().node_modules
    division = packages / "@etalab" / "decoupage-administratif" / "data"
    names = ("communes", "epci", "ept", "departements", "regions")
    data = {name: json.loads((division / f"{name}.json").read_text("utf-8")) for name in names}

    regions = [r for r in data["regions"] if r["code"] not in NO_BODY]
    departments = [d for d in data["departements"] if d["code"] not in NO_BODY]
    write(TERRITORY / "regions.csv", ("code", "name"), [(r["code"], spelled(r["nom"])) for r in regions])
    write(
        TERRITORY / "departments.csv",
        ("code", "name", "region_code"),
        [(d["code"], spelled(d["nom"]), d["region"]) for d in departments],
    )
    countries = country_rows(packages / "i18n-iso-countries")
    write(TERRITORY / "countries.csv", ("code", "iso3", "numeric", "name"), countries)

    bodies = body_rows(data, departments, regions)
    check(bodies)
    BODIES.write_bytes(compressed(COLUMNS, [[body[column] for column in COLUMNS] for body in bodies]))
    print(
        f"{len(regions)} regions, {len(departments)} departments, {len(countries)} countries, {len(bodies)} bodies:"
    )
    print(
        ", ".join(
            f"{count} {kind}" for kind, count in sorted(Counter(body["kind"] for body in bodies).items())
        )
    )


def country_rows(package: Path) -> list[tuple[str, ...]]:
    """Code, three-letter code, number and usual French name of the countries where a mission may go."""
    french = json.loads((package / "langs" / "fr.json").read_text("utf-8"))["countries"]
    french |= {row["code"]: row["name"] for row in by_hand("country_names.csv")}
    codes = json.loads((package / "codes.json").read_text("utf-8"))
    return sorted((a2, a3, number, french[a2]) for a2, a3, number, _ in codes if a2 not in NOT_ABROAD)


def body_rows(data: dict, departments: list[dict], regions: list[dict]) -> list[dict]:
    """Every body of the list, each kind in the order of its codes."""
    actual = [
        c for c in data["communes"] if c["type"] == "commune-actuelle" and c["departement"] not in NO_BODY
    ]
    communes = {c["code"]: c for c in actual}
    population = Counter()
    for commune in actual:
        population[commune["departement"]] += commune["population"]
        population["R" + commune["region"]] += commune["population"]
    lyon = next(e for e in data["epci"] if e["type"] == METROPOLE_DE_LYON)
    population["69"] -= lyon["populationMunicipale"]
    sirens = {(row["kind"], row["insee_code"]): row["siren"] for row in by_hand("sirens.csv")}

    rows = [commune_row(c) for c in actual if c["departement"] not in NO_COMMUNE]
    rows += [epci_row(e, communes) for e in [*data["epci"], *data["ept"]]]
    for department in departments:
        if department["code"] in NO_COUNCIL or department["zone"] == "com":
            continue
        rows.append(
            body(
                kind="departement",
                name=f"Département {LINK[department['typeLiaison']]}{department['nom']}",
                insee_code=department["code"],
                department_code=department["code"],
                region_code=department["region"],
                population=population[department["code"]],
                source=WITH_SIREN,
            )
        )
    for region in regions:
        if region["code"] in NO_REGIONAL_COUNCIL or region["zone"] == "com":
            continue
        rows.append(
            body(
                kind="region",
                name=f"Région {region['nom']}",
                insee_code=region["code"],
                region_code=region["code"],
                population=population["R" + region["code"]],
                source=WITH_SIREN,
            )
        )
    for row in by_hand("special_bodies.csv"):
        counted_in = row.pop("counted_in").split()
        rows.append(
            body(**row, population=sum(population[code] for code in counted_in) or "", source=BY_HAND_SOURCE)
        )
    for row in rows:
        row["siren"] = row["siren"] or sirens.pop((row["kind"], row["insee_code"]), "")
    if sirens:
        raise SystemExit(f"SIREN of no body: {sirens}")
    return sorted(rows, key=lambda row: (row["kind"], row["insee_code"] or row["siren"], row["name"]))


def commune_row(commune: dict) -> dict:
    """A commune; the Ville de Paris is one and has a status of its own."""
    return body(
        kind="special_status" if commune["code"] == PARIS else "commune",
        name=commune["nom"],
        siren=commune.get("siren", ""),
        insee_code=commune["code"],
        department_code=commune["departement"],
        region_code=commune["region"],
        population=commune["population"],
        postcodes=" ".join(commune["codesPostaux"]),
        source=PACKAGE,
    )


def epci_row(epci: dict, communes: dict) -> dict:
    """A groupement, placed in the département where most of its people live."""
    people = Counter()
    for member in epci["membres"]:
        people[communes[member["code"]]["departement"]] += member["populationMunicipale"]
    department = people.most_common(1)[0][0]
    region = next(c["region"] for c in communes.values() if c["departement"] == department)
    lyon = epci["type"] == METROPOLE_DE_LYON
    return body(
        kind="special_status" if lyon else "epci",
        name=epci_name(epci["nom"]),
        siren=epci["code"],
        insee_code="69M" if lyon else "",
        department_code=department,
        region_code=region,
        population=epci["populationMunicipale"],
        source=PACKAGE,
    )


def epci_name(name: str) -> str:
    """« CC du Pays de Gex » in full; a name that already says what the body is keeps its own words."""
    name = " ".join(name.replace("''", '"').split()).replace("oeu", "œu").replace("St-", "Saint-")
    name = re.sub(r'"([^"]+)"', "«\u00a0\\1\u00a0»", name)
    prefix, _, rest = name.partition(" ")
    if prefix not in EPCI_PREFIX:
        return name
    return rest if re.match(r"Communauté |(L')?Agglo ", rest) else f"{EPCI_PREFIX[prefix]} {rest}"


def body(**values: object) -> dict:
    return dict.fromkeys(COLUMNS, "") | values


def spelled(name: str) -> str:
    return name.replace("Wallis et Futuna", "Wallis-et-Futuna")


def by_hand(name: str) -> list[dict]:
    with (BY_HAND / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def check(bodies: list[dict]) -> None:
    """Stop on a SIREN given twice, or whose key is wrong."""
    sirens = [body["siren"] for body in bodies if body["siren"]]
    twice = [siren for siren, count in Counter(sirens).items() if count > 1]
    wrong = [siren for siren in sirens if not luhn(siren)]
    if twice or wrong:
        raise SystemExit(f"SIREN given twice: {twice}; wrong key: {wrong}")


def luhn(digits: str) -> bool:
    return sum(sum(divmod(int(d) * (1 + i % 2), 10)) for i, d in enumerate(reversed(digits))) % 10 == 0


def as_csv(columns: tuple[str, ...], rows: list) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().replace("'", "’")  # the lists have typewriters’ apostrophes


def write(path: Path, columns: tuple[str, ...], rows: list) -> None:
    path.write_text(as_csv(columns, sorted(rows)), "utf-8", newline="\n")


def compressed(columns: tuple[str, ...], rows: list) -> bytes:
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=9, mtime=0) as archive:
        archive.write(as_csv(columns, rows).encode())
    return buffer.getvalue()


if __name__ == "__main__":
    main()
