//! A ZIP written as it is sent: however heavy the documents, one piece at a time stays in memory.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use ::files::{Content, ContentHash, Vault};
use axum::body::Body;
use futures_util::stream;
use tokio::io::AsyncReadExt;
use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

/// Bytes read at once.
const PIECE: usize = 64 * 1024;

/// What is written and not sent yet.
#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Pipe {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What goes in a ZIP: texts held already, then contents of the vault, each under its whole name.
pub struct Contents {
    pub vault: Arc<dyn Vault>,
    pub texts: VecDeque<(String, Vec<u8>)>,
    pub papers: VecDeque<(String, ContentHash)>,
}

struct Packing {
    contents: Contents,
    pipe: Pipe,
    writer: Option<ZipWriter<StreamWriter<Pipe>>>,
    open: Option<Content>,
}

impl Packing {
    /// The next bytes to send; nothing once all is sent.
    async fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let options = SimpleFileOptions::default();
        loop {
            let ready = self.pipe.take();
            if !ready.is_empty() {
                return Ok(Some(ready));
            }
            let Some(writer) = self.writer.as_mut() else { return Ok(None) };
            if let Some(content) = self.open.as_mut() {
                let mut piece = vec![0; PIECE];
                match content.read(&mut piece).await? {
                    0 => self.open = None,
                    count => writer.write_all(piece.get(..count).unwrap_or_default())?,
                }
            } else if let Some((name, bytes)) = self.contents.texts.pop_front() {
                writer.start_file(name, options)?;
                writer.write_all(&bytes)?;
            } else if let Some((name, hash)) = self.contents.papers.pop_front() {
                let found = ::files::open(self.contents.vault.as_ref(), hash).await.map_err(io::Error::other)?;
                let found = found.ok_or_else(|| io::Error::other("a content is missing in the vault"))?;
                writer.start_file(name, options)?;
                self.open = Some(found);
            } else if let Some(writer) = self.writer.take() {
                writer.finish()?;
            }
        }
    }
}

/// The ZIP, as a body.
pub fn zipped(contents: Contents) -> Body {
    let pipe = Pipe::default();
    let writer = Some(ZipWriter::new_stream(pipe.clone()));
    let packing = Packing { contents, pipe, writer, open: None };
    Body::from_stream(stream::unfold(Some(packing), |packing| async move {
        let mut packing = packing?;
        match packing.next().await {
            Ok(Some(bytes)) => Some((Ok(bytes), Some(packing))),
            Ok(None) => None,
            // Whoever downloads sees that it broke: a ZIP cut short does not open.
            Err(error) => Some((Err(error), None)),
        }
    }))
}
