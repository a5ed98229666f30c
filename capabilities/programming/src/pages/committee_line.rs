//! One project in a committee, with all its lines; and the form of one line: what is proposed, what is voted.

use std::sync::Arc;

use applications::facade::{CallFunder, Funding};
use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Choice, Form, Frame, Link, SummaryRow, Tag};
use kernel::{Filled, Uuid, french};
use web::{Answer, Fault, Fields, House, Reading, Visit, answer};

use super::committee_live::Live;
use super::committee_words::{above, amount, choices, decision_tag, euros, line_path, money_path, row_path, typed};
use crate::actions::desk::{self, deciding, is_votable, may_propose};
use crate::actions::list_exports::cost;
use crate::actions::voting::{self, Said, Standing};
use crate::rules::ceilings::{FunderBounds, Told, beyond_need, funder_bounds};
use crate::rules::{Ballot, Decision, Purse, Vote, envelope_sentence};
use crate::{acts_committee as acts, store};

fn id_of(text: &str) -> Result<Uuid, Fault> {
    text.parse().map_err(|_| Fault::not_found())
}

#[derive(Template)]
#[template(path = "pages/committee_row.html")]
pub(super) struct RowPage {
    pub frame: Frame,
    pub summary: Vec<SummaryRow>,
    pub told: Vec<Told>,
    pub lines: Vec<LineShown>,
    pub changes: Vec<String>,
    pub live: Live,
}

/// A line of a project.
pub(super) struct LineShown {
    pub funding: String,
    pub funder: String,
    pub about: String,
    pub asked: String,
    pub proposed: String,
    pub voted: String,
    /// Where this amount is followed.
    pub follow: String,
    pub tag: Tag,
    pub why: String,
    pub href: String,
}

/// `/gestion/programmation/{id}/actions/{application}/{project}`
pub async fn row(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, application, project)): Path<(String, String, String)>,
) -> Answer {
    let mut tx = house.read().await?;
    let (id, application, project) = (id_of(&id)?, id_of(&application)?, id_of(&project)?);
    let desk = desk::desk(&mut tx, &visit.actor, &acts::READ_COMMITTEE, id).await?;
    applications::facade::assessed_for(&mut tx, &visit.actor, &acts::READ_COMMITTEE, application).await?;
    let live = Live::of(&mut tx, &house, &desk.committee).await?;
    let row = desk.rows.iter().find(|row| row.project.id == project && row.application == application);
    let row = row.ok_or_else(Fault::not_found)?;
    let areas =
        territory::facade::areas_among(&mut tx, &row.areas.iter().map(|(id, _)| *id).collect::<Vec<_>>()).await?;
    let mut changes = Vec::new();
    for funding in &row.fundings {
        for change in store::committee::of_funding(&mut tx, funding.id).await? {
            let when = french::moment(kernel::Moment(change.at), &house.settings.zone);
            let why = if change.reason.is_empty() { String::new() } else { format!(" ({})", change.reason) };
            let name = desk.funder_name(funding.funder);
            let told = format!("{name}, le {when}, {} : {} → {}{why}", change.by_name, change.before, change.after);
            changes.push((change.at, french::spaced(&told)));
        }
    }
    changes.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let asked: i64 = row.fundings.iter().map(|one| one.asked.0).sum();
    let others = row.totals.products.0;
    let lines = desk.lines([row]);
    let proposed = lines.iter().map(|line| line.proposed.unwrap_or(0)).sum();
    let mut told: Vec<Told> = beyond_need(proposed, cost(row), others).into_iter().collect();
    for line in &lines {
        let Some(funder) = desk.funder(line.funder) else { continue };
        told.extend(funder_bounds(&funder.name, bounds(funder), line.voted.max(line.proposed.unwrap_or(0)), cost(row)));
    }
    let wave = desk.wave_of.get(&row.project.id).and_then(|id| desk.waves.iter().find(|(known, _)| known == id));
    let mut summary = vec![
        SummaryRow::new("Dossier", row.number.clone()),
        SummaryRow::new("Porteur", french::spaced(&row.carrier_name)),
        SummaryRow::new("Quartiers", areas.iter().map(|area| area.name.as_str()).collect::<Vec<_>>().join(", ")),
        SummaryRow::new("Nouvelle ou reconduite", row.project.kind.french()),
        SummaryRow::new("Personnes", french::integer(row.people)),
        SummaryRow::new("Coût total", euros(cost(row))),
        SummaryRow::new("Autres produits", euros(others)),
        SummaryRow::new("Demandé aux financeurs", euros(asked)),
    ];
    summary.extend(wave.map(|(_, title)| SummaryRow::new("Vague", title.clone())));
    let shown = row.fundings.iter().map(|funding| {
        let (line, vote) = (desk.line(funding), desk.votes.get(&funding.id));
        let funder = desk.funder(funding.funder);
        let is_mine = funder.is_some_and(|one| {
            deciding(&visit.actor, &desk.call, one).1.is_allowed() || may_propose(&visit.actor, &desk.call, one)
        });
        let elsewhere = desk.elsewhere.get(&funding.id).map(|one| format!(", {}", one.told())).unwrap_or_default();
        let state = funding.state.french();
        LineShown {
            funding: funding.id.to_string(),
            funder: desk.funder_name(funding.funder).to_owned(),
            about: french::spaced(&format!("{}, {}, {state}{elsewhere}", funding.year, funding.nature.french())),
            asked: euros(line.asked),
            proposed: line.proposed.map_or("–".to_owned(), euros),
            voted: line.decision.map_or("–".to_owned(), |_| euros(line.voted)),
            follow: money_path("financement", funding.id),
            tag: decision_tag(line.decision),
            why: vote
                .map(|vote| french::spaced([&*vote.condition, &*vote.reason].join(" ").trim()))
                .unwrap_or_default(),
            href: if is_mine { line_path(id, application, funding.id) } else { String::new() },
        }
    });
    let title = format!("{} {}", row.number, row.project.title);
    let frame = visit.back_office(&french::spaced(&title)).with_breadcrumb(above(id, &desk.committee.terms.title));
    let changes = changes.into_iter().map(|(_, told)| told).take(30).collect();
    answer::page(&RowPage { frame, summary, told, lines: shown.collect(), changes, live })
}

fn bounds(funder: &CallFunder) -> FunderBounds {
    FunderBounds { ceiling_permille: funder.ceiling_permille, floor_cents: funder.floor.map(|floor| floor.0) }
}

#[derive(Template)]
#[template(path = "pages/committee_line.html")]
pub(super) struct LinePage {
    pub frame: Frame,
    pub form: Form,
    pub summary: Vec<SummaryRow>,
    pub decisions: Vec<Choice>,
    pub envelopes: Vec<Choice>,
    pub may_propose: bool,
    pub may_vote: bool,
    pub is_frozen: bool,
    pub closed: String,
    pub back: String,
    pub propose_at: String,
    pub vote_at: String,
    pub live: Live,
}

/// Everything the form of a line is drawn from.
struct Around {
    standing: Standing,
    purse: Purse,
    title: String,
    project: Uuid,
    live: Live,
}

async fn around(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    (id, application, funding): (Uuid, Uuid, Uuid),
) -> Result<Around, Fault> {
    let standing = voting::standing(tx, &visit.actor, id, (application, funding)).await?;
    let purse = desk::purse(tx, standing.committee.contract).await?;
    let live = Live::of(tx, house, &standing.committee).await?;
    let project = standing.row.projects.iter().find(|one| one.id == standing.funding.project);
    let title = project.map(|one| one.title.clone()).unwrap_or_default();
    Ok(Around { project: standing.funding.project, standing, purse, title, live })
}

impl Around {
    fn back(&self) -> String {
        row_path(self.standing.committee.id, self.standing.row.application.id, self.project)
    }

    fn page(&self, visit: &Visit, form: Form) -> LinePage {
        let at = &self.standing;
        let Funding { asked, year, state, .. } = at.funding;
        let own =
            |one: &&crate::rules::Envelope| Some(one.terms.funder) == at.funder.organisation && one.terms.year == year;
        let envelopes = self.purse.envelopes().iter().filter(own);
        let envelopes =
            envelopes.map(|one| (one.id, envelope_sentence(&one.terms.programme, &self.purse.of(one.id)).1));
        let committee = at.committee.terms.title.as_str();
        let mut breadcrumb = above(at.committee.id, committee);
        breadcrumb.push(Link::new(french::spaced(&self.title), self.back()));
        let title = format!("{}, {year}", at.funder.name);
        let frame =
            visit.back_office(&french::spaced(&title)).with_form(&form).with_caption(french::spaced(&self.title));
        let path = line_path(at.committee.id, at.row.application.id, at.funding.id);
        let frozen = at.vote.minutes.is_some();
        let closed = match &at.elsewhere {
            _ if !is_votable(state) => {
                format!("Cette demande est « {} » : le comité n’en décide pas maintenant.", state.french())
            }
            Some(elsewhere) => format!("{}.", elsewhere.sentence()),
            None => String::new(),
        };
        let is_open = at.elsewhere.is_none();
        LinePage {
            frame: frame.with_breadcrumb(breadcrumb),
            form,
            summary: vec![
                SummaryRow::new("Porteur", french::spaced(&at.row.carrier)),
                SummaryRow::new("Demandé", euros(asked.0)),
                SummaryRow::new("Proposé", at.vote.proposed.map_or("–".to_owned(), euros)),
                SummaryRow::new("Décision", french::spaced(&at.vote.told())),
            ],
            decisions: choices(Decision::ALL.iter().map(|one| (one.code(), one.french()))),
            envelopes: choices(envelopes),
            may_propose: is_open
                && may_propose(&visit.actor, &at.call, &at.funder)
                && !frozen
                && at.vote.decision.is_none(),
            may_vote: is_open && deciding(&visit.actor, &at.call, &at.funder).1.is_allowed(),
            is_frozen: frozen,
            closed: french::spaced(&closed),
            back: self.back(),
            vote_at: format!("{path}/{}", if at.funder.organisation.is_some() { "vote" } else { "note" }),
            propose_at: path,
            live: self.live.clone(),
        }
    }

    /// The form as the line stands; the envelope that fits when nobody chose.
    fn form(&self) -> Form {
        let Vote { proposed, decision, cents, reason, condition, envelope, revision, .. } = &self.standing.vote;
        let funder = self.standing.funder.organisation.unwrap_or_default();
        let fitting = self.purse.fitting(funder, &self.standing.funder.programme, self.standing.funding.year, &[]);
        let envelope = envelope.or(fitting).map(|id| id.to_string());
        Form::filled([
            ("propose", proposed.map(typed).unwrap_or_default()),
            ("decision", decision.map_or("", Decision::code).to_owned()),
            ("montant", if *cents > 0 { typed(*cents) } else { String::new() }),
            ("motif", reason.clone()),
            ("reserve", condition.clone()),
            ("enveloppe", envelope.unwrap_or_default()),
            ("revision", revision.to_string()),
        ])
    }
}

/// `/gestion/programmation/{id}/lignes/{application}/{funding}`
pub async fn line(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, application, funding)): Path<(String, String, String)>,
) -> Answer {
    let mut tx = house.read().await?;
    let which = (id_of(&id)?, id_of(&application)?, id_of(&funding)?);
    let around = around(&mut tx, &house, &visit, which).await?;
    answer::page(&around.page(&visit, around.form()))
}

/// What was typed: a decision when one is said, the proposal otherwise.
fn read(fields: &Fields, is_said: bool) -> Filled<Said> {
    let mut reading = Reading::of(fields);
    let proposed = fields.pairs().iter().any(|(name, _)| name == "propose").then(|| amount(&mut reading, "propose"));
    let ballot = is_said.then(|| Ballot {
        decision: reading.coded("decision", Decision::from_code, "Choisissez la décision"),
        cents: amount(&mut reading, "montant"),
        reason: reading.text("motif"),
        condition: reading.text("reserve"),
    });
    let said = Said {
        proposed: if is_said { None } else { proposed },
        ballot,
        envelope: reading.offered("enveloppe"),
        override_reason: reading.text("depassement"),
        amendment_reason: reading.text("motif-amendement"),
    };
    reading.filled(said)
}

type Which = Path<(String, String, String)>;

pub async fn propose(State(house): State<Arc<House>>, visit: Visit, which: Which, fields: Fields) -> Answer {
    say(&house, &visit, which, (&fields, false)).await
}

pub async fn vote(State(house): State<Arc<House>>, visit: Visit, which: Which, fields: Fields) -> Answer {
    say(&house, &visit, which, (&fields, true)).await
}

async fn say(
    house: &House,
    visit: &Visit,
    Path((id, application, funding)): Which,
    (fields, is_said): (&Fields, bool),
) -> Answer {
    let mut tx = house.write().await?;
    let which = (id_of(&id)?, id_of(&application)?, id_of(&funding)?);
    let around = around(&mut tx, house, visit, which).await?;
    let line = (which.1, which.2, fields.text("revision").parse().unwrap_or(-1));
    let outcome = voting::say(&mut tx, &house.outside, &visit.actor, which.0, line, read(fields, is_said)).await;
    let again = async |form| Ok(around.page(visit, form));
    answer::settle(tx, outcome, (|()| around.back(), "enregistre"), fields, again).await
}
