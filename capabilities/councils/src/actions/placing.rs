//! Streets no address tells the neighbourhood of, placed by hand.

use std::collections::{BTreeMap, HashSet};

use database::Tx;
use journal::Entry;
use kernel::{Actor, Outcome, Uuid};
use serde_json::json;
use web::Keys;

use super::pool::{Around, open_pool, settle};
use super::{college, secrets};
use crate::rules::{CandidateState, College, Council, Person, Placed};
use crate::{acts, store};

/// A street whose people are to be placed, and how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Street {
    /// Its key in the form.
    pub key: String,
    /// « Rue de Verdun, 11000 Carcassonne ».
    pub label: String,
    /// How many people.
    pub people: usize,
    /// Their lines.
    pub(crate) candidates: Vec<Uuid>,
}

/// Streets no address tells the neighbourhood of, the most peopled first. No number, no name.
///
/// # Errors
/// Not this actor's.
pub async fn streets(tx: &mut Tx, keys: &Keys, actor: &Actor, id: Uuid) -> Outcome<(Council, College, Vec<Street>)> {
    let (council, college) = college(tx, actor, &acts::GATHER, id).await?;
    let mut streets: BTreeMap<String, Street> = BTreeMap::new();
    let unplaced = store::pool::in_state(tx, college.id, CandidateState::SetAside).await?;
    let unplaced: HashSet<Uuid> =
        unplaced.into_iter().filter(|one| one.placed == Placed::Unknown).map(|one| one.id).collect();
    for (candidate, sealed) in store::pool::people(tx, college.id, CandidateState::SetAside).await? {
        if !unplaced.contains(&candidate) {
            continue;
        }
        let person = secrets::open(keys, candidate, &sealed)?;
        let (key, label) = street_of(&person);
        let street = streets.entry(key.clone()).or_insert_with(|| Street {
            key: secrets::mark(keys, "councils.street", &key, 8),
            label,
            people: 0,
            candidates: Vec::new(),
        });
        street.people += 1;
        street.candidates.push(candidate);
    }
    let mut all: Vec<Street> = streets.into_values().collect();
    all.sort_by(|one, other| other.people.cmp(&one.people).then_with(|| one.label.cmp(&other.label)));
    Ok((council, college, all))
}

fn street_of(person: &Person) -> (String, String) {
    let parsed = geography::address::parse(&person.street);
    let street = if parsed.street.is_empty() { "sans rue".to_owned() } else { parsed.street };
    let label = format!("{street}, {} {}", person.postcode, person.city);
    (kernel::text::search_key(&label), label.trim().trim_end_matches(',').to_owned())
}

/// Says in which neighbourhood the people of some streets live; elsewhere, when none. Gives how many were placed.
///
/// # Errors
/// Not this actor's; pool closed.
pub async fn place_streets(
    tx: &mut Tx,
    (outside, keys, _): Around<'_>,
    actor: &Actor,
    id: Uuid,
    chosen: impl Fn(&str) -> Option<Option<Uuid>>,
) -> Outcome<usize> {
    let (council, college, streets) = streets(tx, keys, actor, id).await?;
    open_pool(tx, college.id).await?;
    let mut touched = Vec::new();
    for street in &streets {
        let Some(area) = chosen(&street.key) else { continue };
        for candidate in &street.candidates {
            let Some(mut one) = store::pool::by_id(tx, *candidate).await? else { continue };
            one.area = area;
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
