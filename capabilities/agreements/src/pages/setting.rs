//! `/gestion/conventions/reglages`: thresholds with their source, advances and delays.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Form, Frame};
use kernel::Filled;
use settlement::Thresholds;
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, Reading, Visit, answer};

use super::{HOME, above, amount, contract_of, typed, with_contract};
use crate::actions::setting as actions;
use crate::rules::Setting;
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/setting.html")]
pub(super) struct SettingPage {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
}

fn draw(visit: &Visit, contract: &ContractBrief, form: Form) -> SettingPage {
    let frame = visit.back_office("Réglages des conventions").with_form(&form).with_caption(&*contract.title);
    SettingPage { frame: frame.with_breadcrumb(above()), form, contract: contract.code.clone() }
}

async fn of(tx: &mut Tx, visit: &Visit, code: &str) -> Result<ContractBrief, Fault> {
    let found = contract_of(tx, visit, code, &acts::SET).await?;
    Ok(found.ok_or_else(Fault::not_found)?.0)
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = of(&mut tx, &visit, asked.text("contrat")).await?;
    let (setting, revision) = store::setting::of_contract(&mut tx, contract.id).await?;
    let of = &setting.thresholds;
    let form = Form::filled([
        ("convention", typed(of.agreement)),
        ("comptes", typed(of.accounts)),
        ("depot", typed(of.deposit)),
        ("objectifs", typed(of.objectives)),
        ("annexe", typed(of.annex)),
        ("acompte", (setting.advance_permille / 10).to_string()),
        ("mois", setting.report_months.to_string()),
        ("ecart", setting.gap_percent.to_string()),
        ("ecart-plancher", typed(setting.gap_floor)),
        ("tolerance", typed(setting.tolerance)),
        ("rappels", setting.reminders.iter().map(u16::to_string).collect::<Vec<_>>().join(", ")),
        ("source", setting.source.clone()),
        ("revision", revision.to_string()),
    ]);
    answer::page(&draw(&visit, &contract, form))
}

fn read(fields: &Fields) -> Filled<Setting> {
    let mut reading = Reading::of(fields);
    let mut threshold = |name: &str| {
        let cents = amount(&mut reading, name);
        reading.needed(name, cents, "Saisissez ce seuil, en euros").unwrap_or_default()
    };
    let thresholds = Thresholds {
        agreement: threshold("convention"),
        accounts: threshold("comptes"),
        deposit: threshold("depot"),
        objectives: threshold("objectifs"),
        annex: threshold("annexe"),
        ..Thresholds::default()
    };
    let advance = reading.whole("acompte");
    let advance = reading.needed("acompte", advance, "Saisissez la part de l’acompte, de 0 à 100");
    let months = reading.whole("mois");
    let months = reading.needed("mois", months, "Saisissez un nombre de mois");
    let gap = reading.whole("ecart");
    let gap = reading.needed("ecart", gap, "Saisissez l’écart à expliquer, en pourcentage");
    let [floor, tolerance] = ["ecart-plancher", "tolerance"].map(|name| {
        let cents = amount(&mut reading, name);
        reading.needed(name, cents, "Saisissez un montant, ou 0").unwrap_or_default()
    });
    let reminders = crate::rules::read_days(fields.text("rappels")).unwrap_or_else(|error| {
        reading.tell(&error.field, error.sentence);
        Vec::new()
    });
    let setting = Setting {
        thresholds,
        gap_percent: gap.unwrap_or_default(),
        gap_floor: floor,
        tolerance,
        reminders,
        advance_permille: advance.unwrap_or_default().saturating_mul(10),
        report_months: months.unwrap_or(1),
        source: reading.text("source"),
    };
    reading.filled(setting)
}

pub async fn set(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = of(&mut tx, &visit, fields.text("contrat")).await?;
    let which = (contract.id, fields.revision());
    let outcome = actions::set(&mut tx, &house.outside, &visit.actor, which, read(&fields)).await;
    let again = async |form| Ok::<_, Fault>(draw(&visit, &contract, form));
    let back = with_contract(&format!("{HOME}/reglages"), &contract.code);
    answer::settle(tx, outcome, (|()| back, "modifie"), &fields, again).await
}
