//! What a member reads and changes of herself: her mandate and rights, her name, her departure.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Html, SummaryRow};
use jiff::civil::Date;
use kernel::{Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{called, own_above, own_path};
use crate::actions::member::mine;
use crate::actions::own::{self, Profile};
use crate::rules::{Assembly, CollegeKind, Departure, Kind, Member, renewal_day};

#[derive(Template)]
#[template(path = "pages/mandate.html")]
pub(super) struct MandatePage {
    pub frame: Frame,
    pub form: Form,
    pub rows: Vec<SummaryRow>,
    pub is_council: bool,
    pub leave: String,
    pub departures: Vec<Choice>,
}

/// Reasons a member may give of her own departure.
const HERS: [Departure; 5] =
    [Departure::Resigned, Departure::Moved, Departure::Work, Departure::Structure, Departure::Other];

impl MandatePage {
    pub fn new(frame: Frame, form: Form, assembly: &Assembly, member: &Member) -> Self {
        let text = |term: &str, value: &str| SummaryRow::new(term, Html::text(value));
        let day = |day: Option<Date>| day.map(french::date).unwrap_or_default();
        let terms = &member.terms;
        let mut rows = vec![text("Je m’appelle ici", &called(member))];
        if terms.college != CollegeKind::None {
            rows.push(text("Collège", terms.college.french()));
        }
        if !terms.structure.is_empty() {
            rows.push(text("Je représente", &terms.structure));
        }
        rows.push(text("Début du mandat", &french::date(terms.starts_on)));
        rows.push(text("Fin prévue", &day(terms.ends_on)));
        if let Some(day) = renewal_day(&assembly.terms) {
            let words = if terms.leaves_at_half { "je fais partie des membres sortants" } else { "je reste" };
            rows.push(text("Renouvellement par moitié", &format!("{} : {words}", french::date(day))));
        }
        if terms.is_alternate {
            rows.push(text("Suppléance", "Je siège quand une personne titulaire ne peut pas venir"));
        }
        Self {
            frame: frame.with_form(&form),
            form,
            rows,
            is_council: assembly.kind == Kind::Council,
            leave: format!("{}/depart", own_path(assembly.id)),
            departures: HERS.iter().map(|one| Choice::new(one.code(), one.french())).collect(),
        }
    }
}

async fn mandate(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<MandatePage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, member) = mine(&mut tx, &visit.actor, id).await?;
    let frame = visit.back_office("Mon mandat et mes droits").with_breadcrumb(own_above(Some(&assembly)));
    Ok(MandatePage::new(frame, form, &assembly, &member))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>) -> Answer {
    answer::page(&mandate(&house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn leave(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Assembly>,
    fields: Fields,
) -> Answer {
    let mut typed = Reading::of(&fields);
    let hers = |code: &str| Departure::from_code(code).filter(|one| HERS.contains(one));
    let departure = typed.coded("motif", hers, "Choisissez une raison dans la liste");
    if !fields.is_ticked("certain") {
        typed.tell("certain", "Cochez cette case pour quitter l’instance");
    }
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let outcome = own::leave(&mut tx, around, &visit.actor, id.uuid(), typed.filled(departure)).await;
    let again = async |form| mandate(&house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (|()| "/conseil".to_owned(), "enregistre"), &fields, again).await
}

#[derive(Template)]
#[template(path = "pages/profile.html")]
pub(super) struct ProfilePage {
    pub frame: Frame,
    pub form: Form,
}

impl ProfilePage {
    pub fn new(frame: Frame, form: Form) -> Self {
        Self { frame: frame.with_form(&form), form }
    }
}

async fn profile(house: &House, visit: &Visit, id: Uuid, typed: Option<Form>) -> Result<ProfilePage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, member) = mine(&mut tx, &visit.actor, id).await?;
    let tick = if member.terms.is_name_public { "oui" } else { "" };
    let form = typed.unwrap_or_else(|| {
        Form::filled([
            ("nom", member.terms.called_name.as_str()),
            ("nom-public", tick),
            ("revision", member.revision.to_string().as_str()),
        ])
    });
    let frame = visit.back_office("Mon nom, et qui le lit").with_breadcrumb(own_above(Some(&assembly)));
    Ok(ProfilePage::new(frame, form))
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>) -> Answer {
    answer::page(&profile(&house, &visit, id.uuid(), None).await?)
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Assembly>,
    fields: Fields,
) -> Answer {
    let typed = Reading::of(&fields);
    let said = Profile { called_name: typed.text("nom"), is_name_public: fields.is_ticked("nom-public") };
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let outcome = own::set_profile(&mut tx, &house.outside, &visit.actor, at, typed.filled(said)).await;
    let again = async |form| profile(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (|()| own_path(id.uuid()), "enregistre"), &fields, again).await
}
