//! `/gestion/tri/{id}/corpus`: the sentences of gatherings go to the corpus of words; what went and what remains is told.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, Link, TableOptions};
use kernel::{Uuid, french};
use listening::facade::ConsultationBrief;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::above;
use super::board::called;
use crate::rules::{PourCount, poured};
use crate::{actions, acts};

#[derive(Template)]
#[template(path = "pages/pour.html")]
pub(super) struct PourPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub board: String,
    pub review: String,
    /// What went and what remains, in a sentence.
    pub told: String,
    pub table: Html,
    pub has_notes: bool,
    /// Gatherings of which something is still to go.
    pub gatherings: Vec<Choice>,
}

impl PourPage {
    pub fn new(frame: Frame, form: Form, id: &str, rows: &[(String, PourCount)]) -> Self {
        let board = format!("/gestion/tri/{id}");
        let sum = |of: fn(&PourCount) -> i64| rows.iter().map(|(_, one)| of(one)).sum::<i64>();
        let waiting = sum(|one| one.waiting);
        let told = format!(
            "{} sur {} au corpus ; {} à verser.",
            french::count(sum(|one| one.poured), "note", "notes"),
            french::integer(sum(|one| one.notes)),
            french::count(waiting, "phrase reste", "phrases restent"),
        );
        let columns = vec![
            Column::new("rencontre", "Rencontre", Kind::Text).row_header(),
            Column::new("notes", "Notes", Kind::Integer),
            Column::new("versees", "Au corpus", Kind::Integer),
            Column::new("restent", "Phrases à verser", Kind::Integer),
        ];
        let mut table = Table::new("versement", "Ce qui est versé et ce qui reste, par rencontre", columns);
        for (name, one) in rows {
            table.rows.push(vec![
                Cell::text(name),
                Cell::Integer(one.notes),
                Cell::Integer(one.poured),
                Cell::Integer(one.waiting),
            ]);
        }
        let left = rows.iter().filter(|(_, one)| one.waiting > 0);
        Self {
            frame: frame
                .with_breadcrumb([above(), vec![Link::new("Trier les notes", board.as_str())]].concat())
                .with_form(&form),
            form,
            path: format!("{board}/corpus"),
            board,
            review: format!("/gestion/paroles/relecture?concertation={id}"),
            told,
            table: interface::table(&table, &TableOptions::default()),
            has_notes: !rows.is_empty(),
            gatherings: left.map(|(name, one)| Choice::new(one.meeting.to_string(), name)).collect(),
        }
    }
}

async fn draw(tx: &mut Tx, visit: &Visit, id: Uuid, form: Form) -> Result<PourPage, Fault> {
    let consultation = actions::consultation(tx, &visit.actor, &acts::HOLD, id).await?;
    let counts = poured(&actions::cards(tx, id).await?);
    let areas = territory::facade::areas(tx).await?;
    let gatherings = listening::facade::gatherings::gatherings(tx).await?;
    let named = |one: &PourCount| {
        let found = gatherings.iter().find(|gathering| gathering.id == one.meeting);
        found.map(|gathering| called(gathering, &areas))
    };
    let rows: Vec<(String, PourCount)> =
        counts.into_iter().map(|one| (named(&one).unwrap_or_else(|| "Rencontre".to_owned()), one)).collect();
    let frame = visit.back_office("Verser au corpus").with_caption(&*consultation.title);
    Ok(PourPage { review: corpus::facade::review_path(id), ..PourPage::new(frame, form, &id.to_string(), &rows) })
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<ConsultationBrief>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn send(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<ConsultationBrief>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let only = fields.text("rencontre").parse::<Uuid>().ok();
    let with = (&house.outside, &house.keys);
    let outcome = actions::pour(&mut tx, with, &visit.actor, id.uuid(), only).await;
    let path = |_| format!("{}/corpus", crate::facade::board_path(id.uuid()));
    let again = async |form| draw(&mut house.read().await?, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (path, "enregistre"), &fields, again).await
}
