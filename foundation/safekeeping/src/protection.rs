//! Encryption of an archive with `age`: a passphrase, or the public keys of those who may open it.

use std::io::{BufRead, Read, Write};
use std::str::FromStr;

use age::secrecy::SecretString;
use age::{DecryptError, Decryptor, Encryptor, Identity, Recipient, scrypt, x25519};

use crate::{Result, SafekeepingError};

/// Shortest passphrase, in characters.
const SHORTEST: usize = 12;
/// Cost of trying one passphrase: 2^17 rounds take 128 MiB, which a small server has.
const WORK: u8 = 17;
/// Cost accepted when opening: more would only serve to exhaust the memory.
const LARGEST_WORK: u8 = 20;

/// How an archive is protected.
#[derive(Clone, Default)]
pub enum Protection {
    /// Not at all: keep the file where only you can read it.
    #[default]
    None,
    /// Opened by whoever knows the passphrase.
    Passphrase(SecretString),
    /// Opened by whoever holds one of the private keys.
    Recipients(Vec<x25519::Recipient>),
}

impl Protection {
    /// Protects with a passphrase, without the spaces and line ends around it.
    ///
    /// # Errors
    /// It is too short.
    pub fn passphrase(text: &str) -> Result<Self> {
        let text = text.trim();
        if text.chars().count() < SHORTEST {
            return Err(SafekeepingError::ShortPassphrase(SHORTEST));
        }
        Ok(Self::Passphrase(SecretString::from(text.to_owned())))
    }

    /// Protects for public keys (`age1…`), any of whose private keys opens the archive.
    ///
    /// # Errors
    /// One of them is not a key, or there is none.
    pub fn recipients(keys: &[&str]) -> Result<Self> {
        if keys.is_empty() {
            return Err(SafekeepingError::UnknownRecipient(String::new()));
        }
        let read = |key: &&str| {
            x25519::Recipient::from_str(key.trim()).map_err(|_| SafekeepingError::UnknownRecipient((*key).to_owned()))
        };
        keys.iter().map(read).collect::<Result<_>>().map(Self::Recipients)
    }

    fn encryptor(&self) -> Option<std::result::Result<Encryptor, age::EncryptError>> {
        match self {
            Self::None => None,
            Self::Passphrase(text) => {
                let mut recipient = scrypt::Recipient::new(text.clone());
                recipient.set_work_factor(WORK);
                Some(Encryptor::with_recipients(std::iter::once(&recipient as &dyn Recipient)))
            }
            Self::Recipients(keys) => Some(Encryptor::with_recipients(keys.iter().map(|key| key as &dyn Recipient))),
        }
    }

    /// What is written in the end: the plain or the encrypted bytes.
    pub(crate) fn wrap<W: Write>(&self, output: W) -> Result<Wrapped<W>> {
        match self.encryptor() {
            None => Ok(Wrapped::Plain(output)),
            Some(Err(problem)) => Err(SafekeepingError::Writing(std::io::Error::other(problem.to_string()))),
            Some(Ok(encryptor)) => {
                let stream = encryptor.wrap_output(output).map_err(SafekeepingError::writing)?;
                Ok(Wrapped::Encrypted(Box::new(stream)))
            }
        }
    }
}

/// The outermost writer.
pub(crate) enum Wrapped<W: Write> {
    Plain(W),
    Encrypted(Box<age::stream::StreamWriter<W>>),
}

impl<W: Write> Wrapped<W> {
    /// The last block; without it the archive reads as cut.
    pub(crate) fn finish(self) -> std::io::Result<W> {
        match self {
            Self::Plain(output) => Ok(output),
            Self::Encrypted(stream) => stream.finish(),
        }
    }
}

impl<W: Write> Write for Wrapped<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Plain(output) => output.write(bytes),
            Self::Encrypted(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::Plain(output) => output.flush(),
            Self::Encrypted(stream) => stream.flush(),
        }
    }
}

/// What opens an archive.
#[derive(Clone, Default)]
pub enum Opening {
    /// Nothing: it is not encrypted.
    #[default]
    None,
    /// The passphrase.
    Passphrase(SecretString),
    /// Private keys.
    Identities(Vec<x25519::Identity>),
}

impl Opening {
    /// Opens with a passphrase, without the spaces and line ends around it.
    pub fn passphrase(text: &str) -> Self {
        Self::Passphrase(SecretString::from(text.trim().to_owned()))
    }

    /// Opens with the text of a key file, as `age-keygen` writes it: one key a line, comments after `#`.
    ///
    /// # Errors
    /// No key in it, or a line that is not one.
    pub fn identities(text: &str) -> Result<Self> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys: Vec<x25519::Identity> = lines
            .map(|line| x25519::Identity::from_str(line).map_err(|_| SafekeepingError::UnknownIdentity))
            .collect::<Result<_>>()?;
        if keys.is_empty() { Err(SafekeepingError::UnknownIdentity) } else { Ok(Self::Identities(keys)) }
    }

    /// The plain bytes of an encrypted archive.
    pub(crate) fn unwrap<R: BufRead + Send + 'static>(&self, input: R) -> Result<Box<dyn Read + Send>> {
        let decryptor = Decryptor::new_buffered(input).map_err(told)?;
        let plain = match self {
            Self::None => return Err(SafekeepingError::KeyNeeded),
            Self::Passphrase(text) => {
                let mut identity = scrypt::Identity::new(text.clone());
                identity.set_max_work_factor(LARGEST_WORK);
                decryptor.decrypt(std::iter::once(&identity as &dyn Identity))
            }
            Self::Identities(keys) => decryptor.decrypt(keys.iter().map(|key| key as &dyn Identity)),
        };
        Ok(Box::new(plain.map_err(told)?))
    }
}

fn told(error: DecryptError) -> SafekeepingError {
    match error {
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed | DecryptError::NoMatchingKeys => {
            SafekeepingError::WrongKey
        }
        DecryptError::Io(error) => SafekeepingError::reading(error),
        other => SafekeepingError::Damaged(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_not_protect_is_refused() {
        let told = Protection::passphrase(" trop court ").err().expect("refused").to_string();
        assert!(told.contains("au moins 12 signes"), "{told}");
        assert!(Protection::recipients(&[]).is_err() && Protection::recipients(&["age1xyz"]).is_err());
        assert!(Opening::identities("# rien\n").is_err() && Opening::identities("AGE-SECRET-KEY-1X").is_err());
    }
}
