//! What an association reports of a year of its agreement, part by part and action by action.

use kernel::{Moment, Uuid, vocabulary};

vocabulary! {
    /// What a report is for.
    ReportKind {
        /// During the year: how it goes.
        Interim => "interim", "Bilan intermédiaire";
        /// Of the whole year: what it came to.
        Final => "final", "Compte rendu";
    }
}

vocabulary! {
    /// Where a report stands.
    ReportState {
        /// Being written by the association.
        Draft => "draft", "En rédaction";
        /// Written: a second person of the association certifies it.
        Written => "written", "À certifier";
        /// Given by the association.
        Given => "given", "Rendu";
        /// Sent back to be corrected.
        Returned => "returned", "À corriger";
        /// Accepted.
        Accepted => "accepted", "Accepté";
    }
}

impl ReportState {
    /// Whether the association writes in it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Whether the association gave it, whatever became of it since.
    pub const fn is_given(self) -> bool {
        matches!(self, Self::Given | Self::Returned | Self::Accepted)
    }
}

vocabulary! {
    /// What a part of a report tells of an action (CERFA 15059*02).
    PartKind {
        /// Words: what was done, for whom, when and where, what was reached.
        Story => "story", "Récit de l’action";
        /// Charges and products, foreseen and done.
        Accounts => "accounts", "Charges et produits";
        /// People reached.
        Publics => "publics", "Publics touchés";
        /// Indicators, target and result.
        Indicators => "indicators", "Indicateurs";
    }
}

/// The report of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Which.
    pub id: Uuid,
    /// Of which agreement.
    pub agreement: Uuid,
    /// Of which year.
    pub year: i64,
    /// What it is for.
    pub kind: ReportKind,
    /// Where it stands.
    pub state: ReportState,
    /// The paper given instead of writing it here.
    pub file: Option<Uuid>,
    /// When it was begun.
    pub begun_at: Moment,
    /// By whom.
    pub begun_by: String,
    /// Who said it was written, and for whom she acted: somebody else certifies.
    pub written_by: [Option<Uuid>; 2],
    /// Her name.
    pub written_name: String,
    /// When it was given.
    pub given_at: Option<Moment>,
    /// Who certified it, or gave the paper.
    pub given_by: String,
    /// When it was accepted or sent back.
    pub decided_at: Option<Moment>,
    /// By whom.
    pub decided_by: Option<String>,
    /// Why it was sent back.
    pub reason: String,
    /// What was too much by the rule of the agreement, once accepted; none when it was not counted.
    pub over: Option<i64>,
    /// The part of it that was not paid yet: it is no longer to pay.
    pub released: i64,
    /// How it was counted, in words.
    pub settled: String,
    /// Grows with every change.
    pub revision: i64,
}

impl Report {
    /// What it is called: « Compte rendu de 2026 ».
    pub fn called(&self) -> String {
        format!("{} de {}", self.kind.french(), self.year)
    }

    /// Whether these accounts may certify it: none of them said it was written.
    pub fn is_written_by_others(&self, accounts: [Option<Uuid>; 2]) -> bool {
        let writers: Vec<Uuid> = self.written_by.into_iter().flatten().collect();
        accounts.into_iter().flatten().all(|account| !writers.contains(&account))
    }
}

/// A part of a report about one action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportPart {
    /// Which.
    pub id: Uuid,
    /// Of which report.
    pub report: Uuid,
    /// The action.
    pub project: Uuid,
    /// Its title.
    pub title: String,
    /// What it tells.
    pub kind: PartKind,
    /// Version of the chart of accounts of its call.
    pub chart: String,
    /// Its rank.
    pub position: i64,
    /// Whether the association finished it.
    pub is_done: bool,
    /// Whether it may be written.
    pub is_open: bool,
    /// What an agent asks to correct in it.
    pub why: String,
    /// When it was last saved.
    pub saved_at: Option<Moment>,
    /// By whom.
    pub saved_by: String,
    /// Grows with every change.
    pub revision: i64,
    /// Its numbers, in order.
    pub figures: Vec<ReportFigure>,
    /// Its words, in order.
    pub answers: Vec<ReportAnswer>,
}

/// A number foreseen and a number done: cents, or people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportFigure {
    /// Which row.
    pub id: Uuid,
    /// The account, or what the people are told apart by.
    pub code: String,
    /// What screens say.
    pub label: String,
    /// Foreseen.
    pub planned: i64,
    /// Done; none: not said.
    pub done: Option<i64>,
    /// Why they differ.
    pub why: String,
    /// Whether it is the grant of the agreement itself.
    pub is_own: bool,
    /// Its rank, from 1.
    pub position: i64,
}

/// A question and its answer, an indicator with its target and what was reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportAnswer {
    /// Which row.
    pub id: Uuid,
    /// Its stable name.
    pub code: String,
    /// What screens say.
    pub label: String,
    /// What was foreseen.
    pub planned: String,
    /// What is told.
    pub value: String,
    /// Its rank, from 1.
    pub position: i64,
}

/// Questions of the story: stable name, what screens say, what helps.
pub const STORY: [(&str, &str, &str); 4] = [
    (
        "mise-en-oeuvre",
        "Comment l’action s’est-elle déroulée ?",
        "Ce qui a été fait, avec qui, ce qui a changé en route.",
    ),
    ("publics", "Qui a été touché ?", "Combien de personnes environ, lesquelles, comment elles sont venues."),
    ("dates-lieux", "Quand et où ?", "Dates et lieux de réalisation."),
    ("objectifs", "Les objectifs sont-ils atteints ?", "Au regard des indicateurs prévus ; ce qui reste à faire."),
];

/// Words that go with the accounts: stable name, what screens say, what helps.
pub const ANNEX: [(&str, &str, &str); 3] = [
    ("repartition", "Règles de répartition des charges indirectes", "Quelle clé, sur quelles charges."),
    ("volontaires", "Contributions volontaires en nature", "Bénévolat, prêts, dons : comment ils sont comptés."),
    ("observations", "Observations", ""),
];
