//! A pile of scanned pages, as one PDF: the squares each page carries are read, whichever way the page was laid on the glass,
//! and pages that belong together are put into a PDF of their own. Pure: bytes in, words and bytes out.
//!
//! What comes from a scanner comes from anybody. A file is measured before anything of it is opened: how much it holds once
//! decompressed, how large its pictures are, what drawing one of its pages would cost. Whatever passes a limit is refused with
//! a sentence, and what is left is read within bounded memory and time, one page at a time.

mod bounds;
mod measure;
mod picture;
mod squares;

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::page::Page;
use hayro_write::{ChunkSettings, ExtractionQuery, extract};
use pdf_writer::Ref;

/// Pages a pile may have.
pub const MOST_PAGES: usize = 200;

/// Why a file is not read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is no PDF, or a broken one.
    Damaged,
    /// It asks for a password, or forbids something.
    Encrypted,
    /// It has no page.
    Empty,
    /// It has too many pages: so many.
    TooLong(usize),
    /// It holds too much once decompressed.
    TooHeavy,
}

impl Unreadable {
    /// What is wrong and what to do, without a final full stop.
    pub fn french(&self) -> String {
        match self {
            Self::Damaged => "Ce PDF est abîmé : numérisez de nouveau, ou enregistrez-le depuis un autre logiciel".to_owned(),
            Self::Encrypted => "Ce PDF est protégé : enregistrez-le sans mot de passe ni restriction".to_owned(),
            Self::Empty => "Ce PDF n’a pas de page".to_owned(),
            Self::TooLong(count) => {
                format!("Ce PDF compte {count} pages : déposez-le en plusieurs fois, de {MOST_PAGES} pages au plus")
            }
            Self::TooHeavy => {
                "Ce PDF contient trop de données une fois décompressé : numérisez en niveaux de gris, à 300 points par pouce \
                 au plus"
                    .to_owned()
            }
        }
    }
}

/// A pile of pages.
pub struct Pile {
    pdf: Pdf,
    may_draw: bool,
}

impl Pile {
    /// Opens a file once it is measured.
    ///
    /// # Errors
    /// [`Unreadable`] says why it is not read.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Unreadable> {
        if measure::is_encrypted(&bytes) {
            return Err(Unreadable::Encrypted);
        }
        if !measure::is_within(&bytes) {
            return Err(Unreadable::TooHeavy);
        }
        let pdf = Pdf::new(bytes).map_err(|_| Unreadable::Damaged)?;
        match pdf.pages().len() {
            0 => return Err(Unreadable::Empty),
            count if count > MOST_PAGES => return Err(Unreadable::TooLong(count)),
            _ => {}
        }
        if !pdf.pages().iter().all(bounds::has_short_contents) {
            return Err(Unreadable::TooHeavy);
        }
        let may_draw = bounds::holds_ordinary_streams(&pdf);
        Ok(Self { pdf, may_draw })
    }

    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.pdf.pages().len()
    }

    /// What the squares of a page say, among those that are `wanted`, each once. The pictures of the page are looked at first,
    /// as a scanner leaves them; the page is drawn when they show nothing.
    pub fn read(&self, index: usize, wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let Some(page) = self.pdf.pages().get(index) else { return Vec::new() };
        let mut found = Vec::new();
        for picture in picture::of_page(page) {
            keep(&mut found, squares::read(&picture), &wanted);
        }
        if found.is_empty() && self.may_draw && bounds::is_light(page) {
            keep(&mut found, squares::read(&picture::drawn(page)), &wanted);
        }
        found
    }

    /// A PDF of some of its pages, in that order, each as it is.
    ///
    /// # Errors
    /// A page is not there.
    pub fn gathered(&self, indices: &[usize]) -> Result<Vec<u8>, Unreadable> {
        let queries: Vec<ExtractionQuery> = indices.iter().map(|index| ExtractionQuery::new_page(*index)).collect();
        let mut next = Ref::new(1);
        let catalog = next.bump();
        let no_group = |_: &mut pdf_writer::writers::Group<'_>| {};
        let taken = extract(&self.pdf, Box::new(|| next.bump()), ChunkSettings::default(), no_group, &queries);
        let taken = taken.map_err(|_| Unreadable::Damaged)?;
        let kids: Vec<Ref> =
            taken.root_refs.iter().copied().collect::<Result<_, _>>().map_err(|_| Unreadable::Damaged)?;
        let mut pdf = pdf_writer::Pdf::new();
        pdf.catalog(catalog).pages(taken.page_tree_parent_ref);
        pdf.pages(taken.page_tree_parent_ref).count(kids.len() as i32).kids(kids);
        pdf.extend(&taken.chunk);
        Ok(pdf.finish())
    }
}

fn keep(found: &mut Vec<String>, read: Vec<String>, wanted: &impl Fn(&str) -> bool) {
    for text in read {
        if wanted(&text) && !found.contains(&text) {
            found.push(text);
        }
    }
}

/// How many pages a PDF of our own has.
///
/// # Errors
/// It is no PDF.
pub fn count(bytes: Vec<u8>) -> Result<usize, Unreadable> {
    Ok(Pdf::new(bytes).map_err(|_| Unreadable::Damaged)?.pages().len())
}

/// The longest side of a page that is drawn, in pixels: some 190 dots an inch of an A4.
const DRAWN: f32 = 2_200.0;

/// How much a page is enlarged when it is drawn; none for a page without surface.
fn scale(page: &Page<'_>) -> Option<f32> {
    let (width, height) = page.render_dimensions();
    let scale = DRAWN / width.max(height);
    // A page thinner than a square is no page.
    let is_sound = width.is_finite() && height.is_finite() && width.min(height) * scale >= 16.0;
    is_sound.then_some(scale)
}
