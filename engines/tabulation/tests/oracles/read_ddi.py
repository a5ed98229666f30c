"""Says what a DDI codebook holds, one fact a line; fails when an element stands where the schema has it not.

Order of the children of each element after the schema of DDI-Codebook 2.5. With PARVIS_DDI_SCHEMA, the path of the
schema itself (`codebook.xsd`, DDI Alliance, LGPL), and lxml, the whole codebook is validated against it.
"""

import os
import sys
import xml.etree.ElementTree as tree

ORDER = {
    "codeBook": ["docDscr", "stdyDscr", "fileDscr", "dataDscr", "otherMat"],
    "stdyDscr": ["citation", "studyAuthorization", "stdyInfo", "studyDevelopment", "method", "dataAccs", "othrStdyMat"],
    "citation": ["titlStmt", "rspStmt", "prodStmt", "distStmt", "serStmt", "verStmt", "biblCit", "holdings", "notes"],
    "dataColl": ["timeMeth", "dataCollector", "collectorTraining", "frequenc", "sampProc", "sampleFrame", "targetSampleSize",
                 "deviat", "collMode"],
    "fileDscr": ["fileTxt", "locMap", "notes"],
    "fileTxt": ["fileName", "fileCitation", "dataFingerprint", "fileCont", "fileStrc", "dimensns"],
    "dimensns": ["caseQnty", "varQnty"],
    "dataDscr": ["varGrp", "nCubeGrp", "var", "nCube", "notes"],
    "varGrp": ["labl", "txt", "concept", "defntn", "universe", "notes"],
    "var": ["location", "labl", "imputation", "security", "embargo", "respUnit", "anlysUnit", "qstn", "valrng", "invalrng",
            "undocCod", "universe", "TotlResp", "sumStat", "txt", "stdCatgry", "catgryGrp", "catgry", "codInstr", "verStmt",
            "concept", "derivation", "varFormat", "geoMap", "catLevel", "notes"],
    "catgry": ["catValu", "labl", "txt", "catStat", "mrow"],
}
SPACE = "{ddi:codebook:2_5}"
written = sys.stdin.buffer.read()
root = tree.fromstring(written)
if "PARVIS_DDI_SCHEMA" in os.environ:
    from lxml import etree

    etree.XMLSchema(file=os.environ["PARVIS_DDI_SCHEMA"]).assertValid(etree.fromstring(written))
    print("valid")
for element in root.iter():
    assert element.tag.startswith(SPACE), element.tag
    order = ORDER.get(element.tag[len(SPACE):])
    if order:
        places = [order.index(child.tag[len(SPACE):]) for child in element]
        assert places == sorted(places), (element.tag, places)


def text(element, path):
    return element.findtext("/".join(SPACE + step for step in path.split("/")))


identifiers = {var.get("ID"): var.get("name") for var in root.iter(SPACE + "var")}
print("title", text(root, "stdyDscr/citation/titlStmt/titl"))
print("cases", text(root, "fileDscr/fileTxt/dimensns/caseQnty"), "variables", text(root, "fileDscr/fileTxt/dimensns/varQnty"))
for group in root.iter(SPACE + "varGrp"):
    print("group", group.get("name"), *[identifiers[one] for one in group.get("var").split()])
for var in root.iter(SPACE + "var"):
    counts = " | ".join(f'{one.get("type")} {one.text}' for one in var.iter(SPACE + "sumStat"))
    print("var", var.get("name"), text(var, "labl"), "|", text(var, "universe"), "|", counts)
    for category in var.iter(SPACE + "catgry"):
        missing = " missing" if category.get("missing") == "Y" else ""
        value = text(category, "catValu") or ""
        print("cat", var.get("name"), value, text(category, "labl"), text(category, "catStat") + missing)
