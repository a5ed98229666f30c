//! Workbooks of the format `.xlsx`: only the sheets of a form are inflated, once, and what swells is refused on the way.

mod archive;
mod cells;
mod formats;
mod markup;
mod texts;

use archive::Archive;
use cells::Context;
use formats::Formats;
use markup::Piece;
use texts::Texts;

use super::workbook::{Book, Sheet, wanted};
use crate::Problem;

/// Most sheets a workbook may have.
const MOST_SHEETS: usize = 256;
/// Most links between parts.
const MOST_RELATIONS: usize = 2_000;

/// Why a part cannot be read.
#[derive(Debug)]
pub enum Fault {
    /// It is not what it should be.
    Broken,
    /// It is larger than a form can be, or could be anything.
    Swells,
    /// What it holds is to be corrected.
    Told(Problem),
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Broken => super::broken(),
            Fault::Swells => Self::of_file(
                "Ce classeur gonfle démesurément une fois ouvert : il est refusé. Recopiez ses feuilles dans un classeur neuf.",
            ),
            Fault::Told(problem) => problem,
        }
    }
}

/// Reads the sheets of a form.
pub fn read(bytes: &[u8]) -> Result<Book, Problem> {
    Ok(sheets(bytes)?)
}

fn sheets(bytes: &[u8]) -> Result<Book, Fault> {
    let mut archive = Archive::open(bytes)?;
    let (folder, name) = main_part(&mut archive)?;
    let mut context = Context::default();
    let named = named(&mut archive, &folder, &name, &mut context)?;
    let mut book = Book::new(named.iter().map(|(name, _)| name.clone()).collect());
    let wanted = wanted(&book.names);
    if wanted.is_empty() {
        return Ok(book);
    }
    let texts = archive.part(&format!("{folder}sharedStrings.xml"), Texts::read)?;
    context.texts = texts.unwrap_or_default();
    let formats = archive.part(&format!("{folder}styles.xml"), Formats::read)?;
    context.formats = formats.unwrap_or_default();
    for (name, known) in wanted {
        let path = named.iter().find(|(own, _)| *own == name).map(|(_, path)| path.as_str()).unwrap_or_default();
        let mut sheet = Sheet { name: known, lines: Vec::new() };
        let merged = archive.part(path, |part| {
            cells::read(part, &context, |place, text| book.push(&mut sheet, place, text).map_err(Fault::Told))
        })?;
        book.keep(sheet, &merged.ok_or(Fault::Broken)?);
    }
    Ok(book)
}

/// The folder and the name of the main part: `xl/` and `workbook.xml`, nearly always.
fn main_part(archive: &mut Archive<'_>) -> Result<(String, String), Fault> {
    let target = relations(archive, "_rels/.rels")?
        .into_iter()
        .find(|relation| relation.sort.ends_with("/relationships/officeDocument"))
        .map(|relation| relation.target)
        .ok_or(Fault::Broken)?;
    let path = target.strip_prefix('/').unwrap_or(&target);
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    Ok((path[..name].to_owned(), path[name..].to_owned()))
}

/// Names of the sheets, and where each stands.
fn named(
    archive: &mut Archive<'_>,
    folder: &str,
    name: &str,
    context: &mut Context,
) -> Result<Vec<(String, String)>, Fault> {
    let relations = relations(archive, &format!("{folder}_rels/{name}.rels"))?;
    let found = archive.part(&format!("{folder}{name}"), |part| {
        let mut named = Vec::new();
        while let Some(piece) = part.next()? {
            let Piece::Open(tag) = piece else { continue };
            match tag.name {
                b"sheet" if named.len() >= MOST_SHEETS => return Err(Fault::Swells),
                b"sheet" => {
                    let (mut name, mut relation) = (String::new(), &b""[..]);
                    for (key, value) in tag.attributes() {
                        if key == b"name" {
                            markup::add(value, &mut name)?;
                        } else if key == b"id" || key.ends_with(b":id") {
                            relation = value;
                        }
                    }
                    let found = relations.iter().find(|known| known.id.as_bytes() == relation).ok_or(Fault::Broken)?;
                    named.push((
                        name,
                        match found.target.strip_prefix('/') {
                            Some(path) => path.to_owned(),
                            None => format!("{folder}{}", found.target),
                        },
                    ));
                }
                b"workbookPr" => {
                    if let Some(said) = tag.attribute(b"date1904") {
                        context.is_1904 = matches!(said, b"1" | b"true");
                    }
                }
                _ => {}
            }
        }
        Ok(named)
    })?;
    found.ok_or(Fault::Broken)
}

struct Relation {
    id: String,
    sort: String,
    target: String,
}

fn relations(archive: &mut Archive<'_>, path: &str) -> Result<Vec<Relation>, Fault> {
    let found = archive.part(path, |part| {
        let mut relations = Vec::new();
        while let Some(piece) = part.next()? {
            let Piece::Open(tag) = piece else { continue };
            if relations.len() >= MOST_RELATIONS {
                return Err(Fault::Swells);
            }
            if tag.name == b"Relationship" {
                let value = |name: &[u8]| -> Result<String, Fault> {
                    let mut text = String::new();
                    markup::add(tag.attribute(name).unwrap_or_default(), &mut text)?;
                    Ok(text)
                };
                relations.push(Relation { id: value(b"Id")?, sort: value(b"Type")?, target: value(b"Target")? });
            }
        }
        Ok(relations)
    })?;
    found.ok_or(Fault::Broken)
}
