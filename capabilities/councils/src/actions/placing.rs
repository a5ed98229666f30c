//! Streets no address tells the neighbourhood of, placed by hand.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Outcome, Outside, Uuid};
use serde_json::json;
use web::Keys;

use super::pool::{open_pool, settle};
use super::{college, secrets};
use crate::rules::Placed;
use crate::{acts, store};

/// A street whose people are to be placed, and how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Street {
    /// Its key in the form.
    pub key: String,
    /// « Rue de Verdun, 11000 Carcassonne ».
    pub label: String,
    /// How many people.
    pub people: i64,
}

/// Streets no address tells the neighbourhood of, the most peopled first, so many at most, and how many they are. No number, no
/// name: of each street, one person is opened to read what it is called.
///
/// # Errors
/// The database failed.
pub async fn streets(tx: &mut Tx, keys: &Keys, college: Uuid, most: usize) -> Outcome<(Vec<Street>, i64)> {
    let mut all = Vec::new();
    for (key, people, one, sealed) in store::pool::streets(tx, college, i64::try_from(most).unwrap_or(i64::MAX)).await?
    {
        let label = secrets::open(keys, one, &sealed)?.street_label();
        all.push(Street { key, label, people });
    }
    Ok((all, store::pool::count_streets(tx, college).await?))
}

/// Says in which neighbourhood the people of these streets live; elsewhere, when none. Gives how many were placed.
///
/// # Errors
/// Not this actor's; pool closed.
pub async fn place_streets(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    chosen: &[(&str, Option<Uuid>)],
) -> Outcome<usize> {
    let (council, college) = college(tx, actor, &acts::GATHER, id).await?;
    open_pool(tx, college.id).await?;
    let mut touched = Vec::new();
    for (street, area) in chosen {
        for candidate in store::pool::of_street(tx, college.id, street).await? {
            let Some(mut one) = store::pool::by_id(tx, candidate).await? else { continue };
            one.area = *area;
            one.placed = if area.is_some() { Placed::ByHand } else { Placed::Outside };
            settle(&council, college.kind, &mut one, None);
            let revision = one.revision;
            if store::pool::update(tx, &one, revision).await? {
                touched.push(("candidate", one.id));
            }
        }
    }
    if !touched.is_empty() {
        let detail = json!({ "acte": "rues situées à la main", "personnes": touched.len() });
        let entry = Entry::on(acts::GATHER.code, "council", council.id).detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(touched.len())
}
