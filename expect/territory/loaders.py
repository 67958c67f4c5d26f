"""Load the shipped territories, countries and posts; run again, nothing changes.

Regions and départements follow the files. Countries and posts belong to the administrators once loaded: only the
missing ones are added, nothing they wrote is overwritten.
"""

import csv
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from expect.territory.models import Country, Department, DiplomaticPost, PostCountry, ReferenceLoad, Region

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Loaded:
    """What a load did to a table."""

    label: str
    added: int = 0
    updated: int = 0
    kept: int = 0
    up_to_date: bool = False

    def __str__(self):
        if self.up_to_date:
            return f"{self.label} : à jour"
        return f"{self.label} : ajouts {self.added}, mises à jour {self.updated}, sans changement {self.kept}"


def load_once(path: Path, label: str, load: Callable[[Path], Loaded], at: datetime) -> Loaded:
    """Run `load` on a file, in one transaction, unless this very file was the last one loaded."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if ReferenceLoad.objects.filter(name=path.name, sha256=digest).exists():
        return Loaded(label, up_to_date=True)
    with transaction.atomic():
        loaded = load(path)
        ReferenceLoad.objects.update_or_create(name=path.name, defaults={"sha256": digest, "loaded_at": at})
    return loaded


def load_territory(at: datetime) -> Iterator[Loaded]:
    """Load regions, départements, countries and posts, in this order; say what each load did."""
    yield load_once(DATA / "regions.csv", "Régions", load_regions, at)
    yield load_once(DATA / "departments.csv", "Départements", load_departments, at)
    yield load_once(DATA / "countries.csv", "Pays", load_countries, at)
    yield load_once(DATA / "posts.csv", "Postes diplomatiques", load_posts, at)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def load_regions(path: Path) -> Loaded:
    known = set(Region.objects.values_list("code", flat=True))
    regions = [Region(**row) for row in rows(path)]
    Region.objects.bulk_create(regions, update_conflicts=True, unique_fields=["code"], update_fields=["name"])
    return _followed("Régions", [region.code for region in regions], known)


def load_departments(path: Path) -> Loaded:
    known = set(Department.objects.values_list("code", flat=True))
    regions = dict(Region.objects.values_list("code", "pk"))
    departments = [
        Department(code=row["code"], name=row["name"], region_id=regions[row["region_code"]])
        for row in rows(path)
    ]
    Department.objects.bulk_create(
        departments, update_conflicts=True, unique_fields=["code"], update_fields=["name", "region"]
    )
    return _followed("Départements", [department.code for department in departments], known)


def load_countries(path: Path) -> Loaded:
    known = set(Country.objects.values_list("code", flat=True))
    missing = [Country(**row) for row in rows(path) if row["code"] not in known]
    Country.objects.bulk_create(missing)
    return Loaded("Pays", added=len(missing), kept=len(known))


def load_posts(path: Path) -> Loaded:
    """Add the posts of the countries that never had one; a country already in charge keeps its post."""
    countries = dict(Country.objects.values_list("code", "pk"))
    taken = set(PostCountry.objects.values_list("country__code", flat=True))
    names = set(DiplomaticPost.objects.values_list("name", flat=True))
    missing = [row for row in rows(path) if row["country"] not in taken and row["name"] not in names]
    posts = DiplomaticPost.objects.bulk_create(
        DiplomaticPost(name=row["name"], city=row["city"], time_zone=row["time_zone"]) for row in missing
    )
    PostCountry.objects.bulk_create(
        PostCountry(post=post, country_id=countries[code])
        for post, row in zip(posts, missing, strict=True)
        for code in [row["country"], *row["also_covers"].split()]
        if code not in taken
    )
    return Loaded("Postes diplomatiques", added=len(posts), kept=len(names))


def _followed(label: str, codes: list[str], known: set[str]) -> Loaded:
    added = [code for code in codes if code not in known]
    return Loaded(label, added=len(added), updated=len(codes) - len(added), kept=len(known - set(codes)))
