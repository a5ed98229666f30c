//! What services do with what was filed: completeness, admissibility, readings with the grid, opinions, somebody who stays out.

use std::collections::BTreeMap;

use ::applications::facade::{self, Asked, CallBrief, Funding, FundingState, NewCompletion};
use database::Tx;
use kernel::{Actor, Cents, Outcome, Outside, Uuid};
use programming::actions::assess_council::{self, Question};
use programming::actions::assess_reading::{self, Written};
use programming::actions::assess_recusing::{self, Declared};
use programming::actions::assess_routing::{self, NewRule};
use programming::actions::{
    NewOpinion, Score, Sense, assess_checking, assess_file, assess_near, assess_opinion, assess_view,
};
use programming::acts;

use super::acting::{Calendar, Cast, PLATFORM, missing};
use super::applications::{Sown, move_all};
use super::calls::Calls;
use super::directory::Carriers;
use crate::Demonstration;
use crate::applications::{Fate, Said};
use crate::calls::FunderTold;

/// What agents act on.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// Days.
    pub calendar: &'a Calendar,
    /// People.
    pub cast: &'a Cast,
    /// The files of the demonstration.
    pub told: &'a Demonstration,
    /// Calls.
    pub calls: &'a Calls,
    /// Associations.
    pub carriers: &'a Carriers,
    /// Applications.
    pub sown: &'a [Sown],
}

impl Desk<'_> {
    /// The call in committee.
    ///
    /// # Errors
    /// It is not there.
    pub fn call(&self) -> Outcome<&CallBrief> {
        self.calls.get("courant").ok_or_else(|| missing("call in committee").into())
    }

    /// Applications of the call in committee.
    pub fn current(&self) -> impl Iterator<Item = &Sown> {
        self.sown.iter().filter(|one| one.told.call == "courant")
    }

    /// The funder of a call as the file tells it.
    ///
    /// # Errors
    /// It is not there.
    pub fn funder(&self, call: &CallBrief, funding: &Funding) -> Outcome<&FunderTold> {
        let name = call.funders.iter().find(|one| one.id == funding.funder).map_or("", |one| one.name.as_str());
        self.told.calls.funders.iter().find(|one| one.name == name).ok_or_else(|| missing("funder").into())
    }
}

/// Everything services did before the committee.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn assessment(tx: &mut Tx, desk: Desk<'_>) -> Outcome<()> {
    past(tx, desk, ("ancien", -365)).await?;
    past(tx, desk, ("precedent", 0)).await?;
    checked(tx, desk).await?;
    admitted(tx, desk).await?;
    stayed_out(tx, desk).await?;
    shared_out(tx, desk).await?;
    read(tx, desk).await?;
    opinions(tx, desk).await?;
    let lucie = desk.cast.named("lucie.armengol")?;
    let then = desk.calendar.at(-12, 40);
    assess_near::compare(tx, &then, lucie, desk.call()?.id).await?;
    let query = format!("appel={}&tri=echeance&sens=croissant", desk.call()?.address);
    assess_view::keep(tx, &then, lucie, "Les plus pressés d’abord", &query).await?;
    Ok(())
}

/// A call of the past, as its register tells it: decided, and everybody told; `before` counts days before last year’s.
async fn past(tx: &mut Tx, desk: Desk<'_>, (key, before): (&str, i64)) -> Outcome<()> {
    let call = desk.calls.get(key).ok_or_else(|| missing(key))?;
    let of_it = desk.sown.iter().filter(|one| one.told.call == key);
    for (rank, one) in (0_i64..).zip(of_it) {
        let Some(filed) = one.filed else { continue };
        for funding in facade::application_for(tx, &PLATFORM, one.id).await?.fundings {
            let decided =
                said(one, &desk.funder(call, &funding)?.key, &funding).and_then(|said| said.decision(funding.asked.0));
            let Some((word, cents)) = decided else { continue };
            let to = match word {
                "partial" => FundingState::Partial,
                "refused" => FundingState::Refused,
                _ => FundingState::Voted,
            };
            let reason = one.projects.first().map_or("", |(_, told)| told.reason.as_str());
            let given = to.grants().then_some(Cents(cents));
            let steps = [
                (filed + 6 + rank % 9, FundingState::Complete, None, ""),
                (before - 415 + rank % 5, FundingState::Admissible, None, ""),
                (before - 400 + rank % 6, FundingState::Proposed, None, ""),
                (before - 382 + rank % 4, to, given, if given.is_none() { reason } else { "" }),
                (before - 371 + rank % 9, FundingState::Notified, None, ""),
            ];
            for (day, to, given, note) in steps {
                let then = desk.calendar.at(day, rank * 7);
                facade::advance(tx, &then, &PLATFORM, funding.id, to, given, note).await?;
            }
        }
    }
    Ok(())
}

/// What a funder says of a line.
pub(super) fn said<'s>(one: &'s Sown, funder: &str, funding: &Funding) -> Option<&'s Said> {
    let own = one.projects.iter().find(|(id, _)| *id == funding.project);
    match one.told.renews {
        true => one.told.votes.get(funder),
        false => own.and_then(|(_, told)| told.votes.get(funder)),
    }
}

/// Files said to be complete, and files to complete.
async fn checked(tx: &mut Tx, desk: Desk<'_>) -> Outcome<()> {
    let lucie = desk.cast.named("lucie.armengol")?;
    for (rank, one) in (0_i64..).zip(desk.current()) {
        let Some(filed) = one.filed else { continue };
        if matches!(one.told.fate, Fate::ToComplete | Fate::Answered) {
            let (day, due) = if one.told.is_overdue { (-32, -11) } else { (-9 - rank % 4, 6) };
            let project = one.projects.first().map(|(id, _)| *id);
            let items = vec![Asked { project, key: one.told.what.clone(), why: one.told.why.clone() }];
            let note = "Vous pouvez nous appeler : nous le ferons ensemble si vous préférez.".to_owned();
            let around = (&desk.calendar.at(day, rank), desk.calendar.zone());
            let asked = NewCompletion { items, due_on: Some(desk.calendar.day(due)), note };
            facade::ask_completion(tx, around, lucie, one.id, asked).await?;
        } else if one.told.fate.is_checked() {
            let then = desk.calendar.at(filed + 4 + rank % 12, rank * 3);
            let reason = "Pièces vues dans le coffre de l’association ou remises au service.";
            assess_checking::complete(tx, (&then, desk.calendar.zone()), lucie, one.id, reason).await?;
        }
    }
    Ok(())
}

/// What each funder can take, and what it cannot.
async fn admitted(tx: &mut Tx, desk: Desk<'_>) -> Outcome<()> {
    let call = desk.call()?;
    let can_be = |fate: Fate| fate.is_checked() && fate != Fate::Complete;
    for (rank, one) in (0_i64..).zip(desk.current().filter(|one| can_be(one.told.fate))) {
        let is_taken = one.told.fate != Fate::Inadmissible;
        let reason = if is_taken { "" } else { one.projects.first().map_or("", |(_, told)| told.reason.as_str()) };
        for funding in facade::application_for(tx, &PLATFORM, one.id).await?.fundings {
            let actor = desk.cast.of_funder(&desk.funder(call, &funding)?.key)?;
            let then = desk.calendar.at(-54 + rank % 4, rank);
            assess_checking::admit(tx, &then, actor, funding.id, (Some(is_taken), reason)).await?;
        }
        if !is_taken && rank % 2 == 0 {
            move_all(tx, (&desk.calendar.at(-44, rank), &PLATFORM), one, (FundingState::Notified, "")).await?;
        }
    }
    Ok(())
}

/// Somebody tied to a carrier: what it asks is no longer there for her.
async fn stayed_out(tx: &mut Tx, desk: Desk<'_>) -> Outcome<()> {
    let told = &desk.told.calls.recusal;
    let of_it = |one: &&Sown| one.told.carrier == told.carrier && one.told.fate.is_on_the_table();
    let one = desk.current().find(of_it).ok_or_else(|| missing("application somebody stays out of"))?;
    let declared = Declared { account: None, is_whole_organisation: true, reason: told.reason.clone() };
    let then = desk.calendar.at(-50, 0);
    assess_recusing::declare(tx, &then, desk.cast.who(&told.email)?, one.id, declared).await?;
    Ok(())
}

/// Whether a file is read by two people.
const fn is_to_read(fate: Fate) -> bool {
    fate.is_read() || matches!(fate, Fate::Admissible)
}

/// The two who read the file of a rank: they take turns.
fn readers(cast: &Cast, rank: usize) -> Outcome<[&Actor; 2]> {
    let all = ["lucie.armengol", "karim.benali", "olivier.roques"];
    Ok([cast.named(all[rank % 3])?, cast.named(all[(rank + 1) % 3])?])
}

/// Projects given to those who read them.
async fn shared_out(tx: &mut Tx, desk: Desk<'_>) -> Outcome<()> {
    let call = desk.call()?;
    let lucie = desk.cast.named("lucie.armengol")?;
    let then = desk.calendar.at(-48, 0);
    let mut given: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for (rank, one) in desk.current().filter(|one| is_to_read(one.told.fate)).enumerate() {
        for reader in readers(desk.cast, rank)? {
            let Some(account) = reader.account() else { continue };
            given.entry(account).or_default().extend(one.projects.iter().map(|(id, _)| *id));
        }
    }
    for (reader, projects) in given {
        assess_routing::assign(tx, &then, lucie, call.id, (&projects, Some(reader))).await?;
    }
    let caf = call.funders.iter().find(|one| one.programme.starts_with("Fonds publics")).map(|one| one.id);
    let rules = [
        NewRule { funder: caf, reader: desk.cast.named("farid.mansouri")?.account(), ..NewRule::default() },
        NewRule { is_all: true, reader: lucie.account(), ..NewRule::default() },
    ];
    for rule in rules {
        assess_routing::add_rule(tx, &then, lucie, call.id, rule).await?;
    }
    Ok(())
}

/// Readings given: both where the file is read, one where it is being read.
async fn read(tx: &mut Tx, desk: Desk<'_>) -> Outcome<()> {
    let zone = desk.calendar.zone();
    for (rank, one) in desk.current().filter(|one| is_to_read(one.told.fate)).enumerate() {
        let both = readers(desk.cast, rank)?;
        let count = if one.told.fate.is_read() { 2 } else { rank % 2 };
        for (turn, reader) in both.into_iter().take(count).enumerate() {
            let then = desk.calendar.at(-44 + (rank as i64 * 3 + turn as i64) % 16, rank as i64);
            for (project, _) in &one.projects {
                let around = (then.now().day(zone), zone);
                let dossier = assess_file::open_project(tx, around, reader, &acts::ASSESS, *project).await?;
                let grid = assess_reading::grid(&dossier);
                let written = judged(&grid, one, (rank, turn));
                assess_reading::write(tx, &then, reader, (&dossier, *project, 1), written).await?;
            }
        }
    }
    Ok(())
}

/// Reasons a reader gives, from the weakest point to the strongest.
const REASONS: [&str; 6] = [
    "Le dossier n’en dit rien.",
    "Une phrase, sans précision.",
    "Dit, mais sans calendrier ni personne pour le faire.",
    "Dit clairement ; reste à préciser avec les partenaires.",
    "Précis, et déjà commencé avec les habitants.",
    "Très solide : l’association le fait depuis plusieurs années.",
];

fn judged(grid: &[programming::actions::Criterion], one: &Sown, (rank, turn): (usize, usize)) -> Written {
    let strength = match one.told.fate {
        Fate::Wave1 | Fate::Wave2 => 4,
        Fate::Today | Fate::Proposed => 3,
        _ => 2,
    };
    let points = |at: usize| (strength + (rank * 7 + at * 5 + turn * 3) % 3).min(5) as i64;
    let score = |(at, criterion): (usize, &programming::actions::Criterion)| Score {
        criterion: criterion.code.clone(),
        points: Some(points(at)),
        reason: REASONS[points(at) as usize].to_owned(),
    };
    let (sense, words) = match (strength, (rank + turn) % 4) {
        (2, 0) => (Sense::Postpone, "À revoir avec l’association : l’action n’a pas encore ses partenaires."),
        (_, 0) => (Sense::Reserves, "Favorable, si le bilan de l’an passé est transmis avant le comité."),
        _ => (Sense::Favourable, "L’action part d’un besoin entendu et l’équipe est connue dans le quartier."),
    };
    Written {
        sense: Some(sense),
        words: words.to_owned(),
        scores: grid.iter().enumerate().map(score).collect(),
        is_given: true,
    }
}

/// Opinions of services, and of the council of a neighbourhood.
async fn opinions(tx: &mut Tx, desk: Desk<'_>) -> Outcome<()> {
    let lucie = desk.cast.named("lucie.armengol")?;
    let zone = desk.calendar.zone();
    for told in &desk.told.calls.opinions {
        let then = desk.calendar.at(-34, 0);
        let found = desk.current().find(|one| one.told.carrier == told.carrier && one.filed.is_some());
        let project = found.and_then(|one| one.projects.first()).ok_or_else(|| missing("project to ask about"))?.0;
        let around = (then.now().day(zone), zone);
        let dossier = assess_file::open_project(tx, around, lucie, &acts::ASK, project).await?;
        let asked_of = desk.cast.who(&told.asked_of)?;
        let due_on = Some(desk.calendar.day(if told.sense.is_some() { -20 } else { 8 }));
        let new = NewOpinion {
            service: told.service.clone(),
            asked_of: asked_of.account(),
            question: told.question.clone(),
            due_on,
        };
        assess_opinion::ask(tx, (&then, zone), lucie, (&dossier, project), new).await?;
        if let Some(sense) = &told.sense {
            let then = desk.calendar.at(-24, 0);
            let account = asked_of.account().ok_or_else(|| missing(&told.asked_of))?;
            let waiting = assess_opinion::waiting(tx, account).await?;
            let id = waiting.first().ok_or_else(|| missing("opinion asked"))?.id;
            let answer = (Sense::from_code(sense), told.words.clone());
            assess_opinion::answer(tx, &then, asked_of, (id, 1), answer).await?;
        }
    }
    council(tx, desk, lucie).await
}

/// A body that sits is asked about projects of its neighbourhoods, as services do: what it reads names nobody.
async fn council(tx: &mut Tx, desk: Desk<'_>, lucie: &Actor) -> Outcome<()> {
    let zone = desk.calendar.zone();
    let then: Outside = desk.calendar.at(-6, 0);
    let around = (then.now().day(zone), zone);
    let mut asked = 0;
    for one in desk.current().filter(|one| matches!(one.told.fate, Fate::Admissible | Fate::Assessed)) {
        let Some((project, told)) = one.projects.first() else { continue };
        let dossier = assess_file::open_project(tx, around, lucie, &acts::ASK, *project).await?;
        let bodies = assess_council::bodies_for(tx, lucie, &dossier, *project).await?;
        let Some(body) = bodies.first() else { continue };
        let question = Question {
            body: Some(body.id),
            summary: format!("{} {}", told.need, told.does),
            questions:
                "Cette action répond-elle à ce que les habitants ont demandé ?\nLe lieu et l’heure conviennent-ils ?"
                    .to_owned(),
            due_on: Some(desk.calendar.day(18)),
        };
        assess_council::ask(tx, (&then, zone), lucie, (&dossier, *project), question).await?;
        asked += 1;
        if asked == 2 {
            return Ok(());
        }
    }
    Ok(())
}
