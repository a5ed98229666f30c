//! What the binary may ask about groups of associations.

use database::{Result, Tx};
use kernel::{Actor, Awaited};

use crate::actions::looking::carried;
use crate::rules::{MemberState, invitation_path};
use crate::{acts, store};

/// What awaits somebody here: invitations of her associations that nobody answered.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor) -> Result<Vec<Awaited>> {
    let mut all = Vec::new();
    for organisation in carried(actor, &acts::LEAD) {
        for one in store::circle::of_organisation(tx, organisation).await? {
            if one.state == MemberState::Invited && one.circle.closed_at.is_none() {
                let what = format!("Répondre à l’invitation dans le groupe « {} »", one.circle.name);
                all.push(Awaited::new(what, "", invitation_path(one.circle.id)));
            }
        }
    }
    Ok(all)
}
