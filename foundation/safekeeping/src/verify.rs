//! Whether an instance is sound: the database itself, the journal, the rows that acts left, the attachments.

use database::migrations::MigrateError;
use database::{Tx, catalog, rows};
use kernel::french::{count, integer};

use crate::backup::foreign;
use crate::{Instance, Result};

/// Something found, in French.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether something is wrong; otherwise it is worth a look and does no harm.
    pub is_fault: bool,
    /// What.
    pub sentence: String,
}

/// What a verification read and found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries of the journal read.
    pub entry_count: i64,
    /// Rows compared with what the last act left.
    pub row_count: i64,
    /// Contents of attachments read.
    pub file_count: usize,
    /// Faults first.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        !self.findings.iter().any(|finding| finding.is_fault)
    }

    /// What to tell the operator, one sentence a line.
    pub fn sentences(&self) -> Vec<String> {
        let mut all = vec![format!(
            "{} du journal, {} et {} contrôlés",
            count(self.entry_count, "entrée", "entrées"),
            count(self.row_count, "ligne", "lignes"),
            count(i64::try_from(self.file_count).unwrap_or(i64::MAX), "fichier", "fichiers"),
        )];
        for finding in &self.findings {
            let mark = if finding.is_fault { "anomalie" } else { "à savoir" };
            all.push(format!("{mark} : {}", finding.sentence));
        }
        let faults = self.findings.iter().filter(|finding| finding.is_fault).count();
        all.push(match faults {
            0 => "aucune anomalie".to_owned(),
            1 => "1 anomalie : ne restaurez rien par-dessus, gardez une copie et cherchez-en la cause".to_owned(),
            many => format!(
                "{} anomalies : ne restaurez rien par-dessus, gardez une copie et cherchez-en la cause",
                integer(i64::try_from(many).unwrap_or(i64::MAX))
            ),
        });
        all
    }

    fn fault(&mut self, sentence: String) {
        self.findings.push(Finding { is_fault: true, sentence });
    }

    fn notice(&mut self, sentence: String) {
        self.findings.push(Finding { is_fault: false, sentence });
    }
}

/// Reads the whole instance, changing nothing: the database's own integrity, the schema, the journal link by link,
/// every row that an act sealed, every attachment.
///
/// # Errors
/// The database or the vault failed; what is wrong *in* them is a finding, not an error.
pub async fn verify(instance: Instance<'_>) -> Result<Report> {
    let mut report = Report::default();
    match instance.db.check_schema(instance.migrations).await {
        Ok(()) => {}
        Err(MigrateError::Database(error)) => return Err(error.into()),
        Err(problem @ MigrateError::Pending(_)) => report.notice(problem.to_string()),
        Err(problem) => report.fault(problem.to_string()),
    }
    let mut tx = instance.db.snapshot().await?;
    for problem in catalog::problems(&mut tx).await? {
        report.fault(problem);
    }
    let standing = catalog::tables(&mut tx).await?;
    let has = |name: &str| standing.iter().any(|table| table == name);
    if has("journal_head") {
        check_journal(&mut tx, &mut report).await?;
    }
    if has("file") {
        check_files(&mut tx, &instance, &mut report).await?;
    }
    for table in foreign(&standing, &rows::tables(instance.migrations)) {
        report.notice(format!("la table {table} n’est pas de Parvis ; elle n’est ni contrôlée ni sauvegardée"));
    }
    report.findings.sort_by_key(|finding| !finding.is_fault);
    Ok(report)
}

async fn check_journal(tx: &mut Tx, report: &mut Report) -> Result<()> {
    let journal = journal::verify(tx).await?;
    report.entry_count = journal.entry_count;
    report.row_count = journal.row_count;
    for finding in &journal.findings {
        report.fault(finding.french());
    }
    if journal.erased_count > 0 {
        report.notice(format!(
            "{} au texte effacé, comme le droit à l’effacement le permet",
            count(journal.erased_count, "entrée du journal", "entrées du journal")
        ));
    }
    for unsealed in journal::unsealed(tx).await? {
        let examples: Vec<String> = unsealed.examples.iter().map(ToString::to_string).collect();
        report.notice(format!(
            "{} dans la table {} sans acte au journal, peut-être ajoutées hors de la plateforme : {}",
            count(unsealed.row_count, "ligne", "lignes"),
            unsealed.table,
            examples.join(", ")
        ));
    }
    Ok(())
}

async fn check_files(tx: &mut Tx, instance: &Instance<'_>, report: &mut Report) -> Result<()> {
    let files = files::reconcile(tx, instance.vault).await?;
    report.file_count = files.checked_count;
    let losses = files.missing.len() + files.changed.len();
    for (rank, sentence) in files.sentences().into_iter().enumerate() {
        if rank < losses { report.fault(sentence) } else { report.notice(sentence) }
    }
    Ok(())
}
