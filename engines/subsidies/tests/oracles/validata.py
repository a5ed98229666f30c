"""What the published validator of the schema says of files: one JSON list a file, of [row, column] it refuses.
A row or a column that is not named is null. Usage: validata.py SCHEMA FILE..."""

import json
import sys
import warnings

warnings.simplefilter("ignore")

from validata_core import validate  # noqa: E402

for path in sys.argv[2:]:
    try:
        report = validate(path, schema=sys.argv[1])
    except Exception as error:  # what it cannot open at all, it refuses
        print(json.dumps([[None, None, repr(error)]]))
        continue
    errors = [error for task in report["tasks"] for error in task["errors"]] or report["errors"]
    told = [[error.get("rowPosition"), error.get("fieldName") or None, error["code"]] for error in errors]
    assert bool(told) != bool(report["valid"]), report
    print(json.dumps(told))
