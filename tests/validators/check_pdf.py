"""Reads a PDF with pikepdf and checks what PDF/UA-1 and PDF/A-2a ask of its structure.

It is no full validator: it looks at the parts of those standards that readers depend on.
"""
import sys
import pikepdf

pdf = pikepdf.open(sys.argv[1])
root = pdf.Root
problems = []


def expect(condition, problem):
    if not condition:
        problems.append(problem)


expect(not pdf.check_pdf_syntax(), f"syntax: {pdf.check_pdf_syntax()}")
expect(bool(root.get("/MarkInfo", {}).get("/Marked", False)), "not marked as tagged")
expect(not root.get("/MarkInfo", {}).get("/Suspects", False), "suspect tags")
languages = sys.argv[2:] or ["fr-FR", "fr"]
expect(str(root.get("/Lang", "")) in languages, f"language {root.get('/Lang')}")
expect(bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)), "title not displayed")
expect("/Outlines" in root, "no outline")
expect("/OutputIntents" in root, "no output intent")
expect("/StructTreeRoot" in root, "no structure")
expect("/AcroForm" not in root and "/OpenAction" not in root, "active content")
expect("/EmbeddedFiles" not in root.get("/Names", {}), "attached files")

ROLES = {
    "Document", "Part", "Sect", "Div", "P", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody",
    "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Figure", "Caption", "Link", "TOC", "TOCI",
    "Reference", "Span", "Strong", "Em", "Note", "NonStruct", "BlockQuote", "Title", "Code",
}
role_map = root.StructTreeRoot.get("/RoleMap", {})
counts = {}


def walk(node, parent):
    if isinstance(node, pikepdf.Array):
        for child in node:
            walk(child, parent)
        return
    if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
        return
    name = str(node["/S"])[1:]
    mapped = str(role_map.get("/" + name, "/" + name))[1:]
    expect(name in ROLES and mapped in ROLES, f"unknown role {name}")
    counts[name] = counts.get(name, 0) + 1
    if name == "Figure":
        expect(str(node.get("/Alt", "")).strip(), "figure without text alternative")
    if name == "TR":
        expect(parent in ("Table", "THead", "TBody", "TFoot"), f"TR in {parent}")
    if name in ("TH", "TD"):
        expect(parent == "TR", f"{name} in {parent}")
    if name == "TH":
        attributes = node.get("/A", {})
        attributes = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
        expect(any("/Scope" in entry for entry in attributes), "TH without scope")
    if name == "LI":
        expect(parent == "L", f"LI in {parent}")
    if "/K" in node:
        walk(node["/K"], name)


walk(root.StructTreeRoot.K, None)
for name in ("Document", "H1", "H2", "P", "Table", "TH", "TD", "Figure", "L", "LI", "Link"):
    expect(counts.get(name), f"no {name} in the structure")

fonts = 0
for number, page in enumerate(pdf.pages, 1):
    expect(page.obj.get("/Tabs") == "/S", f"page {number}: tab order")
    expect("/StructParents" in page.obj, f"page {number}: no link to the structure")
    for annotation in page.obj.get("/Annots", []):
        expect(annotation.get("/Contents") is not None, f"page {number}: link without description")
    for font in page.obj.get("/Resources", {}).get("/Font", {}).values():
        fonts += 1
        expect("/ToUnicode" in font, f"page {number}: font without ToUnicode")
        descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        descriptor = descendant.FontDescriptor
        expect(any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")), "font not embedded")
expect(fonts > 0, "no font")

with pdf.open_metadata() as metadata:
    expect(metadata.get("pdfuaid:part") == "1", "not declared PDF/UA-1")
    expect(metadata.get("pdfaid:part") == "2" and metadata.get("pdfaid:conformance") == "A", "not declared PDF/A-2a")
    expect(metadata.get("dc:title"), "no title in the metadata")

if problems:
    print("\n".join(sorted(set(problems))))
    sys.exit(1)
print(counts)
