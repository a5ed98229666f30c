//! `/actions`: what is done, under way and to come, by objective and by neighbourhood. Everybody reads it.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Escaped, Form, Frame, Html, Language, Pagination, TableOptions, Translated, t};
use kernel::{Uuid, french};
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, House, Visit, answer};

use super::asked::{FoundObjectives, Narrowing, page_number, with_query};
use super::crossings::Crossing;
use super::{choices, status_tag};
use crate::rules::Status;
use crate::store::board::{self, Line};

/// Lines of a page: with the tables of counts under them, it stays light in the largest contract.
pub(super) const ON_A_PAGE: i64 = 25;
/// Contracts listed to choose from; past it their code is typed.
const MOST_CONTRACTS: usize = 40;

#[derive(Template)]
#[template(path = "pages/open_list.html")]
pub(super) struct OpenListPage {
    pub frame: Frame,
    pub form: Form,
    pub choices: FilterChoices,
    pub sentence: Html,
    pub is_narrowed: bool,
    pub counts: Vec<(Html, String, i64)>,
    pub table: Html,
    pub is_empty: bool,
    pub pages: Pagination,
    pub crossings: Vec<Crossing>,
    pub files: String,
    pub feed: String,
    pub follow: Option<(Translated, String)>,
}

/// What each filter offers.
#[derive(Default)]
pub(super) struct FilterChoices {
    pub contracts: Vec<Choice>,
    pub is_contract_typed: bool,
    pub areas: Vec<Choice>,
    pub nodes: Vec<Choice>,
    /// Whether the tree is too large for a list: objectives are looked for.
    pub is_node_searched: bool,
    pub found: FoundObjectives,
    pub lenses: Vec<Choice>,
    pub statuses: Vec<Choice>,
}

impl FilterChoices {
    /// Everything that narrows the list of the contract asked for.
    pub async fn load(tx: &mut Tx, contracts: &[ContractBrief], narrowing: &Narrowing) -> Result<Self, Fault> {
        let areas = match &narrowing.contract {
            Some(contract) => territory::facade::areas_among(tx, &contract.area_ids).await?,
            None => Vec::new(),
        };
        let is_several = contracts.len() > 1;
        let is_contract_typed = contracts.len() > MOST_CONTRACTS;
        let listed = if is_several && !is_contract_typed { contracts } else { &[] };
        Ok(Self {
            contracts: choices(listed.iter().map(|one| (&one.code, &one.title))),
            is_contract_typed,
            areas: choices(areas.iter().map(|area| (&area.code, &area.name))),
            nodes: choices(narrowing.offered().map(|node| (&node.code, node.name()))),
            is_node_searched: narrowing.is_large(),
            found: narrowing.found(),
            lenses: choices(narrowing.lenses.iter().map(|lens| (&lens.code, &lens.label))),
            statuses: status_choices(Language::French),
        })
    }
}

/// The states, in the language of whoever reads.
fn status_choices(language: Language) -> Vec<Choice> {
    Status::ALL.iter().map(|status| Choice::translated(status.code(), &t(language, status.french()))).collect()
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contracts = strategy::facade::contracts(&mut tx).await?;
    let narrowing = Narrowing::read(&mut tx, &contracts, &asked).await?;
    if !asked.text("format").is_empty() {
        let table = super::exports::public_table(&mut tx, &narrowing).await?;
        return answer::table("actions", asked.text("format"), &table, house.outside.now());
    }
    let filters = &narrowing.filters;
    let by_status = board::by_status(&mut tx, true, filters).await?;
    let count: i64 = by_status.iter().map(|(_, count)| count).sum();
    let base = narrowing.address("/actions");
    let pages = Pagination::new(page_number(&asked), u64::try_from(count).unwrap_or(0), ON_A_PAGE as u32, &*base);
    let range = (ON_A_PAGE, i64::from(pages.page - 1) * ON_A_PAGE);
    let lines = board::lines(&mut tx, true, filters, range).await?;
    let placed = board::areas(&mut tx, true, filters, range).await?;
    let names = area_names(&mut tx).await?;
    let mut choices = FilterChoices::load(&mut tx, &contracts, &narrowing).await?;
    choices.statuses = status_choices(visit.language);
    let mut crossings = Vec::new();
    if narrowing.contract.is_some() && count > 0 {
        let by_objective = board::by_objective(&mut tx, true, filters, narrowing.is_broad()).await?;
        let place = ("/actions", &*narrowing.query, &asked);
        crossings.push(Crossing::of_objectives(&narrowing, &by_objective, place));
        let by_area = board::by_area(&mut tx, true, filters).await?;
        crossings.extend(Crossing::of_areas(&narrowing, &names, &by_area, place));
    }
    let frame = visit.public("Les actions");
    let form = asked.form().in_language(visit.language);
    answer::page(&OpenListPage {
        sentence: sentence(&frame, &narrowing, count),
        is_narrowed: !narrowing.query.is_empty(),
        counts: counts(&frame, &narrowing, &by_status),
        table: table(&narrowing, &lines, &placed, &names),
        is_empty: lines.is_empty(),
        pages,
        crossings,
        files: with_query("/actions", &joined(&narrowing.query, "format=")),
        feed: narrowing.address("/actions/fil.atom"),
        follow: followed(&frame, &narrowing),
        frame,
        form,
        choices,
    })
}

/// One more parameter after those there are.
fn joined(query: &str, more: &str) -> String {
    if query.is_empty() { more.to_owned() } else { format!("{query}&{more}") }
}

/// Names and codes of neighbourhoods.
pub(super) async fn area_names(tx: &mut Tx) -> Result<HashMap<Uuid, (String, String)>, Fault> {
    Ok(territory::facade::areas(tx).await?.into_iter().map(|area| (area.id, (area.name, area.code))).collect())
}

/// What can be followed by mail from this list: its words, and where it is asked.
fn followed(frame: &Frame, narrowing: &Narrowing) -> Option<(Translated, String)> {
    let contract = narrowing.contract.as_ref()?;
    let code = answer::encode(&contract.code);
    if let Some(area) = &narrowing.area {
        let href = format!("/actions/suivre?quartier={}", answer::encode(&area.code));
        return Some((frame.t_with("Suivre le quartier {nom} par courriel", [("nom", area.name.as_str())]), href));
    }
    if let Some(node) = narrowing.node(narrowing.filters.node) {
        let href = format!("/actions/suivre?contrat={code}&objectif={}", answer::encode(&node.code));
        return Some((frame.t_with("Suivre « {nom} » par courriel", [("nom", node.title.as_str())]), href));
    }
    Some((frame.t("Suivre toutes les actions du contrat par courriel"), format!("/actions/suivre?contrat={code}")))
}

/// « 12 actions », then what narrows them, as it is written in French.
fn sentence(frame: &Frame, narrowing: &Narrowing, count: i64) -> Html {
    let many = frame.t_count(count, "{n} action", "{n} actions");
    match narrowing.told.is_empty() {
        true => Html::trusted(format!("{many}.")),
        false => {
            let told = Escaped(french::spaced(&format!("{}.", narrowing.told.join(", "))));
            Html::trusted(format!("{many}{}<span{}>{told}</span>", french::spaced(" : "), frame.french_only()))
        }
    }
}

/// « ✓ Réalisée 10 », each leading to its list.
fn counts(frame: &Frame, narrowing: &Narrowing, by_status: &[(Status, i64)]) -> Vec<(Html, String, i64)> {
    let without: Vec<&str> =
        narrowing.query.split('&').filter(|pair| !pair.starts_with("etat=") && !pair.is_empty()).collect();
    Status::ALL
        .iter()
        .filter_map(|status| {
            let (_, count) = by_status.iter().find(|(known, _)| known == status)?;
            let href = with_query("/actions", &joined(&without.join("&"), &format!("etat={}", status.code())));
            let words = format!("{} {}", status.sign(), frame.t(status.french()));
            Some((Html::trusted(words), href, *count))
        })
        .collect()
}

fn table(
    narrowing: &Narrowing,
    lines: &[Line],
    placed: &[(Uuid, Uuid)],
    names: &HashMap<Uuid, (String, String)>,
) -> Html {
    let columns = vec![
        Column::new("action", "Action", Kind::Text).row_header(),
        Column::new("quartiers", "Quartiers", Kind::Text),
        Column::new("etat", "État", Kind::Text),
        Column::new("depuis", "Depuis", Kind::Text),
    ];
    let mut table = Table::new("actions", "Actions", columns);
    for line in lines {
        let own = placed.iter().filter(|(sheet, _)| *sheet == line.id);
        let areas: Vec<&str> = own.filter_map(|(_, area)| names.get(area)).map(|(name, _)| name.as_str()).collect();
        let since = match line.state.source.is_empty() {
            true => french::date(line.state.since),
            false => format!("{} ({})", french::date(line.state.since), line.state.source),
        };
        table.rows.push(vec![
            Cell::text(format!("{} {}", line.code, line.title)),
            Cell::text(areas.join(", ")),
            Cell::text(line.state.status.french()),
            Cell::text(since),
        ]);
    }
    let draw = |row: usize, column: usize, cell: &Cell| match column {
        0 => {
            let line = &lines[row];
            let link = Html::link(&cell.display(Kind::Text), &crate::facade::path(&line.address));
            let objective = narrowing.node(line.objective).map(|node| node.title.as_str());
            let under = objective.map(|title| format!("<br><span class=\"hint\">{}</span>", Escaped(title)));
            Some(Html::trusted(format!("{link}{}", under.unwrap_or_default())))
        }
        2 => Some(status_tag(lines[row].state.status).html()),
        _ => None,
    };
    interface::table(
        &table,
        &TableOptions { is_caption_hidden: true, decoration: Some(&draw), ..TableOptions::default() },
    )
}
