//! The parts of a workbook, found without trusting what the archive says of itself.

use std::io::Cursor;

use zip::ZipArchive;

use super::Fault;
use super::markup::Markup;

/// Most parts in it.
const MOST_PARTS: usize = 2_000;
/// Largest part that is no sheet, once inflated.
const LARGEST_PART: u64 = 16 << 20;
/// Largest sheet.
const LARGEST_SHEET: u64 = 64 << 20;
/// Largest sum of what is read.
const LARGEST_SUM: u64 = 128 << 20;
/// How many times larger than the file the sum may be; an empty row repeated swells a hundred times.
const MOST_TIMES: u64 = 400;
/// What any file may swell to.
const LEAST_SUM: u64 = 1 << 20;

/// An archive, and how much of it may still be inflated.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens it; nothing is inflated.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Broken)?;
        if zip.len() > MOST_PARTS {
            return Err(Fault::Swells);
        }
        let left = (bytes.len() as u64 * MOST_TIMES).clamp(LEAST_SUM, LARGEST_SUM);
        Ok(Self { zip, left })
    }

    /// Reads a part with what `read` does of its pieces; nothing when it is not there.
    pub fn part<T>(
        &mut self,
        path: &str,
        read: impl FnOnce(&mut Markup<'_>) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        let Some(place) = self.place(path) else { return Ok(None) };
        let mut file = self.zip.by_index(place).map_err(|_| Fault::Broken)?;
        let most = self.left.min(if path.contains("worksheets/") { LARGEST_SHEET } else { LARGEST_PART });
        let mut markup = Markup::new(&mut file, most);
        let found = read(&mut markup);
        let spent = most - markup.left();
        self.left -= spent;
        found.map(Some)
    }

    /// The place of a part; some writers are careless of case and slashes.
    fn place(&self, path: &str) -> Option<usize> {
        self.zip.index_for_name(path).or_else(|| {
            let is_it = |name: &str| name.replace('\\', "/").eq_ignore_ascii_case(path);
            self.zip.file_names().position(|name| name.is_ok_and(|name| is_it(&name)))
        })
    }
}
