"""What `frictionless` says of published files, by itself: one JSON list a file, of [row, column, code] it refuses.
The regulatory file has the same columns but the RNA and the scheme, and an underscore between two days.
Usage: tables.py SCHEMA scdl|regulatory FILE..."""

import json
import os
import sys
import warnings

warnings.simplefilter("ignore")

from frictionless import Schema, validate  # noqa: E402

with open(sys.argv[1], encoding="utf-8") as source:
    schema = json.load(source)
if sys.argv[2] == "regulatory":
    schema["fields"] = [one for one in schema["fields"] if one["name"] not in ("rnaBeneficiaire", "dispositifAide")]
    for one in schema["fields"]:
        if one["name"] == "datesPeriodeVersement":
            one["constraints"]["pattern"] = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(_[0-9]{4}-[0-9]{2}-[0-9]{2})?$"

for path in sys.argv[3:]:
    # Only files under the current folder are trusted.
    os.chdir(os.path.dirname(os.path.abspath(path)))
    report = validate(os.path.basename(path), schema=Schema(schema))
    errors = [error for task in report["tasks"] for error in task["errors"]] or report["errors"]
    assert bool(errors) != bool(report["valid"]), report
    print(json.dumps([[error.get("rowPosition"), error.get("fieldName") or None, error["code"]] for error in errors]))
