//! What is over goes: everybody of a pool who was neither drawn nor kept on the complementary list, once appeals are over.

use std::collections::BTreeSet;

use database::Tx;
use jiff::civil::Date;
use journal::Entry;
use kernel::{Actor, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;
use sortition::dossier::hash;
use sortition::opening::identifiers;

use super::ceremony::ALTERNATES;
use super::draw::{dossier_of, is_open};
use crate::rules::{DrawKind, DrawState, LetterState};
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
    let is_drawn = draws.iter().any(|draw| draw.state == DrawState::Sealed && draw.kind != DrawKind::Renewal);
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
    let touched = erase_all_but(tx, id, &people, &BTreeSet::new()).await?;
    let detail = json!({ "acte": "vivier effacé, il ne sert plus", "personnes": people.len() });
    let entry = Entry::on(acts::DRAW.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(people.len())
}

async fn erase(tx: &mut Tx, outside: &Outside, actor: &Actor, draw: Draw) -> Outcome<usize> {
    let college = store::council::college_by_id(tx, draw.college).await?.ok_or(Refusal::NotFound)?;
    let reserves = usize::try_from(college.terms.reserves).unwrap_or_default();
    let kept = kept(tx, college.id, reserves).await?;
    let people = store::pool::known_people(tx, college.id).await?;
    let gone = people.iter().filter(|(id, _)| !kept.contains(id)).count();
    let mut touched = vec![("draw", draw.id)];
    touched.extend(erase_all_but(tx, college.id, &people, &kept).await?);
    let left = store::pool::known_people(tx, college.id).await?.len();
    let now = outside.now();
    let text = format!(
        "Le {}, {} du vivier ont été effacées après la fin du recours, le {}. Restent {} : les personnes appelées, celles à qui \
         l’on a écrit pour un second tirage, les suppléants et les {reserves} premières de la liste complémentaire. Tirage : {}.",
        now.rfc3339(),
        french::count(i64::try_from(gone).unwrap_or(i64::MAX), "personne", "personnes"),
        draw.appeal_until.map(french::date).unwrap_or_default(),
        french::count(i64::try_from(left).unwrap_or(i64::MAX), "personne", "personnes"),
        draw.fingerprint,
    );
    let certificate = format!("{text} Empreinte de ce certificat : {}", hash(text.as_bytes()));
    let revision = draw.revision;
    let after = Draw { purged_at: Some(now), purge_certificate: certificate, ..draw };
    super::draw::save(tx, &after, DrawState::Sealed, revision).await?;
    let detail =
        json!({ "acte": "vivier effacé", "personnes": gone, "restent": left, "certificat": after.purge_certificate });
    let entry = Entry::on(acts::DRAW.code, "council", college.council).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(gone)
}

/// Who stays known in a college: whoever was called, the alternates and the first of the complementary list of the last draw
/// of people who sit, and whoever was written to while the second draw is not over.
async fn kept(tx: &mut Tx, college: Uuid, reserves: usize) -> Outcome<BTreeSet<Uuid>> {
    let draws = store::draw::of_college(tx, college).await?;
    let mut kept: BTreeSet<Uuid> = BTreeSet::new();
    for one in &draws {
        kept.extend(store::seat::of_draw(tx, one.id).await?.into_iter().map(|seat| seat.candidate));
    }
    if let Some(last) = draws.iter().find(|one| one.is_seated()) {
        let files = dossier_of(tx, last.id).await?;
        let listed = identifiers(&files, "complementary.csv").unwrap_or_default();
        let alternates = identifiers(&files, ALTERNATES).unwrap_or_default();
        for number in listed.iter().take(reserves).chain(&alternates) {
            kept.extend(store::draw::by_number(tx, last.id, number).await?.map(|entry| entry.candidate));
        }
    }
    for one in draws.iter().filter(|one| one.kind == DrawKind::Letters && one.state == DrawState::Sealed) {
        let next = store::draw::follower(tx, one.id, true).await?;
        if next.is_none_or(|next| next.state != DrawState::Sealed) {
            let letters = store::letter::of_draw(tx, one.id).await?.into_iter();
            let may_come = letters.filter(|letter| !matches!(letter.state, LetterState::No | LetterState::Moved));
            kept.extend(may_come.map(|letter| letter.candidate));
        }
    }
    Ok(kept)
}

/// Erases who everybody is, but these: whole stretches between two who stay, since a roll has two hundred thousand lines. Gives
/// the rows the journal sealed one by one; lines a long import wrote never were, there is nothing to say of each.
async fn erase_all_but(
    tx: &mut Tx,
    college: Uuid,
    people: &[(Uuid, bool)],
    kept: &BTreeSet<Uuid>,
) -> Outcome<Vec<(&'static str, Uuid)>> {
    let mut after = None;
    for one in kept.iter().copied().map(Some).chain([None]) {
        store::pool::erase_between(tx, college, after, one).await?;
        after = one;
    }
    let sealed = people.iter().filter(|(id, was_sealed)| *was_sealed && !kept.contains(id));
    Ok(sealed.flat_map(|(id, _)| [("candidate_person", *id), ("candidate", *id)]).collect())
}
