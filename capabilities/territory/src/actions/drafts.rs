//! A file between its sending and its import: kept, looked at, imported now or by a job, or given up.

use database::Tx;
use jobs::NewJob;
use kernel::{Actor, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::actions::{self, PerimeterOptions, Report};
use crate::acts::IMPORT;
use crate::store;
pub use crate::store::drafts::Draft;

/// The kind of job that imports a file.
pub const IMPORT_JOB: &str = "territory.import";

/// Larger files are imported by a job: reading and saving them may take more than two seconds.
const LARGEST_AT_ONCE_BYTES: i64 = 1_500_000;

/// Days a file waits before it is removed.
pub const DAYS_KEPT: i64 = 7;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Perimeters of neighbourhoods.
    Perimeters,
    /// Facilities, SCDL.
    Facilities,
    /// Addresses of the national base.
    Addresses,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Perimeters, Self::Facilities, Self::Addresses];

    /// Stable word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Perimeters => "contours",
            Self::Facilities => "equipements",
            Self::Addresses => "adresses",
        }
    }

    /// What screens say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Perimeters => "Contours de quartiers",
            Self::Facilities => "Équipements",
            Self::Addresses => "Adresses",
        }
    }

    /// The kind of a stable word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// What is chosen on screen for a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftOptions {
    /// For perimeters; the source and the licence of it serve every kind, and `keep` the addresses too.
    pub perimeters: PerimeterOptions,
}

impl DraftOptions {
    /// The codes to keep.
    pub fn keep(&self) -> Vec<String> {
        let parts = self.perimeters.keep.split([' ', ',', ';', '\n']);
        parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }
}

/// Reads what was chosen for a file.
pub fn options(draft: &Draft) -> DraftOptions {
    serde_json::from_str(&draft.options).unwrap_or_default()
}

/// A file as it is sent, with what is said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewFile {
    /// What it holds; nothing when that was not chosen.
    pub kind: Option<FileKind>,
    /// Its name, as the person has it.
    pub file_name: String,
    /// Its bytes; none when none was chosen.
    pub content: Vec<u8>,
    /// Source and licence.
    pub told: actions::SourceTold,
}

/// Keeps a file until it is imported.
///
/// # Errors
/// Not allowed, fields to correct, or the database failed.
pub async fn keep(tx: &mut Tx, outside: &Outside, actor: &Actor, file: impl Into<Filled<NewFile>>) -> Outcome<Uuid> {
    actions::authorise(actor, &IMPORT)?;
    let mut form = file.into();
    let chosen = form.value.kind;
    if chosen.is_none() {
        form.find([FieldError::new("nature", "Choisissez ce que contient le fichier")]);
    }
    if form.value.content.is_empty() {
        form.find([FieldError::new("fichier", "Choisissez un fichier")]);
    }
    let (NewFile { file_name, content, told, .. }, Some(kind)) = (form.sound()?, chosen) else {
        return Err(actions::areas::stopped("a file without a kind was found sound"));
    };
    let chosen = DraftOptions { perimeters: PerimeterOptions { told, ..PerimeterOptions::default() } };
    let draft = Draft {
        id: outside.uuid(),
        kind: kind.key().to_owned(),
        file_name,
        options: serde_json::to_string(&chosen).unwrap_or_default(),
        created_at: outside.now().0,
        created_by: actor.account(),
        job: None,
        size_bytes: i64::try_from(content.len()).unwrap_or(i64::MAX),
    };
    store::drafts::add(tx, &draft, &content).await?;
    let entry = journal::Entry::on("territory.draft", "territory_draft", draft.id)
        .detail(json!({ "fichier": draft.file_name, "nature": kind.key(), "octets": content.len() }));
    journal::record(tx, outside, actor, entry).await?;
    Ok(draft.id)
}

/// A file waiting, with its bytes.
///
/// # Errors
/// Not allowed, no such file, or the database failed.
pub async fn open(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Draft, FileKind, Vec<u8>)> {
    actions::authorise(actor, &IMPORT)?;
    let draft = store::drafts::find(tx, id).await?.ok_or(Refusal::NotFound)?;
    let kind = FileKind::from_key(&draft.kind).ok_or(Refusal::NotFound)?;
    let content = store::drafts::content(tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok((draft, kind, content))
}

/// Keeps what was chosen on screen for a file.
///
/// # Errors
/// Not allowed, no such file, fields to correct, already launched, or the database failed.
pub async fn choose(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    chosen: impl Into<Filled<DraftOptions>>,
) -> Outcome<()> {
    actions::authorise(actor, &IMPORT)?;
    let draft = store::drafts::find(tx, id).await?.ok_or(Refusal::NotFound)?;
    let mut form = chosen.into();
    let found = wrong(&form.value.perimeters);
    form.find(found);
    let chosen = form.sound()?;
    not_launched(&draft)?;
    store::drafts::set_options(tx, id, &serde_json::to_string(&chosen).unwrap_or_default()).await?;
    let entry = journal::Entry::on("territory.draft_options", "territory_draft", id);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// What the rules find in what was chosen.
fn wrong(chosen: &PerimeterOptions) -> Vec<FieldError> {
    let mut errors: Vec<FieldError> = actions::perimeters::projection(chosen.epsg).err().into_iter().collect();
    // Days are ISO texts, which compare as days do.
    if !chosen.valid_from.is_empty() && !chosen.valid_until.is_empty() && chosen.valid_until < chosen.valid_from {
        let sentence = "Un contour ne peut pas cesser d’être en vigueur avant de l’être devenu";
        errors.push(FieldError::new("fin", sentence));
    }
    errors
}

fn not_launched(draft: &Draft) -> Outcome<()> {
    match draft.job {
        None => Ok(()),
        Some(_) => Err(Refusal::rule(
            "L’import est déjà lancé",
            "Suivez son avancement sur la page du fichier. Pour recommencer, envoyez de nouveau le fichier.",
        )
        .into()),
    }
}

/// Gives a file up.
///
/// # Errors
/// Not allowed, no such file, or the database failed.
pub async fn give_up(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    actions::authorise(actor, &IMPORT)?;
    if store::drafts::remove(tx, id).await? == 0 {
        return Err(Refusal::NotFound.into());
    }
    let entry = journal::Entry::on("territory.draft_given_up", "territory_draft", id);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// What launching an import did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Launched {
    /// Imported now; the file is removed.
    Done(Report),
    /// A job does it.
    Job(Uuid),
}

/// Imports a file: at once when it is small, by a job otherwise.
///
/// # Errors
/// Not allowed, no such file, a file that cannot be read, or the database failed.
pub async fn launch(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Launched> {
    let (draft, kind, content) = open(tx, actor, id).await?;
    not_launched(&draft)?;
    if kind == FileKind::Addresses || draft.size_bytes > LARGEST_AT_ONCE_BYTES {
        let job = NewJob::new(IMPORT_JOB, json!({ "draft": id.to_string() })).unique(id.to_string()).max_attempts(3);
        let job = match actor.account() {
            Some(account) => job.requested_by(account),
            None => job,
        };
        let queued = jobs::enqueue(tx, outside, job).await?;
        store::drafts::set_job(tx, id, queued.id).await?;
        let entry = journal::Entry::on("territory.import_asked", "territory_draft", id)
            .detail(json!({ "fichier": draft.file_name, "nature": kind.key() }));
        journal::record(tx, outside, actor, entry).await?;
        return Ok(Launched::Job(queued.id));
    }
    let report = import(tx, outside, actor, &draft, kind, &content).await?;
    store::drafts::remove(tx, id).await?;
    Ok(Launched::Done(report))
}

/// Imports the content of a file, whatever it holds but addresses.
///
/// # Errors
/// Not allowed, a file that cannot be read, or the database failed.
pub(crate) async fn import(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    draft: &Draft,
    kind: FileKind,
    content: &[u8],
) -> Outcome<Report> {
    let chosen = options(draft);
    let told = &chosen.perimeters.told;
    match kind {
        FileKind::Perimeters => actions::import_perimeters(tx, outside, actor, content, &chosen.perimeters).await,
        FileKind::Facilities => actions::import_facilities(tx, outside, actor, content, told).await,
        FileKind::Addresses => {
            let report = actions::import_addresses(tx, outside, actor, content, &chosen.keep()).await?;
            Ok(Report {
                format: "Base Adresse Nationale".to_owned(),
                remarks: vec![report.summary()],
                lines: Vec::new(),
            })
        }
    }
}

/// What importing a file would do; for addresses, the header and the first lines only.
///
/// # Errors
/// A file that cannot be read, told on the field `fichier`; or the database failed.
pub async fn dry_run(tx: &mut Tx, draft: &Draft, kind: FileKind, content: &[u8]) -> Outcome<Report> {
    let chosen = options(draft);
    match kind {
        FileKind::Perimeters => actions::plan_perimeters(tx, content, &chosen.perimeters).await,
        FileKind::Facilities => actions::facilities::plan_facilities(tx, content).await,
        FileKind::Addresses => {
            let mut report = actions::addresses::AddressReport::default();
            let mut reader = actions::addresses::open(content)?;
            let batch = actions::addresses::next_batch(&mut reader, &chosen.keep(), &mut report)?;
            let mut remarks = vec![match batch.first() {
                Some(row) => format!(
                    "Le fichier est lisible. Première adresse : {}, {} {}.",
                    row.street, row.postcode, row.commune_name
                ),
                None => "Aucune adresse à garder dans le début du fichier : vérifiez les communes choisies.".to_owned(),
            }];
            remarks.extend(report.sentences);
            Ok(Report { format: "Base Adresse Nationale".to_owned(), remarks, lines: Vec::new() })
        }
    }
}

/// Removes a file once its job has imported it; the import has its own entry in the journal.
pub(crate) async fn forget(tx: &mut Tx, id: Uuid) -> Outcome<()> {
    store::drafts::remove(tx, id).await?;
    Ok(())
}

/// Removes the files nobody came back for.
///
/// # Errors
/// The database failed.
pub async fn purge(tx: &mut Tx, outside: &Outside) -> Outcome<u64> {
    let before = outside.now().plus_days(-DAYS_KEPT);
    let count = store::drafts::remove_older(tx, before).await?;
    if count > 0 {
        let entry =
            journal::Entry::general("territory.drafts_purged", "territory_draft").detail(json!({ "fichiers": count }));
        journal::record(tx, outside, &Actor::Platform("purge"), entry).await?;
    }
    Ok(count)
}
