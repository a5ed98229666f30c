//! `/gestion/questionnaires/{id}/quotas`: how far collection is, against what is wanted and against who lives there.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, TableOptions};
use kernel::{Uuid, french};
use territory::facade::{Area, Population};
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::{above, path};
use crate::actions::quotas::Bands;
use crate::rules::quota::{Profile, Quota};
use crate::store::survey::Survey;
use crate::{actions, acts};

/// The value of the list that stands for everywhere.
const EVERYWHERE: &str = "tous";

#[derive(Template)]
#[template(path = "pages/quotas.html")]
pub(super) struct QuotasPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub board: Option<Html>,
    pub cells: Option<Html>,
    pub may_lead: bool,
    pub areas: Vec<Choice>,
    /// The neighbourhood whose quotas are set below, and its name.
    pub chosen: Option<(String, String)>,
    /// Name of the field and words, one for each quota that can be set.
    pub wanted: Vec<(String, String)>,
    /// What quotas cannot name, and why.
    pub missing: String,
}

/// Answers of each neighbourhood, beside those wanted and those who live there.
pub(super) fn board(
    areas: &[Area],
    inhabitants: &HashMap<Uuid, Population>,
    (quotas, people): (&[Quota], &[(Profile, i64)]),
) -> Option<Html> {
    if areas.is_empty() {
        return None;
    }
    let columns = vec![
        Column::new("quartier", "Quartier", Kind::Text).row_header(),
        Column::new("reponses", "Réponses", Kind::Integer),
        Column::new("voulues", "Voulues", Kind::Integer),
        Column::new("habitants", "Habitants", Kind::Integer),
        Column::new("part_reponses", "Part des réponses", Kind::Percent(0)),
        Column::new("part_habitants", "Part des habitants", Kind::Percent(0)),
    ];
    let mut table = Table::new("avancement", "Réponses et population de chaque quartier", columns);
    let living = |area: &Area| inhabitants.get(&area.id).map(|one| one.count);
    let all: Option<i64> = areas.iter().map(living).sum();
    let among = |keeps: &dyn Fn(&Profile) -> bool| -> i64 {
        people.iter().filter(|(profile, _)| keeps(profile)).map(|(_, count)| count).sum()
    };
    let located = among(&|one| areas.iter().any(|area| Some(area.id) == one.area));
    let share =
        |count: i64, of: i64| if of > 0 { Cell::Percent(100.0 * count as f64 / of as f64) } else { Cell::MISSING };
    for area in areas {
        let count = among(&|one| one.area == Some(area.id));
        let wanted: i64 = quotas.iter().filter(|quota| quota.area == Some(area.id)).map(|quota| quota.wanted).sum();
        table.rows.push(vec![
            Cell::text(area.name.clone()),
            Cell::Integer(count),
            if wanted > 0 { Cell::Integer(wanted) } else { Cell::NOT_ASKED },
            living(area).map_or(Cell::MISSING, Cell::Integer),
            share(count, located),
            living(area).zip(all).map_or(Cell::MISSING, |(count, all)| share(count, all)),
        ]);
    }
    let elsewhere = among(&|_| true) - located;
    let answers = |count| french::count(count, "réponse", "réponses");
    let base =
        format!("{} situées dans un quartier, {} ailleurs ou sans quartier", answers(located), answers(elsewhere));
    table.base = Some(base);
    let mut sources: Vec<String> = inhabitants.values().map(Population::measured).collect();
    sources.sort_unstable();
    sources.dedup();
    table.source = Some(format!("habitants : {}", sources.join(" ; "))).filter(|_| !sources.is_empty());
    table.notes.push("Le trait « – » dit qu’aucun nombre n’a été fixé.".into());
    Some(interface::table(&table, &TableOptions::default()))
}

/// Each quota, beside the answers it has.
pub(super) fn cells(
    areas: &[Area],
    (ages, sexes): (&Bands, &Bands),
    lines: impl Iterator<Item = (Quota, i64)>,
) -> Option<Html> {
    let columns = vec![
        Column::new("profil", "Profil", Kind::Text).row_header(),
        Column::new("voulues", "Voulues", Kind::Integer),
        Column::new("venues", "Venues", Kind::Integer),
        Column::new("restent", "Restent à trouver", Kind::Integer),
    ];
    let mut table = Table::new("quotas", "Ce qui est voulu et ce qui est venu", columns);
    for (quota, count) in lines {
        let place = match quota.area {
            Some(id) => areas.iter().find(|area| area.id == id).map_or("Quartier retiré", |area| area.name.as_str()),
            None => "Tous les quartiers",
        };
        let words = |bands: &Bands, code: &str| {
            bands.iter().find(|band| band.0 == code).map_or_else(|| code.to_owned(), |band| band.1.clone())
        };
        let parts = [place.to_owned(), words(ages, &quota.age), words(sexes, &quota.sex)];
        let profile: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let left = (quota.wanted - count).max(0);
        table.rows.push(vec![
            Cell::text(profile.join(", ")),
            Cell::Integer(quota.wanted),
            Cell::Integer(count),
            Cell::Integer(left),
        ]);
    }
    (!table.rows.is_empty()).then(|| interface::table(&table, &TableOptions::default()))
}

/// The field of a quota.
fn field(age: &str, sex: &str) -> String {
    format!("q.{age}.{sex}")
}

/// Every quota that may be set for a place.
fn settable(ages: &Bands, sexes: &Bands) -> Vec<(String, String, Quota)> {
    let nobody = || vec![(String::new(), String::new())];
    let or_all = |bands: &Bands| if bands.is_empty() { nobody() } else { bands.clone() };
    let mut all = Vec::new();
    for (age, age_words) in or_all(ages) {
        for (sex, sex_words) in or_all(sexes) {
            let words: Vec<&str> =
                [age_words.as_str(), sex_words.as_str()].into_iter().filter(|one| !one.is_empty()).collect();
            let told = if words.is_empty() { "Réponses voulues".to_owned() } else { words.join(", ") };
            all.push((field(&age, &sex), told, Quota { area: None, age: age.clone(), sex, wanted: 0 }));
        }
    }
    all
}

fn place(text: &str, areas: &[Area]) -> Option<(String, String, Option<Uuid>)> {
    if text == EVERYWHERE {
        return Some((text.to_owned(), "Tous les quartiers ensemble".to_owned(), None));
    }
    let area = areas.iter().find(|area| area.id.to_string() == text)?;
    Some((text.to_owned(), area.name.clone(), Some(area.id)))
}

async fn draw(
    tx: &mut database::Tx,
    visit: &Visit,
    id: Uuid,
    (chosen, form): (&str, Option<Form>),
) -> Result<QuotasPage, Fault> {
    let survey = actions::survey(tx, &visit.actor, &acts::COLLECT, id).await?;
    let may_lead = actions::survey(tx, &visit.actor, &acts::LEAD, id).await.is_ok();
    let form_asked = match actions::ready(tx, id, survey.published).await? {
        Some(ready) => ready.form.clone(),
        None => actions::form_of(&survey)?,
    };
    let (ages, sexes) = actions::quotas::bands(&form_asked);
    let (quotas, counts, people) = actions::quotas::progress(tx, &form_asked, id).await?;
    let areas = territory::facade::areas(tx).await?;
    let inhabitants = territory::facade::populations(tx).await?;
    let place = place(chosen, &areas);
    let wanted: Vec<(String, String)> = match &place {
        Some(_) => settable(&ages, &sexes).into_iter().map(|(name, told, _)| (name, told)).collect(),
        None => Vec::new(),
    };
    let form = form.unwrap_or_else(|| {
        let mut form = Form::filled([("quartier", chosen)]);
        if let Some((_, _, area)) = &place {
            for quota in quotas.iter().filter(|quota| quota.area == *area) {
                form.add(field(&quota.age, &quota.sex), quota.wanted.to_string());
            }
        }
        form
    });
    let mut missing = Vec::new();
    if ages.is_empty() {
        missing.push("l’âge");
    }
    if sexes.is_empty() {
        missing.push("le sexe");
    }
    let missing = match missing.as_slice() {
        [] => String::new(),
        parts => format!(
            "Les quotas ne distinguent pas {} : aucune question à choix n’a ce rôle dans le questionnaire.",
            parts.join(" ni ")
        ),
    };
    let mut choices = vec![Choice::new(EVERYWHERE, "Tous les quartiers ensemble")];
    choices.extend(areas.iter().map(|area| Choice::new(area.id.to_string(), &area.name)));
    let frame = visit.back_office("Quotas et avancement").with_caption(survey.text.title.clone());
    Ok(QuotasPage {
        frame: frame.with_breadcrumb(above(&survey)).with_form(&form),
        form,
        path: path(id),
        board: board(&areas, &inhabitants, (&quotas, &people)),
        cells: cells(&areas, (&ages, &sexes), quotas.iter().cloned().zip(counts)),
        may_lead,
        areas: choices,
        chosen: place.map(|(value, name, _)| (value, name)),
        wanted,
        missing: french::spaced(&missing),
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &visit, id.uuid(), (asked.text("quartier"), None)).await?)
}

pub async fn set(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::LEAD, id.uuid()).await?;
    let form = match actions::ready(&mut tx, survey.id, survey.published).await? {
        Some(ready) => ready.form.clone(),
        None => actions::form_of(&survey)?,
    };
    let (ages, sexes) = actions::quotas::bands(&form);
    let areas = territory::facade::areas(&mut tx).await?;
    let chosen = fields.text("quartier").to_owned();
    let (_, _, area) = place(&chosen, &areas).ok_or_else(Fault::not_found)?;
    let typed = settable(&ages, &sexes).into_iter().map(|(name, _, quota)| {
        let text = fields.text(&name).to_owned();
        (name, quota, text)
    });
    let typed: Vec<(String, Quota, String)> = typed.collect();
    let outcome = actions::quotas::set(&mut tx, &house.outside, &visit.actor, (survey.id, area), &typed).await;
    let again = async |form: Form| {
        // Names of fields hold codes of answers: they are filled in again one by one.
        let mut whole = Form::filled(fields.pairs().iter().cloned());
        whole = whole.with_errors(form.errors());
        draw(&mut house.read().await?, &visit, survey.id, (&chosen, Some(whole))).await
    };
    let there = format!("{}/quotas?quartier={chosen}", path(survey.id));
    answer::settle(tx, outcome, (|()| there, "enregistre"), &fields, again).await
}
