//! Mails: what left, what waits, what was refused or is uncertain; sending one again with a reason.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, Sample, Site, Tag, TagColour};
use jiff::tz::TimeZone;
use jobs::mail::{self, Followed, MailState};
use kernel::{FieldError, Moment, Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit};

use super::sample;
use crate::{actions, acts};

/// Mails shown of one state.
const SHOWN: i64 = 50;

/// Marks a mail's identifier in an address.
pub struct Mail;

#[derive(Template)]
#[template(path = "pages/mails.html")]
struct MailsPage {
    frame: Frame,
    /// Whether every mail of the platform is read here.
    is_every: bool,
    state: MailState,
    states: Vec<(MailState, i64)>,
    mails: Vec<MailShown>,
}

#[derive(Template)]
#[template(path = "pages/mail_again.html")]
struct AgainPage {
    frame: Frame,
    form: Form,
    mail: MailShown,
}

struct MailShown {
    id: Uuid,
    to: String,
    subject: String,
    tag: Tag,
    when: String,
    error: String,
    is_uncertain: bool,
    can_send_again: bool,
}

/// The list of one state.
pub async fn show(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let of = actions::followed(&visit.actor, &acts::FOLLOW_MAILS)?;
    let mut tx = house.read().await?;
    let states = mail::counts(&mut tx, &of).await?;
    let state = MailState::ALL.into_iter().find(|state| state.code() == asked.text("etat"));
    let busiest = [MailState::Uncertain, MailState::Refused, MailState::Queued, MailState::Sent]
        .into_iter()
        .find(|wanted| states.iter().any(|(state, count)| state == wanted && *count > 0));
    let state = state.or(busiest).unwrap_or(MailState::Queued);
    let mails = mail::list(&mut tx, &of, state, SHOWN).await?;
    let mails = mails.into_iter().map(|mail| shown(mail, &house.settings.zone)).collect();
    web::answer::page(&MailsPage {
        frame: visit.back_office("Courriels"),
        is_every: of == Followed::Every,
        state,
        states,
        mails,
    })
}

/// Asks why it must leave again.
pub async fn ask(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Mail>) -> Answer {
    web::answer::page(&again(&house, &visit, id.uuid(), Form::empty()).await?)
}

/// Sends it again.
pub async fn send_again(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Mail>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let sent = actions::send_mail_again(&mut tx, &visit.actor, &house.outside, id.uuid(), fields.text("motif")).await;
    if let Err(failure) = sent {
        drop(tx);
        let errors: Vec<FieldError> = Fault::from(failure).into_input()?;
        return web::answer::page_to_correct(&again(&house, &visit, id.uuid(), fields.form_with(errors)).await?);
    }
    tx.commit().await?;
    house.bell.ring();
    web::answer::done("/gestion/courriels?etat=queued", "lance")
}

async fn again(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<AgainPage, Fault> {
    let mail = actions::mail_for(&mut house.read().await?, &visit.actor, &acts::SEND_MAIL_AGAIN, id).await?;
    let mail = shown(mail, &house.settings.zone);
    Ok(AgainPage { frame: visit.back_office("Renvoyer ce courriel").with_form(&form), form, mail })
}

fn tag(state: MailState) -> Tag {
    let colour = match state {
        MailState::Queued => TagColour::Grey,
        MailState::Sending => TagColour::Blue,
        MailState::Sent => TagColour::Green,
        MailState::Refused => TagColour::Red,
        MailState::Uncertain => TagColour::Amber,
    };
    Tag::new(colour, state.french())
}

fn shown(mail: mail::Mail, zone: &TimeZone) -> MailShown {
    let when = match (mail.sent_at, mail.state) {
        (Some(at), _) => format!("parti le {}", french::moment(at, zone)),
        (None, MailState::Queued) => format!("prochain essai le {}", french::moment(mail.next_try_at, zone)),
        (None, _) => format!("demandé le {}", french::moment(mail.created_at, zone)),
    };
    // Once past its keeping, a mail has neither recipient nor text left to send.
    let is_purged = mail.to_address.is_empty();
    MailShown {
        id: mail.id,
        tag: tag(mail.state),
        when,
        error: mail.last_error.unwrap_or_default(),
        is_uncertain: mail.state == MailState::Uncertain,
        can_send_again: matches!(mail.state, MailState::Refused | MailState::Uncertain) && !is_purged,
        to: if is_purged { "effacé".to_owned() } else { mail.to_address },
        subject: if mail.subject.is_empty() { "effacé".to_owned() } else { mail.subject },
    }
}

/// One mail in each state, none, and the reason asked.
pub fn samples(site: &Site) -> Vec<Sample> {
    let one = |rank: u128, state: MailState| {
        let mail = mail::Mail {
            id: Uuid::from_u128(rank),
            kind: "accounts.sign_in".into(),
            to_address: if state == MailState::Sent { String::new() } else { "claire@ville.example".into() },
            subject: "Votre lien <de connexion>".into(),
            state,
            attempts: 1,
            next_try_at: Moment(1_773_572_400_000),
            handed_at: None,
            sent_at: (state == MailState::Sent).then_some(Moment(1_773_572_400_000)),
            last_error: (state == MailState::Refused).then(|| "550 boîte inconnue".into()),
            created_at: Moment(1_773_572_400_000),
            contract: None,
        };
        shown(mail, &TimeZone::UTC)
    };
    let list = |mails: Vec<MailShown>, is_every: bool| MailsPage {
        frame: Frame::back_office(site, "Courriels", "/gestion/courriels"),
        is_every,
        state: MailState::Uncertain,
        states: MailState::ALL.into_iter().map(|state| (state, i64::from(!mails.is_empty()))).collect(),
        mails,
    };
    let ask = |form: Form, state| AgainPage {
        frame: Frame::back_office(site, "Renvoyer ce courriel", "/gestion/courriels").with_form(&form),
        form,
        mail: one(1, state),
    };
    let wrong = Form::empty().with_errors(vec![FieldError::new("motif", "Écrivez pourquoi ce courriel doit repartir")]);
    vec![
        sample(
            "Courriels",
            &list(MailState::ALL.into_iter().zip(1..).map(|(state, rank)| one(rank, state)).collect(), true),
        ),
        sample("Courriels, aucun", &list(Vec::new(), true)),
        sample("Courriels d’un contrat, aucun", &list(Vec::new(), false)),
        sample("Renvoyer un courriel incertain", &ask(Form::empty(), MailState::Uncertain)),
        sample("Renvoyer un courriel, motif à écrire", &ask(wrong, MailState::Refused)),
    ]
}
