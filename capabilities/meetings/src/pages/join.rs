//! `/r` and `/r/{code}`: somebody at a meeting adds words with a telephone. No account, no name, no address kept.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Request, State};
use database::Tx;
use interface::{Choice, Form, Frame, Translated};
use kernel::{Actor, Failure, FieldError};
use web::{Answer, Asked, Fault, Fields, House, Upload, Visit, answer};

use super::{asks_for_keys, finding_of, kept, key, kind, notes, photo_of, stop_choices, to_correct};
use crate::actions::{self, Capture, Joined, NewPhoto, PHOTOS, Waiting};
use crate::rules::{Category, Gravity, Invites, NoteKind, read_code};
use crate::store;

// Whoever joins by a code is a visitor, even signed in: nobody is named here.

#[derive(Template)]
#[template(path = "pages/join_ask.html")]
pub(super) struct AskPage {
    pub frame: Frame,
    pub form: Form,
}

#[derive(Template)]
#[template(path = "pages/join.html")]
pub(super) struct JoinPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub key: String,
    /// What takes these words back.
    pub code: String,
    pub name: String,
    pub is_walk: bool,
    pub is_sent: bool,
    pub kinds: Vec<Choice>,
    pub stops: Vec<Choice>,
    pub categories: Vec<Choice>,
    pub gravities: Vec<Choice>,
}

impl JoinPage {
    /// What may be sent, said before the choice.
    fn accepted(&self) -> Translated {
        self.frame.t_with(
            "{sortes}. Le lieu et l’appareil sont effacés de la photo montrée.",
            [("sortes", PHOTOS.french().as_str())],
        )
    }
}

/// Values of a vocabulary, in the language of the page.
macro_rules! translated {
    ($frame:expr, $kind:ty) => {
        <$kind>::ALL.iter().map(|one| Choice::translated(one.code(), &$frame.t(one.french()))).collect::<Vec<_>>()
    };
}

fn ask_page(visit: &Visit, form: Form) -> AskPage {
    let form = form.in_language(visit.language);
    AskPage { frame: visit.nameless("Rejoindre une rencontre").with_form(&form), form }
}

/// What residents read of the kinds; the same words as the facilitators.
#[rustfmt::skip]
pub(super) fn words(frame: &Frame) -> [Vec<Choice>; 3] {
    [translated!(frame, NoteKind), translated!(frame, Category), translated!(frame, Gravity)]
}

pub async fn ask(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let typed = asked.text("rencontre");
    if typed.is_empty() {
        return answer::page(&ask_page(&visit, Form::empty()));
    }
    let mut tx = house.read().await?;
    if let Some(code) = read_code(typed)
        && actions::join(&mut tx, &house.outside, &code).await.is_ok()
    {
        return answer::see(&format!("/r/{code}"));
    }
    let sentence =
        "Aucune rencontre n’est ouverte sous ce code. Vérifiez les six signes, ou demandez à la personne qui anime.";
    let form = Form::filled([("rencontre", typed)]).with_errors(vec![FieldError::new("rencontre", sentence)]);
    answer::page_to_correct(&ask_page(&visit, form))
}

async fn draw(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    (code, joined): (&str, &Joined),
    (form, given): (Form, &str),
) -> Result<JoinPage, Fault> {
    let gathering =
        listening::facade::gatherings::gathering(tx, joined.gathering()).await?.ok_or_else(Fault::not_found)?;
    let stops = store::finding::stops(tx, gathering.id).await?;
    let is_walk = joined.invites() == Invites::Findings;
    let form = form.in_language(visit.language);
    let frame = visit.nameless(if is_walk { "Noter un constat" } else { "Dire quelques mots" });
    let [kinds, categories, gravities] = words(&frame);
    Ok(JoinPage {
        frame: Frame { is_private: false, ..frame.with_form(&form) },
        form,
        path: format!("/r/{}", answer::encode(code)),
        key: corpus::facade::nameless_id(&house.outside).to_string(),
        code: match corpus::facade::comparable(given) {
            Some(_) => given.to_owned(),
            None => corpus::facade::new_deletion_code(&house.outside),
        },
        name: gathering.name().to_owned(),
        is_walk,
        is_sent: visit.path_and_query.contains("envoye=oui"),
        kinds,
        stops: stop_choices(&stops),
        categories,
        gravities,
    })
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, Path(code): Path<String>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let joined = actions::join(&mut tx, &house.outside, &code).await?;
    let form = Form::filled([("nature", joined.settings().kind.code())]);
    answer::page(&draw(&mut tx, &house, &visit, (&code, &joined), (form, asked.text("garde"))).await?)
}

pub async fn send_notes(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(code): Path<String>,
    fields: Fields,
) -> Answer {
    let joined = actions::join(&mut house.read().await?, &house.outside, &code).await?;
    if joined.invites() != Invites::Notes {
        return Err(Fault::not_found());
    }
    let capture = Capture {
        notes: notes(&fields, key(&house, &fields)),
        area: joined.settings().area,
        audience: joined.settings().audience.clone(),
        kind: kind(&fields),
        code_hash: corpus::facade::code_hash(fields.text("garde")),
    };
    let queue = (&house.db, house.shelves.shelf::<Waiting>());
    match actions::take_from_telephone(queue, &house.outside, &joined, capture).await {
        Ok(taken) => match asks_for_keys(&fields) {
            true => kept(&taken.keys),
            false => answer::see(&format!("/r/{}?envoye=oui{}", answer::encode(&code), kept_code(&fields))),
        },
        Err(Failure::Input(errors)) if asks_for_keys(&fields) => to_correct(&errors),
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            let given = (form, fields.text("garde"));
            let mut page = draw(&mut house.read().await?, &house, &visit, (&code, &joined), given).await?;
            // Corrected and sent again, lines that did not change keep their keys.
            page.key = key(&house, &fields).to_string();
            answer::page_to_correct(&page)
        }
    }
}

/// The code shown to whoever sent, for the page that follows.
fn kept_code(fields: &Fields) -> String {
    match fields.text("garde") {
        "" => String::new(),
        code => format!("&garde={}", answer::encode(code)),
    }
}

pub async fn send_finding(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(code): Path<String>,
    request: Request,
) -> Answer {
    let joined = actions::join(&mut house.read().await?, &house.outside, &code).await?;
    let upload = Upload::read(&house, request).await?;
    let mut errors = Vec::new();
    let new = Failure::gather(&mut errors, finding_of(&house, &upload.fields))?;
    let photo = Failure::gather(&mut errors, photo_of(&house, &upload).await)?.flatten();
    let outcome = match new {
        Some(new) if errors.is_empty() => {
            let mut tx = house.write().await?;
            let key = new.key;
            let photo = photo.map(|file| NewPhoto { vault: house.vault.as_ref(), file });
            let who = (joined.gathering(), Some(&joined));
            match actions::note_finding(&mut tx, &house.outside, &Actor::Visitor, who, new, photo).await {
                Ok(_) => tx.commit().await.map(|()| key).map_err(Failure::from),
                Err(failure) => Err(failure),
            }
        }
        _ => Err(Failure::Input(errors)),
    };
    match outcome {
        Ok(key) if asks_for_keys(&upload.fields) => kept(&[key]),
        Ok(_) => answer::see(&format!("/r/{}?envoye=oui{}", answer::encode(&code), kept_code(&upload.fields))),
        Err(Failure::Input(errors)) if asks_for_keys(&upload.fields) => to_correct(&errors),
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            let given = (form, upload.fields.text("garde"));
            answer::page_to_correct(&draw(&mut house.read().await?, &house, &visit, (&code, &joined), given).await?)
        }
    }
}
