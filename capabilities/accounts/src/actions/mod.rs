//! One function per act. Each authorises, loads, applies the rule, saves, and records once.
//!
//! Two things are not recorded: asking for a sign-in link (it would say which addresses are known, and let
//! anybody fill the journal) and tries that fail (they are counted, see [`guessing`]).

mod administering;
mod creating;
mod delegating;
mod entering;
pub mod guessing;
mod inviting;
mod organisations;
mod own;
mod passwords;
mod purging;
mod second_factor;

pub(crate) use administering::visible as visible_account;
pub use administering::{Gift, amend_account, forget_second_factor, give_function, hand_over, withdraw_function};
pub use creating::{Created, NewAccount, create_account, create_with_link, password_from, totp_secret_from};
pub(crate) use delegating::start_of;
pub use delegating::{NewDelegation, act_for, act_in_own_name, delegate, revoke_delegation};
pub(crate) use entering::grants_in_force;
pub use entering::{
    Client, Opened, SEND_LINK, Way, ask_link, enter, enter_by_link, enter_demonstration, leave, password_fits,
    send_link,
};
pub(crate) use inviting::is_within;
pub use inviting::{Acceptance, NewInvitation, accept, invite, revoke_invitation};
pub(crate) use organisations::visible as visible_organisation;
pub use organisations::{amend_organisation, create_organisation, join, leave_organisation};
pub use own::{change_password, end_other_sessions, end_session};
pub use passwords::{checks_made, hashed};
pub use purging::purge;
pub use second_factor::{Confirmed, begin_second_factor, confirm_second_factor, enter_by_code, set_second_factor};
pub(crate) use second_factor::{secret_being_set, waiting};

use kernel::{Act, Actor, Failure, FieldError, Outcome, Refusal, Scope};

/// Lets the act go on, or says why not.
fn authorise(actor: &Actor, act: &'static Act, place: &Scope) -> Outcome<()> {
    match actor.may(act, place) {
        verdict if verdict.is_allowed() => Ok(()),
        verdict => Err(Refusal::NotAllowed { act, verdict }.into()),
    }
}

/// Goes on when nothing is to correct.
fn checked(errors: Vec<FieldError>) -> Outcome<()> {
    if errors.is_empty() { Ok(()) } else { Err(Failure::Input(errors)) }
}

/// Somebody else changed the same thing meanwhile; the text typed is given back.
fn conflict(what: &str, kept: &[(&str, &str)]) -> Failure {
    let explanation = format!(
        "Quelqu’un d’autre a modifié {what} pendant que vous écriviez. Relisez la version enregistrée, puis reportez \
         ce que vous aviez écrit, gardé ci-dessous."
    );
    let kept = kept.iter().filter(|(_, text)| !text.is_empty());
    let kept = kept.map(|(label, text)| ((*label).to_owned(), (*text).to_owned())).collect();
    Refusal::Conflict { explanation, kept }.into()
}

/// The account of the person acting, or the sign-in page.
fn own_account(actor: &Actor, act: &'static Act) -> Outcome<kernel::Uuid> {
    authorise(actor, act, &Scope::EVERYWHERE)?;
    actor.account().ok_or_else(|| Refusal::NotFound.into())
}
