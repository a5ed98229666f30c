//! Malware: every file that comes in is shown to clamd, when the settings name one, before anything else looks at it.
//! Its protocol (`clamd(8)`, command `INSTREAM`): pieces, each behind its length in four bytes, a length of nought to
//! end, one line back.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};

/// Most time clamd is waited for.
const PATIENCE: Duration = Duration::from_secs(60);
/// Bytes sent at once.
const PIECE: usize = 64 * 1024;

/// Where clamd listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scanner {
    place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Tcp(String),
    Socket(PathBuf),
}

/// What clamd says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing found.
    Clean,
    /// Something found, as its signature is called.
    Found(String),
}

impl Scanner {
    /// Reads `host:port`, `tcp://host:port`, `unix:/path` or `/path`.
    pub fn read(text: &str) -> Option<Self> {
        if let Some(path) = text.strip_prefix("unix:").or_else(|| text.starts_with('/').then_some(text)) {
            return path.starts_with('/').then(|| Self { place: Place::Socket(PathBuf::from(path)) });
        }
        let place = text.strip_prefix("tcp://").unwrap_or(text);
        let (host, port) = place.rsplit_once(':')?;
        let is_sound = !host.is_empty() && !host.contains(['/', ' ', '@']) && port.parse::<u16>().is_ok();
        is_sound.then(|| Self { place: Place::Tcp(place.to_owned()) })
    }

    /// Shows a file to clamd.
    ///
    /// # Errors
    /// clamd cannot be reached, does not answer in time, or says something else than a verdict.
    pub(crate) async fn scan(&self, path: &Path) -> std::io::Result<Verdict> {
        let scanned = async {
            let file = tokio::fs::File::open(path).await?;
            match &self.place {
                Place::Tcp(address) => talk(TcpStream::connect(address).await?, file).await,
                Place::Socket(socket) => talk(UnixStream::connect(socket).await?, file).await,
            }
        };
        tokio::time::timeout(PATIENCE, scanned).await.map_err(std::io::Error::other)?
    }
}

async fn talk(mut clamd: impl AsyncRead + AsyncWrite + Unpin, mut file: tokio::fs::File) -> std::io::Result<Verdict> {
    let mut said = String::new();
    // When clamd stops listening (a stream above its limit), its line says why: it is read all the same.
    let sent = send(&mut clamd, &mut file).await;
    clamd.take(4096).read_to_string(&mut said).await?;
    let said = said.trim_matches(['\0', '\n', ' ']);
    match said.strip_prefix("stream: ").unwrap_or(said) {
        "OK" => sent.map(|()| Verdict::Clean),
        found => match found.strip_suffix(" FOUND") {
            Some(name) => Ok(Verdict::Found(name.to_owned())),
            None => Err(std::io::Error::other(format!("clamd said: {}", kernel::text::shorten(said, 200)))),
        },
    }
}

async fn send(clamd: &mut (impl AsyncWrite + Unpin), file: &mut tokio::fs::File) -> std::io::Result<()> {
    clamd.write_all(b"zINSTREAM\0").await?;
    let mut piece = vec![0; PIECE];
    loop {
        let count = file.read(&mut piece).await?;
        let length = u32::try_from(count).map_err(std::io::Error::other)?;
        clamd.write_all(&length.to_be_bytes()).await?;
        if count == 0 {
            return clamd.flush().await;
        }
        clamd.write_all(&piece[..count]).await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_however_they_are_written() {
        let tcp = |text: &str| Scanner { place: Place::Tcp(text.to_owned()) };
        assert_eq!(Scanner::read("127.0.0.1:3310"), Some(tcp("127.0.0.1:3310")));
        assert_eq!(Scanner::read("tcp://clamd:3310"), Some(tcp("clamd:3310")));
        let socket = Some(Scanner { place: Place::Socket(PathBuf::from("/run/clamav/clamd.ctl")) });
        assert_eq!(Scanner::read("unix:/run/clamav/clamd.ctl"), socket);
        assert_eq!(Scanner::read("/run/clamav/clamd.ctl"), socket);
        for wrong in ["", "clamd", "clamd:port", "unix:clamd.ctl", ":3310", "http://clamd:3310"] {
            assert_eq!(Scanner::read(wrong), None, "{wrong}");
        }
    }
}
