//! From one zoning to the next: what is proposed of each neighbourhood, what a person decided of it, and which of the two
//! is told.

use geography::zoning::Relation;
use kernel::{FieldError, Moment, Uuid};

/// How a passage measured by an import is known.
pub const MEASURED: &str = "D’après le recouvrement des contours.";
/// How a decided passage is known, once imports no longer propose it.
pub const NO_LONGER: &str = "Le dernier import de contours ne la propose plus.";
/// Shares that differ by less come from the rounding of perimeters.
const SAME_SHARE: f64 = 0.05;
/// Letters a reason may have.
const LONGEST_REASON: usize = 1000;

/// A former code, a later one and what happened between the two. An empty code is a neighbourhood that enters or leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Former code.
    pub from_code: String,
    /// Later code.
    pub to_code: String,
    /// What happened.
    pub relation: Relation,
    /// Share of the former perimeter kept in the later one, 0 to 1.
    pub share: Option<f64>,
}

impl Pair {
    /// Whether both speak of the same two codes.
    pub fn has_same_codes(&self, other: &Self) -> bool {
        self.from_code == other.from_code && self.to_code == other.to_code
    }

    /// Whether both read the same on a form, where shares have one decimal.
    fn is_written_as(&self, other: &Self) -> bool {
        let written = |share: Option<f64>| share.map(|share| (share * 1000.0).round());
        self.has_same_codes(other) && self.relation == other.relation && written(self.share) == written(other.share)
    }

    /// Whether the two say the same thing, but for the rounding of perimeters.
    fn says_the_same(&self, relation: Relation, share: Option<f64>) -> bool {
        let difference = (self.share.unwrap_or(0.0) - share.unwrap_or(0.0)).abs();
        self.relation == relation && self.share.is_some() == share.is_some() && difference < SAME_SHARE
    }
}

/// Where a correspondence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has decided.
    Proposed,
    /// Somebody said it is right.
    Confirmed,
    /// Somebody said what is right instead.
    Corrected,
    /// Somebody said it is wrong.
    Refused,
}

impl State {
    /// Every state, what awaits first.
    pub const ALL: [Self; 4] = [Self::Proposed, Self::Confirmed, Self::Corrected, Self::Refused];

    /// Stable word kept in the database and in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Confirmed => "confirmed",
            Self::Corrected => "corrected",
            Self::Refused => "refused",
        }
    }

    /// The state of a stable word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// What screens and files say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Proposed => "proposée",
            Self::Confirmed => "confirmée",
            Self::Corrected => "corrigée",
            Self::Refused => "refusée",
        }
    }
}

/// What a person decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Confirmed, corrected or refused.
    pub state: State,
    /// What is held for true; what was refused, as it was proposed.
    pub pair: Pair,
    /// What was proposed that day.
    pub proposed: (Relation, Option<f64>),
    /// Why, in her words; empty when she only confirmed.
    pub reason: String,
    /// When.
    pub at: Moment,
    /// Who, as the journal names her; empty where nobody asked.
    pub by: String,
    /// Number of the last decision.
    pub revision: i64,
}

/// A correspondence: what is proposed today, and what was decided of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Identifier.
    pub id: Uuid,
    /// What is proposed.
    pub proposed: Pair,
    /// How the proposal is known.
    pub basis: String,
    /// What was decided; nothing while it is only proposed.
    pub decision: Option<Decision>,
}

impl Passage {
    /// Where it stands.
    pub fn state(&self) -> State {
        self.decision.as_ref().map_or(State::Proposed, |decision| decision.state)
    }

    /// What is held for true today.
    pub fn held(&self) -> &Pair {
        self.decision.as_ref().map_or(&self.proposed, |decision| &decision.pair)
    }

    /// Whether imports still propose it.
    pub fn is_still_proposed(&self) -> bool {
        self.basis != NO_LONGER
    }

    /// Whether what is proposed today is no longer what was looked at when it was decided.
    pub fn is_contradicted(&self) -> bool {
        self.decision.as_ref().is_some_and(|decision| {
            let (relation, share) = decision.proposed;
            !self.proposed.says_the_same(relation, share)
        })
    }

    /// What confirming holds for true: the proposal, or what was held when imports no longer propose anything.
    pub fn to_confirm(&self) -> &Pair {
        if self.is_still_proposed() { &self.proposed } else { self.held() }
    }

    /// Whether somebody is awaited: to decide, or to look again.
    pub fn awaits(&self) -> bool {
        self.decision.is_none() || self.is_contradicted()
    }

    /// What a form was filled from: a decision on something else than what was read is a conflict.
    pub fn mark(&self) -> String {
        let revision = self.decision.as_ref().map_or(0, |decision| decision.revision);
        let share = self.proposed.share.map_or_else(String::new, |share| format!("{share:.4}"));
        format!("{revision}.{}.{share}.{}", self.proposed.relation.key(), self.is_still_proposed())
    }
}

/// What anybody may read, each pair of codes once: a refused correspondence is not told, a decided one goes before one
/// that is only proposed.
pub fn told(passages: Vec<Passage>) -> Vec<Passage> {
    let (decided, proposed): (Vec<_>, Vec<_>) = passages
        .into_iter()
        .filter(|passage| passage.state() != State::Refused)
        .partition(|passage| passage.decision.is_some());
    let mut told: Vec<Passage> = Vec::with_capacity(decided.len() + proposed.len());
    for passage in decided.into_iter().chain(proposed) {
        if !told.iter().any(|known| known.held().has_same_codes(passage.held())) {
            told.push(passage);
        }
    }
    told.sort_by(|one, other| {
        let codes = |passage: &Passage| (passage.held().from_code.clone(), passage.held().to_code.clone());
        codes(one).cmp(&codes(other))
    });
    told
}

/// What somebody says is right instead of a proposal.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Correction {
    /// The code at the end that is corrected: empty for « aucun », nothing when none was chosen.
    pub other: Option<String>,
    /// What happened; nothing when none was chosen.
    pub relation: Option<Relation>,
    /// Share of the former perimeter that was kept, 0 to 1.
    pub share: Option<f64>,
    /// Why.
    pub reason: String,
}

impl Correction {
    /// The pair it gives, its later end corrected; for a neighbourhood that enters, its former end.
    pub fn pair(&self, proposed: &Pair) -> Option<Pair> {
        let (other, relation) = (self.other.clone()?, self.relation?);
        let (from_code, to_code) = if proposed.from_code.is_empty() {
            (other, proposed.to_code.clone())
        } else {
            (proposed.from_code.clone(), other)
        };
        Some(Pair { from_code, to_code, relation, share: self.share })
    }
}

/// What a correction cannot say of `passage`. `known` are the codes that may stand at the corrected end, `others` the
/// other correspondences.
pub fn check(correction: &Correction, passage: &Passage, known: &[String], others: &[Passage]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let enters = passage.proposed.from_code.is_empty();
    let end = if enters { "d’origine" } else { "d’arrivée" };
    match &correction.other {
        None => errors.push(FieldError::new("autre-quartier", format!("Choisissez le quartier {end}, ou « Aucun »"))),
        Some(code) if !code.is_empty() && !known.contains(code) => {
            errors.push(FieldError::new("autre-quartier", format!("Choisissez le quartier {end} dans la liste")));
        }
        Some(_) => {}
    }
    let alone = if enters { Relation::Entering } else { Relation::Leaving };
    match (correction.relation, correction.other.as_deref()) {
        (None, _) => errors.push(FieldError::new("relation", "Choisissez ce qui s’est passé")),
        (Some(relation), Some("")) if relation != alone => {
            errors.push(FieldError::new("relation", format!("Sans quartier {end}, choisissez « {} »", words(alone))));
        }
        (Some(relation), Some(code)) if !code.is_empty() && is_alone(relation) => {
            let sentence = format!("Avec un quartier {end}, « {} » n’est pas possible", words(relation));
            errors.push(FieldError::new("relation", sentence));
        }
        _ => {}
    }
    if let Some(share) = correction.share {
        if !(0.0..=1.0).contains(&share) {
            errors.push(FieldError::new("part", "La part va de 0 à 100, par exemple 83,5"));
        } else if correction.other.as_deref() == Some("") {
            errors.push(FieldError::new("part", format!("Sans quartier {end}, laissez la part vide")));
        }
    }
    errors.extend(check_reason("motif-correction", &correction.reason, true));
    if let Some(pair) = correction.pair(&passage.proposed) {
        if pair.is_written_as(&passage.proposed) {
            let sentence = "Cette correction dit la même chose que la proposition : confirmez plutôt celle-ci";
            errors.push(FieldError::new("autre-quartier", sentence));
        } else if others.iter().any(|other| other.id != passage.id && other.held().has_same_codes(&pair)) {
            let sentence = "Une autre correspondance dit déjà ce passage : confirmez celle-là, et refusez celle-ci";
            errors.push(FieldError::new("autre-quartier", sentence));
        }
    }
    errors
}

const fn is_alone(relation: Relation) -> bool {
    matches!(relation, Relation::Entering | Relation::Leaving)
}

/// What is wrong with a reason.
pub fn check_reason(field: &str, reason: &str, is_required: bool) -> Option<FieldError> {
    if reason.is_empty() && is_required {
        return Some(FieldError::new(field, "Dites pourquoi, en quelques mots"));
    }
    (reason.chars().count() > LONGEST_REASON)
        .then(|| FieldError::new(field, format!("Le motif doit faire {LONGEST_REASON} signes au plus")))
}

/// What happened, as a choice says it.
pub const fn words(relation: Relation) -> &'static str {
    match relation {
        Relation::Identical => "Le contour n’a pas changé",
        Relation::Modified => "Le contour a été redessiné",
        Relation::Merged => "Le quartier a rejoint d’autres quartiers",
        Relation::Split => "Le quartier a été partagé",
        Relation::Entering => "Le quartier entre dans la liste",
        Relation::Leaving => "Le quartier sort de la liste",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(from: &str, to: &str, relation: Relation, share: Option<f64>) -> Pair {
        Pair { from_code: from.into(), to_code: to.into(), relation, share }
    }

    fn passage(id: u128, proposed: Pair, decided: Option<(State, Pair)>) -> Passage {
        let decision = decided.map(|(state, pair)| Decision {
            state,
            pair,
            proposed: (proposed.relation, proposed.share),
            reason: String::new(),
            at: Moment(0),
            by: "Une cheffe de projet".into(),
            revision: 1,
        });
        Passage { id: Uuid::from_u128(id), proposed, basis: MEASURED.into(), decision }
    }

    #[test]
    fn what_is_refused_is_not_told_and_a_decision_goes_first() {
        let to = |code: &str| pair("QP1", code, Relation::Modified, Some(0.8));
        let corrected = passage(2, to("QN2"), Some((State::Corrected, to("QN3"))));
        let told = told(vec![
            passage(1, to("QN3"), None),
            corrected.clone(),
            passage(3, to("QN4"), Some((State::Refused, to("QN4")))),
            passage(4, to("QN5"), None),
        ]);
        assert_eq!(told.iter().map(|one| one.held().to_code.as_str()).collect::<Vec<_>>(), ["QN3", "QN5"]);
        assert_eq!(told[0], corrected);
    }

    #[test]
    fn a_proposal_that_changed_awaits_another_look() {
        let proposed = pair("QP1", "QN1", Relation::Modified, Some(0.8));
        let mut decided = passage(1, proposed.clone(), Some((State::Confirmed, proposed.clone())));
        let mark = decided.mark();
        assert!(!decided.awaits());
        decided.proposed.share = Some(0.82);
        assert!(!decided.awaits(), "rounding is no change");
        assert_ne!(decided.mark(), mark);
        decided.proposed.share = Some(0.6);
        assert!(decided.is_contradicted() && decided.awaits());
        decided.proposed = Pair { relation: Relation::Split, ..proposed.clone() };
        assert!(decided.is_contradicted());
        decided.proposed = proposed.clone();
        decided.proposed.share = Some(0.0);
        decided.basis = NO_LONGER.into();
        assert!(decided.is_contradicted());
        assert_eq!((decided.held(), decided.to_confirm()), (&proposed, &proposed), "what was decided stays");
        assert!(passage(2, proposed, None).awaits());
    }

    #[test]
    fn everything_wrong_with_a_correction_is_told() {
        let proposed = pair("QP1", "QN1", Relation::Modified, Some(0.8));
        let known = ["QN1".to_owned(), "QN2".to_owned()];
        let one = passage(1, proposed.clone(), None);
        let fields = |correction: &Correction, others: &[Passage]| -> Vec<String> {
            check(correction, &one, &known, others).into_iter().map(|error| error.field).collect()
        };
        assert_eq!(fields(&Correction::default(), &[]), ["autre-quartier", "relation", "motif-correction"]);
        let sound = Correction {
            other: Some("QN2".into()),
            relation: Some(Relation::Merged),
            share: Some(0.4),
            reason: "Délibération du 3 mai".into(),
        };
        assert_eq!(fields(&sound, &[]), [""; 0]);
        let wrong = Correction { other: Some("QX".into()), share: Some(1.2), ..sound.clone() };
        assert_eq!(fields(&wrong, &[]), ["autre-quartier", "part"]);
        let alone = Correction { other: Some(String::new()), ..sound.clone() };
        assert_eq!(fields(&alone, &[]), ["relation", "part"]);
        let both = Correction { relation: Some(Relation::Leaving), ..sound.clone() };
        assert_eq!(fields(&both, &[]), ["relation"]);
        let same = Correction {
            other: Some("QN1".into()),
            relation: Some(Relation::Modified),
            share: Some(0.8),
            ..sound.clone()
        };
        assert_eq!(fields(&same, &[]), ["autre-quartier"]);
        let beside = passage(2, pair("QP1", "QN2", Relation::Split, Some(0.4)), None);
        assert_eq!(fields(&sound, &[one.clone(), beside]), ["autre-quartier"]);
        let long = Correction { reason: "x".repeat(LONGEST_REASON + 1), ..sound };
        assert_eq!(fields(&long, &[]), ["motif-correction"]);
    }

    #[test]
    fn a_neighbourhood_that_enters_has_its_origin_corrected() {
        let enters = pair("", "QN9", Relation::Entering, None);
        let correction =
            Correction { other: Some("QP9".into()), relation: Some(Relation::Modified), ..Correction::default() };
        assert_eq!(correction.pair(&enters), Some(pair("QP9", "QN9", Relation::Modified, None)));
    }
}
