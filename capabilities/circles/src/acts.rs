//! What may be done in groups of associations, and by whom.

use kernel::{Act, Function};

/// Read and write in the groups of one’s association.
pub const TAKE_PART: Act = Act {
    code: "circles.take_part",
    french: "Lire et écrire dans les groupes privés de son association",
    functions: &[Function::CarrierEditor, Function::CarrierSignatory, Function::CarrierAdministrator],
    needs_second_factor: false,
};

/// Bind one’s association: found a group, invite, answer an invitation, leave, hand over, close.
pub const LEAD: Act = Act {
    code: "circles.lead",
    french: "Engager son association dans un groupe privé : le créer, inviter, répondre, quitter, passer la main, fermer",
    functions: &[Function::CarrierSignatory, Function::CarrierAdministrator],
    needs_second_factor: false,
};

/// Told each morning to those who take part. In the journal only.
pub const DIGEST: &str = "circles.digest";

/// What is over is erased. In the journal only.
pub const PURGE: &str = "circles.purge";
