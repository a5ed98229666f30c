//! Files of people: electoral rolls, landlords' lists, lists of volunteers. Tried without keeping anybody, told line by line
//! without a name, then imported once; the file itself is erased.

use std::collections::{BTreeMap, HashMap};

use database::Tx;
use documents::sheet::{self, Shape, Sheet};
use jiff::civil::Date;
use jobs::NewJob;
use journal::Entry;
use kernel::{Act, Actor, Breakdown, Failure, Outcome, Outside, Refusal, Uuid, french};
use serde_json::{Value, json};
use web::Keys;

use super::pool::{Around, bounds, complete, open_pool, place_of, reference_day, settle};
use super::{college, secrets};
use crate::rules::{
    Age, COLUMNS, CandidateState, College, Council, Known, Marks, Met, Origin, Person, Placed, Sex, guess, list_format,
    read_line,
};
use crate::store::file::PoolFile;
use crate::store::pool::Candidate;
use crate::{acts, store};

/// The kind of job that imports a long file.
pub const IMPORT: &str = "councils.import";
/// Most lines of a file.
pub const MOST_LINES: usize = 250_000;
/// Lines from which a file is imported by a job, and whose trial does not look addresses up.
pub const LONG: usize = 2_000;
/// Days a file waits before it is erased.
const DAYS_KEPT: i64 = 3;
/// Lines told one by one for each remark.
const MOST_TOLD: usize = 20;
const PIECE: &str = "pool_file_piece.sealed";
const PIECE_BYTES: usize = 1_000_000;
/// Lines written together.
const BATCH: usize = 1_000;

/// The act that brings a file of this origin.
pub(crate) const fn act_of(origin: Origin) -> &'static Act {
    if matches!(origin, Origin::Roll) { &acts::ROLL } else { &acts::GATHER }
}

/// How a file is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// Column of each field, in the order of fields.
    pub places: Vec<Option<usize>>,
    /// The neighbourhood of everybody in it; found from addresses, when none.
    pub area: Option<Uuid>,
    /// The day ages are counted on.
    pub day: Date,
}

impl Mapping {
    fn text(&self) -> String {
        json!({ "colonnes": self.places, "quartier": self.area.map(|area| area.to_string()), "jour": self.day.to_string() }).to_string()
    }

    fn read(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let places = value["colonnes"].as_array()?.iter();
        Some(Self {
            places: places.map(|at| at.as_u64().and_then(|at| usize::try_from(at).ok())).collect(),
            area: value["quartier"].as_str().and_then(|id| id.parse().ok()),
            day: value["jour"].as_str()?.parse().ok()?,
        })
    }
}

/// What reading a file says. No name is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trial {
    /// Lines read.
    pub lines: usize,
    /// People who are new.
    pub fresh: usize,
    /// Of them, those who may be drawn.
    pub kept: usize,
    /// Lines of people already there, or met before in the file.
    pub known: usize,
    /// Lines that are perhaps somebody already there.
    pub doubts: usize,
    /// New people set aside, by reason.
    pub aside: BTreeMap<String, usize>,
    /// What is to be known, by sentence: the first lines, and how many.
    pub remarks: BTreeMap<String, (Vec<u64>, usize)>,
    /// What was noticed on the whole file.
    pub whole: Vec<String>,
    /// Whether addresses were looked up.
    pub is_placed: bool,
}

impl Trial {
    fn remark(&mut self, sentence: &str, line: u64) {
        let (lines, count) = self.remarks.entry(sentence.to_owned()).or_default();
        *count += 1;
        if lines.len() < MOST_TOLD {
            lines.push(line);
        }
    }

    /// Each remark as a sentence: « Lignes 3, 8 et 2 autres : … ».
    pub fn sentences(&self) -> Vec<String> {
        let told = |(sentence, (lines, count)): (&String, &(Vec<u64>, usize))| {
            let shown = lines.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
            match count - lines.len() {
                0 if *count == 1 => format!("Ligne {shown} : {sentence}."),
                0 => format!("Lignes {shown} : {sentence}."),
                more => {
                    let more = french::count(i64::try_from(more).unwrap_or(i64::MAX), "autre", "autres");
                    format!("Lignes {shown} et {more} : {sentence}.")
                }
            }
        };
        self.remarks.iter().map(told).collect()
    }

    /// The figures as rows: what, how many.
    pub fn figures(&self) -> Vec<(String, usize)> {
        let mut rows = vec![
            ("Lignes lues".to_owned(), self.lines),
            ("Personnes nouvelles".to_owned(), self.fresh),
            ("Déjà dans le vivier, ou répétées dans le fichier".to_owned(), self.known),
            ("Doublons possibles, à décider".to_owned(), self.doubts),
        ];
        if self.is_placed {
            rows.push(("Peuvent être tirées".to_owned(), self.kept));
            rows.extend(self.aside.iter().map(|(reason, count)| (format!("Mises de côté : {reason}"), *count)));
        }
        rows
    }

    fn text(&self) -> String {
        let remarks = self.sentences();
        json!({ "chiffres": self.figures(), "remarques": remarks, "fichier": self.whole }).to_string()
    }
}

/// The figures and sentences of a report that was kept.
pub fn kept_report(text: &str) -> (Vec<(String, usize)>, Vec<String>) {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let figures = value["chiffres"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| Some((row[0].as_str()?.to_owned(), usize::try_from(row[1].as_u64()?).ok()?)));
    let told = |name: &str| {
        let list = value[name].as_array().cloned().unwrap_or_default();
        list.into_iter().filter_map(|one| one.as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    (figures.collect(), [told("fichier"), told("remarques")].concat())
}

/// Opens the table of a file, away from the threads that serve.
///
/// # Errors
/// [`Failure::Input`] on `fichier` when it is not a table.
pub async fn table_of(bytes: Vec<u8>) -> Outcome<Sheet> {
    let shape = Shape { most_rows: MOST_LINES, least_columns: 2 };
    let reading = tokio::task::spawn_blocking(move || sheet::open_as(&bytes, &shape)).await;
    let sheet = reading.map_err(|error| Breakdown(Box::new(error)))?;
    sheet.map_err(|told| Failure::field("fichier", told))
}

/// Keeps a file, sealed, until it is imported or given up. Gives its identifier.
///
/// # Errors
/// Not this actor's; pool closed; not a table.
pub async fn hold_file(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    actor: &Actor,
    (id, origin): (Uuid, Origin),
    (name, bytes): (&str, Vec<u8>),
) -> Outcome<Uuid> {
    let (council, college) = college(tx, actor, act_of(origin), id).await?;
    open_pool(tx, college.id).await?;
    if bytes.is_empty() {
        return Err(Failure::field("fichier", "Choisissez un fichier CSV, .xlsx ou .ods"));
    }
    let sheet = table_of(bytes.clone()).await?;
    let file = PoolFile {
        id: outside.uuid(),
        college: college.id,
        origin,
        name: kernel::text::shorten(name, 120),
        account: actor.account().unwrap_or_default(),
        state: "held".to_owned(),
        line_count: i64::try_from(sheet.rows.len()).unwrap_or(i64::MAX),
        format: format!("{}, {}", list_format(&sheet.headers), sheet.format),
        mapping: String::new(),
        report: String::new(),
        received_at: outside.now(),
        expires_at: outside.now().plus_days(DAYS_KEPT),
    };
    store::file::insert(tx, &file).await?;
    let mut touched = vec![("pool_file", file.id)];
    for (rank, piece) in (1..).zip(bytes.chunks(PIECE_BYTES)) {
        let row = outside.uuid();
        store::file::insert_piece(tx, row, file.id, rank, &keys.seal(outside, PIECE, row, piece)?).await?;
        touched.push(("pool_file_piece", row));
    }
    let detail = json!({ "acte": "fichier du vivier reçu", "origine": origin.code(), "lignes": file.line_count });
    let entry = Entry::on(act_of(origin).code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(file.id)
}

/// A file of the pool, for whoever may bring one like it.
///
/// # Errors
/// Not there, or not this actor's.
pub(crate) async fn file(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Council, College, PoolFile)> {
    let file = store::file::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (council, college) = college(tx, actor, act_of(file.origin), file.college).await?;
    Ok((council, college, file))
}

/// The table a file holds.
///
/// # Errors
/// It is gone, or cannot be opened.
pub(crate) async fn sheet_of(tx: &mut Tx, keys: &Keys, file: &PoolFile) -> Outcome<Sheet> {
    let mut bytes = Vec::new();
    for (row, sealed) in store::file::pieces(tx, file.id).await? {
        bytes.extend(keys.open(PIECE, row, &sealed)?);
    }
    if bytes.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    table_of(bytes).await
}

/// How a file seems to read.
pub(crate) fn first_mapping(sheet: &Sheet, council: &Council, around: Around<'_>) -> Mapping {
    Mapping { places: guess(&sheet.headers), area: None, day: reference_day(council, around) }
}

/// What prevents an import: a needed column without a place, on its field.
pub(crate) fn check_mapping(mapping: &Mapping, council: &Council) -> Vec<kernel::FieldError> {
    let mut errors = Vec::new();
    for (column, place) in COLUMNS.iter().zip(&mapping.places) {
        let is_needed = ["nom", "prenoms"].contains(&column.field);
        if is_needed && place.is_none() {
            let sentence = format!("Dites quelle colonne contient : {}", column.french.to_lowercase());
            errors.push(kernel::FieldError::new(format!("colonne-{}", column.field), sentence));
        }
    }
    if mapping.area.is_some_and(|area| !council.terms.areas.contains(&area)) {
        errors.push(kernel::FieldError::new("quartier", "Choisissez un quartier du conseil, ou aucun"));
    }
    errors
}

/// What a line gives.
enum Ready {
    /// Somebody new, and those who are perhaps her.
    New(Box<(Candidate, Person, Marks)>, Vec<(Uuid, &'static str)>),
    /// Somebody there, whose line may learn something.
    There(Uuid, Box<Person>),
}

/// Reads a file a batch at a time.
struct Walk<'a> {
    around: Around<'a>,
    council: &'a Council,
    college: &'a College,
    file: &'a PoolFile,
    mapping: &'a Mapping,
    known: Known,
    places: HashMap<String, (Option<Uuid>, Placed)>,
    trial: Trial,
    /// Lines of people already there that learnt something.
    learnt: Vec<Uuid>,
}

impl<'a> Walk<'a> {
    async fn new(
        tx: &mut Tx,
        around: Around<'a>,
        (council, college, file): (&'a Council, &'a College, &'a PoolFile),
        (mapping, sheet): (&'a Mapping, &Sheet),
        is_placed: bool,
    ) -> Outcome<Self> {
        let known = Known::new(store::pool::all_marks(tx, college.id).await?);
        let trial = Trial { whole: sheet.remarks.clone(), is_placed, ..Trial::default() };
        Ok(Self { around, council, college, file, mapping, known, places: HashMap::new(), trial, learnt: Vec::new() })
    }

    async fn place(&mut self, tx: &mut Tx, person: &Person) -> Outcome<(Option<Uuid>, Placed)> {
        if self.mapping.area.is_some() || !self.trial.is_placed {
            return place_of(tx, person, self.mapping.area.or(self.council.terms.areas.first().copied())).await;
        }
        let line = person.address_line();
        if let Some(found) = self.places.get(&line) {
            return Ok(*found);
        }
        let found = place_of(tx, person, None).await?;
        self.places.insert(line, found);
        Ok(found)
    }

    async fn line(&mut self, tx: &mut Tx, (line, cells): &(u64, Vec<String>)) -> Outcome<Option<Ready>> {
        self.trial.lines += 1;
        let read = match read_line(&self.mapping.places, cells) {
            Ok(read) => read,
            Err(why) => {
                self.trial.remark(why, *line);
                return Ok(None);
            }
        };
        for remark in &read.remarks {
            self.trial.remark(remark, *line);
        }
        let (outside, keys, _) = self.around;
        let digest = secrets::digest(keys, "councils.line", format!("{}|{line}", self.file.id).as_bytes());
        let id = Uuid::from_u128(digest[..16].iter().fold(0, |number, byte| number << 8 | u128::from(*byte)));
        let marks = secrets::marks(keys, self.college.id, &read.person);
        // A second attempt meets the lines the first one wrote.
        if self.known.has(id) {
            self.trial.known += 1;
            return Ok(None);
        }
        let doubts = match self.known.meet(&marks) {
            Met::Herself(other) => {
                self.trial.known += 1;
                return Ok(Some(Ready::There(other, Box::new(read.person))));
            }
            Met::Perhaps(doubts) => doubts,
            Met::Nobody => Vec::new(),
        };
        let (area, placed) = self.place(tx, &read.person).await?;
        let mut one = Candidate {
            id,
            college: self.college.id,
            origin: self.file.origin,
            source: Some(self.file.id),
            line: i64::try_from(*line).ok(),
            sex: read.sex,
            age: read.person.birth.age(self.mapping.day, bounds(self.council)),
            area,
            placed,
            structure: None,
            household: secrets::household(keys, self.college.id, &read.person),
            state: CandidateState::Kept,
            reason: String::new(),
            merged_into: None,
            added_at: outside.now(),
            revision: 1,
        };
        settle(self.council, self.college.kind, &mut one, None);
        self.trial.fresh += 1;
        self.trial.doubts += usize::from(!doubts.is_empty());
        match one.state {
            CandidateState::Kept => self.trial.kept += 1,
            _ => *self.trial.aside.entry(one.reason.clone()).or_default() += 1,
        }
        if one.age == Age::Unknown {
            self.trial.remark("l’âge reste inconnu", *line);
        }
        if one.sex == Sex::Unknown && !read.remarks.iter().any(|told| told.contains("sexe")) {
            self.trial.remark("le sexe n’est pas donné", *line);
        }
        self.known.add(id, marks.clone());
        Ok(Some(Ready::New(Box::new((one, read.person, marks)), doubts)))
    }

    async fn write(&mut self, tx: &mut Tx, ready: Ready) -> Outcome<()> {
        let (outside, keys, _) = self.around;
        match ready {
            Ready::New(new, doubts) => {
                let (one, person, marks) = *new;
                let sealed = secrets::seal(keys, outside, one.id, &person)?;
                store::pool::insert(tx, &one, &sealed, &marks).await?;
                for (other, why) in doubts {
                    store::pool::insert_doubt(tx, outside.uuid(), self.college.id, (other, one.id), why).await?;
                }
            }
            // A roll against itself has nothing to learn.
            Ready::There(id, person) if self.file.origin != Origin::Roll => {
                if complete(tx, self.around, self.college.id, id, &person).await? {
                    self.learnt.push(id);
                }
            }
            Ready::There(..) => {}
        }
        Ok(())
    }
}

/// Reads a file without keeping anybody.
///
/// # Errors
/// The database failed.
pub(crate) async fn try_out(
    tx: &mut Tx,
    around: Around<'_>,
    of: (&Council, &College, &PoolFile),
    (mapping, sheet): (&Mapping, &Sheet),
) -> Outcome<Trial> {
    let is_placed = mapping.area.is_some() || sheet.rows.len() <= LONG;
    let mut walk = Walk::new(tx, around, of, (mapping, sheet), is_placed).await?;
    for row in &sheet.rows {
        walk.line(tx, row).await?;
    }
    Ok(walk.trial)
}

/// Imports a file, or queues a job when it is long. Says whether it is done.
///
/// # Errors
/// Not this actor's; pool closed; a column to choose; imported meanwhile.
pub async fn import_file(
    tx: &mut Tx,
    around: Around<'_>,
    actor: &Actor,
    id: Uuid,
    mapping: impl FnOnce(&Sheet, &Council) -> Mapping,
) -> Outcome<bool> {
    let (council, college, file) = file(tx, actor, id).await?;
    open_pool(tx, college.id).await?;
    let sheet = sheet_of(tx, around.1, &file).await?;
    let mapping = mapping(&sheet, &council);
    Failure::unless_empty(check_mapping(&mapping, &council))?;
    if !store::file::move_on(tx, file.id, "held", "importing", (&mapping.text(), "")).await? {
        return Err(Failure::conflict("ce fichier", &[]));
    }
    let act = act_of(file.origin).code;
    if sheet.rows.len() > LONG {
        let account = actor.account().unwrap_or_default();
        let job = NewJob::new(IMPORT, json!({ "fichier": file.id.to_string() }))
            .unique(file.id.to_string())
            .requested_by(account);
        jobs::enqueue(tx, around.0, job).await?;
        let touched = [("pool_file", file.id)];
        let detail = json!({ "acte": "import du vivier lancé", "lignes": file.line_count });
        let entry = Entry::on(act, "council", council.id).detail(detail).touched(&touched);
        journal::record(tx, around.0, actor, entry).await?;
        return Ok(false);
    }
    let mut walk = Walk::new(tx, around, (&council, &college, &file), (&mapping, &sheet), true).await?;
    for row in &sheet.rows {
        if let Some(ready) = walk.line(tx, row).await? {
            walk.write(tx, ready).await?;
        }
    }
    finish(tx, around.0, actor, (&council, &file, &mapping), (&walk.trial, &walk.learnt)).await?;
    Ok(true)
}

/// Imports at once a file read as it seems to be, everybody in it living in one neighbourhood.
///
/// # Errors
/// As [`import_file`].
pub async fn import_whole(tx: &mut Tx, around: Around<'_>, actor: &Actor, id: Uuid, area: Uuid) -> Outcome<bool> {
    let mapping =
        |sheet: &Sheet, council: &Council| Mapping { area: Some(area), ..first_mapping(sheet, council, around) };
    import_file(tx, around, actor, id, mapping).await
}

async fn finish(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (council, file, mapping): (&Council, &PoolFile, &Mapping),
    (trial, learnt): (&Trial, &[Uuid]),
) -> Outcome<()> {
    let mut touched = vec![("pool_file", file.id)];
    touched.extend(learnt.iter().map(|id| ("candidate_person", *id)));
    touched.extend(store::file::pieces(tx, file.id).await?.into_iter().map(|(row, _)| ("pool_file_piece", row)));
    store::file::erase_pieces(tx, file.id).await?;
    store::file::move_on(tx, file.id, "importing", "imported", (&mapping.text(), &trial.text())).await?;
    let detail = json!({ "acte": "vivier complété", "origine": file.origin.code(), "nouvelles": trial.fresh, "connues": trial.known, "doublons": trial.doubts });
    let entry = Entry::on(act_of(file.origin).code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// What a job does of a long file: batches, each in its own transaction; a second attempt writes the same lines again.
///
/// # Errors
/// The file is gone, or the database failed.
pub(crate) async fn import_long(
    context: &jobs::Context,
    keys: &Keys,
    actor: &Actor,
    id: Uuid,
) -> Result<(Tx, usize), jobs::JobError> {
    let zone = jiff::tz::TimeZone::UTC;
    let around: Around<'_> = (context.outside(), keys, &zone);
    let mut tx = context.db().read().await?;
    let (council, college, file) = file(&mut tx, actor, id).await?;
    let sheet = sheet_of(&mut tx, keys, &file).await?;
    let mapping = Mapping::read(&file.mapping).ok_or_else(|| Breakdown::because("a mapping of a pool file"));
    let mapping = mapping.map_err(Failure::from)?;
    let mut walk = Walk::new(&mut tx, around, (&council, &college, &file), (&mapping, &sheet), true).await?;
    drop(tx);
    let total = i64::try_from(sheet.rows.len()).unwrap_or(i64::MAX);
    for (rank, batch) in sheet.rows.chunks(BATCH).enumerate() {
        context.check()?;
        let mut tx = context.db().write().await?;
        for row in batch {
            if let Some(ready) = walk.line(&mut tx, row).await? {
                walk.write(&mut tx, ready).await?;
            }
        }
        tx.commit().await?;
        let done = i64::try_from(rank * BATCH + batch.len()).unwrap_or(i64::MAX);
        context.progress(done, total, format!("{} lignes lues", french::integer(done)));
    }
    let mut tx = context.db().write().await?;
    let told = (&walk.trial, &walk.learnt[..]);
    finish(&mut tx, context.outside(), actor, (&council, &file, &mapping), told).await?;
    Ok((tx, walk.trial.fresh))
}

/// Erases a file nobody wants to import. Gives its college.
///
/// # Errors
/// Not this actor's; imported already.
pub async fn forget_file(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let (council, college, file) = file(tx, actor, id).await?;
    if file.state != "held" {
        let what = "Il est importé, ou en cours d’import. Les personnes se retirent une à une, à leur demande.";
        return Err(Refusal::rule("Ce fichier ne peut plus être abandonné", what).into());
    }
    erase(tx, outside, actor, (council.id, &file)).await?;
    Ok(college.id)
}

async fn erase(tx: &mut Tx, outside: &Outside, actor: &Actor, (council, file): (Uuid, &PoolFile)) -> Outcome<()> {
    let mut touched = vec![("pool_file", file.id)];
    touched.extend(store::file::pieces(tx, file.id).await?.into_iter().map(|(row, _)| ("pool_file_piece", row)));
    store::file::delete(tx, file.id).await?;
    let detail = json!({ "acte": "fichier du vivier effacé sans import" });
    let entry = Entry::on(act_of(file.origin).code, "council", council).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Erases files nobody imported in time. Gives how many.
///
/// # Errors
/// The database failed.
pub(crate) async fn erase_expired(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<usize> {
    let expired = store::file::expired(tx, outside.now()).await?;
    for id in &expired {
        let (council, _, file) = file(tx, actor, *id).await?;
        erase(tx, outside, actor, (council.id, &file)).await?;
    }
    Ok(expired.len())
}
