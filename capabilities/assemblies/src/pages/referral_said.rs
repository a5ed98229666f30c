//! A referral in a few words: its title, and where it stands.

use interface::{Html, SummaryRow};
use jiff::civil::Date;
use kernel::french;

use crate::rules::{Referral, ReferralState};

/// « Saisine nᵒ 2 : l’éclairage ».
pub(super) fn titled(one: &Referral) -> String {
    match one.adopted {
        Some((number, _)) => format!("Saisine nᵒ\u{a0}{number}\u{a0}: {}", one.terms.subject),
        None => one.terms.subject.clone(),
    }
}

/// To whom, how it was adopted, where it stands.
pub(super) fn facts(one: &Referral, today: Date) -> Vec<SummaryRow> {
    let text = |term: &str, value: &str| SummaryRow::new(term, Html::text(&french::spaced(value)));
    let mut rows = vec![text("Adressée à", &one.terms.to())];
    if !one.terms.origin.is_empty() {
        rows.push(text("Ce qu’elle reprend", &one.terms.origin));
    }
    if let Some((_, ballot)) = one.adopted {
        rows.push(text("Adoptée", &format!("{} le {}", ballot.way.french(), french::date(ballot.on))));
        rows.push(text("Vote", &ballot.words()));
    }
    rows.push(text("État", &one.standing(today)));
    if !one.extension.is_empty() {
        rows.push(text("Pourquoi la réponse prend plus de temps", &one.extension));
    }
    if one.state == ReferralState::Answered {
        rows.push(text("Suite", one.satisfaction.french()));
    }
    rows
}
