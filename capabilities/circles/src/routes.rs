//! The doors of the slice. A group opens to whoever is signed in and takes part in it; to everybody else, agents included, it is a
//! page that does not exist.

use web::{Door, Right};

use crate::acts;
use crate::pages::{circle, founding, invitation, inviting, leaving, list, members};

pub fn door() -> Door {
    let (part, lead, own) = (Right::Act(&acts::TAKE_PART), Right::Act(&acts::LEAD), Right::SignedIn);
    Door::new()
        .page("/mon-association/groupes", part, "somebody finds the groups of her association", list::page)
        .page("/mon-association/groupes/nouveau", lead, "an association founds a group", founding::blank)
        .act("/mon-association/groupes/nouveau", lead, "an association founds a group", founding::found)
        .page("/mon-association/groupes/{id}", own, "members read what is written in a group", circle::show)
        .act("/mon-association/groupes/{id}/messages", own, "a member writes in a group", circle::write)
        .act(
            "/mon-association/groupes/{id}/messages/{message}/retrait",
            own,
            "a member takes her message back",
            circle::withdraw,
        )
        .act("/mon-association/groupes/{id}/courriels", own, "a member wants mails of a group, or none", circle::hear)
        .page("/mon-association/groupes/{id}/membres", own, "members read who is in a group", members::show)
        .act(
            "/mon-association/groupes/{id}/membres/{organisation}/retrait",
            own,
            "whoever leads a group puts an association out",
            members::remove,
        )
        .page(
            "/mon-association/groupes/{id}/inviter",
            own,
            "whoever leads a group looks for whom to invite",
            inviting::show,
        )
        .act("/mon-association/groupes/{id}/inviter", own, "whoever leads a group invites", inviting::invite)
        .page(
            "/mon-association/groupes/{id}/reglages",
            own,
            "whoever leads a group says what it is",
            founding::settings,
        )
        .act("/mon-association/groupes/{id}/reglages", own, "whoever leads a group says what it is", founding::amend)
        .page(
            "/mon-association/groupes/{id}/invitation",
            own,
            "an association reads what it is asked to",
            invitation::show,
        )
        .act("/mon-association/groupes/{id}/invitation", own, "an association accepts or refuses", invitation::answer)
        .page("/mon-association/groupes/{id}/depart", own, "an association leaves, hands over or closes", leaving::show)
        .act("/mon-association/groupes/{id}/depart", own, "an association leaves a group", leaving::leave)
        .act("/mon-association/groupes/{id}/relais", own, "an association hands a group over", leaving::hand_over)
        .act("/mon-association/groupes/{id}/fermeture", own, "an association closes a group", leaving::close)
}
