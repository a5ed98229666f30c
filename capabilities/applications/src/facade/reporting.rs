//! What an application foresaw, for the report that answers it; and what keeps an organisation from asking again.

use std::sync::OnceLock;

use budget::{ChartVersion, Line};
use database::{Result, Tx};
use jiff::civil::Date;
use kernel::{Cents, Uuid};
use web::house::Boxed;

use crate::rules::writing::{age_label, chart, funder_account, sex_label};
use crate::store;

/// What a project foresaw of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    /// Its title.
    pub title: String,
    /// Version of the chart of accounts of its call.
    pub chart: ChartVersion,
    /// Its budget: lines typed, then one line for each funder, at what was granted where it was told, at what was asked
    /// elsewhere.
    pub budget: Vec<Foresight>,
    /// People: code of sex and of age, what screens say, how many.
    pub publics: Vec<(String, String, i64)>,
    /// Neighbourhoods: which, its name, how many people by its share of the project.
    pub areas: Vec<(Uuid, String, i64)>,
    /// Indicators: label, unit, target.
    pub indicators: Vec<(String, String, String)>,
    /// What it aims at, in the carrier’s words.
    pub aims: String,
}

/// A line of a budget, and the funding it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foresight {
    /// The line.
    pub line: Line,
    /// Which funding; none: a line typed.
    pub funding: Option<Uuid>,
}

/// What a project foresaw of a year; nothing when it is no longer there. Who may read it is for the caller to say.
///
/// # Errors
/// The database failed.
pub async fn foreseen(tx: &mut Tx, project: Uuid, year: i64) -> Result<Option<Foreseen>> {
    let Some(found) = store::project::by_id(tx, project).await? else { return Ok(None) };
    let Some(application) = store::application::by_id(tx, found.application).await? else { return Ok(None) };
    let terms = store::call::version(tx, application.version).await?.map(|version| version.terms);
    let funders = store::call::funders(tx, application.call).await?;
    let typed = store::writing_budget::lines(tx, (application.id, Some(project)), year).await?;
    let mut budget: Vec<Foresight> = typed
        .into_iter()
        .map(|one| Foresight { line: Line::new(one.account, one.label, one.amount.0), funding: None })
        .collect();
    let all = store::funding::of_application(tx, application.id).await?;
    for one in all.into_iter().filter(|one| one.project == project && one.year == year) {
        let name = funders.iter().find(|funder| funder.id == one.funder).map_or("", |funder| funder.name.as_str());
        let is_told = one.state == crate::rules::FundingState::Notified;
        let Cents(cents) = one.decided.filter(|_| is_told).unwrap_or(one.asked);
        if cents > 0 {
            let line = Line::of_funder(funder_account(name), name, cents);
            budget.push(Foresight { line, funding: Some(one.id) });
        }
    }
    let publics = store::writing::publics(tx, project).await?.into_iter().filter(|one| one.year == year);
    let publics: Vec<(String, String, i64)> = publics
        .map(|one| {
            let label = format!("{}, {}", sex_label(&one.sex), age_label(&one.age).to_lowercase());
            (format!("{}/{}", one.sex, one.age), label, one.people)
        })
        .collect();
    let people: i64 = publics.iter().map(|(_, _, people)| people).sum();
    let mut areas = Vec::new();
    for (area, share) in store::project::held_by(tx, application.id).await?.areas.remove(&project).unwrap_or_default() {
        let name = territory::facade::area(tx, area).await?.map(|area| area.name).unwrap_or_default();
        areas.push((area, name, people.saturating_mul(share) / 1000));
    }
    let indicators = store::writing::indicators(tx, project).await?;
    let aims = store::answer::of_key(tx, application.id, Some(project), "objectifs").await?;
    Ok(Some(Foreseen {
        aims: aims.map(|one| one.value).unwrap_or_default(),
        title: found.title,
        chart: terms.map_or(ChartVersion::Anc2018, |terms| chart(&terms.chart).version),
        budget,
        publics,
        areas,
        indicators: indicators.into_iter().map(|one| (one.label, one.unit, one.target)).collect(),
    }))
}

/// Money that the budget of a project counts on besides the funders of the call (post 74): who pays, the year, how much. Who may
/// read it is for the caller to say.
///
/// # Errors
/// The database failed.
pub async fn counted_on(tx: &mut Tx, (application, project): (Uuid, Uuid)) -> Result<Vec<(String, i64, Cents)>> {
    let Some(found) = store::application::by_id(tx, application).await? else { return Ok(Vec::new()) };
    let terms = store::call::version(tx, found.version).await?.map(|version| version.terms);
    let chart = chart(terms.as_ref().map_or("", |terms| terms.chart.as_str()));
    let lines = store::writing_budget::all_lines(tx, application).await?;
    let own = lines.into_iter().filter(|(of, ..)| *of == Some(project));
    let told = own.filter_map(|(_, year, line)| {
        let (post, account) = chart.account(&line.account)?;
        let name = match line.label.trim() {
            "" => account.label.to_owned(),
            label => label.to_owned(),
        };
        (post.code == "74" && line.amount.0 > 0).then_some((name, year, line.amount))
    });
    Ok(told.collect())
}

/// Tells what keeps an organisation from asking funders again on a day, a sentence each: organisation, the organisations of the
/// funders it asks, contract, day.
pub type Owed = for<'a> fn(&'a mut Tx, (Uuid, Vec<Uuid>, Uuid), Date) -> Boxed<'a, Result<Vec<String>>>;

static OWED: OnceLock<Owed> = OnceLock::new();

/// Told once, at start, by whoever knows what organisations owe funders.
pub fn tell_owed(owed: Owed) {
    let _ = OWED.set(owed);
}

/// What keeps an organisation from asking these funders again; nothing when nobody was told.
pub(crate) async fn owed(tx: &mut Tx, who: (Uuid, Vec<Uuid>, Uuid), on: Date) -> Result<Vec<String>> {
    match OWED.get() {
        Some(ask) => ask(tx, who, on).await,
        None => Ok(Vec::new()),
    }
}
