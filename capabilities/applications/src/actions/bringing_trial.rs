//! A file of applications tried without keeping anything: what each application of it would become here.

use std::collections::HashMap;

use accounts::facade::OrganisationCard;
use database::Tx;
use directory::facade::{Likeness, Told, likeness};
use documents::sheet::Sheet;
use kernel::text::search_key;
use kernel::{Failure, Outcome, Refusal, Uuid};

use crate::rules::bringing::{Around, Brought, Mapping, Problem, files, missing};
use crate::rules::{Call, Funding, Nature, Project};
use crate::store;

/// What bringing an application would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A new application.
    New,
    /// Projects or requests added to one that is there.
    Added,
    /// Nothing: all of it is there.
    Same,
    /// Nothing: it was never filed where it comes from.
    Unfiled,
    /// Nothing: something is wrong.
    Wrong,
}

/// An application of a file, and what bringing it would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What the file says.
    pub brought: Brought,
    /// What it would do.
    pub fate: Fate,
    /// The application that is there.
    pub known: Option<Uuid>,
    /// The organisation that is there; none: a new one.
    pub carrier: Option<Uuid>,
    /// Projects that would be new.
    pub projects: usize,
    /// Requests that would be new.
    pub fundings: usize,
}

/// What a trial says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Each application of the file, in its order.
    pub lines: Vec<Line>,
    /// Columns of the file nothing is made of.
    pub left_out: Vec<String>,
}

impl Report {
    /// How many applications have this fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.lines.iter().filter(|line| line.fate == fate).count()
    }

    /// Everything that is wrong, in the order of the file.
    pub fn problems(&self) -> Vec<&Problem> {
        let mut all: Vec<&Problem> = self.lines.iter().flat_map(|line| &line.brought.problems).collect();
        all.sort_by_key(|problem| problem.line);
        all
    }

    /// Organisations that would be new.
    pub fn new_carriers(&self) -> usize {
        let new = self.lines.iter().filter(|line| line.fate == Fate::New && line.carrier.is_none());
        let mut all: Vec<(String, &Option<String>)> =
            new.map(|line| (search_key(&line.brought.carrier), &line.brought.siret)).collect();
        all.sort_unstable();
        all.dedup();
        all.len()
    }
}

/// What is there already of a call.
pub(super) struct Known {
    origins: HashMap<String, (Uuid, Option<Uuid>)>,
    numbers: HashMap<String, Uuid>,
    projects: HashMap<Uuid, Vec<Project>>,
    fundings: HashMap<Uuid, Vec<Funding>>,
    cards: Vec<OrganisationCard>,
}

/// A reference within a call: of an application, or of one of its projects.
pub(super) fn origin_key(reference: &str, project: Option<&str>) -> String {
    match project {
        Some(project) => format!("{}/{project}", search_key(reference)),
        None => search_key(reference),
    }
}

/// How like an organisation that is there the one of a file is.
fn like(card: &OrganisationCard, brought: &Brought) -> Likeness {
    let told = |name, siret| Told { name, siret, rna: None };
    likeness(told(&card.name, card.siret.as_deref()), told(&brought.carrier, brought.siret.as_deref()))
}

impl Known {
    pub(super) async fn read(tx: &mut Tx, call: Uuid) -> database::Result<Self> {
        let origins = store::bringing::origins(tx, call).await?;
        let numbered = store::application::of_call(tx, call).await?;
        let mut fundings: HashMap<Uuid, Vec<Funding>> = HashMap::new();
        for one in store::funding::of_call(tx, call).await? {
            fundings.entry(one.project).or_default().push(one);
        }
        Ok(Self {
            origins: origins.into_iter().map(|(name, application, project)| (name, (application, project))).collect(),
            numbers: numbered.into_iter().filter_map(|one| Some((search_key(&one.number?), one.id))).collect(),
            projects: store::project::of_call(tx, call).await?.projects,
            fundings,
            cards: accounts::facade::organisation_cards(tx).await?,
        })
    }

    /// The same, of one application of a file only: all that a job reads while it holds what everybody writes on.
    pub(super) async fn of(tx: &mut Tx, call: Uuid, brought: &Brought) -> database::Result<Self> {
        let key = origin_key(&brought.reference, None);
        let application = match store::bringing::application_of(tx, call, &key).await? {
            Some(id) => Some(id),
            None => {
                let filed = store::application::by_number(tx, &key.replace(' ', "-")).await?;
                filed.filter(|one| one.call == call).map(|one| one.id)
            }
        };
        let mut known = Self {
            origins: HashMap::new(),
            numbers: HashMap::new(),
            projects: HashMap::new(),
            fundings: HashMap::new(),
            cards: accounts::facade::organisations_alike(tx, &brought.carrier, brought.siret.as_deref()).await?,
        };
        let Some(id) = application else { return Ok(known) };
        known.origins.insert(key, (id, None));
        for (name, project) in store::bringing::origins_of(tx, id).await? {
            known.origins.insert(name, (id, project));
        }
        known.projects.insert(id, store::project::of_application(tx, id).await?);
        for one in store::funding::of_application(tx, id).await? {
            known.fundings.entry(one.project).or_default().push(one);
        }
        Ok(known)
    }

    /// The application of that reference: brought before, or filed here under that number.
    fn application(&self, reference: &str) -> Option<Uuid> {
        let key = origin_key(reference, None);
        self.origins.get(&key).map(|(id, _)| *id).or_else(|| self.numbers.get(&key).copied())
    }

    /// The project of an application: of that reference, that title, or that rank.
    pub(super) fn project(&self, application: Uuid, reference: &str, (key, title): (&str, &str)) -> Option<Uuid> {
        if let Some((_, Some(id))) = self.origins.get(&origin_key(reference, Some(key))) {
            return Some(*id);
        }
        let own = self.projects.get(&application)?;
        let title = search_key(title);
        let by_title = own.iter().find(|one| search_key(&one.title) == title);
        let by_rank = || own.iter().find(|one| key.parse() == Ok(one.position));
        by_title.or_else(by_rank).map(|one| one.id)
    }

    pub(super) fn asks(&self, project: Uuid, (funder, year, nature): (Uuid, i64, Nature)) -> bool {
        let own = self.fundings.get(&project).map(Vec::as_slice).unwrap_or_default();
        own.iter().any(|one| (one.funder, one.year, one.nature) == (funder, year, nature))
    }

    /// The last rank of the projects of an application.
    pub(super) fn last_rank(&self, application: Uuid) -> i64 {
        let own = self.projects.get(&application).map(Vec::as_slice).unwrap_or_default();
        own.iter().map(|one| one.position).max().unwrap_or(0)
    }

    /// The organisation of that SIRET, or of that name alone.
    fn carrier(&self, brought: &Brought) -> Result<Option<Uuid>, &'static str> {
        let mut alike = Vec::new();
        for card in &self.cards {
            match like(card, brought) {
                Likeness::Same => return Ok(Some(card.id)),
                Likeness::Perhaps => alike.push(card.id),
                Likeness::Other => {}
            }
        }
        match alike.as_slice() {
            [] => Ok(None),
            [only] => Ok(Some(*only)),
            _ => Err("Plusieurs organisations d’ici portent ce nom : ajoutez le numéro SIRET"),
        }
    }

    /// What bringing an application would do.
    pub(super) fn line(&self, mut brought: Brought) -> Line {
        let known = self.application(&brought.reference);
        let carrier = match self.carrier(&brought) {
            Ok(found) => found,
            Err(sentence) => {
                let line = brought.lines.first().copied().unwrap_or_default();
                let problem = Problem { line, column: "Porteur".to_owned(), sentence: sentence.to_owned() };
                brought.problems.push(problem);
                None
            }
        };
        let (mut projects, mut fundings) = (0, 0);
        for project in brought.projects.iter().filter(|project| !project.fundings.is_empty()) {
            let there = known.and_then(|id| self.project(id, &brought.reference, (&project.key, &project.title)));
            projects += usize::from(there.is_none());
            let is_new = |asked: (Uuid, i64, Nature)| there.is_none_or(|id| !self.asks(id, asked));
            fundings += project.fundings.iter().filter(|one| is_new((one.funder, one.year, one.nature))).count();
        }
        let fate = match (known, fundings) {
            _ if !brought.problems.is_empty() => Fate::Wrong,
            (_, 0) if brought.projects.iter().all(|project| project.fundings.is_empty()) => Fate::Unfiled,
            (Some(_), 0) => Fate::Same,
            (Some(_), _) => Fate::Added,
            (None, _) => Fate::New,
        };
        Line { brought, fate, known, carrier, projects, fundings }
    }
}

/// What a file of a call is read against.
pub(super) async fn around(tx: &mut Tx, call: &Call, today: jiff::civil::Date) -> Outcome<Around> {
    let funders = store::call::funders(tx, call.id).await?;
    let contract = strategy::facade::contract(tx, call.contract).await?.ok_or(Refusal::NotFound)?;
    let areas = territory::facade::areas_among(tx, &contract.area_ids).await?;
    let nodes = strategy::facade::nodes(tx, call.contract).await?;
    let (practice, _) = store::practice::of_contract(tx, call.contract).await?;
    Ok(Around {
        year: call.year,
        years: call.terms.years,
        funders: funders.into_iter().map(|one| (one.id, one.name, one.programme)).collect(),
        areas: areas.into_iter().map(|area| (area.id, area.code, area.name)).collect(),
        nodes: nodes.into_iter().map(|node| (node.id, node.code, node.title)).collect(),
        states: practice.states,
        today: Some(today),
    })
}

/// Tries a file without keeping anything of it.
///
/// # Errors
/// A needed column is not said; the database failed.
pub async fn try_out(
    tx: &mut Tx,
    (call, today): (&Call, jiff::civil::Date),
    (sheet, mapping): (&Sheet, &Mapping),
) -> Outcome<Report> {
    Failure::unless_empty(missing(mapping))?;
    let around = around(tx, call, today).await?;
    let known = Known::read(tx, call.id).await?;
    let brought = files(&sheet.headers, &sheet.rows, mapping, &around);
    let used: Vec<usize> = mapping.values().copied().collect();
    let unused = sheet.headers.iter().enumerate().filter(|(at, header)| !used.contains(at) && !header.is_empty());
    Ok(Report {
        lines: brought.into_iter().map(|one| known.line(one)).collect(),
        left_out: unused.map(|(_, header)| header.clone()).collect(),
    })
}
