//! What the amount of a grant binds to, with the reason.

/// Amounts from which a rule holds, in cents. Defaults are those in force in 2026.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// Above it in a year, from one funder, an agreement is compulsory (décret n° 2001-495, article 1).
    pub agreement: i64,
    /// From it in a year, all public funders together, in cash: accounts certified and published (code de commerce, article
    /// D612-5).
    pub accounts: i64,
    /// Above it in a year, all public funders together: budget, accounts, agreements and reports deposited at the prefecture
    /// (décret n° 2001-495, article 2).
    pub deposit: i64,
    /// Above it over three years, all public aid together: the model of agreement over objectives (circulaire of 29 September
    /// 2015).
    pub objectives: i64,
    /// Above it, the body stands in the annex of the funder's budget (code général des collectivités territoriales, article
    /// L2313-1).
    pub annex: i64,
    /// So does a body that receives more than this part of its products from the funder, in ten-thousandths.
    pub annex_part: i64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            agreement: 2_300_000,
            accounts: 15_300_000,
            deposit: 15_300_000,
            objectives: 50_000_000,
            annex: 7_500_000,
            annex_part: 5_000,
        }
    }
}

/// What is known of a grant and of who receives it. None: nobody told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// From this funder in the year, in cents.
    pub from_funder: i64,
    /// From all public funders in the year, in cash.
    pub from_all: Option<i64>,
    /// All public aid over three years.
    pub over_three_years: Option<i64>,
    /// Products of the body in its last accounts.
    pub products: Option<i64>,
}

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Duty {
    /// A written agreement.
    Agreement,
    /// The model over objectives, several years.
    Objectives,
    /// An auditor, accounts published.
    Accounts,
    /// Papers deposited at the prefecture.
    Deposit,
    /// A line in the annex of the budget.
    Annex,
}

impl Duty {
    /// Every rule.
    pub const ALL: [Self; 5] = [Self::Agreement, Self::Objectives, Self::Accounts, Self::Deposit, Self::Annex];
}

/// What a rule says of a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The rule.
    pub duty: Duty,
    /// Whether it holds; none when what it looks at is not known.
    pub holds: Option<bool>,
    /// What it looked at, in cents.
    pub looked_at: Option<i64>,
    /// The amount from which it holds, in cents.
    pub threshold: i64,
    /// The part of products that made it hold, in ten-thousandths, when it is not the amount.
    pub part: Option<i64>,
}

impl Told {
    /// The reason, in French. `euros` writes an amount of cents for people to read.
    pub fn sentence(&self, euros: impl Fn(i64) -> String) -> String {
        let threshold = euros(self.threshold);
        let Some(looked_at) = self.looked_at.map(&euros) else {
            let what = match self.duty {
                Duty::Objectives => "le total des aides publiques sur trois exercices n’est pas connu",
                _ => "le total des aides publiques de l’année n’est pas connu",
            };
            let effect = match self.duty {
                Duty::Objectives => "le modèle pluriannuel d’objectifs",
                Duty::Accounts => "la certification et la publication des comptes",
                Duty::Deposit => "le dépôt en préfecture",
                Duty::Agreement | Duty::Annex => "cette règle",
            };
            return format!(
                "Demandez-le à l’association\u{a0}: {what}, alors qu’il commande {effect} (seuil de {threshold})."
            );
        };
        let holds = self.holds == Some(true);
        match self.duty {
            Duty::Agreement if holds => format!(
                "Une convention écrite est obligatoire\u{a0}: {looked_at} de ce financeur dans l’année dépassent {threshold}."
            ),
            Duty::Agreement => format!(
                "Une convention n’est pas obligatoire\u{a0}: {looked_at} de ce financeur dans l’année ne dépassent pas {threshold}."
            ),
            Duty::Objectives if holds => format!(
                "Le modèle de convention pluriannuelle d’objectifs s’applique\u{a0}: {looked_at} d’aides publiques sur trois \
                 exercices dépassent {threshold}."
            ),
            Duty::Objectives => format!(
                "Le modèle simplifié suffit\u{a0}: {looked_at} d’aides publiques sur trois exercices ne dépassent pas {threshold}."
            ),
            Duty::Accounts if holds => format!(
                "Les comptes sont certifiés par un commissaire aux comptes et publiés\u{a0}: {looked_at} d’aides publiques en \
                 numéraire dans l’année atteignent {threshold}."
            ),
            Duty::Accounts => format!(
                "Ni commissaire aux comptes ni publication des comptes\u{a0}: {looked_at} d’aides publiques dans l’année \
                 n’atteignent pas {threshold}."
            ),
            Duty::Deposit if holds => format!(
                "Budget, comptes, conventions et comptes rendus sont déposés en préfecture\u{a0}: {looked_at} d’aides publiques \
                 dans l’année dépassent {threshold}."
            ),
            Duty::Deposit => format!(
                "Rien à déposer en préfecture\u{a0}: {looked_at} d’aides publiques dans l’année ne dépassent pas {threshold}."
            ),
            Duty::Annex => match (holds, self.part) {
                (true, Some(part)) => format!(
                    "L’organisme figure à l’annexe du budget\u{a0}: {looked_at} font {} de ses produits, plus de la moitié.",
                    crate::percent(part)
                ),
                (true, None) => {
                    format!("L’organisme figure à l’annexe du budget\u{a0}: {looked_at} dépassent {threshold}.")
                }
                (false, _) => format!(
                    "L’organisme ne figure pas nommément à l’annexe du budget\u{a0}: {looked_at} ne dépassent pas {threshold}."
                ),
            },
        }
    }
}

/// What every rule says, in the order of [`Duty::ALL`].
pub fn duties(facts: Facts, thresholds: Thresholds) -> Vec<Told> {
    Duty::ALL
        .into_iter()
        .map(|duty| {
            let (looked_at, threshold) = match duty {
                Duty::Agreement => (Some(facts.from_funder), thresholds.agreement),
                Duty::Objectives => (facts.over_three_years, thresholds.objectives),
                Duty::Accounts => (facts.from_all, thresholds.accounts),
                Duty::Deposit => (facts.from_all, thresholds.deposit),
                Duty::Annex => (Some(facts.from_funder), thresholds.annex),
            };
            let holds = looked_at.map(|cents| match duty {
                Duty::Accounts => cents >= threshold,
                _ => cents > threshold,
            });
            let part = facts
                .products
                .filter(|_| duty == Duty::Annex && holds == Some(false))
                .filter(|products| {
                    i128::from(facts.from_funder) * 10_000 > i128::from(*products) * i128::from(thresholds.annex_part)
                })
                .and_then(|products| crate::ratio(facts.from_funder, products));
            Told { duty, holds: holds.map(|holds| holds || part.is_some()), looked_at, threshold, part }
        })
        .collect()
}
