//! Beginning an application: a draft that waits, last year's application, or a new one.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::{Actor, Uuid};
use web::{Answer, Fault, Fields, House, Reading, Visit, answer};

use super::{Help, path};
use crate::actions::writing::starting::{self, NewApplication};
use crate::actions::writing::{carrier, looking};
use crate::rules::writing::told_moment;
use crate::rules::{ApplicationState, Call, CallState};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/writing/start.html")]
pub(super) struct StartPage {
    pub frame: Frame,
    pub form: Form,
    pub lead: String,
    pub drafts: Vec<(String, String)>,
    pub organisations: Vec<Choice>,
    pub renewals: Vec<Choice>,
    pub help: Help,
}

/// The organisations this actor writes for as a member: only functions limited to one count.
pub(super) fn carried(actor: &Actor) -> Vec<Uuid> {
    let Some(person) = actor.person() else { return Vec::new() };
    let mut all = Vec::new();
    for grant in person.grants.iter().filter(|grant| acts::CARRY.functions.contains(&grant.function)) {
        if let Some(organisation) = grant.scope.organisation.filter(|one| !all.contains(one)) {
            all.push(organisation);
        }
    }
    all
}

async fn page_of(tx: &mut Tx, visit: &Visit, call: &Call, form: Form) -> Result<StartPage, Fault> {
    let carried = carried(&visit.actor);
    let is_agent = starting::types(tx, &visit.actor, call).await?;
    let all = accounts::facade::organisations(tx).await?;
    let mine: Vec<_> = all.into_iter().filter(|one| is_agent || carried.contains(&one.id)).collect();
    let (mut drafts, mut renewals) = (Vec::new(), Vec::new());
    for organisation in mine.iter().filter(|one| carried.contains(&one.id)) {
        for one in store::application::of_organisation(tx, organisation.id).await? {
            if one.call == call.id && one.state == ApplicationState::Draft {
                drafts.push((format!("Le brouillon de {}", organisation.name), path(one.id)));
            }
            if one.call != call.id && one.state == ApplicationState::Filed {
                let titles = store::project::of_application(tx, one.id).await?.into_iter().map(|project| project.title);
                let hint = titles.collect::<Vec<_>>().join(" ; ");
                let number = one.number.unwrap_or_default();
                renewals.push(Choice::new(one.id.to_string(), &format!("Dossier {number}")).hint(&hint));
            }
        }
    }
    for one in looking::typed(tx, &visit.actor).await? {
        if one.call == call.id && one.state == ApplicationState::Draft && !carried.contains(&one.organisation) {
            let name = carrier::name(tx, one.organisation).await?;
            drafts.push((format!("Le brouillon de {name}, que vous aidez à saisir"), path(one.id)));
        }
    }
    let zone = call.zone.time_zone();
    let closes =
        call.closes_at.map_or_else(String::new, |at| format!("À déposer avant : {}. ", told_moment(at, &zone)));
    let form = match (mine.as_slice(), form.has_errors()) {
        ([only], false) if form.value("organisation").is_empty() => form.with("organisation", only.id.to_string()),
        _ => form,
    };
    let frame = visit.public_in_french("Répondre à l’appel").with_caption(call.title.as_str()).with_form(&form);
    Ok(StartPage {
        frame: Frame { is_private: true, ..frame },
        form,
        lead: format!(
            "{closes}Vous écrivez à votre rythme : chaque réponse est gardée, vous reprenez quand vous voulez."
        ),
        drafts,
        organisations: mine.iter().map(|one| Choice::new(one.id.to_string(), &one.name)).collect(),
        renewals,
        help: Help { phone: call.phone.clone(), email: call.email.clone() },
    })
}

async fn call_at(tx: &mut Tx, address: &str) -> Result<Call, Fault> {
    let call = store::call::by_address(tx, address).await?;
    call.filter(|call| call.state == CallState::Published).ok_or_else(Fault::not_found)
}

/// `/appels/{address}/dossiers/nouveau`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(address): Path<String>) -> Answer {
    let mut tx = house.read().await?;
    let call = call_at(&mut tx, &address).await?;
    answer::page(&page_of(&mut tx, &visit, &call, Form::empty()).await?)
}

/// Begins, or opens the draft that waits.
pub async fn begin(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(address): Path<String>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let call = call_at(&mut tx, &address).await?;
    let mut typed = Reading::of(&fields);
    let organisation: Option<Uuid> =
        typed.chosen("organisation", "Choisissez l’organisation pour laquelle vous écrivez");
    let renews = typed.offered("depuis");
    let outcome = match typed.filled(organisation).sound() {
        Ok(organisation) => {
            let new = NewApplication { organisation: organisation.unwrap_or_default(), renews };
            starting::start(&mut tx, &house.outside, &visit.actor, &call, new).await
        }
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(id) => {
            tx.commit().await?;
            house.bell.ring();
            answer::see(&path(id))
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            let mut tx = house.read().await?;
            answer::page_to_correct(&page_of(&mut tx, &visit, &call, form).await?)
        }
    }
}
