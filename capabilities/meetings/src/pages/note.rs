//! One note: what it says, what was merged into it, what happened to it, and the evidence made of it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Choice, Form, Frame, Link};
use kernel::{Uuid, french};
use listening::facade::gatherings::Visibility;
use web::{Answer, Fault, Fields, House, Visit, answer};

use super::{above, area_choices, area_name, choices_of, key, may};
use crate::actions::Proof;
use crate::rules::{Change, Field, Note, NoteKind, merges, root};
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/note.html")]
pub(super) struct NotePage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub board: String,
    pub key: String,
    pub words: String,
    pub id: Uuid,
    pub kinds: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub needs: Vec<Choice>,
    pub readers: Vec<Choice>,
    pub targets: Vec<Choice>,
    /// Notes that say the same: identifier and words.
    pub members: Vec<(Uuid, String)>,
    /// The note that speaks for this one.
    pub speaker: Option<Link>,
    pub history: Vec<String>,
    pub evidence: Option<String>,
    /// Where the sentence of the corpus that carries it is read.
    pub verbatim: Option<String>,
    pub may_hold: bool,
}

impl NotePage {
    /// Where evidence is made of it.
    fn proving(&self) -> String {
        format!("{}/preuve", self.path)
    }
}

fn ids((id, note): (String, String)) -> Result<(Uuid, Uuid), Fault> {
    id.parse().ok().zip(note.parse().ok()).ok_or_else(Fault::not_found)
}

/// What a change says, in a sentence.
fn sentence(
    at: kernel::Moment,
    change: &Change,
    zone: &jiff::tz::TimeZone,
    named: &dyn Fn(Field, &str) -> String,
) -> String {
    let zoned = at.timestamp().to_zoned(zone.clone());
    let when = format!("{} à {}", french::date(zoned.date()), zoned.strftime("%H h %M"));
    let (before, after) = (named(change.field, &change.before), named(change.field, &change.after));
    format!("{when} : {}, de « {before} » à « {after} ».", change.field.french())
}

async fn draw(
    tx: &mut Tx,
    (house, visit): (&House, &Visit),
    (id, note): (Uuid, Uuid),
    typed: Option<Form>,
) -> Result<NotePage, Fault> {
    let mut found =
        store::note::by_id(tx, note).await?.filter(|one| one.consultation == id).ok_or_else(Fault::not_found)?;
    let gathering = super::readable(tx, &visit.actor, found.meeting).await?;
    let (areas, groups) = (territory::facade::areas(tx).await?, store::note::groups(tx, id).await?);
    let mut all = store::note::of_consultation(tx, id).await?;
    let may_hold = may(&visit.actor, &acts::HOLD, &gathering);
    all.iter_mut().chain([&mut found]).for_each(|note| super::words_for(may_hold, &mut note.words));
    let merged = merges(&all);
    let speaker = all.iter().find(|one| one.id == root(&merged, note)).filter(|one| one.id != note);
    let named = |field: Field, value: &str| match field {
        Field::Area => value.parse().map_or_else(|_| "aucun".to_owned(), |area| area_name(&areas, area)),
        Field::Kind => NoteKind::from_code(value).map_or_else(|| value.to_owned(), |kind| kind.french().to_owned()),
        Field::Group => {
            let group = groups.iter().find(|group| group.id.to_string() == value);
            group.map_or_else(|| "à trier".to_owned(), |group| group.label.clone())
        }
        Field::MergedInto => {
            let into = all.iter().find(|one| one.id.to_string() == value);
            into.map_or_else(|| "seule".to_owned(), |one| kernel::text::shorten(&one.words, 60))
        }
        Field::Removed => if value.is_empty() { "gardée" } else { "retirée" }.to_owned(),
        _ if value.is_empty() => "rien".to_owned(),
        Field::Words => {
            let mut words = value.to_owned();
            super::words_for(may_hold, &mut words);
            words
        }
        _ => value.to_owned(),
    };
    let history = store::log::history(tx, note).await?;
    let needs = listening::facade::needs(tx).await?;
    let board = crate::facade::board_path(id);
    let area = found.area.or(gathering.area).map(|id| id.to_string()).unwrap_or_default();
    let form = typed.unwrap_or_else(|| {
        Form::filled([
            (Field::Words.code(), found.words.clone()),
            (Field::Kind.code(), found.kind.code().to_owned()),
            (Field::Area.code(), found.area.map(|id| id.to_string()).unwrap_or_default()),
            (Field::Audience.code(), found.audience.clone()),
            ("propos", found.words.clone()),
            ("qui", found.audience.clone()),
            ("quartier", area),
            ("visibilite", Visibility::Agents.code().to_owned()),
            ("vers", found.group.map_or_else(|| "aucun".to_owned(), |id| id.to_string())),
        ])
    });
    let link = |one: &Note| Link::new(one.words.as_str(), format!("{board}/notes/{}", one.id));
    let targets =
        groups.iter().filter(|group| !group.is_removed).map(|group| Choice::new(group.id.to_string(), &group.label));
    Ok(NotePage {
        frame: visit
            .back_office("Une note")
            .with_caption(gathering.name())
            .with_breadcrumb([above(), vec![Link::new("Trier les notes", board.as_str())]].concat())
            .with_form(&form),
        path: format!("{board}/notes/{note}"),
        key: house.outside.uuid().to_string(),
        id: note,
        kinds: choices_of!(NoteKind),
        areas: area_choices(&areas),
        needs: needs
            .iter()
            .map(|need| Choice::new(need.id.to_string(), &format!("{} {}", need.code, need.label)))
            .collect(),
        readers: choices_of!(Visibility),
        targets: [Choice::new("aucun", "À trier")].into_iter().chain(targets).collect(),
        members: all
            .iter()
            .filter(|one| one.merged_into == Some(note) && !one.is_removed)
            .map(|one| (one.id, one.words.clone()))
            .collect(),
        speaker: speaker.map(link),
        history: history.iter().map(|(at, change)| sentence(*at, change, &house.settings.zone, &named)).collect(),
        evidence: found.evidence.map(|id| format!("/gestion/ecoute/preuves/{id}")),
        verbatim: found.verbatim.map(corpus::facade::verbatim_path),
        may_hold,
        words: found.words,
        board,
        form,
    })
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, Path(named): Path<(String, String)>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, (&house, &visit), ids(named)?, None).await?)
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(named): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let (id, note) = ids(named)?;
    let typed: Vec<(Field, String)> = [Field::Words, Field::Kind, Field::Area, Field::Audience]
        .into_iter()
        .filter(|field| fields.pairs().iter().any(|(name, _)| name == field.code()))
        .map(|field| (field, fields.text(field.code()).split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect();
    let mut tx = house.write().await?;
    let at = (id, key(&house, &fields));
    let outcome = actions::change(&mut tx, &house.outside, &visit.actor, at, note, &typed).await;
    let path = |_| format!("{}/notes/{note}", crate::facade::board_path(id));
    let again = async |form| draw(&mut house.read().await?, (&house, &visit), (id, note), Some(form)).await;
    answer::settle(tx, outcome, (path, "modifie"), &fields, again).await
}

/// What evidence asks beside the words, as typed.
pub(super) fn proof(fields: &Fields) -> Proof {
    Proof {
        need: fields.text("besoin").parse().ok(),
        area: fields.text("quartier").parse().ok(),
        heard: fields.text("qui").to_owned(),
        said: fields.text("propos").to_owned(),
        visibility: Visibility::from_code(fields.text("visibilite")).unwrap_or(Visibility::Agents),
    }
}

pub async fn prove(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(named): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let (id, note) = ids(named)?;
    let mut tx = house.write().await?;
    let outcome = actions::note_as_evidence(&mut tx, &house.outside, &visit.actor, note, proof(&fields)).await;
    let path = |_| format!("{}/notes/{note}", crate::facade::board_path(id));
    let again = async |form| draw(&mut house.read().await?, (&house, &visit), (id, note), Some(form)).await;
    answer::settle(tx, outcome, (path, "enregistre"), &fields, again).await
}
