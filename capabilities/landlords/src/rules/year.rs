//! A year of an agreement: what the abatement is counted from, and what tenants think.

use abatement::{Estimate, Rate};
use jiff::civil::Date;
use kernel::{FieldError, Uuid};

use super::text_error;

/// What tenants said of it, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tenants {
    /// How many answered.
    pub asked: Option<i64>,
    /// Of whom satisfied.
    pub satisfied: Option<i64>,
    /// Who asked them, and how.
    pub source: String,
    /// When.
    pub on: Option<Date>,
}

/// What is known of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearTerms {
    /// Dwellings that are spared.
    pub dwellings: i64,
    /// Their net base, in cents.
    pub base: i64,
    /// Rates voted by the town, the intercommunality, other bodies; then the tax on household waste. In millionths.
    pub rates: [u32; 4],
    /// Where base and rates come from.
    pub source: String,
    /// The day they were counted.
    pub counted_on: Date,
    /// What was not valued the years before and is added to what is owed, in cents.
    pub carried: i64,
    /// Why less is valued than the abatement; empty when nothing is said.
    pub reason: String,
    /// Staff of a usual neighbourhood for a thousand dwellings, in hundredths of a post.
    pub staff_usual: Option<i64>,
    /// The same here.
    pub staff_here: Option<i64>,
    /// What tenants said.
    pub tenants: Tenants,
    /// What the year changed.
    pub effects: String,
}

/// A year as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbatementYear {
    /// Which.
    pub id: Uuid,
    /// The agreement.
    pub agreement: Uuid,
    /// The year.
    pub year: i64,
    /// What is known of it.
    pub terms: YearTerms,
    /// How many times it changed.
    pub revision: i64,
}

/// Names of rates, in their order, and whether each is the tax on household waste.
const RATES: [(&str, bool); 4] =
    [("Commune", false), ("Intercommunalité", false), ("Autres taxes", false), ("Ordures ménagères", true)];

/// Highest rate that is believed: a hundred percent.
const MOST_RATE: u32 = 1_000_000;

impl YearTerms {
    /// What the landlord is spared; none when base and rates come to no amount.
    pub fn estimate(&self) -> Option<Estimate> {
        let rates: Vec<Rate> = RATES
            .iter()
            .zip(self.rates)
            .map(|((name, is_waste), millionths)| Rate { name: (*name).to_owned(), millionths, is_waste: *is_waste })
            .collect();
        let counted = abatement::estimate(&[self.base], &rates)?;
        Some(Estimate { dwellings: u32::try_from(self.dwellings).unwrap_or(u32::MAX), ..counted })
    }
}

/// What is wrong with what is known of a year. `today` bounds days.
pub fn check_year(terms: &YearTerms, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if !(1..=100_000).contains(&terms.dwellings) {
        errors.push(FieldError::new("logements", "Le nombre de logements va de 1 à 100 000"));
    }
    if terms.base <= 0 {
        errors.push(FieldError::new("base", "La base nette est un montant positif : la somme de celles des logements"));
    }
    for (field, rate) in ["taux-commune", "taux-epci", "taux-autres", "taux-teom"].into_iter().zip(terms.rates) {
        if rate > MOST_RATE {
            errors.push(FieldError::new(field, "Le taux va de 0 à 100 %, par exemple 47,32"));
        }
    }
    if terms.rates[..3].iter().all(|rate| *rate == 0) {
        errors
            .push(FieldError::new("taux-commune", "Saisissez au moins un taux voté : l’abattement se compte avec eux"));
    }
    if terms.counted_on > today {
        errors.push(FieldError::new("compte", "Le jour du calcul est passé ou aujourd’hui"));
    }
    errors.extend(text_error("source", "d’où viennent la base et les taux", &terms.source, (true, 300)));
    errors.extend(text_error("motif", "", &terms.reason, (false, 1_000)));
    errors.extend(text_error("effets", "", &terms.effects, (false, 2_000)));
    errors.extend(check_tenants(&terms.tenants, today));
    errors
}

fn check_tenants(tenants: &Tenants, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    match (tenants.asked, tenants.satisfied) {
        (None, None) => return errors,
        (None, Some(_)) => errors.push(FieldError::new("repondants", "Saisissez combien de locataires ont répondu")),
        (Some(_), None) => errors.push(FieldError::new("satisfaits", "Saisissez combien sont satisfaits, 0 compris")),
        (Some(asked), Some(satisfied)) if satisfied > asked => {
            let sentence =
                format!("{satisfied} locataires satisfaits sur {asked} qui ont répondu : corrigez l’un des deux");
            errors.push(FieldError::new("satisfaits", sentence));
        }
        (Some(0), _) => errors.push(FieldError::new("repondants", "Personne n’a répondu : laissez ces champs vides")),
        _ => {}
    }
    errors.extend(text_error("enquete", "qui a interrogé les locataires, et comment", &tenants.source, (true, 300)));
    if tenants.on.is_none_or(|day| day > today) {
        errors.push(FieldError::new("enquete-le", "Saisissez le jour de l’enquête, passé ou aujourd’hui"));
    }
    errors
}

/// Decimals after a comma, as a whole number: « 47,32 » with four places is 473 200.
fn scaled(text: &str, places: usize) -> Option<i64> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '%').collect();
    let bare = bare.replace('.', ",");
    let (whole, decimals) = bare.split_once(',').unwrap_or((&bare, ""));
    let is_plain = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || decimals.len() > places || !is_plain(whole) || !is_plain(decimals) {
        return None;
    }
    format!("{whole}{decimals:0<places$}").parse().ok()
}

/// The same the other way: « 47,32 ».
fn spelt(value: i64, places: usize) -> String {
    let unit = 10_i64.pow(u32::try_from(places).unwrap_or(0));
    let decimals = format!("{:0places$}", value % unit);
    match decimals.trim_end_matches('0') {
        "" => (value / unit).to_string(),
        decimals => format!("{},{decimals}", value / unit),
    }
}

/// A rate as people type it, in percent, with four decimals at most: millionths.
pub fn read_rate(text: &str) -> Option<u32> {
    scaled(text, 4).and_then(|value| u32::try_from(value).ok())
}

/// A rate as a field holds it.
pub fn spelt_rate(millionths: u32) -> String {
    spelt(i64::from(millionths), 4)
}

/// Posts as people type them, with two decimals at most: hundredths.
pub fn read_posts(text: &str) -> Option<i64> {
    scaled(text, 2)
}

/// Posts as a field holds them.
pub fn spelt_posts(hundredths: i64) -> String {
    spelt(hundredths, 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_exactly_and_given_back() {
        for (text, millionths) in [("47,32 %", 473_200), ("0,1234", 1_234), ("100", 1_000_000), ("1.23", 12_300)] {
            assert_eq!(read_rate(text), Some(millionths), "{text}");
            assert_eq!(read_rate(&spelt_rate(millionths)), Some(millionths));
        }
        for text in ["", "douze", "1,23456", "-3", "1,2,3", "9999999"] {
            assert_eq!(read_rate(text), None, "{text}");
        }
        assert_eq!(
            (spelt_rate(473_200), spelt_posts(1_050), read_posts("10,5")),
            ("47,32".into(), "10,5".into(), Some(1_050))
        );
    }
}
