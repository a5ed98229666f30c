//! Leads studied twice before they become sheets: who covers them already, then which other strategies of the
//! territory they meet.

use kernel::{FieldError, Uuid};

use super::vocabulary::Coverage;

/// Strategies met in most territories, `(code, French name)`; each contract adds its own.
pub const KNOWN_STRATEGIES: [(&str, &str); 10] = [
    ("crte", "Contrat de relance et de transition écologique (CRTE)"),
    ("cls", "Contrat local de santé (CLS)"),
    ("pacte", "Pacte des solidarités"),
    ("npnru", "Renouvellement urbain (NPNRU)"),
    ("cite-educative", "Cité éducative"),
    ("paqte", "Pacte avec les quartiers pour toutes les entreprises (PAQTE)"),
    ("clspd", "Stratégie de sécurité et de prévention de la délinquance"),
    ("pdu", "Plan de mobilité"),
    ("plh", "Programme local de l’habitat"),
    ("plie", "Plan local pour l’insertion et l’emploi"),
];

/// What the second study says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crossing {
    /// Strategies met: a known code, or the identifier of one the contract added.
    pub strategies: Vec<String>,
    /// That none is met.
    pub is_none: bool,
    /// What follows from it, or nothing.
    pub note: String,
}

/// What was studied of a lead, for one contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadStudy {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// The lead, as the listening keeps it.
    pub proposal: Uuid,
    /// Who covers it already.
    pub coverage: Coverage,
    /// By what, or nothing.
    pub coverage_note: String,
    /// Whether it was crossed with the other strategies.
    pub is_crossed: bool,
    /// Strategies met.
    pub strategies: Vec<String>,
    /// What follows from it, or nothing.
    pub crossing_note: String,
    /// The sheet it became.
    pub sheet: Option<Uuid>,
    /// How many times it was changed.
    pub revision: i64,
}

/// A lead with what was studied of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// The lead, as the listening keeps it.
    pub proposal: Uuid,
    /// Its code.
    pub code: String,
    /// Its label.
    pub label: String,
    /// Needs it answers.
    pub needs: Vec<Uuid>,
    /// What was studied; nothing yet.
    pub study: Option<LeadStudy>,
}

impl Lead {
    /// Whether it was studied twice.
    pub fn is_qualified(&self) -> bool {
        self.study.as_ref().is_some_and(|study| study.is_crossed)
    }
}

/// What is wrong with the first study.
pub fn check_coverage(coverage: Option<Coverage>, note: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    match coverage {
        None => errors.push(FieldError::new("couverture", "Dites si quelqu’un répond déjà à cette piste")),
        Some(Coverage::Programme | Coverage::CommonLaw) if note.is_empty() => {
            errors.push(FieldError::new("precision", "Dites par quelle action ou quel dispositif"));
        }
        Some(_) => {}
    }
    if note.chars().count() > 1_000 {
        errors.push(FieldError::new("precision", "La précision doit faire 1 000 signes au plus"));
    }
    errors
}

/// What is wrong with the second study; `known` are the codes one may choose.
pub fn check_crossing(crossing: &Crossing, known: &[String]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let tell = |sentence: &str| FieldError::new("strategies", sentence);
    match (crossing.strategies.is_empty(), crossing.is_none) {
        (true, false) => errors.push(tell("Cochez les stratégies concernées, ou « aucune »")),
        (false, true) => errors.push(tell("Choisissez : des stratégies, ou « aucune »")),
        _ if crossing.strategies.iter().any(|one| !known.contains(one)) => {
            errors.push(tell("Cochez des stratégies de la liste"));
        }
        _ => {}
    }
    if crossing.note.chars().count() > 1_000 {
        errors.push(FieldError::new("croisement", "La note doit faire 1 000 signes au plus"));
    }
    errors
}

/// What is wrong with a strategy to add; `known` are the names there already.
pub fn check_strategy(label: &str, known: &[String]) -> Vec<FieldError> {
    let same = |one: &String| kernel::text::search_key(one) == kernel::text::search_key(label);
    let sentence = match label.chars().count() {
        0 => "Saisissez le nom de la stratégie",
        121.. => "Le nom doit faire 120 signes au plus",
        _ if known.iter().any(same) => "Cette stratégie est déjà dans la liste",
        _ => return Vec::new(),
    };
    vec![FieldError::new("strategie", sentence)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_studies_ask_for_an_answer() {
        let fields = |errors: Vec<FieldError>| errors.into_iter().map(|error| error.field).collect::<Vec<_>>();
        assert_eq!(fields(check_coverage(None, "")), ["couverture"]);
        assert_eq!(fields(check_coverage(Some(Coverage::CommonLaw), "")), ["precision"]);
        assert!(check_coverage(Some(Coverage::Nobody), "").is_empty());
        let known = ["crte".to_owned()];
        let crossing = |strategies: &[&str], is_none| Crossing {
            strategies: strategies.iter().map(|one| (*one).to_owned()).collect(),
            is_none,
            note: String::new(),
        };
        for wrong in [crossing(&[], false), crossing(&["crte"], true), crossing(&["autre"], false)] {
            assert_eq!(fields(check_crossing(&wrong, &known)), ["strategies"], "{wrong:?}");
        }
        assert!(check_crossing(&crossing(&[], true), &known).is_empty());
        assert_eq!(fields(check_strategy("pacte des solidarités !", &["Pacte des solidarités".into()])), ["strategie"]);
    }
}
