//! `/gestion/programmation/{id}/scenarios`: what could be proposed, drawn by a rule and set side by side.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, TableOptions};
use kernel::{Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::committee_words::{above, choices, committee_path};
use crate::actions::desk;
use crate::actions::scenarios as actions;
use crate::acts_committee as acts;
use crate::rules::Committee;
use crate::rules::scenario::Recipe;

#[derive(Template)]
#[template(path = "pages/committee_scenarios.html")]
pub(super) struct ScenariosPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub compared: Html,
    pub waves: Vec<Choice>,
    pub recipes: Vec<Choice>,
    pub kept: Vec<(String, String)>,
    pub may_propose: bool,
}

fn path(id: Uuid) -> String {
    format!("{}/scenarios", committee_path(id))
}

/// The wave a list or a scenario is narrowed to, as its name in an address says.
fn wave_of(text: &str) -> actions::InWave {
    match text {
        "aucune" => Some(None),
        other => other.parse().ok().map(Some),
    }
}

async fn drawn(tx: &mut Tx, visit: &Visit, id: Uuid, form: Form) -> Result<ScenariosPage, Fault> {
    let (desk, all) = actions::compared(tx, &visit.actor, id, wave_of(form.value("vague"))).await?;
    let areas = territory::facade::areas(tx).await?;
    let mut columns = vec![Column::new("quoi", "Ce qui est compté", Kind::Text).row_header()];
    columns.extend(all.iter().enumerate().map(|(at, (_, title, _))| Column::new(format!("s{at}"), title, Kind::Euros)));
    let mut table = Table::new("scenarios", "Scénarios côte à côte", columns);
    let mut add =
        |name: String, cells: Vec<Cell>| table.rows.push(std::iter::once(Cell::text(name)).chain(cells).collect());
    add("Ensemble".into(), all.iter().map(|(.., given)| Cell::Euros(given.whole)).collect());
    let left = desk.left();
    for funder in &desk.call.funders {
        let of =
            |given: &crate::rules::scenario::Given| Cell::Euros(given.by_funder.get(&funder.id).copied().unwrap_or(0));
        add(french::spaced(&funder.name), all.iter().map(|(.., given)| of(given)).collect());
        if left.get(&funder.id).is_some_and(|cents| *cents > 0) {
            let free = left.get(&funder.id).copied().unwrap_or(0);
            let rest = |given: &crate::rules::scenario::Given| {
                Cell::Euros(free - given.by_funder.get(&funder.id).copied().unwrap_or(0))
            };
            add(
                french::spaced(&format!("{}, reste de l’enveloppe", funder.name)),
                all.iter().map(|(.., given)| rest(given)).collect(),
            );
        }
    }
    let mut places: Vec<Option<Uuid>> = all.iter().flat_map(|(.., given)| given.by_area.keys().copied()).collect();
    places.sort_unstable();
    places.dedup();
    for place in places {
        let name =
            place.and_then(|id| areas.iter().find(|area| area.id == id)).map_or("Sans quartier", |area| &area.name);
        let of = |given: &crate::rules::scenario::Given| Cell::Euros(given.by_area.get(&place).copied().unwrap_or(0));
        add(name.to_owned(), all.iter().map(|(.., given)| of(given)).collect());
    }
    let count = |many: usize| Cell::text(french::integer(many as i64));
    add("Actions aidées (nombre)".into(), all.iter().map(|(.., given)| count(given.helped)).collect());
    add("Actions sans rien (nombre)".into(), all.iter().map(|(.., given)| count(given.left_out)).collect());
    let kept = all.iter().filter_map(|(id, title, _)| Some((id.as_ref()?.to_string(), title.clone())));
    let frame = visit.back_office("Scénarios").with_form(&form);
    Ok(ScenariosPage {
        frame: frame.with_breadcrumb(above(id, &desk.committee.terms.title)),
        form,
        path: path(id),
        compared: interface::table(&table, &TableOptions::default()),
        waves: super::committee::waves(&desk),
        recipes: choices(Recipe::ALL.iter().map(|one| (one.code(), one.french()))),
        kept: kept.collect(),
        may_propose: desk::verdict(&visit.actor, &acts::PROPOSE, &desk.call).is_allowed(),
    })
}

pub async fn page(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Committee>,
    asked: Asked,
) -> Answer {
    answer::page(&drawn(&mut house.read().await?, &visit, id.uuid(), asked.form()).await?)
}

pub async fn draw(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Committee>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let mut reading = Reading::of(&fields);
    let title = reading.text("titre");
    let recipe = Recipe::from_code(fields.text("recette"));
    let share = reading.number("part").map_or(0, |share| (share * 10.0).round() as i64);
    let outcome = match reading.filled(()).sound() {
        Ok(()) => {
            let how = (title.as_str(), recipe, share, wave_of(fields.text("vague")));
            actions::draw_scenario(&mut tx, &house.outside, &visit.actor, id.uuid(), how).await
        }
        Err(failure) => Err(failure),
    };
    let again = async |form| drawn(&mut house.read().await?, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (|_| path(id.uuid()), "ajoute"), &fields, again).await
}

fn both((id, scenario): (String, String)) -> Result<(Uuid, Uuid), Fault> {
    let read = |text: &str| text.parse().map_err(|_| Fault::not_found());
    Ok((read(&id)?, read(&scenario)?))
}

pub async fn take_up(State(house): State<Arc<House>>, visit: Visit, Path(which): Path<(String, String)>) -> Answer {
    let which = both(which)?;
    let mut tx = house.write().await?;
    actions::take_up(&mut tx, &house.outside, &visit.actor, which).await?;
    tx.commit().await?;
    answer::done(&committee_path(which.0), "enregistre")
}

pub async fn remove(State(house): State<Arc<House>>, visit: Visit, Path(which): Path<(String, String)>) -> Answer {
    let which = both(which)?;
    let mut tx = house.write().await?;
    actions::remove_scenario(&mut tx, &house.outside, &visit.actor, which).await?;
    tx.commit().await?;
    answer::done(&path(which.0), "supprime")
}
