//! The kinds of file that may be sent, and how many bytes of them.

/// A kind of file. SVG is no kind on purpose: it carries scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Portable document.
    Pdf,
    /// Photograph.
    Jpeg,
    /// Picture.
    Png,
    /// Picture.
    Webp,
    /// OpenDocument text.
    Odt,
    /// OpenDocument spreadsheet.
    Ods,
    /// Word document, without macros.
    Docx,
    /// Excel workbook, without macros.
    Xlsx,
    /// Table as text.
    Csv,
    /// Plain text.
    Txt,
    /// Perimeters and places.
    GeoJson,
    /// Archive: only where the caller asks for one (zipped Shapefile).
    Zip,
}

impl Kind {
    /// What the end of a name announces, without regard to case.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        Some(match extension.to_ascii_lowercase().as_str() {
            "pdf" => Self::Pdf,
            "jpg" | "jpeg" => Self::Jpeg,
            "png" => Self::Png,
            "webp" => Self::Webp,
            "odt" => Self::Odt,
            "ods" => Self::Ods,
            "docx" => Self::Docx,
            "xlsx" => Self::Xlsx,
            "csv" => Self::Csv,
            "txt" => Self::Txt,
            "geojson" | "json" => Self::GeoJson,
            "zip" => Self::Zip,
            _ => return None,
        })
    }

    /// What people call it.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Webp => "WebP",
            Self::Odt => "ODT",
            Self::Ods => "ODS",
            Self::Docx => "DOCX",
            Self::Xlsx => "XLSX",
            Self::Csv => "CSV",
            Self::Txt => "TXT",
            Self::GeoJson => "GeoJSON",
            Self::Zip => "ZIP",
        }
    }

    /// The media type it is served with.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Txt => "text/plain; charset=utf-8",
            Self::GeoJson => "application/geo+json",
            Self::Zip => "application/zip",
        }
    }

    /// Whether it is a picture, of which a thumbnail is made.
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }
}

/// One mebibyte, which people read as « Mo ».
pub const MEBIBYTE: u64 = 1024 * 1024;

/// What may be sent somewhere.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    /// Largest size, bytes.
    pub largest_bytes: u64,
    /// Kinds accepted, in the order sentences name them.
    pub kinds: &'a [Kind],
}

impl Limits<'static> {
    /// Supporting documents: PDF or a photograph of the paper, 10 Mo.
    pub const DOCUMENTS: Self = Self { largest_bytes: 10 * MEBIBYTE, kinds: &[Kind::Pdf, Kind::Jpeg, Kind::Png] };
    /// Photographs for publication, 10 Mo.
    pub const PICTURES: Self = Self { largest_bytes: 10 * MEBIBYTE, kinds: &[Kind::Jpeg, Kind::Png, Kind::Webp] };
    /// Working documents of the team: also office files, tables, text and perimeters, 10 Mo.
    pub const WORKING: Self = Self {
        largest_bytes: 10 * MEBIBYTE,
        kinds: &[
            Kind::Pdf,
            Kind::Jpeg,
            Kind::Png,
            Kind::Webp,
            Kind::Odt,
            Kind::Ods,
            Kind::Docx,
            Kind::Xlsx,
            Kind::Csv,
            Kind::Txt,
            Kind::GeoJson,
        ],
    };
}

impl<'a> Limits<'a> {
    /// The same kinds with another size, as the settings say.
    #[must_use]
    pub const fn with_largest_bytes(self, largest_bytes: u64) -> Self {
        Self { largest_bytes, ..self }
    }

    /// « PDF, JPEG ou PNG de 10 Mo au plus ».
    pub fn french(&self) -> String {
        let names: Vec<&str> = self.kinds.iter().map(|kind| kind.french()).collect();
        let list = match names.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{} ou {last}", others.join(", ")),
            None => "fichier".to_owned(),
        };
        format!("{list} de {} au plus", size_in_french(self.largest_bytes))
    }
}

/// « 10 Mo », « 1,5 Mo », « 300 ko ».
pub fn size_in_french(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1024 * MEBIBYTE, "Go"), (MEBIBYTE, "Mo"), (1024, "ko")];
    for (unit, name) in UNITS {
        if bytes >= unit {
            let tenths = bytes.saturating_mul(10) / unit;
            let (whole, rest) = (tenths / 10, tenths % 10);
            return if rest == 0 { format!("{whole}\u{a0}{name}") } else { format!("{whole},{rest}\u{a0}{name}") };
        }
    }
    format!("{bytes}\u{a0}octets")
}
