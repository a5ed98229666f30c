//! What is erased a year after a mandate ended.

use database::Tx;
use jiff::ToSpan;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Outcome, Outside};
use serde_json::json;

use crate::rules::{Departure, Member, MemberState, MemberTerms};
use crate::{acts, store};

/// Erases who somebody was a year after she left, or after the end of a mandate nobody took up again: name, address, account,
/// structure and reason go, presences stay as counts. Gives how many.
///
/// # Errors
/// The database failed.
pub async fn purge(tx: &mut Tx, (outside, zone): (&Outside, &TimeZone), actor: &Actor) -> Outcome<usize> {
    let today = outside.now().day(zone);
    let limit = today.checked_sub(1.year()).unwrap_or(today);
    let mut touched = Vec::new();
    for before in store::member::over(tx, limit).await? {
        let terms = MemberTerms {
            called_name: String::new(),
            email: String::new(),
            structure: String::new(),
            is_secretary: false,
            is_name_public: false,
            signatory: None,
            ..before.terms.clone()
        };
        let (id, revision) = (before.id, before.revision);
        let over = before.state == MemberState::Left;
        let after = Member {
            terms,
            state: MemberState::Left,
            state_on: if over { before.state_on } else { today },
            departure: Some(Departure::Term),
            account: None,
            invitation: None,
            invited_at: None,
            ..before
        };
        if store::member::save(tx, &after, revision).await? {
            touched.push(("assembly_member", id));
            touched.extend(store::deliberation::forget(tx, id).await?);
            touched.extend(
                store::member::forget_changes(tx, id).await?.into_iter().map(|row| ("assembly_member_change", row)),
            );
        }
    }
    let count = touched.iter().filter(|(table, _)| *table == "assembly_member").count();
    if count > 0 {
        let detail = json!({ "acte": "membres effacés", "personnes": count });
        let entry = Entry::general(acts::LEAD.code, "assembly").detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(count)
}
