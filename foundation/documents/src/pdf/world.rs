//! The whole world the page setter may look at: a template, five faces, the inputs, and what each page carries in its corner.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

static TEMPLATE: &str = include_str!("template.typ");

/// The faces of Latin, Greek and Cyrillic letters, then those of Arabic ones, which have no italic.
static FACES: [&[u8]; 5] = [
    include_bytes!("../../fonts/SourceSans3-Regular.ttf"),
    include_bytes!("../../fonts/SourceSans3-Bold.ttf"),
    include_bytes!("../../fonts/SourceSans3-Italic.ttf"),
    include_bytes!("../../fonts/Amiri-Regular.ttf"),
    include_bytes!("../../fonts/Amiri-Bold.ttf"),
];

/// The embedded faces, parsed once, and the index the page setter searches.
struct Faces {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
}

static PARSED_FACES: LazyLock<Faces> = LazyLock::new(|| {
    let fonts: Vec<Font> = FACES.iter().flat_map(|bytes| Font::iter(Bytes::new(*bytes))).collect();
    let book = LazyHash::new(FontBook::from_fonts(&fonts));
    Faces { fonts, book }
});

/// Whether one of the embedded fonts can draw this character with all of its faces.
pub(super) fn can_draw(character: char) -> bool {
    let draws = |font: &Font| font.info().coverage.contains(u32::from(character));
    PARSED_FACES.fonts.chunk_by(|one, next| one.info().family == next.info().family).any(|font| font.iter().all(draws))
}

/// A world that answers only with what it was handed.
pub(super) struct ClosedWorld {
    library: LazyHash<Library>,
    template: Source,
    mark: Option<String>,
}

impl ClosedWorld {
    /// A world whose template will find `inputs` under `sys.inputs`, and the marks of pages when a code names the document.
    pub(super) fn new(inputs: Dict, mark: Option<String>) -> ClosedWorld {
        // Row headers of tables are behind this feature in this version of the page setter.
        let features = [Feature::A11yExtras].into_iter().collect();
        let library = Library::builder().with_inputs(inputs).with_features(features).build();
        ClosedWorld { library: LazyHash::new(library), template: template(), mark }
    }
}

/// The template is the only file; its name is only seen in error messages.
fn template() -> Source {
    static PARSED: LazyLock<Source> = LazyLock::new(|| match VirtualPath::new("template.typ") {
        Ok(path) => {
            let id = RootedPath::new(VirtualRoot::Project, path).intern();
            Source::new(id, TEMPLATE.to_owned())
        }
        Err(_) => Source::detached(TEMPLATE),
    });
    PARSED.clone()
}

impl World for ClosedWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &PARSED_FACES.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        // How many pages there are is known once they are set: their marks are made when they are asked for.
        let name = id.vpath().get_without_slash();
        let file = self.mark.as_deref().and_then(|code| super::marks::file(code, name));
        file.map(Bytes::new).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        PARSED_FACES.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_faces_are_embedded_and_cover_french_and_arabic() {
        let families: Vec<&str> = PARSED_FACES.fonts.iter().map(|font| font.info().family.as_str()).collect();
        assert_eq!(families, ["Source Sans 3", "Source Sans 3", "Source Sans 3", "Amiri", "Amiri"]);
        for character in "éèêëàâçîïôùûüÿœŒæÆÉÀÇ€«»’“”–—−…·•□½²³°\u{202f}\u{a0}".chars()
        {
            assert!(can_draw(character), "{character:?}");
        }
        // Arabic, then what Persian, Urdu, Kurdish and Pashto add to it.
        assert!("ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئىةًّ،؛؟٠٩پچژگکیےڕۆێټډځ".chars().all(can_draw));
        for character in ['ש', 'ა', 'த', 'አ', '中', 'ⵣ'] {
            assert!(!can_draw(character), "{character:?}");
        }
    }

    #[test]
    fn no_file_is_readable_but_the_template() {
        let world = ClosedWorld::new(Dict::new(), Some("7K3MQ9TX2F".to_owned()));
        let path = VirtualPath::new("etc/passwd").expect("a virtual path");
        let other = RootedPath::new(VirtualRoot::Project, path).intern();
        assert_eq!(world.file(other), Err(FileError::AccessDenied));
        assert_eq!(world.source(other).err(), Some(FileError::AccessDenied));
        assert_eq!(world.file(world.main()), Err(FileError::AccessDenied));
        assert!(world.today(None).is_none());
    }
}
