//! A plan read from a spreadsheet: every line is checked and told before anything is saved, then everything is saved at
//! once. The same file brought twice changes nothing.

use std::collections::{HashMap, HashSet};

use database::Tx;
use jiff::civil::Date;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Uuid};
use serde_json::json;

use super::import_line::{Cells, read_line};
use super::sheet::{found, index, put, rewrite};
use super::sheet_check::check;
use super::state::keep;
use super::thread::{self, Rows};
use super::{Around, authorise_on, every_piece};
use crate::rules::{
    Bounds, COLUMNS, LinkRead, Linked, Pieces, Place, Section, Sheet, SheetText, State, check_pieces, check_state,
    check_text, ranked,
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
    /// Whether a sheet leaves a need or an objective: a reason is asked.
    pub leaves: bool,
    read: Option<Box<(Option<Sheet>, Read)>>,
}

/// A sheet as a line tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// What is written in it.
    pub text: SheetText,
    /// Where it stands.
    pub state: State,
    /// Its lists; those the file does not speak of are not there.
    pub lists: Vec<Pieces>,
    /// Whether the file says the notes of neighbourhoods too; those that are kept stay otherwise.
    pub has_notes: bool,
    /// Links to other sheets, which may come in the same file; none when the file does not speak of them.
    pub links: Option<Vec<LinkRead>>,
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

    /// Whether a sheet leaves a need or an objective: a reason is asked before anything is saved.
    pub fn asks_reason(&self) -> bool {
        self.lines.iter().any(|line| line.leaves)
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
    let mut codes = Codes::of(&known);
    codes.coming = lines
        .iter()
        .map(|(_, cells)| Cells { cells, mapping }.get("reference").unwrap_or_default().to_uppercase())
        .filter(|code| !code.is_empty())
        .collect();
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut report = ImportReport::default();
    for (number, cells) in lines {
        let cells = Cells { cells, mapping };
        let code = cells.get("reference").unwrap_or_default().to_uppercase();
        let title = cells.get("titre").unwrap_or_default().to_owned();
        let mut problems = Vec::new();
        if code.is_empty() {
            problems.push(
                "Référence vide : si des cellules sont fusionnées, répétez la valeur sur chaque ligne".to_owned(),
            );
        } else if let Some(first) = seen.insert(code.clone(), *number) {
            problems.push(format!("La référence {code} est déjà à la ligne {first}"));
        }
        let before = known.iter().find(|sheet| sheet.text.code == code);
        let read = read_line(&cells, before, around, today, &mut problems);
        let found = check_text(&read.text, Bounds { first: around.contract.starts_on, last: around.contract.ends_on });
        let found = found
            .into_iter()
            .chain(check_state(&read.state, today))
            .filter(|error| !(error.field == "reference" && code.is_empty()));
        problems.extend(found.map(|error| error.sentence));
        for list in &read.lists {
            let found = check_pieces(list, &around.contract.area_ids, around.contract.id, today);
            problems.extend(found.into_iter().map(|error| format!("{} : {}", list.section().french(), error.sentence)));
        }
        for (_, other) in read.links.iter().flatten() {
            problems.extend(codes.problem(other, &code));
        }
        let outcome = match (&before, problems.is_empty()) {
            (_, false) => LineOutcome::Wrong,
            (None, true) => LineOutcome::New,
            (Some(sheet), true) if is_same(tx, sheet, &read, &codes).await? => LineOutcome::Same,
            (Some(_), true) => LineOutcome::Changed,
        };
        let leaves = match before {
            Some(sheet) if outcome == LineOutcome::Changed => thread::drops(tx, sheet.id, &read.text).await?,
            _ => false,
        };
        let read = problems.is_empty().then(|| Box::new((before.cloned(), read)));
        report.lines.push(ImportLine { number: *number, code, title, outcome, problems, leaves, read });
    }
    Ok(report)
}

/// The sheets that links may name.
struct Codes {
    /// Sheets of the contract, by code.
    known: HashMap<String, Uuid>,
    /// Codes of the file: sheets that come with it.
    coming: HashSet<String>,
}

impl Codes {
    fn of(sheets: &[Sheet]) -> Self {
        let known = sheets.iter().map(|sheet| (sheet.text.code.clone(), sheet.id)).collect();
        Self { known, coming: HashSet::new() }
    }

    /// What is wrong with what a link names, from the sheet of that code.
    fn problem(&self, other: &str, own: &str) -> Option<String> {
        let code = other.to_uppercase();
        let is_code = !code.is_empty() && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if other.is_empty() {
            Some("Actions en lien : indiquez la référence ou l’intitulé de l’autre action".to_owned())
        } else if code == own {
            Some("Actions en lien : une action ne peut pas être liée à elle-même".to_owned())
        } else if other.chars().count() > 200 {
            Some("Actions en lien : l’intitulé doit faire 200 signes au plus".to_owned())
        } else if is_code && !self.known.contains_key(&code) && !self.coming.contains(&code) {
            Some(format!("Actions en lien : aucune fiche {code}, ni dans ce contrat ni dans le fichier"))
        } else {
            None
        }
    }

    /// Links as they are kept; a sheet that is to come is named, not tied.
    fn tied(&self, links: &[LinkRead]) -> Vec<Linked> {
        let link = |(kind, other): &LinkRead| match self.known.get(&other.to_uppercase()) {
            Some(id) => Linked { other: Some(*id), elsewhere: String::new(), kind: *kind },
            None => Linked { other: None, elsewhere: other.clone(), kind: *kind },
        };
        links.iter().map(link).collect()
    }
}

async fn is_same(tx: &mut Tx, sheet: &Sheet, read: &Read, codes: &Codes) -> database::Result<bool> {
    if sheet.text != read.text || sheet.state != read.state {
        return Ok(false);
    }
    for list in &read.lists {
        let kept = every_piece(tx, sheet.id, list.section()).await?;
        let told = if read.has_notes { list.clone() } else { noted(list, &kept) };
        if told != kept {
            return Ok(false);
        }
    }
    match &read.links {
        Some(links) => Ok(codes.tied(links) == store::pieces::links(tx, sheet.id).await?),
        None => Ok(true),
    }
}

/// A list as a file tells it: where and in which state, while the notes of neighbourhoods stay as they are kept.
fn noted(list: &Pieces, kept: &Pieces) -> Pieces {
    let (Pieces::Places(told), Pieces::Places(known)) = (list, kept) else { return list.clone() };
    let note = |area| known.iter().find(|(_, one)| one.area == area).map(|(_, one)| one.note.clone());
    let place = |place: &Place| Place { note: note(place.area).unwrap_or_default(), ..place.clone() };
    Pieces::Places(told.iter().map(|(rank, one)| (*rank, place(one))).collect())
}

/// Saves every line that is right, in the caller's transaction. Gives how many sheets were opened and changed. `why` says why
/// sheets leave needs or objectives, when some do.
///
/// # Errors
/// Those of [`read_import`]; no reason, on the field [`super::WHY_FIELD`]; the database failed.
pub async fn import_plan(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    around: &Around,
    lines: &[(u64, Vec<String>)],
    (mapping, today): (&HashMap<String, usize>, Date),
    why: &str,
) -> Outcome<(usize, usize)> {
    let report = read_import(tx, actor, around, lines, (mapping, today)).await?;
    let (new, changed) = (report.count(LineOutcome::New), report.count(LineOutcome::Changed));
    let is_left = report.asks_reason();
    let wanted =
        report.lines.into_iter().filter(|line| matches!(line.outcome, LineOutcome::New | LineOutcome::Changed));
    let mut rows = Rows::new();
    let mut to_link: Vec<(Uuid, Vec<LinkRead>)> = Vec::new();
    for line in wanted {
        let Some(read) = line.read else { continue };
        let (before, Read { text, state, lists, has_notes, links }) = *read;
        Failure::unless_empty(check(tx, around, &text, before.as_ref().map(|sheet| sheet.id)).await?)?;
        if let Some(sheet) = &before {
            Failure::unless_empty(thread::check_reason(tx, sheet.id, &text, why).await?)?;
        }
        let id = match before {
            None => {
                let (id, written) = put(tx, outside, actor, around, text, state).await?;
                rows.extend(written);
                id
            }
            Some(sheet) => {
                if sheet.text != text {
                    rows.extend(rewrite(tx, outside, actor, (&sheet, sheet.revision), (text, why)).await?);
                }
                if sheet.state != state {
                    rows.extend(keep(tx, outside, actor, &sheet, state).await?);
                }
                sheet.id
            }
        };
        to_link.extend(links.map(|links| (id, links)));
        for list in &lists {
            let kept = every_piece(tx, id, list.section()).await?;
            let pieces = if has_notes { list.clone() } else { noted(list, &kept) };
            rows.extend(store::pieces::clear(tx, id, pieces.section()).await?);
            rows.extend(store::pieces::fill(tx, outside, id, &pieces).await?);
            rows.push(("action_sheet", id));
        }
        if lists.iter().any(|list| list.section() == Section::Places) {
            let placed = found(tx, id).await?;
            index(tx, &placed).await?;
        }
    }
    // Once every sheet of the file is there: one may name another that comes after it.
    if !to_link.is_empty() {
        let codes = Codes::of(&store::sheet::of_contract(tx, around.contract.id).await?);
        for (id, links) in to_link {
            let tied = codes.tied(&links);
            let pieces = Pieces::Links(ranked(tied));
            Failure::unless_empty(check_pieces(&pieces, &around.contract.area_ids, id, today))?;
            if pieces != every_piece(tx, id, Section::Links).await? {
                rows.extend(store::pieces::clear(tx, id, Section::Links).await?);
                rows.extend(store::pieces::fill(tx, outside, id, &pieces).await?);
                rows.push(("action_sheet", id));
            }
        }
    }
    if new + changed > 0 {
        rows.sort_unstable();
        rows.dedup();
        let detail = json!({ "acte": "import", "nouvelles": new, "modifiees": changed });
        let entry = Entry::on(acts::EDIT.code, "contract", around.contract.id).detail(detail).touched(&rows);
        let entry = if is_left { entry.why(why) } else { entry };
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok((new, changed))
}
