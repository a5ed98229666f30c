//! What an import did, or would do, line by line.

use geography::Verdict;
use serde::{Deserialize, Serialize};

/// What became, or would become, of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Something new.
    New,
    /// Something known, changed.
    Changed,
    /// Something known, the same.
    Same,
    /// Left out by the choice made on screen.
    LeftOut,
    /// Refused.
    Refused,
}

impl Change {
    /// The word of the report.
    pub const fn french(self) -> &'static str {
        match self {
            Self::New => "Nouveau",
            Self::Changed => "Mis à jour",
            Self::Same => "Inchangé",
            Self::LeftOut => "Laissé de côté",
            Self::Refused => "Refusé",
        }
    }
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file.
    pub line: u64,
    /// Code or identifier read.
    pub code: String,
    /// Name read.
    pub name: String,
    /// What becomes of it.
    pub change: Change,
    /// Whether something deserves a look.
    pub verdict: Verdict,
    /// French sentences.
    pub sentences: Vec<String>,
}

/// The whole report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Format and encoding of the file.
    pub format: String,
    /// Sentences on the whole file.
    pub remarks: Vec<String>,
    /// Lines, in the order of the file.
    pub lines: Vec<Line>,
}

impl Report {
    /// How many lines become this.
    pub fn count(&self, change: Change) -> usize {
        self.lines.iter().filter(|line| line.change == change).count()
    }

    /// How many lines deserve a look without being refused.
    pub fn remark_count(&self) -> usize {
        self.lines.iter().filter(|line| line.verdict == Verdict::AcceptedWithRemarks).count()
    }

    /// Whether there is something to import.
    pub fn has_effect(&self) -> bool {
        self.count(Change::New) + self.count(Change::Changed) > 0
    }

    /// « 5 nouveaux, 2 mis à jour, 1 refusé ».
    pub fn summary(&self) -> String {
        let parts: Vec<String> = [
            (Change::New, "nouveau", "nouveaux"),
            (Change::Changed, "mis à jour", "mis à jour"),
            (Change::Same, "inchangé", "inchangés"),
            (Change::LeftOut, "laissé de côté", "laissés de côté"),
            (Change::Refused, "refusé", "refusés"),
        ]
        .into_iter()
        .filter_map(|(change, one, many)| {
            let count = self.count(change);
            (count > 0).then(|| format!("{count} {}", if count == 1 { one } else { many }))
        })
        .collect();
        if parts.is_empty() { "aucune ligne".to_owned() } else { parts.join(", ") }
    }
}

/// Where a file comes from, as told by the person who imports it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceTold {
    /// Who produced it.
    pub source: String,
    /// Licence.
    pub licence: String,
    /// Day of the file, ISO, or empty.
    pub as_of: String,
}

impl SourceTold {
    /// The day, or nothing.
    pub fn day(&self) -> Option<String> {
        (!self.as_of.is_empty()).then(|| self.as_of.clone())
    }
}
