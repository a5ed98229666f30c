//! A plan read from a spreadsheet: every line is checked and told before anything is saved, then everything is saved at
//! once. The same file brought twice changes nothing.

use std::collections::HashMap;

use database::Tx;
use documents::{Cell, Column, Kind, Table};
use jiff::civil::Date;
use journal::Entry;
use kernel::text::search_key;
use kernel::{Actor, Failure, FieldError, Outcome, Outside};
use serde_json::json;

use super::sheet::{check, prepare, put, rewrite};
use super::state::keep;
use super::thread::Rows;
use super::{Around, authorise_on};
use crate::rules::{
    Bounds, COLUMNS, Deployment, Involvement, Partner, Pieces, Place, Sheet, SheetText, State, Status, Term,
    check_pieces, check_state, check_text, ranked,
};
use crate::{acts, store};

/// What a line of the file would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineOutcome {
    /// A new sheet.
    New,
    /// A sheet changed.
    Changed,
    /// Nothing: the sheet says so already.
    Same,
    /// Nothing: something is wrong.
    Wrong,
}

/// What was read on a line.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportLine {
    /// Number of the line in the file, from 1.
    pub number: u64,
    /// The code read.
    pub code: String,
    /// The title read.
    pub title: String,
    /// What it would do.
    pub outcome: LineOutcome,
    /// What is wrong, in French.
    pub problems: Vec<String>,
    read: Option<Box<(Option<Sheet>, Read)>>,
}

/// A sheet as a line tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// What is written in it.
    pub text: SheetText,
    /// Where it stands.
    pub state: State,
    /// Where it is deployed; none when the file does not say.
    pub places: Option<Vec<Place>>,
    /// Who takes part; none when the file does not say.
    pub partners: Option<Vec<Partner>>,
}

/// What a trial says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportReport {
    /// Each line, in order.
    pub lines: Vec<ImportLine>,
}

impl ImportReport {
    /// How many lines have this outcome.
    pub fn count(&self, outcome: LineOutcome) -> usize {
        self.lines.iter().filter(|line| line.outcome == outcome).count()
    }
}

/// The cells of a line, by the key of their column.
struct Cells<'a> {
    cells: &'a [String],
    mapping: &'a HashMap<String, usize>,
}

impl Cells<'_> {
    /// The cell of a column; none when the file has no such column.
    fn get(&self, key: &str) -> Option<&str> {
        let cell = self.cells.get(*self.mapping.get(key)?).map_or("", |cell| cell.trim());
        // The apostrophe our own files put before what a spreadsheet would run.
        let is_guarded = cell.strip_prefix('\'').is_some_and(|rest| rest.starts_with(['=', '+', '-', '@']));
        Some(if is_guarded { &cell[1..] } else { cell })
    }
}

/// Tries a table: headers, then lines with their number. `mapping` says which column of the file is which of ours;
/// `today` is the day in the town.
///
/// # Errors
/// Not this actor's; a needed column is not said; the database failed.
pub async fn read_import(
    tx: &mut Tx,
    actor: &Actor,
    around: &Around,
    lines: &[(u64, Vec<String>)],
    (mapping, today): (&HashMap<String, usize>, Date),
) -> Outcome<ImportReport> {
    authorise_on(actor, &acts::EDIT, around.contract.id)?;
    let missing = COLUMNS.iter().filter(|column| column.is_needed && !mapping.contains_key(column.key));
    let missing: Vec<FieldError> = missing
        .map(|column| {
            let sentence = format!("La colonne « {} » manque : dites laquelle de vos colonnes elle est", column.header);
            FieldError::new(format!("colonne-{}", column.key), sentence)
        })
        .collect();
    Failure::unless_empty(missing)?;
    let known = store::sheet::of_contract(tx, around.contract.id).await?;
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut report = ImportReport::default();
    for (number, cells) in lines {
        let cells = Cells { cells, mapping };
        let code = cells.get("reference").unwrap_or_default().to_uppercase();
        let title = cells.get("titre").unwrap_or_default().to_owned();
        let mut problems = Vec::new();
        if code.is_empty() {
            problems.push("Référence vide : si des cellules sont fusionnées, répétez la valeur sur chaque ligne".to_owned());
        } else if let Some(first) = seen.insert(code.clone(), *number) {
            problems.push(format!("La référence {code} est déjà à la ligne {first}"));
        }
        let before = known.iter().find(|sheet| sheet.text.code == code);
        let read = read_line(&cells, before, around, today, &mut problems);
        let found = check_text(&read.text, Bounds { first: around.contract.starts_on, last: around.contract.ends_on });
        let found = found.into_iter().chain(check_state(&read.state, today)).filter(|error| {
            !(error.field == "reference" && code.is_empty())
        });
        problems.extend(found.map(|error| error.sentence));
        let outcome = match (&before, problems.is_empty()) {
            (_, false) => LineOutcome::Wrong,
            (None, true) => LineOutcome::New,
            (Some(sheet), true) if is_same(tx, sheet, &read).await? => LineOutcome::Same,
            (Some(_), true) => LineOutcome::Changed,
        };
        let read = problems.is_empty().then(|| Box::new((before.cloned(), read)));
        report.lines.push(ImportLine { number: *number, code, title, outcome, problems, read });
    }
    Ok(report)
}

async fn is_same(tx: &mut Tx, sheet: &Sheet, read: &Read) -> database::Result<bool> {
    if sheet.text != read.text || sheet.state != read.state {
        return Ok(false);
    }
    if let Some(places) = &read.places {
        // A file says where and in which state; notes stay as they are.
        let told = |all: &[Place]| all.iter().map(|place| (place.area, place.state)).collect::<Vec<_>>();
        if told(places) != told(&store::pieces::places(tx, sheet.id).await?) {
            return Ok(false);
        }
    }
    match &read.partners {
        Some(partners) => Ok(*partners == store::pieces::partners(tx, sheet.id).await?),
        None => Ok(true),
    }
}

/// What a line says, over what the sheet said before.
fn read_line(
    cells: &Cells<'_>,
    before: Option<&Sheet>,
    around: &Around,
    today: Date,
    problems: &mut Vec<String>,
) -> Read {
    let mut text = before.map(|sheet| sheet.text.clone()).unwrap_or_default();
    for (key, field) in [
        ("reference", &mut text.code),
        ("titre", &mut text.title),
        ("constat", &mut text.finding),
        ("objectifs", &mut text.aims),
        ("description", &mut text.description),
        ("pilote", &mut text.lead),
        ("competence", &mut text.competence),
        ("perimetre", &mut text.perimeter),
        ("publics", &mut text.publics),
        ("conditions", &mut text.conditions),
        ("transposition", &mut text.transposition),
    ] {
        if let Some(cell) = cells.get(key) {
            cell.clone_into(field);
        }
    }
    for (key, place) in [("strategique", &mut text.strategic), ("operationnel", &mut text.operational)] {
        if let Some(cell) = cells.get(key) {
            *place = node_of(cell, around, problems);
        }
    }
    for (key, place) in [("debut", &mut text.starts_on), ("fin", &mut text.ends_on)] {
        if let Some(cell) = cells.get(key) {
            *place = day_of(cell, problems);
        }
    }
    if let Some(cell) = cells.get("echeance") {
        text.term = coded(cell, Term::ALL, |one| (one.code(), one.french()), "L’échéance", problems);
    }
    if let Some(cell) = cells.get("habitants") {
        text.involvement =
            coded(cell, Involvement::ALL, |one| (one.code(), one.french()), "La place des habitants", problems);
    }
    if let Some(cell) = cells.get("axes") {
        let key = |part: &str| {
            let wanted = search_key(part);
            let found = around.lenses.iter().find(|one| one.code == part || search_key(&one.label) == wanted);
            found.map(|one| one.key.clone())
        };
        text.lenses = several(cell, key, "L’axe", problems);
    }
    if let Some(cell) = cells.get("besoins") {
        let id = |part: &str| around.needs.iter().find(|need| need.code.eq_ignore_ascii_case(part)).map(|need| need.id);
        text.needs = several(cell, id, "Le besoin", problems);
    }
    let places = cells.get("quartiers").map(|cell| several(cell, |part| place_of(part, around), "Le quartier", problems));
    let partners = cells.get("partenaires").map(|cell| {
        let split = |part: &str| match part.split_once(" : ") {
            Some((name, role)) => Partner { name: name.trim().to_owned(), role: role.trim().to_owned() },
            None => Partner { name: part.to_owned(), role: String::new() },
        };
        parts(cell).map(split).collect()
    });
    let state = state_of(cells, before, today, problems);
    prepare(&mut text, around);
    Read { text, state, places, partners }
}

fn state_of(cells: &Cells<'_>, before: Option<&Sheet>, today: Date, problems: &mut Vec<String>) -> State {
    let mut state = before.map_or_else(
        || State { status: Status::Planned, since: today, source: "Import".to_owned(), reason: String::new() },
        |sheet| sheet.state.clone(),
    );
    let was = state.status;
    if let Some(cell) = cells.get("etat").filter(|cell| !cell.is_empty()) {
        if let Some(status) = coded(cell, Status::ALL, |one| (one.code(), one.french()), "L’état", problems) {
            state.status = status;
        }
    }
    match cells.get("depuis").filter(|cell| !cell.is_empty()) {
        Some(cell) => state.since = day_of(cell, problems).unwrap_or(today),
        None if state.status != was => state.since = today,
        None => {}
    }
    if let Some(cell) = cells.get("source").filter(|cell| !cell.is_empty()) {
        cell.clone_into(&mut state.source);
    }
    if let Some(cell) = cells.get("motif") {
        cell.clone_into(&mut state.reason);
    }
    state
}

/// « 15/09/2026 », a day of a spreadsheet, or nothing.
fn day_of(cell: &str, problems: &mut Vec<String>) -> Option<Date> {
    if cell.is_empty() {
        return None;
    }
    let day = crate::rules::read_day(cell.split([' ', 'T']).next().unwrap_or_default());
    if day.is_none() {
        problems.push(format!("« {} » n’est pas une date : écrivez-la 15/09/2026", kernel::text::shorten(cell, 40)));
    }
    day
}

/// An element of the tree by its code, its title, or both.
fn node_of(cell: &str, around: &Around, problems: &mut Vec<String>) -> Option<kernel::Uuid> {
    if cell.is_empty() {
        return None;
    }
    let wanted = search_key(cell);
    let found = around.nodes.iter().filter(|node| !node.is_lens).find(|node| {
        let (code, title) = (search_key(&node.code), search_key(&node.title));
        wanted == code || wanted == title || wanted == format!("{code} {title}")
    });
    if found.is_none() {
        problems.push(format!("« {} » n’est pas un objectif du contrat", kernel::text::shorten(cell, 60)));
    }
    found.map(|node| node.id)
}

fn coded<T: Copy>(
    cell: &str,
    all: &[T],
    names: fn(&T) -> (&'static str, &'static str),
    what: &str,
    problems: &mut Vec<String>,
) -> Option<T> {
    if cell.is_empty() {
        return None;
    }
    let wanted = search_key(cell);
    let found = all.iter().find(|one| {
        let (code, french) = names(one);
        cell == code || search_key(french) == wanted
    });
    if found.is_none() {
        let list: Vec<&str> = all.iter().map(|one| names(one).1).collect();
        problems.push(format!("{what} « {} » n’est pas connu : {}", kernel::text::shorten(cell, 40), list.join(", ")));
    }
    found.copied()
}

/// Values of one cell, between bars: names may hold commas and semicolons.
fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(['|', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

fn several<T>(cell: &str, find: impl Fn(&str) -> Option<T>, what: &str, problems: &mut Vec<String>) -> Vec<T> {
    let mut found = Vec::new();
    for part in parts(cell) {
        match find(part) {
            Some(one) => found.push(one),
            None => problems.push(format!(
                "{what} « {} » n’est pas dans ce contrat ; séparez plusieurs valeurs par une barre |",
                kernel::text::shorten(part, 60)
            )),
        }
    }
    found
}

/// « La Conte », « QN01101N », « La Conte (Réalisée) ».
fn place_of(part: &str, around: &Around) -> Option<Place> {
    let (name, state) = match part.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")) {
        Some((name, state)) => {
            let wanted = search_key(state);
            match Deployment::ALL.iter().find(|one| search_key(one.french()) == wanted) {
                Some(state) => (name, *state),
                None => (part, Deployment::Planned),
            }
        }
        None => (part, Deployment::Planned),
    };
    let wanted = search_key(name);
    let area = around.areas.iter().find(|area| area.code.eq_ignore_ascii_case(name) || search_key(&area.name) == wanted)?;
    Some(Place { area: area.id, state, note: String::new() })
}

/// Saves every line that is right, in the caller's transaction. Gives how many sheets were opened and changed.
///
/// # Errors
/// Those of [`read_import`]; the database failed.
pub async fn import_plan(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    around: &Around,
    lines: &[(u64, Vec<String>)],
    (mapping, today): (&HashMap<String, usize>, Date),
) -> Outcome<(usize, usize)> {
    let report = read_import(tx, actor, around, lines, (mapping, today)).await?;
    let (new, changed) = (report.count(LineOutcome::New), report.count(LineOutcome::Changed));
    let wanted = report.lines.into_iter().filter(|line| matches!(line.outcome, LineOutcome::New | LineOutcome::Changed));
    let mut rows = Rows::new();
    for line in wanted {
        let Some(read) = line.read else { continue };
        let (before, Read { text, state, places, partners }) = *read;
        Failure::unless_empty(check(tx, around, &text, before.as_ref().map(|sheet| sheet.id)).await?)?;
        let id = match before {
            None => {
                let (id, written) = put(tx, outside, actor, around, text, state).await?;
                rows.extend(written);
                id
            }
            Some(sheet) => {
                if sheet.text != text {
                    rows.extend(rewrite(tx, outside, actor, &sheet, sheet.revision, text).await?);
                }
                if sheet.state != state {
                    rows.extend(keep(tx, outside, actor, &sheet, state).await?);
                }
                sheet.id
            }
        };
        let noted = store::pieces::places(tx, id).await?;
        let places = places.map(|mut all| {
            for place in &mut all {
                let known = noted.iter().find(|one| one.area == place.area);
                place.note = known.map(|one| one.note.clone()).unwrap_or_default();
            }
            all
        });
        let lists = [places.map(|all| Pieces::Places(ranked(all))), partners.map(|all| Pieces::Partners(ranked(all)))];
        for pieces in lists.into_iter().flatten() {
            Failure::unless_empty(check_pieces(&pieces, &around.contract.area_ids, id, today))?;
            rows.extend(store::pieces::clear(tx, id, pieces.section()).await?);
            rows.extend(store::pieces::fill(tx, outside, id, &pieces).await?);
            rows.push(("action_sheet", id));
        }
    }
    if new + changed > 0 {
        rows.sort_unstable();
        rows.dedup();
        let detail = json!({ "acte": "import", "nouvelles": new, "modifiees": changed });
        let entry = Entry::on(acts::EDIT.code, "contract", around.contract.id).detail(detail).touched(&rows);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok((new, changed))
}

/// The plan of a contract in the columns that [`read_import`] reads.
///
/// # Errors
/// The database failed.
pub async fn exported(tx: &mut Tx, around: &Around) -> database::Result<Table> {
    let kind = |key: &str| if matches!(key, "debut" | "fin" | "depuis") { Kind::Date } else { Kind::Text };
    let columns = COLUMNS.iter().map(|column| Column::new(column.key, column.header, kind(column.key))).collect();
    let mut table = Table::new("plan-actions", "Plan d’actions", columns);
    for sheet in store::sheet::of_contract(tx, around.contract.id).await? {
        let places = store::pieces::places(tx, sheet.id).await?;
        let partners = store::pieces::partners(tx, sheet.id).await?;
        let row = COLUMNS.iter().map(|column| cell(column.key, &sheet, around, &places, &partners)).collect();
        table.rows.push(row);
    }
    Ok(table)
}

fn cell(key: &str, sheet: &Sheet, around: &Around, places: &[Place], partners: &[Partner]) -> Cell {
    let text = &sheet.text;
    let node = |id| around.node(id).map(|node| node.name()).unwrap_or_default();
    let day = |day: Option<Date>| day.map_or(Cell::text(""), Cell::Date);
    match key {
        "reference" => Cell::text(&*text.code),
        "titre" => Cell::text(&*text.title),
        "constat" => Cell::text(&*text.finding),
        "strategique" => Cell::text(node(text.strategic)),
        "operationnel" => Cell::text(node(text.operational)),
        "objectifs" => Cell::text(&*text.aims),
        "description" => Cell::text(&*text.description),
        "pilote" => Cell::text(&*text.lead),
        "competence" => Cell::text(&*text.competence),
        "partenaires" => {
            let one = |partner: &Partner| match partner.role.is_empty() {
                true => partner.name.clone(),
                false => format!("{} : {}", partner.name, partner.role),
            };
            Cell::text(partners.iter().map(one).collect::<Vec<_>>().join(" | "))
        }
        "perimetre" => Cell::text(&*text.perimeter),
        "quartiers" => {
            let one = |place: &Place| {
                around.area(place.area).map(|area| format!("{} ({})", area.name, place.state.french()))
            };
            Cell::text(places.iter().filter_map(one).collect::<Vec<_>>().join(" | "))
        }
        "publics" => Cell::text(&*text.publics),
        "echeance" => Cell::text(text.term.map_or("", Term::french)),
        "debut" => day(text.starts_on),
        "fin" => day(text.ends_on),
        "habitants" => Cell::text(text.involvement.map_or("", Involvement::french)),
        "axes" => {
            let labels: Vec<&str> = text.lenses.iter().filter_map(|key| around.lens(key)).collect();
            Cell::text(labels.join(" | "))
        }
        "besoins" => {
            let codes: Vec<&str> =
                text.needs.iter().filter_map(|id| around.need(*id)).map(|need| need.code.as_str()).collect();
            Cell::text(codes.join(" | "))
        }
        "conditions" => Cell::text(&*text.conditions),
        "transposition" => Cell::text(&*text.transposition),
        "etat" => Cell::text(sheet.state.status.french()),
        "depuis" => Cell::Date(sheet.state.since),
        "source" => Cell::text(&*sheet.state.source),
        _ => Cell::text(&*sheet.state.reason),
    }
}
