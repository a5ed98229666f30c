//! A fund: what it is for, its envelopes, who sits in its committee.

use jiff::civil::Date;
use kernel::{FieldError, Scope, Uuid, vocabulary};

use super::{MOST_CENTS, text_error};

vocabulary! {
    /// What a fund is.
    FundKind {
        /// Small projects of residents.
        Micro => "micro", "Micro-projets d’habitants";
        /// A label with its money and support.
        Label => "label", "Label, avec accompagnement";
    }
}

vocabulary! {
    /// In what quality somebody sits.
    College {
        /// Lives in the neighbourhood.
        Resident => "resident", "Habitant·e";
        /// An association.
        Association => "association", "Association";
        /// The town or the intercommunality.
        Town => "town", "Ville ou agglomération";
        /// The State.
        State => "state", "État";
        /// A landlord.
        Landlord => "landlord", "Bailleur";
    }
}

/// What a fund says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FundTerms {
    /// Its name.
    pub name: String,
    /// What it is for, in a few words.
    pub purpose: String,
    /// What may be asked, and what may not.
    pub rules: String,
    /// How projects are helped.
    pub support: String,
    /// Who holds the money: an association or the town.
    pub holder: String,
    /// Whom to ask: a service, never a person.
    pub service: String,
    /// Most that a project is given, in cents.
    pub ceiling: i64,
    /// The part paid at once, in percent.
    pub advance_percent: i64,
    /// Days after its end to give the report.
    pub report_days: i64,
    /// Fewest who vote.
    pub quorum: i64,
    /// Most grants of a group in a year; nought: as many as wanted.
    pub per_holder: i64,
    /// Whether residents are more than half of those who vote.
    pub resident_majority: bool,
    /// Months a label is held.
    pub label_months: i64,
    /// Whether projects may be filed.
    pub is_open: bool,
}

/// A fund as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fund {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// What it is.
    pub kind: FundKind,
    /// Its name in addresses.
    pub address: String,
    /// What it says of itself.
    pub terms: FundTerms,
    /// How many times it changed.
    pub revision: i64,
}

impl Fund {
    /// Where it takes place, for rights.
    pub const fn scope(&self) -> Scope {
        Scope::contract(self.contract)
    }
}

/// What an envelope is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvelopeTerms {
    /// The year.
    pub year: i64,
    /// The neighbourhood, or the whole territory.
    pub area: Option<Uuid>,
    /// In cents.
    pub cents: i64,
    /// Who gives it.
    pub source: String,
}

/// Money of a year and a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Which.
    pub id: Uuid,
    /// The fund.
    pub fund: Uuid,
    /// What it is.
    pub terms: EnvelopeTerms,
    /// How many times it changed.
    pub revision: i64,
}

/// Somebody who sits in the committee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Which.
    pub id: Uuid,
    /// Her name.
    pub name: String,
    /// In what quality.
    pub college: College,
    /// Whether she sits today.
    pub is_active: bool,
}

/// A session of the committee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Which.
    pub id: Uuid,
    /// The fund.
    pub fund: Uuid,
    /// The day.
    pub held_on: Date,
    /// Where.
    pub place: String,
    /// Whether it is over.
    pub is_closed: bool,
    /// How many times it changed.
    pub revision: i64,
}

/// What is wrong with what a fund says of itself.
pub fn check_fund(kind: FundKind, terms: &FundTerms) -> Vec<FieldError> {
    let mut errors = Vec::new();
    errors.extend(text_error("nom", "le nom du fonds", &terms.name, (true, 120)));
    errors.extend(text_error("objet", "à quoi il sert, en une phrase", &terms.purpose, (true, 500)));
    errors.extend(text_error(
        "regles",
        "ce qui peut être demandé, et ce qui ne peut pas l’être",
        &terms.rules,
        (true, 4_000),
    ));
    errors.extend(text_error(
        "accompagnement",
        "comment les projets sont accompagnés",
        &terms.support,
        (kind == FundKind::Label, 2_000),
    ));
    errors.extend(text_error(
        "porteur",
        "qui tient l’argent : une association ou la ville",
        &terms.holder,
        (true, 200),
    ));
    errors.extend(text_error("service", "le service à joindre, sans nommer personne", &terms.service, (true, 200)));
    let mut between = |field: &str, value: i64, (first, last): (i64, i64), sentence: &str| {
        if !(first..=last).contains(&value) {
            errors.push(FieldError::new(field, sentence));
        }
    };
    between("plafond", terms.ceiling, (1, MOST_CENTS), "Le plafond est un montant positif, par exemple 2 000");
    between("avance", terms.advance_percent, (0, 100), "L’avance va de 0 à 100 %");
    between("delai", terms.report_days, (1, 366), "Le délai du compte rendu va de 1 à 366 jours");
    between("quorum", terms.quorum, (1, 50), "Le nombre de votants va de 1 à 50");
    between("par-groupe", terms.per_holder, (0, 50), "Le nombre d’aides par groupe va de 0 (sans limite) à 50");
    if kind == FundKind::Label {
        between("duree", terms.label_months, (1, 60), "Un label se garde de 1 à 60 mois");
    }
    errors
}

/// What is wrong with an envelope; `areas` are the neighbourhoods of the contract.
pub fn check_envelope(terms: &EnvelopeTerms, areas: &[Uuid]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if !(2015..=2100).contains(&terms.year) {
        errors.push(FieldError::new("annee", "Saisissez une année, par exemple 2026"));
    }
    if terms.area.is_some_and(|area| !areas.contains(&area)) {
        errors.push(FieldError::new("quartier", "Choisissez un quartier du contrat, ou tout le territoire"));
    }
    errors.extend(text_error("source", "qui donne cet argent", &terms.source, (true, 300)));
    errors
}

/// What is wrong with somebody who sits.
pub fn check_member(name: &str) -> Vec<FieldError> {
    text_error("membre", "le nom de la personne qui siège", name, (true, 120)).into_iter().collect()
}
