//! Opening a council, and changing its terms.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link};
use kernel::{Cents, Filled, Uuid};
use strategy::facade::ContractBrief;
use territory::facade::Area;
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, area_choices, sheet_path};
use crate::actions::{self, NewCouncil};
use crate::acts;
use crate::rules::{Council, CouncilTerms, STRUCTURE_KINDS};

#[derive(Template)]
#[template(path = "pages/setting.html")]
pub(super) struct SettingPage {
    pub frame: Frame,
    pub form: Form,
    pub areas: Vec<Choice>,
    pub contracts: Vec<Choice>,
    pub is_new: bool,
}

impl SettingPage {
    pub fn new(frame: Frame, form: Form, areas: &[Area], contracts: &[ContractBrief], is_new: bool) -> Self {
        let choice = |contract: &ContractBrief| Choice::new(contract.id.to_string(), &contract.title);
        Self {
            frame: frame.with_form(&form),
            form,
            areas: area_choices(areas),
            contracts: contracts.iter().map(choice).collect(),
            is_new,
        }
    }
}

async fn draw(tx: &mut Tx, visit: &Visit, council: Option<&Council>, form: Form) -> Result<SettingPage, Fault> {
    let areas = territory::facade::areas(tx).await?;
    let contracts = strategy::facade::contracts(tx).await?;
    let frame = match council {
        None => visit
            .back_office("Créer un conseil")
            .with_breadcrumb(vec![Link::new("Conseils citoyens", "/gestion/conseils")]),
        Some(council) => visit.back_office("Modifier le conseil").with_breadcrumb(above(council)),
    };
    Ok(SettingPage::new(frame, form, &areas, &contracts, council.is_none()))
}

fn read(typed: &mut Reading<'_>, fields: &Fields) -> CouncilTerms {
    let mut months = |name: &str, least: i64| typed.whole(name).unwrap_or(least);
    let (mandate_months, least_age, young_age) =
        (months("mandat", 0), months("age-minimum", 0), months("age-jeune", 0));
    let (appeal_days, notice_days, objection_hours) =
        (months("recours", -1), months("preavis", -1), months("objections", -1));
    let ticked = fields.all("quartiers");
    CouncilTerms {
        name: typed.text("nom"),
        purpose: typed.text("objet"),
        contract: typed.offered("contrat"),
        areas: ticked.iter().filter_map(|id| id.parse().ok()).collect::<Vec<Uuid>>(),
        starts_on: typed.day("debut", "la date de début"),
        mandate_months,
        renewal_months: typed.whole("renouvellement"),
        least_age,
        young_age,
        one_per_household: fields.is_ticked("foyer"),
        support: typed.text("structure"),
        budget: typed.parsed("budget", |text| Cents::parse(text).ok(), "Ce doit être un montant, par exemple 5 000"),
        place: typed.text("lieu"),
        charter: typed.text("charte"),
        candidacies_until: typed.day("candidatures", "la fin des candidatures"),
        appeal_days,
        notice_days,
        objection_hours,
    }
}

/// The form of a council's terms.
pub(super) fn form_of(terms: &CouncilTerms) -> Form {
    let number = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
    let mut form = Form::filled([
        ("nom", terms.name.clone()),
        ("objet", terms.purpose.clone()),
        ("contrat", terms.contract.map(|id| id.to_string()).unwrap_or_default()),
        ("mandat", terms.mandate_months.to_string()),
        ("renouvellement", number(terms.renewal_months)),
        ("age-minimum", terms.least_age.to_string()),
        ("age-jeune", terms.young_age.to_string()),
        ("foyer", if terms.one_per_household { "oui".to_owned() } else { String::new() }),
        ("structure", terms.support.clone()),
        ("budget", terms.budget.map(french_amount).unwrap_or_default()),
        ("lieu", terms.place.clone()),
        ("charte", terms.charter.clone()),
        ("recours", terms.appeal_days.to_string()),
        ("preavis", terms.notice_days.to_string()),
        ("objections", terms.objection_hours.to_string()),
    ])
    .with_date("debut", terms.starts_on)
    .with_date("candidatures", terms.candidacies_until);
    for area in &terms.areas {
        form.add("quartiers", area.to_string());
    }
    form
}

fn french_amount(budget: Cents) -> String {
    kernel::french::decimal(budget.0 as f64 / 100.0, 2)
}

/// The form of a council to open, filled with what is usual.
pub(super) fn first_form() -> Form {
    form_of(&CouncilTerms::default())
        .with("sieges-habitants", "16")
        .with("sieges-acteurs", "16")
        .with("types", STRUCTURE_KINDS.join("\n"))
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &visit, None, first_form()).await?)
}

/// What was typed one a line.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn read_new(fields: &Fields) -> Filled<NewCouncil> {
    let mut typed = Reading::of(fields);
    let terms = read(&mut typed, fields);
    let residents = typed.whole("sieges-habitants").unwrap_or_default();
    let actors = typed.whole("sieges-acteurs").unwrap_or_default();
    let kinds = lines(fields.text("types"));
    typed.filled(NewCouncil { terms, residents, actors, kinds })
}

pub async fn create(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let outcome = actions::open_council(&mut tx, &house.outside, &visit.actor, read_new(&fields)).await;
    let again = async |form| draw(&mut house.read().await?, &visit, None, form).await;
    answer::settle(tx, outcome, (sheet_path, "ajoute"), &fields, again).await
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Council>) -> Answer {
    let mut tx = house.read().await?;
    let council = actions::council(&mut tx, &visit.actor, &acts::SET_UP, id.uuid()).await?;
    let form = form_of(&council.terms).with("revision", council.revision.to_string());
    answer::page(&draw(&mut tx, &visit, Some(&council), form).await?)
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Council>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let council = actions::council(&mut tx, &visit.actor, &acts::SET_UP, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let terms = read(&mut typed, &fields);
    let at = (council.id, fields.revision());
    let outcome = actions::amend_council(&mut tx, &house.outside, &visit.actor, at, typed.filled(terms)).await;
    let again = async |form| draw(&mut house.read().await?, &visit, Some(&council), form).await;
    answer::settle(tx, outcome, (|()| sheet_path(council.id), "modifie"), &fields, again).await
}
