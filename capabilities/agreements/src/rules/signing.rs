//! Who signs, in which order, and when.

use jiff::civil::Date;
use kernel::{FieldError, Uuid, french, vocabulary};

vocabulary! {
    /// For whom somebody signs.
    Side {
        /// The association.
        Carrier => "carrier", "Association";
        /// The funder.
        Funder => "funder", "Financeur";
        /// Somebody else who takes part.
        Other => "other", "Autre partie";
    }
}

/// A signature awaited or given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Which.
    pub id: Uuid,
    /// Its rank, from 1.
    pub position: i64,
    /// For whom.
    pub side: Side,
    /// Who: a name and a quality.
    pub who: String,
    /// Day the paper was sent.
    pub sent_on: Option<Date>,
    /// Day it was signed.
    pub signed_on: Option<Date>,
    /// Who noted it here.
    pub noted_by: String,
    /// Grows with every change.
    pub revision: i64,
}

/// Whose turn it is.
pub fn turn(all: &[Signature]) -> Option<&Signature> {
    all.iter().find(|one| one.signed_on.is_none())
}

/// Somebody who is to sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// For whom.
    pub side: Side,
    /// Who.
    pub who: String,
}

/// What is wrong with a circuit: fields `qui-1`, `partie-1`…
pub fn check_circuit(all: &[Signer]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (rank, one) in all.iter().enumerate() {
        if one.who.chars().count() > 150 {
            errors.push(FieldError::new(format!("qui-{}", rank + 1), "Nommez cette personne en moins de 150 signes"));
        }
    }
    for side in [Side::Carrier, Side::Funder] {
        if all.iter().all(|one| one.side != side) {
            let who = if side == Side::Carrier { "L’association" } else { "Le financeur" };
            errors.push(FieldError::new("qui-1", format!("{who} doit signer : ajoutez qui le fait")));
        }
    }
    errors
}

/// What is wrong with the days of a signature.
pub fn check_days(
    all: &[Signature],
    one: &Signature,
    (sent, signed): (Option<Date>, Option<Date>),
    today: Date,
) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: String| errors.push(FieldError::new(field, sentence));
    if sent.is_some_and(|day| day > today) {
        tell("envoi", "L’envoi est un jour passé ou aujourd’hui".to_owned());
    }
    let Some(signed) = signed else {
        if sent.is_none() {
            tell("envoi", "Saisissez le jour de l’envoi ou celui de la signature".to_owned());
        }
        return errors;
    };
    if signed > today {
        tell("signature", "La signature est un jour passé ou aujourd’hui".to_owned());
    }
    if let Some(before) = turn(all).filter(|before| before.position < one.position) {
        tell("signature", format!("{} signe avant : notez d’abord sa signature", before.who));
    }
    let last = all.iter().filter(|before| before.position < one.position).filter_map(|before| before.signed_on).max();
    if let Some(last) = last.filter(|last| signed < *last) {
        tell("signature", format!("La signature d’avant est du {} : celle-ci vient après", french::date(last)));
    }
    if sent.is_some_and(|sent| signed < sent) {
        tell("signature", "La signature vient après l’envoi".to_owned());
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(position: i64, signed_on: Option<Date>) -> Signature {
        let (id, who) = (Uuid::from_u128(position as u128), format!("Personne {position}"));
        let side = if position == 1 { Side::Carrier } else { Side::Funder };
        Signature { id, position, side, who, sent_on: None, signed_on, noted_by: String::new(), revision: 1 }
    }

    #[test]
    fn signatures_come_one_after_the_other() {
        let day = |day: i8| jiff::civil::date(2026, 7, day);
        let all = [signature(1, None), signature(2, None)];
        assert_eq!(turn(&all).map(|one| one.position), Some(1));
        let told = |all: &[Signature], rank: usize, days| {
            let found = check_days(all, &all[rank], days, day(20));
            found.into_iter().map(|error| error.field).collect::<Vec<_>>()
        };
        assert_eq!(told(&all, 1, (None, Some(day(10)))), ["signature"]);
        assert!(told(&all, 0, (Some(day(5)), Some(day(10)))).is_empty());
        assert_eq!(told(&all, 0, (Some(day(21)), Some(day(25)))), ["envoi", "signature"]);
        assert_eq!(told(&all, 0, (None, None)), ["envoi"]);
        let all = [signature(1, Some(day(10))), signature(2, None)];
        assert_eq!(told(&all, 1, (None, Some(day(9)))), ["signature"]);
        assert_eq!(told(&all, 1, (Some(day(12)), Some(day(11)))), ["signature"]);
        assert_eq!(check_circuit(&[Signer { side: Side::Carrier, who: "A".into() }]).len(), 1);
    }
}
