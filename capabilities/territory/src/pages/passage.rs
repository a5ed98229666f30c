//! One correspondence: both perimeters, what they share, what was decided, and the three ways of deciding.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use geography::zoning::Relation;
use interface::{AreaMap, Choice, Form, Frame, Html, Link, Measure, Sample, Site, SummaryRow, Tag, TagColour};
use jiff::tz::TimeZone;
use kernel::{FieldError, Filled, french};
use web::{Answer, Fields, House, PathId, Visit, answer};

use super::passages::{PATH, title};
use crate::actions::passages::{self, Listed, Sheet};
use crate::actions::viewing::Version;
use crate::acts::DECIDE;
use crate::documents::passages::day;
use crate::reading::geometry;
use crate::rules::passages::{Correction, State, words};
use crate::rules::passing;
use crate::rules::scdl::degrees as number;

#[derive(Template)]
#[template(path = "pages/passage.html")]
struct PassagePage {
    frame: Frame,
    form: Form,
    path: String,
    mark: String,
    tag: Tag,
    standing: String,
    reason: String,
    contradiction: String,
    rows: Vec<SummaryRow>,
    maps: Vec<Html>,
    /// Other correspondences of the same neighbourhoods: words, address, state.
    beside: Vec<(String, String, &'static str)>,
    may_decide: bool,
    end: &'static str,
    choices: Vec<Choice>,
    relations: Vec<Choice>,
}

/// A mark for the identifier in the path.
pub struct Decided;

/// The word sent for « aucun ».
const NONE: &str = "aucun";

fn tag(state: State) -> Tag {
    let colour = match state {
        State::Proposed => TagColour::Amber,
        State::Confirmed | State::Corrected => TagColour::Green,
        State::Refused => TagColour::Grey,
    };
    Tag::new(colour, state.french())
}

fn view(frame: Frame, sheet: &Sheet, form: Option<Form>, may_decide: bool, zone: &TimeZone) -> PassagePage {
    let passage = &sheet.listed.passage;
    let decision = passage.decision.as_ref();
    let who = decision.map_or("", |decision| decision.by.as_str());
    let who = if who.is_empty() { passing::TEAM } else { who };
    let enters = passage.proposed.from_code.is_empty();
    let form = form.unwrap_or_else(|| prefilled(&sheet.listed));
    let none = if enters { "Aucun : il entre dans la liste" } else { "Aucun : il sort de la liste" };
    let codes = sheet.choices.iter().map(|(code, name)| Choice::new(code, &format!("{name} ({code})")));
    let alone = if enters { Relation::Entering } else { Relation::Leaving };
    let relations = [Relation::Identical, Relation::Modified, Relation::Merged, Relation::Split, alone];
    PassagePage {
        frame: frame.with_form(&form),
        form,
        path: format!("{PATH}/{}", passage.id),
        mark: passage.mark(),
        tag: tag(passage.state()),
        standing: passing::decided(passage, who, day(zone)).unwrap_or_else(|| "Personne n’a encore décidé.".to_owned()),
        reason: decision.map(|decision| decision.reason.clone()).unwrap_or_default(),
        contradiction: passing::contradiction(passage).unwrap_or_default(),
        rows: rows(sheet),
        maps: maps(sheet),
        beside: sheet
            .beside
            .iter()
            .map(|other| (title(other), format!("{PATH}/{}", other.passage.id), other.passage.state().french()))
            .collect(),
        may_decide,
        end: if enters { "Quartier d’origine (2015)" } else { "Quartier d’arrivée (2024)" },
        choices: codes.chain([Choice::new(NONE, none)]).collect(),
        relations: relations.into_iter().map(|one| Choice::new(one.key(), words(one))).collect(),
    }
}

/// What is held for true today, ready to be corrected.
fn prefilled(listed: &Listed) -> Form {
    let (held, enters) = (listed.passage.held(), listed.passage.proposed.from_code.is_empty());
    let other = if enters { &held.from_code } else { &held.to_code };
    let share = held.share.filter(|share| *share > 0.0);
    Form::filled([
        ("autre-quartier", if other.is_empty() { NONE.to_owned() } else { other.clone() }),
        ("relation", held.relation.key().to_owned()),
        ("part", share.map_or_else(String::new, |share| french::decimal(share * 100.0, 1))),
    ])
}

fn rows(sheet: &Sheet) -> Vec<SummaryRow> {
    let passage = &sheet.listed.passage;
    let text = |text: String| Html::sentence(&text);
    let mut rows = vec![
        SummaryRow::new("Quartier de 2015", text(sheet.listed.name(&passage.proposed.from_code))),
        SummaryRow::new("Quartier de 2024", text(sheet.listed.name(&passage.proposed.to_code))),
        SummaryRow::new("Proposition", text(passing::sentence(&passage.proposed))),
    ];
    if let Some((of_former, of_later)) = sheet.shares {
        let share = |share: f64| text(french::percent(share * 100.0, 1));
        rows.push(SummaryRow::new("Part du contour de 2015 qui est dans celui de 2024", share(of_former)));
        rows.push(SummaryRow::new("Part du contour de 2024 qui vient de celui de 2015", share(of_later)));
    }
    if sheet.shares.is_none() && sheet.versions.iter().all(Option::is_some) {
        let why = "Pas mesurables : l’un des contours n’est pas encore importé.";
        rows.push(SummaryRow::new("Parts communes", text(why.to_owned())));
    }
    rows.push(SummaryRow::new("Connue par", text(passage.basis.clone())));
    if passage.state() == State::Corrected {
        let held = passage.held();
        let names = format!("{} vers {}", sheet.listed.name(&held.from_code), sheet.listed.name(&held.to_code));
        rows.push(SummaryRow::new("Correspondance retenue", text(format!("{names}. {}.", words(held.relation)))));
    }
    rows
}

/// Each perimeter over the outline of the other, at the same scale.
fn maps(sheet: &Sheet) -> Vec<Html> {
    let rings = |rank: usize| {
        sheet.versions[rank].as_ref().map(|version| geometry::read_rings(&version.rings)).unwrap_or_default()
    };
    let is_known = |rank: usize| sheet.versions[rank].as_ref().is_some_and(|version| !version.has_borrowed_perimeter());
    let map = |rank: usize, version: &Version| {
        let (year, other) = if rank == 0 { ("2015", "2024") } else { ("2024", "2015") };
        let subtitle = match (is_known(rank), is_known(1 - rank)) {
            (false, _) => format!("Pas encore importé : à sa place, le contour de {}", version.perimeter_generation),
            (true, true) => format!("En fond, le contour de {other}"),
            (true, false) => String::new(),
        };
        interface::map(&AreaMap {
            id: format!("contour-{year}"),
            title: format!("Le contour de {year}"),
            subtitle,
            measure: Measure::Count,
            areas: vec![interface::map::Area {
                code: version.code.clone(),
                name: sheet.listed.name(&version.code),
                rings: rings(rank),
                datum: None,
                href: String::new(),
                is_here: true,
            }],
            outline: if is_known(0) && is_known(1) { rings(1 - rank) } else { Vec::new() },
            geography: super::geography_words(&[&version.perimeter_generation]),
            source: version.source.clone(),
            date: String::new(),
            geojson: None,
            csv: None,
        })
    };
    let known = sheet.versions.iter().enumerate();
    known.filter_map(|(rank, version)| Some(map(rank, version.as_ref()?))).collect()
}

fn frame(visit: &Visit, sheet: &Sheet) -> Frame {
    visit
        .back_office(&title(&sheet.listed))
        .with_breadcrumb(vec![Link::new("Territoire", "/gestion/territoire"), Link::new("Correspondances", PATH)])
}

/// The page, with the form as given or as it stands.
async fn shown(house: &House, visit: &Visit, id: kernel::Uuid, form: Option<Form>) -> Result<PassagePage, web::Fault> {
    let mut tx = house.read().await?;
    let sheet = passages::sheet(&mut tx, &visit.actor, id).await?;
    let may_decide = visit.actor.may_somewhere(&DECIDE).is_allowed();
    Ok(view(frame(visit, &sheet), &sheet, form, may_decide, &house.settings.zone))
}

/// `GET /gestion/territoire/correspondances/{id}`
pub async fn page(Shared(house): Shared<Arc<House>>, visit: Visit, PathId(id): PathId<Decided>) -> Answer {
    answer::page(&shown(&house, &visit, id.uuid(), None).await?)
}

/// `POST /gestion/territoire/correspondances/{id}/confirmation`
pub async fn confirm(
    Shared(house): Shared<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Decided>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (mark, remark) = (fields.text("revision"), fields.text("remarque"));
    let outcome = passages::confirm(&mut tx, &house.outside, &visit.actor, id.uuid(), mark, remark).await;
    settled(&house, &visit, id.uuid(), tx, outcome, &fields).await
}

/// `POST /gestion/territoire/correspondances/{id}/correction`
pub async fn correct(
    Shared(house): Shared<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Decided>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let mark = fields.text("revision");
    let outcome = passages::correct(&mut tx, &house.outside, &visit.actor, id.uuid(), mark, read(&fields)).await;
    settled(&house, &visit, id.uuid(), tx, outcome, &fields).await
}

/// `POST /gestion/territoire/correspondances/{id}/refus`
pub async fn refuse(
    Shared(house): Shared<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Decided>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (mark, reason) = (fields.text("revision"), fields.text("motif-refus"));
    let outcome = passages::refuse(&mut tx, &house.outside, &visit.actor, id.uuid(), mark, reason).await;
    settled(&house, &visit, id.uuid(), tx, outcome, &fields).await
}

async fn settled(
    house: &House,
    visit: &Visit,
    id: kernel::Uuid,
    tx: database::Tx,
    outcome: kernel::Outcome<()>,
    fields: &Fields,
) -> Answer {
    let again = async |form| shown(house, visit, id, Some(form)).await;
    answer::settle(tx, outcome, (|()| format!("{PATH}/{id}"), "enregistre"), fields, again).await
}

fn read(fields: &Fields) -> Filled<Correction> {
    let mut errors = Vec::new();
    let share = match fields.text("part") {
        "" => None,
        typed => {
            let share = number(typed.trim_end_matches(['%', ' ', '\u{a0}', '\u{202f}'])).map(|share| share / 100.0);
            if share.is_none() {
                errors.push(FieldError::new("part", "La part est un nombre entre 0 et 100, par exemple 83,5"));
            }
            share
        }
    };
    let other = match fields.text("autre-quartier") {
        "" => None,
        NONE => Some(String::new()),
        chosen => Some(chosen.to_owned()),
    };
    let relation = Relation::from_key(fields.text("relation"));
    let reason = fields.text("motif-correction").to_owned();
    Filled::new(Correction { other, relation, share, reason }, errors)
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let version = super::sample::portrayed().version;
    let former = Version { code: "QP011002".into(), generation: "2015".into(), ..version.clone() };
    let all = super::sample::passages();
    let sheet = |rank: usize| Sheet {
        listed: all[rank].clone(),
        versions: [Some(former.clone()), Some(version.clone())],
        shares: Some((0.78, 0.912)),
        beside: all[3..].to_vec(),
        choices: vec![("QN01102I".into(), "La Conte - Ozanam".into()), ("QN01106M".into(), "Grazailles".into())],
    };
    let mut changed = sheet(1);
    changed.listed.passage.proposed.share = Some(0.4);
    let draw = |sheet: &Sheet, form: Option<Form>, may_decide: bool| {
        let frame = Frame::back_office(site, title(&sheet.listed), PATH);
        view(frame, sheet, form, may_decide, &TimeZone::UTC).render().unwrap_or_default()
    };
    let wrong = Form::filled([("part", "beaucoup")]).with_errors(vec![
        FieldError::new("autre-quartier", "Choisissez le quartier d’arrivée, ou « Aucun »"),
        FieldError::new("part", "La part est un nombre entre 0 et 100, par exemple 83,5"),
        FieldError::new("motif-correction", "Dites pourquoi, en quelques mots"),
    ]);
    vec![
        Sample::page("territoire", "Correspondance proposée", draw(&sheet(0), None, true)),
        Sample::page("territoire", "Correspondance, à corriger", draw(&sheet(0), Some(wrong), true)),
        Sample::page("territoire", "Correspondance confirmée, la proposition a changé", draw(&changed, None, true)),
        Sample::page("territoire", "Correspondance corrigée", draw(&sheet(2), None, true)),
        Sample::page("territoire", "Correspondance refusée, lecture seule", draw(&sheet(3), None, false)),
    ]
}
