//! Envelopes written, cut out of one another, taken out.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Function, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use super::desk::{own_verdict, purse};
use crate::rules::{Envelope, EnvelopeTerms, Purse};
use crate::{acts_committee as acts, store};

/// Whether this actor may write the envelopes of a funder: the manager all of them, a funder its own.
pub fn may_edit(actor: &Actor, contract: Uuid, funder: Uuid) -> bool {
    let act = &acts::EDIT_ENVELOPES;
    let is_manager = actor.person().is_none_or(|person| {
        person.has_second_factor
            && person.grants.iter().any(|grant| {
                grant.function == Function::ProjectManager && grant.scope.covers(&Scope::contract(contract))
            })
    });
    is_manager || own_verdict(actor, act, contract, funder).is_allowed()
}

fn authorise(actor: &Actor, contract: Uuid, funder: Uuid) -> Outcome<()> {
    if may_edit(actor, contract, funder) {
        return Ok(());
    }
    let verdict = own_verdict(actor, &acts::EDIT_ENVELOPES, contract, funder);
    Err(Refusal::NotAllowed { act: &acts::EDIT_ENVELOPES, verdict }.into())
}

/// What takes from an envelope that this actor does not write: only whoever writes it cuts something out of it, or more. What
/// stands as it was, or gives back, is nobody else's money.
fn taken_from_others(
    purse: &Purse,
    (actor, contract): (&Actor, Uuid),
    before: Option<&EnvelopeTerms>,
    terms: &EnvelopeTerms,
) -> Option<FieldError> {
    let above = purse.find(terms.parent?).filter(|above| !may_edit(actor, contract, above.terms.funder))?;
    let known = before.filter(|before| before.parent == terms.parent);
    let name = &above.terms.programme;
    match known {
        None => Some(FieldError::new("parente", "Choisissez une enveloppe que vous écrivez, ou aucune")),
        Some(before) if terms.cents > before.cents => {
            let who = "seul le financeur de celle-ci, ou qui tient le contrat, peut en déléguer plus";
            Some(FieldError::new("montant", format!("Cette enveloppe est prise sur « {name} » : {who}")))
        }
        Some(_) => None,
    }
}

/// Opens an envelope. Gives its identifier.
///
/// # Errors
/// Not this actor's; something to correct; the database failed.
pub async fn open_envelope(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    terms: impl Into<Filled<EnvelopeTerms>>,
) -> Outcome<Uuid> {
    let mut form = terms.into();
    store::envelope::hold(tx, contract).await?;
    let purse = purse(tx, contract).await?;
    form.find(purse.check(None, &form.value));
    form.find(taken_from_others(&purse, (actor, contract), None, &form.value));
    let terms = form.sound()?;
    authorise(actor, contract, terms.funder)?;
    let one = Envelope { id: outside.uuid(), contract, terms, revision: 1 };
    store::envelope::insert(tx, &one).await?;
    let detail = json!({ "acte": "enveloppe ouverte", "annee": one.terms.year, "centimes": one.terms.cents });
    let entry = Entry::on(acts::EDIT_ENVELOPES.code, "envelope", one.id).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&[("envelope", one.id)])).await?;
    Ok(one.id)
}

/// The envelope, for whoever may write it.
///
/// # Errors
/// Not there or not this actor's: the two look alike.
pub async fn envelope(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Envelope> {
    let found = store::envelope::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if may_edit(actor, found.contract, found.terms.funder) { Ok(found) } else { Err(Refusal::NotFound.into()) }
}

/// Changes an envelope.
///
/// # Errors
/// Not there or not this actor's; something to correct; somebody changed it since `revision`.
pub async fn amend_envelope(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    terms: impl Into<Filled<EnvelopeTerms>>,
) -> Outcome<()> {
    let before = envelope(tx, actor, id).await?;
    let mut form = terms.into();
    store::envelope::hold(tx, before.contract).await?;
    let purse = purse(tx, before.contract).await?;
    form.find(purse.check(Some(id), &form.value));
    form.find(taken_from_others(&purse, (actor, before.contract), Some(&before.terms), &form.value));
    let terms = form.sound()?;
    authorise(actor, before.contract, terms.funder)?;
    if !store::envelope::update(tx, id, revision, &terms).await? {
        let amount = kernel::french::euros(kernel::Cents(terms.cents));
        let kept = [("Dispositif", terms.programme.as_str()), ("Montant", amount.as_str())];
        return Err(Failure::conflict("cette enveloppe", &kept));
    }
    let detail = json!({ "acte": "enveloppe modifiée", "avant": before.terms.cents, "apres": terms.cents });
    let entry = Entry::on(acts::EDIT_ENVELOPES.code, "envelope", id).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&[("envelope", id)])).await?;
    Ok(())
}

/// Takes out an envelope on which nothing was ever voted and from which nothing is cut.
///
/// # Errors
/// Not there or not this actor's; it is in use.
pub async fn remove_envelope(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let found = envelope(tx, actor, id).await?;
    store::envelope::hold(tx, found.contract).await?;
    let purse = purse(tx, found.contract).await?;
    let is_voted = store::envelope::votes(tx, found.contract).await?.iter().any(|(envelope, _)| *envelope == id);
    if is_voted || !purse.children(Some(id)).is_empty() || store::envelope::was_passed(tx, id).await? {
        let why = "Des votes ou d’autres enveloppes s’appuient sur elle. Vous pouvez en changer le montant.";
        return Err(Refusal::rule("Cette enveloppe sert déjà", why).into());
    }
    store::envelope::delete(tx, id).await?;
    let entry = Entry::on(acts::EDIT_ENVELOPES.code, "envelope", id).detail(json!({ "acte": "enveloppe supprimée" }));
    journal::record(tx, outside, actor, entry.touched(&[("envelope", id)])).await?;
    Ok(found.contract)
}
