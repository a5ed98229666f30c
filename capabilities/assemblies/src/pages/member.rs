//! One member: her sheet, her invitation, her mandate; adding one and changing one.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Html, Link, SummaryRow};
use jiff::civil::Date;
use kernel::{Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, called, choices_of, member_path, members_path};
use crate::actions::member::{Standing, kept};
use crate::rules::{
    Assembly, CollegeKind, Counted, Departure, Kind, Member, MemberState, MemberTerms, mandate_end, next,
};
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/member.html")]
pub(super) struct MemberPage {
    pub frame: Frame,
    pub form: Form,
    pub rows: Vec<SummaryRow>,
    pub history: Vec<String>,
    pub path: String,
    pub states: Vec<Choice>,
    pub departures: Vec<Choice>,
    pub may_invite: bool,
    pub was_invited: bool,
    pub revision: String,
}

fn yes(is: bool) -> &'static str {
    if is { "Oui" } else { "Non" }
}

impl MemberPage {
    pub fn new(frame: Frame, form: Form, one: &Member, history: Vec<String>) -> Self {
        let text = |term: &str, value: &str| SummaryRow::new(term, Html::text(value));
        let day = |day: Option<Date>| day.map(french::date).unwrap_or_default();
        let terms = &one.terms;
        let mut rows = vec![text("Prénom et nom", &called(one)), text("Courriel", &terms.email)];
        if terms.college != CollegeKind::None {
            rows.push(text("Collège", terms.college.french()));
        }
        rows.extend([
            text("Structure représentée", &terms.structure),
            text("Compté·e comme", terms.counted.french()),
            text("Début du mandat", &french::date(terms.starts_on)),
            text("Fin prévue du mandat", &day(terms.ends_on)),
            text("Suppléance", yes(terms.is_alternate)),
            text("Sort au renouvellement par moitié", yes(terms.leaves_at_half)),
            text("Tient les présences et les comptes rendus", yes(terms.is_secretary)),
            text("Nom lu par tous", yes(terms.is_name_public)),
            text("Mandat", one.state.french()),
            text("Espace de membre", if one.account.is_some() { "ouvert" } else { "pas encore ouvert" }),
        ]);
        Self {
            frame: frame.with_form(&form),
            form,
            rows,
            history,
            path: member_path(one.id),
            states: next(one.state).iter().map(|state| Choice::new(state.code(), state.french())).collect(),
            departures: choices_of!(Departure),
            may_invite: one.sits() && one.account.is_none() && !terms.email.is_empty(),
            was_invited: one.invited_at.is_some(),
            revision: one.revision.to_string(),
        }
    }
}

async fn draw(house: &House, visit: &Visit, id: kernel::Uuid, form: Form) -> Result<MemberPage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, one) = kept(&mut tx, &visit.actor, id).await?;
    let told = |(at, state, departure): (kernel::Moment, MemberState, Option<Departure>)| {
        let why = departure.map(|why| format!(" ({})", why.french())).unwrap_or_default();
        french::spaced(&format!("{} : {}{why}", french::moment(at, &house.settings.zone), state.french()))
    };
    let history = store::member::changes(&mut tx, id).await?.into_iter().map(told).collect();
    let list = Link::new("Membres et mandats", members_path(assembly.id));
    let frame = visit.back_office(&called(&one)).with_breadcrumb([above(&assembly), vec![list]].concat());
    Ok(MemberPage::new(frame, form, &one, history))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Member>) -> Answer {
    answer::page(&draw(&house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn stand(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Member>,
    fields: Fields,
) -> Answer {
    let mut typed = Reading::of(&fields);
    let state = typed.coded("etat", MemberState::from_code, "Choisissez ce que devient ce mandat");
    let standing = Standing {
        state: state.unwrap_or(MemberState::Suspended),
        departure: typed.parsed("motif", Departure::from_code, "Choisissez une raison dans la liste"),
        on: typed.day("jour", "le jour"),
    };
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let at = (id.uuid(), fields.revision());
    let outcome = actions::member::stand(&mut tx, around, &visit.actor, at, typed.filled(standing)).await;
    let again = async |form| draw(&house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (members_path, "enregistre"), &fields, again).await
}

pub async fn invite(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Member>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let service = (house.settings.public_url.as_str(), house.settings.site.service.as_str());
    let outcome = actions::inviting::invite(&mut tx, &house.outside, &visit.actor, at, service).await;
    let again = async |form| draw(&house, &visit, id.uuid(), form).await;
    let answer = answer::settle(tx, outcome, (members_path, "invite"), &fields, again).await;
    house.bell.ring();
    answer
}

#[derive(Template)]
#[template(path = "pages/member_form.html")]
pub(super) struct MemberFormPage {
    pub frame: Frame,
    pub form: Form,
    pub has_colleges: bool,
    pub colleges: Vec<Choice>,
    pub counted: Vec<Choice>,
    pub offered: Seats,
    pub is_steering: bool,
    pub structure_hint: &'static str,
    pub is_new: bool,
}

/// What a seat of a body that steers is chosen among.
#[derive(Clone, Debug, Default)]
pub(super) struct Seats {
    /// Signatories of its contract.
    pub signatories: Vec<Choice>,
    /// Members who may have a deputy.
    pub titulars: Vec<Choice>,
}

impl Seats {
    async fn of(tx: &mut Tx, assembly: &Assembly, own: Option<Uuid>) -> Result<Self, Fault> {
        if !assembly.kind.is_steering() {
            return Ok(Self::default());
        }
        let signatories = match assembly.terms.contract {
            Some(contract) => strategy::facade::pledging::signatory_names(tx, contract).await?,
            None => Vec::new(),
        };
        let members = store::member::of_assembly(tx, assembly.id).await?;
        let is_titular = |one: &&Member| one.counts() && one.terms.titular.is_none() && Some(one.id) != own;
        let label = |one: &Member| match one.terms.structure.as_str() {
            "" => called(one),
            structure => format!("{}, {structure}", called(one)),
        };
        Ok(Self {
            signatories: super::choices(signatories.into_iter().map(|one| (one.id, one.name))),
            titulars: super::choices(members.iter().filter(is_titular).map(|one| (one.id, label(one)))),
        })
    }
}

impl MemberFormPage {
    pub fn new(frame: Frame, form: Form, kind: Kind, offered: Seats, is_new: bool) -> Self {
        let colleges = CollegeKind::of(kind);
        Self {
            frame: frame.with_form(&form),
            form,
            has_colleges: !colleges.is_empty(),
            colleges: colleges.iter().map(|one| Choice::new(one.code(), one.french())).collect(),
            counted: choices_of!(Counted),
            offered,
            is_steering: kind.is_steering(),
            structure_hint: match kind.is_steering() {
                true => "Celle au nom de qui la personne siège : préfecture, commune, bailleur, conseil citoyen.",
                false => "",
            },
            is_new,
        }
    }
}

fn read(typed: &mut Reading<'_>, fields: &Fields, kind: Kind) -> MemberTerms {
    let college = match CollegeKind::of(kind) {
        [] => None,
        _ => typed.coded("college", CollegeKind::from_code, "Choisissez le collège où cette personne siège"),
    };
    let email = typed.text("email");
    if !email.is_empty() && !email.contains('@') {
        typed.tell("email", "L’adresse électronique doit avoir la forme nom@exemple.fr");
    }
    MemberTerms {
        called_name: typed.text("nom"),
        email,
        college: college.unwrap_or(CollegeKind::None),
        structure: typed.text("structure"),
        counted: typed
            .parsed("compte", Counted::from_code, "Choisissez une ligne, ou laissez « non renseigné »")
            .unwrap_or(Counted::Unknown),
        starts_on: typed.needed_day("debut", "le début du mandat").unwrap_or_default(),
        ends_on: typed.day("fin", "la fin du mandat"),
        is_alternate: fields.is_ticked("suppleance"),
        leaves_at_half: fields.is_ticked("sortant"),
        is_secretary: fields.is_ticked("secretaire"),
        is_name_public: fields.is_ticked("nom-public"),
        signatory: typed.offered("signataire"),
        titular: typed.offered("titulaire"),
    }
}

/// The form of what is set for a member.
pub(super) fn form_of(terms: &MemberTerms) -> Form {
    let tick = |is: bool| if is { "oui".to_owned() } else { String::new() };
    Form::filled([
        ("nom", terms.called_name.clone()),
        ("email", terms.email.clone()),
        ("college", terms.college.code().to_owned()),
        ("structure", terms.structure.clone()),
        ("compte", terms.counted.code().to_owned()),
        ("suppleance", tick(terms.is_alternate)),
        ("sortant", tick(terms.leaves_at_half)),
        ("secretaire", tick(terms.is_secretary)),
        ("nom-public", tick(terms.is_name_public)),
        ("signataire", terms.signatory.map(|id| id.to_string()).unwrap_or_default()),
        ("titulaire", terms.titular.map(|id| id.to_string()).unwrap_or_default()),
    ])
    .with_date("debut", Some(terms.starts_on))
    .with_date("fin", terms.ends_on)
}

fn form_frame(visit: &Visit, assembly: &Assembly, title: &str) -> Frame {
    let list = Link::new("Membres et mandats", members_path(assembly.id));
    visit.back_office(title).with_breadcrumb([above(assembly), vec![list]].concat())
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>) -> Answer {
    let mut tx = house.read().await?;
    let assembly = actions::assembly::led(&mut tx, &visit.actor, &acts::LEAD, id.uuid()).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let starts_on = assembly.terms.starts_on.filter(|first| *first > today).unwrap_or(today);
    let ends_on = mandate_end(&assembly.terms, assembly.terms.starts_on.unwrap_or(starts_on));
    let form = Form::filled([("compte", Counted::Unknown.code())])
        .with_date("debut", Some(starts_on))
        .with_date("fin", ends_on);
    let frame = form_frame(&visit, &assembly, "Ajouter un membre");
    let seats = Seats::of(&mut tx, &assembly, None).await?;
    answer::page(&MemberFormPage::new(frame, form, assembly.kind, seats, true))
}

pub async fn add(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Assembly>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let assembly = actions::assembly::led(&mut tx, &visit.actor, &acts::LEAD, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let terms = read(&mut typed, &fields, assembly.kind);
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let outcome = actions::member::add(&mut tx, around, &visit.actor, assembly.id, typed.filled(terms)).await;
    let again = async |form| {
        let frame = form_frame(&visit, &assembly, "Ajouter un membre");
        let seats = Seats::of(&mut house.read().await?, &assembly, None).await?;
        Ok(MemberFormPage::new(frame, form, assembly.kind, seats, true))
    };
    answer::settle(tx, outcome, (member_path, "ajoute"), &fields, again).await
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Member>) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, one) = kept(&mut tx, &visit.actor, id.uuid()).await?;
    let form = form_of(&one.terms).with("revision", one.revision.to_string());
    let frame = form_frame(&visit, &assembly, "Modifier un membre");
    let seats = Seats::of(&mut tx, &assembly, Some(one.id)).await?;
    answer::page(&MemberFormPage::new(frame, form, assembly.kind, seats, false))
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Member>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (assembly, one) = kept(&mut tx, &visit.actor, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let terms = read(&mut typed, &fields, assembly.kind);
    let at = (one.id, fields.revision());
    let outcome = actions::member::amend(&mut tx, &house.outside, &visit.actor, at, typed.filled(terms)).await;
    let again = async |form| {
        let frame = form_frame(&visit, &assembly, "Modifier un membre");
        let seats = Seats::of(&mut house.read().await?, &assembly, Some(one.id)).await?;
        Ok(MemberFormPage::new(frame, form, assembly.kind, seats, false))
    };
    answer::settle(tx, outcome, (|_| member_path(one.id), "modifie"), &fields, again).await
}
