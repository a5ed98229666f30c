//! `/mon-association/groupes/{id}`: what is written in a group, and writing in it.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Choice, Form, Frame, Link, Pagination};
use jiff::tz::TimeZone;
use kernel::{Actor, Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::{above, name_in, names, speaking, titles};
use crate::actions::looking::{Found, invited, leads, member};
use crate::actions::writing;
use crate::rules::{Circle, LIST, MemberState, Message, circle_path, invitation_path};
use crate::store;

/// Messages of a page.
const ON_A_PAGE: u32 = 20;

/// A message.
pub(super) struct Shown {
    pub id: String,
    pub who: String,
    pub when: String,
    /// Nothing once it is taken back.
    pub words: String,
    pub may_withdraw: bool,
}

#[derive(Template)]
#[template(path = "pages/circle.html")]
pub(super) struct CirclePage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub purpose: String,
    pub themes: String,
    /// Who is in it, in words.
    pub members: String,
    pub closed: String,
    pub leads: bool,
    /// Associations she may write for, when there are several.
    pub speaking: Vec<Choice>,
    pub messages: Vec<Shown>,
    pub pages: Pagination,
    pub wants_mail: bool,
}

/// A message as this person reads it.
pub(super) fn shown(
    one: &Message,
    (authors, names): (&HashMap<Uuid, String>, &HashMap<Uuid, String>),
    (account, leads): (Option<Uuid>, bool),
    zone: &TimeZone,
) -> Shown {
    let author = authors.get(&one.author).map_or("une personne", String::as_str);
    Shown {
        id: one.id.to_string(),
        who: format!("{author}, {}", name_in(names, one.organisation)),
        when: french::moment(one.written_at, zone),
        words: one.words.clone(),
        may_withdraw: one.withdrawn_at.is_none() && (leads || Some(one.author) == account),
    }
}

/// Who is in a group: « Tenu par Les Passerelles ; avec Le Fil et Élan ».
pub(super) fn members_words(owner: &str, others: &[String]) -> String {
    match others {
        [] => format!("{owner}, qui tient le groupe. Aucune autre association n’en est encore membre."),
        [only] => format!("{owner}, qui tient le groupe, et {only}."),
        [most @ .., last] => format!("{owner}, qui tient le groupe, {} et {last}.", most.join(", ")),
    }
}

async fn authors(tx: &mut Tx, messages: &[Message]) -> Result<HashMap<Uuid, String>, Fault> {
    let mut all = HashMap::new();
    for one in messages {
        if let std::collections::hash_map::Entry::Vacant(free) = all.entry(one.author)
            && let Some(name) = accounts::facade::account_name(tx, one.author).await?
        {
            free.insert(name);
        }
    }
    Ok(all)
}

async fn drawn(
    tx: &mut Tx,
    (visit, zone): (&Visit, &TimeZone),
    found: &Found,
    (form, page): (Form, u32),
) -> Result<CirclePage, Fault> {
    let (circle, actor): (&Circle, &Actor) = (&found.circle, &visit.actor);
    let path = circle_path(circle.id);
    let all = store::member::of_circle(tx, circle.id).await?;
    let names = names(tx, &all).await?;
    let there = all.iter().filter(|one| one.state == MemberState::Member && one.organisation != circle.owner);
    let others: Vec<String> = there.map(|one| name_in(&names, one.organisation)).collect();
    let count = store::message::count(tx, circle.id).await?;
    let pages = Pagination::new(page, u64::try_from(count).unwrap_or(0), ON_A_PAGE, path.as_str());
    let past = i64::from(pages.page - 1) * i64::from(ON_A_PAGE);
    let messages = store::message::page(tx, circle.id, (past, i64::from(ON_A_PAGE))).await?;
    let authors = authors(tx, &messages).await?;
    let leads = leads(actor, found);
    let themes = store::circle::themes(tx, circle.id).await?;
    let quiet = store::member::quiet(tx, circle.id).await?;
    let account = actor.account();
    let list = vec![Link::new("Groupes d’associations", LIST)];
    let frame = visit.back_office(&circle.name).with_breadcrumb([above(), list].concat());
    Ok(CirclePage {
        frame: frame.with_form(&form),
        form,
        path,
        purpose: circle.purpose.clone(),
        themes: titles(tx, &themes).await?.join(", "),
        members: members_words(&name_in(&names, circle.owner), &others),
        closed: circle.closed_at.map_or_else(String::new, |at| {
            format!(
                "Ce groupe est fermé depuis le {}. Ses messages seront effacés un an après.",
                french::moment(at, zone)
            )
        }),
        leads: leads && circle.closed_at.is_none(),
        speaking: speaking(&found.own, &names),
        messages: messages.iter().map(|one| shown(one, (&authors, &names), (account, leads), zone)).collect(),
        pages,
        wants_mail: account.is_none_or(|account| !quiet.contains(&account)),
    })
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Circle>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let found = match member(&mut tx, &visit.actor, id.uuid()).await {
        Ok(found) => found,
        Err(failure) => {
            // Whoever is only invited reads what she is asked to.
            return match invited(&mut tx, &visit.actor, id.uuid()).await {
                Ok(_) => answer::see(&invitation_path(id.uuid())),
                Err(_) => Err(failure.into()),
            };
        }
    };
    let page = asked.text("page").parse().unwrap_or(1);
    answer::page(&drawn(&mut tx, (&visit, &house.settings.zone), &found, (Form::empty(), page)).await?)
}

pub async fn write(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Circle>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let what = (fields.text("association").parse().ok(), fields.text("message"));
    let outcome = writing::write(&mut tx, &house.outside, &visit.actor, id.uuid(), what).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        let found = member(&mut tx, &visit.actor, id.uuid()).await?;
        drawn(&mut tx, (&visit, &house.settings.zone), &found, (form, 1)).await
    };
    answer::settle(tx, outcome, (|()| circle_path(id.uuid()), "envoye"), &fields, again).await
}

pub async fn withdraw(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, message)): Path<(String, String)>,
) -> Answer {
    let (Ok(id), Ok(message)) = (id.parse(), message.parse()) else { return Err(Fault::not_found()) };
    let mut tx = house.write().await?;
    writing::withdraw(&mut tx, &house.outside, &visit.actor, (id, message)).await?;
    tx.commit().await?;
    answer::done(&circle_path(id), "supprime")
}

pub async fn hear(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Circle>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    writing::hear(&mut tx, &house.outside, &visit.actor, id.uuid(), fields.text("courriels") == "oui").await?;
    tx.commit().await?;
    answer::done(&circle_path(id.uuid()), "enregistre")
}
