"""Make the shipped outlines of the world map from the unpacked npm package.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz && python tools/build_world_map.py package

Natural Earth (public domain) as TopoJSON by world-atlas (ISC). One row per country, by its ISO number: an outline where
the small-scale map has one, a point where it is too small to. Projected once (Equal Earth), so that the page draws it.
"""

import argparse
import csv
import json
import math
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "expect" / "territory" / "data" / "world.csv"
WIDTH = 960
ANTARCTICA = "010"
A = (1.340264, -0.081106, 0.000893, 0.003796)
HALF = 2.706629983696
"""Half the width of the projected world."""


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Equal Earth, in points of a drawing `WIDTH` wide."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = A[0] + 3 * A[1] * square + sixth * (7 * A[2] + 9 * A[3] * square)
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta) / (3 * slope)
    y = theta * (A[0] + A[1] * square + sixth * (A[2] + A[3] * square))
    scale = WIDTH / 2 / HALF
    return WIDTH / 2 + x * scale, 240 - y * scale


def rings(package: Path, name: str) -> dict[str, list[list[tuple[float, float]]]]:
    """The outlines of each country, in degrees."""
    topology = json.loads((package / name).read_text("utf-8"))
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(points)

    def ring(indices: list[int]) -> list[tuple[float, float]]:
        found: list[tuple[float, float]] = []
        for index in indices:
            points = arcs[index] if index >= 0 else arcs[~index][::-1]
            found += points[bool(found) :]
        return found

    countries: dict[str, list[list[tuple[float, float]]]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        shapes = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        outlines = [ring(indices) for shape in shapes for indices in shape]
        countries.setdefault(geometry.get("id", ""), []).extend(outlines)
    return countries


def halves(shapes: list[list[tuple[float, float]]]) -> list[list[tuple[float, float]]]:
    """The outlines, each that goes all around the world cut in its eastern and its western part."""
    found = []
    for shape in shapes:
        longitudes = [longitude for longitude, _ in shape]
        if max(longitudes) - min(longitudes) < 350 or len(shape) > 500:
            found.append(shape)
            continue
        found += [[point for point in shape if point[0] >= 0], [point for point in shape if point[0] < 0]]
    return found


def outline(shapes: list[list[tuple[float, float]]]) -> str:
    """« M12,34L13,35Z… », in tenths of a point, without the steps that change nothing."""
    written = []
    for shape in halves(shapes):
        points = [(round(x, 1), round(y, 1)) for x, y in (project(*point) for point in shape)]
        kept = [point for before, point in zip([None, *points], points, strict=False) if point != before]
        if len(kept) > 3:
            written.append("M" + "L".join(f"{x:g},{y:g}" for x, y in kept[:-1]) + "Z")
    return "".join(written)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=Path, help="folder that holds the unpacked package")
    package = parser.parse_args().package
    drawn = {
        code: outline(shapes)
        for code, shapes in rings(package, "countries-110m.json").items()
        if code != ANTARCTICA
    }
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("numeric", "outline", "x", "y"))
        for code in sorted(code for code in drawn if code):
            writer.writerow((code, drawn[code], "", ""))
        for code, shapes in sorted(rings(package, "countries-50m.json").items()):
            if code and code not in drawn and code != ANTARCTICA:
                largest = max(shapes, key=len)
                middle = [sum(axis) / len(largest) for axis in zip(*largest, strict=True)]
                x, y = project(*middle)
                writer.writerow((code, "", f"{x:.1f}", f"{y:.1f}"))


if __name__ == "__main__":
    main()
