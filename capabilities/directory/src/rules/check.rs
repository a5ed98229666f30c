//! What is missing or expired in a sheet, each as a sentence.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::french;

use super::{BankTerms, Document, DocumentKind, Quality, Representative, Sheet, Year, is_same_name};

/// How much a check weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing to do.
    Sound,
    /// Soon, or worth a look.
    Soon,
    /// Missing or expired.
    Missing,
}

/// Something that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which part of the sheet: last word of its address.
    pub part: &'static str,
    /// What it weighs.
    pub state: State,
    /// What is to say, a whole sentence.
    pub sentence: String,
}

/// Days before an end at which it is told.
const DAYS_BEFORE: i64 = 45;

/// Checks a sheet on a day. `name` and `siret` are those of the organisation; `is_committed`: whether the commitments in force are
/// signed.
pub fn checks(
    (name, siret, sheet): (&str, Option<&str>, &Sheet),
    people: &[Representative],
    years: &[Year],
    bank: Option<&BankTerms>,
    documents: &[Document],
    is_committed: bool,
    on: Date,
) -> Vec<Check> {
    let mut all = Vec::new();
    let mut tell = |part, state, sentence: String| all.push(Check { part, state, sentence });
    if siret.is_none() {
        tell("identite", State::Missing, "Le numéro SIRET manque : sans lui, aucune subvention n’est versée.".into());
    }
    let identity = &sheet.identity;
    if identity.rna.is_none() && identity.receipt.is_empty() && identity.register.is_empty() {
        let sentence =
            "Il manque le numéro RNA, le récépissé de la préfecture ou l’inscription au registre d’Alsace-Moselle.";
        tell("identite", State::Missing, sentence.into());
    }
    if sheet.contact.street.is_empty() || sheet.contact.postal.is_empty() || sheet.contact.town.is_empty() {
        tell("coordonnees", State::Missing, "L’adresse du siège est incomplète.".into());
    }
    if people.iter().all(|one| one.terms.quality != Quality::Representative) {
        tell("personnes", State::Missing, "La personne qui représente l’association manque.".into());
    }
    let last = i64::from(on.year()) - 1;
    if years.iter().all(|one| one.terms.year != last) {
        tell("annees", State::Missing, format!("Les effectifs et les comptes de {last} manquent."));
    }
    match bank {
        None => tell("banque", State::Missing, "Le compte bancaire manque.".into()),
        Some(bank) if bank.is_waiting() => {
            tell("banque", State::Missing, "Le compte bancaire saisi par le service attend d’être confirmé.".into());
        }
        Some(bank) if !is_same_name(&bank.holder, name, &identity.acronym) => {
            let sentence =
                format!("Le compte bancaire est au nom de « {} », qui ne ressemble pas à « {name} ».", bank.holder);
            tell("banque", State::Soon, sentence);
        }
        Some(_) => {}
    }
    for kind in DocumentKind::ALL {
        let newest = documents
            .iter()
            .filter(|one| one.kind == *kind)
            .max_by_key(|one| (one.valid_until.is_none(), one.valid_until, one.added_at));
        let french = kind.french();
        match newest {
            None if kind.is_asked() => {
                tell("pieces", State::Missing, format!("La pièce « {french} » n’est pas dans le coffre."));
            }
            Some(Document { valid_until: Some(end), .. }) if *end < on => {
                tell(
                    "pieces",
                    State::Missing,
                    format!("La pièce « {french} » n’est plus valide depuis le {}.", french::date(*end)),
                );
            }
            Some(Document { valid_until: Some(end), .. })
                if *end <= on.checked_add(DAYS_BEFORE.days()).unwrap_or(on) =>
            {
                tell(
                    "pieces",
                    State::Soon,
                    format!("La pièce « {french} » n’est plus valide après le {}.", french::date(*end)),
                );
            }
            _ => {}
        }
    }
    if !is_committed {
        let sentence = "Le contrat d’engagement républicain en vigueur n’est pas signé.";
        tell("engagement", State::Missing, sentence.into());
    }
    all
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use kernel::{Moment, Uuid};

    use super::*;

    #[test]
    fn what_is_missing_or_ends_is_told() {
        let sheet = Sheet::default();
        let document = |until| Document {
            id: Uuid::from_u128(1),
            organisation: Uuid::from_u128(2),
            kind: DocumentKind::Statutes,
            label: String::new(),
            file: Uuid::from_u128(3),
            dated: None,
            valid_until: Some(until),
            added_at: Moment(0),
            added_by: String::new(),
        };
        let on = date(2026, 3, 1);
        let told = |documents: &[Document]| checks(("Essai", None, &sheet), &[], &[], None, documents, false, on);
        let nothing = told(&[]);
        for part in ["identite", "coordonnees", "personnes", "annees", "banque", "pieces", "engagement"] {
            assert!(nothing.iter().any(|check| check.part == part), "{part}");
        }
        let of = |until| {
            let all = told(&[document(until)]);
            all.into_iter().find(|check| check.sentence.contains("« Statuts »")).map(|check| check.state)
        };
        assert_eq!(of(date(2026, 2, 28)), Some(State::Missing));
        assert_eq!(of(date(2026, 3, 1)), Some(State::Soon), "good on its last day");
        assert_eq!(of(date(2026, 12, 1)), None);
    }
}
