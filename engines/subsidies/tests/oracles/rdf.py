"""Reads a catalogue as JSON-LD and as Turtle; says whether both are the same graph, and what it holds.
Usage: rdf.py FILE.jsonld FILE.ttl"""

import sys

from rdflib import Graph
from rdflib.compare import isomorphic

json_ld = Graph().parse(sys.argv[1], format="json-ld")
turtle = Graph().parse(sys.argv[2], format="turtle")
print("statements", len(turtle))
print("same", isomorphic(json_ld, turtle))

PREFIXES = """
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX vcard: <http://www.w3.org/2006/vcard/ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

# What DCAT-AP 2.1.1 makes mandatory: each must be found for every thing of the class.
MANDATORY = {
    "dcat:Catalog": ["dct:title", "dct:description", "dct:publisher", "dcat:dataset"],
    "dcat:Dataset": ["dct:title", "dct:description"],
    "dcat:Distribution": ["dcat:accessURL"],
    "spdx:Checksum": ["spdx:algorithm", "spdx:checksumValue"],
    "foaf:Organization": ["foaf:name"],
}
for graph in (json_ld, turtle):
    for kind, properties in MANDATORY.items():
        assert graph.query(f"{PREFIXES} ASK {{ ?thing a {kind} }}").askAnswer, kind
        for property in properties:
            query = f"{PREFIXES} ASK {{ ?thing a {kind} FILTER NOT EXISTS {{ ?thing {property} ?value }} }}"
            assert not graph.query(query).askAnswer, (kind, property)
    # A publisher is told, dates are dates, nothing is a literal where an address is awaited.
    for query in (
        "ASK { ?catalogue dct:publisher ?publisher FILTER NOT EXISTS { ?publisher a foaf:Organization } }",
        "ASK { ?thing dct:issued|dct:modified ?day FILTER (datatype(?day) != xsd:date) }",
        "ASK { ?thing dct:license|dcat:downloadURL|dcat:theme|dct:conformsTo|vcard:hasEmail ?value FILTER isLiteral(?value) }",
    ):
        assert not graph.query(PREFIXES + query).askAnswer, query

rows = turtle.query(
    PREFIXES
    + """SELECT ?title ?file ?bytes ?sum WHERE {
        ?set a dcat:Dataset ; dct:title ?title ; dcat:distribution ?file .
        ?file dcat:byteSize ?bytes ; spdx:checksum/spdx:checksumValue ?sum } ORDER BY ?file"""
)
for title, file, size, checksum in rows:
    print("file", file, size, checksum, repr(str(title)))
