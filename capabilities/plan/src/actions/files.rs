//! Photographs and documents of a sheet.

use ::files::{Kind, Limits, MEBIBYTE, Prepared, Vault};
use database::Tx;
use journal::Entry;
use kernel::{Actor, Breakdown, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::place::authorise_sheet;
use super::sheet::found;
use crate::store::file::Attached;
use crate::{acts, store};

/// What may be sent as a photograph.
pub const PHOTOS: Limits<'static> = Limits::PICTURES;

/// What may be sent as a document.
pub const PAPERS: Limits<'static> = Limits {
    largest_bytes: 10 * MEBIBYTE,
    kinds: &[Kind::Pdf, Kind::Odt, Kind::Docx, Kind::Ods, Kind::Xlsx, Kind::Csv],
};

/// What is written of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileText {
    /// What a photograph shows, for those who do not see it; the title of a document.
    pub title: String,
    /// Whether it is a photograph.
    pub is_photo: bool,
    /// Whether anybody may open it once the sheet is published.
    pub is_public: bool,
}

/// Joins a file to a sheet.
///
/// # Errors
/// Not this actor's; no such sheet; a file or its description missing; the vault failed.
pub async fn add_file(
    tx: &mut Tx,
    (outside, vault): (&Outside, &dyn Vault),
    actor: &Actor,
    sheet: Uuid,
    text: impl Into<Filled<FileText>>,
    prepared: Option<Prepared>,
) -> Outcome<Uuid> {
    let sheet = found(tx, sheet).await?;
    authorise_sheet(tx, actor, &acts::EDIT, &sheet).await?;
    let mut form = text.into();
    let sentence = match (form.value.title.chars().count(), form.value.is_photo) {
        (0, true) => "Décrivez la photo en une phrase, pour les personnes qui ne la voient pas",
        (0, false) => "Donnez un titre au document",
        (201.., _) => "Le texte doit faire 200 signes au plus",
        _ => "",
    };
    if !sentence.is_empty() {
        form.find([FieldError::new("titre", sentence)]);
    }
    if prepared.is_none() {
        form.find([FieldError::new("fichier", "Choisissez un fichier")]);
    }
    let text = form.sound()?;
    let Some(prepared) = prepared else { return Err(Failure::field("fichier", "Choisissez un fichier")) };
    let purpose = if text.is_photo { "plan.photo" } else { "plan.document" };
    let file = ::files::attach(tx, vault, outside, prepared, purpose, actor.account()).await;
    let file = file.map_err(|error| Failure::Broken(Breakdown(Box::new(error))))?;
    let id = outside.uuid();
    let FileText { title, is_photo, is_public } = text;
    let one = Attached { id, sheet: sheet.id, file: file.id, title, is_photo, is_public, name: file.original_name };
    store::file::insert(tx, &one, outside.now()).await?;
    let touched = [("sheet_file", id), ("file", file.id)];
    let detail = json!({ "acte": if is_photo { "photo jointe" } else { "document joint" }, "public": is_public });
    let entry = Entry::on(acts::EDIT.code, "action_sheet", sheet.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(id)
}

/// Takes a file out of a sheet; its content goes through the quarantine. Gives the sheet.
///
/// # Errors
/// Not this actor's; no such file.
pub async fn remove_file(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let one = store::file::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let sheet = found(tx, one.sheet).await?;
    authorise_sheet(tx, actor, &acts::EDIT, &sheet).await?;
    store::file::delete(tx, id).await?;
    ::files::mark_deleted(tx, one.file, outside.now()).await?;
    let touched = [("sheet_file", id), ("file", one.file)];
    let detail = json!({ "acte": "fichier retiré" });
    let entry = Entry::on(acts::EDIT.code, "action_sheet", sheet.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(sheet.id)
}
