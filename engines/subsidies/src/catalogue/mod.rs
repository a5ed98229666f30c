//! The catalogue of published data sets: DCAT-AP 2.1.1, as JSON-LD and as Turtle. Both are written from the same
//! statements: they are the same graph.

mod json_ld;
mod statements;
mod turtle;

use jiff::civil::Date;

/// Who publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    /// Official name.
    pub name: String,
    /// SIRET, fourteen digits.
    pub siret: String,
    /// Address of its site.
    pub home: String,
}

/// Whom to write to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// A service, not a person.
    pub name: String,
    /// Electronic address.
    pub email: String,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distribution {
    /// Its name.
    pub title: String,
    /// Its address, which never changes.
    pub url: String,
    /// Type of its content: `text/csv`.
    pub media_type: String,
    /// Code of its format in the authority table of the European Union: `CSV`, `JSON`.
    pub file_type: String,
    /// Address of the schema it follows.
    pub schema: Option<String>,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
    /// Day its content last changed.
    pub modified: Date,
}

/// A data set and its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dataset {
    /// Stable identifier, also the end of its address: `subventions-2026`.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it holds.
    pub description: String,
    /// Words to find it.
    pub keywords: Vec<String>,
    /// Day it was first published.
    pub issued: Date,
    /// Day it last changed.
    pub modified: Date,
    /// First and last day its content speaks of.
    pub covers: Option<(Date, Date)>,
    /// Codes of the communes it speaks of.
    pub communes: Vec<String>,
    /// Whom to write to.
    pub contact: Contact,
    /// Its files.
    pub distributions: Vec<Distribution>,
}

/// A catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// Its address, without a final slash; data sets stand below.
    pub url: String,
    /// Its name.
    pub title: String,
    /// What it holds.
    pub description: String,
    /// Who publishes.
    pub publisher: Publisher,
    /// Day it last changed.
    pub modified: Date,
    /// What it lists.
    pub datasets: Vec<Dataset>,
}

impl Catalogue {
    /// As JSON-LD 1.1, indented, ending with a line feed.
    pub fn to_json_ld(&self) -> String {
        json_ld::write(&statements::of(self))
    }

    /// As Turtle 1.1.
    pub fn to_turtle(&self) -> String {
        turtle::write(&statements::of(self))
    }
}
