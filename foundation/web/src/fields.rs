//! Typed text, read without refusing anybody: rules decide later, with sentences.

use std::collections::HashMap;
use std::io::Write;

use axum::extract::multipart::{self, MultipartError};
use axum::extract::{FromRequest, FromRequestParts, Multipart, Path, Request};
use axum::http::request::Parts;
use interface::Form;
use kernel::{Breakdown, Failure, FieldError, Id, Refusal};
use tempfile::NamedTempFile;

use crate::fault::Typed;
use crate::typing::{self, DRAINED, Piece, Typing};
use crate::{Fault, House, Visit};

/// Name and value pairs of a form, in order; bytes that are not UTF-8 become `�`, never a refusal.
pub(crate) fn pairs(bytes: &[u8]) -> Vec<(String, String)> {
    let decode = |part: &[u8]| {
        let mut out = Vec::with_capacity(part.len());
        let mut rest = part;
        while let Some((&byte, tail)) = rest.split_first() {
            let hex = |at: usize| tail.get(at).and_then(|b| char::from(*b).to_digit(16));
            match (byte, hex(0), hex(1)) {
                (b'%', Some(high), Some(low)) => {
                    out.push((high * 16 + low) as u8);
                    rest = &tail[2..];
                }
                (b'+', ..) => {
                    out.push(b' ');
                    rest = tail;
                }
                _ => {
                    out.push(byte);
                    rest = tail;
                }
            }
        }
        without_nul(&String::from_utf8_lossy(&out))
    };
    bytes
        .split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let cut = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            (decode(&pair[..cut]), decode(pair.get(cut + 1..).unwrap_or_default()))
        })
        .collect()
}

/// A zero byte is kept by no text of PostgreSQL: it becomes `�`, as bytes that are not UTF-8 do.
fn without_nul(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// What was typed in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    pairs: Vec<(String, String)>,
}

impl Fields {
    /// Fields from pairs, for tests.
    pub fn from_pairs<N: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        Self { pairs: pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect() }
    }

    /// The value of a field, spaces around it dropped; empty when it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// The value exactly as typed (passwords).
    pub fn exact(&self, name: &str) -> &str {
        self.pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// Every value of a field (check boxes).
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| value.trim()).collect()
    }

    /// Whether a box was ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    /// The revision the form was filled from; a missing one is as stale as can be.
    pub fn revision(&self) -> i64 {
        self.text("revision").parse().unwrap_or(-1)
    }

    /// Every pair, in order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The same fields as the form to show again. Passwords and codes are not given back.
    pub fn form(&self) -> Form {
        Form::filled(
            self.pairs.iter().filter(|(name, _)| !name.contains("mot-de-passe") && !name.contains("code")).cloned(),
        )
    }

    /// The form with what must be corrected.
    pub fn form_with(&self, errors: Vec<FieldError>) -> Form {
        self.form().with_errors(errors)
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        let kind = request.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let typed = request.extensions().get::<Typed>().cloned().unwrap_or_default();
        let pairs = if kind.starts_with("multipart/form-data") {
            let mut multipart = Multipart::from_request(request, state).await.map_err(|_| unreadable())?;
            let mut pairs = Vec::new();
            while let Some(part) = multipart.next_field().await.map_err(too_large_or_cut)? {
                let name = part.name().unwrap_or_default().to_owned();
                pairs.push((name, without_nul(&part.text().await.map_err(too_large_or_cut)?)));
            }
            pairs
        } else {
            let limit = request.extensions().get::<Visit>().map_or(usize::MAX, Visit::typed_limit);
            let (bytes, refusal) = typing::read(request.into_body(), limit).await?;
            let pairs = pairs(&bytes);
            if let Some(refusal) = refusal {
                typed.note(&pairs);
                return Err(Fault::too_long(refusal));
            }
            pairs
        };
        typed.note(&pairs);
        Ok(Self { pairs })
    }
}

/// What was asked after `?`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked(pub Fields);

impl std::ops::Deref for Asked {
    type Target = Fields;
    fn deref(&self) -> &Fields {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(Fields { pairs: pairs(parts.uri.query().unwrap_or_default().as_bytes()) }))
    }
}

/// An identifier in the path; one that is not an identifier is a page that does not exist.
pub struct PathId<T>(pub Id<T>);

impl<T, S: Send + Sync> FromRequestParts<S> for PathId<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let Path(values) =
            Path::<HashMap<String, String>>::from_request_parts(parts, state).await.map_err(|_| Fault::not_found())?;
        let text = values.get("id").ok_or_else(Fault::not_found)?;
        text.parse().map(Self).map_err(|_| Fault::not_found())
    }
}

/// A form with one file, written to a temporary file as it comes: memory stays flat whatever its size.
pub struct Upload {
    /// The other fields.
    pub fields: Fields,
    /// The file's name as the person has it, empty when none was chosen.
    pub file_name: String,
    file: Option<NamedTempFile>,
    /// Its size.
    pub size_bytes: u64,
    refused: Option<Refused>,
}

/// Why a file that came was not kept.
enum Refused {
    TooLarge(FieldError),
    NoRoom,
}

impl Upload {
    /// Reads a request up to the limits of the settings: one for the file, and for what is typed the one of every other
    /// form. A file that is too large, or that the disk has no room
    /// for, is no error here: the other fields are there, to be given back, and whoever asks for the file is told
    /// ([`Upload::path`]).
    ///
    /// # Errors
    /// Cut on the way; too much was typed.
    pub async fn read(house: &House, request: Request) -> Result<Self, Fault> {
        Self::within(house, request, house.settings.body_limit_bytes).await
    }

    /// The same where what is typed is what comes, as a list that is pasted: it has the limit of a file, so that a page that
    /// takes less of it says so and gives it back.
    ///
    /// # Errors
    /// As [`Upload::read`].
    pub async fn read_pasted(house: &House, request: Request) -> Result<Self, Fault> {
        Self::within(house, request, house.settings.upload_limit_bytes).await
    }

    async fn within(house: &House, request: Request, room: usize) -> Result<Self, Fault> {
        let limit = house.settings.upload_limit_bytes as u64;
        let typed = request.extensions().get::<Typed>().cloned().unwrap_or_default();
        let mut multipart = Multipart::from_request(request, &()).await.map_err(|_| unreadable())?;
        let mut upload =
            Self { fields: Fields::default(), file_name: String::new(), file: None, size_bytes: 0, refused: None };
        upload.write(|upload| {
            upload.file = Some(NamedTempFile::new()?);
            Ok(())
        })?;
        let mut typing = Typing::new(room);
        'parts: while let Some(mut part) = multipart.next_field().await.map_err(too_large_or_cut)? {
            let name = part.name().unwrap_or_default().to_owned();
            let Some(file_name) = part.file_name().map(str::to_owned) else {
                match text_of(&mut part, name.len(), &mut typing).await? {
                    Some(text) => upload.fields.pairs.push((name, without_nul(&text))),
                    None => break 'parts,
                }
                continue;
            };
            if !file_name.is_empty() {
                upload.file_name = file_name;
            }
            // A file refused is read to its end all the same: most browsers read no answer before they have sent
            // everything.
            while let Some(chunk) = part.chunk().await.map_err(too_large_or_cut)? {
                upload.size_bytes += chunk.len() as u64;
                if upload.size_bytes > limit {
                    upload
                        .refused
                        .get_or_insert_with(|| Refused::TooLarge(FieldError::new(&name, file_too_large(limit))));
                    if upload.size_bytes > limit.saturating_mul(DRAINED as u64) {
                        break 'parts;
                    }
                }
                upload.write(|upload| upload.file.as_mut().map_or(Ok(()), |file| file.write_all(&chunk)))?;
            }
        }
        upload.write(|upload| upload.file.as_mut().map_or(Ok(()), Write::flush))?;
        match typing.refusal() {
            Some(refusal) if !refusal.is_kept => Err(Fault::too_long(refusal)),
            refusal => {
                typed.note(&upload.fields.pairs);
                refusal.map_or(Ok(upload), |refusal| Err(Fault::too_long(refusal)))
            }
        }
    }

    /// Writes to the file, unless it is refused already; gives the room back as soon as there is too little.
    fn write(&mut self, write: impl FnOnce(&mut Self) -> std::io::Result<()>) -> Result<(), Fault> {
        if self.refused.is_some() {
            return Ok(());
        }
        match write(self) {
            Err(error) if error.kind() == std::io::ErrorKind::StorageFull => {
                (self.file, self.refused) = (None, Some(Refused::NoRoom));
                Ok(())
            }
            other => other.map_err(|error| Breakdown(Box::new(error)).into()),
        }
    }

    /// Where the file stands, as long as this upload lives.
    ///
    /// # Errors
    /// [`Failure::Input`] on its field when it is too large; a refusal when there was no room for it.
    pub fn path(&self) -> Result<&std::path::Path, Failure> {
        match (&self.refused, &self.file) {
            (Some(Refused::TooLarge(error)), _) => Err(Failure::Input(vec![error.clone()])),
            (None, Some(file)) => Ok(file.path()),
            (Some(Refused::NoRoom), _) | (None, None) => Err(no_room().into()),
        }
    }

    /// The whole file in memory, for small ones.
    ///
    /// # Errors
    /// [`Failure::Input`] on its field when it is too large; or it could not be read back.
    pub fn bytes(&self) -> Result<Vec<u8>, Failure> {
        std::fs::read(self.path()?).map_err(|error| Failure::Broken(Breakdown(Box::new(error))))
    }
}

/// What was typed beside a file that nobody keeps: the form of somebody who is no longer signed in. As much of the file is read as
/// of a text without end; past it, the rest is left.
///
/// # Errors
/// Cut on the way.
pub(crate) async fn typed_beside(request: Request, limit: usize) -> Result<Vec<(String, String)>, Fault> {
    let mut multipart = Multipart::from_request(request, &()).await.map_err(|_| unreadable())?;
    let (mut pairs, mut typing, mut passed) = (Vec::new(), Typing::new(limit), 0_usize);
    while let Some(mut part) = multipart.next_field().await.map_err(too_large_or_cut)? {
        let name = part.name().unwrap_or_default().to_owned();
        if part.file_name().is_none() {
            let Some(text) = text_of(&mut part, name.len(), &mut typing).await? else { break };
            pairs.push((name, without_nul(&text)));
            continue;
        }
        while let Ok(Some(chunk)) = part.chunk().await {
            passed += chunk.len();
            if passed > limit.saturating_mul(DRAINED) {
                return Ok(pairs);
            }
        }
    }
    Ok(if typing.refusal().is_some_and(|refusal| !refusal.is_kept) { Vec::new() } else { pairs })
}

/// The text of a field, counted with its name; nothing once nobody types so much. What is not kept is left out.
async fn text_of(part: &mut multipart::Field<'_>, name: usize, typing: &mut Typing) -> Result<Option<String>, Fault> {
    let mut bytes = Vec::new();
    if typing.count(name + 1) == Piece::Endless {
        return Ok(None);
    }
    while let Some(chunk) = part.chunk().await.map_err(too_large_or_cut)? {
        match typing.count(chunk.len()) {
            Piece::Kept => bytes.extend_from_slice(&chunk),
            Piece::Forgotten => bytes.clear(),
            Piece::Endless => return Ok(None),
        }
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

fn no_room() -> Refusal {
    let explanation = "La consultation continue de fonctionner. Gardez votre fichier et réessayez dans quelques \
                       minutes ; l’équipe technique doit libérer de l’espace disque.";
    Refusal::rule("Rien n’a pu être enregistré : le serveur n’a plus de place", explanation)
}

fn file_too_large(limit: u64) -> String {
    format!("Le fichier est trop volumineux : envoyez un fichier de {} Mo au plus", limit / 1_000_000)
}

pub(crate) fn unreadable() -> Fault {
    Refusal::rule("L’envoi n’a pas pu être lu", "Revenez à la page précédente, rechargez-la et recommencez.").into()
}

fn too_large() -> Fault {
    Failure::field("", "L’envoi est trop volumineux : raccourcissez le texte ou envoyez-le en plusieurs fois.").into()
}

fn too_large_or_cut(error: MultipartError) -> Fault {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE { too_large() } else { unreadable() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_typed_can_be_read() {
        let fields = Fields { pairs: pairs("a=%C3%A9t%C3%A9+%2B1&b=1&b=2&c&%=%zz&d=%FF&e=a%00b".as_bytes()) };
        assert_eq!(fields.text("a"), "été +1");
        assert_eq!(fields.all("b"), ["1", "2"]);
        assert_eq!(fields.text("c"), "");
        assert_eq!(fields.text("%"), "%zz");
        assert_eq!(fields.text("d"), "\u{fffd}");
        assert_eq!(fields.text("e"), "a\u{fffd}b");
        assert_eq!(pairs(b""), vec![]);
    }
}
