//! The public session: a number read aloud, a public value known after, the result, the seal.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Refusal, Uuid};
use serde_json::json;
use sortition::ceremony::{self, Public};
use sortition::dossier::Files;

use super::calling::call;
use super::draw::{bind, dossier_of, draw, save};
use super::pool::Around;
use crate::rules::{ChanceKind, DrawState};
use crate::store::draw::Draw;
use crate::{acts, store};

/// Shortest public value: 16 bytes, more than anybody can try.
const LEAST_BEACON: usize = 16;

fn not_now(title: &str) -> Failure {
    Refusal::rule(title, "Relisez où en est ce tirage : chaque étape vient une fois, dans l’ordre.").into()
}

/// Keeps the number read aloud, typed twice. Alone, it decides; otherwise the public value is still to come.
///
/// # Errors
/// Not this actor's; not the moment; a number of no panel; two numbers that differ; somebody did it since `revision`.
pub async fn read_dice(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    (typed, again): (Option<i64>, Option<i64>),
) -> Outcome<()> {
    let (council, college, before) = draw(tx, actor, &acts::DRAW, id).await?;
    if before.state != DrawState::Published || before.dice.is_some() {
        return Err(already(&before, "Le nombre de ce tirage est déjà lu"));
    }
    let last = college.terms.panels - 1;
    let mut errors = Vec::new();
    if typed.is_none_or(|number| !(0..=last).contains(&number)) {
        errors.push(FieldError::new(
            "nombre",
            format!("Le nombre lu va de 0 à {last} : c’est le numéro d’un groupe imprimé"),
        ));
    } else if typed != again {
        errors.push(FieldError::new("nombre-bis", "Les deux nombres diffèrent : relisez les dés ou les boules"));
    }
    Failure::unless_empty(errors)?;
    let after = Draw { dice: typed, dice_at: Some(outside.now()), ..before };
    if after.chance == ChanceKind::Balls {
        return result(tx, outside, actor, council.id, (after, revision), None).await;
    }
    save(tx, &after, DrawState::Published, revision).await?;
    let touched = [("draw", id)];
    let detail = json!({ "acte": "nombre lu en séance", "nombre": after.dice });
    let entry = Entry::on(acts::DRAW.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Whoever comes second reads that the first one counted.
fn already(before: &Draw, title: &str) -> Failure {
    match before.state {
        DrawState::Published | DrawState::Drawn | DrawState::Sealed => {
            let explanation = format!("{title}. Un seul geste compte : rien n’a changé. Relisez où en est le tirage.");
            Refusal::Conflict { explanation, kept: Vec::new() }.into()
        }
        _ => not_now("Ce n’est pas le moment"),
    }
}

/// Keeps the public value known after the number: with it, the panel is known.
///
/// # Errors
/// Not this actor's; not the moment; not a value; somebody did it since `revision`.
pub async fn read_beacon(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    typed: &str,
) -> Outcome<()> {
    let (council, _, before) = draw(tx, actor, &acts::DRAW, id).await?;
    if before.state != DrawState::Published {
        return Err(already(&before, "Ce tirage a déjà son résultat"));
    }
    if before.dice.is_none() {
        return Err(not_now("Lisez d’abord le nombre tiré en séance"));
    }
    let beacon = ceremony::beacon(typed).map_err(|wrong| Failure::field("balise", wrong.to_string()))?;
    if beacon.len() < LEAST_BEACON {
        let sentence = "Cette valeur est trop courte : recopiez-la entière, 32 chiffres hexadécimaux au moins";
        return Err(Failure::field("balise", sentence));
    }
    result(tx, outside, actor, council.id, (before, revision), Some(beacon)).await
}

async fn result(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    council: Uuid,
    (before, revision): (Draw, i64),
    beacon: Option<Vec<u8>>,
) -> Outcome<()> {
    let files = dossier_of(tx, before.id).await?;
    let file = |name: &str| files.get(name).map_or(&[][..], Vec::as_slice);
    let public = Public { dice: before.dice.and_then(|dice| u64::try_from(dice).ok()), beacon };
    let drawn = ceremony::draw(file("panels.csv"), file("pool.csv"), &before.fingerprint, &public);
    let drawn = drawn.map_err(|wrong| Failure::field("nombre", wrong.to_string()))?;
    let mut touched = vec![("draw", before.id)];
    for (name, bytes) in ceremony::write(&drawn, &before.fingerprint, &public, Files::new()) {
        touched.push(("draw_file", store::draw::put_file(tx, outside.uuid(), before.id, &name, &bytes).await?));
    }
    touched.push(("draw_file", bind(tx, outside, before.id).await?));
    let after = Draw {
        state: DrawState::Drawn,
        beacon: public.beacon.as_deref().map(sortition::chance::hexadecimal).unwrap_or_default(),
        drawn_at: Some(outside.now()),
        panel: i64::try_from(drawn.panel).ok(),
        ..before
    };
    save(tx, &after, DrawState::Published, revision).await?;
    let detail = json!({ "acte": "tirage fait", "nombre": after.dice, "valeur": after.beacon, "groupe": after.panel });
    let entry = Entry::on(acts::DRAW.code, "council", council).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Closes the minutes with who was there. From here on, and not before, names of those drawn may be read by whoever calls
/// them.
///
/// # Errors
/// Not this actor's; not the moment; nobody was there; somebody did it since `revision`.
pub async fn seal(
    tx: &mut Tx,
    around: Around<'_>,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    witnesses: &str,
) -> Outcome<()> {
    let (outside, _, zone) = around;
    let (council, _, before) = draw(tx, actor, &acts::DRAW, id).await?;
    if before.state == DrawState::Sealed {
        return Err(already(&before, "Ce tirage est déjà scellé"));
    }
    if before.state != DrawState::Drawn {
        return Err(not_now("Ce tirage n’a pas encore de résultat"));
    }
    let witnesses = witnesses.trim();
    if witnesses.is_empty() || witnesses.chars().count() > 2_000 {
        let sentence =
            "Dites qui était là : commissaire de justice, représentant·e de l’État, public. 2 000 signes au plus";
        return Err(Failure::field("temoins", sentence));
    }
    let today = outside.now().day(zone);
    let appeal = today.checked_add(jiff::Span::new().days(council.terms.appeal_days)).unwrap_or(today);
    let files = dossier_of(tx, id).await?;
    let selected = sortition::opening::identifiers(&files, "selected.csv");
    let selected = selected.map_err(|wrong| Failure::field("", wrong.to_string()))?;
    let mut touched = vec![("draw", id)];
    for number in &selected {
        call(tx, around, (&before, number), None, &mut touched).await?;
    }
    let after = Draw {
        state: DrawState::Sealed,
        witnesses: witnesses.to_owned(),
        sealed_at: Some(outside.now()),
        appeal_until: Some(appeal),
        ..before
    };
    save(tx, &after, DrawState::Drawn, revision).await?;
    let detail = json!({ "acte": "tirage scellé", "tirage": after.rank, "recours": appeal.to_string() });
    let entry = Entry::on(acts::DRAW.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
