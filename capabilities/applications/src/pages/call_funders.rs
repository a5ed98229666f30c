//! Funders of a call: the list, and one of them.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Html, Link, SummaryRow};
use kernel::{Cents, Filled, Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, call_path, revision_of};
use crate::actions::{call_funders, calls};
use crate::rules::{Call, CallFunder};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/call_funders.html")]
pub(super) struct FundersPage {
    pub frame: Frame,
    pub path: String,
    /// Each funder: its name, what is said of it, where it is changed.
    pub funders: Vec<(String, Vec<SummaryRow>, String)>,
}

/// What a call says of a funder.
pub(super) fn rows_of(funder: &CallFunder) -> Vec<SummaryRow> {
    let ceiling = funder.ceiling_permille.map(|part| {
        let decimals = usize::from(part % 10 != 0);
        format!("{} du coût de l’action au plus", french::percent(part as f64 / 10.0, decimals))
    });
    let floor = funder.floor.map(|floor| format!("{} par action au moins", french::euros(floor)));
    let lines = [
        ("Dispositif", funder.programme.clone()),
        ("Ce qu’il regarde", funder.looks_at.clone()),
        ("Plafond", ceiling.unwrap_or_default()),
        ("Plancher", floor.unwrap_or_default()),
    ];
    let said = lines.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(term, value)| SummaryRow::new(term, Html::text(&value))).collect()
}

impl FundersPage {
    pub fn new(frame: Frame, call: &Call, funders: &[CallFunder]) -> Self {
        let path = format!("{}/financeurs", call_path(call.id));
        let line = |one: &CallFunder| (one.name.clone(), rows_of(one), format!("{path}/modifier?financeur={}", one.id));
        Self { frame, funders: funders.iter().map(line).collect(), path: path.clone() }
    }
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>) -> Answer {
    let mut tx = house.read().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    let funders = store::call::funders(&mut tx, call.id).await?;
    let frame = visit.back_office("Financeurs de l’appel").with_breadcrumb(above(&call));
    answer::page(&FundersPage::new(frame, &call, &funders))
}

#[derive(Template)]
#[template(path = "pages/call_funder.html")]
pub(super) struct FunderPage {
    pub frame: Frame,
    pub form: Form,
    pub organisations: Vec<Choice>,
    pub is_new: bool,
    pub path: String,
}

impl FunderPage {
    pub fn new(frame: Frame, form: Form, organisations: Vec<Choice>, call: &Call) -> Self {
        let is_new = form.value("financeur").is_empty();
        let path = format!("{}/financeurs", call_path(call.id));
        Self { frame: frame.with_form(&form), form, organisations, is_new, path }
    }
}

async fn draw(tx: &mut Tx, visit: &Visit, call: &Call, form: Form) -> Result<FunderPage, Fault> {
    let all = accounts::facade::organisations(tx).await?;
    let organisations = all.into_iter().map(|one| Choice::new(one.id.to_string(), &one.name)).collect();
    let title = if form.value("financeur").is_empty() { "Ajouter un financeur" } else { "Modifier un financeur" };
    let list = Link::new("Financeurs", format!("{}/financeurs", call_path(call.id)));
    let frame = visit.back_office(title).with_breadcrumb([above(call), vec![list]].concat());
    Ok(FunderPage::new(frame, form, organisations, call))
}

pub(super) fn form_of(one: &CallFunder) -> Form {
    let percent =
        |part: i64| if part % 10 == 0 { (part / 10).to_string() } else { format!("{},{}", part / 10, part % 10) };
    let amount = |cents: Cents| french::euros(cents).trim_end_matches(['€', '\u{a0}']).to_owned();
    Form::filled([
        ("financeur", one.id.to_string()),
        ("organisation", one.organisation.map(|id| id.to_string()).unwrap_or_default()),
        ("nom", one.name.clone()),
        ("dispositif", one.programme.clone()),
        ("regarde", one.looks_at.clone()),
        ("plafond", one.ceiling_permille.map(percent).unwrap_or_default()),
        ("plancher", one.floor.map(amount).unwrap_or_default()),
    ])
}

pub async fn form(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    let form = match asked.text("financeur").parse::<Uuid>() {
        Ok(funder) => form_of(&call_funders::kept(&mut tx, &visit.actor, (call.id, funder)).await?),
        Err(_) => Form::empty(),
    };
    answer::page(&draw(&mut tx, &visit, &call, form.with("revision", revision_of(&call))).await?)
}

fn read(fields: &Fields) -> Filled<CallFunder> {
    let mut typed = Reading::of(fields);
    let part = typed.number("plafond").map(|percent| (percent * 10.0).round() as i64);
    let floor = match typed.text("plancher").as_str() {
        "" => None,
        text => Cents::read_positive(text).map_err(|wrong| typed.tell("plancher", wrong.to_string())).ok(),
    };
    let one = CallFunder {
        id: Uuid::nil(),
        call: Uuid::nil(),
        organisation: typed.offered("organisation"),
        name: typed.text("nom"),
        programme: typed.text("dispositif"),
        looks_at: typed.text("regarde"),
        ceiling_permille: part,
        floor,
        position: 0,
    };
    typed.filled(one)
}

pub async fn save(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    let (outside, actor, revision) = (&house.outside, &visit.actor, fields.revision());
    let outcome = match fields.text("financeur").parse::<Uuid>() {
        Ok(funder) => call_funders::amend(&mut tx, outside, actor, (call.id, funder, revision), read(&fields)).await,
        Err(_) => call_funders::add(&mut tx, outside, actor, (call.id, revision), read(&fields)).await,
    };
    let again = async |form| draw(&mut house.read().await?, &visit, &call, form).await;
    let list = |_| format!("{}/financeurs", call_path(call.id));
    answer::settle(tx, outcome, (list, "enregistre"), &fields, again).await
}

pub async fn remove(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let funder = fields.text("financeur").parse().map_err(|_| Fault::not_found())?;
    let at = (id.uuid(), funder, fields.revision());
    call_funders::remove(&mut tx, &house.outside, &visit.actor, at).await?;
    tx.commit().await?;
    answer::done(&format!("{}/financeurs", call_path(id.uuid())), "supprime")
}
