"""Reads slides with python-pptx and checks what somebody who edits or hears them depends on; prints what they say.

Every slide has a title that is a placeholder, read first; nothing is a picture; every table is described; every shape that
says nothing is marked as decoration; every slide has notes; nothing leaves the slide.
"""
import json
import sys
from pptx import Presentation
from pptx.util import Emu

deck = Presentation(sys.argv[1])
problems = []


def expect(condition, problem):
    if not condition:
        problems.append(problem)


DECORATIVE = ".//{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
expect((deck.slide_width, deck.slide_height) == (Emu(12192000), Emu(6858000)), "not 16:9")
expect(deck.core_properties.title, "no title of the file")
expect(deck.core_properties.language, "no language of the file")
told = []
for number, slide in enumerate(deck.slides, 1):
    title = slide.shapes.title
    expect(title is not None and title.text_frame.text.strip(), f"slide {number}: no title")
    shapes = list(slide.shapes)
    expect(shapes and title is not None and shapes[0].shape_id == title.shape_id, f"slide {number}: title not read first")
    expect(len({shape.shape_id for shape in shapes}) == len(shapes), f"slide {number}: two shapes of one number")
    tables, texts, bars = [], [], 0
    for shape in shapes:
        name = f"slide {number}, {shape.name}"
        expect(shape.shape_type != 13, f"{name}: a picture")
        properties = shape._element.xpath(".//p:cNvPr")[0]
        if shape.has_text_frame:
            texts.append(shape.text_frame.text)
            for paragraph in shape.text_frame.paragraphs:
                for run in paragraph.runs:
                    expect(run._r.get_or_add_rPr().get("lang"), f"{name}: words without language")
        if getattr(shape, "has_table", False) and shape.has_table:
            expect(properties.get("descr", "").strip(), f"{name}: table without description")
            expect(shape.table.first_row, f"{name}: table without header")
            tables.append([[cell.text_frame.text for cell in row.cells] for row in shape.table.rows])
        elif not (shape.has_text_frame and shape.text_frame.text.strip()):
            bars += 1
            expect(properties.find(DECORATIVE) is not None, f"{name}: says nothing, and is not marked as decoration")
        if shape.width is not None:
            right, bottom = shape.left + shape.width, shape.top + shape.height
            inside = shape.left >= 0 and shape.top >= 0 and right <= deck.slide_width and bottom <= deck.slide_height
            expect(inside, f"{name}: leaves the slide")
    expect(slide.has_notes_slide and slide.notes_slide.notes_text_frame.text.strip(), f"slide {number}: no notes")
    told.append({
        "title": title.text_frame.text if title is not None else "",
        "texts": texts,
        "tables": tables,
        "bars": bars,
        "notes": slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "",
    })

if problems:
    print("\n".join(sorted(set(problems))))
    sys.exit(1)
print(json.dumps({"slides": told}, ensure_ascii=False))
