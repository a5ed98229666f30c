//! What somebody reads of herself in a draw: her receipt, by its code or by all that is known of her.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Form, Frame};
use kernel::Uuid;
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::open_draw::{frame, public_draw, public_path};
use super::person::PersonFields;
use crate::actions::{self, Receipt};
use crate::rules::{College, Council};
use crate::store::draw::Draw;

#[derive(Template)]
#[template(path = "pages/receipt.html")]
pub(super) struct ReceiptPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub person: PersonFields,
    pub receipt: Option<Receipt>,
    /// In how many printed panels her number is, and out of how many.
    pub tickets: Option<(String, String)>,
    pub is_sought: bool,
    pub root: String,
}

fn receipt_page(visit: &Visit, of: (&Council, &College, &Draw), form: Form) -> ReceiptPage {
    ReceiptPage {
        frame: frame(visit, of, Some("Mon reçu")).with_form(&form),
        form: form.in_language(visit.language),
        path: format!("{}/recu", public_path(of.2.id)),
        person: PersonFields::ending(""),
        receipt: None,
        tickets: None,
        is_sought: false,
        root: of.2.root.clone(),
    }
}

async fn frozen(tx: &mut Tx, id: Uuid) -> Result<(Council, College, Draw), Fault> {
    let found = public_draw(tx, id).await?;
    if found.2.frozen_at.is_some() { Ok(found) } else { Err(Fault::not_found()) }
}

pub async fn receipt(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.read().await?;
    let (council, college, draw) = frozen(&mut tx, id.uuid()).await?;
    answer::page(&receipt_page(&visit, (&council, &college, &draw), Form::empty()))
}

/// Receipts looked for by name from one network in a quarter of an hour: a town hall is one network, and nobody learns who is in
/// a pool by trying a whole street. Codes are not counted: nobody guesses one.
const RECEIPTS: (&str, i64) = ("councils.receipt", 30);

pub async fn find_receipt(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Draw>,
    fields: Fields,
) -> Answer {
    if fields.text("code").is_empty() {
        accounts::facade::count_try(&house, RECEIPTS, visit.client).await?;
    }
    let mut tx = house.read().await?;
    let (council, college, draw) = frozen(&mut tx, id.uuid()).await?;
    let of = (&council, &college, &draw);
    let found = if fields.text("code").is_empty() {
        let mut typed = Reading::of(&fields);
        let (person, _) = PersonFields::ending("").read(&mut typed);
        actions::by_person(&mut tx, &house.keys, &draw, typed.filled(person)).await
    } else {
        actions::by_code(&mut tx, &house.keys, &draw, fields.text("code")).await
    };
    match found {
        Ok(receipt) => {
            let page = receipt_page(&visit, of, fields.form());
            let tickets = receipt.as_ref().and_then(|receipt| receipt.tickets);
            let tickets = tickets.map(|(own, all)| (own.to_string(), all.to_string()));
            answer::page(&ReceiptPage { receipt, tickets, is_sought: true, ..page })
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&receipt_page(&visit, of, form))
        }
    }
}
