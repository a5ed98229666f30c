//! About sixty applications to the call of the contract, by fictional associations, in every state: written, filed, read,
//! completed, proposed, decided. The same every time.

use std::collections::BTreeMap;

use ::applications::actions::writing::{
    Amount, Asking, Attested, BudgetForm, Given, Indicator, Mean, MeanKind, Place, Public, answering, budgeting,
    filing, projects, starting,
};
use ::applications::actions::{CallFunder, CallTerms, Part, Question, QuestionKind, Section};
use ::applications::facade::{self, Asked, FundingState, NewCompletion};
use database::Tx;
use jiff::tz::TimeZone;
use kernel::{Actor, Cents, Filled, Moment, Outcome, Outside, Uuid};

use crate::applications::{DEEDS, NAMES, pick, round, steps};

/// Who acts.
const ACTOR: Actor = Actor::Platform("démonstration");

/// How many applications.
pub const COUNT: usize = 60;

/// What applications stand on.
struct Ground {
    call: Uuid,
    terms: CallTerms,
    form: Vec<Section>,
    funders: Vec<CallFunder>,
    nodes: Vec<Uuid>,
    areas: Vec<Uuid>,
    year: i64,
    zone: TimeZone,
}

/// Sixty applications to a call, written while it was open. Nothing when there is no such call, or it never opened.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn applications(tx: &mut Tx, outside: &Outside, call: Uuid, areas: &BTreeMap<String, Uuid>) -> Outcome<()> {
    let Some(brief) = facade::call_brief(tx, call).await? else { return Ok(()) };
    let Some(opens) = brief.opens_at else { return Ok(()) };
    let version = facade::last_terms(tx, call).await?;
    let Some(terms) = version else { return Ok(()) };
    let nodes = match terms.priorities.as_slice() {
        [] => strategy::facade::nodes(tx, brief.contract).await?.into_iter().map(|node| node.id).collect(),
        some => some.to_vec(),
    };
    let ground = Ground {
        call,
        areas: if terms.areas.is_empty() { areas.values().copied().collect() } else { terms.areas.clone() },
        form: facade::form(&terms),
        terms,
        nodes,
        funders: brief.funders,
        year: brief.year,
        zone: TimeZone::get(brief.zone).unwrap_or(TimeZone::UTC),
    };
    for rank in 0..COUNT {
        // Each is written at its own moment of the weeks the call was open; identifiers come from the same chance.
        let at = Moment(opens.0 + 3_600_000 + rank as i64 * 600_000);
        let then = Outside::told(at, 0x5eed + rank as u64 * 7919);
        one(tx, (&then, outside), &ground, rank).await?;
    }
    Ok(())
}

async fn one(tx: &mut Tx, (then, now): (&Outside, &Outside), ground: &Ground, rank: usize) -> Outcome<()> {
    let name = format!("{} {}", NAMES.0[rank % 6], NAMES.1[rank / 6 % 10]);
    let terms = accounts::OrganisationTerms { name, kind: accounts::OrganisationKind::Association, siret: None };
    let organisation = accounts::actions::create_organisation(tx, then, &ACTOR, terms).await?;
    let new = starting::NewApplication { organisation, renews: None };
    let application = starting::start_at(tx, then, &ACTOR, ground.call, new).await?;
    let is_draft = rank % 8 == 7;
    let told = answers(ground, Part::Application, rank);
    answering::answer_many(tx, then, &ACTOR, (application, None), told).await?;
    own_budget(tx, then, ground, application, rank).await?;
    let first = facade::application_for(tx, &ACTOR, application).await?.projects.first().map(|project| project.id);
    let mut ids: Vec<Uuid> = first.into_iter().collect();
    for _ in 0..pick(rank, 1, 3) {
        ids.push(projects::add(tx, then, &ACTOR, application).await?);
    }
    for (number, project) in ids.iter().enumerate() {
        if is_draft && number + 1 == ids.len() {
            continue;
        }
        project_of(tx, then, ground, (application, *project), rank * 3 + number).await?;
    }
    if is_draft {
        return Ok(());
    }
    let attested = Attested {
        is_regular: true,
        is_sincere: true,
        keeps_charter: true,
        keeps_commitments: true,
        is_above_threshold: Some(false),
        name: "Camille Exemple".to_owned(),
        role: "Présidente".to_owned(),
        is_by_proxy: false,
    };
    filing::file_as_told(tx, then, &ACTOR, application, attested).await?;
    advance(tx, (then, now), ground, application, rank).await
}

/// A value for a question of the call, whatever it is.
fn value(question: &Question, rank: usize) -> Option<String> {
    Some(match question.kind {
        QuestionKind::Line if question.key.ends_with("courriel") => format!("contact{rank}@exemple.fr"),
        QuestionKind::Line if question.key.contains("telephone") => "04 68 00 00 00".to_owned(),
        QuestionKind::Line => "Camille Exemple".to_owned(),
        QuestionKind::Text => DEEDS[rank % DEEDS.len()].1.to_owned(),
        QuestionKind::YesNo => "Non".to_owned(),
        QuestionKind::Choice | QuestionKind::Choices => question.choices.first()?.clone(),
        QuestionKind::Number if question.key == "annees" => return None,
        QuestionKind::Number => (3 + pick(rank, 2, 40)).to_string(),
        QuestionKind::Day => "2026-01-15".to_owned(),
        QuestionKind::Amount => "12 000 €".to_owned(),
        QuestionKind::Piece => return None,
    })
}

/// Answers to the plain questions of one part.
fn answers(ground: &Ground, part: Part, rank: usize) -> Vec<(String, Given, String)> {
    let questions = ground.form.iter().filter(|section| section.part == part).flat_map(|section| &section.questions);
    let told = questions.filter_map(|question| match question.key.as_str() {
        "annees" => Some((question.key.clone(), Given::Years(1), "1".to_owned())),
        _ => value(question, rank).map(|text| (question.key.clone(), Given::Text(text.clone()), text)),
    });
    told.collect()
}

fn line(account: &str, euros: i64) -> Amount {
    Amount { account: account.to_owned(), label: String::new(), amount: Cents(euros * 100) }
}

async fn own_budget(tx: &mut Tx, outside: &Outside, ground: &Ground, application: Uuid, rank: usize) -> Outcome<()> {
    let whole = 20_000 + pick(rank, 3, 90) as i64 * 1_000;
    let (wages, rent) = (round(whole * 6 / 10), round(whole * 2 / 10));
    let fees = round(whole / 20);
    let lines = vec![
        line("641", wages),
        line("613", rent),
        line("60x", whole - wages - rent),
        line("756", fees),
        Amount { label: "Ville et agglomération".to_owned(), ..line("74com", whole - fees) },
        line("864", 3_000),
        line("870", 3_000),
    ];
    let which = budgeting::Which { application, project: None, year: ground.year };
    let budget = BudgetForm { lines, asked: Vec::new() };
    budgeting::save(tx, outside, &ACTOR, which, (Filled::from(budget), 0)).await?;
    Ok(())
}

async fn project_of(
    tx: &mut Tx,
    outside: &Outside,
    ground: &Ground,
    (application, project): (Uuid, Uuid),
    rank: usize,
) -> Outcome<()> {
    let (title, _, cost) = DEEDS[pick(rank, 4, DEEDS.len())];
    let mut told = answers(ground, Part::Project, rank);
    let year = ground.year as i16;
    let day = |month: i8, day: i8| jiff::civil::date(year, month, day);
    let month = 1 + pick(rank, 5, 8) as i8;
    let area = ground.areas[pick(rank, 6, ground.areas.len())];
    let women = 8 + pick(rank, 7, 30) as i64;
    let public = |sex: &str, people| Public { year: ground.year, age: "26-64".to_owned(), sex: sex.to_owned(), people };
    let given = [
        ("intitule", Given::Title(title.to_owned()), title.to_owned()),
        (
            "objectifs_contrat",
            Given::Objectives(vec![ground.nodes[pick(rank, 8, ground.nodes.len())]]),
            "Objectif".to_owned(),
        ),
        (
            "territoires",
            Given::Places(vec![Place { area, address: String::new(), quality: String::new() }]),
            "Quartier".to_owned(),
        ),
        (
            "publics",
            Given::Publics(vec![public("women", women), public("men", women / 2)]),
            format!("{} personnes", women + women / 2),
        ),
        ("dates", Given::Dates(Some(day(month, 5)), Some(day(12, 15))), format!("Du 5/{month} au 15/12/{year}")),
        (
            "moyens",
            Given::Means(vec![Mean {
                kind: MeanKind::Volunteers,
                label: "Accueil".to_owned(),
                people: Some(4),
                work_permille: None,
            }]),
            "Bénévoles : Accueil (4)".to_owned(),
        ),
        (
            "indicateurs",
            Given::Indicators(vec![Indicator {
                label: "Participants du quartier".to_owned(),
                unit: "personnes".to_owned(),
                target: women.to_string(),
            }]),
            format!("Participants du quartier : {women} personnes"),
        ),
    ];
    let is_asked =
        |key: &str| ground.form.iter().any(|section| section.questions.iter().any(|question| question.key == key));
    let pieces = given.into_iter().filter(|(key, ..)| is_asked(key));
    told.extend(pieces.map(|(key, given, words)| (key.to_owned(), given, words)));
    answering::answer_many(tx, outside, &ACTOR, (application, Some(project)), told).await?;
    let cost = round(cost * (80 + pick(rank, 9, 60) as i64) / 100);
    let funders = 1 + pick(rank, 10, ground.funders.len().max(1));
    let start = pick(rank, 11, ground.funders.len().max(1));
    let fees = round(cost / 12);
    let mut left = cost - fees;
    let mut asked = Vec::new();
    for step in 0..funders.min(ground.funders.len()) {
        let funder = &ground.funders[(start + step) % ground.funders.len()];
        let amount = if step + 1 == funders { left.min(round(cost / 2)) } else { round(left / 2) };
        if amount > 0 {
            asked.push(Asking { funder: funder.id, amount: Cents(amount * 100) });
            left -= amount;
        }
    }
    let wages = round(cost * 55 / 100);
    let mut lines = vec![
        line("641", wages),
        line("604", round(cost * 25 / 100)),
        line("60x", cost - wages - round(cost * 25 / 100)),
        line("70x", fees),
        line("864", 1_200),
        line("870", 1_200),
    ];
    if left > 0 {
        lines.push(line("ownx", left));
    }
    let which = budgeting::Which { application, project: Some(project), year: ground.year };
    budgeting::save(tx, outside, &ACTOR, which, (Filled::from(BudgetForm { lines, asked }), 0)).await?;
    Ok(())
}

async fn advance(
    tx: &mut Tx,
    (then, now): (&Outside, &Outside),
    ground: &Ground,
    application: Uuid,
    rank: usize,
) -> Outcome<()> {
    if rank % 10 == 5 {
        let key = ground.terms.attachments.first().map(|one| one.key.clone());
        let Some(key) = key else { return Ok(()) };
        let why = "Le document joint est illisible : envoyez-le de nouveau.".to_owned();
        let due_on = now.now().plus_days(15).day(&ground.zone);
        let items = vec![Asked { project: None, key, why }];
        let new = NewCompletion { items, due_on: Some(due_on), note: String::new() };
        facade::ask_completion(tx, (now, &ground.zone), &ACTOR, application, new).await?;
        return Ok(());
    }
    for funding in facade::application_for(tx, &ACTOR, application).await?.fundings {
        for to in steps(rank) {
            let decided = match to {
                FundingState::Partial => Some(Cents((funding.asked.0 * 6 / 10 / 5_000 * 5_000).max(100))),
                to if to.grants() => Some(funding.asked),
                _ => None,
            };
            let note = match to {
                FundingState::Refused => "L’action ne répond pas aux priorités de l’appel.",
                FundingState::Inadmissible => "L’action se passe hors des quartiers de l’appel.",
                FundingState::Conditional => "Sous réserve du bilan de l’action précédente.",
                FundingState::Postponed => "À revoir au prochain comité.",
                _ => "",
            };
            facade::advance(tx, then, &ACTOR, funding.id, *to, decided, note).await?;
        }
    }
    Ok(())
}
