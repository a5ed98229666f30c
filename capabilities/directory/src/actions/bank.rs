//! Bank details: sealed for their row, shown by their two ends, read whole by an act of its own.

use database::Tx;
use kernel::{Actor, Breakdown, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use web::Keys;

use super::{reached, record};
use crate::rules::BankTerms;
use crate::{acts, store};

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
/// holder and BIC, which makes it a new line all the same.
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
    let (_, act) = reached(tx, actor, (&acts::BANK, Some(&acts::MANAGE)), organisation).await?;
    let mut form = typed.into();
    if form.value.holder.is_empty() || form.value.holder.chars().count() > 140 {
        form.find([FieldError::new("titulaire", "Recopiez le nom du titulaire, tel que le RIB l’écrit")]);
    }
    let typed = form.sound()?;
    let current = store::bank::current(tx, organisation).await?;
    if current.as_ref().map(|one| one.id) != before {
        return Err(Failure::conflict("le compte bancaire", &[("Titulaire", &typed.holder)]));
    }
    let (id, now) = (outside.uuid(), outside.now());
    let sealed = keys.seal(outside, PLACE, id, typed.iban.as_bytes())?;
    let mut touched = vec![("organisation_bank", id)];
    if let Some(current) = current {
        if !store::bank::end(tx, current.id, now).await? {
            return Err(Failure::conflict("le compte bancaire", &[("Titulaire", &typed.holder)]));
        }
        touched.push(("organisation_bank", current.id));
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
        ended_at: None,
    };
    store::bank::insert(tx, &one, &sealed).await?;
    record(tx, outside, (actor, act), (organisation, "compte bancaire changé"), &touched).await
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

/// Reads the current account of an organisation whole. Recorded: a transaction that writes.
///
/// # Errors
/// Not this actor’s; no account; the sealed number cannot be opened.
pub async fn read_whole(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    actor: &Actor,
    organisation: Uuid,
) -> Outcome<BankWhole> {
    let (_, act) = reached(tx, actor, (&acts::BANK, Some(&acts::READ_BANK)), organisation).await?;
    let one = store::bank::current(tx, organisation).await?.ok_or(Refusal::NotFound)?;
    let sealed = store::bank::sealed(tx, one.id).await?.ok_or(Refusal::NotFound)?;
    let iban = keys.open(PLACE, one.id, &sealed)?;
    let iban = String::from_utf8(iban).map_err(|_| Breakdown::because("a sealed number is no text"))?;
    record(tx, outside, (actor, act), (organisation, "numéro de compte lu en entier"), &[]).await?;
    Ok(BankWhole { holder: one.holder, iban, bic: one.bic })
}
