"""Reads a workbook with openpyxl: no formula, no active link but web and mail addresses."""
import sys
from openpyxl import load_workbook

workbook = load_workbook(sys.argv[1])
seen = 0
for sheet in workbook:
    for row in sheet.iter_rows():
        for cell in row:
            seen += cell.value is not None
            assert cell.data_type != "f", f"{sheet.title}!{cell.coordinate} is a formula: {cell.value!r}"
            if cell.hyperlink is not None:
                target = cell.hyperlink.target
                assert target.startswith(("https://", "http://", "mailto:")), target
assert seen > 20, f"only {seen} cells were read"
assert workbook.sheetnames[-1] == "Sources", workbook.sheetnames
assert workbook.worksheets[0].freeze_panes is not None
