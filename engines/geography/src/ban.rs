//! The file of the national address base (BAN, `adresses-<department>.csv`, plain or gzip), read as
//! a stream.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use thiserror::Error;

use crate::address::address_key;

/// Columns of the published file, in their order. Newer files add identifiers after them.
pub const COLUMNS: [&str; 23] = [
    "id",
    "id_fantoir",
    "numero",
    "rep",
    "nom_voie",
    "code_postal",
    "code_insee",
    "nom_commune",
    "code_insee_ancienne_commune",
    "nom_ancienne_commune",
    "x",
    "y",
    "lon",
    "lat",
    "type_position",
    "alias",
    "nom_ld",
    "libelle_acheminement",
    "nom_afnor",
    "source_position",
    "source_nom_voie",
    "certification_commune",
    "cad_parcelles",
];

/// One address of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Interoperability key, `11069_0420_00012_bis`.
    pub id: String,
    /// House number; `None` for a locality.
    pub number: Option<u32>,
    /// `bis`, `a`…; empty when there is none.
    pub suffix: String,
    /// Name of the street.
    pub street: String,
    /// Postal code.
    pub postcode: String,
    /// INSEE code of the commune.
    pub commune_code: String,
    /// Name of the commune.
    pub commune_name: String,
    /// Locality that completes the address; often empty.
    pub locality: String,
    /// Degrees.
    pub longitude: f64,
    /// Degrees.
    pub latitude: f64,
    /// `entrée`, `parcelle`, `segment`…; empty when unknown.
    pub position_kind: String,
    /// Whether the commune vouches for the address.
    pub is_certified: bool,
}

impl Row {
    /// The key to compare with [`crate::address::Address::key`].
    pub fn key(&self) -> String {
        address_key(self.number, (!self.suffix.is_empty()).then_some(self.suffix.as_str()), &self.street)
    }
}

/// Why a file or a line cannot be used.
#[derive(Debug, Error)]
pub enum BanError {
    /// The header is another one.
    #[error(
        "Ce fichier n’est pas un export CSV de la Base Adresse Nationale : la colonne {rank} devrait s’appeler « {expected} » et s’appelle « {found} ». Téléchargez le fichier « adresses-<département>.csv.gz » sur adresse.data.gouv.fr."
    )]
    WrongColumns {
        /// Rank of the column, from 1.
        rank: usize,
        /// Name it should have.
        expected: &'static str,
        /// Name it has.
        found: String,
    },
    /// Reading failed.
    #[error("La lecture du fichier d’adresses a échoué : {0}. Téléchargez-le de nouveau s’il est incomplet.")]
    Read(io::Error),
    /// One line cannot be used; the next ones can.
    #[error("Ligne {line} : {reason}. Cette adresse est laissée de côté.")]
    Line {
        /// Line of the file (decompressed).
        line: u64,
        /// Reason, in French.
        reason: &'static str,
    },
}

/// Reads the addresses one after the other.
pub struct Reader<'a> {
    records: csv::StringRecordsIntoIter<Box<dyn Read + 'a>>,
    is_over: bool,
}

impl<'a> Reader<'a> {
    /// Opens a file, gzip or not, and checks its header.
    ///
    /// # Errors
    /// [`BanError::WrongColumns`] for another file, [`BanError::Read`] when reading fails.
    pub fn open(reader: impl Read + 'a) -> Result<Reader<'a>, BanError> {
        let mut reader = BufReader::with_capacity(64 * 1024, reader);
        let is_gzip = reader.fill_buf().map_err(BanError::Read)?.starts_with(&[0x1F, 0x8B]);
        let plain: Box<dyn Read + 'a> = if is_gzip { Box::new(MultiGzDecoder::new(reader)) } else { Box::new(reader) };
        let mut csv = csv::ReaderBuilder::new().delimiter(b';').flexible(true).from_reader(plain);
        let headers = csv.byte_headers().map_err(read_error)?;
        for (rank, expected) in COLUMNS.into_iter().enumerate() {
            let found = String::from_utf8_lossy(headers.get(rank).unwrap_or_default());
            let found = found.trim_start_matches('\u{FEFF}').trim();
            if found != expected {
                let found = found.chars().take(60).collect();
                return Err(BanError::WrongColumns { rank: rank + 1, expected, found });
            }
        }
        Ok(Reader { records: csv.into_records(), is_over: false })
    }
}

fn read_error(error: csv::Error) -> BanError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => BanError::Read(error),
        other => BanError::Read(io::Error::other(format!("{other:?}"))),
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Row, BanError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let record = match self.records.next()? {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                return Some(Err(match error.into_kind() {
                    csv::ErrorKind::Utf8 { .. } => BanError::Line { line, reason: "le texte n’est pas en UTF-8" },
                    csv::ErrorKind::Io(error) => {
                        self.is_over = true;
                        BanError::Read(error)
                    }
                    _ => BanError::Line { line, reason: "la ligne ne peut pas être lue" },
                }));
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        Some(row(&record).map_err(|reason| BanError::Line { line, reason }))
    }
}

fn row(record: &csv::StringRecord) -> Result<Row, &'static str> {
    let cell = |rank: usize| record.get(rank).unwrap_or_default().trim();
    let degrees = |rank: usize, most: f64| cell(rank).parse::<f64>().ok().filter(|value| value.abs() <= most);
    let (Some(longitude), Some(latitude)) = (degrees(12, 180.0), degrees(13, 90.0)) else {
        return Err("les coordonnées manquent ou ne sont pas des degrés");
    };
    if cell(6).is_empty() || cell(4).is_empty() {
        return Err("la voie ou le code INSEE de la commune manque");
    }
    Ok(Row {
        id: cell(0).to_owned(),
        number: cell(2).parse().ok(),
        suffix: cell(3).to_lowercase(),
        street: cell(4).to_owned(),
        postcode: cell(5).to_owned(),
        commune_code: cell(6).to_owned(),
        commune_name: cell(7).to_owned(),
        locality: cell(16).to_owned(),
        longitude,
        latitude,
        position_kind: cell(14).to_owned(),
        is_certified: cell(21) == "1",
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const LINE: &str = "01002_w4ld4h_00006;;6;BIS;Place du Pese Lait;01640;01002;L'Abergement-de-Varey;;;887643.67;6547960.53;5.425179;46.005447;entrée;;;ABERGEMENT-DE-VAREY (L );PLACE DU PESE LAIT;commune;commune;1;01002000AE0005";

    fn file(more_columns: &str, lines: &[&str]) -> String {
        format!("{}{more_columns}\n{}\n", COLUMNS.join(";"), lines.join("\n"))
    }

    #[test]
    fn plain_and_compressed_files_give_the_same_rows() {
        for more in ["", ";id_ban_adresse;id_ban_toponyme;id_ban_commune"] {
            let text = file(more, &[LINE]);
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(text.as_bytes()).expect("compress");
            let compressed = encoder.finish().expect("compress");
            let plain: Vec<Row> = Reader::open(text.as_bytes()).expect("open").map(|row| row.expect("row")).collect();
            let unzipped: Vec<Row> =
                Reader::open(compressed.as_slice()).expect("open").map(|row| row.expect("row")).collect();
            assert_eq!(plain, unzipped);
            assert_eq!(plain[0].key(), crate::address::parse("6 bis pl. du Pèse-Lait").key());
            assert!(plain[0].is_certified && (plain[0].latitude - 46.005447).abs() < 1e-9);
        }
    }

    #[test]
    fn another_file_is_refused_with_the_column_at_fault() {
        let error = Reader::open("lon,lat\n1,2\n".as_bytes()).err().expect("refused");
        assert!(error.to_string().contains("colonne 1") && error.to_string().contains("« lon,lat »"), "{error}");
        assert!(Reader::open("".as_bytes()).is_err());
        assert!(Reader::open([0x1F, 0x8B, 0, 0].as_slice()).is_err());
    }

    #[test]
    fn a_bad_line_does_not_stop_the_next_ones() {
        let text = file("", &["x;;6", &LINE.replace("5.425179", ""), LINE]);
        let rows: Vec<_> = Reader::open(text.as_bytes()).expect("open").collect();
        assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), 1);
        assert!(rows[1].as_ref().expect_err("error").to_string().starts_with("Ligne 3 : "));
    }
}
