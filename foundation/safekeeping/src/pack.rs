//! Writing the archive: compression and encryption run in a thread of their own while the next member is read.

use std::io::{Read, Write};
use std::thread::JoinHandle;

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, Header};
use tokio::sync::{mpsc, oneshot};

use crate::protection::Protection;
use crate::{Result, SafekeepingError};

enum Order {
    Member { name: String, size: u64, content: Box<dyn Read + Send> },
    End,
}

/// The writing end of an archive. Dropped before [`Packer::finish`], it leaves something that reads as cut.
pub(crate) struct Packer<W> {
    orders: mpsc::Sender<Order>,
    ended: oneshot::Receiver<Result<W>>,
    _thread: JoinHandle<()>,
}

impl<W: Write + Send + 'static> Packer<W> {
    /// `made_at_seconds` is the date members carry, so that the same state gives the same archive.
    pub(crate) fn start(output: W, protection: Protection, made_at_seconds: u64) -> Result<Self> {
        let (orders, incoming) = mpsc::channel(1);
        let (tell, ended) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("backup".to_owned())
            .spawn(move || {
                let _ = tell.send(pack(output, &protection, made_at_seconds, incoming));
            })
            .map_err(SafekeepingError::Writing)?;
        Ok(Self { orders, ended, _thread: thread })
    }

    pub(crate) async fn add(&mut self, name: String, size: u64, content: Box<dyn Read + Send>) -> Result<()> {
        match self.orders.send(Order::Member { name, size, content }).await {
            Ok(()) => Ok(()),
            // The thread is gone: it says why.
            Err(_) => Err(outcome((&mut self.ended).await).err().unwrap_or(SafekeepingError::Lost(String::new()))),
        }
    }

    pub(crate) async fn finish(self) -> Result<W> {
        let _ = self.orders.send(Order::End).await;
        outcome(self.ended.await)
    }
}

fn outcome<W>(ended: std::result::Result<Result<W>, oneshot::error::RecvError>) -> Result<W> {
    ended.unwrap_or_else(|lost| Err(SafekeepingError::Lost(lost.to_string())))
}

fn pack<W: Write>(output: W, protection: &Protection, made_at: u64, mut orders: mpsc::Receiver<Order>) -> Result<W> {
    let wrapped = protection.wrap(output)?;
    let mut archive = Builder::new(GzEncoder::new(wrapped, Compression::new(5)));
    loop {
        match orders.blocking_recv() {
            None => return Err(SafekeepingError::Lost("sauvegarde abandonnée".to_owned())),
            Some(Order::Member { name, size, content }) => {
                let mut header = Header::new_gnu();
                header.set_size(size);
                header.set_mode(0o600);
                header.set_mtime(made_at);
                archive.append_data(&mut header, &name, content).map_err(SafekeepingError::writing)?;
            }
            Some(Order::End) => break,
        }
    }
    let finish = || -> std::io::Result<W> {
        let mut output = archive.into_inner()?.finish()?.finish()?;
        output.flush()?;
        Ok(output)
    };
    finish().map_err(SafekeepingError::writing)
}
