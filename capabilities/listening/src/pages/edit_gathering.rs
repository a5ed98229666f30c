//! Noting a workshop, a walk, a seminar, correcting it: where, when, how many people when they were counted.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::{Filled, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{Referred, above_back, choices, chosen, setting};
use crate::rules::GatheringText;
use crate::store::gatherings::Gathering;
use crate::store::setting::Consultation;
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/edit_gathering.html")]
pub(super) struct GatheringPage {
    pub frame: Frame,
    pub form: Form,
    pub is_new: bool,
    pub lists: Lists,
}

/// What can be chosen.
#[derive(Default)]
pub(super) struct Lists {
    pub channels: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub documents: Vec<Choice>,
}

impl Lists {
    /// Channels of one consultation, or of all of them.
    async fn load(tx: &mut Tx, of: Option<Uuid>) -> Result<Self, Fault> {
        let referred = Referred::load(tx).await?;
        let areas = territory::facade::areas(tx).await?;
        Ok(Self {
            channels: referred.channel_choices(of),
            areas: choices(areas.iter().map(|area| (area.id, area.name.as_str()))),
            documents: referred.document_choices(),
        })
    }
}

fn read(fields: &Fields) -> Filled<GatheringText> {
    let mut typed = Reading::of(fields);
    let channel = typed.chosen("canal", "Choisissez un canal").unwrap_or_default();
    let times = typed.whole("nombre");
    let text = GatheringText {
        channel,
        area: typed.offered("quartier"),
        topic: typed.text("sujet"),
        times: typed.needed("nombre", times, "Saisissez le nombre de rencontres").unwrap_or_default(),
        held_on: typed.day("date", "la date"),
        place: typed.text("lieu"),
        participants: typed.whole("participants"),
        document: typed.offered("document"),
        page: typed.text("page"),
        note: typed.text("note"),
    };
    typed.filled(text)
}

fn new_page(visit: &Visit, form: Form, lists: Lists) -> GatheringPage {
    let frame = visit.back_office("Noter une rencontre").with_breadcrumb(above_back()[..1].to_vec());
    GatheringPage { frame: frame.with_form(&form), form, is_new: true, lists }
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let lists = Lists::load(&mut tx, None).await?;
    answer::page(&new_page(&visit, Form::filled([("nombre", "1")]), lists))
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let lists = Lists::load(&mut tx, None).await?;
    let outcome = actions::add_gathering(&mut tx, &house.outside, &visit.actor, read(&fields)).await;
    let again = async |form| Ok(new_page(&visit, form, lists));
    answer::settle(tx, outcome, (|_| "/besoins/couverture".to_owned(), "ajoute"), &fields, again).await
}

/// The gathering and its consultation, when this person may correct it: otherwise nothing is there.
async fn found(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<(Gathering, Consultation), Fault> {
    let gathering = store::gatherings::gathering(tx, id).await?.ok_or_else(Fault::not_found)?;
    let channel = store::setting::channel(tx, gathering.text.channel).await?.ok_or_else(Fault::not_found)?;
    let consultation = setting::visible(tx, visit, channel.consultation).await?;
    Ok((gathering, consultation))
}

fn edit_page(visit: &Visit, of: &Consultation, form: Form, lists: Lists) -> GatheringPage {
    let frame = visit.back_office("Corriger une rencontre").with_breadcrumb(setting::above(of));
    GatheringPage { frame: frame.with_form(&form), form, is_new: false, lists }
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Gathering>) -> Answer {
    let mut tx = house.read().await?;
    let (gathering, of) = found(&mut tx, &visit, id.uuid()).await?;
    let text = gathering.text;
    let form = Form::filled([
        ("canal", text.channel.to_string()),
        ("nombre", text.times.to_string()),
        ("quartier", chosen(text.area)),
        ("sujet", text.topic),
        ("lieu", text.place),
        ("participants", text.participants.map(|count| count.to_string()).unwrap_or_default()),
        ("document", chosen(text.document)),
        ("page", text.page),
        ("note", text.note),
        ("revision", gathering.revision.to_string()),
    ])
    .with_date("date", text.held_on);
    let lists = Lists::load(&mut tx, Some(of.id)).await?;
    answer::page(&edit_page(&visit, &of, form, lists))
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Gathering>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (gathering, of) = found(&mut tx, &visit, id.uuid()).await?;
    let lists = Lists::load(&mut tx, Some(of.id)).await?;
    let stale = (gathering.id, fields.revision());
    let outcome = actions::amend_gathering(&mut tx, &house.outside, &visit.actor, stale, read(&fields)).await;
    let again = async |form| Ok(edit_page(&visit, &of, form, lists));
    answer::settle(tx, outcome, (setting::path, "modifie"), &fields, again).await
}
