//! `/gestion/dossiers`: the projects of a call, narrowed and sorted by the address, a page at a time.

use std::sync::Arc;

use applications::facade::CallBrief;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::Uri;
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Escaped, Form, Frame, Html, Link, Pagination, Sort, TableOptions};
use kernel::{Cents, Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, Visit, answer};

use super::{LIST, choices, may, project_path, today};
use crate::actions::assess_list::{Reader, chosen, readers, rows};
use crate::actions::{assess_routing, list_exports};
use crate::rules::{Filters, ListFormat, Row, SortKey, Standing, order_of, sort};
use crate::store::view::View;
use crate::{acts, store};

/// Projects on a page.
const ON_A_PAGE: u32 = 25;
/// What narrows or sorts the list, in the order of its address.
const NAMES: [&str; 13] = [
    "appel",
    "q",
    "etat",
    "quartier",
    "objectif",
    "financeur",
    "porteur",
    "lecteur",
    "sans-lecteur",
    "min",
    "max",
    "tri",
    "sens",
];

/// What each filter offers.
#[derive(Default)]
pub(super) struct Offered {
    pub calls: Vec<Choice>,
    pub standings: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub nodes: Vec<Choice>,
    pub funders: Vec<Choice>,
    pub readers: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "pages/assess_list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub form: Form,
    pub offered: Offered,
    pub sentence: String,
    pub clear: String,
    /// Filters and order in force, name and value, to take the list away as it is.
    pub kept: Vec<(&'static str, String)>,
    pub table: Html,
    pub is_empty: bool,
    pub pages: Pagination,
    pub links: Vec<Link>,
    pub views: Vec<View>,
    pub query: String,
    /// The same with the page one is on: where giving projects to a reader comes back to.
    pub here: String,
    pub call: String,
    pub formats: Vec<Choice>,
    pub may_route: bool,
}

/// What was asked of the list.
struct Wanted {
    filters: Filters,
    key: SortKey,
    is_descending: bool,
    page: u32,
}

fn wanted(asked: &Fields) -> Wanted {
    let (key, is_descending) = order_of(|name| asked.text(name));
    Wanted {
        filters: Filters::of(|name| asked.text(name)),
        key,
        is_descending,
        page: asked.text("page").parse().unwrap_or(1),
    }
}

/// The address of the list without some of its names.
fn query(asked: &Fields, without: &[&str]) -> String {
    let kept = NAMES.iter().filter(|name| !without.contains(name) && !asked.text(name).is_empty());
    kept.map(|name| format!("{name}={}", answer::encode(asked.text(name)))).collect::<Vec<_>>().join("&")
}

/// Names the list is told with.
struct Names<'a> {
    /// Projects ticked in what was refused.
    ticked: &'a [String],
    areas: &'a [territory::facade::Area],
    readers: &'a [Reader],
    is_ticked: bool,
}

fn table(rows: &[Row], names: &Names<'_>, sorted: Sort) -> Html {
    let mut columns = vec![
        Column::new("numero", "Dossier", Kind::Text),
        Column::new("action", "Action", Kind::Text).row_header(),
        Column::new("porteur", "Porteur", Kind::Text),
        Column::new("quartiers", "Quartiers", Kind::Text),
        Column::new("demande", "Demandé", Kind::Text),
        Column::new("cout", "Coût", Kind::Text),
        Column::new("etat", "État", Kind::Text),
        Column::new("lecture", "Lecture", Kind::Text),
        Column::new("echeance", "Échéance", Kind::Text),
    ];
    if names.is_ticked {
        columns.insert(0, Column::new("choisir", "Choisir", Kind::Text));
    }
    let mut table = Table::new("dossiers", "Projets", columns);
    let euros = |cents: i64| Cell::text(french::euros(Cents(cents)));
    for row in rows {
        let areas: Vec<&str> =
            names.areas.iter().filter(|area| row.areas.contains(&area.id)).map(|area| area.name.as_str()).collect();
        let reader = |id: &Uuid| names.readers.iter().find(|one| one.account == *id).map(|one| one.name.as_str());
        let own: Vec<&str> = row.readers.iter().filter_map(reader).collect();
        let mut line = vec![
            Cell::text(row.number.clone()),
            Cell::link(row.title.clone(), project_path(row.project)),
            Cell::text(row.carrier_name.clone()),
            Cell::text(areas.join(", ")),
            euros(row.asked_total()),
            euros(row.cost),
            Cell::text(row.standing.french()),
            Cell::text(if own.is_empty() { "personne".to_owned() } else { own.join(", ") }),
            Cell::text(row.due_on.map(french::date).unwrap_or_default()),
        ];
        if names.is_ticked {
            line.insert(0, Cell::text(""));
        }
        table.rows.push(line);
    }
    let tick = |rank: usize, column: usize, _: &Cell| {
        let row = rows.get(rank).filter(|_| names.is_ticked && column == 0)?;
        // The first box carries the name an error leads to.
        let own = if rank == 0 { "champ-projets".to_owned() } else { format!("projet-{rank}") };
        Some(Html::trusted(format!(
            "<input type=\"checkbox\" name=\"projets\" id=\"{own}\" value=\"{}\"{}><label class=\"visually-hidden\" for=\"{own}\">Choisir {}</label>",
            row.project,
            if names.ticked.contains(&row.project.to_string()) { " checked" } else { "" },
            Escaped(&row.number)
        )))
    };
    let options = TableOptions {
        sort: Some(sorted),
        is_caption_hidden: true,
        decoration: Some(&tick),
        ..TableOptions::default()
    };
    interface::table(&table, &options)
}

fn told(wanted: &Wanted, offered: &Offered, carrier: Option<&str>) -> Vec<String> {
    let filters = &wanted.filters;
    let named = |id: Option<Uuid>, of: &[Choice]| {
        let id = id?.to_string();
        of.iter().find(|choice| choice.value == id).map(|choice| choice.label.as_str().to_owned())
    };
    let mut told: Vec<String> = filters.standing.map(|one| one.french().to_owned()).into_iter().collect();
    told.extend(named(filters.area, &offered.areas));
    told.extend(named(filters.node, &offered.nodes));
    told.extend(named(filters.funder, &offered.funders));
    told.extend(carrier.map(str::to_owned));
    told.extend(named(filters.reader, &offered.readers).map(|name| format!("lecture de {name}")));
    told.extend(filters.is_without_reader.then(|| "sans lecture".to_owned()));
    told.extend(filters.least.map(|cents| format!("au moins {}", french::euros(Cents(cents)))));
    told.extend(filters.most.map(|cents| format!("au plus {}", french::euros(Cents(cents)))));
    told.extend(Some(filters.words.trim()).filter(|words| !words.is_empty()).map(|words| format!("« {words} »")));
    told
}

pub(super) async fn load(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    (asked, form): (&Fields, Form),
) -> Result<Option<ListPage>, Fault> {
    let (calls, call) = chosen(tx, &visit.actor, &acts::READ, asked.text("appel")).await?;
    let Some(call) = call else { return Ok(None) };
    let wanted = wanted(asked);
    let mut all = rows(tx, &visit.actor, (&call, today(house), &house.settings.zone)).await?;
    let carrier =
        all.iter().find(|row| Some(row.carrier) == wanted.filters.carrier).map(|row| row.carrier_name.clone());
    let total = all.len();
    all.retain(|row| wanted.filters.keeps(row));
    sort(&mut all, wanted.key, wanted.is_descending);
    let known = readers(tx, &call, house.outside.now()).await?;
    let contract = strategy::facade::contract(tx, call.contract).await?.ok_or_else(Fault::not_found)?;
    let areas = territory::facade::areas_among(tx, &contract.area_ids).await?;
    let nodes = strategy::facade::nodes(tx, call.contract).await?;
    let own_query = query(asked, &[]);
    let pages = Pagination::new(wanted.page, all.len() as u64, ON_A_PAGE, format!("{LIST}?{own_query}"));
    let past = (pages.page as usize - 1) * ON_A_PAGE as usize;
    let shown: Vec<Row> = all.iter().skip(past).take(ON_A_PAGE as usize).cloned().collect();
    let offered = Offered {
        calls: choices(calls.iter().map(|one| (&one.address, &one.title))),
        standings: choices(Standing::ALL.iter().map(|one| (one.code(), one.french()))),
        areas: choices(areas.iter().map(|area| (area.id, &area.name))),
        nodes: choices(nodes.iter().map(|node| (node.id, format!("{} {}", node.code, node.title)))),
        funders: choices(call.funders.iter().map(|funder| (funder.id, &funder.name))),
        readers: choices(known.iter().map(|reader| (reader.account, &reader.name))),
    };
    let told = told(&wanted, &offered, carrier.as_deref());
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let many = french::count(count(all.len()), "projet", "projets");
    let sentence = match told.is_empty() {
        true => format!("{many}, {}.", call.title),
        false => format!("{many} sur {} : {}.", french::integer(count(total)), told.join(", ")),
    };
    let may_route = may(visit, &acts::ROUTE, call.contract);
    let sorted = Sort {
        key: wanted.key.code().to_owned(),
        is_descending: wanted.is_descending,
        base: format!("{LIST}?{}", query(asked, &["tri", "sens"])).trim_end_matches('?').to_owned(),
        columns: SortKey::ALL.iter().map(|key| key.code().to_owned()).collect(),
    };
    let names = Names { ticked: form.values("projets"), areas: &areas, readers: &known, is_ticked: may_route };
    let views = match visit.actor.account() {
        Some(account) => store::view::of_account(tx, account).await?,
        None => Vec::new(),
    };
    let table = table(&shown, &names, sorted);
    let form = if form.field("appel").is_some() { form } else { form.with("appel", call.address.clone()) };
    let form = if form.field("format").is_some() { form } else { form.with("format", ListFormat::Workbook.code()) };
    let here = if pages.page > 1 { format!("{own_query}&page={}", pages.page) } else { own_query.clone() };
    Ok(Some(ListPage {
        frame: visit.back_office("Dossiers").with_form(&form),
        table,
        is_empty: shown.is_empty(),
        offered,
        sentence: french::spaced(&sentence),
        kept: NAMES
            .iter()
            .map(|name| (*name, asked.text(name).to_owned()))
            .filter(|(name, value)| *name != "appel" && !value.is_empty())
            .collect(),
        clear: if told.is_empty() { String::new() } else { format!("{LIST}?appel={}", call.address) },
        pages,
        links: links(visit, &call),
        views,
        query: own_query,
        here,
        call: call.id.to_string(),
        formats: choices(ListFormat::ALL.iter().map(|one| (one.code(), one.french()))),
        may_route,
        form,
    }))
}

fn links(visit: &Visit, call: &CallBrief) -> Vec<Link> {
    let at = |words: &str, path: &str| Link::new(words, format!("{LIST}/{path}?appel={}", call.address));
    let mut all = Vec::new();
    if may(visit, &acts::ROUTE, call.contract) {
        all.push(at("Répartir les dossiers", "repartition"));
    }
    if may(visit, &acts::COMPARE, call.contract) {
        all.push(at("Projets qui se ressemblent", "ressemblances"));
    }
    if may(visit, &acts::PROMISE, call.contract) {
        all.push(at("Délais promis", "delais"));
    }
    all.push(Link::new("Délais de réponse, tels que tout le monde les lit", format!("{}/delais", call.path())));
    all
}

#[derive(Template)]
#[template(path = "pages/assess_nothing.html")]
pub(super) struct NothingPage {
    pub frame: Frame,
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let mistakes = Filters::mistakes(|name| asked.text(name));
    let is_right = mistakes.is_empty();
    match load(&mut tx, &house, &visit, (&asked, asked.form().with_errors(mistakes))).await? {
        Some(page) if is_right => answer::page(&page),
        Some(page) => answer::page_to_correct(&page),
        None => answer::page(&NothingPage { frame: visit.back_office("Dossiers") }),
    }
}

/// Gives the projects that are ticked to a reader.
pub async fn assign(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let call: Uuid = fields.text("appel-choisi").parse().map_err(|_| Fault::not_found())?;
    let projects: Vec<Uuid> = fields.all("projets").into_iter().filter_map(|id| id.parse().ok()).collect();
    let reader = fields.text("a-qui").parse().ok();
    let outcome = assess_routing::assign(&mut tx, &house.outside, &visit.actor, call, (&projects, reader)).await;
    let back = fields.text("liste").to_owned();
    let again = async |form: Form| again(&house, &visit, &back, form).await;
    answer::settle(tx, outcome, (|_| format!("{LIST}?{back}"), "enregistre"), &fields, again).await
}

/// The list again after a refusal, as its address narrowed it, with what was typed.
pub(super) async fn again(house: &House, visit: &Visit, query: &str, form: Form) -> Result<ListPage, Fault> {
    let uri = format!("{LIST}?{query}").parse::<Uri>().map_err(|_| Fault::not_found())?;
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&uri).map_err(|_| Fault::not_found())?;
    let shown = Fields::from_pairs(pairs);
    let form = shown.pairs().iter().fold(form, |form, (name, value)| form.with(name, value));
    load(&mut house.read().await?, house, visit, (&shown, form)).await?.ok_or_else(Fault::not_found)
}

/// `/gestion/dossiers/exports`: has the list made as it is filtered and sorted.
pub async fn export(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let call: Uuid = fields.text("appel-choisi").parse().map_err(|_| Fault::not_found())?;
    let asked: Vec<(String, String)> = NAMES
        .iter()
        .filter(|name| **name != "appel")
        .map(|name| ((*name).to_owned(), fields.text(name).to_owned()))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let format = ListFormat::from_code(fields.text("format"));
    let asked = list_exports::ask_files(&mut tx, &house.outside, &visit.actor, call, (format, &asked)).await;
    super::my_exports::asked(&house, tx, asked, "Revenez à la liste et choisissez un format de fichier.").await
}
