//! What does not hold in a programme or its report.

use crate::axis::Axis;
use crate::programme::{Action, Sums};

/// What a landlord says beside its actions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Declared<'a> {
    /// The abatement, in cents.
    pub abatement: i64,
    /// What was not valued the years before and is added to what is owed.
    pub carried: i64,
    /// Why less is valued than the abatement; empty when nothing is said.
    pub reason: &'a str,
    /// Whether the usual level of staff was given, without which axis 1 cannot be valued.
    pub has_common_law: bool,
}

/// One thing that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// No action at all.
    Empty,
    /// An amount below nought.
    Negative(usize),
    /// Who pays does not come to what is planned.
    Funding {
        /// The action, from nought.
        action: usize,
        /// Planned, in cents.
        planned: i64,
        /// What those who pay come to.
        funded: i64,
    },
    /// More is valued than may be.
    TooMuch {
        /// The action, from nought.
        action: usize,
        /// Valued, in cents.
        valued: i64,
        /// Most that may be.
        most: i64,
    },
    /// Staff is valued on axis 1 and the usual level was not given.
    NoCommonLaw(usize),
    /// The usual level of staff was not taken off on axis 1.
    CommonLaw {
        /// The action, from nought.
        action: usize,
        /// Valued, in cents.
        valued: i64,
        /// Most that may be.
        most: i64,
    },
    /// Urban renewal pays for what is valued.
    Renewal {
        /// The action, from nought.
        action: usize,
        /// What urban renewal pays, in cents.
        by_renewal: i64,
        /// Most that may be valued.
        most: i64,
    },
    /// Less is valued than the abatement, and nobody says why.
    NotEnough {
        /// Valued, in cents.
        valued: i64,
        /// What is owed in return, years before included.
        owed: i64,
    },
}

impl Finding {
    /// The action it concerns, from nought, when it concerns one.
    pub fn action(&self) -> Option<usize> {
        match self {
            Self::Negative(action)
            | Self::NoCommonLaw(action)
            | Self::Funding { action, .. }
            | Self::TooMuch { action, .. }
            | Self::CommonLaw { action, .. }
            | Self::Renewal { action, .. } => Some(*action),
            Self::Empty | Self::NotEnough { .. } => None,
        }
    }

    /// What is wrong and what to do, in French. `euros` writes an amount of cents for people to read.
    pub fn sentence(&self, actions: &[Action], euros: impl Fn(i64) -> String) -> String {
        let name = |rank: &usize| actions.get(*rank).map_or("", |action| action.title.as_str());
        match self {
            Self::Empty => "Le programme est vide\u{a0}: ajoutez au moins une action.".to_owned(),
            Self::Negative(action) => {
                format!("«\u{a0}{}\u{a0}» a un montant négatif\u{a0}: corrigez-le.", name(action))
            }
            Self::Funding { action, planned, funded } => format!(
                "«\u{a0}{}\u{a0}»\u{a0}: le bailleur et les autres financeurs apportent {} pour {} prévus\u{a0}; les deux doivent \
                 être égaux.",
                name(action),
                euros(*funded),
                euros(*planned)
            ),
            Self::TooMuch { action, valued, most } => format!(
                "«\u{a0}{}\u{a0}» est valorisée pour {}, plus que ce que le bailleur dépense ({}).",
                name(action),
                euros(*valued),
                euros(*most)
            ),
            Self::NoCommonLaw(action) => format!(
                "«\u{a0}{}\u{a0}»\u{a0}: indiquez le niveau de droit commun du personnel de proximité (par rapport au patrimoine \
                 hors quartier)\u{a0}; seul ce qui le dépasse se valorise sur l’axe 1.",
                name(action)
            ),
            Self::CommonLaw { action, valued, most } => format!(
                "«\u{a0}{}\u{a0}» est valorisée pour {}\u{a0}: une fois le droit commun déduit, {} au plus peuvent l’être.",
                name(action),
                euros(*valued),
                euros(*most)
            ),
            Self::Renewal { action, by_renewal, most } => format!(
                "«\u{a0}{}\u{a0}» est financée par le renouvellement urbain pour {}\u{a0}: cette part ne se compte pas deux fois, {} \
                 au plus peuvent être valorisés.",
                name(action),
                euros(*by_renewal),
                euros(*most)
            ),
            Self::NotEnough { valued, owed } => format!(
                "Les dépenses valorisées ({}) sont inférieures à l’abattement ({}) de {}\u{a0}: ajoutez des actions, ou expliquez \
                 l’écart et son report.",
                euros(*valued),
                euros(*owed),
                euros(owed.saturating_sub(*valued))
            ),
        }
    }
}

/// Everything that does not hold, actions first, in their order.
pub fn check(actions: &[Action], declared: Declared<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if actions.is_empty() {
        found.push(Finding::Empty);
    }
    for (rank, action) in actions.iter().enumerate() {
        let amounts = [
            action.planned,
            action.by_landlord,
            action.by_others,
            action.done.unwrap_or(0),
            action.common_law,
            action.by_renewal,
            action.valued,
        ];
        if amounts.iter().any(|cents| *cents < 0) {
            found.push(Finding::Negative(rank));
            continue;
        }
        let funded = action.by_landlord.saturating_add(action.by_others);
        if funded != action.planned {
            found.push(Finding::Funding { action: rank, planned: action.planned, funded });
        }
        found.extend(of_valuing(rank, action, declared.has_common_law));
    }
    let valued = Sums::of(actions).valued;
    let owed = declared.abatement.saturating_add(declared.carried);
    if valued < owed && declared.reason.trim().is_empty() && !actions.is_empty() {
        found.push(Finding::NotEnough { valued, owed });
    }
    found
}

fn of_valuing(rank: usize, action: &Action, has_common_law: bool) -> Option<Finding> {
    let (valued, most) = (action.valued, action.most_valued());
    if action.axis == Axis::Presence && valued > 0 && !has_common_law {
        return Some(Finding::NoCommonLaw(rank));
    }
    if valued <= most {
        return None;
    }
    // The first reason that alone forbids it.
    let bare = action.spent().saturating_sub(action.by_others).max(0);
    Some(if valued > bare {
        Finding::TooMuch { action: rank, valued, most: bare }
    } else if action.by_renewal > 0 {
        Finding::Renewal { action: rank, by_renewal: action.by_renewal, most }
    } else {
        Finding::CommonLaw { action: rank, valued, most }
    })
}
