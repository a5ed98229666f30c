//! One slide and its notes.

use super::drawing::{Look, Place, bar, placeholder, run, runs, solid, table_at, words_at};
use super::measure::{CELL_SIDE, HEIGHT, HUNDREDTH, LEFT, TOP, UNDER, UNDER_HEIGHT, WIDTH};
use super::spread::{Laid, head, tall, widths};
use crate::deck::{Body, Deck};
use crate::office::{HEAD, line, tag};
use crate::table::{Cell, Column, Table};

/// Layouts, by the rank they have in the package.
pub(super) const COVER: usize = 1;
const TEXT: usize = 2;
const FIGURE: usize = 3;

/// The layout a slide stands on.
pub(super) fn layout(slide: &Laid) -> usize {
    match slide.body {
        Body::Cover(_) => COVER,
        Body::Points(_) => TEXT,
        Body::Figures(_) | Body::Table(_) => FIGURE,
    }
}

/// What is drawn on a slide, in the order it is read aloud.
struct Drawn<'l> {
    shapes: String,
    next: usize,
    language: &'l str,
}

impl Drawn<'_> {
    fn id(&mut self) -> usize {
        self.next += 1;
        self.next
    }

    fn paragraph(&self, words: &str, look: Look, align: &str) -> String {
        format!("<a:p><a:pPr algn=\"{align}\"/>{}</a:p>", run(words, look, self.language))
    }

    fn lines(&mut self, name: &str, place: Place, lines: &[String], look: Look) {
        if lines.is_empty() {
            return;
        }
        let paragraphs: String = lines.iter().map(|words| self.paragraph(words, look, "l")).collect();
        let id = self.id();
        self.shapes.push_str(&words_at(id, name, place, &paragraphs));
    }

    fn figures(&mut self, figures: &[(String, String)]) {
        let columns = if figures.len() == 4 { 2 } else { figures.len().clamp(1, 3) };
        let rows = figures.len().div_ceil(columns);
        let count = |number: usize| i64::try_from(number).unwrap_or(1);
        let (wide, high) = (WIDTH / count(columns), HEIGHT / count(rows).max(2));
        for (rank, (value, words)) in figures.iter().enumerate() {
            let (column, row) = (count(rank % columns), count(rank / columns));
            let place =
                (LEFT + column * wide, TOP + 20 * HUNDREDTH + row * high, wide - 40 * HUNDREDTH, high - 30 * HUNDREDTH);
            let large = self.paragraph(value, Look::sized(48).strong().coloured("accent1"), "l");
            let small = self.paragraph(words, Look::sized(18), "l");
            let id = self.id();
            self.shapes.push_str(&words_at(id, &format!("{value} {words}"), place, &(large + &small)));
        }
    }

    fn table(&mut self, table: &Table, size: i64) {
        let widths = widths(table);
        let mut inside = String::from("<a:tbl><a:tblPr firstRow=\"1\"");
        if table.columns.first().is_some_and(|column| column.is_row_header) {
            inside.push_str(" firstCol=\"1\"");
        }
        if table.totals.is_some() {
            inside.push_str(" lastRow=\"1\"");
        }
        inside.push_str("/><a:tblGrid>");
        inside.extend(widths.iter().map(|width| format!("<a:gridCol w=\"{width}\"/>")));
        inside.push_str("</a:tblGrid>");
        let mut heights = vec![head(table, &widths, size)];
        let headers: String = table.columns.iter().map(|column| self.header(column, size)).collect();
        inside.push_str(&format!("<a:tr h=\"{}\">{headers}</a:tr>", heights[0]));
        for row in &table.rows {
            heights.push(tall(table, row, &widths, size));
            let cells: String =
                table.columns.iter().zip(row).map(|(column, cell)| self.cell(column, cell, size, false)).collect();
            inside.push_str(&format!("<a:tr h=\"{}\">{cells}</a:tr>", heights[heights.len() - 1]));
        }
        if let Some(row) = &table.totals {
            heights.push(tall(table, row, &widths, size));
            let cells: String =
                table.columns.iter().zip(row).map(|(column, cell)| self.cell(column, cell, size, true)).collect();
            inside.push_str(&format!("<a:tr h=\"{}\">{cells}</a:tr>", heights[heights.len() - 1]));
        }
        inside.push_str("</a:tbl>");
        let place = (LEFT, TOP, widths.iter().sum(), heights.iter().sum());
        let count = kernel::french::count(i64::try_from(table.rows.len()).unwrap_or(i64::MAX), "ligne", "lignes");
        let told = format!("Tableau de {count} : {}", table.caption);
        let id = self.id();
        self.shapes.push_str(&table_at(id, (&table.caption, &told), place, &inside));
        if let Some(column) = table.barred() {
            self.bars(table, column, &widths, &heights, size);
        }
    }

    /// The bars of a column, over its cells: the share is written at their right.
    fn bars(&mut self, table: &Table, column: usize, widths: &[i64], heights: &[i64], size: i64) {
        let left = LEFT + widths[..column].iter().sum::<i64>() + CELL_SIDE;
        // Room for « 100,0 » at the right.
        let whole = widths[column] - 2 * CELL_SIDE - size * 12_700 * 33 / 10;
        let mut top = TOP + heights[0];
        for (row, height) in table.rows.iter().zip(&heights[1..]) {
            if let Some(Cell::Percent(share)) = row.get(column).filter(|cell| cell.absence().is_none()) {
                let thick = (size * 12_700 * 9 / 10).min(*height);
                let place = (top + (height - thick) / 2, thick);
                let long = (share.clamp(0.0, 100.0) / 100.0 * whole as f64).round() as i64;
                for (name, long, colour) in [("Échelle", whole, "bg2"), ("Barre", long, "accent1")] {
                    let id = self.id();
                    let name = format!(
                        "{name} {}",
                        row.first().map(|cell| cell.display(table.columns[0].kind)).unwrap_or_default()
                    );
                    self.shapes.push_str(&bar(id, &name, (left, place.0, long.max(1), place.1), colour));
                }
            }
            top += height;
        }
    }

    fn header(&self, column: &Column, size: i64) -> String {
        let align = if column.kind.is_number() { "r" } else { "l" };
        let words = self.paragraph(&column.title(), Look::sized(size).strong(), align);
        cell(&words, ("b", 19_050, "accent1"))
    }

    fn cell(&self, column: &Column, value: &Cell, size: i64, is_total: bool) -> String {
        let align = if column.kind.is_number() { "r" } else { "l" };
        let mut look = Look::sized(size);
        look.is_strong = is_total;
        if value.absence().is_some() {
            look = look.coloured("tx2");
        }
        let words = self.paragraph(&value.display(column.kind), look, align);
        cell(&words, ("ctr", 6_350, if is_total { "accent1" } else { "accent6" }))
    }
}

/// A cell: its words, how they stand, and the line under it.
fn cell(words: &str, (anchor, thick, colour): (&str, i64, &str)) -> String {
    let none = |side: &str| format!("<a:{side} w=\"0\"><a:noFill/></a:{side}>");
    format!(
        "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{words}</a:txBody><a:tcPr marL=\"{CELL_SIDE}\" marR=\"{CELL_SIDE}\" marT=\"45720\" \
         marB=\"45720\" anchor=\"{anchor}\">{}{}{}<a:lnB w=\"{thick}\">{}</a:lnB><a:noFill/></a:tcPr></a:tc>",
        none("lnL"),
        none("lnR"),
        none("lnT"),
        solid(colour)
    )
}

const SPACES: &str = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
                      xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
                      xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";
const ROOT: &str = "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off \
                    x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" \
                    cy=\"0\"/></a:xfrm></p:grpSpPr>";

/// A slide.
pub(super) fn slide(deck: &Deck, slide: &Laid, rank: usize) -> String {
    let language = tag(deck.language);
    let language = language.as_str();
    let mut drawn = Drawn { shapes: String::new(), next: 1, language };
    let kind = if layout(slide) == COVER { "type=\"ctrTitle\"" } else { "type=\"title\"" };
    let title = format!("<a:p>{}</a:p>", run(&slide.title.replace('\n', " "), Look::default(), language));
    let id = drawn.id();
    drawn.shapes.push_str(&placeholder(id, "Titre", kind, &title));
    match &slide.body {
        Body::Cover(lines) if lines.is_empty() => {}
        Body::Cover(lines) => {
            let paragraphs: String =
                lines.iter().map(|words| format!("<a:p>{}</a:p>", run(words, Look::default(), language))).collect();
            let id = drawn.id();
            drawn.shapes.push_str(&placeholder(id, "Sous-titre", "type=\"subTitle\" idx=\"1\"", &paragraphs));
        }
        Body::Points(points) => {
            let paragraphs: String =
                points.iter().map(|point| format!("<a:p>{}</a:p>", runs(point, Look::default(), language))).collect();
            let id = drawn.id();
            let paragraphs = if paragraphs.is_empty() { "<a:p/>".to_owned() } else { paragraphs };
            drawn.shapes.push_str(&placeholder(id, "Texte", "type=\"body\" idx=\"1\"", &paragraphs));
        }
        Body::Figures(figures) => drawn.figures(figures),
        Body::Table(table) => {
            drawn.table(table, slide.size);
            let under: Vec<String> = [table.provenance(), table.legend()].into_iter().flatten().collect();
            let look = Look::sized(11).coloured("tx2");
            drawn.lines("Base, source et date", (LEFT, UNDER, WIDTH, UNDER_HEIGHT), &under, look);
        }
    }
    if layout(slide) != COVER {
        let foot = format!("{} · {} · {}", deck.title, deck.town, kernel::french::date(deck.date));
        let foot = drawn.paragraph(&foot.replace('\n', " "), Look::sized(11).coloured("tx2"), "l");
        let id = drawn.id();
        drawn.shapes.push_str(&placeholder(id, "Pied de page", "type=\"ftr\" sz=\"quarter\" idx=\"11\"", &foot));
        let number = format!(
            "<a:p><a:fld id=\"{{6F7C3B5A-0B55-4C63-8D51-1B1B1F4A4A55}}\" type=\"slidenum\"><a:rPr lang=\"{language}\"/><a:t>{rank}</a:t></a:fld></a:p>"
        );
        let id = drawn.id();
        let kind = "type=\"sldNum\" sz=\"quarter\" idx=\"12\"";
        drawn.shapes.push_str(&placeholder(id, "Numéro de diapositive", kind, &number));
    }
    format!(
        "{HEAD}<p:sld {SPACES}><p:cSld name=\"{}\"><p:spTree>{ROOT}{}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>",
        line(&slide.title),
        drawn.shapes
    )
}

/// The notes of a slide: what the speaker says, then what stands behind its figures.
pub(super) fn notes(deck: &Deck, slide: &Laid) -> String {
    let language = tag(deck.language);
    let language = language.as_str();
    let mut told = slide.notes.clone();
    if let Body::Table(table) = &slide.body {
        told.extend(table.provenance());
        told.extend(table.legend());
        told.extend(table.notes.iter().cloned());
    }
    if told.is_empty() {
        told.push(format!("{}, {}", deck.town, kernel::french::date(deck.date)));
    }
    let paragraphs: String =
        told.iter().map(|words| format!("<a:p>{}</a:p>", run(words, Look::default(), language))).collect();
    let picture = "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Image de la diapositive\"/><p:cNvSpPr><a:spLocks noGrp=\"1\" \
                   noRot=\"1\" noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"sldImg\"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>";
    format!(
        "{HEAD}<p:notes {SPACES}><p:cSld><p:spTree>{ROOT}{picture}{}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>",
        placeholder(3, "Commentaires", "type=\"body\" idx=\"1\"", &paragraphs)
    )
}
