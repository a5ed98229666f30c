//! Documents to cite, with the file that can be opened. A file replaced or removed goes through the quarantine.

use database::Tx;
use files::{Kind, Limits, MEBIBYTE, Prepared, Vault};
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::place;
use crate::rules::{DocumentText, check_document};
use crate::store::documents::{Citation, Document};
use crate::{acts, store};

/// What may be kept with a document to cite.
pub const DOCUMENT_FILES: Limits<'static> = Limits {
    largest_bytes: 10 * MEBIBYTE,
    kinds: &[Kind::Pdf, Kind::Odt, Kind::Docx, Kind::Xlsx, Kind::Csv, Kind::Jpeg, Kind::Png],
};

const PURPOSE: &str = "listening.document";

/// What becomes of a document's file.
#[allow(clippy::large_enum_variant, reason = "one value an act, taken apart at once")]
pub enum FileChange<'a> {
    /// It stays as it is.
    Keep,
    /// This one takes its place.
    Replace(&'a dyn Vault, Prepared),
    /// None is kept any more.
    Remove,
}

/// Adds a document to cite, with its file if there is one. Gives its identifier.
///
/// # Errors
/// Not this actor's; a text to write; the file could not be kept.
pub async fn add_document(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Option<Uuid>,
    code: &str,
    text: impl Into<Filled<DocumentText>>,
    file: FileChange<'_>,
) -> Outcome<Uuid> {
    actor.authorise(&acts::LEAD, &place(contract, None))?;
    let mut form = text.into();
    form.find(check_document(&form.value));
    let text = form.sound()?;
    let id = outside.uuid();
    let code = if code.is_empty() { id.simple().to_string() } else { code.to_owned() };
    let (file, mut touched) = changed(tx, outside, actor, None, file).await?;
    store::documents::insert_document(tx, id, &code, &text, file).await?;
    touched.push(("listening_document", id));
    record(tx, outside, actor, "nouveau document", id, &text, &touched).await?;
    Ok(id)
}

/// Corrects a document: what is written of it, its file, who may open it.
///
/// # Errors
/// Not this actor's; something to correct; changed since `revision`; the file could not be kept.
pub async fn amend_document(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    text: impl Into<Filled<DocumentText>>,
    file: FileChange<'_>,
) -> Outcome<()> {
    let found = store::documents::document(tx, id).await?.ok_or(Refusal::NotFound)?;
    if !may_amend(actor, id, &store::documents::citations(tx).await?) {
        return Err(Refusal::NotFound.into());
    }
    let mut form = text.into();
    form.find(check_document(&form.value));
    let text = form.sound()?;
    let (file, mut touched) = changed(tx, outside, actor, found.file, file).await?;
    if !store::documents::update_document(tx, id, revision, &text, file).await? {
        let kept = [("Titre", text.title.as_str()), ("Qui l’a écrit", &text.author), ("Nature", &text.kind)];
        return Err(Failure::conflict("ce document", &kept));
    }
    touched.push(("listening_document", id));
    record(tx, outside, actor, "document corrigé", id, &text, &touched).await
}

/// Whoever leads everywhere a document is cited may correct it; of one cited nowhere yet, whoever leads somewhere.
pub(crate) fn may_amend(actor: &Actor, document: Uuid, citations: &[Citation]) -> bool {
    let mut own = citations.iter().filter(|one| one.document == document);
    actor.may_somewhere(&acts::LEAD).is_allowed()
        && own.all(|one| actor.may(&acts::LEAD, &place(one.contract, one.area)).is_allowed())
}

/// Anybody may open a published file; agents who read somewhere it is cited, any other.
pub(crate) fn may_open(actor: &Actor, document: &Document, citations: &[Citation]) -> bool {
    let mut own = citations.iter().filter(|one| one.document == document.id).peekable();
    document.is_published
        || match own.peek() {
            None => actor.may_somewhere(&acts::READ).is_allowed(),
            Some(_) => own.any(|one| actor.may(&acts::READ, &place(one.contract, one.area)).is_allowed()),
        }
}

/// The file from now on, and the rows of files written.
async fn changed(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    old: Option<Uuid>,
    change: FileChange<'_>,
) -> Outcome<(Option<Uuid>, Vec<(&'static str, Uuid)>)> {
    let new = match change {
        FileChange::Keep => return Ok((old, Vec::new())),
        FileChange::Remove => None,
        FileChange::Replace(vault, prepared) => {
            let kept = files::attach(tx, vault, outside, prepared, PURPOSE, actor.account()).await;
            Some(kept.map_err(|error| error.at_field("fichier"))?.id)
        }
    };
    if let Some(old) = old {
        files::mark_deleted(tx, old, outside.now()).await?;
    }
    Ok((new, [old, new].into_iter().flatten().map(|id| ("file", id)).collect()))
}

async fn record(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    what: &str,
    id: Uuid,
    text: &DocumentText,
    touched: &[(&str, Uuid)],
) -> Outcome<()> {
    let who = if text.is_published { "publié" } else { "réservé aux agents" };
    let detail = json!({ "acte": what, "libelle": text.title, "fichier": who });
    let entry = Entry::on(acts::LEAD.code, "listening_document", id).detail(detail).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
