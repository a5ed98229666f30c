//! `/gestion/invitations`: inviting by mail, following, taking back.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Link, Tag, TagColour};
use kernel::{Function, Moment, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{organisation_choices, place_choices, scope_chosen, scope_told};
use crate::actions::{self, NewInvitation};
use crate::rules::codes;
use crate::rules::reach::Reach;
use crate::store::invitation::Invitation;
use crate::{facade, store};

/// Invitations shown.
const SHOWN: i64 = 200;

#[derive(Template)]
#[template(path = "pages/invitations.html")]
pub(super) struct InvitationsPage {
    pub frame: Frame,
    pub lines: Vec<InvitationLine>,
}

pub(super) struct InvitationLine {
    pub id: Uuid,
    pub email: String,
    pub functions: String,
    pub place: String,
    pub state: Tag,
    pub until: String,
    pub is_open: bool,
}

#[derive(Template)]
#[template(path = "pages/invite.html")]
pub(super) struct InvitePage {
    pub frame: Frame,
    pub form: Form,
    pub functions: Vec<Choice>,
    pub organisations: Vec<Choice>,
    pub places: Vec<Choice>,
}

/// The state of an invitation, in one word.
pub(super) fn state(invitation: &Invitation, now: Moment) -> Tag {
    if invitation.used_at.is_some() {
        Tag::new(TagColour::Green, "Acceptée")
    } else if invitation.revoked_at.is_some() {
        Tag::new(TagColour::Grey, "Reprise")
    } else if invitation.is_open(now) {
        Tag::new(TagColour::Blue, "Envoyée")
    } else {
        Tag::new(TagColour::Amber, "Expirée")
    }
}

/// The list.
pub async fn list(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let (mut tx, reach, now) = (house.read().await?, Reach::of(&visit.actor), house.outside.now());
    let organisations = store::organisation::all(&mut tx).await?;
    let places = facade::places(&mut tx).await?;
    let all = store::invitation::latest(&mut tx, SHOWN).await?;
    let lines = all.iter().filter(|one| actions::is_within(&reach, one)).map(|one| InvitationLine {
        id: one.id,
        email: one.email.clone(),
        functions: codes::french(&one.functions),
        place: scope_told(&one.scope, &organisations, &places),
        state: state(one, now),
        until: french::date(one.expires_at.day(&house.settings.zone)),
        is_open: one.is_open(now),
    });
    answer::page(&InvitationsPage { frame: visit.back_office("Invitations"), lines: lines.collect() })
}

async fn shown(house: &House, visit: &Visit, form: Form) -> Result<InvitePage, Fault> {
    let (mut tx, reach) = (house.read().await?, Reach::of(&visit.actor));
    let organisations = store::organisation::all(&mut tx).await?;
    let organisations: Vec<_> = organisations.into_iter().filter(|one| reach.covers(one.id)).collect();
    Ok(InvitePage {
        frame: visit
            .back_office("Inviter quelqu’un")
            .with_breadcrumb(vec![Link::new("Invitations", "/gestion/invitations")])
            .with_form(&form),
        form,
        functions: reach.functions().iter().map(|one| Choice::new(one.code(), one.french())).collect(),
        organisations: organisation_choices(&organisations),
        places: if reach == Reach::Everything { place_choices(&facade::places(&mut tx).await?) } else { Vec::new() },
    })
}

/// The form.
pub async fn blank(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    answer::page(&shown(&house, &visit, Form::empty()).await?)
}

/// Invites.
pub async fn invite(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let organisations = store::organisation::all(&mut tx).await?;
    let places = facade::places(&mut tx).await?;
    let functions: Vec<Function> = fields.all("fonctions").into_iter().filter_map(Function::from_code).collect();
    let new = NewInvitation {
        email: fields.text("email"),
        functions: &functions,
        scope: scope_chosen(&fields, &organisations, &places)?,
        address: &house.settings.public_url,
        service: &house.settings.site.service,
    };
    match actions::invite(&mut tx, &house.outside, &visit.actor, &new).await {
        Ok(_) => {
            tx.commit().await?;
            house.bell.ring();
            answer::done("/gestion/invitations", "invite")
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&shown(&house, &visit, form).await?)
        }
    }
}

/// Takes one back.
pub async fn revoke(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Invitation>) -> Answer {
    let mut tx = house.write().await?;
    actions::revoke_invitation(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done("/gestion/invitations", "annule")
}
