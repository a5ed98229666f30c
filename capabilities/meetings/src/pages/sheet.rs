//! `/gestion/rencontres/{id}`: notes captured as they are said, and the code by which telephones join.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Html, Link};
use kernel::{Failure, Uuid};
use listening::facade::gatherings::Gathering;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{
    above, area_choices, area_name, asks_for_keys, choices_of, kept, key, kind, may, notes, readable, to_correct, told,
};
use crate::actions::{self, Capture};
use crate::rules::{Invites, NoteKind, Origin, shown_code};
use crate::{acts, store};

/// Notes shown under the form.
const SHOWN: i64 = 60;

#[derive(Template)]
#[template(path = "pages/sheet.html")]
pub(super) struct SheetPage {
    pub frame: Frame,
    pub form: Form,
    pub told: String,
    pub path: String,
    pub board: String,
    /// The key of this form: sent twice, it makes the same notes.
    pub key: String,
    pub kinds: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub invites: Vec<Choice>,
    pub may_hold: bool,
    pub telephones: Option<Telephones>,
    /// Words, what is known of them, where the note is opened.
    pub latest: Vec<(String, String, String)>,
    pub counted: String,
}

/// How telephones join.
pub(super) struct Telephones {
    pub code: String,
    pub address: String,
    pub square: Html,
    pub invites: &'static str,
    pub until: String,
}

async fn draw(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    gathering: &Gathering,
    typed: Option<Form>,
) -> Result<SheetPage, Fault> {
    let areas = territory::facade::areas(tx).await?;
    let meeting = actions::meeting_of(tx, gathering).await?;
    let (mut latest, count) = store::note::latest(tx, gathering.id, SHOWN).await?;
    let may_hold = may(&visit.actor, &acts::HOLD, gathering);
    latest.iter_mut().for_each(|note| super::words_for(may_hold, &mut note.words));
    let board = crate::facade::board_path(gathering.consultation);
    let telephones = match (&meeting.join_code, meeting.open_until.filter(|_| meeting.is_open(house.outside.now()))) {
        (Some(code), Some(until)) => {
            let address = house.address(&format!("/r/{code}"));
            let until = until.timestamp().to_zoned(house.settings.zone.clone());
            Some(Telephones {
                code: shown_code(code),
                square: interface::square(&address, "Code à photographier pour rejoindre la rencontre")?,
                address,
                invites: meeting.invites.french(),
                until: format!("{} à {}", kernel::french::date(until.date()), until.strftime("%H h %M")),
            })
        }
        _ => None,
    };
    let form = typed.unwrap_or_else(|| {
        Form::filled([
            ("nature", meeting.kind.code().to_owned()),
            ("quartier", meeting.area.map(|id| id.to_string()).unwrap_or_default()),
            ("public", meeting.audience.clone()),
            ("pour", Invites::Notes.code().to_owned()),
        ])
    });
    let known = |note: &crate::rules::Note| {
        let area = note.area.map(|id| area_name(&areas, id));
        let origin = (note.origin == Origin::Participant).then(|| "par téléphone".to_owned());
        let parts = [Some(note.kind.french().to_owned()), area, Some(note.audience.clone()), origin];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    };
    Ok(SheetPage {
        frame: visit.back_office(gathering.name()).with_breadcrumb(above()).with_form(&form),
        told: told(gathering, &areas),
        path: format!("/gestion/rencontres/{}", gathering.id),
        key: house.outside.uuid().to_string(),
        kinds: choices_of!(NoteKind),
        invites: choices_of!(Invites),
        areas: area_choices(&areas),
        may_hold,
        telephones,
        latest: latest
            .iter()
            .map(|note| (note.words.clone(), known(note), format!("{board}/notes/{}", note.id)))
            .collect(),
        counted: kernel::french::count(count, "note", "notes"),
        board: format!("{board}?rencontre={}", gathering.id),
        form,
    })
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Gathering>) -> Answer {
    let mut tx = house.read().await?;
    let gathering = readable(&mut tx, &visit.actor, id.uuid()).await?;
    answer::page(&draw(&mut tx, &house, &visit, &gathering, None).await?)
}

pub async fn add(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Gathering>,
    fields: Fields,
) -> Answer {
    let capture = Capture {
        notes: notes(&fields, key(&house, &fields)),
        area: fields.text("quartier").parse::<Uuid>().ok(),
        audience: fields.text("public").to_owned(),
        kind: kind(&fields),
        code_hash: None,
    };
    let mut tx = house.write().await?;
    let taken = actions::take_notes(&mut tx, &house.outside, &visit.actor, id.uuid(), capture).await;
    match taken {
        Ok(taken) => {
            tx.commit().await?;
            match asks_for_keys(&fields) {
                true => kept(&taken.keys),
                false => answer::done(&format!("/gestion/rencontres/{id}"), "ajoute"),
            }
        }
        Err(Failure::Input(errors)) if asks_for_keys(&fields) => to_correct(&errors),
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            let mut tx = house.read().await?;
            let gathering = readable(&mut tx, &visit.actor, id.uuid()).await?;
            let mut page = draw(&mut tx, &house, &visit, &gathering, Some(form)).await?;
            // Corrected and sent again, lines that did not change keep their keys.
            page.key = key(&house, &fields).to_string();
            answer::page_to_correct(&page)
        }
    }
}

pub async fn open(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Gathering>,
    fields: Fields,
) -> Answer {
    let invites = Invites::from_code(fields.text("pour")).unwrap_or(Invites::Notes);
    let mut tx = house.write().await?;
    actions::open_to_telephones(&mut tx, &house.outside, &visit.actor, id.uuid(), invites).await?;
    tx.commit().await?;
    answer::see(&format!("/gestion/rencontres/{id}#telephones"))
}

pub async fn close(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Gathering>) -> Answer {
    let mut tx = house.write().await?;
    actions::close_to_telephones(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::see(&format!("/gestion/rencontres/{id}#telephones"))
}

/// Links of a gathering to what is around it.
impl SheetPage {
    fn around(&self) -> [Link; 3] {
        [
            Link::new("Trier les notes", self.board.clone()),
            Link::new("Compter les participants", format!("{}/participants", self.path)),
            Link::new("Marche : arrêts et constats", format!("{}/marche", self.path)),
        ]
    }
}
