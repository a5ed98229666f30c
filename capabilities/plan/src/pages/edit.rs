//! Changing what is written in a sheet.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::{FieldError, Filled, Uuid, french};
use listening::facade::NeedLine;
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::choosing::{Choosing, Line, Naming};
use super::{above, choices, sheet_path, visible};
use crate::actions::{self, Around, Objective};
use crate::rules::{Involvement, Sheet, SheetText, Term};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/edit.html")]
pub(super) struct EditPage {
    pub frame: Frame,
    pub form: Form,
    pub strategic: Choosing,
    pub operational: Choosing,
    pub lenses: Choosing,
    pub needs: Choosing,
    pub terms: Vec<Choice>,
    pub involvements: Vec<Choice>,
    /// Whether it is saved while somebody types.
    pub is_kept: bool,
    /// Whether what it shows is not saved yet.
    pub is_typed: bool,
}

impl EditPage {
    pub fn new(frame: Frame, form: Form, around: &Around) -> Self {
        let named = |node: &Objective| {
            let above = around.node(node.parent).map(Objective::name);
            Line::new(node.id, node.name()).under(above.unwrap_or_default())
        };
        let strategic: Vec<Line> = around.strategic().map(named).collect();
        let operational: Vec<Line> = around.operational().map(named).collect();
        let lenses: Vec<Line> = around.lenses.iter().map(|lens| Line::new(&lens.key, &*lens.label)).collect();
        let need = |need: &NeedLine| Line::new(need.id, format!("{} {}", need.code, need.label));
        let needs: Vec<Line> = around.needs.iter().map(need).collect();
        // Nobody asked yet: what stands under the objective chosen above.
        let top = around.node(form.value("strategique").parse().ok()).map(Objective::name).unwrap_or_default();
        let stands_there = |line: &Line| !top.is_empty() && line.above == top;
        Self {
            strategic: Choosing::new(&form, STRATEGIC, &strategic, |_| false).or_none(NO_OBJECTIVE),
            operational: Choosing::new(&form, OPERATIONAL, &operational, stands_there).or_none(NO_OBJECTIVE),
            lenses: Choosing::new(&form, LENSES, &lenses, |_| true),
            needs: Choosing::new(&form, NEEDS, &needs, |_| true),
            terms: choices(Term::ALL.iter().map(|term| (term.code(), term.french()))),
            involvements: choices(Involvement::ALL.iter().map(|one| (one.code(), one.french()))),
            is_kept: false,
            is_typed: form.has_errors() || !form.value("geste").is_empty(),
            frame: frame.with_form(&form),
            form: with_none(with_none(form, STRATEGIC.field), OPERATIONAL.field),
        }
    }
}

const STRATEGIC: Naming =
    Naming { field: "strategique", search: "chercher-strategique", nouns: ("objectif trouvé", "objectifs trouvés") };
const OPERATIONAL: Naming =
    Naming {
        field: "operationnel", search: "chercher-operationnel", nouns: ("objectif trouvé", "objectifs trouvés")
    };
const LENSES: Naming = Naming { field: "axes", search: "chercher-axe", nouns: ("axe trouvé", "axes trouvés") };
const NEEDS: Naming =
    Naming { field: "besoins", search: "chercher-besoin", nouns: ("besoin trouvé", "besoins trouvés") };

/// The line of a list for nothing.
const NO_OBJECTIVE: &str = "Aucun objectif";

/// A form where nothing is chosen yet says that nothing is.
fn with_none(form: Form, field: &str) -> Form {
    if form.field(field).is_none() { form.with(field, "") } else { form }
}

/// Whether somebody looks for objectives or needs and saves nothing yet.
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

/// A sheet with everything its form offers, every need included; and whether it is saved while somebody types: not what everybody
/// reads, nor what somebody must validate.
async fn editable(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<(Sheet, Around, bool), Fault> {
    let (sheet, around) = visible(tx, visit, id, &acts::EDIT).await?;
    let needs = listening::facade::needs(tx).await?;
    let is_proposed = store::validation::of_sheet(tx, id)
        .await?
        .iter()
        .any(|one| one.waits(sheet.revision) || one.holds(sheet.revision));
    let is_kept = !sheet.is_published() && !is_proposed;
    Ok((sheet, Around { needs, ..around }, is_kept))
}

fn edit_page(visit: &Visit, (sheet, around, is_kept): &(Sheet, Around, bool), form: Form) -> EditPage {
    let frame = visit.back_office("Modifier la fiche action").with_caption(sheet.name());
    let page = EditPage::new(frame.with_breadcrumb(above(sheet)), form, around);
    EditPage { is_kept: *is_kept, ..page }
}

/// Where a sheet is changed.
pub(super) fn edit_path(id: Uuid) -> String {
    format!("{}/modifier", sheet_path(id))
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.read().await?;
    let opened = editable(&mut tx, &visit, id.uuid()).await?;
    answer::page(&edit_page(&visit, &opened, form_of(&opened.0)))
}

pub async fn amend(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let opened = editable(&mut tx, &visit, id.uuid()).await?;
    if is_looking(&fields) {
        return answer::page(&edit_page(&visit, &opened, fields.form()));
    }
    if answer::saves_draft(&fields) {
        return keep(tx, &house, &visit, (&opened, &fields)).await;
    }
    let (sheet, around, _) = &opened;
    let which = (sheet.id, fields.revision());
    let told = (read(&fields), fields.text(actions::WHY_FIELD));
    let outcome = actions::amend_sheet(&mut tx, &house.outside, &visit.actor, around, which, told).await;
    let again = async |form| Ok(edit_page(&visit, &opened, form));
    answer::settle(tx, outcome, (|()| sheet_path(sheet.id), "modifie"), &fields, again).await
}

/// Saves a draft while somebody types. What the thread asks a reason for is left to the button: a reason half typed says nothing.
async fn keep(
    mut tx: Tx,
    house: &House,
    visit: &Visit,
    ((sheet, around, is_kept), fields): (&(Sheet, Around, bool), &Fields),
) -> Answer {
    let mut text = read(fields);
    if !is_kept {
        text.find(vec![FieldError::new("", "Cette fiche est publiée ou proposée : enregistrez-la avec le bouton.")]);
    }
    let which = (sheet.id, fields.revision());
    let outcome = actions::amend_sheet(&mut tx, &house.outside, &visit.actor, around, which, (text, "")).await;
    let now = house.outside.now();
    let told = format!("{}.", french::saved_at(now, now, &house.settings.zone));
    answer::settle_draft(tx, outcome, |()| (told, which.1 + 1, edit_path(sheet.id))).await
}
