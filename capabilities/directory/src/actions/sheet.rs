//! The sheet itself: identity, where it is reached, what it is to others, checked by an agent.

use database::Tx;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};

use super::{filled, record};
use crate::rules::{Contact, Identity, Relations, check_contact, check_identity};
use crate::{acts, store};

/// What identity is made of here: name, SIRET, and the rest.
pub type Named = (String, Option<String>, Identity);

fn rna_taken(error: database::DbError) -> Failure {
    if error.is_unique_violation() {
        return Failure::field(
            "rna",
            "Une autre association porte déjà ce numéro RNA : écrivez au service du contrat de ville",
        );
    }
    error.into()
}

/// Writes who the organisation is.
///
/// # Errors
/// Not this actor’s; something to correct; a number of another; somebody changed it since `revision`.
pub async fn identify(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    terms: impl Into<Filled<Named>>,
) -> Outcome<()> {
    let (_, act) = filled(tx, actor, id).await?;
    let mut form = terms.into();
    form.find(check_identity(&form.value.2));
    let (name, siret, identity) = form.sound()?;
    store::sheet::begin(tx, id, outside.now()).await?;
    if !store::sheet::save_identity(tx, id, &identity, revision).await.map_err(rna_taken)? {
        let siret = siret.as_deref().unwrap_or_default();
        let kept =
            [("Nom", name.as_str()), ("SIRET", siret), ("Sigle", &identity.acronym), ("Objet", &identity.purpose)];
        return Err(Failure::conflict("l’identité de l’association", &kept));
    }
    accounts::facade::rename(tx, outside, actor, (act, id), (&name, siret)).await?;
    record(tx, outside, (actor, act), (id, "identité"), &[("organisation_sheet", id)]).await?;
    super::listing::refresh(tx, id).await
}

/// Writes where the organisation is reached.
///
/// # Errors
/// Not this actor’s; something to correct; somebody changed it since `revision`.
pub async fn reach(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    terms: impl Into<Filled<Contact>>,
) -> Outcome<()> {
    let (_, act) = filled(tx, actor, id).await?;
    let mut form = terms.into();
    form.find(check_contact(&form.value));
    let contact = form.sound()?;
    store::sheet::begin(tx, id, outside.now()).await?;
    if !store::sheet::save_contact(tx, id, &contact, revision).await? {
        let kept = [
            ("Adresse", contact.street.as_str()),
            ("Commune", &contact.town),
            ("Téléphone", &contact.phone),
            ("Courriel", &contact.email),
        ];
        return Err(Failure::conflict("les coordonnées de l’association", &kept));
    }
    record(tx, outside, (actor, act), (id, "coordonnées"), &[("organisation_sheet", id)]).await
}

/// Writes what the organisation is to administrations and to others.
///
/// # Errors
/// Not this actor’s; something to correct; somebody changed it since `revision`.
pub async fn relate(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    terms: impl Into<Filled<Relations>>,
) -> Outcome<()> {
    let (_, act) = filled(tx, actor, id).await?;
    let relations = terms.into().sound()?;
    store::sheet::begin(tx, id, outside.now()).await?;
    if !store::sheet::save_relations(tx, id, &relations, revision).await? {
        return Err(Failure::conflict("ce que l’association dit d’elle", &[("Réseau", &relations.network)]));
    }
    record(tx, outside, (actor, act), (id, "relations"), &[("organisation_sheet", id)]).await
}

/// An agent checked that the organisation is what it says.
///
/// # Errors
/// Not this actor’s; checked already.
pub async fn verify(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    super::somewhere(actor, &acts::MANAGE)?;
    if crate::facade::is_kept_out(tx, actor, id).await? {
        return Err(Refusal::NotFound.into());
    }
    accounts::facade::organisation(tx, id).await?.ok_or(Refusal::NotFound)?;
    store::sheet::begin(tx, id, outside.now()).await?;
    if !store::sheet::verify(tx, id, outside.now()).await? {
        return Err(
            Refusal::rule("Cette association est déjà vérifiée", "Relisez sa fiche : elle dit depuis quand.").into()
        );
    }
    record(tx, outside, (actor, &acts::MANAGE), (id, "vérification"), &[("organisation_sheet", id)]).await
}
