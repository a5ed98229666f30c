//! Several sheets changed at once, from the board.

use std::sync::Arc;

use axum::extract::State;
use kernel::{Failure, FieldError};
use web::{Answer, Asked, Fault, Fields, House, Reading, Visit, answer};

use super::{board, of_contract, today};
use crate::actions::{self, Bulk};
use crate::acts;
use crate::rules::{State as Standing, Status};

/// What is to change, as typed.
fn read(fields: &Fields, lens: Option<String>, today: jiff::civil::Date) -> Result<Bulk, Vec<FieldError>> {
    let mut typed = Reading::of(fields);
    let status = typed.parsed("nouvel-etat", Status::from_code, "Choisissez un état de la liste");
    let since = typed.day("depuis", "la date depuis laquelle c’est ainsi");
    let state = status.map(|status| Standing {
        status,
        since: since.unwrap_or(today),
        source: fields.text("source").to_owned(),
        reason: fields.text("motif").to_owned(),
    });
    let lead = Some(fields.text("pilote").to_owned()).filter(|lead| !lead.is_empty());
    match typed.filled(Bulk { state, lead, lens }).sound() {
        Ok(bulk) => Ok(bulk),
        Err(Failure::Input(errors)) => Err(errors),
        Err(_) => Ok(Bulk::default()),
    }
}

pub async fn change(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let around = of_contract(&mut tx, &visit, fields.text("contrat"), &acts::EDIT).await?;
    let today = today(&house);
    let code = fields.text("nouvel-axe");
    let lens = around.lenses.iter().find(|lens| lens.code == code).map(|lens| lens.key.clone());
    let lens = lens.or_else(|| Some(code.to_owned()).filter(|code| !code.is_empty()));
    let ids: Vec<kernel::Uuid> = fields.all("fiches").into_iter().filter_map(|text| text.parse().ok()).collect();
    let outcome = match read(&fields, lens, today) {
        Ok(bulk) => actions::change_many(&mut tx, &house.outside, &visit.actor, &around, (&ids, today), &bulk).await,
        Err(errors) => Err(Failure::Input(errors)),
    };
    // The page of the list from which the sheets were ticked.
    let asked = Fields::from_pairs(
        fields.text("retour").split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| {
            (name.to_owned(), decoded(value))
        }),
    );
    match outcome {
        Ok(_) => {
            tx.commit().await?;
            let query: Vec<String> = asked
                .pairs()
                .iter()
                .map(|(name, value)| format!("{}={}", answer::encode(name), answer::encode(value)))
                .collect();
            answer::done(&format!("/gestion/actions?{}", query.join("&")), "modifie")
        }
        Err(failure) => {
            drop(tx);
            let errors = Fault::from(failure).into_input()?;
            let errors = errors.into_iter().map(|error| match error.field.as_str() {
                "etat" => FieldError::new("nouvel-etat", error.sentence),
                "axe" => FieldError::new("nouvel-axe", error.sentence),
                _ => error,
            });
            let mut form = fields.form_with(errors.collect());
            for (name, value) in asked.pairs() {
                if form.field(name).is_none() {
                    form.add(name.clone(), value.clone());
                }
            }
            let mut tx = house.read().await?;
            let loaded = board::load(&mut tx, &house, &visit, (&Asked(asked), form)).await?;
            answer::page_to_correct(&loaded.ok_or_else(Fault::not_found)?.page)
        }
    }
}

/// A value of an address, as it was before it was encoded.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, tail @ ..] = rest {
        let hexadecimal = tail.get(..2).and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        match (first, hexadecimal) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
