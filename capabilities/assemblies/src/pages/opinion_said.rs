//! What members do with a file: speak, comment, draft, adopt, stay out.

use std::sync::Arc;

use axum::extract::State;
use web::{Answer, Fields, House, PathId, Reading, Visit, answer};

use super::opinions::{draw, own_file_path};
use super::own_path;
use crate::actions::voting::Cast;
use crate::actions::{opinion, recusing};
use crate::rules::{Sense, Submission, Way};

/// A sense and words, under these names.
fn said(fields: &Fields, (sense, words): (&str, &str)) -> (Option<Sense>, String) {
    (Sense::from_code(fields.text(sense)), fields.text(words).to_owned())
}

/// A vote, as it was typed.
pub(super) fn cast(typed: &mut Reading<'_>) -> Cast {
    let mut number = |name: &str| {
        let value = typed.whole(name);
        typed.needed(name, value, "Indiquez un nombre de votes ; 0 s’il n’y en a pas").unwrap_or_default()
    };
    let (in_favour, against, abstention) = (number("pour"), number("contre"), number("abstention"));
    Cast {
        way: Way::from_code(&typed.text("facon")),
        meeting: typed.offered("reunion"),
        on: typed.day("vote-le", "la fin du vote écrit"),
        in_favour,
        against,
        abstention,
    }
}

pub async fn speak(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Submission>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let said = said(&fields, ("sens", "mots"));
    let outcome = opinion::speak(&mut tx, &house.outside, &visit.actor, id.uuid(), said).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (own_file_path, "enregistre"), &fields, again).await
}

pub async fn comment(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Submission>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let words = fields.text("commentaire").to_owned();
    let outcome = opinion::comment(&mut tx, &house.outside, &visit.actor, id.uuid(), words).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (own_file_path, "ajoute"), &fields, again).await
}

pub async fn take_in_hand(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Submission>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let takes = fields.is_ticked("prendre");
    opinion::take_in_hand(&mut tx, &house.outside, &visit.actor, id.uuid(), takes).await?;
    tx.commit().await?;
    answer::done(&own_file_path(id.uuid()), "enregistre")
}

pub async fn draft(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Submission>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let said = said(&fields, ("sens-projet", "projet"));
    let outcome = opinion::draft(&mut tx, &house.outside, &visit.actor, at, said).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (own_file_path, "enregistre"), &fields, again).await
}

pub async fn adopt(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Submission>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (at, around) = ((id.uuid(), fields.revision()), (&house.outside, &house.settings.zone));
    let mut typed = Reading::of(&fields);
    let adoption = (cast(&mut typed), fields.is_ticked("public"));
    let outcome = opinion::adopt(&mut tx, around, &visit.actor, at, typed.filled(adoption)).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (own_file_path, "enregistre"), &fields, again).await
}

pub async fn stay_out(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Submission>) -> Answer {
    let mut tx = house.write().await?;
    let assembly = recusing::declare(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&format!("{}/avis", own_path(assembly)), "enregistre")
}
