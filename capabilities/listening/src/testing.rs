//! Tests of whoever stands on this slice: a consultation to begin with, a need, neighbourhoods.

use database::{Migration, Tx};
use kernel::{Actor, Outside, Uuid};

use crate::actions::{self, ChannelText, Heard, NeedText, NewConsultation};

pub use territory::testing::neighbourhoods;

/// Who arranges.
pub const ACTOR: Actor = Actor::Platform("essai");

/// Every table the slice stands on, its own, then those of `more`.
pub fn migrations(more: &[&[Migration]]) -> Vec<Migration> {
    let under = [
        journal::MIGRATIONS,
        lineage::MIGRATIONS,
        jobs::MIGRATIONS,
        files::MIGRATIONS,
        database::search::MIGRATIONS,
        territory::MIGRATIONS,
        strategy::MIGRATIONS,
        crate::MIGRATIONS,
    ];
    [under.as_slice(), more].concat().concat()
}

/// A consultation that heard residents through one channel: `(consultation, channel)`.
///
/// # Panics
/// It is refused.
pub async fn consultation(tx: &mut Tx, outside: &Outside, channel: &str) -> (Uuid, Uuid) {
    let new = NewConsultation {
        code: String::new(),
        contract: None,
        title: "Concertation d’essai".into(),
        period_label: "Mars 2026".into(),
        ended_by: None,
    };
    let id = actions::open_consultation(tx, outside, &ACTOR, new).await.expect("opened");
    let text = ChannelText { label: channel.into(), hears: Heard::Residents, note: String::new() };
    (id, actions::add_channel(tx, outside, &ACTOR, (id, ""), text).await.expect("a channel"))
}

/// A need of the theme « Cadre de vie », under the code `B01`.
///
/// # Panics
/// It is refused.
pub async fn need(tx: &mut Tx, outside: &Outside, label: &str) -> Uuid {
    let theme = actions::add_theme(tx, outside, &ACTOR, "", "Cadre de vie").await.expect("a theme");
    let text = NeedText { label: label.into(), theme, sensitivity: None, note: String::new() };
    actions::add_need(tx, outside, &ACTOR, "B01", text).await.expect("a need")
}
