//! Founding a group, and saying what it is.

use database::Tx;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};

use super::looking::{binds, carried, led};
use super::record;
use crate::rules::{CircleTerms, Member, MemberState, check_terms};
use crate::{acts, store};

/// Most groups an association takes part in.
const MOST: usize = 30;

/// Founds a group, held by one of the associations of this person. Gives it.
///
/// # Errors
/// No association chosen, or none she binds; something to correct; it is in too many already.
pub async fn found(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    owner: Option<Uuid>,
    typed: impl Into<Filled<CircleTerms>>,
) -> Outcome<Uuid> {
    if carried(actor, &acts::LEAD).is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let mut form = typed.into();
    form.find(check_terms(&form.value));
    match owner {
        None => form.find([FieldError::new("association", "Choisissez l’association qui tient le groupe")]),
        Some(owner) => {
            binds(actor, owner)?;
            if store::circle::of_organisation(tx, owner).await?.len() >= MOST {
                let told = "Une association prend part à trente groupes au plus\u{202f}: quittez-en ou fermez-en un";
                form.find([FieldError::new("association", told)]);
            }
        }
    }
    let terms = form.sound()?;
    let owner = owner.ok_or(Refusal::NotFound)?;
    let (id, now) = (outside.uuid(), outside.now());
    store::circle::insert(tx, outside, id, owner, &terms).await?;
    let member = Member { id: outside.uuid(), circle: id, organisation: owner, state: MemberState::Member, since: now };
    let row = store::member::put(tx, &member).await?;
    let touched = [("circle", id), ("circle_member", row)];
    record(tx, outside, (actor, &acts::LEAD), (id, "groupe créé"), &touched).await?;
    Ok(id)
}

/// Says again what a group is.
///
/// # Errors
/// Not this actor’s to lead; something to correct; somebody changed it since `revision`.
pub async fn amend(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    typed: impl Into<Filled<CircleTerms>>,
) -> Outcome<()> {
    led(tx, actor, id).await?;
    let mut form = typed.into();
    form.find(check_terms(&form.value));
    let terms = form.sound()?;
    if !store::circle::save(tx, outside, id, &terms, revision).await? {
        let kept = [("Nom du groupe", terms.name.as_str()), ("À quoi il sert", terms.purpose.as_str())];
        return Err(Failure::conflict("ce groupe", &kept));
    }
    record(tx, outside, (actor, &acts::LEAD), (id, "groupe modifié"), &[("circle", id)]).await
}
