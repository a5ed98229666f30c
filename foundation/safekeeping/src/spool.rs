//! A nameless file where a member waits until its size and fingerprint are known. Nothing of it remains after a
//! crash.

use std::fs::File;
use std::io::{BufWriter, Seek, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::{Result, SafekeepingError};

pub(crate) struct Spool {
    file: BufWriter<File>,
    hasher: Sha256,
    size: u64,
}

/// A member ready to go into the archive.
pub(crate) struct Spooled {
    pub file: File,
    pub size: u64,
    pub hash: Sha256,
}

impl Spool {
    pub(crate) fn start(folder: &Path) -> Result<Self> {
        let file = tempfile::tempfile_in(folder).map_err(SafekeepingError::writing)?;
        Ok(Self { file: BufWriter::with_capacity(128 * 1024, file), hasher: Sha256::new(), size: 0 })
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.hasher.update(bytes);
        self.size += bytes.len() as u64;
        self.file.write_all(bytes).map_err(SafekeepingError::writing)
    }

    pub(crate) fn finish(self) -> Result<Spooled> {
        let mut file = self.file.into_inner().map_err(|error| SafekeepingError::writing(error.into_error()))?;
        file.rewind().map_err(SafekeepingError::writing)?;
        Ok(Spooled { file, size: self.size, hash: self.hasher })
    }
}
