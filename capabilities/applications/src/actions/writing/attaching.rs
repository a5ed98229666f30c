//! Documents of an application.

use ::files::{Kind, Limits, MEBIBYTE, Prepared, Vault};
use database::Tx;
use journal::Entry;
use kernel::{Actor, Breakdown, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::looking::{changed, writable};
use crate::rules::{CallTerms, Part};
use crate::store::writing_budget::Attached;
use crate::{acts, store};

/// What may be sent.
pub const PAPERS: Limits<'static> = Limits {
    largest_bytes: 10 * MEBIBYTE,
    kinds: &[Kind::Pdf, Kind::Jpeg, Kind::Png, Kind::Odt, Kind::Docx, Kind::Ods, Kind::Xlsx],
};

/// Most documents of one application.
pub const MOST: usize = 60;

/// What a document is: the key the call asks it under, and the project it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// What the call asked; « autre » for what it did not.
    pub kind: String,
    /// The project; none: the whole.
    pub project: Option<Uuid>,
}

/// The key of what nobody asked.
pub const OTHER: &str = "autre";

/// Whether the call asks this document of this part.
fn is_asked(terms: &CallTerms, paper: &Paper) -> bool {
    let part = if paper.project.is_some() { Part::Project } else { Part::Application };
    paper.kind == OTHER || terms.attachment(&paper.kind).is_some_and(|asked| asked.part == part)
}

/// Joins a document.
///
/// # Errors
/// Not there or not this actor's; filed and not asked again; no file, or nothing said of what it is.
pub async fn attach(
    tx: &mut Tx,
    (outside, vault): (&Outside, &dyn Vault),
    actor: &Actor,
    application: Uuid,
    (paper, prepared): (Filled<Paper>, Option<Prepared>),
) -> Outcome<Uuid> {
    let kind = paper.value.kind.clone();
    let found = writable(tx, actor, application, paper.value.project, &[&kind, "pieces"]).await?;
    let version = store::call::version(tx, found.application.version).await?.ok_or(Refusal::NotFound)?;
    let mut form = paper;
    if !is_asked(&version.terms, &form.value) {
        form.find([FieldError::new("piece", "Dites de quelle pièce il s’agit")]);
    }
    if prepared.is_none() {
        form.find([FieldError::new("fichier", "Choisissez un fichier")]);
    }
    if store::writing_budget::files(tx, application).await?.len() >= MOST {
        form.find([FieldError::new("fichier", "Ce dossier a déjà beaucoup de pièces : retirez-en une d’abord")]);
    }
    let paper = form.sound()?;
    let Some(prepared) = prepared else { return Err(Failure::field("fichier", "Choisissez un fichier")) };
    let file = ::files::attach(tx, vault, outside, prepared, "applications.paper", actor.account()).await;
    let file = file.map_err(|error| Failure::Broken(Breakdown(Box::new(error))))?;
    let one = Attached {
        id: outside.uuid(),
        application,
        project: paper.project,
        kind: paper.kind,
        file: file.id,
        safe_document: None,
        label: file.original_name,
        added_at: outside.now(),
    };
    store::writing_budget::insert_file(tx, &one, actor.account()).await?;
    let detail = json!({ "acte": "pièce jointe", "pièce": one.kind, "empreinte": file.content.to_string() });
    let mut touched = vec![("application_file", one.id), ("file", one.file)];
    touched.extend(changed(tx, outside, actor, &found.application).await?);
    let entry = Entry::on(acts::CARRY.code, "application", application).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(one.id)
}

/// Joins a document of the safe of the organisation, sent once for all its applications. What is joined stays when the safe
/// lets it go.
///
/// # Errors
/// Not there or not this actor's; filed and not asked again; nothing said of what it is; not in the safe.
pub async fn take_from_safe(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    application: Uuid,
    (paper, document): (Paper, Option<Uuid>),
) -> Outcome<Uuid> {
    let found = writable(tx, actor, application, paper.project, &[&paper.kind, "pieces"]).await?;
    let version = store::call::version(tx, found.application.version).await?.ok_or(Refusal::NotFound)?;
    if !super::looking::reads_carrier(actor, &found) {
        return Err(Refusal::NotFound.into());
    }
    let safe = super::carrier::safe(tx, found.application.organisation).await?;
    let document = safe.into_iter().find(|one| Some(one.id) == document);
    let mut errors = Vec::new();
    if !is_asked(&version.terms, &paper) {
        errors.push(FieldError::new("piece-coffre", "Dites de quelle pièce il s’agit"));
    }
    if document.is_none() {
        errors.push(FieldError::new("document", "Choisissez un document du coffre"));
    } else if document
        .as_ref()
        .and_then(|one| one.valid_until)
        .is_some_and(|until| until < outside.now().day(&jiff::tz::TimeZone::UTC))
    {
        errors.push(FieldError::new("document", "Ce document n’est plus valide : déposez-en un autre dans le coffre"));
    }
    if store::writing_budget::files(tx, application).await?.len() >= MOST {
        errors.push(FieldError::new("document", "Ce dossier a déjà beaucoup de pièces : retirez-en une d’abord"));
    }
    Failure::unless_empty(errors)?;
    let Some(document) = document else { return Err(Refusal::NotFound.into()) };
    let file = ::files::join_again(tx, outside, document.file, "applications.paper", actor.account()).await?;
    let file = file.ok_or(Refusal::NotFound)?;
    let one = Attached {
        id: outside.uuid(),
        application,
        project: paper.project,
        kind: paper.kind,
        file: file.id,
        safe_document: Some(document.id),
        label: file.original_name,
        added_at: outside.now(),
    };
    store::writing_budget::insert_file(tx, &one, actor.account()).await?;
    let detail = json!({ "acte": "pièce du coffre jointe", "pièce": one.kind, "empreinte": file.content.to_string() });
    let mut touched = vec![("application_file", one.id), ("file", one.file)];
    touched.extend(changed(tx, outside, actor, &found.application).await?);
    let entry = Entry::on(acts::CARRY.code, "application", application).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(one.id)
}

/// Takes a document out: its content goes through the quarantine, unless something else holds it.
pub(super) async fn forget(tx: &mut Tx, outside: &Outside, one: &Attached) -> database::Result<()> {
    store::writing_budget::remove_file(tx, one.id, outside.now()).await?;
    ::files::mark_deleted(tx, one.file, outside.now()).await?;
    Ok(())
}

/// Takes a document out of an application.
///
/// # Errors
/// Not there or not this actor's; filed and not asked again.
pub async fn remove(tx: &mut Tx, outside: &Outside, actor: &Actor, (application, id): (Uuid, Uuid)) -> Outcome<()> {
    let one = store::writing_budget::file(tx, id).await?;
    let one = one.filter(|one| one.application == application).ok_or(Refusal::NotFound)?;
    let found = writable(tx, actor, application, one.project, &[&one.kind, "pieces"]).await?;
    forget(tx, outside, &one).await?;
    let mut touched = vec![("application_file", id), ("file", one.file)];
    touched.extend(changed(tx, outside, actor, &found.application).await?);
    let detail = json!({ "acte": "pièce retirée", "pièce": one.kind });
    let entry = Entry::on(acts::CARRY.code, "application", application).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
