//! A session of a committee: projects that await, votes, decisions.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Choice, Form, Frame, Link, SummaryRow};
use kernel::{Filled, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{Areas, above_of, amount, choices_of, euros, id_of, session_path};
use crate::actions::{self, Ballot, Choice as Vote, Decided, DecisionTerms, Fund};
use crate::rules::{College, Member, Project, ProjectState, Session, Tally, advance};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/session.html")]
pub(super) struct SessionPage {
    pub frame: Frame,
    pub path: String,
    pub about: Vec<SummaryRow>,
    pub left: Vec<String>,
    pub waiting: Vec<(Link, String)>,
    pub decided: Vec<(Link, String)>,
    pub may_close: bool,
}

async fn drawn(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<SessionPage, Fault> {
    let (fund, session) = actions::session(tx, &visit.actor, &acts::READ, id).await?;
    let may = visit.actor.may(&acts::DECIDE, &fund.scope()).is_allowed();
    let standing = actions::standing(tx, fund.clone()).await?;
    let (mut waiting, areas) = (Vec::new(), Areas::all(tx).await?);
    for (one, _) in standing.projects.iter().rev() {
        if session.is_closed || !matches!(one.state, ProjectState::Filed | ProjectState::Postponed) {
            continue;
        }
        let area = areas.name(one.terms.area);
        let told = format!("{}, {area}, demande {}", one.terms.group_name, euros(one.terms.asked));
        let href = if may { format!("{}/projets/{}", session_path(id), one.id) } else { super::project_path(one.id) };
        waiting.push((Link::new(format!("{} {}", one.number, one.terms.title), href), french::spaced(&told)));
    }
    let mut decided = Vec::new();
    for one in store::session::decisions(tx, id).await? {
        let tally = Tally::of(&store::session::ballots(tx, one.id).await?);
        let Some((project, _)) = standing.projects.iter().find(|(project, _)| project.id == one.project) else {
            continue;
        };
        let amount = if one.cents > 0 { format!(", {}", euros(one.cents)) } else { String::new() };
        let reason = if one.reason.is_empty() { String::new() } else { format!(" : {}", one.reason) };
        let majority = one.told_majority();
        let told = format!("{}{amount} ({}){majority}{reason}", one.outcome.french(), tally.french());
        let link = Link::new(format!("{} {}", project.number, project.terms.title), super::project_path(project.id));
        decided.push((link, french::spaced(&told)));
    }
    let mut left = Vec::new();
    for (one, purse) in &standing.envelopes {
        if one.terms.year == i64::from(session.held_on.year()) {
            left.push(format!("{} : il reste {}", areas.name(one.terms.area), euros(purse.left())));
        }
    }
    let state = if session.is_closed { "terminée" } else { "ouverte" };
    let mut about = vec![
        SummaryRow::new("Jour", french::date(session.held_on)),
        SummaryRow::new("Lieu", session.place.as_str()),
        SummaryRow::new("Séance", state),
        SummaryRow::new("Votants, au moins", fund.terms.quorum.to_string()),
    ];
    if fund.terms.resident_majority {
        let members = store::fund::members(tx, fund.id).await?;
        about.push(SummaryRow::new("Majorité d’habitants", seats(&members)));
    }
    let title = format!("Séance du {}", french::date(session.held_on));
    Ok(SessionPage {
        frame: visit.back_office(&title).with_breadcrumb(above_of(&fund)),
        path: session_path(id),
        about,
        left,
        waiting,
        decided,
        may_close: may && !session.is_closed,
    })
}

/// How many residents sit, and whether they can be more than half of those who vote.
fn seats(members: &[Member]) -> String {
    let active: Vec<&Member> = members.iter().filter(|one| one.is_active).collect();
    let residents = active.iter().filter(|one| one.college == College::Resident).count();
    let told = format!("{residents} sur {} qui siègent", active.len());
    match residents * 2 > active.len() {
        true => french::spaced(&format!("exigée à chaque vote : {told}")),
        false => {
            french::spaced(&format!("exigée à chaque vote ; elle n’est pas atteinte si toutes et tous votent : {told}"))
        }
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Session>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&drawn(&mut tx, &visit, id.uuid()).await?)
}

pub async fn close(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Session>) -> Answer {
    let mut tx = house.write().await?;
    actions::close(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&session_path(id.uuid()), "modifie")
}

#[derive(Template)]
#[template(path = "pages/vote.html")]
pub(super) struct VotePage {
    pub frame: Frame,
    pub form: Form,
    pub about: Vec<SummaryRow>,
    pub voters: Vec<Voter>,
    pub choices: Vec<Choice>,
    pub outcomes: Vec<Choice>,
    pub hint: String,
    /// What its group was given this year already, when the fund sets a number.
    pub had: String,
    pub asks_majority: bool,
}

/// Somebody who may vote.
pub(super) struct Voter {
    pub field: String,
    pub name: String,
}

pub(super) fn votes() -> Vec<Choice> {
    choices_of!(Vote)
}

pub(super) fn outcomes() -> Vec<Choice> {
    choices_of!(Decided)
}

fn voters(members: &[Member]) -> Vec<Voter> {
    let active = members.iter().filter(|one| one.is_active);
    active
        .map(|one| Voter {
            field: format!("vote-{}", one.id),
            name: format!("{} ({})", one.name, one.college.french().to_lowercase()),
        })
        .collect()
}

async fn vote_page(tx: &mut Tx, visit: &Visit, (id, project): (Uuid, Uuid), form: Form) -> Result<VotePage, Fault> {
    let (fund, session) = actions::session(tx, &visit.actor, &acts::DECIDE, id).await?;
    let one =
        store::project::by_id(tx, project).await?.filter(|one| one.fund == fund.id).ok_or_else(Fault::not_found)?;
    let standing = actions::standing(tx, fund.clone()).await?;
    let left = standing.envelope_for(one.terms.area, i64::from(session.held_on.year())).map(|(_, purse)| purse.left());
    let members = store::fund::members(tx, fund.id).await?;
    let had = actions::grants_of(tx, &fund, &one, i64::from(session.held_on.year())).await?;
    let had = match (fund.terms.per_holder, had) {
        (0, _) | (_, 0) => String::new(),
        (most, had) => french::spaced(&format!(
            "Ce groupe a déjà reçu {} de ce fonds en {} ; le fonds en permet {most}.",
            french::count(had, "aide", "aides"),
            session.held_on.year()
        )),
    };
    let above =
        [above_of(&fund), vec![Link::new(format!("Séance du {}", french::date(session.held_on)), session_path(id))]];
    let title = format!("Voter : {}", one.terms.title);
    Ok(VotePage {
        frame: visit.back_office(&title).with_form(&form).with_breadcrumb(above.concat()),
        form,
        about: asked(tx, &fund, &one).await?,
        voters: voters(&members),
        choices: votes(),
        outcomes: outcomes(),
        had,
        asks_majority: fund.terms.resident_majority,
        hint: match left {
            Some(left) => format!(
                "Il reste {} dans l’enveloppe ; {} au plus par projet. L’avance sera de {} %.",
                euros(left),
                euros(fund.terms.ceiling),
                fund.terms.advance_percent
            ),
            None => format!("Aucune enveloppe pour {} : dotez-la d’abord.", session.held_on.year()),
        },
    })
}

async fn asked(tx: &mut Tx, fund: &Fund, one: &Project) -> Result<Vec<SummaryRow>, Fault> {
    let terms = &one.terms;
    let first = advance(terms.asked.min(fund.terms.ceiling), fund.terms.advance_percent);
    Ok(vec![
        SummaryRow::new("Groupe", french::spaced(&terms.group_name)),
        SummaryRow::new("Quartier", Areas::all(tx).await?.name(terms.area)),
        SummaryRow::new("Ce qu’il veut faire", french::spaced(&terms.what)),
        SummaryRow::new("À quoi servira l’argent", french::spaced(&terms.spends)),
        SummaryRow::new(
            "Demande",
            format!("{} sur {} (avance possible : {})", euros(terms.asked), euros(terms.total), euros(first)),
        ),
    ])
}

pub async fn vote(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, project)): Path<(String, String)>,
) -> Answer {
    let which = (id_of(&id)?, id_of(&project)?);
    let mut tx = house.read().await?;
    answer::page(&vote_page(&mut tx, &visit, which, Form::empty()).await?)
}

fn read(fields: &Fields, members: &[Member]) -> Filled<DecisionTerms> {
    let mut reading = Reading::of(fields);
    let outcome = reading.coded("decision", Decided::from_code, "Dites ce que le comité décide");
    let mut ballots = Vec::new();
    for one in members.iter().filter(|one| one.is_active) {
        // Whoever is not there votes nothing.
        let said = reading.parsed(&format!("vote-{}", one.id), Vote::from_code, "Choisissez un vote de la liste");
        ballots.extend(said.map(|choice| Ballot { member: one.id, choice }));
    }
    let terms = DecisionTerms {
        outcome: outcome.unwrap_or(Decided::Postponed),
        cents: amount(&mut reading, "montant").unwrap_or(0),
        reason: reading.text("motif"),
        ballots,
        override_reason: reading.text("derogation"),
    };
    reading.filled(terms)
}

pub async fn decide(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, project)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let which = (id_of(&id)?, id_of(&project)?);
    let mut tx = house.write().await?;
    let (fund, _) = actions::session(&mut tx, &visit.actor, &acts::DECIDE, which.0).await?;
    let members = store::fund::members(&mut tx, fund.id).await?;
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::decide(&mut tx, around, &visit.actor, which, read(&fields, &members)).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        vote_page(&mut tx, &visit, which, form).await
    };
    answer::settle(tx, outcome, (|()| session_path(which.0), "enregistre"), &fields, again).await
}
