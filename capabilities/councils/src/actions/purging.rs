//! What is over goes: everybody of a pool who was neither drawn nor kept on the complementary list, once appeals are over.

use std::collections::BTreeSet;

use database::Tx;
use jiff::civil::Date;
use journal::Entry;
use kernel::{Actor, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;
use sortition::dossier::hash;
use sortition::opening::identifiers;

use super::draw::{dossier_of, is_open};
use crate::rules::DrawState;
use crate::store::draw::Draw;
use crate::{acts, store};

/// What went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// Draws whose pool was erased.
    pub draws: usize,
    /// People erased.
    pub people: usize,
}

/// Erases, for each draw whose delay of appeal is over, who everybody is who was neither called nor kept on the
/// complementary list; leaves a certificate with the draw.
///
/// # Errors
/// The database failed.
pub async fn purge(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<Purged> {
    // The first day it is anywhere: nobody is erased a day early.
    let today = outside.now().plus_seconds(-12 * 3600).day(&jiff::tz::TimeZone::UTC);
    let mut done = Purged::default();
    for draw in store::draw::to_purge(tx).await? {
        if draw.appeal_until.is_none_or(|last| last >= today) {
            continue;
        }
        // A pool that serves again is erased with the draw it serves.
        let draws = store::draw::of_college(tx, draw.college).await?;
        if draws.first().is_some_and(|last| is_open(last.state)) {
            continue;
        }
        done.people += erase(tx, outside, actor, draw).await?;
        done.draws += 1;
    }
    for college in store::council::all_colleges(tx).await? {
        done.people += forget(tx, outside, actor, college, today).await?;
    }
    Ok(done)
}

/// Days after which a pool nobody drew from is erased.
const DAYS_UNUSED: i64 = 365;

/// Erases a pool that serves no more: nobody drew from it for a year, or the mandate of those drawn is over.
async fn forget(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, today: Date) -> Outcome<usize> {
    let college = store::council::college_by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let council = store::council::by_id(tx, college.council).await?.ok_or(Refusal::NotFound)?;
    let draws = store::draw::of_college(tx, id).await?;
    if draws.first().is_some_and(|last| is_open(last.state)) {
        return Ok(0);
    }
    let is_drawn = draws.iter().any(|draw| draw.state == DrawState::Sealed);
    let people = store::pool::known_people(tx, id).await?;
    let is_over = match (is_drawn, council.terms.starts_on) {
        (true, Some(first)) => {
            first.checked_add(jiff::Span::new().months(council.terms.mandate_months)).is_ok_and(|end| end < today)
        }
        (true, None) => false,
        (false, _) => {
            let before = outside.now().plus_days(-DAYS_UNUSED);
            store::pool::last_added(tx, id).await?.is_some_and(|last| last < before)
        }
    };
    if !is_over || people.is_empty() {
        return Ok(0);
    }
    let mut touched = Vec::new();
    for (row, was_sealed) in &people {
        store::pool::erase_person(tx, *row).await?;
        if *was_sealed {
            touched.extend([("candidate_person", *row), ("candidate", *row)]);
        }
    }
    let detail = json!({ "acte": "vivier effacé, il ne sert plus", "personnes": people.len() });
    let entry = Entry::on(acts::DRAW.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(people.len())
}

async fn erase(tx: &mut Tx, outside: &Outside, actor: &Actor, draw: Draw) -> Outcome<usize> {
    let college = store::council::college_by_id(tx, draw.college).await?.ok_or(Refusal::NotFound)?;
    let files = dossier_of(tx, draw.id).await?;
    let order = identifiers(&files, "complementary.csv").unwrap_or_default();
    let reserves = usize::try_from(college.terms.reserves).unwrap_or_default();
    let mut kept: BTreeSet<Uuid> = BTreeSet::new();
    for other in store::draw::of_college(tx, college.id).await? {
        kept.extend(store::seat::of_draw(tx, other.id).await?.into_iter().map(|seat| seat.candidate));
    }
    let listed: BTreeSet<&str> = order.iter().take(reserves).map(String::as_str).collect();
    let entries = store::draw::entries(tx, draw.id).await?;
    kept.extend(entries.iter().filter(|entry| listed.contains(entry.number.as_str())).map(|entry| entry.candidate));
    let gone: Vec<(Uuid, bool)> =
        store::pool::known_people(tx, college.id).await?.into_iter().filter(|(id, _)| !kept.contains(id)).collect();
    let mut touched = vec![("draw", draw.id)];
    for (id, was_sealed) in &gone {
        store::pool::erase_person(tx, *id).await?;
        // Lines a long import wrote were never sealed one by one in the journal: there is nothing to say of each.
        if *was_sealed {
            touched.extend([("candidate_person", *id), ("candidate", *id)]);
        }
    }
    let left = store::pool::known_people(tx, college.id).await?.len();
    let now = outside.now();
    let text = format!(
        "Le {}, {} du vivier ont été effacées après la fin du recours, le {}. Restent {} : les personnes appelées et les \
         {reserves} premières de la liste complémentaire. Tirage : {}.",
        now.rfc3339(),
        french::count(i64::try_from(gone.len()).unwrap_or(i64::MAX), "personne", "personnes"),
        draw.appeal_until.map(french::date).unwrap_or_default(),
        french::count(i64::try_from(left).unwrap_or(i64::MAX), "personne", "personnes"),
        draw.fingerprint,
    );
    let certificate = format!("{text} Empreinte de ce certificat : {}", hash(text.as_bytes()));
    let revision = draw.revision;
    let after = Draw { purged_at: Some(now), purge_certificate: certificate, ..draw };
    super::draw::save(tx, &after, DrawState::Sealed, revision).await?;
    let detail = json!({ "acte": "vivier effacé", "personnes": gone.len(), "restent": left, "certificat": after.purge_certificate });
    let entry = Entry::on(acts::DRAW.code, "council", college.council).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(gone.len())
}
