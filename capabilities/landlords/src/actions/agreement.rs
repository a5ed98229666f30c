//! Agreements of abatement: opened, changed, published.

use database::Tx;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Act, Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use crate::rules::check_agreement;
pub use crate::rules::{AbatementAgreement, AgreementTerms};
use crate::{acts, store};

/// An agreement to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAgreement {
    /// The neighbourhood.
    pub area: Option<Uuid>,
    /// The organisation that owns the dwellings.
    pub landlord: Option<Uuid>,
    /// What it says.
    pub terms: AgreementTerms,
}

/// An agreement this actor may do this to. Not hers and not there look alike.
///
/// # Errors
/// Not there or not this actor’s; the database failed.
pub async fn agreement(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<AbatementAgreement> {
    let found = store::agreement::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if !actor.may(&acts::READ, &found.scope()).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    actor.authorise(act, &found.scope())?;
    Ok(found)
}

/// Opens an agreement between a landlord and a contract for a neighbourhood.
///
/// # Errors
/// Not this actor’s; something to correct.
pub async fn open(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    contract: Uuid,
    typed: impl Into<Filled<NewAgreement>>,
) -> Outcome<Uuid> {
    let contract = strategy::facade::contract(tx, contract).await?.ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::WRITE, &Scope::contract(contract.id))?;
    let mut form = typed.into();
    form.find(check_agreement(&form.value.terms, outside.now().day(zone)));
    if form.value.area.is_some_and(|area| !contract.area_ids.contains(&area)) {
        form.find([FieldError::new("quartier", "Choisissez un quartier de ce contrat")]);
    }
    if let Some(landlord) = form.value.landlord
        && accounts::facade::organisation(tx, landlord).await?.is_none()
    {
        form.find([FieldError::new("bailleur", "Choisissez un bailleur de la liste")]);
    }
    let new = form.sound()?;
    let missing = || Failure::field("quartier", "Choisissez un quartier et un bailleur");
    let one = AbatementAgreement {
        id: outside.uuid(),
        contract: contract.id,
        area: new.area.ok_or_else(missing)?,
        landlord: new.landlord.ok_or_else(missing)?,
        terms: new.terms,
        is_public: false,
        revision: 1,
    };
    if !store::agreement::insert(tx, &one).await? {
        let sentence = "Ce bailleur a déjà une convention dans ce quartier : ouvrez-la dans la liste";
        return Err(Failure::field("bailleur", sentence));
    }
    let touched = [("abatement_agreement", one.id)];
    let entry = Entry::on(acts::WRITE.code, "abatement_agreement", one.id).touched(&touched);
    journal::record(tx, outside, actor, entry.detail(json!({ "acte": "convention d’abattement ouverte" }))).await?;
    Ok(one.id)
}

/// Changes what an agreement says, and whether everybody reads it.
///
/// # Errors
/// Not there or not this actor’s; something to correct; somebody else changed it.
pub async fn change(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, revision): (Uuid, i64),
    typed: impl Into<Filled<(AgreementTerms, bool)>>,
) -> Outcome<()> {
    agreement(tx, actor, &acts::WRITE, id).await?;
    let mut form = typed.into();
    form.find(check_agreement(&form.value.0, outside.now().day(zone)));
    let (terms, is_public) = form.sound()?;
    if !store::agreement::save(tx, (id, revision), &terms, is_public).await? {
        return Err(Failure::conflict("cette convention", &[("Service", &terms.service), ("Note", &terms.note)]));
    }
    let touched = [("abatement_agreement", id)];
    let detail = json!({ "acte": "convention d’abattement modifiée", "publique": is_public });
    let entry = Entry::on(acts::WRITE.code, "abatement_agreement", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
