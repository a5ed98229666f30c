//! The contrat d’engagement républicain: signed by whoever signs for the organisation, never unsigned.

use database::Tx;
use kernel::{Actor, Failure, Outcome, Outside, Uuid};

use super::{reached, record};
use crate::rules::{Charter, Signature};
use crate::{acts, store};

/// Whether an organisation signed the text in force, word for word.
///
/// # Errors
/// The database failed.
pub async fn is_signed(tx: &mut Tx, organisation: Uuid) -> database::Result<bool> {
    let fingerprint = store::commitment::charter(tx).await?.fingerprint();
    Ok(store::commitment::signatures(tx, organisation).await?.iter().any(|one| one.fingerprint == fingerprint))
}

/// Signs the text that was shown, known by its fingerprint.
///
/// # Errors
/// Not this actor’s; the box is not ticked; no quality; another text is in force meanwhile.
pub async fn sign(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    organisation: Uuid,
    (is_read, quality, fingerprint): (bool, &str, &str),
) -> Outcome<()> {
    reached(tx, actor, (&acts::SIGN, None), organisation).await?;
    let charter = store::commitment::charter(tx).await?;
    let mut errors = Vec::new();
    if !is_read {
        errors.push(kernel::FieldError::new(
            "lu",
            "Cochez la case pour dire que l’association souscrit à ces engagements",
        ));
    }
    if quality.is_empty() || quality.chars().count() > 120 {
        errors.push(kernel::FieldError::new(
            "qualite",
            "Dites en quelle qualité vous signez, par exemple « présidente »",
        ));
    }
    if fingerprint != charter.fingerprint() {
        errors.push(kernel::FieldError::new("lu", "Le texte vient de changer : relisez-le ci-dessous avant de signer"));
    }
    Failure::unless_empty(errors)?;
    let one = Signature {
        id: outside.uuid(),
        organisation,
        version: charter.version,
        fingerprint: fingerprint.to_owned(),
        signed_at: outside.now(),
        signed_by: actor.account(),
        signed_name: actor.journal_name(),
        quality: quality.to_owned(),
    };
    store::commitment::insert(tx, &one).await?;
    let what = (organisation, "contrat d’engagement républicain signé");
    record(tx, outside, (actor, &acts::SIGN), what, &[("organisation_commitment", one.id)]).await
}

/// Publishes another text: every organisation is asked to sign again.
///
/// # Errors
/// Not this actor’s; something to correct; the version exists.
pub async fn publish(tx: &mut Tx, outside: &Outside, actor: &Actor, charter: Charter) -> Outcome<()> {
    super::somewhere(actor, &acts::PUBLISH)?;
    let mut errors = Vec::new();
    if charter.version.is_empty() || charter.version.chars().count() > 20 {
        errors.push(kernel::FieldError::new("version", "Nommez cette version, par exemple « 2027-01 »"));
    }
    if charter.words.chars().count() > 20_000 || charter.sentences().count() == 0 {
        errors.push(kernel::FieldError::new("texte", "Écrivez les engagements, un par ligne"));
    }
    if charter.version == Charter::default().version {
        errors.push(kernel::FieldError::new("version", "Cette version existe déjà"));
    }
    Failure::unless_empty(errors)?;
    let id = outside.uuid();
    store::commitment::publish(tx, id, &charter, outside.now()).await.map_err(|error| {
        if error.is_unique_violation() {
            Failure::field("version", "Cette version existe déjà")
        } else {
            error.into()
        }
    })?;
    let detail = serde_json::json!({ "acte": "texte publié", "version": charter.version });
    let touched = [("commitment_text", id)];
    let entry = journal::Entry::general(acts::PUBLISH.code, "commitment_text").detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
