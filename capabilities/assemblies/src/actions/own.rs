//! What a member does of herself: her name, her departure.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Filled, Outcome, Outside, Uuid};
use serde_json::json;

use super::member::{Around, Standing, change, mine, save};
use crate::acts;
use crate::rules::{Departure, Member, MemberState, MemberTerms, check_member};

/// Leaves by herself, today.
///
/// # Errors
/// She does not sit there; something to correct.
pub async fn leave(
    tx: &mut Tx,
    (outside, _, zone): Around<'_>,
    actor: &Actor,
    assembly: Uuid,
    departure: Filled<Option<Departure>>,
) -> Outcome<()> {
    let (_, before) = mine(tx, actor, assembly).await?;
    let standing = Standing { state: MemberState::Left, departure: departure.sound()?, on: None };
    let revision = before.revision;
    let today = outside.now().day(zone);
    change(tx, (outside, zone), (actor, &acts::SIT), before, revision, (standing, today)).await
}

/// What a member says of herself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// First name and name, as she wishes to be called.
    pub called_name: String,
    /// Whether everybody may read her name.
    pub is_name_public: bool,
}

/// Changes what a member says of herself.
///
/// # Errors
/// She does not sit there; something to correct; somebody changed it since `revision`.
pub async fn set_profile(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (assembly, revision): (Uuid, i64),
    profile: impl Into<Filled<Profile>>,
) -> Outcome<()> {
    let (_, before) = mine(tx, actor, assembly).await?;
    let mut form = profile.into();
    let with = |profile: &Profile| MemberTerms {
        called_name: profile.called_name.clone(),
        is_name_public: profile.is_name_public,
        ..before.terms.clone()
    };
    let wrong = check_member(&with(&form.value)).into_iter().filter(|error| error.field == "nom");
    form.find(wrong.collect::<Vec<_>>());
    let after = Member { terms: with(&form.sound()?), ..before.clone() };
    save(tx, &after, revision).await?;
    let detail = json!({ "acte": "profil", "nom_public": after.terms.is_name_public });
    let touched = [("assembly_member", after.id)];
    let entry = Entry::on(acts::SIT.code, "assembly", assembly).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
