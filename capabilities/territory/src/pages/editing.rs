//! Changing a neighbourhood: name, kind, communes, order, validity of its perimeters.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use geography::NeighbourhoodKind;
use interface::{Choice, Form, Frame, Link, Sample, Site};
use jiff::civil::Date;
use kernel::{FieldError, Filled, Uuid};
use web::{Answer, Fields, House, PathId, Visit, answer};

use crate::actions::viewing::{Commune, Neighbourhood, Version};
use crate::actions::{self, Edition, viewing};

#[derive(Template)]
#[template(path = "pages/editing.html")]
struct EditingPage {
    frame: Frame,
    form: Form,
    id: String,
    kinds: Vec<Choice>,
    versions: Vec<VersionLine>,
    communes: String,
}

struct VersionLine {
    from: String,
    until: String,
    title: String,
}

/// A mark for the identifier in the path.
pub struct Edited;

fn view(frame: Frame, form: Form, known: &Neighbourhood, versions: &[Version], communes: &[Commune]) -> EditingPage {
    EditingPage {
        frame: frame.with_form(&form),
        form,
        id: known.id.to_string(),
        kinds: NeighbourhoodKind::ALL
            .into_iter()
            .map(|kind| Choice::new(kind.key(), &crate::documents::sentence_case(kind.label())))
            .collect(),
        versions: versions
            .iter()
            .enumerate()
            .map(|(rank, version)| VersionLine {
                from: format!("debut-{rank}"),
                until: format!("fin-{rank}"),
                title: format!("{} (zonage {})", version.code, crate::documents::generation_words(&version.generation)),
            })
            .collect(),
        communes: communes.iter().map(|commune| commune.name.as_str()).collect::<Vec<_>>().join(", "),
    }
}

fn filled(known: &Neighbourhood, versions: &[Version], communes: &[Commune]) -> Form {
    let codes: Vec<&str> = communes.iter().map(|commune| commune.insee_code.as_str()).collect();
    let mut form = Form::filled([
        ("nom", known.name.clone()),
        ("nature", known.kind.key().to_owned()),
        ("appellations", known.aliases.join("\n")),
        ("communes", codes.join(", ")),
        ("ordre", known.position.to_string()),
        ("revision", known.revision.to_string()),
    ]);
    for (rank, version) in versions.iter().enumerate() {
        let day = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Date>().ok());
        form = form.with_date(&format!("debut-{rank}"), day(&version.valid_from));
        form = form.with_date(&format!("fin-{rank}"), day(&version.valid_until));
    }
    form
}

/// `GET /gestion/territoire/quartiers/{id}`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Edited>) -> Answer {
    let mut tx = house.read().await?;
    let (known, versions, communes) = viewing::to_edit(&mut tx, &visit.actor, id.uuid()).await?;
    let form = filled(&known, &versions, &communes);
    answer::page(&view(frame(&visit, &known), form, &known, &versions, &communes))
}

/// `POST /gestion/territoire/quartiers/{id}`
pub async fn save(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Edited>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let (known, versions, communes) = viewing::to_edit(&mut tx, &visit.actor, id.uuid()).await?;
    let edition = read(&fields, &versions);
    let outcome = actions::edit(&mut tx, &house.outside, &visit.actor, id.uuid(), edition).await;
    let again = async |form| Ok(view(frame(&visit, &known), form, &known, &versions, &communes));
    answer::settle(tx, outcome, (|()| "/gestion/territoire".to_owned(), "modifie"), &fields, again).await
}

fn frame(visit: &Visit, known: &Neighbourhood) -> Frame {
    visit.back_office(&known.name).with_breadcrumb(vec![Link::new("Territoire", "/gestion/territoire")])
}

fn read(fields: &Fields, versions: &[Version]) -> Filled<Edition> {
    let form = fields.form();
    let mut errors = Vec::new();
    let kind = NeighbourhoodKind::from_key(fields.text("nature"));
    if kind.is_none() {
        errors.push(FieldError::new("nature", "Choisissez la nature du quartier"));
    }
    let position = fields.text("ordre").parse::<i64>();
    if position.is_err() {
        errors.push(FieldError::new("ordre", "L’ordre doit être un nombre entier, par exemple 3"));
    }
    let mut validity: Vec<(Uuid, Option<Date>, Option<Date>)> = Vec::new();
    for (rank, version) in versions.iter().enumerate() {
        let mut day = |name: String, label: &str| match form.date(&name, label) {
            Ok(day) => day,
            Err(error) => {
                errors.push(error);
                None
            }
        };
        let from = day(format!("debut-{rank}"), "la date de début");
        let until = day(format!("fin-{rank}"), "la date de fin");
        validity.push((version.id, from, until));
    }
    let list = |text: &str, marks: &[char]| -> Vec<String> {
        text.split(marks).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let edition = Edition {
        name: fields.text("nom").to_owned(),
        kind: kind.unwrap_or(NeighbourhoodKind::District),
        position: position.unwrap_or_default(),
        aliases: list(fields.text("appellations"), &['\n']),
        communes: list(&fields.text("communes").to_uppercase(), &[',', ';', ' ', '\n']),
        validity,
        revision: fields.revision(),
    };
    Filled::new(edition, errors)
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let portrait = super::sample::portrayed();
    let (known, versions, communes) = (portrait.neighbourhood, portrait.versions, portrait.communes);
    let frame = || Frame::back_office(site, known.name.as_str(), "/gestion/territoire/quartiers/1");
    let form = filled(&known, &versions, &communes);
    let wrong = Form::filled([("nom", "")]).with_errors(vec![FieldError::new("nom", "Saisissez le nom du quartier")]);
    vec![
        Sample::page(
            "territoire",
            "Modifier un quartier",
            view(frame(), form, &known, &versions, &communes).render().unwrap_or_default(),
        ),
        Sample::page(
            "territoire",
            "Modifier un quartier, à corriger",
            view(frame(), wrong, &known, &versions, &communes).render().unwrap_or_default(),
        ),
    ]
}
