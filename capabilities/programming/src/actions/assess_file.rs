//! A filed application as those who assess it read it, its checks computed first.

use applications::facade::{self as files, Answer, ApplicationView, Completion, Joined, Part, ProjectRow};
use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Act, Actor, Outcome, Refusal, Uuid};

use crate::rules::{
    AskedFacts, BudgetFacts, CarrierFacts, Check, FileFacts, PastReport, ProjectFacts, checks, stand_of,
};

/// A filed application.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// What it holds.
    pub view: ApplicationView,
    /// Its projects, in order.
    pub rows: Vec<ProjectRow>,
    /// What its carrier answered.
    pub answers: Vec<Answer>,
    /// What it joined.
    pub joined: Vec<Joined>,
    /// What was asked of it.
    pub completions: Vec<Completion>,
    /// What is there and what is missing.
    pub checks: Vec<Check>,
    /// What it is called where it was brought from.
    pub elsewhere: Option<String>,
    /// Reports of what its carrier was granted, as far as whoever opened it may read them.
    pub reports: Vec<PastReport>,
}

impl Dossier {
    /// One of its projects.
    pub fn row(&self, project: Uuid) -> Option<&ProjectRow> {
        self.rows.iter().find(|row| row.project.id == project)
    }
}

/// The number of a project as people say it: that of its application, with its rank when there are several.
pub fn reference(number: &str, position: i64, is_only: bool) -> String {
    if is_only { number.to_owned() } else { format!("{number}-{position}") }
}

/// The time zone of a call.
pub(crate) fn zone_of(view: &ApplicationView, otherwise: &TimeZone) -> TimeZone {
    TimeZone::get(view.call.zone).unwrap_or_else(|_| otherwise.clone())
}

/// An application for this act: right and recusal in one move.
///
/// # Errors
/// Not there, not this actor’s, or she stays out of it: the three look alike.
pub async fn open(
    tx: &mut Tx,
    (today, zone): (Date, &TimeZone),
    actor: &Actor,
    act: &'static Act,
    id: Uuid,
) -> Outcome<Dossier> {
    let view = files::assessed_for(tx, actor, act, id).await?;
    let rows = files::rows_of(tx, &view).await?;
    let answers = files::answers(tx, id).await?;
    let joined = files::joined(tx, id).await?;
    let completions = files::completions(tx, id).await?;
    let of = (view.application.organisation, view.call.contract);
    let reports = crate::facade::reported(tx, actor, of, today).await?;
    let report = stand_of(&reports, view.call.year - 1);
    let carrier = carrier(tx, view.application.organisation, today).await?.map(|one| CarrierFacts { report, ..one });
    let budgets = files::budgets(tx, id).await?;
    let facts = facts(&view, &rows, (&joined, &budgets), carrier, &zone_of(&view, zone));
    let checks = checks(&facts);
    let elsewhere = files::reference_elsewhere(tx, id).await?;
    Ok(Dossier { view, rows, answers, joined, completions, checks, elsewhere, reports })
}

/// The same from one of its projects.
///
/// # Errors
/// As [`open`].
pub async fn open_project(
    tx: &mut Tx,
    around: (Date, &TimeZone),
    actor: &Actor,
    act: &'static Act,
    project: Uuid,
) -> Outcome<Dossier> {
    let id = files::application_of_project(tx, project).await?.ok_or(Refusal::NotFound)?;
    open(tx, around, actor, act, id).await
}

/// What is known once of a carrier, on a day.
async fn carrier(tx: &mut Tx, organisation: Uuid, today: Date) -> database::Result<Option<CarrierFacts>> {
    let Some(sheet) = directory::facade::carrier(tx, organisation).await? else { return Ok(None) };
    Ok(Some(CarrierFacts {
        siret: sheet.card.siret,
        rna: sheet.identity.rna,
        has_commitments: directory::facade::has_signed_commitments(tx, organisation).await?,
        standing: directory::facade::lacks_to_ask(tx, organisation, today).await?,
        report: None,
    }))
}

type Typed = [(Uuid, i64, String, kernel::Cents)];

fn facts(
    view: &ApplicationView,
    rows: &[ProjectRow],
    (joined, budgets): (&[Joined], &Typed),
    carrier: Option<CarrierFacts>,
    zone: &TimeZone,
) -> FileFacts {
    let (application, call) = (&view.application, &view.call);
    let asked_files = |part: Part, project: Option<Uuid>| -> Vec<(String, String, bool)> {
        let wanted = view.terms.attachments.iter().filter(|one| one.part == part && one.is_required);
        let is_there = |key: &str| joined.iter().any(|one| one.kind == key && one.project == project);
        wanted.map(|one| (one.key.clone(), one.label.clone(), is_there(&one.key))).collect()
    };
    let was_open = application.filed_at.is_some_and(|filed| {
        call.opens_at.is_none_or(|opens| filed >= opens)
            && call.closes_at.is_none_or(|closes| filed < closes.plus_seconds(60))
    });
    let project = |row: &ProjectRow| {
        let id = row.project.id;
        let own = |year: i64, side: &str| -> i64 {
            let lines = budgets.iter().filter(|(of, at, known, _)| *of == id && *at == year && known == side);
            lines.map(|(.., cents)| cents.0).sum()
        };
        let living = || row.fundings.iter().filter(|one| one.state != files::FundingState::Withdrawn);
        let mut years: Vec<i64> = budgets.iter().filter(|(of, ..)| *of == id).map(|(_, year, ..)| *year).collect();
        years.dedup();
        let budget = |year: &i64| BudgetFacts {
            year: *year,
            charges: own(*year, "charge"),
            products: own(*year, "product")
                + living().filter(|one| one.year == *year).map(|one| one.asked.0).sum::<i64>(),
            kind_charges: own(*year, "kind_charge"),
            kind_products: own(*year, "kind_product"),
        };
        let asked = living().filter_map(|one| {
            let funder = call.funders.iter().find(|funder| funder.id == one.funder)?;
            Some(AskedFacts {
                funder: funder.name.clone(),
                year: one.year,
                asked: one.asked.0,
                floor: funder.floor.map(|cents| cents.0),
                ceiling_permille: funder.ceiling_permille,
            })
        });
        ProjectFacts {
            id,
            area_count: row.areas.len(),
            budgets: years.iter().map(budget).collect(),
            asked: asked.collect(),
            attachments: asked_files(Part::Project, Some(id)),
        }
    };
    FileFacts {
        filed_on: application.filed_at.map(|at| at.day(zone)),
        closed_on: call.closes_at.map(|at| at.day(zone)),
        was_open,
        late_reason: application.late_reason.clone(),
        carrier,
        attachments: asked_files(Part::Application, None),
        projects: rows.iter().map(project).collect(),
    }
}
