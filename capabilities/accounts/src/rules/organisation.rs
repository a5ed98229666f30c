//! Organisations: what they are, and their number in the register of establishments.

/// What an organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrganisationKind {
    /// Établissement public de coopération intercommunale.
    Intercommunality,
    /// Commune.
    Commune,
    /// Services of the State.
    State,
    /// Department.
    Department,
    /// Region.
    Region,
    /// Landlord (bailleur social).
    Landlord,
    /// Association.
    Association,
    /// Conseil citoyen.
    CitizenCouncil,
    /// Anything else.
    Other,
}

impl OrganisationKind {
    /// Every kind, in the order of lists.
    pub const ALL: [Self; 9] = [
        Self::Intercommunality,
        Self::Commune,
        Self::State,
        Self::Department,
        Self::Region,
        Self::Landlord,
        Self::Association,
        Self::CitizenCouncil,
        Self::Other,
    ];

    /// Stable name kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Intercommunality => "intercommunality",
            Self::Commune => "commune",
            Self::State => "state",
            Self::Department => "department",
            Self::Region => "region",
            Self::Landlord => "landlord",
            Self::Association => "association",
            Self::CitizenCouncil => "citizen_council",
            Self::Other => "other",
        }
    }

    /// The kind of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What screens say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Intercommunality => "Intercommunalité",
            Self::Commune => "Commune",
            Self::State => "Services de l’État",
            Self::Department => "Département",
            Self::Region => "Région",
            Self::Landlord => "Bailleur social",
            Self::Association => "Association",
            Self::CitizenCouncil => "Conseil citoyen",
            Self::Other => "Autre",
        }
    }
}

/// What is known of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationTerms {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its SIRET, fourteen digits, when it has one.
    pub siret: Option<String>,
}

/// Reads a SIRET however it is typed; nothing typed is no number.
///
/// # Errors
/// A sentence saying what is wrong.
pub fn read_siret(typed: &str) -> Result<Option<String>, String> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    identifiers::read_siret(typed).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_siret_is_checked() {
        assert_eq!(read_siret(" "), Ok(None));
        assert_eq!(read_siret("732 829 320 00074"), Ok(Some("73282932000074".into())));
        assert_eq!(read_siret("35600000000048"), Ok(Some("35600000000048".into())));
        assert_eq!(read_siret("35600000049837"), Ok(Some("35600000049837".into())), "La Poste");
        for bad in ["7328293200007", "73282932000075", "7328293200007a"] {
            assert!(read_siret(bad).is_err(), "{bad}");
        }
    }
}
