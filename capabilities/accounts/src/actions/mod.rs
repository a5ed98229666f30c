//! One function per act. Each authorises, loads, applies the rule, saves, and records once.
//!
//! Two things are not recorded: asking for a sign-in link (it would say which addresses are known, and let
//! anybody fill the journal) and tries that fail (they are counted, see [`guessing`]).

mod administering;
pub(crate) mod carriers;
mod creating;
mod delegating;
mod entering;
pub mod guessing;
mod handing_over;
mod inviting;
mod organisations;
mod own;
mod passwords;
mod purging;
mod second_factor;

pub(crate) use administering::visible as visible_account;
pub use administering::{Gift, amend_account, forget_second_factor, give_function, withdraw_function};
pub use creating::{Created, NewAccount, create_account, create_with_link, password_from, totp_secret_from};
pub(crate) use delegating::start_of;
pub use delegating::{NewDelegation, act_for, act_in_own_name, delegate, revoke_delegation};
pub use entering::{
    Client, Opened, SEND_LINK, Way, ask_link, enter, enter_by_link, enter_demonstration, leave, password_fits,
    send_link,
};
pub(crate) use entering::{grants_in_force, standing};
pub use handing_over::hand_over;
pub(crate) use inviting::is_within;
pub use inviting::{Acceptance, Called, NewInvitation, accept, invite, invite_called, revoke_invitation, welcome};
pub(crate) use organisations::visible as visible_organisation;
pub use organisations::{amend_organisation, create_organisation, join, leave_organisation};
pub use own::{change_password, end_other_sessions, end_session};
pub use passwords::{checks_made, hashed};
pub use purging::purge;
pub use second_factor::{Confirmed, begin_second_factor, confirm_second_factor, enter_by_code, set_second_factor};
pub(crate) use second_factor::{secret_being_set, waiting};

use kernel::{Act, Actor, Outcome, Refusal, Scope};

/// The account of the person acting, or the sign-in page.
fn own_account(actor: &Actor, act: &'static Act) -> Outcome<kernel::Uuid> {
    actor.authorise(act, &Scope::EVERYWHERE)?;
    actor.account().ok_or_else(|| Refusal::NotFound.into())
}
