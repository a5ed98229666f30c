//! What does not hold in a budget, each point told in French.

use crate::{Chart, Line, MOST_CENTS, Totals, totals};

/// One thing that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// No charge at all.
    Empty,
    /// A line on an account the chart has not.
    UnknownAccount {
        /// Position of the line, from nought.
        line: usize,
        /// The account.
        account: String,
    },
    /// A line below zero.
    Negative {
        /// Position of the line, from nought.
        line: usize,
        /// What the line is called.
        label: String,
    },
    /// A line above [`MOST_CENTS`].
    TooLarge {
        /// Position of the line, from nought.
        line: usize,
        /// What the line is called.
        label: String,
    },
    /// Money from a funder nobody named.
    NoFunder {
        /// Position of the line, from nought.
        line: usize,
        /// What the account is called.
        label: String,
    },
    /// Charges do not equal products.
    Unbalanced {
        /// Posts 60 to 69 and shared charges, in cents.
        charges: i64,
        /// Posts 70 to 79 and own resources, in cents.
        products: i64,
    },
    /// Post 86 does not equal post 87.
    VoluntaryUnbalanced {
        /// Post 86, in cents.
        charges: i64,
        /// Post 87, in cents.
        products: i64,
    },
    /// A total written for a post is not the sum of its lines.
    PostDiffers {
        /// The post.
        post: String,
        /// Its name.
        label: String,
        /// What was written, in cents.
        declared: i64,
        /// What its lines come to, in cents.
        counted: i64,
    },
}

impl Finding {
    /// The line it concerns, when it concerns one.
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::UnknownAccount { line, .. }
            | Self::Negative { line, .. }
            | Self::TooLarge { line, .. }
            | Self::NoFunder { line, .. } => Some(*line),
            Self::Empty | Self::Unbalanced { .. } | Self::VoluntaryUnbalanced { .. } | Self::PostDiffers { .. } => None,
        }
    }

    /// Whether a line must be corrected before it can be kept at all; the other findings let a draft be kept.
    pub fn refuses_line(&self) -> bool {
        matches!(self, Self::UnknownAccount { .. } | Self::Negative { .. } | Self::TooLarge { .. })
    }

    /// What is wrong and what to do, in French. `euros` writes an amount of cents for people to read.
    pub fn sentence(&self, euros: impl Fn(i64) -> String) -> String {
        match self {
            Self::Empty => "Le budget est vide\u{a0}: saisissez au moins une charge et un produit.".to_owned(),
            Self::UnknownAccount { account, .. } => {
                format!(
                    "Le compte «\u{a0}{account}\u{a0}» n’est pas dans le plan comptable de cet appel\u{a0}: choisissez un compte de la liste."
                )
            }
            Self::Negative { label, .. } => {
                format!(
                    "Le montant de «\u{a0}{label}\u{a0}» est négatif\u{a0}: saisissez un montant positif ou laissez vide."
                )
            }
            Self::TooLarge { label, .. } => {
                format!("Le montant de «\u{a0}{label}\u{a0}» est trop grand\u{a0}: vérifiez le nombre de chiffres.")
            }
            Self::NoFunder { label, .. } => {
                format!(
                    "Un montant est saisi en «\u{a0}{label}\u{a0}» sans dire qui le verse\u{a0}: nommez le financeur."
                )
            }
            Self::Unbalanced { charges, products } if charges > products => format!(
                "Les charges ({}) dépassent les produits ({}) de {}\u{a0}: complétez les produits ou diminuez une charge.",
                euros(*charges),
                euros(*products),
                euros(charges.saturating_sub(*products)),
            ),
            Self::Unbalanced { charges, products } => format!(
                "Les produits ({}) dépassent les charges ({}) de {}\u{a0}: complétez les charges ou diminuez un produit.",
                euros(*products),
                euros(*charges),
                euros(products.saturating_sub(*charges)),
            ),
            Self::VoluntaryUnbalanced { charges, products } => format!(
                "Les contributions en nature ne s’équilibrent pas\u{a0}: leur emploi (compte 86) fait {}, leur origine \
                 (compte 87) fait {}. Les deux doivent être égaux.",
                euros(*charges),
                euros(*products),
            ),
            Self::PostDiffers { post, label, declared, counted } => format!(
                "Le total du poste {post} ({label}) est écrit {}, ses lignes font {}\u{a0}: corrigez l’un ou l’autre.",
                euros(*declared),
                euros(*counted),
            ),
        }
    }
}

/// Everything that does not hold, lines first, in their order.
pub fn check(chart: &Chart, lines: &[Line]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (position, line) in lines.iter().enumerate() {
        let known = chart.account(&line.account);
        let name = || match (&line.funder, known) {
            (Some(funder), _) if !funder.is_empty() => funder.clone(),
            (_, Some((_, account))) if line.label.is_empty() => account.label.to_owned(),
            _ => line.label.clone(),
        };
        match known {
            None => found.push(Finding::UnknownAccount { line: position, account: line.account.clone() }),
            Some((_, account)) => {
                let has_funder = line.funder.as_deref().is_some_and(|funder| !funder.trim().is_empty());
                if account.is_by_funder && !has_funder && line.label.trim().is_empty() && line.cents != 0 {
                    found.push(Finding::NoFunder { line: position, label: account.label.to_owned() });
                }
            }
        }
        if line.cents < 0 {
            found.push(Finding::Negative { line: position, label: name() });
        } else if line.cents > MOST_CENTS {
            found.push(Finding::TooLarge { line: position, label: name() });
        }
    }
    found.extend(balance(&totals(chart, lines)));
    found
}

fn balance(totals: &Totals) -> Vec<Finding> {
    let mut found = Vec::new();
    if totals.charges == 0 && totals.products == 0 {
        found.push(Finding::Empty);
    } else if totals.charges != totals.products {
        found.push(Finding::Unbalanced { charges: totals.charges, products: totals.products });
    }
    if totals.voluntary_charges != totals.voluntary_products {
        found.push(Finding::VoluntaryUnbalanced {
            charges: totals.voluntary_charges,
            products: totals.voluntary_products,
        });
    }
    found
}

/// Totals written in a file (post, cents) that are not the sum of their lines. Posts the chart has not are told too.
pub fn check_declared(chart: &Chart, lines: &[Line], declared: &[(String, i64)]) -> Vec<Finding> {
    let counted = totals(chart, lines);
    declared
        .iter()
        .filter(|(post, cents)| chart.post(post).is_none() || counted.post(post) != *cents)
        .map(|(post, cents)| Finding::PostDiffers {
            label: chart.post(post).map_or_else(|| "poste inconnu".to_owned(), |known| known.label.to_owned()),
            counted: counted.post(post),
            declared: *cents,
            post: post.clone(),
        })
        .collect()
}
