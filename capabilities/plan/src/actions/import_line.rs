//! One line of a plan in a spreadsheet: what each cell says, over what the sheet said before.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::text::search_key;

use super::Around;
use super::import::Read;
use super::sheet_check::prepare;
use crate::rules::{
    Deployment, Involvement, Partner, Pieces, Place, Section, Sheet, State, Status, Term, ranked, read_cell,
    read_cell_day, read_links, read_notes,
};

/// The cells of a line, by the key of their column.
pub(super) struct Cells<'a> {
    pub cells: &'a [String],
    pub mapping: &'a HashMap<String, usize>,
}

impl Cells<'_> {
    /// The cell of a column; none when the file has no such column.
    pub fn get(&self, key: &str) -> Option<&str> {
        let cell = self.cells.get(*self.mapping.get(key)?).map_or("", |cell| cell.trim());
        // The apostrophe our own files put before what a spreadsheet would run.
        let is_guarded = cell.strip_prefix('\'').is_some_and(|rest| rest.starts_with(['=', '+', '-', '@']));
        Some(if is_guarded { &cell[1..] } else { cell })
    }
}

/// What a line says, over what the sheet said before.
pub(super) fn read_line(
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
    let places =
        cells.get("quartiers").map(|cell| several(cell, |part| place_of(part, around), "Le quartier", problems));
    let has_notes = cells.get("notes").is_some() && places.is_some();
    let places = places.map(|mut places| {
        for (name, note) in read_notes(cells.get("notes").unwrap_or_default()) {
            let wanted = search_key(&name);
            let area = around.areas.iter().find(|area| area.code == name || search_key(&area.name) == wanted);
            match places.iter_mut().find(|place: &&mut Place| area.is_some_and(|area| area.id == place.area)) {
                Some(place) => place.note = note,
                None => problems.push(format!(
                    "Notes par quartier, « {} » : ce quartier n’est pas dans la colonne « Quartiers » de cette ligne",
                    kernel::text::shorten(&name, 40)
                )),
            }
        }
        places
    });
    if places.is_none() && cells.get("notes").is_some_and(|cell| !cell.is_empty()) {
        problems
            .push("Les notes par quartier se lisent avec la colonne « Quartiers » : choisissez-la aussi".to_owned());
    }
    let links = cells.get("liens").map(|cell| read_links(cell, problems));
    let partners: Option<Vec<Partner>> = cells.get("partenaires").map(|cell| {
        let split = |part: &str| match part.split_once(" : ") {
            Some((name, role)) => Partner { name: name.trim().to_owned(), role: role.trim().to_owned() },
            None => Partner { name: part.to_owned(), role: String::new() },
        };
        parts(cell).map(split).collect()
    });
    let mut lists: Vec<Pieces> = places.map(|all| Pieces::Places(ranked(all))).into_iter().collect();
    lists.extend(partners.map(|all| Pieces::Partners(ranked(all))));
    for section in Section::ALL.iter().copied().filter(|section| *section != Section::Links) {
        lists.extend(cells.get(section.code()).and_then(|cell| read_cell(section, cell, problems)));
    }
    let state = state_of(cells, before, today, problems);
    prepare(&mut text, around);
    Read { text, state, lists, has_notes, links }
}

fn state_of(cells: &Cells<'_>, before: Option<&Sheet>, today: Date, problems: &mut Vec<String>) -> State {
    let mut state = before.map_or_else(
        || State { status: Status::Planned, since: today, source: "Import".to_owned(), reason: String::new() },
        |sheet| sheet.state.clone(),
    );
    let was = state.status;
    if let Some(cell) = cells.get("etat").filter(|cell| !cell.is_empty())
        && let Some(status) = coded(cell, Status::ALL, |one| (one.code(), one.french()), "L’état", problems)
    {
        state.status = status;
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
    let day = read_cell_day(cell);
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
    let area =
        around.areas.iter().find(|area| area.code.eq_ignore_ascii_case(name) || search_key(&area.name) == wanted)?;
    Some(Place { area: area.id, state, note: String::new() })
}
