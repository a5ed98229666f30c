//! The doors of the slice.

use std::sync::Arc;

use kernel::Act;
use web::{Door, Right, Visit};

use crate::acts;
use crate::pages::{
    accept, account, accounts, act_for, delegations, demonstration, functions, handing_over, invitations,
    organisations, password, rights, second_factor, sessions, sign_in, sign_in_code, sign_in_link, sign_in_password,
};

pub fn door(known: Vec<&'static Act>) -> Door {
    entering().and(own(known)).and(administering())
}

fn entering() -> Door {
    let (public, signed_in) = (Right::Public, Right::SignedIn);
    Door::new()
        .page("/connexion", public, "somebody who works here asks for a link", sign_in::show)
        .act("/connexion", public, "somebody who works here asks for a link", sign_in::ask)
        .page("/connexion/envoye", public, "she is told what to do now", sign_in::sent)
        .page("/connexion/lien/{token}", public, "she opens the link of a mail", sign_in_link::show)
        .act("/connexion/lien/{token}", public, "she enters with it", sign_in_link::enter)
        .page("/connexion/mot-de-passe", public, "she enters with a password", sign_in_password::show)
        .act("/connexion/mot-de-passe", public, "she enters with a password", sign_in_password::enter)
        .page("/connexion/code", public, "she gives her second code", sign_in_code::show)
        .act("/connexion/code", public, "she gives her second code", sign_in_code::enter)
        .act("/deconnexion", public, "she leaves, even when her session is over", sign_in::leave)
        .page("/invitation/{token}", public, "somebody invited reads what is offered", accept::show)
        .act("/invitation/{token}", public, "somebody invited accepts", accept::accept)
        .page("/demonstration", public, "a curious person picks an imagined one", demonstration::show)
        .act("/demonstration/entrer", public, "a curious person enters as an imagined one", demonstration::enter)
        .page("/compte", signed_in, "anybody signed in sees who she is here", account::show)
}

fn own(known: Vec<&'static Act>) -> Door {
    let known: Arc<[&'static Act]> = known.into();
    let rights = move |visit: Visit| {
        let known = known.clone();
        async move { rights::show(visit, &known).await }
    };
    let own = Right::SignedIn;
    Door::new()
        .page("/compte/droits", own, "anybody signed in reads why she may or may not", rights)
        .page("/compte/mot-de-passe", own, "she chooses a password", password::show)
        .act("/compte/mot-de-passe", own, "she chooses a password", password::change)
        .page("/compte/second-facteur", own, "she sets up a second code", second_factor::show)
        .act("/compte/second-facteur/commencer", own, "she asks for a secret", second_factor::begin)
        .act("/compte/second-facteur", own, "she confirms it", second_factor::confirm)
        .page("/compte/connexions", own, "she sees where her account is open", sessions::show)
        .act("/compte/connexions/fin", own, "she closes every other session", sessions::end_others)
        .act("/compte/connexions/{id}/fin", own, "she closes a session", sessions::end)
        .page("/compte/delegations", own, "she has somebody act for her", delegations::show)
        .act("/compte/delegations", own, "she has somebody act for her", delegations::give)
        .act("/compte/delegations/{id}/fin", own, "she takes a delegation back", delegations::revoke)
        .page("/compte/agir-pour", own, "she sees in whose name she may act", act_for::show)
        .act("/compte/agir-pour", own, "she takes her own name back", act_for::leave)
        .act("/compte/agir-pour/{id}", own, "she acts for somebody", act_for::take)
}

fn administering() -> Door {
    let (manage, members) = (Right::Act(&acts::MANAGE), Right::Act(&acts::MEMBERS));
    Door::new()
        .page("/gestion/comptes", members, "an administrator finds people", accounts::list)
        .page("/gestion/comptes/export/{format}", members, "an administrator takes the list away", accounts::export)
        .page("/gestion/comptes/{id}", members, "an administrator sees what somebody is charged with", accounts::sheet)
        .page("/gestion/comptes/{id}/modifier", manage, "an administrator corrects a name", accounts::edit)
        .act("/gestion/comptes/{id}/modifier", manage, "an administrator corrects a name", accounts::amend)
        .page("/gestion/comptes/{id}/fonctions", members, "an administrator gives a function", functions::blank)
        .act("/gestion/comptes/{id}/fonctions", members, "an administrator gives a function", functions::give)
        .page("/gestion/comptes/fonctions/{id}/retrait", members, "an administrator says why", functions::ask_why)
        .act("/gestion/comptes/fonctions/{id}/retrait", members, "an administrator withdraws it", functions::withdraw)
        .act("/gestion/comptes/{id}/second-facteur", manage, "a lost phone", functions::forget_second_factor)
        .page("/gestion/comptes/{id}/passation", manage, "somebody leaves", handing_over::ask)
        .act("/gestion/comptes/{id}/passation", manage, "somebody leaves", handing_over::hand_over)
        .page("/gestion/organisations", members, "an administrator finds organisations", organisations::list)
        .page("/gestion/organisations/nouvelle", manage, "an administrator adds one", organisations::blank)
        .act("/gestion/organisations/nouvelle", manage, "an administrator adds one", organisations::create)
        .page("/gestion/organisations/{id}", members, "an administrator sees its members", organisations::sheet)
        .page("/gestion/organisations/{id}/modifier", members, "an administrator changes it", organisations::edit)
        .act("/gestion/organisations/{id}/modifier", members, "an administrator changes it", organisations::amend)
        .act("/gestion/organisations/{id}/membres", members, "an administrator adds a member", organisations::join)
        .act(
            "/gestion/organisations/{id}/membres/{account}/retrait",
            members,
            "an administrator takes a member out",
            organisations::leave,
        )
        .page("/gestion/invitations", members, "an administrator follows invitations", invitations::list)
        .page("/gestion/invitations/nouvelle", members, "an administrator invites", invitations::blank)
        .act("/gestion/invitations/nouvelle", members, "an administrator invites", invitations::invite)
        .act("/gestion/invitations/{id}/reprise", members, "an administrator takes one back", invitations::revoke)
}
