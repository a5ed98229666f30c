//! `/gestion/evaluation`: how a contract is evaluated, for those who prepare it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Link, Tag, TagColour};
use kernel::{Scope, Uuid, french};
use observatory::facade::IndicatorBrief;
use strategy::facade::NodeBrief;
use web::{Answer, Asked, House, Visit, answer};

use super::{HOME, at, contracts, node_names};
use crate::rules::{Framework, Item, Level, Sense, numbered};
use crate::{acts, facade, store};

/// A line of the framework, as told.
pub(super) struct LineShown {
    pub level: Level,
    pub number: String,
    pub words: String,
    pub about: String,
    pub note: String,
    /// Where it is changed, and where a line is added under it; empty when this reader does neither.
    pub path: String,
    pub add: String,
}

#[derive(Template)]
#[template(path = "pages/home.html")]
pub(super) struct HomePage {
    pub frame: Frame,
    pub contract: String,
    pub others: Vec<Link>,
    pub state: Tag,
    pub purpose: String,
    pub lines: Vec<LineShown>,
    pub links: Vec<Link>,
    /// Where the presentation is written; empty when this reader does not.
    pub write: String,
    pub starter: String,
    pub new: String,
    pub may_publish: bool,
    pub is_published: bool,
    pub open: String,
    pub revision: i64,
}

/// What a measure is, in words.
pub(super) fn measured(item: &Item, library: &[IndicatorBrief]) -> (String, String) {
    let found = library.iter().find(|one| one.code == item.terms.indicator);
    let label = found.map_or_else(|| format!("Indicateur {} (retiré)", item.terms.indicator), |one| one.label.clone());
    let mut told: Vec<String> = item.terms.sort.map(|sort| sort.french().to_owned()).into_iter().collect();
    if item.terms.sense != Sense::Unsaid {
        told.push(item.terms.sense.french().to_owned());
    }
    if let (Some(target), Some(year)) = (item.terms.target, item.terms.target_year) {
        let value = found.map_or_else(|| french::decimal(target, 1), |one| one.words(target));
        told.push(format!("Visé : {value} en {year}"));
    }
    (label, told.join(". "))
}

/// Lines of a framework, as told.
pub(super) fn shown(
    items: &[Item],
    library: &[IndicatorBrief],
    nodes: &[NodeBrief],
    may_write: bool,
) -> Vec<LineShown> {
    let told = |number: String, item: Item| {
        let (words, about) = match item.level {
            Level::Measure => measured(&item, library),
            _ => {
                let names = node_names(nodes, &item.terms.nodes).join(" ; ");
                let about = if names.is_empty() { names } else { format!("Objectifs : {names}") };
                (item.terms.words.clone(), about)
            }
        };
        let note = match item.level {
            Level::Measure if !item.terms.words.is_empty() => format!("{} {}", item.terms.words, item.terms.note),
            _ => item.terms.note.clone(),
        };
        let is_parent = may_write && item.level.below().is_some();
        LineShown {
            level: item.level,
            number,
            words: french::spaced(&words),
            about: french::spaced(&about),
            note: french::spaced(note.trim()),
            path: if may_write { line_path(item.id) } else { String::new() },
            add: if is_parent { format!("{HOME}/lignes/nouvelle?sous={}", item.id) } else { String::new() },
        }
    };
    numbered(items).into_iter().map(|one| told(one.number, one.item)).collect()
}

/// Where a line of the framework is changed.
pub(super) fn line_path(id: Uuid) -> String {
    format!("{HOME}/lignes/{id}")
}

/// Whether everybody reads a framework, as a tag.
pub(super) fn tag(one: Option<&Framework>) -> Tag {
    match one.is_some_and(|one| one.published_at.is_some()) {
        true => Tag::new(TagColour::Green, "Publiée"),
        false => Tag::new(TagColour::Grey, "En préparation"),
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let all = contracts(&mut tx, &visit, &acts::READ).await?;
    let wanted = asked.text("contrat");
    let Some(contract) = all.iter().find(|one| wanted.is_empty() || one.code == wanted) else {
        return Err(web::Fault::not_found());
    };
    let place = Scope::contract(contract.id);
    let may_write = visit.actor.may(&acts::WRITE, &place).is_allowed();
    let framework = store::framework::of_contract(&mut tx, contract.id).await?;
    let items = store::framework::items(&mut tx, contract.id).await?;
    let library = observatory::facade::indicators(&mut tx).await?;
    let nodes = strategy::facade::nodes(&mut tx, contract.id).await?;
    let when_writing = |path: &str| if may_write { at(path, &contract.code) } else { String::new() };
    let mut links = vec![
        Link::new("Constats et leurs preuves", at("/constats", &contract.code)),
        Link::new("Recommandations et ce qu’elles deviennent", at("/recommandations", &contract.code)),
    ];
    links.push(Link::new("Publics des actions : âges et égalité", at("/publics", &contract.code)));
    if visit.actor.may(&acts::COLLECT, &place).is_allowed() {
        links.push(Link::new("Collectes auprès des porteurs", at("/collectes", &contract.code)));
    }
    let is_published = framework.as_ref().is_some_and(|one| one.published_at.is_some());
    answer::page(&HomePage {
        frame: visit.back_office("Évaluation du contrat").with_caption(&*contract.title),
        contract: contract.code.clone(),
        others: all
            .iter()
            .filter(|one| one.id != contract.id)
            .map(|one| Link::new(one.title.clone(), at("", &one.code)))
            .collect(),
        state: tag(framework.as_ref()),
        purpose: framework.as_ref().map(|one| one.purpose.clone()).unwrap_or_default(),
        lines: shown(&items, &library, &nodes, may_write),
        links,
        write: when_writing("/presentation"),
        starter: when_writing("/modele"),
        new: when_writing("/lignes/nouvelle"),
        may_publish: visit.actor.may(&acts::PUBLISH, &place).is_allowed(),
        is_published,
        open: if is_published { facade::path(&contract.code) } else { String::new() },
        revision: framework.map_or(0, |one| one.revision),
    })
}
