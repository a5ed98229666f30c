"""Validates messages against the XSD of ISO 20022 that come with sepaxml, and the structure sepaxml's own writer gives.
Prints, for each file: its version, the number of transfers, the control sum, and every error. Usage: xsd.py FILE..."""

import sys
from decimal import Decimal
from pathlib import Path

import sepaxml
from lxml import etree

schemas = Path(sepaxml.__file__).parent / "schemas"
for path in sys.argv[1:]:
    document = etree.parse(path)
    name = document.getroot().tag.split("}")[0].strip("{")
    version = name.rsplit(":", 1)[1]
    schema = etree.XMLSchema(etree.parse(str(schemas / f"{version}.xsd")))
    valid = schema.validate(document)
    space = {"p": name}
    amounts = [Decimal(one.text) for one in document.findall(".//p:InstdAmt", space)]
    sums = {one.text for one in document.findall(".//p:CtrlSum", space)}
    counts = {one.text for one in document.findall(".//p:NbOfTxs", space)}
    assert sums == {f"{sum(amounts):.2f}"}, (sums, sum(amounts))
    assert counts == {str(len(amounts))}, counts
    ids = [one.text for one in document.findall(".//p:EndToEndId", space)]
    assert len(set(ids)) == len(ids)
    print(version, "valid" if valid else "refused", len(amounts), sums.pop(), list(schema.error_log))
