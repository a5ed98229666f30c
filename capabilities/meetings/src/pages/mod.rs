//! The pages of the slice.

pub mod alike;
pub mod board;
pub mod finding;
pub mod findings;
pub mod gestures;
pub mod group;
pub mod headcount;
pub mod join;
pub mod list;
pub mod note;
pub mod pour;
mod samples;
pub mod sheet;
pub mod walk;

pub use samples::samples;

use database::Tx;
use files::Prepared;
use interface::{Choice, Link};
use kernel::{Actor, Failure, FieldError, Outcome, Uuid, french};
use listening::facade::gatherings::Gathering;
use territory::facade::Area;
use web::answer::{self, asks_for_keys, keys_to_correct as to_correct};
use web::{Answer, Fault, Fields, House, Upload};

use crate::actions::{NewFinding, PHOTOS};
use crate::rules::{Category, FindingText, Gravity, NewNote, NoteKind, lines, rounded};
use crate::{acts, store};

/// The pages above a page of gatherings.
fn above() -> Vec<Link> {
    vec![Link::new("Rencontres", "/gestion/rencontres")]
}

/// The pages above a page of one gathering.
fn above_in(gathering: &Gathering) -> Vec<Link> {
    let path = format!("/gestion/rencontres/{}", gathering.id);
    [above(), vec![Link::new(gathering.name(), path)]].concat()
}

/// Where and when a gathering was held, in a sentence.
fn told(gathering: &Gathering, areas: &[Area]) -> String {
    let area = gathering.area.map(|id| area_name(areas, id));
    let day = gathering.held_on.map(french::date);
    let parts = [Some(gathering.channel.clone()), area, Some(gathering.place.clone()), day];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    format!("{}.", parts.join(", "))
}

fn area_name(areas: &[Area], id: Uuid) -> String {
    areas.iter().find(|area| area.id == id).map_or_else(|| "Quartier inconnu".to_owned(), |area| area.name.clone())
}

fn area_choices(areas: &[Area]) -> Vec<Choice> {
    areas.iter().map(|area| Choice::new(area.id.to_string(), &area.name)).collect()
}

/// Values of a vocabulary as choices.
macro_rules! choices_of {
    ($kind:ty) => {
        <$kind>::ALL.iter().map(|value| interface::Choice::new(value.code(), value.french())).collect::<Vec<_>>()
    };
}
use choices_of;

/// Whether this actor may do this at this gathering.
fn may(actor: &Actor, act: &'static kernel::Act, gathering: &Gathering) -> bool {
    actor.may(act, &gathering.scope()).is_allowed()
}

/// What somebody reads of words: as they were written for whoever leads there; for others, without what could name somebody.
fn words_for(holds: bool, words: &mut String) {
    if !holds {
        *words = corpus::facade::masked(words);
    }
}

/// The gathering of a page that only reads: not hers and not there look alike.
async fn readable(tx: &mut Tx, actor: &Actor, id: Uuid) -> Result<Gathering, Fault> {
    Ok(crate::actions::gathering(tx, actor, &acts::READ, id).await?)
}

/// The key of a form: that which came with it, or a new one.
fn key(house: &House, fields: &Fields) -> Uuid {
    fields.text("cle").parse().unwrap_or_else(|_| corpus::facade::nameless_id(&house.outside))
}

/// The keys kept: only then does a device forget what it held.
fn kept(keys: &[Uuid]) -> Answer {
    let keys: Vec<String> = keys.iter().map(Uuid::to_string).collect();
    answer::keys_kept(&keys)
}

/// The notes of a form: one a line of the field `notes`, and those a device kept, each under its own key.
fn notes(fields: &Fields, base: Uuid) -> Vec<NewNote> {
    let mut all = lines(fields.text("notes"), base);
    for (name, value) in fields.pairs() {
        let Some(key) = name.strip_prefix("note-").and_then(|key| key.parse::<Uuid>().ok()) else { continue };
        all.extend(lines(value, base).into_iter().take(1).map(|note| NewNote { key, ..note }));
    }
    all
}

fn kind(fields: &Fields) -> NoteKind {
    NoteKind::from_code(fields.text("nature")).unwrap_or(NoteKind::Need)
}

/// A finding as typed, or every point to correct.
fn finding_of(house: &House, fields: &Fields) -> Outcome<NewFinding> {
    let mut errors = crate::rules::check_finding(fields.text("constat"));
    let category = Category::from_code(fields.text("categorie"));
    if category.is_none() {
        errors.push(FieldError::new("categorie", "Choisissez de quoi il s’agit"));
    }
    let gravity = Gravity::from_code(fields.text("gravite"));
    if gravity.is_none() {
        errors.push(FieldError::new("gravite", "Choisissez la gravité"));
    }
    let degrees = |name: &str| fields.text(name).replace(',', ".").parse::<f64>().ok();
    let (Some(category), Some(gravity), true) = (category, gravity, errors.is_empty()) else {
        return Err(Failure::Input(errors));
    };
    let position = degrees("latitude").zip(degrees("longitude")).and_then(|(north, east)| rounded(north, east));
    let stop = fields.text("arret").parse().ok();
    let text = FindingText { words: fields.text("constat").to_owned(), category, gravity, stop, position };
    Ok(NewFinding { key: key(house, fields), text, code_hash: corpus::facade::code_hash(fields.text("garde")) })
}

/// The photograph sent, received and drawn again; none when none was chosen.
async fn photo_of(house: &House, upload: &Upload) -> Outcome<Option<Prepared>> {
    let received = web::attached::received(house, upload, PHOTOS).await;
    received.map_err(|error| match error {
        Failure::Input(errors) => {
            Failure::Input(errors.into_iter().map(|error| FieldError::new("photo", error.sentence)).collect())
        }
        other => other,
    })
}

/// Stops to choose from.
fn stop_choices(stops: &[store::finding::Stop]) -> Vec<Choice> {
    stops.iter().filter(|stop| !stop.is_removed).map(|stop| Choice::new(stop.id.to_string(), &stop.label)).collect()
}
