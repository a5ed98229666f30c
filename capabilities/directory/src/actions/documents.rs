//! The safe: documents put in once, used every year.

use database::Tx;
use files::{Kind, Limits, MEBIBYTE, Prepared, Vault};
use jiff::civil::Date;
use kernel::{Actor, FieldError, Filled, Outcome, Outside, Refusal, Uuid};

use super::{filled, read, record};
use crate::rules::{Document, DocumentKind};
use crate::store;

/// What the safe takes: what opens everywhere.
pub const DOCUMENTS: Limits<'static> = Limits {
    largest_bytes: 10 * MEBIBYTE,
    kinds: &[Kind::Pdf, Kind::Jpeg, Kind::Png, Kind::Odt, Kind::Docx, Kind::Ods, Kind::Xlsx],
};

/// Most documents of a safe.
const MOST: usize = 200;

/// A document to put in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewDocument {
    /// What it is.
    pub kind: Option<DocumentKind>,
    /// What its keeper calls it.
    pub label: String,
    /// Its own date.
    pub dated: Option<Date>,
    /// The last day it is good.
    pub valid_until: Option<Date>,
}

/// Puts a document in the safe of an organisation.
///
/// # Errors
/// Not this actor’s; something to correct; the file could not be kept.
pub async fn put(
    tx: &mut Tx,
    (outside, vault): (&Outside, &dyn Vault),
    actor: &Actor,
    organisation: Uuid,
    (new, file): (impl Into<Filled<NewDocument>>, Option<Prepared>),
) -> Outcome<Uuid> {
    let (_, act) = filled(tx, actor, organisation).await?;
    let mut form = new.into();
    if form.value.kind.is_none() {
        form.find([FieldError::new("nature", "Dites de quelle pièce il s’agit")]);
    }
    if form.value.label.chars().count() > 150 {
        form.find([FieldError::new("libelle", "Le nom de la pièce doit faire 150 signes au plus")]);
    }
    if let (Some(dated), Some(until)) = (form.value.dated, form.value.valid_until)
        && until < dated
    {
        form.find([FieldError::new("fin", "La fin de validité doit venir après la date de la pièce")]);
    }
    if file.is_none() {
        form.find([FieldError::new("fichier", "Choisissez un fichier")]);
    }
    if store::document::of(tx, organisation).await?.len() >= MOST {
        form.find([FieldError::new("fichier", "Le coffre est plein : retirez une pièce qui ne sert plus")]);
    }
    let new = form.sound()?;
    let (Some(kind), Some(file)) = (new.kind, file) else { return Err(Refusal::NotFound.into()) };
    let kept = files::attach(tx, vault, outside, file, "directory.document", actor.account()).await;
    let kept = kept.map_err(|error| error.at_field("fichier"))?;
    let one = Document {
        id: outside.uuid(),
        organisation,
        kind,
        label: new.label,
        file: kept.id,
        dated: new.dated,
        valid_until: new.valid_until,
        added_at: outside.now(),
        added_by: actor.journal_name(),
    };
    store::document::insert(tx, &one).await?;
    let touched = [("organisation_document", one.id), ("file", kept.id)];
    record(tx, outside, (actor, act), (organisation, "pièce déposée"), &touched).await?;
    Ok(one.id)
}

/// A document, for whoever reads the sheet.
///
/// # Errors
/// Not there, or not this actor’s.
pub async fn readable(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Document> {
    let one = store::document::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    read(tx, actor, one.organisation).await?;
    // The paper tells the whole number of the account.
    if one.kind == DocumentKind::BankDetails {
        super::reached(tx, actor, (&crate::acts::FILL, Some(&crate::acts::READ_BANK)), one.organisation).await?;
    }
    Ok(one)
}

/// Takes a document out; its file goes through the quarantine. Gives the organisation.
///
/// # Errors
/// Not there, or not this actor’s.
pub async fn remove(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let one = store::document::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (_, act) = filled(tx, actor, one.organisation).await?;
    store::document::remove(tx, id).await?;
    files::mark_deleted(tx, one.file, outside.now()).await?;
    let touched = [("organisation_document", id), ("file", one.file)];
    record(tx, outside, (actor, act), (one.organisation, "pièce retirée"), &touched).await?;
    Ok(one.organisation)
}
