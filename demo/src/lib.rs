//! The demonstration territory, told as data: the five priority neighbourhoods of Carcassonne, their figures, the
//! contract, the consultation of 2023 and its matrix of needs, with fictional people to sign in as.
//!
//! The files live in `demo/data`, are built into the binary and are read by [`load`] into plain structs; [`seed`] puts
//! them into a database through the acts of the capabilities, never by SQL.
//! What is real and what is fictional is written in the header of each file and summed up in `demo/README.md`.

pub mod applications;
pub mod assemblies;
pub mod calls;
pub mod circles;
pub mod consultation;
pub mod contract;
pub mod councils;
pub mod directory;
pub mod evaluation;
pub mod facilities;
pub mod funds;
pub mod governance;
pub mod header;
pub mod indicators;
pub mod landlords;
pub mod matrix;
pub mod means;
pub mod meetings;
pub mod people;
pub mod perimeters;
pub mod plan;
pub mod seed;
pub mod surveys;
pub mod territory;
pub mod words;
pub mod yearbook;

#[cfg(test)]
mod tests;

use applications::ApplicationsFile;
use assemblies::AssembliesFile;
use calls::CallsFile;
use circles::CirclesFile;
use consultation::ConsultationFile;
use contract::ContractFile;
use councils::CouncilsFile;
use directory::DirectoryFile;
use evaluation::EvaluationFile;
use facilities::FacilitiesFile;
use funds::FundsFile;
use governance::GovernanceFile;
use indicators::IndicatorsFile;
use landlords::LandlordsFile;
use matrix::MatrixFile;
use means::MeansFile;
use meetings::MeetingsFile;
use people::PeopleFile;
use perimeters::PerimetersFile;
use plan::PlanFile;
use surveys::SurveysFile;
use territory::TerritoryFile;
use words::WordsFile;
use yearbook::YearbookFile;

/// Everything the demonstration holds, one field per file of `demo/data`.
#[derive(Debug, Clone)]
pub struct Demonstration {
    /// Intercommunality, commune, neighbourhoods, codes of 2015 and 2024, correspondences.
    pub territory: TerritoryFile,
    /// Contours in WGS84.
    pub perimeters: PerimetersFile,
    /// Statistical indicators of each neighbourhood.
    pub indicators: IndicatorsFile,
    /// Period, levels, objectives and signatories of the contract.
    pub contract: ContractFile,
    /// Channels, gatherings, figures and coverage of the consultation.
    pub consultation: ConsultationFile,
    /// Needs, evidence, and the families of actions that answer them.
    pub matrix: MatrixFile,
    /// Fictional notes of the workshops and findings of the walks.
    pub meetings: MeetingsFile,
    /// Fictional action sheets and leads studied.
    pub plan: PlanFile,
    /// Fictional organisations and accounts.
    pub people: PeopleFile,
    /// Fictional facilities, on the official schema.
    pub facilities: FacilitiesFile,
    /// What was asked in the three questionnaires, and how many gave each answer.
    pub surveys: SurveysFile,
    /// A fictional council, its pool and its draw.
    pub councils: CouncilsFile,
    /// Fictional bodies that sit, with their members and meetings.
    pub assemblies: AssembliesFile,
    /// What residents are imagined to have said.
    pub words: WordsFile,
    /// Fictional associations of the directory.
    pub directory: DirectoryFile,
    /// Groups that fictional associations keep among themselves.
    pub circles: CirclesFile,
    /// Fictional calls for projects, envelopes and committee.
    pub calls: CallsFile,
    /// What associations are imagined to ask.
    pub applications: ApplicationsFile,
    /// Fictional landlords and what they do in return of their abatement.
    pub landlords: LandlordsFile,
    /// A fictional evaluation of the contract.
    pub evaluation: EvaluationFile,
    /// Fictional ordinary means, posts and sponsors.
    pub means: MeansFile,
    /// Fictional small projects of residents.
    pub funds: FundsFile,
    /// Who steers the contract.
    pub governance: GovernanceFile,
    /// Annual reports of the contract.
    pub yearbook: YearbookFile,
}

/// A file of the demonstration that cannot be read. The files are built into the binary, so this is a defect of the
/// build, not of what somebody typed.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A TOML file with a missing, unknown or mistyped key.
    #[error("le fichier de démonstration {file} est illisible : {source}")]
    Toml {
        /// Name of the file in `demo/data`.
        file: &'static str,
        /// What the reader found.
        source: Box<toml::de::Error>,
    },
    /// A JSON file with a missing, unknown or mistyped key.
    #[error("le fichier de démonstration {file} est illisible : {source}")]
    Json {
        /// Name of the file in `demo/data`.
        file: &'static str,
        /// What the reader found.
        source: serde_json::Error,
    },
    /// A CSV file with a wrong header or row.
    #[error("le fichier de démonstration {file} est illisible : {source}")]
    Csv {
        /// Name of the file in `demo/data`.
        file: &'static str,
        /// What the reader found.
        source: csv::Error,
    },
}

/// Reads the whole demonstration.
///
/// # Errors
/// [`LoadError`] names the file that cannot be read; the tests of this crate make it impossible in a released binary.
pub fn load() -> Result<Demonstration, LoadError> {
    Ok(Demonstration {
        territory: read_toml("territory.toml", include_str!("../data/territory.toml"))?,
        perimeters: perimeters::read()?,
        indicators: read_toml("indicators.toml", include_str!("../data/indicators.toml"))?,
        contract: read_toml("contract.toml", include_str!("../data/contract.toml"))?,
        consultation: read_toml("consultation.toml", include_str!("../data/consultation.toml"))?,
        matrix: read_toml("matrix.toml", include_str!("../data/matrix.toml"))?,
        meetings: read_toml("meetings.toml", include_str!("../data/meetings.toml"))?,
        plan: read_toml("plan.toml", include_str!("../data/plan.toml"))?,
        people: read_toml("people.toml", include_str!("../data/people.toml"))?,
        facilities: facilities::read()?,
        surveys: read_toml("surveys.toml", include_str!("../data/surveys.toml"))?,
        councils: read_toml("councils.toml", include_str!("../data/councils.toml"))?,
        assemblies: read_toml("assemblies.toml", include_str!("../data/assemblies.toml"))?,
        words: read_toml("words.toml", include_str!("../data/words.toml"))?,
        circles: read_toml("circles.toml", include_str!("../data/circles.toml"))?,
        directory: read_toml("directory.toml", include_str!("../data/directory.toml"))?,
        calls: read_toml("calls.toml", include_str!("../data/calls.toml"))?,
        applications: read_toml("applications.toml", include_str!("../data/applications.toml"))?,
        landlords: read_toml("landlords.toml", include_str!("../data/landlords.toml"))?,
        evaluation: read_toml("evaluation.toml", include_str!("../data/evaluation.toml"))?,
        means: read_toml("means.toml", include_str!("../data/means.toml"))?,
        funds: read_toml("funds.toml", include_str!("../data/funds.toml"))?,
        governance: read_toml("governance.toml", include_str!("../data/governance.toml"))?,
        yearbook: read_toml("yearbook.toml", include_str!("../data/yearbook.toml"))?,
    })
}

/// Reads one TOML file whose text is built into the binary.
fn read_toml<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, LoadError> {
    toml::from_str(text).map_err(|source| LoadError::Toml { file, source: Box::new(source) })
}
