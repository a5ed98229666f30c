//! One section, one question or one document of a call.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Link};
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, call_path, revision_of};
use crate::actions::call_form::{self, Thing};
use crate::actions::calls;
use crate::acts;
use crate::rules::{Attachment, Call, Part, Question, QuestionKind};

#[derive(Template)]
#[template(path = "pages/call_thing.html")]
pub(super) struct ThingPage {
    pub frame: Frame,
    pub form: Form,
    pub is_section: bool,
    pub is_question: bool,
    pub parts: Vec<Choice>,
    pub kinds: Vec<Choice>,
    /// Where the form of the call is written.
    pub path: String,
    /// What this is, as the order of the form names it.
    pub nature: &'static str,
}

impl ThingPage {
    pub fn new(frame: Frame, form: Form, thing: Thing, call: &Call) -> Self {
        let kinds =
            QuestionKind::ALL.iter().filter(|kind| **kind != QuestionKind::Piece || form.value("nature") == "piece");
        let kinds = kinds.map(|kind| Choice::new(kind.code(), kind.french())).collect();
        let parts = Part::ALL.iter().map(|part| Choice::new(part.code(), part.french())).collect();
        Self {
            frame: frame.with_form(&form),
            form,
            is_section: thing == Thing::Section,
            is_question: thing == Thing::Question,
            parts,
            kinds,
            path: format!("{}/formulaire", call_path(call.id)),
            nature: match thing {
                Thing::Section => "partie",
                Thing::Question => "question",
                Thing::Attachment => "piece",
            },
        }
    }
}

fn draw(visit: &Visit, call: &Call, thing: Thing, form: Form) -> ThingPage {
    let is_new = form.value("cle").is_empty();
    let title = match (thing, is_new) {
        (Thing::Section, true) => "Ajouter une partie",
        (Thing::Section, false) => "Modifier une partie",
        (Thing::Question, true) => "Ajouter une question",
        (Thing::Question, false) => "Modifier une question",
        (Thing::Attachment, true) => "Ajouter une pièce",
        (Thing::Attachment, false) => "Modifier une pièce",
    };
    let list = Link::new("Formulaire et pièces", format!("{}/formulaire", call_path(call.id)));
    ThingPage::new(visit.back_office(title).with_breadcrumb([above(call), vec![list]].concat()), form, thing, call)
}

fn tick(is_ticked: bool) -> String {
    if is_ticked { "oui".to_owned() } else { String::new() }
}

pub(super) fn form_of_question(section: &str, one: &Question) -> Form {
    Form::filled([
        ("partie", section.to_owned()),
        ("cle", one.key.clone()),
        ("intitule", one.label.clone()),
        ("aide", one.hint.clone()),
        ("nature", one.kind.code().to_owned()),
        ("choix", one.choices.join("\n")),
        ("obligatoire", tick(one.is_required)),
        ("longueur", if one.most > 0 { one.most.to_string() } else { String::new() }),
    ])
}

async fn found(house: &House, visit: &Visit, id: kernel::Uuid) -> Result<Call, Fault> {
    let mut tx = house.read().await?;
    Ok(calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id).await?)
}

pub async fn section(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>, asked: Asked) -> Answer {
    let call = found(&house, &visit, id.uuid()).await?;
    let key = asked.text("cle");
    let form = match call.terms.sections.iter().find(|one| one.key == key) {
        Some(one) => {
            Form::filled([("cle", one.key.as_str()), ("intitule", one.title.as_str()), ("concerne", one.part.code())])
        }
        None if key.is_empty() => Form::filled([("concerne", Part::Project.code())]),
        None => return Err(Fault::not_found()),
    };
    answer::page(&draw(&visit, &call, Thing::Section, form.with("revision", revision_of(&call))))
}

pub async fn save_section(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Call>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let part = typed.coded("concerne", Part::from_code, "Dites si c’est demandé une fois, ou pour chaque action");
    let value = (typed.text("cle"), typed.text("intitule"), part.unwrap_or(Part::Project));
    let at = (call.id, fields.revision());
    let outcome = call_form::save_section(&mut tx, &house.outside, &visit.actor, at, typed.filled(value)).await;
    let again = async |form| Ok(draw(&visit, &call, Thing::Section, form));
    let path = format!("{}/formulaire", call_path(call.id));
    answer::settle(tx, outcome, (|()| path, "enregistre"), &fields, again).await
}

pub async fn question(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>, asked: Asked) -> Answer {
    let call = found(&house, &visit, id.uuid()).await?;
    let (section, key) = (asked.text("partie"), asked.text("cle"));
    if !call.terms.sections.iter().any(|one| one.key == section) {
        return Err(Fault::not_found());
    }
    let form = match call.terms.question(key) {
        Some(one) => form_of_question(section, one),
        None if key.is_empty() => {
            Form::filled([("partie", section), ("nature", QuestionKind::Text.code()), ("obligatoire", "oui")])
        }
        None => return Err(Fault::not_found()),
    };
    answer::page(&draw(&visit, &call, Thing::Question, form.with("revision", revision_of(&call))))
}

pub async fn save_question(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Call>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let kind = typed.coded("nature", QuestionKind::from_code, "Choisissez comment on répond");
    let choices = fields.text("choix").lines().map(str::trim).filter(|line| !line.is_empty());
    let one = Question {
        key: typed.text("cle"),
        label: typed.text("intitule"),
        hint: typed.text("aide"),
        kind: kind.unwrap_or(QuestionKind::Text),
        choices: choices.map(str::to_owned).collect(),
        is_required: fields.is_ticked("obligatoire"),
        most: typed.whole("longueur").unwrap_or_default(),
    };
    let (at, what) = ((call.id, fields.revision()), (fields.text("partie"), typed.filled(one)));
    let outcome = call_form::save_question(&mut tx, &house.outside, &visit.actor, at, what).await;
    let again = async |form| Ok(draw(&visit, &call, Thing::Question, form));
    let path = format!("{}/formulaire", call_path(call.id));
    answer::settle(tx, outcome, (|()| path, "enregistre"), &fields, again).await
}

pub async fn attachment(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Call>,
    asked: Asked,
) -> Answer {
    let call = found(&house, &visit, id.uuid()).await?;
    let key = asked.text("cle");
    let form = match call.terms.attachment(key) {
        Some(one) => Form::filled([
            ("cle", one.key.clone()),
            ("intitule", one.label.clone()),
            ("aide", one.hint.clone()),
            ("concerne", one.part.code().to_owned()),
            ("obligatoire", tick(one.is_required)),
        ]),
        None if key.is_empty() => Form::filled([("concerne", Part::Application.code())]),
        None => return Err(Fault::not_found()),
    };
    answer::page(&draw(&visit, &call, Thing::Attachment, form.with("revision", revision_of(&call))))
}

pub async fn save_attachment(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Call>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let part = typed.coded("concerne", Part::from_code, "Dites si c’est demandé une fois, ou pour chaque action");
    let one = Attachment {
        key: typed.text("cle"),
        label: typed.text("intitule"),
        hint: typed.text("aide"),
        part: part.unwrap_or(Part::Application),
        is_required: fields.is_ticked("obligatoire"),
    };
    let at = (call.id, fields.revision());
    let outcome = call_form::save_attachment(&mut tx, &house.outside, &visit.actor, at, typed.filled(one)).await;
    let again = async |form| Ok(draw(&visit, &call, Thing::Attachment, form));
    let path = format!("{}/formulaire", call_path(call.id));
    answer::settle(tx, outcome, (|()| path, "enregistre"), &fields, again).await
}
