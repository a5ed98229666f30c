//! Ceilings a committee looks at, told as sentences that turn when they are exceeded.

use kernel::{Cents, french};

/// A sentence, and whether what it tells is beyond its bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Whether the bound is passed.
    pub is_beyond: bool,
    /// The sentence, with its no-break spaces.
    pub sentence: String,
}

impl Told {
    fn new(is_beyond: bool, sentence: &str) -> Self {
        Self { is_beyond, sentence: french::spaced(sentence) }
    }
}

/// A part of an amount, in thousandths, rounded down to the cent.
pub fn part(cents: i64, permille: i64) -> i64 {
    i64::try_from(i128::from(cents) * i128::from(permille) / 1000).unwrap_or(i64::MAX)
}

/// A share as it is read, from thousandths: « 45,0 % ».
fn percent(part: i64, whole: i64, decimals: usize) -> String {
    french::percent(if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 }, decimals)
}

/// What is voted outside priority neighbourhoods against the part of the department's envelope, in thousandths, that allows
/// it.
pub fn outside_priority(voted: i64, department: i64, permille: i64) -> Told {
    let most = part(department, permille);
    let euros = |cents| french::euros(Cents(cents));
    let base = format!("({} de l’enveloppe du département)", french::percent(permille as f64 / 10.0, 1));
    let told = format!("Hors quartiers prioritaires : {} votés sur {} au plus {base}", euros(voted), euros(most));
    match voted - most {
        over if over > 0 => Told::new(true, &format!("{told} : c’est {} de trop", euros(over))),
        _ => Told::new(false, &told),
    }
}

/// Agreements of several years among all, in number and in amount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreements {
    /// How many there are.
    pub count: i64,
    /// How many last several years.
    pub several: i64,
    /// Cents of all of them.
    pub cents: i64,
    /// Cents of those that last several years.
    pub several_cents: i64,
}

/// The share of agreements that last several years, in number and in amount. It turns when one of them is under the part
/// expected, in thousandths.
pub fn multi_year(agreements: &Agreements, permille: i64) -> Told {
    let Agreements { count, several, cents, several_cents } = *agreements;
    if count == 0 {
        return Told::new(false, "Conventions pluriannuelles : aucune à compter pour l’instant");
    }
    let is_under = |some: i64, all: i64| i128::from(some) * 1000 < i128::from(all) * i128::from(permille);
    let (number, amount) = (is_under(several, count), is_under(several_cents, cents));
    let expected = french::percent(permille as f64 / 10.0, usize::from(permille % 10 != 0));
    let turn = match (number, amount) {
        (false, false) => format!("pour {expected} attendus"),
        (true, true) => format!("sous les {expected} attendus, en nombre et en montant"),
        (true, false) => format!("sous les {expected} attendus en nombre"),
        (false, true) => format!("sous les {expected} attendus en montant"),
    };
    let told = format!(
        "Conventions pluriannuelles : {} sur {}, soit {} en nombre et {} en montant, {turn}",
        french::integer(several),
        french::integer(count),
        percent(several, count, 0),
        percent(several_cents, cents, 0)
    );
    Told::new(number || amount, &told)
}

/// What a funder says it gives of a project at most, in thousandths of its cost, and at least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FunderBounds {
    /// Thousandths of the whole cost at most; none: no bound.
    pub ceiling_permille: Option<i64>,
    /// Cents at least; none: no bound.
    pub floor_cents: Option<i64>,
}

/// What a vote of `cents` on a project that costs `cost` says of the bounds of its funder.
pub fn funder_bounds(name: &str, bounds: FunderBounds, cents: i64, cost: i64) -> Vec<Told> {
    let mut told = Vec::new();
    if cents <= 0 {
        return told;
    }
    if let Some(permille) = bounds.ceiling_permille.filter(|permille| cents > part(cost, *permille)) {
        let (share, most) = (percent(cents, cost, 1), french::percent(permille as f64 / 10.0, 1));
        told.push(Told::new(true, &format!("{name} : {share} du coût, pour {most} au plus dans le règlement")));
    }
    if let Some(floor) = bounds.floor_cents.filter(|floor| cents < *floor) {
        let (given, least) = (french::euros(Cents(cents)), french::euros(Cents(floor)));
        told.push(Told::new(true, &format!("{name} : {given}, sous le plancher de {least}")));
    }
    told
}

/// Whether what funders propose together is more than a project needs: its cost without its other products.
pub fn beyond_need(proposed: i64, cost: i64, others: i64) -> Option<Told> {
    let need = (cost - others).max(0);
    let euros = |cents| french::euros(Cents(cents));
    (proposed > need).then(|| {
        Told::new(
            true,
            &format!(
                "Les propositions ({}) dépassent le besoin de {} : coût de {} moins {} d’autres produits",
                euros(proposed),
                euros(need),
                euros(cost),
                euros(others)
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(told: &Told) -> String {
        told.sentence.replace(['\u{a0}', '\u{202f}'], " ")
    }

    #[test]
    fn the_pockets_of_programme_147_are_two_and_a_half_per_cent_of_the_department() {
        let department = 240_000_000;
        assert_eq!(part(department, 25), 6_000_000, "60 000 € of 2 400 000 €");
        let within = outside_priority(6_000_000, department, 25);
        assert!(!within.is_beyond);
        assert_eq!(
            plain(&within),
            "Hors quartiers prioritaires : 60 000 € votés sur 60 000 € au plus (2,5 % de l’enveloppe du département)"
        );
        let beyond = outside_priority(6_000_001, department, 25);
        assert!(beyond.is_beyond && plain(&beyond).ends_with("c’est 0,01 € de trop"));
        assert!(!outside_priority(6_000_001, department, 30).is_beyond, "the part is a setting");
    }

    #[test]
    fn half_of_agreements_last_several_years_or_it_is_told() {
        let nine = Agreements { count: 20, several: 9, cents: 100_000, several_cents: 62_000 };
        let told = multi_year(&nine, 500);
        assert!(told.is_beyond);
        assert_eq!(
            plain(&told),
            "Conventions pluriannuelles : 9 sur 20, soit 45 % en nombre et 62 % en montant, sous les 50 % attendus en nombre"
        );
        let ten = Agreements { several: 10, ..nine };
        assert!(!multi_year(&ten, 500).is_beyond && plain(&multi_year(&ten, 500)).ends_with("pour 50 % attendus"));
        let poor = Agreements { several_cents: 49_999, ..ten };
        assert!(plain(&multi_year(&poor, 500)).ends_with("sous les 50 % attendus en montant"));
        assert!(plain(&multi_year(&Agreements { several: 9, ..poor }, 500)).ends_with("en nombre et en montant"));
        assert!(!multi_year(&poor, 499).is_beyond, "the part is a setting");
        assert!(!multi_year(&Agreements::default(), 500).is_beyond);
    }

    #[test]
    fn what_passes_the_bounds_of_a_funder_is_told() {
        let bounds = FunderBounds { ceiling_permille: Some(800), floor_cents: Some(100_000) };
        assert!(funder_bounds("Ville", bounds, 800_000, 1_000_000).is_empty());
        assert!(funder_bounds("Ville", bounds, 0, 1_000_000).is_empty(), "nothing given, nothing to say");
        let told = funder_bounds("Ville", bounds, 90_000, 100_000);
        assert_eq!(told.len(), 2);
        assert_eq!(plain(&told[0]), "Ville : 90,0 % du coût, pour 80,0 % au plus dans le règlement");
        assert_eq!(plain(&told[1]), "Ville : 900 €, sous le plancher de 1 000 €");
    }

    #[test]
    fn proposals_never_pass_the_need_unseen() {
        assert!(beyond_need(700, 1_000, 300).is_none());
        let told = beyond_need(701, 1_000, 300).expect("told");
        assert!(told.is_beyond && plain(&told).contains("dépassent le besoin de 7 €"), "{told:?}");
        assert!(beyond_need(1, 100, 500).is_some(), "no need is below zero");
    }
}
