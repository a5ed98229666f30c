//! `/evaluation`: what everybody reads of the evaluation of a contract.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Frame, Html, Link, TableOptions};
use kernel::{Uuid, french};
use observatory::facade::{IndicatorBrief, Latest, indicator_path};
use strategy::facade::ContractBrief;
use territory::facade::Area;
use web::{Answer, Fault, House, Visit, answer};

use super::home::{LineShown, measured, shown};
use super::told::{self, FindingShown};
use super::{OPEN, node_names};
use crate::rules::{Framework, Item, Level, under};
use crate::{facade, store};

#[derive(Template)]
#[template(path = "pages/open_list.html")]
pub(super) struct OpenList {
    pub frame: Frame,
    pub contracts: Vec<Link>,
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let published = store::framework::published(&mut tx).await?;
    let all = strategy::facade::contracts(&mut tx).await?.into_iter();
    let contracts = all
        .filter(|one| published.iter().any(|known| known.contract == one.id))
        .map(|one| Link::new(one.title, facade::path(&one.code)));
    answer::page(&OpenList {
        frame: visit.public_in_french("L’évaluation des contrats de ville"),
        contracts: contracts.collect(),
    })
}

/// A contract whose evaluation everybody reads.
pub(super) async fn published(tx: &mut Tx, code: &str) -> Result<(ContractBrief, Framework), Fault> {
    let all = strategy::facade::contracts(tx).await?;
    let contract = all.into_iter().find(|one| one.code == code).ok_or_else(Fault::not_found)?;
    let framework = store::framework::of_contract(tx, contract.id).await?;
    let framework = framework.filter(|one| one.published_at.is_some()).ok_or_else(Fault::not_found)?;
    Ok((contract, framework))
}

/// The frame of a public page under the evaluation of a contract.
pub(super) fn open_frame(visit: &Visit, title: &str, contract: &ContractBrief, is_under: bool) -> Frame {
    let mut above = vec![Link::new("Accueil", "/"), Link::new("Évaluation", OPEN)];
    if is_under {
        above.push(Link::new(contract.title.clone(), facade::path(&contract.code)));
    }
    visit.public_in_french(title).with_caption(&*contract.title).with_breadcrumb(above)
}

/// A question with what it is judged by, for everybody.
pub(super) struct QuestionShown {
    pub line: LineShown,
    pub href: String,
    pub criteria: Vec<String>,
    /// « 4 indicateurs », or nothing.
    pub measures: String,
}

#[derive(Template)]
#[template(path = "pages/open.html")]
pub(super) struct OpenPage {
    pub frame: Frame,
    pub purpose: String,
    pub questions: Vec<QuestionShown>,
    pub links: Vec<Link>,
}

/// The questions of a framework, each with its criteria in a few words.
pub(super) fn questions(code: &str, items: &[Item], lines: Vec<LineShown>) -> Vec<QuestionShown> {
    let questions = under(items, None);
    let told = lines.into_iter().filter(|line| line.level == Level::Question);
    told.zip(questions)
        .map(|(line, question)| {
            let criteria = under(items, Some(question.id));
            let count: usize = criteria.iter().map(|one| under(items, Some(one.id)).len()).sum();
            QuestionShown {
                line,
                href: format!("{}/questions/{}", facade::path(code), question.id),
                criteria: criteria.iter().map(|one| french::spaced(&one.terms.words)).collect(),
                measures: match count {
                    0 => String::new(),
                    count => french::count(count as i64, "indicateur", "indicateurs"),
                },
            }
        })
        .collect()
}

fn counted(count: usize, [one, many]: [&str; 2]) -> String {
    french::count(count as i64, one, many)
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(code): Path<String>) -> Answer {
    let mut tx = house.read().await?;
    let (contract, framework) = published(&mut tx, &code).await?;
    let items = store::framework::items(&mut tx, contract.id).await?;
    let nodes = strategy::facade::nodes(&mut tx, contract.id).await?;
    let lines = shown(&items, &[], &nodes, false);
    let findings = store::finding::of_contract(&mut tx, contract.id).await?;
    let findings = findings.iter().filter(|one| one.published_at.is_some()).count();
    let recommendations = store::recommendation::of_contract(&mut tx, contract.id).await?;
    let recommendations = recommendations.iter().filter(|one| one.published_at.is_some()).count();
    let at = |path: &str| format!("{}{path}", facade::path(&contract.code));
    let mut links = vec![
        Link::new(counted(findings, ["constat publié", "constats publiés"]), at("/constats")),
        Link::new(
            counted(recommendations, ["recommandation publiée", "recommandations publiées"]),
            at("/recommandations"),
        ),
    ];
    links.push(Link::new("Pour qui sont les actions : âges et égalité", at("/publics")));
    for one in store::campaign::of_contract(&mut tx, contract.id).await?.iter().filter(|one| one.published_at.is_some())
    {
        let title = format!("Ce que les porteurs ont compté, {} : {}", one.terms.year, one.terms.title);
        links.push(Link::new(french::spaced(&title), at(&format!("/collectes/{}", one.id))));
    }
    answer::page(&OpenPage {
        frame: open_frame(&visit, "L’évaluation du contrat", &contract, false),
        purpose: framework.purpose,
        questions: questions(&contract.code, &items, lines),
        links,
    })
}

/// An indicator under a criterion, with its last figures.
pub(super) struct MeasureShown {
    pub label: String,
    pub about: String,
    pub why: String,
    pub href: String,
    pub table: Html,
}

/// A criterion with its indicators.
pub(super) struct CriterionShown {
    pub words: String,
    pub note: String,
    pub measures: Vec<MeasureShown>,
}

#[derive(Template)]
#[template(path = "pages/open_question.html")]
pub(super) struct QuestionPage {
    pub frame: Frame,
    pub words: String,
    pub note: String,
    pub nodes: Vec<String>,
    pub criteria: Vec<CriterionShown>,
    pub findings: Vec<FindingShown>,
}

/// Last figures of an indicator in each neighbourhood of a contract, with their base, source and date.
pub(super) fn figures_table(of: &IndicatorBrief, areas: &[Area], latest: &Latest) -> Table {
    let kind = of.kind();
    let mut value = Column::new("valeur", "Dernière valeur", kind);
    if !of.unit_words().is_empty() {
        value = value.unit(of.unit_words());
    }
    let columns = vec![
        Column::new("quartier", "Quartier", Kind::Text).row_header(),
        value,
        Column::new("annee", "Année", Kind::Text),
    ];
    let mut table = Table::new("indicateur", of.label.clone(), columns);
    let (mut sources, mut days, mut known): (Vec<String>, Vec<String>, i64) = (Vec::new(), Vec::new(), 0);
    for area in areas {
        let one = latest.of(&of.code, area.id);
        known += i64::from(one.reading.value().is_some());
        if !one.source.is_empty() && !sources.contains(&one.source) {
            sources.push(one.source.clone());
        }
        if !one.as_of.is_empty() && !days.contains(&one.as_of) {
            days.push(one.as_of.clone());
        }
        table.rows.push(vec![Cell::text(french::spaced(&area.name)), one.cell(kind), Cell::text(one.period)]);
    }
    let count = french::count(areas.len() as i64, "quartier", "quartiers");
    table.base = Some(format!("{count}, dont {known} avec une valeur"));
    days.sort();
    let read = match days.last() {
        Some(day) => format!(", lu le {}", french::iso_date(day)),
        None => String::new(),
    };
    let from =
        if sources.is_empty() { of.producer.clone() } else { format!("{} : {}", of.producer, sources.join(" ; ")) };
    table.source = Some(french::spaced(&format!("{from}{read}")));
    table
}

pub async fn question(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
) -> Answer {
    let mut tx = house.read().await?;
    let (contract, _) = published(&mut tx, &code).await?;
    let id: Uuid = id.parse().map_err(|_| Fault::not_found())?;
    let items = store::framework::items(&mut tx, contract.id).await?;
    let rank = under(&items, None).iter().position(|one| one.id == id).ok_or_else(Fault::not_found)?;
    let found = items.iter().find(|one| one.id == id).ok_or_else(Fault::not_found)?;
    let library = observatory::facade::indicators(&mut tx).await?;
    let areas = territory::facade::areas_among(&mut tx, &contract.area_ids).await?;
    let codes: Vec<&str> = under(&items, Some(id))
        .iter()
        .flat_map(|criterion| under(&items, Some(criterion.id)))
        .map(|one| one.terms.indicator.as_str())
        .collect();
    let latest = observatory::facade::latest(&mut tx, &codes, &contract.area_ids).await?;
    let nodes = strategy::facade::nodes(&mut tx, contract.id).await?;
    let mut findings = told::published_findings(&mut tx, contract.id).await?;
    findings.retain(|one| one.question == Some(id));
    let told = |one: &Item| {
        let (label, about) = measured(one, &library);
        let known = library.iter().find(|known| known.code == one.terms.indicator);
        let options = TableOptions { is_caption_hidden: true, ..TableOptions::default() };
        MeasureShown {
            label,
            about: french::spaced(&about),
            why: french::spaced(format!("{} {}", one.terms.words, one.terms.note).trim()),
            href: known.map(|known| indicator_path(&known.code)).unwrap_or_default(),
            table: known
                .map(|known| interface::table(&figures_table(known, &areas, &latest), &options))
                .unwrap_or_default(),
        }
    };
    let criterion = |one: &&Item| CriterionShown {
        words: french::spaced(&one.terms.words),
        note: french::spaced(&one.terms.note),
        measures: under(&items, Some(one.id)).into_iter().map(told).collect(),
    };
    answer::page(&QuestionPage {
        frame: open_frame(&visit, &format!("Question {}", rank + 1), &contract, true),
        words: french::spaced(&found.terms.words),
        note: french::spaced(&found.terms.note),
        nodes: node_names(&nodes, &found.terms.nodes),
        criteria: under(&items, Some(id)).iter().map(criterion).collect(),
        findings,
    })
}
