"""Reads a text with python-docx and checks what somebody who corrects or hears it depends on; prints what it says.

The file has a title and a language; every paragraph has a style that the file defines, every list a numbering it defines; every
word says its language; every table has a row of headers or names its rows; every picture is described; every link leads
somewhere; titles go down one level at a time.
"""
import json
import sys
from docx import Document
from docx.oxml.ns import qn

document = Document(sys.argv[1])
body = document.element.body
problems = []


def expect(condition, problem):
    if not condition:
        problems.append(problem)


def is_on(element):
    return element is not None and element.get(qn("w:val")) not in ("0", "false")


def words_of(paragraph):
    told = []
    for node in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab")):
        if node.tag == qn("w:t"):
            told.append(node.text or "")
        elif node.getparent().tag == qn("w:r"):
            told.append("\n" if node.tag == qn("w:br") else "\t")
    return "".join(told)


properties = document.core_properties
expect(properties.title, "no title of the file")
expect(properties.language, "no language of the file")
names = {style.style_id: style.name for style in document.styles}
numbers = {num.get(qn("w:numId")): num for num in document.part.numbering_part.element.findall(qn("w:num"))}
languages = set()
paragraphs, level, marks = [], 0, {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
for paragraph in body.iter(qn("w:p")):
    text = words_of(paragraph)
    settings = paragraph.find(qn("w:pPr"))
    style = settings.find(qn("w:pStyle")) if settings is not None else None
    identifier = style.get(qn("w:val")) if style is not None else "Normal"
    expect(identifier in names, f"style {identifier} is not defined")
    number = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    expect(number is None or number.get(qn("w:val")) in numbers, f"list of {text!r} is not defined")
    name = names.get(identifier, identifier)
    if name.startswith("Heading "):
        depth = int(name.removeprefix("Heading "))
        expect(depth <= level + 1, f"title {text!r} goes down by more than a level")
        level = depth
    for run in paragraph.iter(qn("w:r")):
        if "".join(node.text or "" for node in run.iter(qn("w:t"))).strip():
            tongue = run.find(f"{qn('w:rPr')}/{qn('w:lang')}")
            expect(tongue is not None, f"words without language: {text!r}")
            if tongue is not None:
                languages.update(tongue.attrib.values())
    if not any(parent.tag == qn("w:tc") for parent in paragraph.iterancestors()):
        turned = is_on(settings.find(qn("w:bidi"))) if settings is not None else False
        paragraphs.append({"style": name, "text": text, "turned": turned})

tables = []
for table in body.iter(qn("w:tbl")):
    settings = table.find(qn("w:tblPr"))
    rows = table.findall(qn("w:tr"))
    columns = len(table.find(qn("w:tblGrid")))
    told = [[" ".join(words_of(p) for p in cell.iter(qn("w:p"))) for cell in row.findall(qn("w:tc"))] for row in rows]
    has_header = bool(rows) and rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    names_rows = settings.find(qn("w:tblLook")).get(qn("w:firstColumn")) == "1"
    expect(has_header or names_rows, f"table {told[:1]} names neither its columns nor its rows")
    expect(all(len(row) == columns for row in told), f"table {told[:1]}: a row has not one cell a column")
    caption = settings.find(qn("w:tblCaption"))
    tables.append({
        "rows": told,
        "header": has_header,
        "title": caption.get(qn("w:val")) if caption is not None else "",
        "turned": settings.find(qn("w:bidiVisual")) is not None,
    })

pictures = []
for drawing in body.iter(qn("wp:docPr")):
    pictures.append(drawing.get("descr", ""))
    expect(drawing.get("descr", "").strip(), "a picture is not described")
for picture in body.iter(qn("a:blip")):
    expect(document.part.related_parts[picture.get(qn("r:embed"))].blob, "a picture is empty")
links = []
for link in body.iter(qn("w:hyperlink")):
    anchor, target = link.get(qn("w:anchor")), link.get(qn("r:id"))
    expect(anchor is None or anchor in marks, f"a link leads to {anchor}, which is not there")
    if target is not None:
        links.append(document.part.rels[target].target_ref)

section = document.sections[0]
around = [" ".join(words_of(p._p) for p in part.paragraphs)
          for part in (section.first_page_header, section.header, section.footer)]
fields = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
expect(fields.count("begin") == fields.count("end") == fields.count("separate"), "a field is not closed")
contents = [words_of(p) for sdt in body.iter(qn("w:sdt")) for p in list(sdt.iter(qn("w:p")))[1:]]

if problems:
    print("\n".join(sorted(set(problems))))
    sys.exit(1)
lists = {n.get(qn("w:val")) for n in body.iter(qn("w:numId"))}
print(json.dumps({
    "title": properties.title,
    "language": properties.language,
    "languages": sorted(languages),
    "turned": section._sectPr.find(qn("w:bidi")) is not None,
    "paragraphs": paragraphs,
    "tables": tables,
    "pictures": pictures,
    "links": links,
    "contents": contents,
    "around": around,
    "page_breaks": len(list(body.iter(qn("w:pageBreakBefore")))),
    "numbered_lists": sum(1 for one in lists if numbers[one].find(qn("w:lvlOverride")) is not None),
}, ensure_ascii=False))
