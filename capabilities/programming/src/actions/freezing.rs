//! Decisions frozen: minutes are made, applications are told, what changes afterwards is an amendment.

use std::collections::BTreeMap;

use applications::facade::ProjectRow;
use database::Tx;
use documents::Document;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Breakdown, Failure, FieldError, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;

use super::desk::{Desk, desk};
use super::minutes_paper::{beside, minutes};
use super::voting::tell_decision;
use crate::rules::ceilings::{Told, multi_year, outside_priority};
use crate::rules::{Vote, envelope_sentence, totals};
use crate::store::committee::Minutes;
use crate::{acts_committee as acts, store};

/// Who tells applications what a committee decided: whoever freezes may stay out of some of them, and remains the author of
/// the freezing.
const COMMITTEE: Actor = Actor::Platform("comité des financeurs");

/// The time, the town’s zone and its name.
pub type Around<'a> = (&'a Outside, &'a TimeZone, &'a str);

/// Minutes before anything is frozen: the document that decisions make now.
///
/// # Errors
/// Not there or not this actor's; a line without decision; nobody present; somebody changed it since the revision.
pub async fn draw(
    tx: &mut Tx,
    (outside, zone, town): Around<'_>,
    actor: &Actor,
    id: Uuid,
    asked: (Option<Uuid>, i64),
) -> Outcome<Document> {
    let desk = desk(tx, actor, &acts::HOLD_COMMITTEE, id).await?;
    let frozen: Vec<Uuid> = to_freeze(&desk, asked)?.iter().map(|(funding, _)| funding.id).collect();
    let number = store::committee::minutes(tx, id).await?.len() as i64 + 1;
    let beside = beside(tx, &desk, &frozen).await?;
    Ok(minutes(&desk, &beside, (number, title_of(&desk, asked.0)), &frozen, (outside.now().day(zone), town)))
}

/// Minutes set on paper, with the document they say.
pub struct OnPaper {
    document: Document,
    content: Vec<u8>,
}

/// Sets minutes on paper, in no transaction: nobody waits meanwhile.
///
/// # Errors
/// The document cannot be set.
pub async fn set(document: Document, outside: &Outside) -> Outcome<OnPaper> {
    let now = outside.now();
    let setting = tokio::task::spawn_blocking(move || {
        documents::pdf::render(&document, now).map(|content| OnPaper { document, content })
    });
    let set = setting.await.map_err(|error| Breakdown(Box::new(error)))?;
    Ok(set.map_err(|error| Breakdown(Box::new(error)))?)
}

fn title_of(desk: &Desk, wave: Option<Uuid>) -> Option<&str> {
    wave.and_then(|wave| desk.waves.iter().find(|(known, _)| *known == wave)).map(|(_, title)| title.as_str())
}

/// What freezing takes: every line of the wave that may be decided, each with its decision.
fn to_freeze(
    desk: &Desk,
    (wave, revision): (Option<Uuid>, i64),
) -> Outcome<Vec<(&applications::facade::Funding, &Vote)>> {
    if desk.committee.revision != revision {
        return Err(Failure::conflict("ce comité", &[]));
    }
    let rows = rows_of(desk, wave);
    let mut frozen: Vec<(&applications::facade::Funding, &Vote)> = Vec::new();
    let mut undecided = 0;
    for funding in rows.iter().flat_map(|row| &row.fundings).filter(|funding| desk.may_decide(funding)) {
        match desk.votes.get(&funding.id) {
            Some(vote) if vote.minutes.is_some() => {}
            Some(vote) if vote.decision.is_some() => frozen.push((funding, vote)),
            _ => undecided += 1,
        }
    }
    let mut errors = Vec::new();
    if wave.is_some_and(|wave| desk.waves.iter().all(|(known, _)| *known != wave)) {
        errors.push(FieldError::new("vague", "Choisissez une vague de la liste"));
    }
    if desk.committee.terms.present.trim().is_empty() {
        let sentence = "Écrivez qui est présent avant d’arrêter les décisions : le relevé le dit";
        errors.push(FieldError::new("vague", sentence));
    }
    if undecided > 0 {
        let many = french::count(undecided, "demande n’a", "demandes n’ont");
        let sentence = format!("{many} pas encore de décision : décidez, ou ajournez avec un motif");
        errors.push(FieldError::new("vague", sentence));
    } else if frozen.is_empty() {
        errors.push(FieldError::new("vague", "Aucune décision à arrêter ici"));
    }
    Failure::unless_empty(errors)?;
    Ok(frozen)
}

/// Freezes the decisions of a wave, or all that are left, with the minutes that were set: none may be missing, and none may
/// have changed since they were drawn. Gives the number of the minutes.
///
/// # Errors
/// Not there or not this actor's; a line without decision; nobody present; a decision or the committee changed since.
pub async fn freeze(
    tx: &mut Tx,
    (outside, zone, town): Around<'_>,
    actor: &Actor,
    id: Uuid,
    (wave, revision): (Option<Uuid>, i64),
    paper: OnPaper,
) -> Outcome<i64> {
    store::committee::hold(tx, id).await?;
    let desk = desk(tx, actor, &acts::HOLD_COMMITTEE, id).await?;
    let frozen = to_freeze(&desk, (wave, revision))?;
    let number = store::committee::minutes(tx, id).await?.len() as i64 + 1;
    let now = outside.now();
    let ids: Vec<Uuid> = frozen.iter().map(|(funding, _)| funding.id).collect();
    let beside = beside(tx, &desk, &ids).await?;
    // What is signed is what was decided: minutes that say something else are drawn again.
    if minutes(&desk, &beside, (number, title_of(&desk, wave)), &ids, (now.day(zone), town)) != paper.document {
        return Err(Failure::conflict("ce comité", &[]));
    }
    let name = format!("releve-de-decisions-{}-{number}.pdf", desk.committee.terms.held_on);
    let (held_on, by_name) = (desk.committee.terms.held_on, actor.journal_name());
    let made = Minutes { id: outside.uuid(), wave, number, held_on, at: now.0, by_name, name };
    store::committee::insert_minutes(tx, id, &made, paper.content).await?;
    let mut touched = vec![("committee_minutes", made.id)];
    for (funding, vote) in &frozen {
        if !store::vote::freeze(tx, (vote.id, vote.revision), made.id).await? {
            return Err(Failure::conflict("ce comité", &[]));
        }
        touched.extend(tell_decision(tx, outside, &COMMITTEE, funding, vote).await?);
        touched.push(("committee_vote", vote.id));
    }
    if wave.is_none() {
        store::committee::freeze(tx, id).await?;
        touched.push(("committee", id));
    }
    let detail = json!({ "acte": "décisions arrêtées", "releve": number, "demandes": frozen.len() });
    let entry = Entry::on(acts::HOLD_COMMITTEE.code, "committee", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(number)
}

/// Projects of a wave; all of them for none.
fn rows_of(desk: &Desk, wave: Option<Uuid>) -> Vec<&ProjectRow> {
    let is_of = |row: &&ProjectRow| wave.is_none() || desk.wave_of.get(&row.project.id).copied() == wave;
    desk.rows.iter().filter(is_of).collect()
}

/// The file of minutes, for whoever reads everything it tells: it is one signed document, of which nothing is masked. Whoever
/// stays out of an application that it tells, or carries it, does not open it.
///
/// # Errors
/// Not there or not this actor's; it tells something that she does not read.
pub async fn minutes_file(tx: &mut Tx, actor: &Actor, id: Uuid, number: i64) -> Outcome<(String, Vec<u8>)> {
    let desk = desk(tx, actor, &acts::READ_COMMITTEE, id).await?;
    let all = store::committee::minutes(tx, id).await?;
    let one = all.into_iter().find(|one| one.number == number).ok_or(Refusal::NotFound)?;
    if desk.hides(one.id) {
        let why = "Il dit ce qui est décidé de dossiers que vous ne lisez pas : vous vous en êtes retiré·e, vous écrivez pour \
                   l’association, ou ils sont hors de vos quartiers. Demandez à une autre personne du comité ce qui vous concerne.";
        return Err(Refusal::rule("Ce relevé ne vous est pas ouvert", why).into());
    }
    Ok(store::committee::minutes_file(tx, id, number).await?.ok_or(Refusal::NotFound)?)
}

/// Envelopes and ceilings of a committee, as sentences that turn when they are exceeded.
pub async fn sentences(tx: &mut Tx, desk: &Desk) -> database::Result<Vec<Told>> {
    let areas = territory::facade::areas(tx).await?;
    let name_of = |envelope: &crate::rules::Envelope| {
        let funder = desk.call.funders.iter().find(|one| one.organisation == Some(envelope.terms.funder));
        let area = envelope.terms.area.and_then(|area| areas.iter().find(|one| one.id == area));
        let parts = [
            funder.map(|one| one.name.as_str()),
            Some(envelope.terms.programme.as_str()),
            area.map(|one| one.name.as_str()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    let years: Vec<i64> = (0..5).map(|more| desk.call.year + more).collect();
    let is_of_call = |one: &&crate::rules::Envelope| {
        years.contains(&one.terms.year)
            && desk.call.funders.iter().any(|funder| funder.organisation == Some(one.terms.funder))
    };
    let own: Vec<&crate::rules::Envelope> = desk.purse.envelopes().iter().filter(is_of_call).collect();
    let mut told: Vec<Told> = own
        .iter()
        .map(|one| {
            let name = format!("{} ({})", name_of(one), one.terms.year);
            let (is_beyond, sentence) = envelope_sentence(&name, &desk.purse.of(one.id));
            Told { is_beyond, sentence }
        })
        .collect();
    let priority: Vec<Uuid> = areas.iter().filter(|area| area.code.starts_with('Q')).map(|area| area.id).collect();
    let places = desk.places();
    for department in own.iter().filter(|one| one.terms.is_department) {
        let funders: Vec<Uuid> = desk
            .call
            .funders
            .iter()
            .filter(|one| one.organisation == Some(department.terms.funder))
            .map(|one| one.id)
            .collect();
        let lines = desk.lines(&desk.rows);
        let of_it = lines.iter().filter(|line| funders.contains(&line.funder) && line.year == department.terms.year);
        let all = totals(of_it, &places);
        let outside: i64 = all
            .by_area
            .iter()
            .filter(|(area, _)| area.is_none_or(|area| !priority.contains(&area)))
            .map(|(_, amounts)| amounts.voted)
            .sum();
        told.push(outside_priority(outside, department.terms.cents, desk.setting.outside_permille));
    }
    told.push(multi_year(&agreements(desk), desk.setting.several_permille));
    Ok(told)
}

/// Agreements there would be: one for each carrier and its application that receives something; several years when it
/// is asked for several.
pub fn agreements(desk: &Desk) -> crate::rules::ceilings::Agreements {
    let mut by_application: BTreeMap<Uuid, (i64, BTreeMap<i64, i64>)> = BTreeMap::new();
    for row in &desk.rows {
        for line in desk.lines([row]).into_iter().filter(|line| line.voted > 0) {
            let found = by_application.entry(row.application).or_default();
            found.0 += line.voted;
            *found.1.entry(line.year).or_default() += line.voted;
        }
    }
    let several = by_application.values().filter(|(_, years)| years.len() > 1);
    crate::rules::ceilings::Agreements {
        count: by_application.len() as i64,
        several: several.clone().count() as i64,
        cents: by_application.values().map(|(cents, _)| cents).sum(),
        several_cents: several.map(|(cents, _)| cents).sum(),
    }
}
