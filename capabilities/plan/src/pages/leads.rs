//! `/gestion/actions/pistes`: leads studied twice, then made sheets.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Choice, Form, Frame, Html, Link, Tag, TagColour};
use kernel::{Filled, Uuid};
use web::{Answer, Asked, Fault, Fields, House, Visit, answer};

use super::{above_board, choices, sheet_path, today, whole};
use crate::actions::{self, Around, Crossing};
use crate::acts;
use crate::rules::{Coverage, Lead};

#[derive(Template)]
#[template(path = "pages/leads.html")]
pub(super) struct LeadsPage {
    pub frame: Frame,
    pub form: Form,
    pub lines: Vec<LeadLine>,
    pub count: String,
    pub strategies: Vec<String>,
    pub contract: String,
    pub may_edit: bool,
}

/// A lead in the list.
pub(super) struct LeadLine {
    pub code: String,
    pub label: String,
    pub href: String,
    pub state: Tag,
    pub said: String,
    pub sheet: Option<String>,
}

fn state_of(lead: &Lead) -> Tag {
    match &lead.study {
        None => Tag::new(TagColour::Grey, "À qualifier"),
        Some(study) if study.sheet.is_some() => Tag::new(TagColour::Green, "Devenue fiche"),
        Some(study) if study.is_crossed => Tag::new(TagColour::Blue, "Qualifiée"),
        Some(_) => Tag::new(TagColour::Amber, "À croiser"),
    }
}

impl LeadsPage {
    pub fn new(
        frame: Frame,
        form: Form,
        leads: &[Lead],
        strategies: Vec<String>,
        (contract, may_edit): (&str, bool),
    ) -> Self {
        let code = answer::encode(contract);
        let lines = leads.iter().map(|lead| LeadLine {
            code: lead.code.clone(),
            label: lead.label.clone(),
            href: format!("/gestion/actions/pistes/{}?contrat={code}", lead.proposal),
            state: state_of(lead),
            said: lead.study.as_ref().map(|study| study.coverage.french().to_owned()).unwrap_or_default(),
            sheet: lead.study.as_ref().and_then(|study| study.sheet).map(sheet_path),
        });
        let done = leads.iter().filter(|lead| lead.is_qualified()).count();
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        Self {
            count: format!(
                "{}, dont {}.",
                kernel::french::count(count(leads.len()), "piste", "pistes"),
                kernel::french::count(count(done), "qualifiée deux fois", "qualifiées deux fois")
            ),
            lines: lines.collect(),
            frame: frame.with_form(&form),
            form,
            strategies,
            contract: contract.to_owned(),
            may_edit,
        }
    }
}

async fn list_page(tx: &mut Tx, visit: &Visit, around: &Around, form: Form) -> Result<LeadsPage, Fault> {
    let contract = &around.contract;
    let leads = actions::leads(tx, contract.id).await?;
    let strategies = actions::strategies(tx, contract.id).await?.into_iter().map(|(_, name)| name).collect();
    let frame = visit.back_office("Pistes d’action").with_caption(&*contract.title).with_breadcrumb(above_board());
    Ok(LeadsPage::new(frame, form, &leads, strategies, (&contract.code, super::may_edit(visit, contract.id))))
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let around = whole(&mut tx, &visit, asked.text("contrat"), &acts::READ).await?;
    answer::page(&list_page(&mut tx, &visit, &around, Form::empty()).await?)
}

pub async fn add_strategy(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let around = whole(&mut tx, &visit, fields.text("contrat"), &acts::EDIT).await?;
    let label = fields.text("strategie");
    let outcome = actions::add_strategy(&mut tx, &house.outside, &visit.actor, around.contract.id, label).await;
    let path = format!("/gestion/actions/pistes?contrat={}", answer::encode(&around.contract.code));
    let again = async |form| {
        let mut tx = house.read().await?;
        list_page(&mut tx, &visit, &around, form).await
    };
    answer::settle(tx, outcome, (|()| path, "ajoute"), &fields, again).await
}

#[derive(Template)]
#[template(path = "pages/lead.html")]
pub(super) struct LeadPage {
    pub frame: Frame,
    pub form: Form,
    pub label: String,
    pub needs: Vec<Link>,
    pub path: String,
    pub contract: String,
    pub coverages: Vec<Choice>,
    pub strategies: Vec<Choice>,
    pub is_covered: bool,
    pub is_crossed: bool,
    pub sheet: Option<Html>,
}

impl LeadPage {
    pub fn new(frame: Frame, form: Form, lead: &Lead, around: &Around, strategies: &[(String, String)]) -> Self {
        let study = lead.study.as_ref();
        let mut form = form;
        if let Some(study) = study {
            if form.field("couverture").is_none() {
                form.add("couverture", study.coverage.code());
                form.add("precision", study.coverage_note.clone());
            }
            if form.field("strategies").is_none() && study.is_crossed {
                for one in &study.strategies {
                    form.add("strategies", one.clone());
                }
                if study.strategies.is_empty() {
                    form.add("strategies", NONE);
                }
                form.add("croisement", study.crossing_note.clone());
            }
        }
        if form.field("revision").is_none() {
            form.add("revision", study.map_or(0, |study| study.revision).to_string());
        }
        let needs = lead.needs.iter().filter_map(|id| around.need(*id));
        let mut listed = choices(strategies.iter().map(|(code, name)| (code, name)));
        listed.push(Choice::new(NONE, "Aucune autre stratégie"));
        Self {
            frame: frame.with_form(&form),
            form,
            label: lead.label.clone(),
            needs: needs.map(|need| Link::new(&*need.label, format!("/besoins/{}", need.code))).collect(),
            path: format!("/gestion/actions/pistes/{}", lead.proposal),
            contract: around.contract.code.clone(),
            coverages: choices(Coverage::ALL.iter().map(|one| (one.code(), one.french()))),
            strategies: listed,
            is_covered: study.is_some(),
            is_crossed: lead.is_qualified(),
            sheet: study.and_then(|study| study.sheet).map(|id| Html::link("Ouvrir sa fiche action", &sheet_path(id))),
        }
    }
}

/// The box that says no strategy is met.
const NONE: &str = "aucune";

async fn lead_page(tx: &mut Tx, visit: &Visit, around: &Around, proposal: Uuid, form: Form) -> Result<LeadPage, Fault> {
    let leads = actions::leads(tx, around.contract.id).await?;
    let lead = leads.into_iter().find(|lead| lead.proposal == proposal).ok_or_else(Fault::not_found)?;
    let strategies = actions::strategies(tx, around.contract.id).await?;
    let above = format!("/gestion/actions/pistes?contrat={}", answer::encode(&around.contract.code));
    let breadcrumb = [above_board(), vec![Link::new("Pistes", above)]].concat();
    let frame = visit.back_office("Qualifier une piste").with_caption(format!("Piste {}", lead.code));
    Ok(LeadPage::new(frame.with_breadcrumb(breadcrumb), form, &lead, around, &strategies))
}

fn id_of(text: &str) -> Result<Uuid, Fault> {
    text.parse().map_err(|_| Fault::not_found())
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(id): Path<String>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let around = whole(&mut tx, &visit, asked.text("contrat"), &acts::EDIT).await?;
    answer::page(&lead_page(&mut tx, &visit, &around, id_of(&id)?, Form::empty()).await?)
}

fn lead_path(around: &Around, proposal: Uuid) -> String {
    format!("/gestion/actions/pistes/{proposal}?contrat={}", answer::encode(&around.contract.code))
}

pub async fn qualify(State(house): State<Arc<House>>, visit: Visit, Path(id): Path<String>, fields: Fields) -> Answer {
    let proposal = id_of(&id)?;
    let mut tx = house.write().await?;
    let around = whole(&mut tx, &visit, fields.text("contrat"), &acts::EDIT).await?;
    let which = (around.contract.id, proposal, fields.revision());
    let said = (Coverage::from_code(fields.text("couverture")), fields.text("precision"));
    let outcome = actions::qualify_lead(&mut tx, &house.outside, &visit.actor, which, said).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        lead_page(&mut tx, &visit, &around, proposal, form).await
    };
    answer::settle(tx, outcome, (|()| lead_path(&around, proposal), "enregistre"), &fields, again).await
}

pub async fn cross(State(house): State<Arc<House>>, visit: Visit, Path(id): Path<String>, fields: Fields) -> Answer {
    let proposal = id_of(&id)?;
    let mut tx = house.write().await?;
    let around = whole(&mut tx, &visit, fields.text("contrat"), &acts::EDIT).await?;
    let which = (around.contract.id, proposal, fields.revision());
    let (none, strategies): (Vec<&str>, Vec<&str>) =
        fields.all("strategies").into_iter().partition(|code| *code == NONE);
    let crossing = Crossing {
        strategies: strategies.into_iter().map(str::to_owned).collect(),
        is_none: !none.is_empty(),
        note: fields.text("croisement").to_owned(),
    };
    let outcome = actions::cross_lead(&mut tx, &house.outside, &visit.actor, which, &crossing).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        lead_page(&mut tx, &visit, &around, proposal, form).await
    };
    answer::settle(tx, outcome, (|()| lead_path(&around, proposal), "enregistre"), &fields, again).await
}

pub async fn make_sheet(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(id): Path<String>,
    fields: Fields,
) -> Answer {
    let proposal = id_of(&id)?;
    let mut tx = house.write().await?;
    let around = whole(&mut tx, &visit, fields.text("contrat"), &acts::EDIT).await?;
    let code = Filled::from(fields.text("reference").to_owned());
    let which = (proposal, today(&house));
    let outcome = actions::make_sheet(&mut tx, &house.outside, &visit.actor, &around, which, code).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        lead_page(&mut tx, &visit, &around, proposal, form).await
    };
    answer::settle(tx, outcome, (sheet_path, "ajoute"), &fields, again).await
}
