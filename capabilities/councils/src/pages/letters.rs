//! Letters of a first draw: batches to print and send, answers to note.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use documents::document::{Blank, Question};
use documents::{Block, Cell, Column, Document, Kind, Run, Table};
use interface::{Choice, Form, Frame, Html, Link, TableOptions};
use jiff::civil::Date;
use kernel::{Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::answer::answer_path;
use super::call_papers::address_lines;
use super::draws::{draw_path, title};
use super::{above, choices_of, college_path};
use crate::actions::{self, Written};
use crate::rules::{Council, LetterState, Way};
use crate::store;
use crate::store::draw::Draw;

/// Where the letters of a draw are sent and answered.
pub(super) fn letters_path(draw: Uuid) -> String {
    format!("{}/courriers", draw_path(draw))
}

/// Letters by state and by batch.
pub(super) type Counts = Vec<(Option<i64>, LetterState, i64)>;

#[derive(Template)]
#[template(path = "pages/letters.html")]
pub(super) struct LettersPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub table: Html,
    pub total: i64,
    pub yes: i64,
    pub waiting: i64,
    /// Batches that left, the last first, each with its file to print.
    pub batches: Vec<Link>,
    pub answers: Vec<Choice>,
    pub ways: Vec<Choice>,
    /// Where the second draw is announced; nothing once it is.
    pub next: Option<String>,
    /// The second draw.
    pub second: Option<Link>,
    pub is_open: bool,
    pub seats: i64,
}

impl LettersPage {
    pub fn new(frame: Frame, form: Form, draw: &Draw, counts: &Counts, (second, seats): (Option<&Draw>, i64)) -> Self {
        let of = |state: LetterState| counts.iter().filter(|row| row.1 == state).map(|row| row.2).sum::<i64>();
        let columns = vec![
            Column::new("reponse", "Réponse", Kind::Text).row_header(),
            Column::new("personnes", "Personnes", Kind::Integer),
        ];
        let mut table = Table::new("reponses", "Où en sont les courriers", columns);
        for state in LetterState::ALL {
            table.rows.push(vec![Cell::text(state.french()), Cell::Integer(of(*state))]);
        }
        let mut batches: Vec<i64> = counts.iter().filter_map(|row| row.0).collect();
        batches.sort_unstable_by(|one, other| other.cmp(one));
        batches.dedup();
        let path = letters_path(draw.id);
        let link = |batch: i64| Link::new(format!("Lot {batch} (PDF)"), format!("{path}/lots/{batch}"));
        Self {
            frame: frame.with_form(&form),
            form,
            table: interface::table(&table, &TableOptions::default()),
            total: counts.iter().map(|row| row.2).sum(),
            yes: of(LetterState::Yes),
            waiting: of(LetterState::ToSend),
            batches: batches.into_iter().map(link).collect(),
            answers: [LetterState::Yes, LetterState::No, LetterState::Moved]
                .map(|state| Choice::new(state.code(), state.french()))
                .to_vec(),
            ways: choices_of!(Way),
            next: second.is_none().then(|| format!("{}/tirages", college_path(draw.college))),
            second: second.map(|second| Link::new(format!("Tirage n° {}", second.rank), draw_path(second.id))),
            is_open: second.is_none_or(|second| second.frozen_at.is_none()),
            seats,
            path,
        }
    }
}

/// What the two forms of the page say at first: a batch for a morning of envelopes, people who answered yes by post.
const FIRST: [(&str, &str); 3] = [("lot", "200"), ("reponse", "yes"), ("voie", "letter")];

/// The form of the page, as it is first shown.
pub(super) fn first_form() -> Form {
    Form::filled(FIRST)
}

async fn drawn(tx: &mut Tx, visit: &Visit, id: Uuid, typed: Option<Form>) -> Result<LettersPage, Fault> {
    let (council, college, draw) = actions::letters_of(tx, &visit.actor, id).await?;
    let counts = store::letter::counts(tx, draw.id).await?;
    let second = store::draw::follower(tx, draw.id, true).await?;
    let own = Link::new(title(&draw, &college), draw_path(draw.id));
    let frame = visit.back_office("Courriers et réponses").with_breadcrumb([above(&council), vec![own]].concat());
    let form = typed.unwrap_or_else(first_form);
    Ok(LettersPage::new(frame, form, &draw, &counts, (second.as_ref(), college.terms.seats)))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&drawn(&mut tx, &visit, id.uuid(), None).await?)
}

/// The page again, around what was typed in one of its two forms.
fn merged(form: &Form, fields: &Fields) -> Form {
    let typed = fields.pairs();
    let kept = FIRST.iter().filter(|(name, _)| typed.iter().all(|(own, _)| own != name));
    let kept = kept.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Form::filled(kept.chain(typed.iter().cloned())).with_errors(form.errors())
}

pub async fn send(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let many = fields.text("lot").parse().ok();
    let outcome = actions::send_batch(&mut tx, around, &visit.actor, id.uuid(), many).await;
    let again =
        async |form: Form| drawn(&mut house.read().await?, &visit, id.uuid(), Some(merged(&form, &fields))).await;
    answer::settle(tx, outcome, (|_| letters_path(id.uuid()), "enregistre"), &fields, again).await
}

pub async fn note(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>, fields: Fields) -> Answer {
    let mut typed = Reading::of(&fields);
    let state = typed.coded("reponse", answered, "Choisissez la réponse");
    let way = typed.coded("voie", Way::from_code, "Dites comment la réponse est venue");
    let read = typed.filled((state, way));
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let outcome = match read.sound() {
        Ok((Some(state), Some(way))) => {
            let told = (fields.text("numeros"), state, way);
            actions::note_answers(&mut tx, around, &visit.actor, id.uuid(), told).await
        }
        Ok(_) => Ok(0),
        Err(failure) => Err(failure),
    };
    let again =
        async |form: Form| drawn(&mut house.read().await?, &visit, id.uuid(), Some(merged(&form, &fields))).await;
    answer::settle(tx, outcome, (|_| letters_path(id.uuid()), "enregistre"), &fields, again).await
}

/// What somebody may have answered.
fn answered(code: &str) -> Option<LetterState> {
    LetterState::from_code(code).filter(|state| !matches!(state, LetterState::ToSend | LetterState::Sent))
}

/// Letters to print, one a page, each with its address and its code.
pub(super) fn document(
    (town, page, answers): (&str, &str, &str),
    day: Date,
    council: &Council,
    people: &[Written],
) -> Document {
    let mut document = Document::new("Voulez-vous participer au conseil citoyen ?", town, day);
    document.subtitle = Some(council.terms.name.clone());
    for (rank, one) in people.iter().enumerate() {
        if rank > 0 {
            document.blocks.push(Block::PageBreak);
        }
        document.blocks.push(Block::Paragraph(vec![Run::plain(address_lines(&one.person))]));
        document.blocks.push(Block::Paragraph(vec![Run::plain(format!("{town}, le {}", french::date(day)))]));
        let own = format!("Votre numéro : {}. Le code de votre réponse : {}", one.number, one.code);
        document.blocks.push(Block::Paragraph(vec![Run::strong(own)]));
        for text in actions::invitation(council, (&one.code, answers)) {
            document.blocks.push(Block::Paragraph(vec![Run::plain(french::spaced(&text))]));
        }
        document.blocks.push(Block::Question(Question {
            words: vec![Run::plain("Votre réponse, à renvoyer")],
            hint: Vec::new(),
            blank: Blank::Boxes {
                items: vec!["Oui, je veux participer au second tirage".into(), "Non".into()],
                is_one: true,
            },
        }));
        let informed = french::spaced(&actions::informed(one.origin, (town, page)));
        document.blocks.push(Block::Note(vec![Run::plain(informed)]));
    }
    document
}

pub async fn print(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(asked): Path<HashMap<String, String>>,
) -> Answer {
    let read = |name: &str| asked.get(name).map(String::as_str).unwrap_or_default();
    let id: Uuid = read("id").parse().map_err(|_| Fault::not_found())?;
    let batch: i64 = read("lot").parse().map_err(|_| Fault::not_found())?;
    let mut tx = house.read().await?;
    let (council, draw, people) = actions::batch(&mut tx, &house.keys, &visit.actor, (id, batch)).await?;
    drop(tx);
    if people.is_empty() {
        let what = "Toutes les personnes de ce lot ont répondu, ou ce lot n’existe pas.";
        return Err(kernel::Refusal::rule("Aucun courrier à imprimer", what).into());
    }
    let now = house.outside.now();
    let town = &house.settings.site.town;
    let (page, answers) = (house.address("/donnees-personnelles"), house.address(&answer_path(draw.id)));
    let document = document((town, &page, &answers), now.day(&house.settings.zone), &council, &people);
    answer::document(&format!("courriers-tirage-{}-lot-{batch}.pdf", draw.rank), document, now).await
}
