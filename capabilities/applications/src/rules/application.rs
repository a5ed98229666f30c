//! Applications, their projects and answers, what is asked of them after filing, and who may read them.

use jiff::civil::Date;
use kernel::{Actor, Cents, Moment, Scope, Uuid, Verdict};

use super::{ApplicationState, EventKind, ItemState, ProjectKind, ProjectState, Side, Stage};

/// What one organisation asks at one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Which.
    pub id: Uuid,
    /// Its call.
    pub call: Uuid,
    /// The version it began with.
    pub version: Uuid,
    /// Who asks.
    pub organisation: Uuid,
    /// Its number, once filed.
    pub number: Option<String>,
    /// Where it stands for its carrier.
    pub state: ApplicationState,
    /// How far it is.
    pub stage: Stage,
    /// Since when.
    pub stage_at: Moment,
    /// How many years are asked for.
    pub years: i64,
    /// The first of them.
    pub first_year: i64,
    /// When it was begun.
    pub created_at: Moment,
    /// When it was filed.
    pub filed_at: Option<Moment>,
    /// Who filed it, by name.
    pub filed_by_name: String,
    /// Why it was admitted after closing.
    pub late_reason: String,
    /// Until when it may be filed after closing.
    pub late_until: Option<Moment>,
    /// The agent or mediator who types for the carrier.
    pub typed_by: Option<Uuid>,
    /// When the carrier confirmed what was typed for it.
    pub confirmed_at: Option<Moment>,
    /// Why its carrier withdrew it.
    pub withdrawn_reason: String,
    /// The application it goes on from.
    pub renewed_from: Option<Uuid>,
    /// Grows with every change.
    pub revision: i64,
}

/// An action of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Which.
    pub id: Uuid,
    /// Its application.
    pub application: Uuid,
    /// Its rank, from 1.
    pub position: i64,
    /// Its title.
    pub title: String,
    /// Whether it goes on from last year.
    pub kind: ProjectKind,
    /// The project it goes on from.
    pub renewed_from: Option<Uuid>,
    /// First day.
    pub starts_on: Option<Date>,
    /// Last day.
    pub ends_on: Option<Date>,
    /// Where it stands.
    pub state: ProjectState,
    /// Grows with every change.
    pub revision: i64,
}

/// An answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Which.
    pub id: Uuid,
    /// Its application.
    pub application: Uuid,
    /// Its project; none: about the whole.
    pub project: Option<Uuid>,
    /// The question, as the terms name it.
    pub key: String,
    /// What was typed.
    pub value: String,
    /// When.
    pub saved_at: Moment,
    /// By whom.
    pub saved_by_name: String,
    /// Grows with every change.
    pub revision: i64,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Which.
    pub id: Uuid,
    /// To which application.
    pub application: Uuid,
    /// To one of its projects.
    pub project: Option<Uuid>,
    /// To one of its fundings.
    pub funding: Option<Uuid>,
    /// What.
    pub kind: EventKind,
    /// When.
    pub at: Moment,
    /// Who, by name.
    pub by_name: String,
    /// On which side.
    pub side: Side,
    /// What was said of it.
    pub note: String,
    /// Whether the carrier reads it.
    pub is_shown: bool,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Which.
    pub id: Uuid,
    /// About which application.
    pub application: Uuid,
    /// Who writes.
    pub side: Side,
    /// By which account.
    pub author: Option<Uuid>,
    /// Her name.
    pub author_name: String,
    /// What.
    pub text: String,
    /// When.
    pub at: Moment,
    /// When the other side first read it.
    pub read_at: Option<Moment>,
}

/// What is asked of a carrier after filing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Which.
    pub id: Uuid,
    /// Of which application.
    pub application: Uuid,
    /// When.
    pub asked_at: Moment,
    /// By whom.
    pub asked_by_name: String,
    /// Until when.
    pub due_on: Date,
    /// What is said of it.
    pub note: String,
    /// When the carrier gave everything.
    pub answered_at: Option<Moment>,
    /// When services were satisfied.
    pub closed_at: Option<Moment>,
    /// What is asked.
    pub items: Vec<CompletionItem>,
    /// Grows with every change.
    pub revision: i64,
}

/// One thing asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompletionItem {
    /// Which.
    pub id: Uuid,
    /// Of which project; none: of the whole.
    pub project: Option<Uuid>,
    /// A question, a document or a section of the terms.
    pub key: String,
    /// What is missing.
    pub why: String,
    /// Where it stands.
    pub state: ItemState,
    /// What its carrier says of it, or nothing.
    pub reply: String,
    /// When it was given.
    pub answered_at: Option<Moment>,
}

/// Somebody who must not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recusal {
    /// Which.
    pub id: Uuid,
    /// Who.
    pub account: Uuid,
    /// This application.
    pub application: Option<Uuid>,
    /// Or whatever this organisation asks.
    pub organisation: Option<Uuid>,
    /// Why.
    pub reason: String,
    /// Since when.
    pub declared_at: Moment,
}

impl Recusal {
    /// Whether it keeps its account from an application of this organisation.
    pub fn keeps_out(&self, application: Uuid, organisation: Uuid) -> bool {
        self.application == Some(application) || self.organisation == Some(organisation)
    }
}

/// Totals of a budget, as typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Charges, gifts in kind left out.
    pub charges: Cents,
    /// Products typed, gifts in kind and what is asked of the funders of the call left out.
    pub products: Cents,
    /// Gifts in kind.
    pub in_kind: Cents,
}

/// What decides who reads an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// The contract of its call.
    pub contract: Uuid,
    /// Who asks.
    pub carrier: Uuid,
    /// Where its projects take place.
    pub areas: Vec<Uuid>,
    /// Organisations it asks money of.
    pub asked: Vec<Uuid>,
}

impl Ground {
    /// Where an act of services on it may take place: on the contract, in one of its neighbourhoods, for one of the
    /// funders it asks.
    pub fn places(&self) -> Vec<Scope> {
        places(self.contract, &self.areas, &self.asked)
    }

    /// What this actor may do here for services.
    pub fn verdict(&self, actor: &Actor, act: &kernel::Act) -> Verdict {
        verdict_among(actor, act, &self.places())
    }
}

/// Where an act of services may take place: on a contract, in one of these neighbourhoods, for one of these funders.
pub fn places(contract: Uuid, areas: &[Uuid], funders: &[Uuid]) -> Vec<Scope> {
    let mut all = Vec::with_capacity((areas.len() + 1) * (funders.len() + 1));
    for territory in std::iter::once(None).chain(areas.iter().copied().map(Some)) {
        let funders = std::iter::once(None).chain(funders.iter().copied().map(Some));
        all.extend(funders.map(|organisation| Scope { contract: Some(contract), territory, organisation }));
    }
    all
}

/// What this actor may do in one of these places at least.
pub fn verdict_among(actor: &Actor, act: &kernel::Act, places: &[Scope]) -> Verdict {
    let verdicts: Vec<Verdict> = places.iter().map(|place| actor.may(act, place)).collect();
    let best = verdicts.iter().find(|verdict| verdict.is_allowed());
    let nearly = || verdicts.iter().find(|verdict| matches!(verdict, Verdict::SecondFactorMissing(_)));
    best.or_else(nearly).or(verdicts.first()).copied().unwrap_or(Verdict::NoFunction)
}

/// Whether this actor acts for this organisation: only a function limited to it counts.
pub fn carries(actor: &Actor, act: &kernel::Act, organisation: Uuid) -> bool {
    match actor {
        Actor::Visitor => false,
        Actor::Platform(_) => true,
        Actor::Person(person) => {
            let own = |grant: &&kernel::Grant| {
                act.functions.contains(&grant.function) && grant.scope == Scope::organisation(organisation)
            };
            person.grants.iter().any(|grant| own(&grant)) && (!act.needs_second_factor || person.has_second_factor)
        }
    }
}
