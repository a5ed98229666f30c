//! `/moyens`: the means of a contract that everybody may read.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use documents::{Block, Cell, Column, Document, Kind, Run, Table};
use interface::{Figure, Frame, Html, Link, TableOptions};
use jiff::civil::Date;
use kernel::french;
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, House, Visit, answer};

use super::{leverage, list, post, sponsor, year_asked};
use crate::actions::{self, Gathered, cell, time_cell};
use crate::rules::{By, Method, PostState};

#[derive(Template)]
#[template(path = "pages/open_list.html")]
pub(super) struct OpenList {
    pub frame: Frame,
    pub contracts: Vec<Link>,
}

pub async fn contracts(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let all = strategy::facade::contracts(&mut tx).await?;
    answer::page(&OpenList {
        frame: visit.public("Les moyens du contrat"),
        contracts: all.into_iter().map(|one| Link::new(one.title, format!("/moyens/{}", one.code))).collect(),
    })
}

#[derive(Template)]
#[template(path = "pages/open.html")]
pub(super) struct OpenPage {
    pub frame: Frame,
    pub year: String,
    pub figures: Vec<Figure>,
    pub kept_back: String,
    pub tables: Vec<Html>,
    pub pdf: String,
    pub years: Vec<Link>,
}

/// Lines everybody reads, with how each was valued.
fn lines_table(of: &Gathered, year: i64) -> Table {
    let columns = vec![
        Column::new("dispositif", "Ce qui est fait", Kind::Text).row_header(),
        Column::new("partenaire", "Partenaire", Kind::Text),
        Column::new("theme", "Thème", Kind::Text),
        Column::new("quartier", "Quartier", Kind::Text),
        Column::new("montant", "Montant", Kind::Euros),
        Column::new("etp", "Temps de travail, ETP", Kind::Decimal(2)),
        Column::new("valorisation", "Comment c’est compté", Kind::Text),
    ];
    let mut table = Table::new("droit_commun", format!("Droit commun apporté en {year}"), columns);
    for one in of.lines.iter().filter(|one| one.terms.is_public && one.terms.year == year) {
        let terms = &one.terms;
        let mut told: Vec<String> = terms.method.map(Method::french).map(str::to_owned).into_iter().collect();
        told.extend(terms.confidence.map(|one| format!("confiance {}", one.french().to_lowercase())));
        told.extend(Some(terms.why.clone()).filter(|why| !why.is_empty()));
        told.push(format!("{}, {}", terms.source, french::date(terms.counted_on)));
        table.rows.push(vec![
            Cell::text(french::spaced(&terms.label)),
            Cell::text(of.name(terms.partner)),
            Cell::text(of.ground.theme(terms.theme)),
            Cell::text(of.ground.area(terms.area)),
            cell(terms.amount),
            time_cell(terms.fte),
            Cell::text(french::spaced(&told.join(" ; "))),
        ]);
    }
    table.base = Some(french::count(table.rows.len() as i64, "ligne", "lignes"));
    table.source = Some("Partenaires du contrat".to_owned());
    table
}

/// Tables everybody reads of a year: leverage, ordinary means, posts, sponsors, endowment funds. Empty ones are left out.
async fn tables(tx: &mut Tx, of: &Gathered, year: i64, day: Date) -> Result<Vec<Table>, Fault> {
    let contract = &of.ground.contract;
    let mut by_theme = leverage::leverage_table(&leverage::counted(of, (By::Theme, year), true), "Thème", day);
    by_theme.caption = format!("Effet de levier par thème en {year}");
    let runs = |one: &&crate::actions::Post| {
        one.terms.is_public && one.in_year(year).is_some() && one.state(day) != PostState::Coming
    };
    let posts = post::named(tx, contract, of.posts.iter().filter(runs).cloned().collect()).await?;
    let gifts = of.gifts.iter().filter(|one| one.terms.is_public && one.terms.year == year).cloned().collect();
    let gifts = sponsor::named(tx, contract.id, gifts, false).await?;
    let mut all = vec![by_theme, lines_table(of, year), post::posts_table(&posts, day, false)];
    all.push(sponsor::gifts_table(&gifts, false));
    all.extend(of.funds.iter().map(|fund| {
        let own: Vec<_> = of.fund_years.iter().filter(|one| one.terms.year == year).cloned().collect();
        sponsor::years_table(fund, &own)
    }));
    all.retain(|table| !table.rows.is_empty());
    Ok(all)
}

/// What is kept back of a year, in a sentence.
fn kept_back(of: &Gathered, year: i64) -> String {
    let lines = of.lines.iter().filter(|one| one.terms.year == year && !one.terms.is_public).count() as i64;
    match lines {
        0 => String::new(),
        count => french::spaced(&format!(
            "{} par leur partenaire.",
            french::count(
                count,
                "ligne de droit commun n’est pas diffusée",
                "lignes de droit commun ne sont pas diffusées"
            )
        )),
    }
}

async fn contract_named(tx: &mut Tx, code: &str) -> Result<ContractBrief, Fault> {
    let all = strategy::facade::contracts(tx).await?;
    all.into_iter().find(|one| one.code == code).ok_or_else(Fault::not_found)
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(code): Path<String>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let day = house.outside.now().day(&house.settings.zone);
    let year = year_asked(&asked, day.year().into());
    let contract = contract_named(&mut tx, &code).await?;
    let gathered = actions::gathered(&mut tx, contract.clone()).await?;
    let tables = tables(&mut tx, &gathered, year, day).await?;
    let (_, whole) = leverage::counted(&gathered, (By::Theme, year), true);
    let address = format!("/moyens/{}", answer::encode(&contract.code));
    let (first, last) = gathered.ground.years();
    let frame =
        visit.public("Les moyens du contrat").with_caption(interface::in_french(visit.language, &contract.title));
    answer::page(&OpenPage {
        frame: frame.with_breadcrumb(vec![Link::new("Accueil", "/"), Link::new("Le contrat", list_path(&contract))]),
        year: year.to_string(),
        figures: if tables.is_empty() { Vec::new() } else { vec![leverage::figure(&whole, &year.to_string())] },
        kept_back: kept_back(&gathered, year),
        tables: tables.iter().map(|table| interface::table(table, &TableOptions::default())).collect(),
        pdf: format!("{address}/moyens.pdf?annee={year}"),
        years: (first..=last)
            .filter(|one| *one != year)
            .map(|one| Link::new(one.to_string(), format!("{address}?annee={one}")))
            .collect(),
    })
}

fn list_path(contract: &ContractBrief) -> String {
    strategy::facade::path(&contract.code)
}

pub async fn pdf(State(house): State<Arc<House>>, Path(code): Path<String>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let now = house.outside.now();
    let day = now.day(&house.settings.zone);
    let year = year_asked(&asked, day.year().into());
    let contract = contract_named(&mut tx, &code).await?;
    let gathered = actions::gathered(&mut tx, contract.clone()).await?;
    let tables = tables(&mut tx, &gathered, year, day).await?;
    drop(tx);
    let plain = |words: &str| vec![Run::plain(french::spaced(words))];
    let title = format!("Les moyens du contrat en {year}");
    let mut document = Document::new(title, house.settings.site.town.as_str(), day);
    document.subtitle = Some(french::spaced(&contract.title));
    document.blocks.push(Block::Heading { level: 1, text: format!("En {year}") });
    if tables.is_empty() {
        document.blocks.push(Block::Paragraph(plain("Rien n’est publié pour cette année.")));
    }
    let back = kept_back(&gathered, year);
    if !back.is_empty() {
        document.blocks.push(Block::Paragraph(plain(&back)));
    }
    document.blocks.extend(tables.into_iter().map(|table| Block::Table(list::printed(table))));
    answer::document(&format!("moyens-{year}-{}.pdf", contract.code), document, now).await
}
