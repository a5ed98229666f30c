//! Sums, always counted from the lines.

use crate::{Chart, Line, Side};

/// What the lines of a budget come to, in cents. Lines whose account the chart has not count nowhere; they are told by
/// [`crate::check`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Each post of the chart, in order, those at nought included.
    pub by_post: Vec<(&'static str, i64)>,
    /// Posts 60 to 69 and shared charges.
    pub charges: i64,
    /// Posts 70 to 79 and own resources.
    pub products: i64,
    /// Post 86: use of contributions in kind.
    pub voluntary_charges: i64,
    /// Post 87: contributions in kind.
    pub voluntary_products: i64,
}

impl Totals {
    /// The total of a post; nought for one the chart has not.
    pub fn post(&self, code: &str) -> i64 {
        self.by_post.iter().find(|(known, _)| *known == code).map_or(0, |(_, cents)| *cents)
    }

    /// Charges with contributions in kind.
    pub fn charges_in_all(&self) -> i64 {
        self.charges.saturating_add(self.voluntary_charges)
    }

    /// Products with contributions in kind.
    pub fn products_in_all(&self) -> i64 {
        self.products.saturating_add(self.voluntary_products)
    }

    /// Whether charges equal products, and 86 equals 87.
    pub fn is_balanced(&self) -> bool {
        self.charges == self.products && self.voluntary_charges == self.voluntary_products
    }
}

/// Counts lines on a chart.
pub fn totals(chart: &Chart, lines: &[Line]) -> Totals {
    let mut totals = Totals { by_post: chart.posts().iter().map(|post| (post.code, 0)).collect(), ..Totals::default() };
    for line in lines {
        let Some((post, _)) = chart.account(&line.account) else { continue };
        if let Some((_, sum)) = totals.by_post.iter_mut().find(|(code, _)| *code == post.code) {
            *sum = sum.saturating_add(line.cents);
        }
        let side = match post.side {
            Side::Charge | Side::IndirectCharge => &mut totals.charges,
            Side::Product | Side::OwnResource => &mut totals.products,
            Side::VoluntaryCharge => &mut totals.voluntary_charges,
            Side::VoluntaryProduct => &mut totals.voluntary_products,
        };
        *side = side.saturating_add(line.cents);
    }
    totals
}

/// What each funder brings, in the order they are first met.
pub fn by_funder(lines: &[Line]) -> Vec<(&str, i64)> {
    let mut sums: Vec<(&str, i64)> = Vec::new();
    for line in lines {
        let Some(funder) = line.funder.as_deref() else { continue };
        match sums.iter_mut().find(|(known, _)| *known == funder) {
            Some((_, sum)) => *sum = sum.saturating_add(line.cents),
            None => sums.push((funder, line.cents)),
        }
    }
    sums
}

/// `asked / products`, in hundredths of a percent, rounded to the nearest, halves up: 8 500 € of 118 425 € is 718.
/// None when nothing is there to divide by.
pub fn share(asked_cents: i64, products_cents: i64) -> Option<i64> {
    if products_cents <= 0 || asked_cents < 0 {
        return None;
    }
    let (asked, products) = (i128::from(asked_cents), i128::from(products_cents));
    i64::try_from((asked * 20_000 + products) / (products * 2)).ok()
}

/// The sentence of the form: how much of the products (contributions in kind left out) is asked. `euros` writes an
/// amount of cents for people to read. None when the budget has no product yet.
pub fn sentence(asked_cents: i64, products_cents: i64, euros: impl Fn(i64) -> String) -> Option<String> {
    let share = share(asked_cents, products_cents)?;
    let (whole, rest) = (share / 100, share % 100);
    let percent = match (rest, rest % 10) {
        (0, _) => format!("{whole}"),
        (_, 0) => format!("{whole},{}", rest / 10),
        _ => format!("{whole},{rest:02}"),
    };
    Some(format!(
        "La subvention sollicitée de {}, objet de la présente demande, représente {percent}\u{a0}% du total des produits \
         du projet ({}).",
        euros(asked_cents),
        euros(products_cents),
    ))
}
