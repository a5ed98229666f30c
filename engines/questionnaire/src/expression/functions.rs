//! The functions of the language, with how many arguments each takes.

use super::Fault;
use crate::problem::quoted;

macro_rules! functions {
    ($($name:literal $variant:ident $least:literal $most:expr;)*) => {
        /// A function of the language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Function {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        const ALL: &[(&str, Function, usize, usize)] = &[$(($name, Function::$variant, $least, $most)),*];
    };
}

const ANY: usize = 10_000;

functions! {
    "selected" Selected 2 2;
    "selected-at" SelectedAt 2 2;
    "count-selected" CountSelected 1 1;
    "jr:choice-name" ChoiceName 2 2;
    "if" If 3 3;
    "coalesce" Coalesce 1 ANY;
    "once" Once 1 1;
    "not" Not 1 1;
    "true" True 0 0;
    "false" False 0 0;
    "boolean" Boolean 1 1;
    "boolean-from-string" BooleanFromString 1 1;
    "checklist" Checklist 2 ANY;
    "weighted-checklist" WeightedChecklist 2 ANY;
    "string" String 0 1;
    "concat" Concat 0 ANY;
    "join" Join 1 ANY;
    "string-length" StringLength 0 1;
    "normalize-space" NormalizeSpace 0 1;
    "substr" Substr 2 3;
    "substring" Substring 2 3;
    "substring-before" SubstringBefore 2 2;
    "substring-after" SubstringAfter 2 2;
    "contains" Contains 2 2;
    "starts-with" StartsWith 2 2;
    "ends-with" EndsWith 2 2;
    "translate" Translate 3 3;
    "upper-case" UpperCase 1 1;
    "lower-case" LowerCase 1 1;
    "regex" Regex 2 2;
    "number" Number 0 1;
    "int" Int 1 1;
    "round" Round 1 2;
    "floor" Floor 1 1;
    "ceiling" Ceiling 1 1;
    "abs" Abs 1 1;
    "pow" Pow 2 2;
    "sqrt" Sqrt 1 1;
    "exp" Exp 1 1;
    "log" Log 1 1;
    "log10" Log10 1 1;
    "pi" Pi 0 0;
    "sum" Sum 1 1;
    "count" Count 1 1;
    "count-non-empty" CountNonEmpty 1 1;
    "min" Min 1 ANY;
    "max" Max 1 ANY;
    "position" Position 0 1;
    "last" Last 0 0;
    "indexed-repeat" IndexedRepeat 3 7;
    "today" Today 0 0;
    "now" Now 0 0;
    "date" Date 1 1;
    "date-time" DateTime 1 1;
    "decimal-date-time" DecimalDateTime 1 1;
    "decimal-time" DecimalTime 1 1;
    "format-date" FormatDate 2 2;
    "format-date-time" FormatDateTime 2 2;
    "random" Random 0 0;
    "uuid" Uuid 0 1;
    "version" Version 0 0;
}

/// Functions other tools have, which need what Parvis has not, and why.
const REFUSED: &[(&str, &str)] = &[
    ("pulldata", "elle lit un fichier à part : recopiez ses lignes dans la feuille « choices » et filtrez-les"),
    ("jr:itext", "elle dépend du format interne d’un autre outil"),
    ("property", "elle lit l’appareil de la personne"),
    ("digest", "elle sert à chiffrer"),
    ("decrypt", "elle sert à chiffrer"),
    ("base64-decode", "elle sert à chiffrer"),
    ("area", "les périmètres dessinés ne sont pas mesurés"),
    ("enclosed-area", "les périmètres dessinés ne sont pas mesurés"),
    ("distance", "les tracés ne sont pas mesurés"),
    ("geofence", "les périmètres dessinés ne sont pas comparés"),
    ("intersects", "les tracés ne sont pas comparés"),
    ("randomize", "mélangez les réponses avec « randomize=true » dans la colonne « parameters »"),
    ("extract-signed", "elle sert à chiffrer"),
    ("id", "nommez la question par « ${nom} »"),
    ("name", "nommez la question par « ${nom} »"),
];

impl Function {
    /// Finds a function by its name and checks how many arguments it is given.
    pub(super) fn find(name: &str, count: usize, at: usize) -> Result<Self, Fault> {
        let Some((_, function, least, most)) = ALL.iter().find(|(known, ..)| *known == name) else {
            return Err(Fault::new(at, unknown(name)));
        };
        if (*least..=*most).contains(&count) {
            return Ok(*function);
        }
        let wanted = match (least, most) {
            (least, most) if least == most => least.to_string(),
            (least, &ANY) => format!("au moins {least}"),
            (least, most) => format!("de {least} à {most}"),
        };
        Err(Fault::new(at, format!("la fonction « {name} » prend {wanted} argument(s), il y en a {count}.")))
    }

    /// Its name in the language.
    pub fn name(self) -> &'static str {
        ALL.iter().find(|(_, function, ..)| *function == self).map_or("", |(name, ..)| name)
    }
}

fn unknown(name: &str) -> String {
    if let Some((_, why)) = REFUSED.iter().find(|(known, _)| *known == name) {
        return format!("la fonction « {name} » n’est pas reprise : {why}.");
    }
    let nearest = ALL.iter().map(|(known, ..)| (distance(name, known), *known)).min();
    match nearest {
        Some((distance, known)) if distance <= 2 && name.len() > 2 => {
            format!("la fonction {} n’existe pas. Vouliez-vous écrire « {known} » ?", quoted(name))
        }
        _ => format!("la fonction {} n’existe pas : vérifiez son nom.", quoted(name)),
    }
}

/// How many letters to change from one word to the other.
pub(crate) fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, sign) in one.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, wanted) in other.iter().enumerate() {
            let changed = diagonal + usize::from(sign != *wanted);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[other.len()]
}
