//! Ordinary means: who brings what, for which theme and neighbourhood, how it was valued and how far that can be trusted.

use jiff::civil::Date;
use kernel::{FieldError, Scope, Uuid, vocabulary};

use super::{Amount, sum_of, text_error};

vocabulary! {
    /// How means were valued.
    Method {
        /// What was spent.
        RealCost => "real_cost", "Coût réel";
        /// By the share of people who live there.
        Population => "population", "Part d’habitants";
        /// By the share of people who benefit, or another key.
        AllocationKey => "allocation_key", "Clé de répartition (bénéficiaires, surfaces…)";
        /// Told by the partner, without its calculation.
        Declared => "declared", "Déclaré par le partenaire";
        /// Estimated.
        Estimate => "estimate", "Estimation";
    }
}

vocabulary! {
    /// How far an amount can be trusted.
    Confidence {
        /// It can be checked.
        High => "high", "Forte";
        /// It was worked out from sound data.
        Fair => "fair", "Moyenne";
        /// An order of magnitude.
        Low => "low", "Faible";
    }
}

/// What is told of a line of ordinary means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineTerms {
    /// The organisation that brings them.
    pub partner: Uuid,
    /// A root of the tree of the contract; none: no theme in particular.
    pub theme: Option<Uuid>,
    /// A neighbourhood; none: the whole contract.
    pub area: Option<Uuid>,
    /// The year.
    pub year: i64,
    /// Which policy or scheme.
    pub label: String,
    /// What they come to; none when only people’s time is told.
    pub amount: Option<Amount>,
    /// People’s time, in hundredths of a post.
    pub fte: Option<i64>,
    /// How they were valued.
    pub method: Option<Method>,
    /// How far that can be trusted.
    pub confidence: Option<Confidence>,
    /// Why.
    pub why: String,
    /// Where the figures come from.
    pub source: String,
    /// When they were counted.
    pub counted_on: Date,
    /// Whether everybody reads them.
    pub is_public: bool,
}

/// A line as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommonLawLine {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// What is told.
    pub terms: LineTerms,
    /// How many times it changed.
    pub revision: i64,
}

impl CommonLawLine {
    /// Where it takes place, for rights.
    pub const fn scope(&self) -> Scope {
        Scope { contract: Some(self.contract), territory: self.terms.area, organisation: Some(self.terms.partner) }
    }

    /// Whether it is the line these terms speak of: same partner, year, theme, neighbourhood and scheme.
    pub fn is_of(&self, terms: &LineTerms) -> bool {
        let key = kernel::text::search_key;
        let own = &self.terms;
        (own.partner, own.year, own.theme, own.area) == (terms.partner, terms.year, terms.theme, terms.area)
            && key(&own.label) == key(&terms.label)
    }
}

/// What is wrong with a line. `years` are those of the contract, first and last.
pub fn check_line(terms: &LineTerms, (first, last): (i64, i64), today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if !(first..=last).contains(&terms.year) {
        let sentence = format!("L’année doit être entre {first} et {last}, celles du contrat");
        errors.push(FieldError::new("annee", sentence));
    }
    errors.extend(text_error("dispositif", "la politique ou le dispositif", &terms.label, (true, 200)));
    if terms.amount.is_none() && terms.fte.is_none() {
        let sentence = "Saisissez un montant (0 s’il n’y a rien), « pas demandé », « non diffusé », ou des postes";
        errors.push(FieldError::new("montant", sentence));
    }
    let is_counted = terms.fte.is_some() || matches!(terms.amount, Some(Amount::Known(_)));
    if is_counted && terms.method.is_none() {
        errors.push(FieldError::new("methode", "Choisissez comment c’est valorisé"));
    }
    if is_counted && terms.confidence.is_none() {
        errors.push(FieldError::new("confiance", "Choisissez la confiance à accorder à ce chiffre"));
    }
    errors.extend(text_error("pourquoi", "pourquoi cette confiance, en une phrase", &terms.why, (is_counted, 500)));
    errors.extend(text_error("source", "d’où vient le chiffre, sans nommer personne", &terms.source, (true, 300)));
    if terms.counted_on > today {
        errors.push(FieldError::new("compte", "Le jour du calcul est passé ou aujourd’hui"));
    }
    errors
}

/// What was promised and what was brought by one side in one year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pledged {
    /// Promised for the year in ordinary means, in cents.
    pub cents: Option<i64>,
    /// Promised for the whole contract, without a year.
    pub whole_cents: Option<i64>,
    /// Promised people’s time for the year, in hundredths.
    pub fte: Option<i64>,
    /// The same for the whole contract.
    pub whole_fte: Option<i64>,
}

impl Pledged {
    /// Whether nothing was promised at all.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// What lines come to: amount and people’s time.
pub fn standing<'a>(lines: impl Iterator<Item = &'a CommonLawLine> + Clone) -> (Option<Amount>, Option<i64>) {
    let amount = sum_of(lines.clone().filter_map(|one| one.terms.amount));
    let fte = lines.filter_map(|one| one.terms.fte).fold(None, |sum: Option<i64>, one| Some(sum.unwrap_or(0) + one));
    (amount, fte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn terms() -> LineTerms {
        LineTerms {
            partner: Uuid::from_u128(1),
            theme: None,
            area: None,
            year: 2026,
            label: "Médiation sociale".into(),
            amount: Some(Amount::Known(0)),
            fte: None,
            method: Some(Method::RealCost),
            confidence: Some(Confidence::High),
            why: "Compte administratif".into(),
            source: "Direction des finances".into(),
            counted_on: date(2026, 1, 2),
            is_public: true,
        }
    }

    #[test]
    fn a_figure_says_how_it_was_valued_and_why_it_is_trusted() {
        let today = date(2026, 6, 1);
        let fields = |terms: &LineTerms| -> Vec<String> {
            check_line(terms, (2024, 2030), today).into_iter().map(|error| error.field).collect()
        };
        assert_eq!(fields(&terms()), Vec::<String>::new());
        let bare = LineTerms { method: None, confidence: None, why: String::new(), ..terms() };
        assert_eq!(fields(&bare), ["methode", "confiance", "pourquoi"]);
        let unasked = LineTerms { amount: Some(Amount::NotAsked), ..bare.clone() };
        assert_eq!(fields(&unasked), Vec::<String>::new(), "what was not asked has no method");
        assert_eq!(fields(&LineTerms { amount: None, ..bare }), ["montant"]);
        let late = LineTerms { year: 2031, counted_on: date(2027, 1, 1), ..terms() };
        assert_eq!(fields(&late), ["annee", "compte"]);
    }
}
