//! How signatories take part: the page across them, that a committee looks at, and one page each.

use std::sync::Arc;

use askama::Template;
use assemblies::facade::steering::{self, SignatorySeen};
use axum::extract::State;
use database::Tx;
use documents::{Cell, Column, Kind as Of, Table};
use interface::{Frame, Html, Link, SummaryRow, TableOptions};
use jiff::civil::Date;
use kernel::{Actor, Uuid, french};
use strategy::facade::pledging::SignatoryName;
use web::{Answer, Asked, Fault, House, PathId, Visit, answer};

use super::{HOME, LineShown, line};
use crate::facade::{self, Engaged};
use crate::rules::{Attended, Decision};
use crate::{acts, store};

/// Where the page across signatories is.
const LIST: &str = "/gestion/pilotage/signataires";

/// A signatory with what is known of a year of it.
pub(super) struct Known {
    pub signatory: SignatoryName,
    /// Meetings of the year where it was expected, the first first.
    pub seen: Vec<SignatorySeen>,
    pub engaged: Engaged,
    /// Decisions of the year, or still open, that its organisations carry out.
    pub charged: Vec<Decision>,
}

impl Known {
    fn attended(&self) -> Attended {
        let mut all = Attended::default();
        self.seen.iter().for_each(|one| all.add(one.was_there, one.was_excused));
        all
    }
}

fn or_nothing(text: &str, nothing: &str) -> String {
    french::spaced(if text.is_empty() { nothing } else { text })
}

fn table_of(all: &[Known], year: i64, today: Date) -> Table {
    let columns = vec![
        Column::new("signataire", "Signataire", Of::Text).row_header(),
        Column::new("presence", "Présence", Of::Text),
        Column::new("promis", "Promis", Of::Text),
        Column::new("apporte", "Apporté", Of::Text),
        Column::new("actions", "Actions pilotées", Of::Integer),
        Column::new("decisions", "Décisions à sa charge", Of::Integer),
        Column::new("retard", "En retard", Of::Integer),
    ];
    let mut table = Table::new("signataires", format!("Engagement des signataires en {year}"), columns);
    let count = |number: usize| Cell::Integer(i64::try_from(number).unwrap_or(i64::MAX));
    for one in all {
        table.rows.push(vec![
            Cell::link(one.signatory.name.clone(), format!("{LIST}/{}?annee={year}", one.signatory.id)),
            Cell::text(french::spaced(&one.attended().words())),
            Cell::text(or_nothing(&one.engaged.promised, "rien de chiffré")),
            Cell::text(or_nothing(&one.engaged.brought, "rien de saisi")),
            count(one.engaged.led.len()),
            count(one.charged.len()),
            count(one.charged.iter().filter(|decision| decision.is_late(today)).count()),
        ]);
    }
    table
}

#[derive(Template)]
#[template(path = "pages/engagements.html")]
pub(super) struct EngagementsPage {
    pub frame: Frame,
    /// « 7 signataires sur 11 ont été présents au moins une fois ».
    pub told: String,
    pub table: Html,
    pub is_empty: bool,
    pub years: Vec<Link>,
    pub contracts: Vec<Link>,
}

impl EngagementsPage {
    pub fn new(frame: Frame, all: &[Known], contracts: Vec<Link>, (year, today): (i64, Date)) -> Self {
        let came = all.iter().filter(|one| one.attended().there > 0).count();
        let number = i64::try_from(came).unwrap_or(i64::MAX);
        let told = format!(
            "{} sur {} {} au moins une fois en {year}, sur {}.",
            french::count(number, "signataire", "signataires"),
            all.len(),
            if came > 1 { "ont été présents" } else { "a été présent" },
            french::count(meetings(all), "réunion tenue", "réunions tenues"),
        );
        let table = table_of(all, year, today);
        Self {
            frame: frame.with_breadcrumb(vec![Link::new("Pilotage", HOME)]),
            told: french::spaced(&told),
            is_empty: table.rows.is_empty(),
            table: interface::table(&table, &TableOptions::default()),
            years: [year - 1, year + 1]
                .map(|other| Link::new(other.to_string(), format!("{LIST}?annee={other}")))
                .to_vec(),
            contracts,
        }
    }
}

/// Meetings where somebody was expected for one of them.
fn meetings(all: &[Known]) -> i64 {
    let mut held: Vec<Uuid> = all.iter().flat_map(|one| one.seen.iter().map(|seen| seen.meeting)).collect();
    held.sort_unstable();
    held.dedup();
    i64::try_from(held.len()).unwrap_or(i64::MAX)
}

#[derive(Template)]
#[template(path = "pages/engagement.html")]
pub(super) struct EngagementPage {
    pub frame: Frame,
    pub rows: Vec<SummaryRow>,
    pub seen: Vec<String>,
    pub led: Vec<Link>,
    pub charged: Vec<LineShown>,
    pub years: Vec<Link>,
}

impl EngagementPage {
    pub fn new(frame: Frame, one: &Known, (year, today): (i64, Date)) -> Self {
        let text = |term: &str, value: &str| SummaryRow::new(term, Html::text(&french::spaced(value)));
        let met = |seen: &SignatorySeen| {
            let how = match (seen.was_there, seen.was_excused) {
                (true, _) => "présent",
                (false, true) => "excusé ou représenté",
                (false, false) => "absent",
            };
            french::spaced(&format!("{}, {} : {how}", french::date(seen.held_on), seen.body))
        };
        let path = format!("{LIST}/{}", one.signatory.id);
        Self {
            frame: frame
                .with_breadcrumb(vec![Link::new("Pilotage", HOME), Link::new("Engagement des signataires", LIST)]),
            rows: vec![
                text("Année", &year.to_string()),
                text("Présence", &one.attended().words()),
                text("Promis pour l’année", &or_nothing(&one.engaged.promised, "rien de chiffré")),
                text("Apporté dans l’année", &or_nothing(&one.engaged.brought, "rien de saisi")),
            ],
            seen: one.seen.iter().map(met).collect(),
            led: one.engaged.led.iter().map(|(label, path)| Link::new(label.clone(), path.clone())).collect(),
            charged: one
                .charged
                .iter()
                .map(|decision| line(decision, None, facade::path(decision.id), today))
                .collect(),
            years: [year - 1, year + 1]
                .map(|other| Link::new(other.to_string(), format!("{path}?annee={other}")))
                .to_vec(),
        }
    }
}

/// Signatories of a contract with what is known of a year of them.
async fn known(tx: &mut Tx, actor: &Actor, contract: Uuid, year: i64) -> Result<Vec<Known>, Fault> {
    let seen = steering::signatories_seen(tx, contract).await?;
    let engaged = facade::engagements(tx, actor, (contract, year)).await?;
    let mut decisions = Vec::new();
    for body in steering::bodies(tx).await?.into_iter().filter(|body| body.contract == contract) {
        decisions.extend(store::decision::of_body(tx, body.id).await?);
    }
    let names = strategy::facade::pledging::signatory_names(tx, contract).await?;
    let told = |signatory: SignatoryName| {
        let own = engaged.iter().find(|one| one.signatory == signatory.id).cloned().unwrap_or_default();
        let of_year = |one: &&SignatorySeen| one.signatory == signatory.id && i64::from(one.held_on.year()) == year;
        let is_charged = |one: &&Decision| {
            let hers = one.terms.organisation.is_some_and(|id| own.organisations.contains(&id));
            hers && one.state != crate::rules::DecisionState::Withdrawn && (one.year == year || one.state.is_waiting())
        };
        Known {
            seen: seen.iter().filter(of_year).cloned().collect(),
            charged: decisions.iter().filter(is_charged).cloned().collect(),
            engaged: own,
            signatory,
        }
    };
    Ok(names.into_iter().map(told).collect())
}

/// The year asked for, or this one.
fn year_of(asked: &Asked, today: Date) -> i64 {
    let years = 2000..=2100;
    asked.text("annee").parse().ok().filter(|year| years.contains(year)).unwrap_or_else(|| i64::from(today.year()))
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let today = house.outside.now().day(&house.settings.zone);
    let year = year_of(&asked, today);
    let all = strategy::facade::contracts(&mut tx).await?;
    let may = |id: Uuid| visit.actor.may(&acts::READ, &kernel::Scope::contract(id)).is_allowed();
    let hers: Vec<_> = all.into_iter().filter(|one| may(one.id)).collect();
    let chosen = hers.iter().find(|one| one.code == asked.text("contrat")).or_else(|| hers.first());
    let known = match chosen {
        Some(contract) => known(&mut tx, &visit.actor, contract.id, year).await?,
        None => Vec::new(),
    };
    let link = |one: &strategy::facade::ContractBrief| {
        let at = format!("{LIST}?annee={year}&contrat={}", answer::encode(&one.code));
        Link::new(one.title.clone(), at)
    };
    let contracts = if hers.len() > 1 { hers.iter().map(link).collect() } else { Vec::new() };
    let frame = visit.back_office("Engagement des signataires");
    answer::page(&EngagementsPage::new(frame, &known, contracts, (year, today)))
}

pub async fn show(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<SignatoryName>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let found = strategy::facade::pledging::signatory_name(&mut tx, id.uuid()).await?;
    let may = |contract| visit.actor.may(&acts::READ, &kernel::Scope::contract(contract)).is_allowed();
    let found = found.filter(|one| may(one.contract)).ok_or_else(Fault::not_found)?;
    let today = house.outside.now().day(&house.settings.zone);
    let year = year_of(&asked, today);
    let all = known(&mut tx, &visit.actor, found.contract, year).await?;
    let one = all.iter().find(|one| one.signatory.id == found.id).ok_or_else(Fault::not_found)?;
    answer::page(&EngagementPage::new(visit.back_office(&found.name), one, (year, today)))
}
