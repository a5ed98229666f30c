//! Half of those who sit leave, drawn by lot in public, half of every kind of people. The draw that fills their seats comes
//! after, with new chance.

use beacon::proof;
use database::Tx;
use kernel::{Actor, Breakdown, Failure, Outcome, Outside, Uuid};
use serde_json::{Value, json};
use sortition::ceremony::Public;
use sortition::dossier::ANNOUNCED;
use sortition::{opening, renewal, replacement};

use super::beacon::PROOF;
use super::draw::{bind, dossier_of, save};
use super::following::unreadable;
use super::pool::Around;
use super::publishing::{stopped, told};
use crate::facade::{Moved, moved};
use crate::rules::{DrawState, SeatState, Way, Working};
use crate::store;
use crate::store::draw::Draw;
use crate::store::seat::{Seat, SeatChange};

/// The file that says who leaves and who stays.
pub(crate) const RENEWAL: &str = "renewal.json";

/// Publishes who sits, and where the dossier of the council stands: nothing is left to compute before chance speaks.
pub(super) async fn fix(tx: &mut Tx, outside: &Outside, council: Uuid, before: Draw) -> Outcome<()> {
    let follows = before.follows.unwrap_or_default();
    if !super::replacing::to_record(tx, follows).await?.is_empty() {
        let what = "Des sièges attendent leur remplacement : appelez d’abord les suivants.".to_owned();
        return stopped(tx, outside, council, before, vec![what]).await;
    }
    let standing = replacement::standing(&dossier_of(tx, follows).await?).map_err(unreadable)?;
    let revision = before.revision;
    let after = Draw {
        state: DrawState::Published,
        working: Working::Idle,
        problem: String::new(),
        people: i64::try_from(standing.sitting.len()).unwrap_or(i64::MAX),
        fingerprint: standing.last,
        frozen_at: Some(outside.now()),
        published_at: Some(outside.now()),
        ..before
    };
    save(tx, &after, DrawState::Prepared, revision).await?;
    let detail =
        json!({ "acte": "membres qui siègent publiés", "membres": after.people, "empreinte": after.fingerprint });
    told(tx, outside, (council, &after), detail, &[]).await
}

/// Draws who leaves. The dossier of the council says so from now on; a copy stays with this draw. Gives the rows of the files.
pub(super) async fn leave(tx: &mut Tx, outside: &Outside, before: &Draw, public: &Public) -> Outcome<Vec<Uuid>> {
    let follows = before.follows.unwrap_or_default();
    let files = dossier_of(tx, follows).await?;
    let standing = replacement::standing(&files).map_err(unreadable)?;
    if standing.last != before.fingerprint {
        let what = "Le conseil a changé depuis que ses membres ont été publiés : abandonnez ce tirage avec sa raison.";
        return Err(kernel::Refusal::rule("Ce tirage ne part plus du conseil qui siège", what).into());
    }
    let public = public.clone();
    let computing = tokio::task::spawn_blocking(move || {
        let opened = opening::open(&files)?;
        renewal::renew(&opened, &standing, &public)
    });
    let renewed = computing.await.map_err(|error| Breakdown(Box::new(error)))?;
    let renewed = renewed.map_err(|refused| Failure::field("nombre", refused.to_string()))?;
    let own = store::draw::put_file(tx, outside.uuid(), before.id, RENEWAL, &renewed.told).await?;
    let of_council = store::draw::put_file(tx, outside.uuid(), follows, RENEWAL, &renewed.told).await?;
    let mut rows = vec![own, of_council];
    // Whoever checks the dossier of the council finds in it the chance of this draw, and the rules it was announced with.
    for (from, name) in [(PROOF, proof::RENEWAL), (ANNOUNCED, proof::RENEWAL_RULES)] {
        if let Some(bytes) = store::draw::file(tx, before.id, from).await? {
            rows.push(store::draw::put_file(tx, outside.uuid(), follows, name, &bytes).await?);
        }
    }
    rows.push(bind(tx, outside, follows).await?);
    Ok(rows)
}

/// Who leaves, by number, as a renewal tells it.
pub(crate) fn leavers(told: &[u8]) -> Vec<String> {
    let value: Value = serde_json::from_slice(told).unwrap_or_default();
    value["leave"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Says of each who leaves that her seat is over, at the seal, and has her mandate end. Gives the rows written.
pub(super) async fn part(
    tx: &mut Tx,
    around: Around<'_>,
    (actor, council): (&Actor, Uuid),
    draw: &Draw,
) -> Outcome<Vec<(&'static str, Uuid)>> {
    let (outside, _, zone) = around;
    let told = store::draw::file(tx, draw.id, RENEWAL).await?.unwrap_or_default();
    let leave = leavers(&told);
    let (mut touched, mut left) = (Vec::new(), Vec::new());
    for seat in store::seat::of_draw(tx, draw.follows.unwrap_or_default()).await? {
        if !leave.contains(&seat.number) || !seat.state.holds() {
            continue;
        }
        let revision = seat.revision;
        let after = Seat {
            state: SeatState::Left,
            state_on: outside.now().day(zone),
            note: "Renouvellement par moitié".to_owned(),
            is_name_public: false,
            ..seat
        };
        if !store::seat::save(tx, &after, revision).await? {
            return Err(Failure::conflict("un siège", &[]));
        }
        let change = SeatChange::of(outside, &after, Way::None);
        store::seat::insert_change(tx, &change).await?;
        touched.extend([("seat", after.id), ("seat_change", change.id)]);
        left.push(after.id);
    }
    moved(tx, around, actor, council, Moved::Left(left)).await?;
    Ok(touched)
}
