//! `/gestion/programmation/{id}`: the committee's table, one row a project, one column a funder, part by part, with the
//! totals of the whole and the sentences of envelopes and ceilings.

use std::collections::HashMap;
use std::sync::Arc;

use applications::facade::{FundingState, ProjectRow};
use askama::Template;
use axum::extract::State;
use interface::{Choice, Escaped, Form, Frame, Html, Link, Pagination};
use kernel::{Moment, Uuid, french};
use web::{Answer, Asked, House, PathId, Visit, answer};

use super::committee_live::Live;
use super::committee_words::{HOME, choices, committee_path, euros, row_path};
use crate::actions::committees::waves_told;
use crate::actions::desk::{self, Desk};
use crate::actions::freezing::sentences;
use crate::actions::list_exports::{cost, keeps};
use crate::rules::ceilings::Told;
use crate::rules::{Amounts, Committee, Decision, Elsewhere, Line, ListFormat, Narrowed, totals};
use crate::{acts_committee as acts, store};

/// Projects of a page: what stays light with six funders.
pub(super) const ON_A_PAGE: usize = 25;
/// Changes told one by one.
const MOST_TOLD: i64 = 12;

#[derive(Template)]
#[template(path = "pages/committee.html")]
pub(super) struct CommitteePage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub about: Vec<String>,
    pub links: Vec<Link>,
    pub told: Vec<Told>,
    pub read_at: String,
    pub live: Live,
    pub changes: Vec<String>,
    pub is_compared: bool,
    pub funders: Vec<String>,
    pub choices: Filters,
    pub sentence: String,
    pub clear: String,
    pub rows: Vec<RowShown>,
    pub totals: Vec<Html>,
    pub whole: String,
    pub pages: Pagination,
    pub query: String,
    pub by_area: Vec<(String, String)>,
}

/// What a list may be narrowed to.
pub(super) struct Filters {
    pub funders: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub waves: Vec<Choice>,
    pub states: Vec<Choice>,
    pub formats: Vec<Choice>,
}

/// A project as the table shows it.
pub(super) struct RowShown {
    pub project: String,
    pub number: String,
    pub title: String,
    pub href: String,
    pub about: String,
    pub cost: String,
    pub cells: Vec<Html>,
    pub is_changed: bool,
}

/// A number of euros without its sign, for narrow cells.
fn short(cents: i64) -> String {
    euros(cents).trim_end_matches('€').trim_end().to_owned()
}

/// The three amounts of a cell, and the committee that holds it when it is another; nothing when nothing is asked.
fn cell(desk: &Desk, lines: &[&Line]) -> Html {
    let mut all = Amounts::default();
    lines.iter().for_each(|line| all += line.amounts());
    if lines.is_empty() {
        return Html::default();
    }
    let mut text = format!("demandé {}", short(all.asked));
    if lines.iter().any(|line| line.proposed.is_some()) {
        text.push_str(&format!("<br>proposé {}", short(all.proposed)));
    }
    let mut said: Vec<Decision> = lines.iter().filter_map(|line| line.decision).collect();
    said.dedup();
    match said.as_slice() {
        [] => {}
        [only] if !only.gives() => text.push_str(&format!("<br><b>{}</b>", only.french().to_lowercase())),
        [only] => text.push_str(&format!(
            "<br><b>voté {}</b>{}",
            short(all.voted),
            if *only == Decision::Conditional { " sous réserve" } else { "" }
        )),
        _ => text.push_str(&format!("<br><b>voté {}</b>", short(all.voted))),
    }
    let mut elsewhere: Vec<String> =
        lines.iter().filter_map(|line| desk.elsewhere.get(&line.funding)).map(Elsewhere::told).collect();
    elsewhere.dedup();
    elsewhere.iter().for_each(|told| text.push_str(&format!("<br>{}", Escaped(&french::spaced(told)))));
    Html::trusted(text)
}

/// The three totals of a column.
fn total(amounts: &Amounts) -> Html {
    let (asked, proposed, voted) = (short(amounts.asked), short(amounts.proposed), short(amounts.voted));
    Html::trusted(format!("demandé {asked}<br>proposé {proposed}<br><b>voté {voted}</b>"))
}

pub async fn page(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Committee>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let desk = desk::desk(&mut tx, &visit.actor, &acts::READ_COMMITTEE, id.uuid()).await?;
    let live = Live::of(&mut tx, &house, &desk.committee).await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let names: HashMap<Uuid, &str> = areas.iter().map(|area| (area.id, area.name.as_str())).collect();
    let narrowed = Narrowed::of(|name| asked.text(name));
    let told = sentences(&mut tx, &desk).await?;
    let since = asked.text("depuis").parse().map(Moment).ok();
    let changed = match since {
        Some(since) => store::committee::since(&mut tx, desk.committee.id, since, 500).await?,
        None => Vec::new(),
    };
    drop(tx);
    let (query, path) = (narrowed.query(), committee_path(desk.committee.id));
    // What she stays out of is counted in the whole only: a list narrowed to it would tell it.
    let is_told = |row: &&ProjectRow| query.is_empty() || !desk.closed.contains(&row.application);
    let kept: Vec<&ProjectRow> = desk.rows.iter().filter(is_told).filter(|row| keeps(&desk, &narrowed, row)).collect();
    let base = if query.is_empty() { path.clone() } else { format!("{path}?{query}") };
    let page = asked.text("page").parse().unwrap_or(1);
    let pages = Pagination::new(page, kept.len() as u64, ON_A_PAGE as u32, base);
    let first = (pages.page as usize - 1) * ON_A_PAGE;
    let is_changed =
        |row: &ProjectRow| row.fundings.iter().any(|one| changed.iter().any(|change| change.funding == one.id));
    let shown = kept.iter().skip(first).take(ON_A_PAGE);
    let rows = shown.map(|row| RowShown { is_changed: is_changed(row), ..shown_row(&desk, row, &names) }).collect();
    let lines = desk.lines(kept.iter().copied());
    let all = totals(&lines, &desk.places());
    let zone = &house.settings.zone;
    let now = house.outside.now();
    let title_of = |funding: Uuid| {
        let row = desk.rows.iter().find(|row| row.fundings.iter().any(|one| one.id == funding))?;
        let is_open = !desk.closed.contains(&row.application);
        is_open.then(|| kernel::text::shorten(&row.project.title, 60))
    };
    let told_of = |one: &store::committee::Change| {
        let title = title_of(one.funding)?;
        Some(french::spaced(&format!("{title}, {} : {}", one.by_name, one.after)))
    };
    let changes = changed.iter().filter_map(told_of).take(MOST_TOLD as usize);
    let mut about =
        vec![french::spaced(&format!("{}, le {}", desk.call.title, french::date(desk.committee.terms.held_on)))];
    about.extend(waves_told(&desk).into_iter().map(|told| french::spaced(&told)));
    let frame = visit.back_office(&french::spaced(&desk.committee.terms.title));
    let frame = frame.with_breadcrumb(vec![Link::new("Programmation", HOME)]);
    let by_area = all.by_area.iter().map(|(area, amounts)| {
        let name = area.and_then(|area| names.get(&area).copied()).unwrap_or("Sans quartier");
        (
            name.to_owned(),
            format!(
                "{} votés, {} proposés, {} demandés",
                euros(amounts.voted),
                euros(amounts.proposed),
                euros(amounts.asked)
            ),
        )
    });
    answer::page(&CommitteePage {
        frame,
        form: asked.form().with("format", ListFormat::Workbook.code()),
        about,
        links: links(&visit, &desk),
        told,
        read_at: french::moment(now, zone),
        live,
        changes: changes.collect(),
        is_compared: since.is_some(),
        funders: desk.call.funders.iter().map(|one| one.name.clone()).collect(),
        choices: filters(&desk, &areas),
        sentence: french::spaced(&format!(
            "{} sur {}",
            french::count(kept.len() as i64, "action", "actions"),
            french::integer(desk.rows.len() as i64)
        )),
        clear: if query.is_empty() { String::new() } else { path.clone() },
        rows,
        totals: desk
            .call
            .funders
            .iter()
            .map(|one| total(&all.by_funder.get(&one.id).copied().unwrap_or_default()))
            .collect(),
        whole: format!(
            "demandé {}, proposé {}, voté {}",
            euros(all.whole.asked),
            euros(all.whole.proposed),
            euros(all.whole.voted)
        ),
        pages,
        query,
        by_area: by_area.collect(),
        path,
    })
}

fn shown_row(desk: &Desk, row: &ProjectRow, names: &HashMap<Uuid, &str>) -> RowShown {
    if desk.closed.contains(&row.application) {
        return RowShown {
            project: row.project.id.to_string(),
            number: row.number.clone(),
            title: "Dossier que vous ne lisez pas ici : vous vous en êtes retiré·e, ou vous écrivez pour l’association"
                .to_owned(),
            href: String::new(),
            about: String::new(),
            cost: String::new(),
            cells: desk.call.funders.iter().map(|_| Html::default()).collect(),
            is_changed: false,
        };
    }
    let lines = desk.lines([row]);
    let cells = desk
        .call
        .funders
        .iter()
        .map(|funder| cell(desk, &lines.iter().filter(|line| line.funder == funder.id).collect::<Vec<_>>()));
    let mut places: Vec<&str> = row.areas.iter().filter_map(|(id, _)| names.get(id).copied()).collect();
    let more = places.len().saturating_sub(2);
    places.truncate(2);
    let places = match more {
        0 => places.join(", "),
        more => format!("{} et {}", places.join(", "), french::count(more as i64, "autre", "autres")),
    };
    let parts = [kernel::text::shorten(&row.carrier_name, 50), places];
    RowShown {
        project: row.project.id.to_string(),
        number: row.number.clone(),
        title: kernel::text::shorten(&french::spaced(&row.project.title), 70),
        href: row_path(desk.committee.id, row.application, row.project.id),
        about: parts.into_iter().chain(taken_back(row)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        cost: short(cost(row)),
        cells: cells.collect(),
        is_changed: false,
    }
}

/// Says that a project was taken back by its carrier.
fn taken_back(row: &ProjectRow) -> Option<String> {
    let is_gone = row.fundings.iter().all(|one| one.state == FundingState::Withdrawn);
    (is_gone && !row.fundings.is_empty()).then(|| "retirée par le porteur".to_owned())
}

/// Waves to choose from, and what none holds; nothing while there are none.
pub(super) fn waves(desk: &Desk) -> Vec<Choice> {
    let mut waves: Vec<(String, String)> =
        desk.waves.iter().map(|(id, title)| (id.to_string(), title.clone())).collect();
    if !waves.is_empty() {
        waves.push(("aucune".to_owned(), "Hors vague".to_owned()));
    }
    choices(waves)
}

fn filters(desk: &Desk, areas: &[territory::facade::Area]) -> Filters {
    let is_used = |id: &Uuid| desk.rows.iter().any(|row| row.areas.iter().any(|(area, _)| area == id));
    let states =
        std::iter::once(("a_decider", "À décider")).chain(Decision::ALL.iter().map(|one| (one.code(), one.french())));
    Filters {
        funders: choices(desk.call.funders.iter().map(|one| (one.id, one.name.clone()))),
        areas: choices(areas.iter().filter(|area| is_used(&area.id)).map(|area| (area.id, area.name.clone()))),
        waves: waves(desk),
        states: choices(states),
        formats: choices(ListFormat::ALL.iter().map(|one| (one.code(), one.french()))),
    }
}

fn links(visit: &Visit, desk: &Desk) -> Vec<Link> {
    let at = |words: &str, part: &str| Link::new(words, format!("{}/{part}", committee_path(desk.committee.id)));
    let mut links = vec![
        at("Scénarios", "scenarios"),
        at("Projeter", "projection"),
        at("Vagues et relevés de décisions", "releves"),
        at("Courriers", "courriers"),
        Link::new("Enveloppes", super::envelopes::PATH),
    ];
    if desk::verdict(&visit.actor, &acts::HOLD_COMMITTEE, &desk.call).is_allowed() {
        links.push(at("Modifier le comité", "modifier"));
    }
    links
}
