//! Codes of neighbourhoods: the national forms of 2015 and 2024 and the local ones.
//!
//! Sources: the ANCT lists of priority neighbourhoods (2015: decree 2014-1750 and its overseas
//! counterparts; 2024: decrees 2023-1314, 2024-806 and 2024-1212). No national code exists for the
//! areas under active watch or the pockets of poverty, hence the local forms.

use serde::{Deserialize, Serialize};

/// Generation of the national zoning a code belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Generation {
    /// Zoning in force from 2015 to the end of 2023 (2024 overseas): `QP…` codes.
    #[serde(rename = "2015")]
    Zoning2015,
    /// Zoning in force since 1 January 2024 (2025 overseas): `QN…` codes.
    #[serde(rename = "2024")]
    Zoning2024,
}

impl Generation {
    /// Year that names the generation.
    pub fn year(self) -> u16 {
        match self {
            Generation::Zoning2015 => 2015,
            Generation::Zoning2024 => 2024,
        }
    }
}

/// Kind of a neighbourhood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeighbourhoodKind {
    /// Quartier prioritaire de la politique de la ville.
    Qpv,
    /// Quartier de veille active (law 2014-173, article 13).
    Qva,
    /// Pocket of poverty named by a contract.
    PovertyPocket,
    /// Ordinary district of a town.
    District,
    /// Territory of a project (for instance one of the six of Marseille).
    TerritoryProject,
}

impl NeighbourhoodKind {
    /// Every kind, in the order shown on screen.
    pub const ALL: [NeighbourhoodKind; 5] = [
        NeighbourhoodKind::Qpv,
        NeighbourhoodKind::Qva,
        NeighbourhoodKind::PovertyPocket,
        NeighbourhoodKind::District,
        NeighbourhoodKind::TerritoryProject,
    ];

    /// French label.
    pub fn label(self) -> &'static str {
        match self {
            NeighbourhoodKind::Qpv => "quartier prioritaire (QPV)",
            NeighbourhoodKind::Qva => "quartier de veille active (QVA)",
            NeighbourhoodKind::PovertyPocket => "poche de pauvreté",
            NeighbourhoodKind::District => "quartier",
            NeighbourhoodKind::TerritoryProject => "territoire de projet",
        }
    }

    /// Stable word for databases and forms.
    pub fn key(self) -> &'static str {
        match self {
            NeighbourhoodKind::Qpv => "qpv",
            NeighbourhoodKind::Qva => "qva",
            NeighbourhoodKind::PovertyPocket => "poverty_pocket",
            NeighbourhoodKind::District => "district",
            NeighbourhoodKind::TerritoryProject => "territory_project",
        }
    }

    /// The kind a stable word names.
    pub fn from_key(key: &str) -> Option<NeighbourhoodKind> {
        NeighbourhoodKind::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// What the last letter of a 2024 code says of the perimeter of 2015.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// `M`: perimeter modified.
    Modified,
    /// `I`: perimeter unchanged.
    Unchanged,
    /// `N`: new neighbourhood.
    New,
    /// `C`: whole commune (Mayotte).
    WholeCommune,
}

/// A code whose form is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// `^QP(\d{3}|02[AB])\d{3}$`
    Qpv2015,
    /// `^QN(0\d{2}|02[AB]|97\d)\d{2}[MINC]$`
    Qpv2024(Change),
    /// `QVA-<insee>-<nn>`
    Qva,
    /// `PP-<insee>-<nn>`
    PovertyPocket,
}

impl Code {
    /// Recognises a code; the text must already be trimmed and in capitals.
    pub fn parse(text: &str) -> Option<Code> {
        if let Some(rest) = text.strip_prefix("QP") {
            let (department, order) = rest.split_at_checked(3)?;
            let is_department = is_digits(department, 3) || matches!(department, "02A" | "02B");
            return (is_department && is_digits(order, 3)).then_some(Code::Qpv2015);
        }
        if let Some(rest) = text.strip_prefix("QN") {
            let (department, rest) = rest.split_at_checked(3)?;
            let (order, letter) = rest.split_at_checked(2)?;
            let is_department = matches!(department, "02A" | "02B")
                || (is_digits(department, 3) && (department.starts_with('0') || department.starts_with("97")));
            if !is_department || !is_digits(order, 2) {
                return None;
            }
            return match letter {
                "M" => Some(Code::Qpv2024(Change::Modified)),
                "I" => Some(Code::Qpv2024(Change::Unchanged)),
                "N" => Some(Code::Qpv2024(Change::New)),
                "C" => Some(Code::Qpv2024(Change::WholeCommune)),
                _ => None,
            };
        }
        if let Some(rest) = text.strip_prefix("QVA-") {
            return is_commune_and_order(rest).then_some(Code::Qva);
        }
        if let Some(rest) = text.strip_prefix("PP-") {
            return is_commune_and_order(rest).then_some(Code::PovertyPocket);
        }
        None
    }

    /// Kind of neighbourhood the code names.
    pub fn kind(self) -> NeighbourhoodKind {
        match self {
            Code::Qpv2015 | Code::Qpv2024(_) => NeighbourhoodKind::Qpv,
            Code::Qva => NeighbourhoodKind::Qva,
            Code::PovertyPocket => NeighbourhoodKind::PovertyPocket,
        }
    }

    /// Generation of the national zoning; `None` for local codes.
    pub fn generation(self) -> Option<Generation> {
        match self {
            Code::Qpv2015 => Some(Generation::Zoning2015),
            Code::Qpv2024(_) => Some(Generation::Zoning2024),
            Code::Qva | Code::PovertyPocket => None,
        }
    }
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_commune_and_order(text: &str) -> bool {
    text.split_once('-').is_some_and(|(commune, order)| is_commune_code(commune) && is_digits(order, 2))
}

/// Whether a text has the form of an INSEE commune code (`11069`, `2A004`, `97105`).
pub fn is_commune_code(text: &str) -> bool {
    match text.split_at_checked(2) {
        Some(("2A" | "2B", rest)) => is_digits(rest, 3),
        _ => is_digits(text, 5),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_codes_are_recognised_with_their_generation() {
        for code in ["QP011002", "QP02A001", "QP974031", "QP987001"] {
            assert_eq!(Code::parse(code).and_then(Code::generation), Some(Generation::Zoning2015), "{code}");
        }
        for code in ["QN01102I", "QN06906M", "QN02A01N", "QN02B03M", "QN97651C", "QN97458M"] {
            assert_eq!(Code::parse(code).and_then(Code::generation), Some(Generation::Zoning2024), "{code}");
        }
        assert_eq!(Code::parse("QN97651C"), Some(Code::Qpv2024(Change::WholeCommune)));
    }

    #[test]
    fn local_codes_give_their_kind() {
        assert_eq!(Code::parse("QVA-11069-01").map(Code::kind), Some(NeighbourhoodKind::Qva));
        assert_eq!(Code::parse("PP-2A004-12").map(Code::kind), Some(NeighbourhoodKind::PovertyPocket));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "Q",
            "QP",
            "QP11002",
            "QP0110022",
            "QP02C001",
            "QN11002I",
            "QN01102",
            "QN01102X",
            "QN01102IM",
            "QN98101I",
            "QN0é02I",
            "QVA-1106-01",
            "QVA-11069",
            "QVA-11069-1",
            "PP-2C004-01",
            "qp011002",
            "QP 011002",
            "QNé1102I",
        ] {
            assert_eq!(Code::parse(text), None, "{text}");
        }
    }

    #[test]
    fn kinds_keep_their_words() {
        for kind in NeighbourhoodKind::ALL {
            assert_eq!(NeighbourhoodKind::from_key(kind.key()), Some(kind));
            assert!(!kind.label().is_empty());
        }
        assert_eq!(NeighbourhoodKind::from_key("iris"), None);
    }
}
