"""Says what pyreadstat reads in an SPSS file, one fact a line."""

import sys

import pyreadstat

data, meta = pyreadstat.read_sav(sys.argv[1], user_missing=True, output_format="dict")
print("title", meta.file_label)
print("columns", *meta.column_names)
for name in meta.column_names:
    print("label", name, meta.column_names_to_labels[name])
    if name in meta.variable_value_labels:
        print("values", name, dict(sorted(meta.variable_value_labels[name].items())))
    if name in meta.missing_ranges:
        print("missing", name, *sorted(one["lo"] for one in meta.missing_ranges[name]))
    values = list(data[name])
    if name == "mot":
        print("text", repr(values[0]))
        print("long", len(values[1].encode()) if values[1] else 0)
    else:
        print("data", name, *[None if value is None or value != value else value for value in values])
for name, one in meta.mr_sets.items():
    print("set", name, one["type"], one["label"], *one["variable_list"])
