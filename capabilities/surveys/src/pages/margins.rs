//! `/gestion/questionnaires/{id}/redressement`: what is known of the population, and what weights made from it cost.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, SummaryRow};
use kernel::french;
use tabulation::weights::WeightReport;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{above, path};
use crate::actions::{self, Counted, Typed};
use crate::store::survey::Survey;
use crate::{acts, store};

/// A question, and each of its categories with its field.
pub(super) type Group = (String, Vec<(String, String)>);

#[derive(Template)]
#[template(path = "pages/margins.html")]
pub(super) struct MarginsPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub groups: Vec<Group>,
    pub report: Vec<SummaryRow>,
    pub warnings: Vec<String>,
}

fn field(question: &str, code: &str) -> String {
    format!("{question}.{code}")
}

/// Categories that may be known of the population: those of the questions of neighbourhood, age and sex.
fn categories(counted: &Counted) -> Vec<(usize, Vec<(String, String)>)> {
    let roles = ["quartier", "age", "sexe"].into_iter().filter_map(|role| counted.form.of_role(role));
    roles
        .filter(|at| counted.data.variables()[*at].kind == tabulation::Kind::Single)
        .map(|at| {
            let codes = counted.data.variables()[at].categories.iter();
            (at, codes.map(|one| (one.code.clone(), one.label.clone())).collect())
        })
        .collect()
}

/// What weights cost, line by line.
pub(super) fn told(report: &WeightReport) -> (Vec<SummaryRow>, Vec<String>) {
    let number = |value: f64, decimals| french::decimal(value, decimals);
    let rows = vec![
        SummaryRow::new("Poids", format!("de {} à {}", number(report.smallest, 2), number(report.largest, 2))),
        SummaryRow::new("Rapport du plus grand au plus petit", number(report.ratio, 1)),
        SummaryRow::new("Effet de plan", number(report.design_effect, 2)),
        SummaryRow::new("Réponses que cela vaut", number(report.effective_size, 0)),
    ];
    (rows, report.warnings.iter().map(|warning| french::spaced(warning.french())).collect())
}

async fn draw(
    tx: &mut database::Tx,
    house: &House,
    visit: &Visit,
    id: kernel::Uuid,
    form: Option<Form>,
) -> Result<MarginsPage, Fault> {
    let survey = actions::survey(tx, &visit.actor, &acts::LEAD, id).await?;
    let counted =
        actions::counted_live(tx, (&house.shelves, &house.outside), &survey).await?.ok_or_else(Fault::not_found)?;
    let lines = store::margin::all(tx, id).await?;
    let form = form.unwrap_or_else(|| {
        let mut form = Form::empty();
        for (question, code, total, _) in &lines {
            form.add(field(question, code), total.to_string());
        }
        form.with("source", lines.first().map_or("", |line| line.3.as_str()))
    });
    let groups = categories(&counted)
        .into_iter()
        .map(|(at, codes)| {
            let variable = &counted.data.variables()[at];
            let fields = codes.into_iter().map(|(code, label)| (field(&variable.name, &code), label)).collect();
            (french::spaced(&variable.label), fields)
        })
        .collect();
    let (report, warnings) = match actions::weights(tx, &counted, id).await? {
        Some(Ok((weighting, _))) => told(&weighting.report),
        Some(Err(why)) => (Vec::new(), vec![french::spaced(&why)]),
        None => (Vec::new(), Vec::new()),
    };
    let frame = visit.back_office("Redressement").with_caption(survey.text.title.clone());
    Ok(MarginsPage {
        frame: frame.with_breadcrumb(above(&survey)).with_form(&form),
        form,
        path: path(id),
        groups,
        report,
        warnings,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &house, &visit, id.uuid(), None).await?)
}

pub async fn save(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::LEAD, id.uuid()).await?;
    let counted = actions::counted_live(&mut tx, (&house.shelves, &house.outside), &survey)
        .await?
        .ok_or_else(Fault::not_found)?;
    let mut typed = Vec::new();
    for (at, codes) in categories(&counted) {
        let question = &counted.data.variables()[at].name;
        for (code, _) in codes {
            let field = field(question, &code);
            let total = fields.text(&field).to_owned();
            typed.push(Typed { field, question: question.clone(), code, total });
        }
    }
    let told = (typed.as_slice(), fields.text("source"));
    let outcome = actions::know(&mut tx, &house.outside, &visit.actor, survey.id, told).await;
    let again = async |form| draw(&mut house.read().await?, &house, &visit, survey.id, Some(form)).await;
    let there = format!("{}/redressement", path(survey.id));
    answer::settle(tx, outcome, (|()| there, "enregistre"), &fields, again).await
}
