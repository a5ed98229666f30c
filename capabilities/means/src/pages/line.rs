//! A line of ordinary means: added, changed, taken out.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame};
use jiff::civil::Date;
use kernel::Filled;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, amount, areas_of, at, choices, contract_by, contract_of, themes_of, time};
use crate::actions::{self, CommonLawLine, Confidence, Ground, LineTerms, Method};
use crate::acts;
use crate::rules::{spelt_amount, spelt_hundredths};

#[derive(Template)]
#[template(path = "pages/line.html")]
pub(super) struct LinePage {
    pub frame: Frame,
    pub form: Form,
    pub partners: Vec<Choice>,
    pub themes: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub methods: Vec<Choice>,
    pub confidences: Vec<Choice>,
    pub contract: String,
    /// Where it is kept, once it is there.
    pub path: String,
    /// Whether it is written, or only read.
    pub may_fill: bool,
}

pub(super) fn methods() -> Vec<Choice> {
    choices(Method::ALL.iter().map(|one| (one.code(), one.french())))
}

pub(super) fn confidences() -> Vec<Choice> {
    choices(Confidence::ALL.iter().map(|one| (one.code(), one.french())))
}

/// What a form says of a line; the grid reads the same fields, but for theme, neighbourhood and amount.
pub(super) fn terms(reading: &mut Reading<'_>, fields: &Fields) -> LineTerms {
    LineTerms {
        partner: reading.chosen("partenaire", "Choisissez un partenaire").unwrap_or_default(),
        theme: reading.offered("theme"),
        area: reading.offered("quartier"),
        year: reading.whole("annee").unwrap_or(0),
        label: reading.text("dispositif"),
        amount: amount(reading, "montant"),
        fte: time(reading, "etp"),
        method: reading.parsed("methode", Method::from_code, "Choisissez comment c’est valorisé"),
        confidence: reading.parsed("confiance", Confidence::from_code, "Choisissez une confiance de la liste"),
        why: reading.text("pourquoi"),
        source: reading.text("source"),
        counted_on: reading.needed_day("compte", "le jour du calcul").unwrap_or_default(),
        is_public: fields.is_ticked("publique"),
    }
}

fn read(fields: &Fields) -> Filled<LineTerms> {
    let mut reading = Reading::of(fields);
    let terms = terms(&mut reading, fields);
    reading.filled(terms)
}

fn filled(one: &CommonLawLine) -> Form {
    let terms = &one.terms;
    let id = |id: Option<kernel::Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let form = Form::filled([
        ("partenaire", terms.partner.to_string()),
        ("theme", id(terms.theme)),
        ("quartier", id(terms.area)),
        ("annee", terms.year.to_string()),
        ("dispositif", terms.label.clone()),
        ("montant", spelt_amount(terms.amount)),
        ("etp", terms.fte.map(spelt_hundredths).unwrap_or_default()),
        ("methode", terms.method.map(Method::code).unwrap_or_default().to_owned()),
        ("confiance", terms.confidence.map(Confidence::code).unwrap_or_default().to_owned()),
        ("pourquoi", terms.why.clone()),
        ("source", terms.source.clone()),
        ("revision", one.revision.to_string()),
    ]);
    let form = form.with_date("compte", Some(terms.counted_on));
    if terms.is_public { form.with("publique", "oui") } else { form }
}

/// The form of a new line: the day is today, a partner alone is itself.
pub(super) fn fresh(partners: &[(kernel::Uuid, String)], year: &str, today: Date) -> Form {
    let form = Form::filled([("annee", year)]).with_date("compte", Some(today));
    match partners {
        [(only, _)] => form.with("partenaire", only.to_string()),
        _ => form,
    }
}

async fn drawn(
    tx: &mut Tx,
    visit: &Visit,
    ground: &Ground,
    (title, path, may_fill): (&str, String, bool),
    form: Form,
) -> Result<LinePage, Fault> {
    let mut partners = super::partners(tx, visit, ground.contract.id).await?;
    if !may_fill {
        // Who only reads it sees its partner all the same.
        partners = super::institutions(tx).await?;
    }
    let frame = visit.back_office(title).with_form(&form).with_caption(&*ground.contract.title);
    Ok(LinePage {
        frame: frame.with_breadcrumb(above(&ground.contract.code)),
        form,
        partners: choices(partners),
        themes: themes_of(ground),
        areas: areas_of(ground),
        methods: methods(),
        confidences: confidences(),
        contract: ground.contract.code.clone(),
        path,
        may_fill,
    })
}

const NEW: &str = "Ajouter des moyens de droit commun";

pub async fn new(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = contract_of(&mut tx, &visit, &acts::FILL, asked.text("contrat")).await?;
    let ground = actions::ground(&mut tx, contract).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let partners = super::partners(&mut tx, &visit, ground.contract.id).await?;
    let year = super::year_asked(&asked, today.year().into()).to_string();
    let form = fresh(&partners, &year, today);
    answer::page(&drawn(&mut tx, &visit, &ground, (NEW, String::new(), true), form).await?)
}

fn back(code: &str, year: i64) -> String {
    format!("{}&annee={year}", at("", code))
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = contract_of(&mut tx, &visit, &acts::FILL, fields.text("contrat")).await?;
    let around = (&house.outside, &house.settings.zone);
    let typed = read(&fields);
    let to = back(&contract.code, typed.value.year);
    let outcome = actions::add_line(&mut tx, around, &visit.actor, contract.id, typed).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        let ground = actions::ground(&mut tx, contract).await?;
        drawn(&mut tx, &visit, &ground, (NEW, String::new(), true), form).await
    };
    answer::settle(tx, outcome, (|_| to, "ajoute"), &fields, again).await
}

async fn one(tx: &mut Tx, visit: &Visit, found: &CommonLawLine, form: Form) -> Result<LinePage, Fault> {
    let contract = contract_by(tx, found.contract).await?;
    let ground = actions::ground(tx, contract).await?;
    let own = actions::own_organisations(tx, &visit.actor).await?;
    let may_fill = actions::fills(&visit.actor, &acts::FILL, &found.scope(), &own);
    let path = format!("{}/droit-commun/{}", super::HOME, found.id);
    let title = if may_fill { "Modifier des moyens de droit commun" } else { "Moyens de droit commun" };
    drawn(tx, visit, &ground, (title, path, may_fill), form).await
}

pub async fn form(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<CommonLawLine>) -> Answer {
    let mut tx = house.read().await?;
    let found = actions::line(&mut tx, &visit.actor, id.uuid()).await?;
    answer::page(&one(&mut tx, &visit, &found, filled(&found)).await?)
}

pub async fn change(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<CommonLawLine>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let found = actions::line(&mut tx, &visit.actor, id.uuid()).await?;
    let contract = contract_by(&mut tx, found.contract).await?;
    let around = (&house.outside, &house.settings.zone);
    let typed = read(&fields);
    let to = back(&contract.code, typed.value.year);
    let which = (id.uuid(), fields.revision());
    let outcome = actions::change_line(&mut tx, around, &visit.actor, which, typed).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        one(&mut tx, &visit, &found, form).await
    };
    answer::settle(tx, outcome, (|_| to, "modifie"), &fields, again).await
}

pub async fn remove(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<CommonLawLine>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let which = (id.uuid(), fields.revision());
    let gone = actions::remove_line(&mut tx, &house.outside, &visit.actor, which).await?;
    let contract = contract_by(&mut tx, gone.contract).await?;
    tx.commit().await?;
    answer::done(&back(&contract.code, gone.terms.year), "supprime")
}
