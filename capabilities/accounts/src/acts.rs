//! What may be done to accounts, and by whom.

use kernel::{Act, Function};

/// Everything about accounts, everywhere.
pub const MANAGE: Act = Act {
    code: "accounts.manage",
    french: "Gérer les comptes et leurs fonctions",
    functions: &[Function::Administrator],
    needs_second_factor: true,
};

/// The people of an organisation. A second factor is asked of associations too: whoever opens the door to
/// others' files proves twice who she is.
pub const MEMBERS: Act = Act {
    code: "accounts.members",
    french: "Gérer les membres d’une organisation",
    functions: &[Function::Administrator, Function::CarrierAdministrator],
    needs_second_factor: true,
};

/// One's own account: password, second factor, sessions. The journal's name; anybody signed in may.
pub const OWN: Act =
    Act { code: "accounts.own", french: "Gérer son propre compte", functions: &[], needs_second_factor: false };

/// Having somebody act in one's place.
pub const DELEGATE: Act = Act {
    code: "accounts.delegate",
    french: "Confier ses fonctions pour un temps",
    functions: &[],
    needs_second_factor: false,
};

/// Entering. Told in the journal only.
pub const SIGN_IN: &str = "accounts.sign_in";
/// Leaving. Told in the journal only.
pub const SIGN_OUT: &str = "accounts.sign_out";
/// What the purge removed. Told in the journal only.
pub const PURGE: &str = "accounts.purge";
