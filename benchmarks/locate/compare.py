"""Runs the location of points by this project, shapely's STRtree and geopandas' sjoin in turn.

Everything runs on one core. Python starts from arrays of coordinates and from geometries already
read, as the Rust index does; building shapely's point objects is measured apart and left out of the
ratios of STRtree, which favours it.
"""

import json
import os
import subprocess
import sys
import time

if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

import geopandas
import numpy
import shapely


def best(run, times=3):
    measured = []
    for _ in range(times):
        start = time.perf_counter()
        result = run()
        measured.append(time.perf_counter() - start)
    return min(measured), result


def main():
    binary, folder = sys.argv[1:3]
    lines = subprocess.run([binary, folder], check=True, capture_output=True, text=True).stdout.splitlines()
    print(f"shapely {shapely.__version__}, GEOS {shapely.geos_version_string}, geopandas {geopandas.__version__}")
    print()
    print("| areas | points | this index (s) | STRtree query (s) | ratio | sjoin (s) | ratio | CSV to CSV (s) |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    mine = {}
    for line in lines:
        row = json.loads(line)
        areas = geopandas.read_file(f"{folder}/areas-{row['areas']}.geojson")
        coordinates = numpy.fromfile(f"{folder}/points-{row['points']}.f64", dtype="<f8").reshape(-1, 2)
        geometries = areas.geometry.values
        build, tree = best(lambda: shapely.STRtree(geometries))
        shapely.prepare(geometries)
        making, points = best(lambda: shapely.points(coordinates))
        query, pairs = best(lambda: tree.query(points, predicate="within"))
        frame = geopandas.GeoDataFrame(geometry=points, crs=areas.crs)
        join, joined = best(lambda: geopandas.sjoin(frame, areas[["code_qp", "geometry"]], predicate="within"))
        located = len(numpy.unique(pairs[0]))
        # Points on a border are outside for `within`; both rules may differ on those alone.
        if abs(located - row["holding"]) > 5 or joined.index.nunique() != located:
            sys.exit(f"the three disagree: {row['holding']}, {located}, {joined.index.nunique()}")
        mine[row["areas"], row["points"]] = row["locate"]
        print(
            f"| {row['areas']} | {row['points']:,} | {row['locate']:.3f} | {query:.3f} | {query / row['locate']:.1f} "
            f"| {join:.3f} | {join / row['locate']:.1f} | {row['csv']:.3f} |"
        )
        print(
            f"  build: index {row['build'] * 1000:.1f} ms, STRtree {build * 1000:.1f} ms; making points {making:.3f} s; "
            f"{row['holding']:,} points inside an area, {row['probable']:,} within 15 m of a border",
            file=sys.stderr,
        )
    few, many = sorted({key[0] for key in mine})
    small, large = sorted({key[1] for key in mine})
    print()
    print(f"{large // small} times the points: {mine[many, large] / mine[many, small]:.1f} times the time")
    print(f"{many // few} times the areas: {mine[many, large] / mine[few, large]:.2f} times the time")
    if mine[many, large] >= 2.0:
        sys.exit(f"{large:,} points against {many} areas take {mine[many, large]:.2f} s: two seconds is the limit")


main()
