//! `/gestion/papier/{id}`: a batch of sheets, what is typed, what waits, what differs.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Form, Frame, Html, SummaryRow, TableOptions};
use kernel::{Refusal, Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::paper::batch_path;
use super::questions::{titled, told};
use super::{above, path, whole};
use crate::actions::paper::choice_field;
use crate::rules::paper::{SheetState, differences};
use crate::store::paper::{Batch, Sheet};
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/batch.html")]
pub(super) struct BatchPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub rows: Vec<SummaryRow>,
    pub sheets: Option<Html>,
    pub is_open: bool,
    /// Whether somebody else’s sheets wait for this person.
    pub has_second: bool,
    pub has_waiting: bool,
    pub revision: i64,
}

/// The sheets that are no answer yet.
pub(super) fn sheets_table(batch: Uuid, sheets: &[Sheet]) -> Option<Html> {
    let waiting: Vec<&Sheet> = sheets.iter().filter(|sheet| sheet.state != SheetState::Kept).collect();
    if waiting.is_empty() {
        return None;
    }
    let columns = vec![
        Column::new("feuille", "Feuille", Kind::Text).row_header(),
        Column::new("etat", "Où elle en est", Kind::Text),
    ];
    let mut table = Table::new("feuilles", "Feuilles en attente", columns);
    for sheet in waiting {
        let name = format!("Feuille {}", sheet.number);
        let first = match sheet.state {
            SheetState::Differs => Cell::link(name, format!("{}/ecarts?numero={}", batch_path(batch), sheet.number)),
            _ => Cell::text(name),
        };
        table.rows.push(vec![first, Cell::text(sheet.state.french())]);
    }
    Some(interface::table(&table, &TableOptions::default()))
}

async fn draw(tx: &mut database::Tx, visit: &Visit, id: Uuid, form: Form) -> Result<BatchPage, Fault> {
    let (survey, batch) = actions::paper::batch(tx, &visit.actor, id).await?;
    let sheets = store::paper::sheets(tx, id).await?;
    let of = |state| i64::try_from(sheets.iter().filter(|sheet| sheet.state == state).count()).unwrap_or(i64::MAX);
    let me = visit.actor.account();
    let is_theirs = |sheet: &Sheet| sheet.state == SheetState::Typed && sheet.first_by != me;
    let mut rows = vec![
        SummaryRow::new("Ouvert le", french::iso_date(&batch.opened_on)),
        SummaryRow::new("Version", batch.version.to_string()),
        SummaryRow::new("Saisie", if batch.is_doubled { "deux fois, par deux personnes" } else { "une fois" }),
        SummaryRow::new("Enregistrées", french::count(of(SheetState::Kept), "feuille", "feuilles")),
    ];
    if batch.is_doubled {
        let told = french::count(of(SheetState::Typed), "feuille", "feuilles");
        rows.push(SummaryRow::new("Attendent une seconde saisie", told));
        let told = french::count(of(SheetState::Differs), "feuille", "feuilles");
        rows.push(SummaryRow::new("Écarts à trancher", told));
    }
    let mut links = above(&survey);
    links.push(interface::Link::new("Papier", format!("{}/papier", path(survey.id))));
    let frame = visit.back_office(&batch.label).with_caption(survey.text.title.clone()).with_breadcrumb(links);
    Ok(BatchPage {
        frame: frame.with_form(&form),
        form,
        path: batch_path(id),
        rows,
        sheets: sheets_table(id, &sheets),
        is_open: batch.is_open(),
        has_second: batch.is_open() && sheets.iter().any(is_theirs),
        has_waiting: of(SheetState::Typed) + of(SheetState::Differs) > 0,
        revision: batch.revision,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Batch>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn close(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Batch>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let forgets = fields.is_ticked("oublier");
    let outcome = actions::paper::close(&mut tx, &house.outside, &visit.actor, at, forgets).await;
    let again = async |form| draw(&mut house.read().await?, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (|()| batch_path(id.uuid()), "modifie"), &fields, again).await
}

/// A question on which two typings differ.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    /// Name of the field where it is settled.
    pub name: String,
    pub label: Html,
    pub first: Html,
    pub second: Html,
}

impl Gap {
    fn choices(&self) -> Vec<interface::Choice> {
        let shown = |value: &str, pass: &str, words: &Html| {
            let words = if words.to_string().is_empty() { Html::text("rien") } else { words.clone() };
            let label = Html::trusted(format!("{}{words}", Html::sentence(&format!("{pass} : "))));
            interface::Choice { value: value.to_owned(), label, hint: Html::default() }
        };
        vec![shown("1", "Première saisie", &self.first), shown("2", "Seconde saisie", &self.second)]
    }
}

#[derive(Template)]
#[template(path = "pages/differences.html")]
pub(super) struct DifferencesPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub number: i64,
    pub gaps: Vec<Gap>,
}

fn number_of(fields: &Fields) -> Result<i64, Fault> {
    fields.text("numero").parse().map_err(|_| Fault::not_found())
}

async fn draw_gaps(
    tx: &mut database::Tx,
    house: &House,
    visit: &Visit,
    (id, number): (Uuid, i64),
    form: Form,
) -> Result<DifferencesPage, Fault> {
    let (survey, batch) = actions::paper::batch(tx, &visit.actor, id).await?;
    let sheet = actions::paper::differing(tx, id, number).await?;
    let (first, second) = actions::paper::both(&house.keys, &sheet)?;
    let ready = actions::ready(tx, survey.id, batch.version).await?.ok_or(Refusal::NotFound)?;
    let plan = whole::plan_of(&ready)?;
    let open = |answers: &questionnaire::answering::Answers| {
        whole::session(
            house,
            &plan,
            &super::answering::Traveller { answers: answers.clone(), ..super::typing::blank(house) },
        )
    };
    let (of_first, of_second) = (open(&first), open(&second));
    let page = interface::Language::French;
    let gaps = differences(&first, &second).into_iter().map(|key| {
        let words = |session: &questionnaire::answering::Session<'_>| {
            session.question(&key).map(|asked| told(session, &ready.plan.form, &asked, page)).unwrap_or_default()
        };
        let words_of = |session| {
            let asked = questionnaire::answering::Session::question(session, &key)?;
            Some(titled(session, &ready.plan.form, &asked, page))
        };
        let label = words_of(&of_first).or_else(|| words_of(&of_second));
        Gap {
            name: choice_field(&key),
            label: label.unwrap_or_else(|| Html::text(&key)),
            first: words(&of_first),
            second: words(&of_second),
        }
    });
    let gaps = gaps.collect();
    let mut links = above(&survey);
    links.push(interface::Link::new(batch.label.clone(), batch_path(id)));
    let title = format!("Feuille {number} : deux saisies différentes");
    let frame =
        visit.back_office(&french::spaced(&title)).with_caption(survey.text.title.clone()).with_breadcrumb(links);
    Ok(DifferencesPage { frame: frame.with_form(&form), form, path: batch_path(id), number, gaps })
}

pub async fn gaps(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Batch>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let at = (id.uuid(), number_of(&asked)?);
    answer::page(&draw_gaps(&mut tx, &house, &visit, at, Form::empty()).await?)
}

pub async fn settle(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Batch>,
    fields: Fields,
) -> Answer {
    let at = (id.uuid(), number_of(&fields)?);
    let mut tx = house.write().await?;
    let tools = (&house.outside, &house.keys, &house.settings.zone);
    let chosen = |key: &str| match fields.text(&choice_field(key)) {
        "1" => Some(false),
        "2" => Some(true),
        _ => None,
    };
    let outcome = actions::paper::settle(&mut tx, tools, &visit.actor, at, chosen).await;
    // Names of questions may hold what is never given back from a form: the choices are read again one by one.
    let again = async |form: Form| {
        let mut whole = Form::empty();
        for (name, value) in fields.pairs() {
            whole.add(name.clone(), value.clone());
        }
        let errors = form.errors();
        draw_gaps(&mut house.read().await?, &house, &visit, at, whole.with_errors(errors)).await
    };
    answer::settle(tx, outcome, (|()| batch_path(id.uuid()), "enregistre"), &fields, again).await
}

pub async fn start_over(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Batch>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    actions::paper::start_over(&mut tx, &visit.actor, (id.uuid(), number_of(&fields)?)).await?;
    tx.commit().await?;
    answer::done(&batch_path(id.uuid()), "supprime")
}
