//! One question, written or corrected.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Choice, Form, Frame};
use kernel::Uuid;
use questionnaire::model;
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::{above, path};
use crate::rules::draft::{self, OFFERED, QuestionText, ROLES};
use crate::store::survey::Survey;
use crate::{actions, acts};

#[derive(Template)]
#[template(path = "pages/question.html")]
pub(super) struct QuestionPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    /// The name of the question; empty: a new one.
    pub name: String,
    pub kinds: Vec<Choice>,
    pub roles: Vec<Choice>,
    /// The groups it may stand in.
    pub groups: Vec<Choice>,
    /// Each language with the ending of its fields, the first without one.
    pub languages: Vec<(String, String)>,
    /// Questions a condition may name, with the codes of their answers.
    pub others: Vec<(String, String, Vec<String>)>,
    pub revision: String,
}

/// Languages of a form with the ending of their fields.
fn endings(form: &model::Form) -> Vec<(String, String)> {
    let all = draft::languages(form).into_iter().enumerate();
    all.map(|(rank, name)| (name, if rank == 0 { String::new() } else { format!("-{rank}") })).collect()
}

/// A question to be typed again.
pub(super) fn form_of(form: &model::Form, text: &QuestionText) -> Form {
    let mut shown = Form::filled([
        ("type", text.kind.clone()),
        ("maximum", text.most.clone()),
        ("echelle", text.from.clone()),
        ("echelle-fin", text.to.clone()),
        ("condition", text.relevant.clone()),
        ("role", text.role.clone()),
        ("groupe", text.group.clone()),
        ("obligatoire", if text.is_required { "oui" } else { "" }.to_owned()),
        ("nsp", if text.has_dont_know { "oui" } else { "" }.to_owned()),
        ("nvp", if text.has_rather_not { "oui" } else { "" }.to_owned()),
    ]);
    for (language, ending) in endings(form) {
        let of = |words: &BTreeMap<String, String>| words.get(&language).cloned().unwrap_or_default();
        shown.add(format!("question{ending}"), of(&text.label));
        shown.add(format!("aide{ending}"), of(&text.hint));
        shown.add(format!("reponses{ending}"), of(&text.choices));
        shown.add(format!("lignes{ending}"), of(&text.rows));
    }
    shown
}

/// A question as typed.
fn text_of(form: &model::Form, fields: &Fields) -> QuestionText {
    let by_language = |name: &str| {
        endings(form)
            .into_iter()
            .map(|(language, ending)| {
                let typed = fields.exact(&format!("{name}{ending}")).trim().replace("\r\n", "\n");
                (language, typed)
            })
            .collect()
    };
    QuestionText {
        kind: fields.text("type").to_owned(),
        label: by_language("question"),
        hint: by_language("aide"),
        choices: by_language("reponses"),
        rows: by_language("lignes"),
        group: fields.text("groupe").to_owned(),
        is_required: fields.is_ticked("obligatoire"),
        has_dont_know: fields.is_ticked("nsp"),
        has_rather_not: fields.is_ticked("nvp"),
        most: fields.text("maximum").to_owned(),
        from: fields.text("echelle").to_owned(),
        to: fields.text("echelle-fin").to_owned(),
        relevant: fields.text("condition").to_owned(),
        role: fields.text("role").to_owned(),
    }
}

pub(super) fn kinds() -> Vec<Choice> {
    OFFERED.iter().map(|(code, label, hint)| Choice::new(*code, label).hint(hint)).collect()
}

pub(super) fn roles() -> Vec<Choice> {
    ROLES.iter().map(|(code, label)| Choice::new(*code, label)).collect()
}

/// Questions a condition may name.
fn others(form: &model::Form, name: &str) -> Vec<(String, String, Vec<String>)> {
    let before = form.questions().into_iter().take_while(|item| item.name != name);
    before
        .map(|item| {
            let codes = form.list_of(item).map_or(&[][..], |list| &list.choices);
            let codes = codes.iter().take(30).map(|choice| choice.name.clone()).collect();
            (item.name.clone(), item.label.told("fr", &form.settings.default_language).to_owned(), codes)
        })
        .collect()
}

fn draw(visit: &Visit, survey: &Survey, name: &str, form: Form) -> Result<QuestionPage, Fault> {
    let written = actions::form_of(survey)?;
    let title = if name.is_empty() { "Nouvelle question" } else { "Corriger la question" };
    let frame = visit.back_office(title).with_caption(survey.text.title.clone());
    let revision = Some(form.value("revision").to_owned()).filter(|kept| !kept.is_empty());
    Ok(QuestionPage {
        frame: frame.with_breadcrumb(above(survey)).with_form(&form),
        revision: revision.unwrap_or_else(|| survey.revision.to_string()),
        form,
        path: path(survey.id),
        name: name.to_owned(),
        kinds: kinds(),
        roles: roles(),
        groups: draft::groups(&written, name).into_iter().map(|(name, label)| Choice::new(name, &label)).collect(),
        languages: endings(&written),
        others: others(&written, name),
    })
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::LEAD, id.uuid()).await?;
    let kind = Some(asked.text("type")).filter(|kind| !kind.is_empty()).unwrap_or("select_one").to_owned();
    answer::page(&draw(&visit, &survey, "", Form::filled([("type", kind)]))?)
}

pub async fn page(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    Path((_, name)): Path<(String, String)>,
) -> Answer {
    let mut tx = house.read().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::LEAD, id.uuid()).await?;
    let written = actions::form_of(&survey)?;
    let item = written.item(&name).ok_or_else(Fault::not_found)?;
    answer::page(&draw(&visit, &survey, &name, form_of(&written, &draft::text_of(&written, item)))?)
}

async fn put(house: &House, visit: &Visit, id: Uuid, name: Option<&str>, fields: &Fields) -> Answer {
    let mut tx = house.write().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::LEAD, id).await?;
    let text = text_of(&actions::form_of(&survey)?, fields);
    let at = (id, fields.revision(), name);
    let outcome = actions::put_question(&mut tx, &house.outside, &visit.actor, at, &text).await;
    let again = async |form| draw(visit, &survey, name.unwrap_or_default(), form);
    let done = if name.is_some() { "modifie" } else { "ajoute" };
    answer::settle(tx, outcome, (|put| format!("{}/questions#q-{put}", path(id)), done), fields, again).await
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>, fields: Fields) -> Answer {
    put(&house, &visit, id.uuid(), None, &fields).await
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    Path((_, name)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    put(&house, &visit, id.uuid(), Some(&name), &fields).await
}

pub async fn shift(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    Path((_, name)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision(), name.as_str());
    let is_down = fields.text("sens") == "bas";
    actions::remove_question(&mut tx, &house.outside, &visit.actor, at, Some(is_down)).await?;
    tx.commit().await?;
    answer::see(&format!("{}/questions#q-{name}", path(id.uuid())))
}

pub async fn remove(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    Path((_, name)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision(), name.as_str());
    actions::remove_question(&mut tx, &house.outside, &visit.actor, at, None).await?;
    tx.commit().await?;
    answer::done(&format!("{}/questions", path(id.uuid())), "supprime")
}
