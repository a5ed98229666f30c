//! Papers of a call: letters to print, the list of names for the prefect.

use std::sync::Arc;

use axum::extract::State;
use documents::{Block, Cell, Column, Document, Kind, Run, Table};
use jiff::civil::Date;
use kernel::{Uuid, french};
use web::{Answer, House, PathId, Visit, answer};

use crate::actions::{self, Called};
use crate::acts;
use crate::rules::{College, Council, SeatState};
use crate::store::draw::Draw;

/// Name and address as an envelope shows them.
pub(super) fn address_lines(person: &crate::rules::Person) -> String {
    let parts = [person.full_name(), person.complement.clone(), person.street.clone()];
    let town_line = format!("{} {}", person.postcode, person.city.to_uppercase());
    let lines = parts.into_iter().chain([town_line]).filter(|line| !line.trim().is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// Letters to print, one a page, each with its address.
pub(super) fn letters(
    (town, page): (&str, &str),
    day: Date,
    council: &Council,
    people: &[&Called],
    is_reminder: bool,
) -> Document {
    let head = if is_reminder { "Rappel : vous êtes tiré·e au sort" } else { "Vous êtes tiré·e au sort" };
    let mut document = Document::new(head, town, day);
    document.subtitle = Some(council.terms.name.clone());
    for (rank, one) in people.iter().enumerate() {
        let Some(person) = &one.person else { continue };
        if rank > 0 {
            document.blocks.push(Block::PageBreak);
        }
        document.blocks.push(Block::Paragraph(vec![Run::plain(address_lines(person))]));
        document.blocks.push(Block::Paragraph(vec![Run::plain(format!("{town}, le {}", french::date(day)))]));
        document.blocks.push(Block::Paragraph(vec![Run::strong(format!("Numéro du tirage : {}", one.seat.number))]));
        for text in actions::letter(council) {
            document.blocks.push(Block::Paragraph(vec![Run::plain(french::spaced(&text))]));
        }
        document.blocks.push(Block::Question(documents::document::Question {
            words: vec![Run::plain("Votre réponse, à renvoyer")],
            hint: Vec::new(),
            blank: documents::document::Blank::Boxes {
                items: vec!["J’accepte de siéger".into(), "Je refuse".into()],
                is_one: true,
            },
        }));
        let informed = french::spaced(&actions::informed(one.origin, (town, page)));
        document.blocks.push(Block::Note(vec![Run::plain(informed)]));
    }
    document
}

async fn print(house: &House, visit: &Visit, id: Uuid, is_reminder: bool) -> Answer {
    let mut tx = house.read().await?;
    let (council, _, draw, all) = actions::called(&mut tx, &house.keys, &visit.actor, (id, &acts::CALL)).await?;
    let wanted = if is_reminder { SeatState::Sent } else { SeatState::ToContact };
    let people: Vec<&Called> = all.iter().filter(|one| one.seat.state == wanted && one.person.is_some()).collect();
    if people.is_empty() {
        let what = "Personne n’attend ce courrier. Revenez à la liste des appels.";
        return Err(kernel::Refusal::rule("Aucun courrier à imprimer", what).into());
    }
    let now = house.outside.now();
    let document = letters(
        (&house.settings.site.town, &house.address("/donnees-personnelles")),
        now.day(&house.settings.zone),
        &council,
        &people,
        is_reminder,
    );
    let name = if is_reminder { "relances" } else { "courriers" };
    answer::document(&format!("{name}-tirage-{}.pdf", draw.rank), document, now).await
}

pub async fn letters_pdf(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    print(&house, &visit, id.uuid(), false).await
}

pub async fn reminders_pdf(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    print(&house, &visit, id.uuid(), true).await
}

/// The list of names handed to the prefect: those who accepted.
pub(super) fn nominative(all: &[Called], college: &College) -> Table {
    let columns = vec![
        Column::new("numero", "Numéro", Kind::Text).row_header(),
        Column::new("nom", "Nom", Kind::Text),
        Column::new("prenoms", "Prénoms", Kind::Text),
        Column::new("college", "Collège", Kind::Text),
        Column::new("commune", "Commune", Kind::Text),
        Column::new("acceptation", "A accepté le", Kind::Date),
    ];
    let mut table = Table::new("membres", "Membres du conseil citoyen", columns);
    for one in all.iter().filter(|one| one.seat.state == SeatState::Accepted) {
        let person = one.person.clone().unwrap_or_default();
        let name = if person.used_name.is_empty() { person.birth_name.clone() } else { person.used_name.clone() };
        table.rows.push(vec![
            Cell::text(one.seat.number.clone()),
            Cell::text(name),
            Cell::text(person.forenames),
            Cell::text(college.kind.french()),
            Cell::text(person.city),
            Cell::Date(one.seat.state_on),
        ]);
    }
    table
}

pub async fn members(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.read().await?;
    let (_, college, draw, all) =
        actions::called(&mut tx, &house.keys, &visit.actor, (id.uuid(), &acts::VALIDATE)).await?;
    let table = nominative(&all, &college);
    answer::table(&format!("membres-tirage-{}", draw.rank), "xlsx", &table, house.outside.now())
}
