//! Which column holds what: aliases met in the published files, then the look of the values.

use serde::{Deserialize, Serialize};

use super::Source;
use super::import::fold;
use crate::code::{Code, is_commune_code};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Code of the neighbourhood.
    Code,
    /// Its name.
    Name,
    /// INSEE codes of its communes.
    CommuneCodes,
    /// Names of its communes.
    CommuneNames,
    /// SIREN of its intercommunal bodies.
    Epci,
    /// Its perimeter as text (CSV only).
    Geometry,
}

impl Role {
    /// Every role, in the order of the import screen.
    pub const ALL: [Role; 6] =
        [Role::Code, Role::Name, Role::CommuneCodes, Role::CommuneNames, Role::Epci, Role::Geometry];

    /// French label.
    pub fn label(self) -> &'static str {
        match self {
            Role::Code => "code du quartier",
            Role::Name => "nom du quartier",
            Role::CommuneCodes => "codes INSEE des communes",
            Role::CommuneNames => "noms des communes",
            Role::Epci => "SIREN de l’intercommunalité",
            Role::Geometry => "contour (WKT)",
        }
    }

    /// Where a text stands, in a sentence.
    pub(super) fn place(self) -> &'static str {
        match self {
            Role::Code => "le code",
            Role::Name => "le nom",
            Role::CommuneCodes => "les codes des communes",
            Role::CommuneNames => "les noms des communes",
            Role::Epci => "l’intercommunalité",
            Role::Geometry => "le contour",
        }
    }

    /// Names of columns met in published files, best first, compared without case, accents or signs.
    fn aliases(self) -> &'static [&'static str] {
        match self {
            Role::Code => &[
                "codeqp",
                "codequartier",
                "codeqpv",
                "codequartierprioritaire",
                "codegeo",
                "codgeo",
                "codeqva",
                "idqp",
                "qpcode",
                "code",
            ],
            Role::Name => &[
                "libqp",
                "nomqp",
                "libelleqp",
                "libqpv",
                "nomqpv",
                "nomquartier",
                "libquartier",
                "quartierprioritaire",
                "libqva",
                "nomqva",
                "libelle",
                "libgeo",
                "nom",
                "name",
            ],
            Role::CommuneCodes => &[
                "inseecom",
                "codeinsee",
                "codecommune",
                "codesinsee",
                "inseecommune",
                "codecom",
                "depcom",
                "codesinseecommunes",
                "insee",
            ],
            Role::CommuneNames => &[
                "libcom",
                "communeqp",
                "nomsdescommunesconcernees",
                "nomcommune",
                "nomcom",
                "libcommune",
                "communes",
                "commune",
            ],
            Role::Epci => &["sirenepci", "codeepci", "epci"],
            Role::Geometry => {
                &["wkt", "geom", "geometry", "thegeom", "wktgeom", "geomwkt", "geometrie", "geoshape", "contour"]
            }
        }
    }
}

/// One column of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Name as written in the file.
    pub name: String,
    /// Up to three values, shortened.
    pub samples: Vec<String>,
    /// What this crate thinks it holds.
    pub proposed: Option<Role>,
}

/// Which column holds what, by the names of the columns.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mapping {
    /// Column of the codes.
    pub code: Option<String>,
    /// One code for the whole file, for a file that holds a single perimeter without a code.
    pub constant_code: Option<String>,
    /// Column of the names.
    pub name: Option<String>,
    /// Column of the INSEE codes of the communes.
    pub commune_codes: Option<String>,
    /// Column of the names of the communes.
    pub commune_names: Option<String>,
    /// Column of the SIREN of the intercommunal bodies.
    pub epci: Option<String>,
    /// Column of the perimeters (CSV only).
    pub geometry: Option<String>,
}

impl Mapping {
    /// The column that plays a role.
    pub fn column(&self, role: Role) -> Option<&str> {
        match role {
            Role::Code => self.code.as_deref(),
            Role::Name => self.name.as_deref(),
            Role::CommuneCodes => self.commune_codes.as_deref(),
            Role::CommuneNames => self.commune_names.as_deref(),
            Role::Epci => self.epci.as_deref(),
            Role::Geometry => self.geometry.as_deref(),
        }
    }

    /// Gives a role to a column.
    pub fn set(&mut self, role: Role, column: Option<String>) {
        match role {
            Role::Code => self.code = column,
            Role::Name => self.name = column,
            Role::CommuneCodes => self.commune_codes = column,
            Role::CommuneNames => self.commune_names = column,
            Role::Epci => self.epci = column,
            Role::Geometry => self.geometry = column,
        }
    }
}

/// Values looked at to guess what a column holds.
const LOOKED_AT: usize = 50;

pub(super) fn detect(source: &Source) -> Vec<Column> {
    let keys: Vec<String> = source.headers.iter().map(|header| fold(header)).collect();
    let mut proposed: Vec<Option<Role>> = vec![None; keys.len()];
    for role in Role::ALL {
        if role == Role::Geometry && !source.is_geometry_in_a_column {
            continue;
        }
        let by_alias = role
            .aliases()
            .iter()
            .find_map(|alias| keys.iter().position(|key| key == alias).filter(|index| is_free(&proposed, *index)));
        // A file may name its columns freely (`q`, `com`): the values tell codes and shapes apart.
        let found = by_alias
            .or_else(|| (0..keys.len()).find(|index| is_free(&proposed, *index) && has_look(source, *index, role)));
        if let Some(slot) = found.and_then(|index| proposed.get_mut(index)) {
            *slot = Some(role);
        }
    }
    source
        .headers
        .iter()
        .zip(proposed)
        .enumerate()
        .map(|(index, (name, proposed))| Column { name: name.clone(), samples: samples(source, index), proposed })
        .collect()
}

fn is_free(proposed: &[Option<Role>], index: usize) -> bool {
    proposed.get(index).is_some_and(Option::is_none)
}

fn values(source: &Source, index: usize) -> impl Iterator<Item = &str> {
    source
        .rows
        .iter()
        .filter_map(move |row| row.cells.get(index))
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .take(LOOKED_AT)
}

fn has_look(source: &Source, index: usize, role: Role) -> bool {
    let looks = |value: &str| match role {
        Role::Code => Code::parse(&value.to_uppercase()).is_some(),
        Role::CommuneCodes => value.split([';', ',']).all(|part| is_commune_code(part.trim())),
        Role::Geometry => {
            let head = value.get(..value.len().min(40)).unwrap_or_default().to_uppercase();
            head.contains("POLYGON")
        }
        Role::Name | Role::CommuneNames | Role::Epci => false,
    };
    let mut count = 0;
    values(source, index).inspect(|_| count += 1).all(looks) && count > 0
}

fn samples(source: &Source, index: usize) -> Vec<String> {
    const LENGTH: usize = 60;
    let mut found: Vec<String> = Vec::new();
    for value in values(source, index) {
        let mut short: String = value.chars().take(LENGTH).collect();
        if value.chars().nth(LENGTH).is_some() {
            short.push('…');
        }
        if !found.contains(&short) {
            found.push(short);
        }
        if found.len() == 3 {
            break;
        }
    }
    found
}

pub(super) fn propose(columns: &[Column]) -> Mapping {
    let mut mapping = Mapping::default();
    for column in columns {
        if let Some(role) = column.proposed {
            mapping.set(role, Some(column.name.clone()));
        }
    }
    mapping
}
