//! The encoder of sentences an operator may put beside the data: a published file, opened once, when it is first needed.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use sentences::{Encoder, compare};

/// Whether a file is the published one, without keeping anything of it.
///
/// # Errors
/// Why it is not, in French.
pub fn check(path: &Path) -> Result<(), String> {
    compare(&mut reader(path)?).map_err(|refused| refused.to_string())
}

/// Opens it.
///
/// # Errors
/// Why it cannot be, in French.
pub fn open(path: &Path) -> Result<Encoder, String> {
    Encoder::open(reader(path)?).map_err(|refused| refused.to_string())
}

/// What encodes sentences, opened the first time it is asked and kept from then on. A file that went away since the start is
/// told in the log, and words alone are learnt from.
pub fn when_needed(path: PathBuf) -> corpus::Encoding {
    let opened: OnceLock<Option<Encoder>> = OnceLock::new();
    Arc::new(move |texts| {
        let encoder = opened.get_or_init(|| match open(&path) {
            Ok(encoder) => {
                tracing::info!(megabytes = encoder.bytes() / 1_000_000, "the encoder of sentences is open");
                Some(encoder)
            }
            Err(told) => {
                tracing::warn!(told, "the encoder of sentences cannot be used: words alone are learnt from");
                None
            }
        });
        encoder.as_ref().map(|encoder| encoder.encode_all(texts))
    })
}

fn reader(path: &Path) -> Result<BufReader<File>, String> {
    match File::open(path) {
        Ok(file) if file.metadata().is_ok_and(|told| told.is_file()) => Ok(BufReader::new(file)),
        Ok(_) => Err("ce n’est pas un fichier.".to_owned()),
        Err(error) => Err(format!("le fichier n’a pas pu être ouvert : {error}.")),
    }
}
