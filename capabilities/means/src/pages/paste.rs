//! Ordinary means pasted from a spreadsheet: tried and shown line by line, then kept at once.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Form, Frame, Html, TableOptions};
use kernel::french;
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, Visit, answer};

use super::{at, contract_of, framed};
use crate::actions::{self, Pasted};
use crate::acts;
use crate::rules::{COLUMNS, PastedLine};

#[derive(Template)]
#[template(path = "pages/paste.html")]
pub(super) struct PastePage {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    pub columns: String,
    /// What a trial says; nothing before.
    pub trial: Html,
    pub told: String,
    /// Whether it may be kept.
    pub is_sound: bool,
}

pub(super) fn columns() -> String {
    let all: Vec<&str> = COLUMNS.iter().map(|one| one.header).collect();
    all.join(", ")
}

pub(super) fn trial_table(lines: &[(PastedLine, Pasted)]) -> Table {
    let columns = vec![
        Column::new("ligne", "Ligne", Kind::Integer),
        Column::new("contenu", "Ce qu’elle dit", Kind::Text).row_header(),
        Column::new("effet", "Ce qu’elle ferait", Kind::Text),
    ];
    let mut table = Table::new("essai", "Ce qui a été lu", columns);
    for (line, outcome) in lines {
        let effect = match outcome {
            Pasted::New(_) => "nouvelle ligne".to_owned(),
            Pasted::Changed(_) => "ligne modifiée".to_owned(),
            Pasted::Same => "déjà là, rien ne change".to_owned(),
            Pasted::Wrong(problems) => format!("à corriger : {}", problems.join(" ; ")),
        };
        let number = i64::try_from(line.number).unwrap_or(i64::MAX);
        table.rows.push(vec![
            Cell::Integer(number),
            Cell::text(french::spaced(&line.told)),
            Cell::text(french::spaced(&effect)),
        ]);
    }
    table
}

/// What a trial comes to, in a sentence.
pub(super) fn told(lines: &[(PastedLine, Pasted)]) -> (String, bool) {
    let count = |is: &dyn Fn(&Pasted) -> bool| lines.iter().filter(|(_, one)| is(one)).count() as i64;
    let wrong = count(&|one| matches!(one, Pasted::Wrong(_)));
    let sentence = format!(
        "{}, {}, {}, {}.",
        french::count(count(&|one| matches!(one, Pasted::New(_))), "ligne nouvelle", "lignes nouvelles"),
        french::count(count(&|one| matches!(one, Pasted::Changed(_))), "modifiée", "modifiées"),
        french::count(count(&|one| matches!(one, Pasted::Same)), "inchangée", "inchangées"),
        french::count(wrong, "à corriger", "à corriger")
    );
    (french::spaced(&sentence), wrong == 0)
}

fn drawn(visit: &Visit, contract: &ContractBrief, form: Form) -> PastePage {
    PastePage {
        frame: framed(visit, "Coller un tableur", contract).with_form(&form),
        form,
        contract: contract.code.clone(),
        columns: columns(),
        trial: Html::default(),
        told: String::new(),
        is_sound: false,
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = contract_of(&mut tx, &visit, &acts::FILL, asked.text("contrat")).await?;
    answer::page(&drawn(&visit, &contract, Form::empty()))
}

/// The page around a trial of what was pasted.
async fn trial(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    contract: &ContractBrief,
    form: Form,
) -> Result<PastePage, Fault> {
    let around = (&house.outside, &house.settings.zone);
    let text = form.value("tableau").to_owned();
    let mut page = drawn(visit, contract, form);
    // What is no table at all is told at the field already.
    if let Ok(lines) = actions::tried(tx, around, &visit.actor, contract.id, &text).await {
        (page.told, page.is_sound) = told(&lines);
        page.trial = interface::table(&trial_table(&lines[..lines.len().min(200)]), &TableOptions::default());
    }
    Ok(page)
}

pub async fn try_out(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.read().await?;
    let contract = contract_of(&mut tx, &visit, &acts::FILL, fields.text("contrat")).await?;
    let around = (&house.outside, &house.settings.zone);
    let text = fields.exact("tableau");
    match actions::tried(&mut tx, around, &visit.actor, contract.id, text).await {
        Ok(_) => answer::page(&trial(&mut tx, &house, &visit, &contract, fields.form()).await?),
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&drawn(&visit, &contract, form))
        }
    }
}

pub async fn bring(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = contract_of(&mut tx, &visit, &acts::FILL, fields.text("contrat")).await?;
    let around = (&house.outside, &house.settings.zone);
    let text = fields.exact("tableau").to_owned();
    let outcome = actions::bring(&mut tx, around, &visit.actor, contract.id, &text).await;
    let to = at("", &contract.code);
    let again = async |form| {
        let mut tx = house.read().await?;
        trial(&mut tx, &house, &visit, &contract, form).await
    };
    answer::settle(tx, outcome, (|_| to, "importe"), &fields, again).await
}
