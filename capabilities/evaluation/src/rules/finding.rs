//! Findings and their evidence: nothing is told to everybody without at least one piece of it.

use jiff::civil::Date;
use kernel::{FieldError, Moment, Refusal, Uuid, vocabulary};

use super::text_error;

vocabulary! {
    /// How far a finding can be relied on.
    Strength {
        /// To be confirmed.
        Weak => "weak", "Fragile : à confirmer";
        /// One sound source.
        Fair => "fair", "Moyenne : une source sûre le montre";
        /// Several sources say the same.
        Strong => "strong", "Solide : plusieurs sources différentes le montrent";
    }
}

vocabulary! {
    /// What a piece of evidence is.
    EvidenceKind {
        /// A published figure of the observatory.
        Figure => "figure", "Un chiffre de l’observatoire";
        /// An action of the plan.
        Sheet => "sheet", "Une fiche action";
        /// What was said or decided in a meeting.
        Meeting => "meeting", "Une réunion ou une décision";
        /// A page that can be opened.
        Address => "address", "Une page à ouvrir";
        /// A document that can be asked for.
        Document => "document", "Un document";
    }
}

/// What a finding says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingTerms {
    /// The finding, in a sentence or two.
    pub words: String,
    /// What stands behind it, its limits.
    pub detail: String,
    /// The question it answers.
    pub question: Option<Uuid>,
    /// How far it can be relied on.
    pub strength: Strength,
    /// The day it was made.
    pub found_on: Date,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// Its number: « C3 ».
    pub number: i64,
    /// What it says.
    pub terms: FindingTerms,
    /// Who wrote it.
    pub author_name: String,
    /// Since when anybody reads it.
    pub published_at: Option<Moment>,
    /// How many times it changed.
    pub revision: i64,
}

impl Finding {
    /// « C3 ».
    pub fn reference(&self) -> String {
        format!("C{}", self.number)
    }
}

/// What a piece of evidence says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceTerms {
    /// What it is.
    pub kind: EvidenceKind,
    /// Code of an indicator, identifier of a sheet, address; empty for none.
    pub target: String,
    /// What it says.
    pub words: String,
    /// The day it happened.
    pub happened_on: Option<Date>,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Which.
    pub id: Uuid,
    /// The finding it bears out.
    pub finding: Uuid,
    /// What it says.
    pub terms: EvidenceTerms,
}

/// What is wrong with a finding, its question apart.
pub fn check_finding(terms: &FindingTerms, today: Date) -> Vec<FieldError> {
    let what = "le constat, en une phrase ou deux";
    let mut errors: Vec<FieldError> = text_error("constat", what, &terms.words, (true, 500)).into_iter().collect();
    errors.extend(text_error("detail", "", &terms.detail, (false, 4_000)));
    if terms.found_on > today {
        errors.push(FieldError::new("fait", "Le jour du constat est passé ou aujourd’hui"));
    }
    errors
}

/// Whether a text is an address that may become a link: a page of this site, or of the web over HTTPS.
pub fn is_address(text: &str) -> bool {
    let is_path = text.starts_with('/') && !text.starts_with("//") && !text.starts_with("/\\");
    let is_short = text.len() <= 500 && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    is_short && (is_path || (text.starts_with("https://") && text.len() > "https://".len()))
}

/// What is wrong with a piece of evidence, indicators and sheets apart.
pub fn check_evidence(terms: &EvidenceTerms, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let address = "Saisissez une adresse qui commence par https:// ou par / pour une page de ce site, sans espace";
    match terms.kind {
        EvidenceKind::Figure => {
            if terms.target.is_empty() {
                errors.push(FieldError::new("indicateur", "Choisissez un indicateur"));
            }
        }
        EvidenceKind::Sheet => {
            if terms.target.is_empty() {
                errors.push(FieldError::new("fiche", "Choisissez une fiche publiée du plan"));
            }
        }
        EvidenceKind::Meeting => {
            errors.extend(text_error(
                "texte",
                "quelle réunion ou quelle décision, et ce qu’elle dit",
                &terms.words,
                (true, 500),
            ));
            if terms.happened_on.is_none() {
                errors.push(FieldError::new("jour", "Saisissez le jour de la réunion ou de la décision"));
            }
            if !terms.target.is_empty() && !is_address(&terms.target) {
                errors.push(FieldError::new("adresse", address));
            }
        }
        EvidenceKind::Address => {
            errors.extend(text_error("texte", "ce qu’on trouve à cette adresse", &terms.words, (true, 500)));
            if !is_address(&terms.target) {
                errors.push(FieldError::new("adresse", address));
            }
        }
        EvidenceKind::Document => {
            let what = "le document : titre, auteur, année, page";
            errors.extend(text_error("texte", what, &terms.words, (true, 500)));
        }
    }
    if terms.happened_on.is_some_and(|day| day > today) {
        errors.push(FieldError::new("jour", "Ce jour est passé ou aujourd’hui"));
    }
    errors
}

/// What keeps a finding from being told to everybody.
///
/// # Errors
/// It has no evidence; it is told as strong and leans on one piece of it, or on one kind.
pub fn publishable(strength: Strength, evidence: &[EvidenceTerms]) -> Result<(), Refusal> {
    let title = "Ce constat ne peut pas être publié";
    if evidence.is_empty() {
        let why = "Ajoutez d’abord une preuve : un chiffre, une fiche action, une réunion, une page ou un document.";
        return Err(Refusal::rule(title, why));
    }
    let mut sources: Vec<(EvidenceKind, &str, &str)> =
        evidence.iter().map(|one| (one.kind, one.target.as_str(), one.words.as_str())).collect();
    sources.sort_unstable();
    sources.dedup();
    if strength == Strength::Strong && sources.len() < 2 {
        let why = "Vous le dites solide : il lui faut au moins deux preuves différentes. Ajoutez-en une, ou dites-le moins solide.";
        return Err(Refusal::rule(title, why));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn piece(kind: EvidenceKind, target: &str, words: &str) -> EvidenceTerms {
        EvidenceTerms { kind, target: target.into(), words: words.into(), happened_on: None }
    }

    #[test]
    fn nothing_is_told_without_evidence_and_strong_needs_two() {
        let one = piece(EvidenceKind::Document, "", "Bilan 2025");
        assert!(publishable(Strength::Weak, &[]).is_err());
        assert!(publishable(Strength::Fair, std::slice::from_ref(&one)).is_ok());
        assert!(publishable(Strength::Strong, &[one.clone(), one.clone()]).is_err(), "twice the same is one");
        assert!(publishable(Strength::Strong, &[one, piece(EvidenceKind::Figure, "tp60", "61 %")]).is_ok());
    }

    #[test]
    fn evidence_says_what_it_lacks() {
        let today = date(2026, 3, 1);
        let fields = |terms: &EvidenceTerms| -> Vec<String> {
            check_evidence(terms, today).into_iter().map(|error| error.field).collect()
        };
        assert_eq!(fields(&piece(EvidenceKind::Figure, "", "")), ["indicateur"]);
        assert_eq!(fields(&piece(EvidenceKind::Sheet, "", "")), ["fiche"]);
        assert_eq!(fields(&piece(EvidenceKind::Meeting, "ici", "")), ["texte", "jour", "adresse"]);
        assert_eq!(fields(&piece(EvidenceKind::Address, "javascript:alert(1)", "x")), ["adresse"]);
        let late = EvidenceTerms { happened_on: Some(date(2026, 3, 2)), ..piece(EvidenceKind::Document, "", "x") };
        assert_eq!(fields(&late), ["jour"]);
        for good in ["/decisions/1", "https://example.org/bilan"] {
            assert!(is_address(good), "{good}");
        }
        for bad in ["//example.org", "/\\example.org", "http://example.org", "https://", "/a b"] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
