//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{
    bank, commitments, declare, documents, lines, list, listing, members, open, open_list, sections, sheet,
};

pub fn door() -> Door {
    public().and(entering()).and(own()).and(agents())
}

fn public() -> Door {
    let right = Right::Public;
    Door::new()
        .page("/associations", right, "everybody finds who does what, where and for whom", open_list::page)
        .page("/associations/compte", right, "somebody who acts for an association asks for a way in", declare::welcome)
        .act("/associations/compte", right, "she is sent the link that opens her account", declare::have_link_sent)
        .page("/associations/{id}", right, "everybody reads what an association says of itself", open::show)
        .page("/associations/{id}/message", right, "somebody writes to an association", open::blank)
        .act("/associations/{id}/message", right, "somebody writes to an association", open::write)
}

fn entering() -> Door {
    let declare_right = Right::Act(&acts::DECLARE);
    Door::new()
        .page("/mon-association", declare_right, "somebody finds the associations she acts for", declare::space)
        .page("/mon-association/declarer", declare_right, "somebody declares her association", declare::blank)
        .act("/mon-association/declarer", declare_right, "somebody declares her association", declare::declare)
        .page("/mon-association/{id}/rejoindre", declare_right, "somebody asks to join one", declare::ask_joining)
        .act("/mon-association/{id}/rejoindre", declare_right, "somebody asks to join one", declare::join)
        .page(
            "/mon-association/{id}/membres/{account}/depart",
            declare_right,
            "a member leaves, or is said to have left",
            members::ask_leaving,
        )
        .act(
            "/mon-association/{id}/membres/{account}/depart",
            declare_right,
            "a member leaves, or is said to have left",
            members::leave,
        )
}

/// The sheet, which associations and agents fill alike: the same pages at two addresses, each under its own right.
macro_rules! filling {
    ($door:expr, $base:literal, $read:expr, $fill:expr, $bank:expr, $whole:expr, $decide:expr) => {
        $door
            .page(concat!($base, "/{id}"), $read, "the sheet of an organisation is read", sheet::show)
            .page(concat!($base, "/{id}/identite"), $fill, "its identity is written", sections::show)
            .act(concat!($base, "/{id}/identite"), $fill, "its identity is written", sections::save)
            .page(concat!($base, "/{id}/coordonnees"), $fill, "where it is reached is written", sections::show)
            .act(concat!($base, "/{id}/coordonnees"), $fill, "where it is reached is written", sections::save)
            .page(concat!($base, "/{id}/relations"), $fill, "what it is to others is written", sections::show)
            .act(concat!($base, "/{id}/relations"), $fill, "what it is to others is written", sections::save)
            .page(concat!($base, "/{id}/personnes/nouvelle"), $fill, "somebody is put on the sheet", lines::blank)
            .act(concat!($base, "/{id}/personnes/nouvelle"), $fill, "somebody is put on the sheet", lines::add)
            .page(concat!($base, "/personnes/{id}"), $fill, "somebody on the sheet is changed", lines::person)
            .act(concat!($base, "/personnes/{id}"), $fill, "somebody on the sheet is changed", lines::amend_person)
            .act(
                concat!($base, "/personnes/{id}/suppression"),
                $fill,
                "somebody goes off the sheet",
                lines::remove_person,
            )
            .page(concat!($base, "/{id}/agrements/nouvelle"), $fill, "an approval is noted", lines::blank)
            .act(concat!($base, "/{id}/agrements/nouvelle"), $fill, "an approval is noted", lines::add)
            .act(
                concat!($base, "/agrements/{id}/suppression"),
                $fill,
                "an approval is taken off",
                lines::remove_approval,
            )
            .page(concat!($base, "/{id}/annees/nouvelle"), $fill, "a year is told", lines::blank)
            .act(concat!($base, "/{id}/annees/nouvelle"), $fill, "a year is told", lines::add)
            .page(concat!($base, "/annees/{id}"), $fill, "a year is corrected", lines::year)
            .act(concat!($base, "/annees/{id}"), $fill, "a year is corrected", lines::amend_year)
            .page(concat!($base, "/{id}/banque"), $bank, "the bank account is changed", bank::show)
            .act(concat!($base, "/{id}/banque"), $bank, "the bank account is changed", bank::enter)
            .act(
                concat!($base, "/{id}/banque/confirmation"),
                $bank,
                "the account an agent entered is confirmed or refused",
                bank::decide,
            )
            .act(
                concat!($base, "/{id}/banque/lecture"),
                $whole,
                "its number is read whole, in the journal",
                bank::read_whole,
            )
            .page(concat!($base, "/{id}/pieces/nouvelle"), $fill, "a document is put in the safe", documents::blank)
            .upload(concat!($base, "/{id}/pieces/nouvelle"), $fill, "a document is put in the safe", documents::put)
            .page(concat!($base, "/pieces/{id}"), $read, "a document of the safe is read", documents::take)
            .act(concat!($base, "/pieces/{id}/suppression"), $fill, "a document is taken out", documents::remove)
            .page(concat!($base, "/{id}/annuaire"), $fill, "what the directory tells is chosen", listing::show)
            .act(concat!($base, "/{id}/annuaire"), $fill, "what the directory tells is chosen", listing::save)
            .page(concat!($base, "/{id}/membres"), $read, "who acts for it is read", members::show)
            .act(concat!($base, "/demandes/{id}"), $decide, "a request to join it is decided", members::decide)
            .page(concat!($base, "/{id}/engagement"), $read, "the commitments are read", commitments::show)
    };
}

fn own() -> Door {
    let (fill, bank, members_right) = (Right::Act(&acts::FILL), Right::Act(&acts::BANK), Right::Act(&acts::MEMBERS));
    filling!(Door::new(), "/mon-association", fill, fill, bank, bank, members_right)
        .act("/mon-association/{id}/engagement", Right::Act(&acts::SIGN), "a signatory signs them", commitments::sign)
        .act("/mon-association/{id}/membres", members_right, "an administrator invites somebody", members::invite)
        .act(
            "/mon-association/{id}/membres/{account}/fonctions",
            members_right,
            "an administrator charges a member with more",
            members::charge,
        )
}

fn agents() -> Door {
    let (read, manage) = (Right::Act(&acts::READ), Right::Act(&acts::MANAGE));
    let (whole, publish) = (Right::Act(&acts::READ_BANK), Right::Act(&acts::PUBLISH));
    filling!(Door::new(), "/gestion/associations", read, manage, manage, whole, manage)
        .page("/gestion/associations", read, "agents find associations and what their sheets lack", list::page)
        .act("/gestion/associations/{id}/verification", manage, "an agent checked an association", sections::verify)
        .page("/gestion/associations/engagement", publish, "the text of the commitments is read", commitments::text)
        .act("/gestion/associations/engagement", publish, "another text is published", commitments::publish)
}
