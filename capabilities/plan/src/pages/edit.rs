//! Opening a sheet, and changing what is written in it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame};
use jiff::civil::Date;
use kernel::text::search_key;
use kernel::{Filled, Uuid};
use listening::facade::NeedLine;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, above_board, choices, sheet_path, today, visible, whole};
use crate::actions::{self, Around, NewSheet};
use crate::acts;
use crate::rules::{Involvement, Sheet, SheetText, State as Standing, Status, Term};

#[derive(Template)]
#[template(path = "pages/edit.html")]
pub(super) struct EditPage {
    pub frame: Frame,
    pub form: Form,
    pub strategic: Vec<Choice>,
    pub operational: Vec<Choice>,
    pub lenses: Vec<Choice>,
    pub needs: Vec<Choice>,
    /// Whether there are more needs than a page lists: words are looked for.
    pub is_searched: bool,
    pub terms: Vec<Choice>,
    pub involvements: Vec<Choice>,
    pub statuses: Vec<Choice>,
    pub is_new: bool,
    pub contract: String,
}

impl EditPage {
    pub fn new(frame: Frame, form: Form, around: &Around, is_new: bool) -> Self {
        let named = |node: &actions::Objective| Choice::new(node.id.to_string(), &node.name());
        let needs = offered(&form, around);
        Self {
            frame: frame.with_form(&form),
            form,
            strategic: around.strategic().map(named).collect(),
            operational: around.operational().map(named).collect(),
            lenses: choices(around.lenses.iter().map(|lens| (&lens.key, &lens.label))),
            needs,
            is_searched: around.needs.len() > MOST_NEEDS,
            terms: choices(Term::ALL.iter().map(|term| (term.code(), term.french()))),
            involvements: choices(Involvement::ALL.iter().map(|one| (one.code(), one.french()))),
            statuses: choices(Status::ALL.iter().map(|one| (one.code(), one.french()))),
            is_new,
            contract: around.contract.code.clone(),
        }
    }
}

/// Needs listed at most besides those that are ticked; the others are found by their words.
const MOST_NEEDS: usize = 50;

/// The needs that are ticked, then the first ones that hold every word looked for.
fn offered(form: &Form, around: &Around) -> Vec<Choice> {
    let words = search_key(form.value(SEARCH_FIELD));
    let name = |need: &NeedLine| format!("{} {}", need.code, need.label);
    let is_ticked = |need: &&NeedLine| form.is_chosen("besoins", &need.id.to_string());
    let holds = |need: &&NeedLine| {
        let name = search_key(&name(need));
        words.split(' ').all(|word| name.contains(word))
    };
    let ticked = around.needs.iter().filter(is_ticked);
    let others = around.needs.iter().filter(|need| !is_ticked(need)).filter(holds).take(MOST_NEEDS);
    let mut listed: Vec<&NeedLine> = ticked.chain(others).collect();
    if around.needs.len() <= MOST_NEEDS {
        listed = around.needs.iter().collect();
    }
    choices(listed.into_iter().map(|need| (need.id, name(need))))
}

/// The field of the words looked for among needs.
const SEARCH_FIELD: &str = "chercher-besoin";

/// Whether somebody looks for needs and saves nothing yet.
fn is_looking(fields: &Fields) -> bool {
    fields.text("geste") == "chercher"
}

const CHOOSE: &str = "Choisissez une ligne de la liste, ou aucune";

/// Every value of a group of boxes; one that cannot be read is told.
fn ticked(typed: &mut Reading<'_>, fields: &Fields, name: &str) -> Vec<kernel::Uuid> {
    let all = fields.all(name);
    let read: Vec<kernel::Uuid> = all.iter().filter_map(|text| text.parse().ok()).collect();
    if read.len() < all.len() {
        typed.tell(name, "Cochez des lignes de la liste");
    }
    read
}

fn read(fields: &Fields) -> Filled<SheetText> {
    let mut typed = Reading::of(fields);
    let text = SheetText {
        code: typed.text("reference"),
        title: typed.text("titre"),
        finding: typed.text("constat"),
        strategic: typed.offered("strategique"),
        operational: typed.offered("operationnel"),
        aims: typed.text("objectifs"),
        description: typed.text("description"),
        perimeter: typed.text("perimetre"),
        publics: typed.text("publics"),
        lead: typed.text("pilote"),
        competence: typed.text("competence"),
        term: typed.parsed("echeance", Term::from_code, CHOOSE),
        starts_on: typed.day("debut", "la date de début"),
        ends_on: typed.day("fin", "la date de fin"),
        involvement: typed.parsed("habitants", Involvement::from_code, CHOOSE),
        conditions: typed.text("conditions"),
        transposition: typed.text("transposition"),
        lenses: fields.all("axes").into_iter().map(str::to_owned).collect(),
        needs: ticked(&mut typed, fields, "besoins"),
    };
    typed.filled(text)
}

/// A state as typed: « depuis », « source », « motif » beside it.
pub(super) fn read_state(fields: &Fields, today: Date) -> Filled<Standing> {
    let mut typed = Reading::of(fields);
    let state = Standing {
        status: typed.coded("etat", Status::from_code, "Choisissez l’état de l’action").unwrap_or(Status::Planned),
        since: typed.needed_day("depuis", "la date depuis laquelle c’est ainsi").unwrap_or(today),
        source: typed.text("source"),
        reason: typed.text("motif"),
    };
    typed.filled(state)
}

fn form_of(sheet: &Sheet) -> Form {
    let text = &sheet.text;
    let id = |id: Option<kernel::Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let mut form = Form::filled([
        ("reference", text.code.clone()),
        ("titre", text.title.clone()),
        ("constat", text.finding.clone()),
        ("strategique", id(text.strategic)),
        ("operationnel", id(text.operational)),
        ("objectifs", text.aims.clone()),
        ("description", text.description.clone()),
        ("perimetre", text.perimeter.clone()),
        ("publics", text.publics.clone()),
        ("pilote", text.lead.clone()),
        ("competence", text.competence.clone()),
        ("echeance", text.term.map_or("", Term::code).to_owned()),
        ("habitants", text.involvement.map_or("", Involvement::code).to_owned()),
        ("conditions", text.conditions.clone()),
        ("transposition", text.transposition.clone()),
        ("revision", sheet.revision.to_string()),
    ])
    .with_date("debut", text.starts_on)
    .with_date("fin", text.ends_on);
    for lens in &text.lenses {
        form.add("axes", lens.clone());
    }
    for need in &text.needs {
        form.add("besoins", need.to_string());
    }
    form
}

fn new_frame(visit: &Visit, around: &Around) -> Frame {
    visit.back_office("Ouvrir une fiche action").with_caption(&*around.contract.title).with_breadcrumb(above_board())
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let around = whole(&mut tx, &visit, asked.text("contrat"), &acts::EDIT).await?;
    let form = Form::filled([("etat", Status::Planned.code())]).with_date("depuis", Some(today(&house)));
    answer::page(&EditPage::new(new_frame(&visit, &around), form, &around, true))
}

pub async fn create(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let around = whole(&mut tx, &visit, fields.text("contrat"), &acts::EDIT).await?;
    if is_looking(&fields) {
        return answer::page(&EditPage::new(new_frame(&visit, &around), fields.form(), &around, true));
    }
    let today = today(&house);
    let state = read_state(&fields, today);
    let (told, found) = (state.value.clone(), state.sound().err());
    let mut form = read(&fields).map(|text| NewSheet { text, state: told.clone() });
    if let Some(failure) = found {
        form.find(Fault::from(failure).into_input()?);
    }
    form.find(crate::rules::check_state(&told, today));
    let outcome = actions::create_sheet(&mut tx, &house.outside, &visit.actor, &around, form).await;
    let again = async |form| Ok(EditPage::new(new_frame(&visit, &around), form, &around, true));
    answer::settle(tx, outcome, (sheet_path, "ajoute"), &fields, again).await
}

/// A sheet with everything its form offers, every need included.
async fn editable(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<(Sheet, Around), Fault> {
    let (sheet, around) = visible(tx, visit, id, &acts::EDIT).await?;
    let needs = listening::facade::needs(tx).await?;
    Ok((sheet, Around { needs, ..around }))
}

fn edit_page(visit: &Visit, sheet: &Sheet, around: &Around, form: Form) -> EditPage {
    let frame = visit.back_office("Modifier la fiche action").with_caption(sheet.name());
    EditPage::new(frame.with_breadcrumb(above(sheet)), form, around, false)
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.read().await?;
    let (sheet, around) = editable(&mut tx, &visit, id.uuid()).await?;
    answer::page(&edit_page(&visit, &sheet, &around, form_of(&sheet)))
}

pub async fn amend(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let (sheet, around) = editable(&mut tx, &visit, id.uuid()).await?;
    if is_looking(&fields) {
        return answer::page(&edit_page(&visit, &sheet, &around, fields.form()));
    }
    let which = (sheet.id, fields.revision());
    let told = (read(&fields), fields.text(actions::WHY_FIELD));
    let outcome = actions::amend_sheet(&mut tx, &house.outside, &visit.actor, &around, which, told).await;
    let again = async |form| Ok(edit_page(&visit, &sheet, &around, form));
    answer::settle(tx, outcome, (|()| sheet_path(sheet.id), "modifie"), &fields, again).await
}
