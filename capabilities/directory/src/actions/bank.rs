//! Bank details: sealed for their row, shown by their two ends, read whole by an act of its own.

use accounts::facade::OrganisationCard;
use database::Tx;
use jobs::mail::{self, NewMail};
use kernel::{Act, Actor, Breakdown, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use web::Keys;

use super::{reached, record};
use crate::facade::deals_with;
use crate::rules::BankTerms;
use crate::{acts, store};

/// Who enters an account: whoever signs for the association; an agent, whose word is confirmed by another.
pub const RIGHT: (&Act, Option<&Act>) = (&acts::BANK, Some(&acts::MANAGE));

/// Why an agent does not read a number whole.
pub const ELSEWHERE: &str = "Un agent lit en entier le compte des associations qui ont un dossier, une convention ou un paiement dans \
                             un contrat qu’il suit. Celle-ci n’en a pas.";

/// Where a number is sealed for.
const PLACE: &str = "organisation_bank.iban";

/// An account as it was typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NewBank {
    /// Who holds it.
    pub holder: String,
    /// Its number, read.
    pub iban: String,
    /// Its BIC, read, or nothing.
    pub bic: String,
}

/// Enters the account of an organisation; the one before stays, with the day it ended. The same number again changes nothing but its
/// holder and BIC, which makes it a new line all the same. What an agent enters waits to be confirmed, and the one before serves
/// meanwhile. The people of the association are told. Ring the bell after the commit.
///
/// # Errors
/// Not this actor’s; something to correct; another account was entered meanwhile (`before` is the one that was shown).
pub async fn enter(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    actor: &Actor,
    (organisation, before): (Uuid, Option<Uuid>),
    typed: impl Into<Filled<NewBank>>,
) -> Outcome<()> {
    let (card, act) = reached(tx, actor, RIGHT, organisation).await?;
    let mut form = typed.into();
    if form.value.holder.is_empty() || form.value.holder.chars().count() > 140 {
        form.find([FieldError::new("titulaire", "Recopiez le nom du titulaire, tel que le RIB l’écrit")]);
    }
    let typed = form.sound()?;
    let current = store::bank::current(tx, organisation).await?;
    if current.as_ref().map(|one| one.id) != before {
        return Err(taken(&typed.holder));
    }
    let (id, now) = (outside.uuid(), outside.now());
    let sealed = keys.seal(outside, PLACE, id, typed.iban.as_bytes())?;
    let mut touched = vec![("organisation_bank", id)];
    let is_own = act.code == acts::BANK.code;
    let is_told = !is_own || current.is_some();
    let waiting = store::bank::waiting(tx, organisation).await?;
    // What waited is dropped; what serves goes only when the association itself says so.
    for gone in waiting.into_iter().chain(current.filter(|_| is_own)) {
        if !store::bank::end(tx, gone.id, now).await? {
            return Err(taken(&typed.holder));
        }
        touched.push(("organisation_bank", gone.id));
    }
    let end = |from: usize, to: usize| typed.iban.get(from..to).unwrap_or_default().to_owned();
    let one = BankTerms {
        id,
        organisation,
        holder: typed.holder.clone(),
        head: end(0, 4),
        tail: end(typed.iban.len().saturating_sub(3), typed.iban.len()),
        bic: typed.bic.clone(),
        since: now,
        entered_by: actor.account(),
        confirmed_at: is_own.then_some(now),
        ended_at: None,
    };
    store::bank::insert(tx, &one, &sealed)
        .await
        .map_err(|error| if error.is_unique_violation() { taken(&typed.holder) } else { error.into() })?;
    let what = if is_own { "compte bancaire changé" } else { "compte bancaire saisi, à confirmer" };
    record(tx, outside, (actor, act), (organisation, what), &touched).await?;
    if is_told {
        let last = end(typed.iban.len().saturating_sub(4), typed.iban.len());
        tell(tx, outside, &card, (&last, is_own)).await?;
    }
    Ok(())
}

fn taken(holder: &str) -> Failure {
    Failure::conflict("le compte bancaire", &[("Titulaire", holder)])
}

/// Writes to everybody of an association that its account changed, or that one waits to be confirmed: whoever did not ask for it
/// says so in time.
async fn tell(
    tx: &mut Tx,
    outside: &Outside,
    card: &OrganisationCard,
    (last, is_current): (&str, bool),
) -> database::Result<()> {
    let (subject, said) = match is_current {
        true => {
            ("Le compte bancaire de votre association a changé", "Il sert maintenant à lui verser les subventions.")
        }
        false => (
            "Un compte bancaire à confirmer pour votre association",
            "Le service du contrat de ville l’a saisi. Il ne servira qu’une fois confirmé : ouvrez la fiche de l’association pour \
             le confirmer ou le refuser.",
        ),
    };
    let text = format!(
        "Bonjour,\n\n{subject} ({}) : le numéro du nouveau compte finit par {last}. {said}\n\nSi personne chez vous ne l’a demandé, \
         dites-le sans attendre au service du contrat de ville, par un numéro que vous connaissez déjà.\n",
        card.name
    );
    for (address, name) in accounts::facade::mailboxes_of(tx, card.id).await? {
        if let Ok(letter) = NewMail::read("directory.bank", &address, &name, subject, &text) {
            mail::queue(tx, outside, &letter).await?;
        }
    }
    Ok(())
}

/// Confirms the account that waits, which serves from now on, or refuses it. Ring the bell after the commit.
///
/// # Errors
/// Not this actor’s; it waits no more (`id` is the one that was shown); she entered it herself.
pub async fn decide(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (organisation, id): (Uuid, Option<Uuid>),
    is_confirmed: bool,
) -> Outcome<()> {
    let (card, act) = reached(tx, actor, RIGHT, organisation).await?;
    let waiting = store::bank::waiting(tx, organisation).await?.filter(|one| Some(one.id) == id);
    let waiting = waiting.ok_or_else(|| Failure::conflict("le compte bancaire", &[]))?;
    if is_confirmed && !waiting.is_another(actor) {
        let told = "Vous avez saisi ce compte. Une personne qui signe pour l’association, ou quelqu’un d’autre du service, le confirme.";
        return Err(Refusal::rule("Il faut une autre personne que vous", told).into());
    }
    let now = outside.now();
    let mut touched = vec![("organisation_bank", waiting.id)];
    let is_done = match is_confirmed {
        true => {
            if let Some(current) = store::bank::current(tx, organisation).await? {
                store::bank::end(tx, current.id, now).await?;
                touched.push(("organisation_bank", current.id));
            }
            store::bank::confirm(tx, waiting.id, now).await?
        }
        false => store::bank::end(tx, waiting.id, now).await?,
    };
    if !is_done {
        return Err(Failure::conflict("le compte bancaire", &[]));
    }
    let what = if is_confirmed { "compte bancaire confirmé" } else { "compte bancaire refusé" };
    record(tx, outside, (actor, act), (organisation, what), &touched).await?;
    if is_confirmed {
        tell(tx, outside, &card, (&waiting.tail, true)).await?;
    }
    Ok(())
}

/// An account read whole.
#[derive(Clone, PartialEq, Eq)]
pub struct BankWhole {
    /// Who holds it.
    pub holder: String,
    /// Its number.
    pub iban: String,
    /// Its BIC.
    pub bic: String,
}

impl std::fmt::Debug for BankWhole {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BankWhole(…)")
    }
}

impl std::fmt::Debug for NewBank {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewBank(…)")
    }
}

/// Reads the current account of an organisation whole, or the one that waits when it is asked for (`waiting`). Recorded: a
/// transaction that writes.
///
/// # Errors
/// Not this actor’s; an agent of contracts the organisation deals nothing with; no account; the sealed number cannot be opened.
pub async fn read_whole(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    actor: &Actor,
    (organisation, waiting): (Uuid, Option<Uuid>),
) -> Outcome<BankWhole> {
    let (_, act) = reached(tx, actor, (&acts::BANK, Some(&acts::READ_BANK)), organisation).await?;
    if act.code == acts::READ_BANK.code && !deals_with(tx, actor, act, organisation).await? {
        return Err(Refusal::rule("Ce numéro de compte n’est pas montré en entier", ELSEWHERE).into());
    }
    let one = match waiting {
        Some(id) => store::bank::waiting(tx, organisation).await?.filter(|one| one.id == id),
        None => store::bank::current(tx, organisation).await?,
    };
    let one = one.ok_or(Refusal::NotFound)?;
    let sealed = store::bank::sealed(tx, one.id).await?.ok_or(Refusal::NotFound)?;
    let iban = keys.open(PLACE, one.id, &sealed)?;
    let iban = String::from_utf8(iban).map_err(|_| Breakdown::because("a sealed number is no text"))?;
    record(tx, outside, (actor, act), (organisation, "numéro de compte lu en entier"), &[]).await?;
    Ok(BankWhole { holder: one.holder, iban, bic: one.bic })
}
