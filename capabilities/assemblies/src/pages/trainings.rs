//! Training and support: what members learnt together, the figures of a year, and entering it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind as Of, Table};
use interface::{Choice, Figure, Form, Frame, Html, Link, TableOptions};
use jiff::civil::Time;
use kernel::{Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::budget::{budget_above as space_above, is_own_space};
use super::{called, own_path, sheet_path};
use crate::actions::training;
use crate::rules::{
    Assembly, Member, Training, TrainingTerms, TrainingYear, count_training, duration, hour, read_hour,
};
use crate::{actions, store};

/// Where the sessions of a body are, in the space they are asked from.
fn list_path(visit: &Visit, assembly: Uuid) -> String {
    match is_own_space(visit) {
        true => format!("{}/formations", own_path(assembly)),
        false => format!("{}/formations", sheet_path(assembly)),
    }
}

#[derive(Template)]
#[template(path = "pages/trainings.html")]
pub(super) struct TrainingsPage {
    pub frame: Frame,
    pub path: String,
    pub figures: Vec<Figure>,
    pub years: Vec<Link>,
    pub table: Html,
    pub changes: Vec<Link>,
    pub may_enter: bool,
}

fn figures(counted: &TrainingYear, year: i16) -> Vec<Figure> {
    let source = "formations saisies ici";
    let figure = |label: &str, value: String, base: String| {
        Figure::new(label, value, "", source, year.to_string()).on(french::spaced(&base))
    };
    let sat = french::count(counted.sat, "membre ayant siégé", "membres ayant siégé");
    vec![
        figure("Formations", french::integer(counted.sessions), "tenues dans l’année".to_owned()),
        figure("Durée", duration(counted.minutes), "toutes formations".to_owned()),
        figure("Membres formés", french::integer(counted.trained), format!("sur {sat}")),
    ]
}

fn table_of(all: &[&Training], (members, year): (&[Member], i16)) -> Table {
    let columns = vec![
        Column::new("jour", "Jour", Of::Date).row_header(),
        Column::new("theme", "Thème", Of::Text),
        Column::new("organisateur", "Organisée par", Of::Text),
        Column::new("duree", "Durée", Of::Text),
        Column::new("membres", "Membres venus", Of::Text),
    ];
    let mut table = Table::new("formations", format!("Formations de {year}"), columns);
    let names = |one: &Training| {
        let came = members.iter().filter(|member| one.terms.members.contains(&member.id));
        came.map(called).collect::<Vec<_>>().join(", ")
    };
    table.rows = all
        .iter()
        .map(|one| {
            vec![
                Cell::Date(one.terms.held_on),
                Cell::text(one.terms.theme.clone()),
                Cell::text(one.terms.organiser.clone()),
                Cell::text(duration(one.terms.minutes)),
                Cell::text(names(one)),
            ]
        })
        .collect();
    table
}

impl TrainingsPage {
    pub fn new(
        frame: Frame,
        (path, sessions): (String, &str),
        year: i16,
        (all, members): (&[Training], &[Member]),
        may_enter: bool,
    ) -> Self {
        let of_year: Vec<&Training> = all.iter().filter(|one| one.terms.held_on.year() == year).collect();
        let mut known: Vec<i16> = all.iter().map(|one| one.terms.held_on.year()).collect();
        known.sort_unstable_by(|a, b| b.cmp(a));
        known.dedup();
        let change = |one: &&Training| {
            let words = format!("{}, {}", one.terms.theme, french::date(one.terms.held_on));
            Link::new(words, format!("{sessions}/{}", one.id))
        };
        let other = |one: &i16| Link::new(one.to_string(), format!("{path}?annee={one}"));
        Self {
            frame,
            figures: figures(&count_training(year, members, all), year),
            years: known.iter().filter(|one| **one != year).map(other).collect(),
            table: interface::table(&table_of(&of_year, (members, year)), &TableOptions::default()),
            changes: if may_enter { of_year.iter().map(change).collect() } else { Vec::new() },
            may_enter,
            path,
        }
    }
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let keeps = training::keeper(&mut tx, &visit.actor, id.uuid()).await;
    let may_enter = keeps.is_ok();
    let assembly = match (keeps, is_own_space(&visit)) {
        (Ok((assembly, _)), false) => assembly,
        _ => actions::member::mine(&mut tx, &visit.actor, id.uuid()).await?.0,
    };
    let all = store::training::of_assembly(&mut tx, assembly.id).await?;
    let members = store::member::of_assembly(&mut tx, assembly.id).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let year =
        asked.text("annee").parse::<i16>().ok().filter(|year| (2000..=2200).contains(year)).unwrap_or(today.year());
    let title = format!("Formations et accompagnement {year}");
    let frame = visit.back_office(&title).with_breadcrumb(space_above(&visit, &assembly));
    let paths = (
        list_path(&visit, assembly.id),
        if is_own_space(&visit) { "/conseil/formations" } else { "/gestion/formations" },
    );
    answer::page(&TrainingsPage::new(frame, paths, year, (&all, &members), may_enter))
}

#[derive(Template)]
#[template(path = "pages/training.html")]
pub(super) struct TrainingPage {
    pub frame: Frame,
    pub form: Form,
    pub members: Vec<Choice>,
}

impl TrainingPage {
    pub fn new(frame: Frame, form: Form, members: &[Member]) -> Self {
        let choice = |one: &Member| Choice::new(one.id.to_string(), &called(one));
        let named = members.iter().filter(|one| one.sits() || form.is_chosen("membres", &one.id.to_string()));
        let members = named.map(choice).collect();
        Self { frame: frame.with_form(&form), form, members }
    }
}

fn read(fields: &Fields) -> kernel::Filled<TrainingTerms> {
    let mut typed = Reading::of(fields);
    let held_on = typed.needed_day("jour", "le jour de la formation");
    let lasted = typed.coded("duree", read_hour, "Indiquez la durée, par exemple 2 h 30");
    let minutes = lasted.map_or(0, |time| i64::from(time.hour()) * 60 + i64::from(time.minute()));
    let mut members: Vec<Uuid> = fields.all("membres").into_iter().filter_map(|id| id.parse().ok()).collect();
    members.sort_unstable();
    members.dedup();
    let terms = TrainingTerms {
        held_on: held_on.unwrap_or_default(),
        theme: typed.text("theme"),
        organiser: typed.text("organisateur"),
        minutes,
        members,
    };
    typed.filled(terms)
}

fn frame(visit: &Visit, assembly: &Assembly, title: &str) -> Frame {
    let list = Link::new("Formations", list_path(visit, assembly.id));
    visit.back_office(title).with_breadcrumb([space_above(visit, assembly), vec![list]].concat())
}

async fn blank_page(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<TrainingPage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, _) = training::keeper(&mut tx, &visit.actor, id).await?;
    let members = store::member::of_assembly(&mut tx, assembly.id).await?;
    Ok(TrainingPage::new(frame(visit, &assembly, "Noter une formation"), form, &members))
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>) -> Answer {
    answer::page(&blank_page(&house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn create(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Assembly>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let outcome = training::enter(&mut tx, around, &visit.actor, id.uuid(), read(&fields)).await;
    let again = async |form| blank_page(&house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (|assembly| list_path(&visit, assembly), "ajoute"), &fields, again).await
}

async fn filled_page(house: &House, visit: &Visit, id: Uuid, typed: Option<Form>) -> Result<TrainingPage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, one, _) = training::kept(&mut tx, &visit.actor, id).await?;
    let members = store::member::of_assembly(&mut tx, assembly.id).await?;
    let form = typed.unwrap_or_else(|| form_of(&one));
    Ok(TrainingPage::new(frame(visit, &assembly, "Corriger une formation"), form, &members))
}

/// The form of a session.
pub(super) fn form_of(one: &Training) -> Form {
    let terms = &one.terms;
    let whole = |number: i64| i8::try_from(number).unwrap_or_default();
    let lasted = Time::new(whole(terms.minutes / 60), whole(terms.minutes % 60), 0, 0).map(hour).unwrap_or_default();
    let mut form = Form::filled([
        ("theme", terms.theme.clone()),
        ("organisateur", terms.organiser.clone()),
        ("duree", lasted),
        ("revision", one.revision.to_string()),
    ])
    .with_date("jour", Some(terms.held_on));
    terms.members.iter().for_each(|id| form.add("membres", id.to_string()));
    form
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Training>) -> Answer {
    answer::page(&filled_page(&house, &visit, id.uuid(), None).await?)
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Training>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (at, around) = ((id.uuid(), fields.revision()), (&house.outside, &house.settings.zone));
    let outcome = training::amend(&mut tx, around, &visit.actor, at, read(&fields)).await;
    let again = async |form| filled_page(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (|assembly| list_path(&visit, assembly), "modifie"), &fields, again).await
}
