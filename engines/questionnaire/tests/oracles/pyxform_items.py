"""What pyxform reads in XLSForm workbooks, one JSON line per file: its items, its lists, or why it refuses.

pyxform adds rows of its own (counts of repeats, headers of tables, "specify other", meta): they are left out.
"""

import copy
import json
import os
import sys
import warnings

from pyxform.builder import create_survey_element_from_dict
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json import parse_file_to_json

warnings.simplefilter("ignore")

CONTAINERS = {"group", "repeat", "loop"}


def is_added(node):
    name = node.get("name", "")
    if node["type"] == "group" and name == "meta":
        return True
    if name.startswith(("generated_table_list_label_", "reserved_name_for_field_list_labels_")):
        return True
    if name.endswith("_other") and node.get("label") == "Specify other.":
        return True
    return name.endswith("_count") and node["type"] == "calculate" and node.get("bind", {}).get("readonly") == "true()"


def shape(kind):
    """The control and the data type that a type stands for: every spelling of one type has the same."""
    if kind in CONTAINERS or kind in ("osm", "csv-external", "xml-external"):
        return kind
    if kind == "trigger":
        kind = "acknowledge"
    known = QUESTION_TYPE_DICT.get(kind) or QUESTION_TYPE_DICT.get(kind.replace("_", " "))
    if known is None:
        return "? " + kind
    bind = known.get("bind", {})
    parts = [known.get("control", {}).get("tag", "-"), known.get("control", {}).get("mediatype", "-"),
             bind.get("type", "-"), bind.get("jr:preloadParams", "-").removeprefix("uri:")]
    if kind in ("start-geopoint", "background-geopoint", "background-audio", "audit"):
        parts = [kind]
    if bind.get("readonly"):
        parts.append("readonly")
    return " ".join(parts)


def walk(node, around, found):
    for child in node.get("children", []):
        if is_added(child):
            if child.get("name") == "meta":
                audits = [inner for inner in child["children"] if inner["type"] == "audit"]
                walk({"children": audits}, around, found)
            continue
        path = around + [child.get("name", "")]
        bind = child.get("bind", {})
        found.append(
            {
                "path": "/".join(path),
                "shape": shape(child["type"]),
                "list": child.get("itemset", "") if child["type"] != "loop" else "",
                "relevant": bind.get("relevant", ""),
                "constraint": bind.get("constraint", ""),
                "required": bind.get("required", ""),
                "calculation": bind.get("calculate", ""),
                "filter": child.get("choice_filter", ""),
                "default": str(child.get("default", "")),
                "label": child.get("label", ""),
            }
        )
        if child["type"] in CONTAINERS:
            walk(child, path, found)


def read(path):
    try:
        form = parse_file_to_json(path)
        create_survey_element_from_dict(copy.deepcopy(form)).to_xml(validate=False)
    except Exception as error:  # whatever it says, it is a refusal
        return {"refused": str(error)}
    items = []
    walk(form, [], items)
    lists = {
        name: [[choice["name"], choice.get("label", "")] for choice in choices]
        for name, choices in form.get("choices", {}).items()
    }
    return {"items": items, "lists": lists, "id": form.get("id_string"), "title": form.get("title"),
            "flat": bool(form.get("flat"))}


for path in sys.argv[1:]:
    print(json.dumps({"file": os.path.basename(path), **read(path)}), flush=True)
