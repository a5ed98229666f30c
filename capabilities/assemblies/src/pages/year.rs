//! The sheet of a year: figures with their base, the meetings they come from, to take away.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Cell, Column, Kind as Of, Table};
use interface::{Figure, Frame, Html, Link, TableOptions};
use kernel::{Breakdown, french};
use web::{Answer, Asked, Fault, House, PathId, Visit, answer};

use super::meetings::attendance_words;
use super::{above, sheet_path};
use crate::rules::{Assembly, Meeting, Year, count_year};
use crate::store::meeting::{Attendance, seats_filled};
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/year.html")]
pub(super) struct YearPage {
    pub frame: Frame,
    pub figures: Vec<Figure>,
    pub table: Html,
    pub years: Vec<Link>,
    pub export: String,
}

/// The figures of a year, each with what it is out of.
fn told(year: &Year) -> Vec<(&'static str, Option<i64>, String)> {
    let share = (year.entered > 0).then(|| (year.present * 100 + year.entered / 2) / year.entered);
    let present = |number| french::count(number, "présence", "présences");
    let joined = french::count(year.joined, "mandat commencé", "mandats commencés");
    let left = french::count(year.left, "départ", "départs");
    let counted = "comme chaque personne a demandé à être comptée";
    vec![
        ("Réunions tenues", Some(year.held), french::count(year.cancelled, "annulée", "annulées")),
        (
            "Présence moyenne, en %",
            share,
            format!("{} sur {}", present(year.present), french::count(year.entered, "saisie", "saisies")),
        ),
        ("Membres ayant siégé", Some(year.sat), format!("{joined}, {left}")),
        ("Femmes", Some(year.women), format!("sur {} membres, {counted}", year.sat)),
        ("Hommes", Some(year.men), format!("sur {} membres, {counted}", year.sat)),
        ("Non renseigné", Some(year.unknown), format!("sur {} membres", year.sat)),
        ("Réunions d’autres instances", Some(year.elsewhere), present(year.present_elsewhere)),
    ]
}

/// The figures as a table.
pub(super) fn figures_table(year: &Year) -> Table {
    let columns = vec![
        Column::new("chiffre", "Chiffre", Of::Text).row_header(),
        Column::new("valeur", "Valeur", Of::Integer),
        Column::new("base", "Base", Of::Text),
    ];
    let mut table = Table::new("annee", "Fiche annuelle", columns);
    for (label, value, base) in told(year) {
        table.rows.push(vec![
            Cell::text(label),
            value.map_or(Cell::MISSING, Cell::Integer),
            Cell::text(french::spaced(&base)),
        ]);
    }
    table
}

/// A meeting with what is known of everybody there.
type Line = (Meeting, Vec<Attendance>);

fn meetings_table(assembly: &Assembly, lines: &[&Line]) -> Table {
    let columns = vec![
        Column::new("jour", "Jour", Of::Date).row_header(),
        Column::new("reunion", "Réunion", Of::Text),
        Column::new("instance", "Instance", Of::Text),
        Column::new("etat", "État", Of::Text),
        Column::new("presents", "Présents", Of::Integer),
        Column::new("presences", "Présences", Of::Text),
    ];
    let mut table = Table::new("reunions", "Réunions de l’année", columns);
    for (meeting, attendances) in lines {
        table.rows.push(vec![
            Cell::Date(meeting.terms.held_on),
            Cell::text(meeting.terms.title.clone()),
            Cell::text(meeting.body.french()),
            Cell::text(meeting.state.french()),
            Cell::Integer(seats_filled(attendances)),
            Cell::text(french::spaced(&attendance_words(assembly, meeting, attendances))),
        ]);
    }
    table
}

impl YearPage {
    pub fn new(frame: Frame, assembly: &Assembly, year: i16, counted: &Year, lines: &[Line]) -> Self {
        let source = "membres et réunions saisis ici";
        let figure = |(label, value, base): (&'static str, Option<i64>, String)| match value {
            Some(value) => {
                Figure::new(label, french::integer(value), "", source, year.to_string()).on(french::spaced(&base))
            }
            None => Figure::absent(label, documents::Absence::Missing, source, year.to_string()),
        };
        let of_year: Vec<&Line> = lines.iter().filter(|line| line.0.terms.held_on.year() == year).collect();
        let path = format!("{}/annee", sheet_path(assembly.id));
        let mut known: Vec<i16> = lines.iter().map(|line| line.0.terms.held_on.year()).chain([year]).collect();
        known.sort_unstable_by(|a, b| b.cmp(a));
        known.dedup();
        let other = |one: &i16| Link::new(one.to_string(), format!("{path}?annee={one}"));
        Self {
            frame: frame.with_breadcrumb(above(assembly)),
            figures: told(counted).into_iter().map(figure).collect(),
            table: interface::table(&meetings_table(assembly, &of_year), &TableOptions::default()),
            years: known.iter().filter(|one| **one != year).map(other).collect(),
            export: format!("{path}.xlsx?annee={year}"),
        }
    }
}

/// The body, the year asked for, its figures and every meeting.
async fn counted(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    id: kernel::Uuid,
    asked: &Asked,
) -> Result<(Assembly, i16, Year, Vec<Line>), Fault> {
    let assembly = actions::assembly::led(tx, &visit.actor, &acts::READ, id).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let year = asked.text("annee").parse().unwrap_or_else(|_| today.year());
    let members = store::member::of_assembly(tx, assembly.id).await?;
    let mut lines = Vec::new();
    for meeting in store::meeting::of_assembly(tx, assembly.id).await? {
        let attendances = store::meeting::attendances(tx, meeting.id).await?;
        lines.push((meeting, attendances));
    }
    let presences = |line: &Line| (line.0.clone(), line.1.iter().map(|one| one.presence).collect());
    let figures = count_year(year, &members, &lines.iter().map(presences).collect::<Vec<_>>());
    Ok((assembly, year, figures, lines))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, year, figures, lines) = counted(&mut tx, &house, &visit, id.uuid(), &asked).await?;
    let frame = visit.back_office(&format!("Fiche annuelle {year}"));
    answer::page(&YearPage::new(frame, &assembly, year, &figures, &lines))
}

pub async fn export(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Assembly>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, year, figures, lines) = counted(&mut tx, &house, &visit, id.uuid(), &asked).await?;
    let of_year: Vec<&Line> = lines.iter().filter(|line| line.0.terms.held_on.year() == year).collect();
    let tables = [figures_table(&figures), meetings_table(&assembly, &of_year)];
    let bytes = documents::xlsx::write(&tables, house.outside.now()).map_err(|error| Breakdown(Box::new(error)))?;
    let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    answer::download(&format!("fiche-annuelle-{year}.xlsx"), media_type, bytes)
}
