//! `/gestion/dossiers/actions/{id}`: a project asked for, with all that helps to judge it: what it says, what its funders may
//! do, readings, opinions, last year, who else pays.

use std::sync::Arc;

use applications::facade::{Funding, FundingState, Project, ProjectRow};
use askama::Template;
use assemblies::facade::OpinionBrief;
use axum::extract::State;
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, Link, Pagination, SummaryRow, TableOptions, Tag, TagColour};
use kernel::{Cents, Failure, FieldError, Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::assess_file::sections;
use super::{above, called, choices, file_path, may, project_path, sense_tag, today};
use crate::actions::assess_file::Dossier;
use crate::actions::assess_past::Past;
use crate::actions::{assess_checking, assess_council, assess_file, assess_past, assess_reading};
use crate::rules::{
    DISAGREEMENT, Opinion, Reading, compare, compared, may_see_totals, out_of_a_hundred, sight, total_permille,
};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/assess_project.html")]
pub(super) struct ProjectPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub file: Link,
    /// Its thread, from needs to what it became.
    pub thread: String,
    pub rows: Vec<SummaryRow>,
    pub sections: Vec<(String, Vec<SummaryRow>)>,
    pub fundings: Vec<FundingLine>,
    pub readings: Readings,
    pub services: Vec<(String, String, String)>,
    pub councils: Vec<OpinionBrief>,
    pub before: Option<Html>,
    /// Reports of last year: the sentence, where it is read.
    pub reports: Vec<(String, String)>,
    pub paid: Option<Html>,
    /// Pages of the carrier’s files.
    pub paid_pages: Pagination,
    pub may_ask: bool,
    pub rulings: Vec<Choice>,
}

/// What is asked of one funder.
pub(super) struct FundingLine {
    pub id: String,
    /// Names of its own fields: a page holds a form for each funder.
    pub state_field: String,
    pub reason_field: String,
    pub words: String,
    pub tag: Tag,
    pub note: String,
    pub may_rule: bool,
}

/// What a ruling on a funding is typed in: whether it may be taken, and why.
fn ruling_fields(funding: Uuid) -> [String; 2] {
    ["etat", "motif"].map(|name| format!("{name}-{funding}"))
}

/// Readings of a project, as far as this person may see them.
#[derive(Default)]
pub(super) struct Readings {
    pub own: Option<String>,
    pub is_own_given: bool,
    pub kept_back: i64,
    pub awaited: i64,
    pub told: Vec<Told>,
    pub table: Option<Html>,
    pub average: String,
}

/// A reading that is given.
pub(super) struct Told {
    pub name: String,
    pub tag: Tag,
    pub total: String,
    pub words: String,
}

/// Everything a project is judged with.
pub(super) struct Judged<'a> {
    pub dossier: &'a Dossier,
    pub row: &'a ProjectRow,
    pub names: Vec<(Uuid, String)>,
    pub readings: Vec<Reading>,
    pub services: Vec<Opinion>,
    pub councils: Vec<OpinionBrief>,
    pub past: Past,
    pub areas: Vec<territory::facade::Area>,
    pub nodes: Vec<strategy::facade::NodeBrief>,
}

fn euros(cents: Cents) -> String {
    french::euros(cents)
}

fn facts(of: &Judged<'_>) -> Vec<SummaryRow> {
    let text = |term: &str, value: &str| SummaryRow::new(Html::text(term), Html::sentence(value));
    let areas: Vec<&str> = of
        .row
        .areas
        .iter()
        .filter_map(|(id, _)| of.areas.iter().find(|area| area.id == *id))
        .map(|area| area.name.as_str())
        .collect();
    let nodes: Vec<String> = of
        .row
        .nodes
        .iter()
        .filter_map(|id| of.nodes.iter().find(|node| node.id == *id))
        .map(|node| format!("{} {}", node.code, node.title))
        .collect();
    let asked = of.row.fundings.iter().map(|funding| funding.asked.0).sum();
    let shown = assess_council::showable(of.dossier, of.row.project.id, &of.nodes);
    vec![
        text("Porteur", &of.row.carrier_name),
        text("Référence", &assess_council::project_reference(of.dossier, of.row.project.id)),
        text("Nature", of.row.project.kind.french()),
        text("Objectifs du contrat", &nodes.join(", ")),
        text("Quartiers", &areas.join(", ")),
        text("Dates", &shown.dates),
        text("Personnes attendues", &french::integer(of.row.people)),
        text("Charges", &euros(of.row.totals.charges)),
        text("Demandé en tout", &euros(Cents(asked))),
    ]
}

fn state_tag(state: FundingState) -> Tag {
    let colour = match state {
        FundingState::Asked => TagColour::Amber,
        FundingState::Complete | FundingState::Assessed => TagColour::Blue,
        FundingState::Admissible | FundingState::Proposed => TagColour::Violet,
        FundingState::Voted | FundingState::Partial | FundingState::Conditional | FundingState::Notified => {
            TagColour::Green
        }
        FundingState::Inadmissible | FundingState::Refused => TagColour::Red,
        FundingState::Postponed | FundingState::Withdrawn => TagColour::Grey,
    };
    Tag::new(colour, state.french())
}

fn readings(of: &Judged<'_>, account: Option<Uuid>) -> Readings {
    let grid = assess_reading::grid(of.dossier);
    let seen = sight(&of.readings, account);
    let name = |id: Uuid| of.names.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone());
    let mut given: Vec<&Reading> = seen.own.filter(|own| own.is_given()).into_iter().collect();
    given.extend(&seen.others);
    let total = |one: &&Reading| total_permille(&grid, &one.scores);
    let told = |one: &&Reading| Told {
        name: name(one.reader).unwrap_or_default(),
        tag: one.sense.map(sense_tag).unwrap_or_default(),
        total: total(one).map(out_of_a_hundred).unwrap_or_default(),
        words: one.words.clone(),
    };
    let totals: Vec<i64> = given.iter().filter_map(total).collect();
    let is_average = given.len() > 1 && totals.len() == given.len() && may_see_totals(&of.readings, account);
    let average = match is_average {
        true => out_of_a_hundred(totals.iter().sum::<i64>() / totals.len().max(1) as i64),
        false => String::new(),
    };
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    Readings {
        own: seen.own.map(|_| format!("{}/lecture", project_path(of.row.project.id))),
        is_own_given: seen.own.is_some_and(Reading::is_given),
        kept_back: count(seen.kept_back),
        awaited: count(seen.awaited),
        told: given.iter().map(told).collect(),
        table: (given.len() > 1).then(|| comparison(&grid, &given, |id| name(id).unwrap_or_default())),
        average,
    }
}

/// Points of readers side by side, with what was said.
fn comparison(grid: &[crate::rules::Criterion], given: &[&Reading], name: impl Fn(Uuid) -> String) -> Html {
    let mut columns = vec![Column::new("critere", "Critère", Kind::Text).row_header()];
    for (rank, reading) in given.iter().enumerate() {
        columns.push(Column::new(format!("lecture-{rank}"), name(reading.reader), Kind::Text));
    }
    columns.push(Column::new("ecart", "Écart", Kind::Integer));
    let mut table = Table::new("lectures", "Les lectures côte à côte", columns);
    let scores: Vec<Vec<crate::rules::Score>> = given.iter().map(|one| one.scores.clone()).collect();
    for line in compare(grid, &scores) {
        let mut row = vec![Cell::text(format!("{} (poids {})", line.criterion.label, line.criterion.weight))];
        for (points, own) in line.points.iter().zip(&scores) {
            let reason = crate::rules::score_of(own, &line.criterion.code).map_or("", |score| score.reason.as_str());
            row.push(match points {
                Some(points) => Cell::text(format!("{points} : {reason}")),
                None => Cell::NOT_ASKED,
            });
        }
        row.push(Cell::Integer(line.spread));
        table.rows.push(row);
    }
    table.notes.push(format!("Un écart de {DISAGREEMENT} points ou plus mérite d’en parler."));
    interface::table(&table, &TableOptions::default())
}

fn before(of: &Judged<'_>) -> Option<Html> {
    let before = of.past.before.as_ref()?;
    let (year, this) = (before.view.call.year, of.dossier.view.call.year);
    let columns = vec![
        Column::new("quoi", "Ce qui est comparé", Kind::Text).row_header(),
        Column::new("avant", year.to_string(), Kind::Text),
        Column::new("maintenant", this.to_string(), Kind::Text),
    ];
    let mut table = Table::new("an-passe", format!("« {} » en {year} et en {this}", before.row.project.title), columns);
    let mut line = |what: &str, one: String, other: String| {
        table.rows.push(vec![Cell::text(what), Cell::text(one), Cell::text(other)]);
    };
    let (old, new) = (&before.row, of.row);
    line("Charges", euros(old.totals.charges), euros(new.totals.charges));
    line("Personnes attendues", french::integer(old.people), french::integer(new.people));
    line("Quartiers", french::integer(old.areas.len() as i64), french::integer(new.areas.len() as i64));
    let asked = |row: &ProjectRow| euros(Cents(row.fundings.iter().map(|one| one.asked.0).sum()));
    line("Demandé", asked(old), asked(new));
    let decided: i64 = old.fundings.iter().filter_map(|one| one.decided).map(|cents| cents.0).sum();
    line("Accordé", euros(Cents(decided)), "pas encore".to_owned());
    for (what, told) in compared(&of.dossier.reports, (before.row.project.id, year)) {
        line(&what, told, "pas encore".to_owned());
    }
    Some(interface::table(&table, &TableOptions::default()))
}

/// Reports of the year before, each with where it is read.
fn reports(of: &Judged<'_>) -> Vec<(String, String)> {
    let year = of.past.before.as_ref().map_or(of.dossier.view.call.year - 1, |before| before.view.call.year);
    let own = of.dossier.reports.iter().filter(|one| one.year == year);
    own.map(|one| (one.sentence(), one.path.clone())).collect()
}

fn paid(of: &Judged<'_>) -> Option<Html> {
    if of.past.paid.is_empty() && of.past.counted_on.is_empty() {
        return None;
    }
    let columns = vec![
        Column::new("financeur", "Financeur", Kind::Text).row_header(),
        Column::new("annee", "Année", Kind::Text),
        Column::new("action", "Action", Kind::Text),
        Column::new("demande", "Demandé", Kind::Text),
        Column::new("accorde", "Accordé", Kind::Text),
        Column::new("etat", "État", Kind::Text),
    ];
    let mut table = Table::new("autres-financeurs", "Ce que d’autres lignes financent pour ce porteur", columns);
    // What this very budget counts on comes first.
    for (funder, year, cents) in &of.past.counted_on {
        table.rows.push(vec![
            Cell::text(funder.clone()),
            Cell::text(year.to_string()),
            Cell::text(format!("{} (ce budget)", of.row.project.title)),
            Cell::text(euros(*cents)),
            Cell::NOT_ASKED,
            Cell::text("compté dans ce budget, hors appel"),
        ]);
    }
    for one in &of.past.paid {
        table.rows.push(vec![
            Cell::text(one.funder.clone()),
            Cell::text(one.year.to_string()),
            Cell::text(one.title.clone()),
            Cell::text(euros(one.asked)),
            one.decided.map_or(Cell::NOT_ASKED, |cents| Cell::text(euros(cents))),
            Cell::text(one.state),
        ]);
    }
    Some(interface::table(&table, &TableOptions::default()))
}

impl ProjectPage {
    pub fn new(
        frame: Frame,
        form: Form,
        of: Judged<'_>,
        (visit_account, may_ask): (Option<Uuid>, bool),
        may_rule: impl Fn(&Funding) -> bool,
    ) -> Self {
        let view = &of.dossier.view;
        let funding = |one: &Funding| {
            let funder = view.call.funders.iter().find(|funder| funder.id == one.funder);
            let name = funder.map(|funder| format!("{}, {}", funder.name, funder.programme)).unwrap_or_default();
            let is_open =
                one.state.may_become(FundingState::Admissible) || one.state.may_become(FundingState::Inadmissible);
            let [state_field, reason_field] = ruling_fields(one.id);
            FundingLine {
                id: one.id.to_string(),
                state_field,
                reason_field,
                words: format!("{name}, {} ({}) : {}", one.year, one.nature.french(), euros(one.asked)),
                tag: state_tag(one.state),
                note: one.note.clone(),
                may_rule: is_open && may_rule(one),
            }
        };
        Self {
            frame: frame.with_form(&form).with_caption(&*of.row.carrier_name),
            form,
            path: project_path(of.row.project.id),
            file: Link::new("Tout le dossier", file_path(view.application.id)),
            thread: format!("/gestion/fil/demande/{}", of.row.project.id),
            rows: facts(&of),
            sections: sections(of.dossier, Some(of.row.project.id)),
            fundings: of.row.fundings.iter().map(funding).collect(),
            readings: readings(&of, visit_account),
            services: of.services.iter().map(|one| service(&of, one)).collect(),
            before: before(&of),
            reports: reports(&of),
            paid: paid(&of),
            paid_pages: Pagination::new(
                of.past.page,
                of.past.files as u64,
                assess_past::ON_A_PAGE,
                project_path(of.row.project.id),
            ),
            councils: of.councils,
            may_ask,
            rulings: choices([("oui", "recevable"), ("non", "non recevable")]),
        }
    }
}

fn service(of: &Judged<'_>, one: &Opinion) -> (String, String, String) {
    let name = of.names.iter().find(|(known, _)| *known == one.asked_of).map(|(_, name)| name.as_str());
    let title = format!("{} ({})", one.service, name.unwrap_or_default());
    (title, french::spaced(&one.standing(one.due_on)), one.words.clone())
}

async fn judged<'d>(
    tx: &mut Tx,
    (house, visit): (&House, &Visit),
    dossier: &'d Dossier,
    (project, page): (Uuid, u32),
) -> Result<Judged<'d>, Fault> {
    let row = dossier.row(project).ok_or_else(Fault::not_found)?;
    let readings = assess_reading::counted(tx, dossier, project).await?;
    let services = store::opinion::of_application(tx, dossier.view.application.id).await?;
    let services: Vec<Opinion> = services.into_iter().filter(|one| one.project == project).collect();
    let mut names = Vec::new();
    for account in readings.iter().map(|one| one.reader).chain(services.iter().map(|one| one.asked_of)) {
        if !names.iter().any(|(known, _)| *known == account) {
            names.push((account, called(tx, account).await?));
        }
    }
    let ids: Vec<Uuid> = row.areas.iter().map(|(area, _)| *area).collect();
    Ok(Judged {
        councils: assess_council::opinions(tx, dossier, project, today(house)).await?,
        past: assess_past::of_project(tx, &visit.actor, dossier, (project, page)).await?,
        areas: territory::facade::areas_among(tx, &ids).await?,
        nodes: strategy::facade::nodes(tx, dossier.view.call.contract).await?,
        dossier,
        row,
        names,
        readings,
        services,
    })
}

async fn draw(house: &House, visit: &Visit, (id, page): (Uuid, u32), form: Form) -> Result<ProjectPage, Fault> {
    let mut tx = house.read().await?;
    let around = (today(house), &house.settings.zone);
    let dossier = assess_file::open_project(&mut tx, around, &visit.actor, &acts::READ, id).await?;
    let of = judged(&mut tx, (house, visit), &dossier, (id, page)).await?;
    let frame = visit.back_office(&of.row.project.title).with_breadcrumb(above(Some(&dossier)));
    let call = &dossier.view.call;
    let may_rule = |funding: &Funding| {
        let funder = call.funders.iter().find(|funder| funder.id == funding.funder);
        let organisation = funder.and_then(|funder| funder.organisation);
        let place = kernel::Scope { contract: Some(call.contract), territory: None, organisation };
        visit.actor.may(&acts::ADMIT, &place).is_allowed()
    };
    let may_ask = may(visit, &acts::ASK, call.contract);
    Ok(ProjectPage::new(frame, form, of, (visit.actor.account(), may_ask), may_rule))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Project>, asked: Asked) -> Answer {
    let page = asked.text("page").parse().unwrap_or(1);
    answer::page(&draw(&house, &visit, (id.uuid(), page), Form::empty()).await?)
}

/// What is wrong with a ruling, at the field of its own form.
fn own(funding: Uuid, error: FieldError) -> FieldError {
    match error.field.as_str() {
        name @ ("etat" | "motif") => FieldError { field: format!("{name}-{funding}"), ..error },
        _ => error,
    }
}

/// Takes the project to read it.
pub async fn take(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Project>) -> Answer {
    let mut tx = house.write().await?;
    assess_reading::take(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::see(&format!("{}/lecture", project_path(id.uuid())))
}

/// Says for one funder whether it may take the project.
pub async fn admit(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Funding>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let [state_field, reason_field] = ruling_fields(id.uuid());
    let ruling = match fields.text(&state_field) {
        "oui" => Some(true),
        "non" => Some(false),
        _ => None,
    };
    let project = applications::facade::project_of_funding(&mut tx, id.uuid()).await?.ok_or_else(Fault::not_found)?;
    let said = (ruling, fields.text(&reason_field));
    let outcome = assess_checking::admit(&mut tx, &house.outside, &visit.actor, id.uuid(), said).await;
    // What is wrong is said in the form of this funder.
    let outcome = outcome.map_err(|failure| match failure {
        Failure::Input(errors) => Failure::Input(errors.into_iter().map(|error| own(id.uuid(), error)).collect()),
        other => other,
    });
    let again = async |form| draw(&house, &visit, (project, 1), form).await;
    answer::settle(tx, outcome, (project_path, "enregistre"), &fields, again).await
}
