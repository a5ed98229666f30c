//! The public value of a draw: the one round of the announced network, proved by its signature; or what replaces it, told as such.

pub(crate) use beacon::proof::{FILE as PROOF, ORDER};
use beacon::{Chain, QUICKNET, Wrong, proof};
use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Refusal, Uuid};
use serde_json::{Value, json};
use sortition::ceremony;
use sortition::dossier::Files;

use super::announced::{Announced, announced_of};
use super::draw::draw;
use crate::rules::{DrawKind, DrawState};
use crate::store::draw::Draw;
use crate::{acts, store};

/// What was kept of draws announced while one network was known.
const QUICKNET_CODE: &str = "quicknet";
/// Shortest public value: 16 bytes, more than anybody can try.
const LEAST: usize = 16;
/// Longest reason why another value was taken.
const LONGEST_REASON: usize = 500;

/// What was typed of the public value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The signature of the round, when a network was announced.
    pub signature: String,
    /// The value, when none was, or when it failed.
    pub value: String,
    /// Why it failed.
    pub why: String,
}

/// The network and the round that count for a draw, once its number is read.
pub(crate) fn round(draw: &Draw) -> Option<(Chain, u64)> {
    let chain = match draw.beacon_chain.as_deref()? {
        QUICKNET_CODE => QUICKNET,
        info => Chain::of_info(info).ok()?,
    };
    let round = chain.round_after(kept_at(draw)?);
    Some((chain, round))
}

/// When the number of a draw was kept, in seconds.
fn kept_at(draw: &Draw) -> Option<u64> {
    u64::try_from(draw.dice_at?.0 / 1_000).ok()
}

/// What was read: the value, the file that proves it, why another one was taken.
pub(super) struct Read {
    /// The value.
    pub value: Vec<u8>,
    /// The proof, when the network signed it.
    pub proof: Option<Vec<u8>>,
    /// Why another value was taken.
    pub note: Option<String>,
}

/// Reads the public value of a draw.
///
/// # Errors
/// Not signed by the network for the round that counts; not a value; no reason for another one.
pub(super) fn read(draw: &Draw, typed: &Typed) -> Outcome<Read> {
    let signature = typed.signature.trim();
    match round(draw) {
        Some((chain, round)) if typed.value.trim().is_empty() || !signature.is_empty() => {
            let value = chain.value(round, signature).map_err(|wrong| unsigned("signature", round, wrong))?;
            let kept = kept_at(draw).unwrap_or_default();
            let proof = proof::written(&chain, (proof::After::Number, kept, round), signature, &value);
            Ok(Read { value: value.to_vec(), proof: Some(proof), note: None })
        }
        is_signed => {
            let mut errors = Vec::new();
            let value = ceremony::beacon(typed.value.trim());
            match &value {
                Err(wrong) => errors.push(FieldError::new("balise", wrong.to_string())),
                Ok(value) if value.len() < LEAST => {
                    let sentence =
                        "Cette valeur est trop courte : recopiez-la entière, 32 chiffres hexadécimaux au moins";
                    errors.push(FieldError::new("balise", sentence));
                }
                Ok(_) => {}
            }
            let why = typed.why.trim();
            if is_signed.is_some() && (why.is_empty() || why.chars().count() > LONGEST_REASON) {
                let sentence = "Dites pourquoi la balise annoncée n’a pas servi, en moins de 500 signes : cette raison est publiée";
                errors.push(FieldError::new("repli", sentence));
            }
            Failure::unless_empty(errors)?;
            let note = is_signed.is_some().then(|| why.to_owned());
            Ok(Read { value: value.unwrap_or_default(), proof: None, note })
        }
    }
}

/// The network and the round that give the order of the panels of a draw that completes a council, once its pool is closed: what
/// nobody knew when the pool was closed, so that whoever closes it arranges nothing.
pub(crate) fn order_round(draw: &Draw, announced: &Announced) -> Option<(Chain, u64)> {
    let chain = Chain::of_info(draw.beacon_chain.as_deref().filter(|_| announced.is_order_drawn)?).ok()?;
    let round = chain.round_after(closed_at(draw)?);
    Some((chain, round))
}

/// When the pool of a draw was closed, in seconds.
fn closed_at(draw: &Draw) -> Option<u64> {
    u64::try_from(draw.frozen_at?.0 / 1_000).ok()
}

/// What was typed of the round that gives the order of panels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedOrder {
    /// Its signature.
    pub signature: String,
    /// Why there is none.
    pub why: String,
}

/// Keeps the round that gives the order of the panels of a draw, once; nothing to keep when none was announced. It is asked for
/// with the lottery: until it is there, no lottery is computed.
///
/// # Errors
/// Not this actor's; not signed by the network for that round; neither signature nor reason.
pub async fn note_order(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, typed: &TypedOrder) -> Outcome<()> {
    let (council, _, before) = draw(tx, actor, &acts::DRAW, id).await?;
    let announced = announced_of(tx, id).await?;
    let due = order_round(&before, &announced).filter(|_| before.state == DrawState::Frozen);
    let Some((chain, round)) = due else { return Ok(()) };
    // Kept, it does not change: nobody chooses between two orders.
    if store::draw::file(tx, id, ORDER).await?.is_some() {
        return Ok(());
    }
    let (signature, why) = (typed.signature.trim(), typed.why.trim());
    let (kept, what) = match (signature.is_empty(), why.chars().count()) {
        (false, _) => {
            let value = chain.value(round, signature).map_err(|wrong| unsigned("ordre-signature", round, wrong))?;
            let moment = (proof::After::Closing, closed_at(&before).unwrap_or_default(), round);
            (proof::written(&chain, moment, signature, &value), "tour de la balise gardé pour l’ordre des groupes")
        }
        (true, 1..=LONGEST_REASON) => (proof::not_answered(why), "la balise n’a pas donné l’ordre des groupes"),
        _ => {
            let sentence = format!(
                "Recopiez la signature du tour {round}, ou dites en moins de 500 signes pourquoi il manque : cette raison est publiée"
            );
            return Err(Failure::field("ordre-signature", sentence));
        }
    };
    let row = store::draw::put_file(tx, outside.uuid(), id, ORDER, &kept).await?;
    let touched = [("draw_file", row)];
    let detail = json!({ "acte": what, "tirage": before.rank, "tour": round });
    let entry = Entry::on(acts::DRAW.code, "council", council.id).why(why).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// The seed the order of panels comes from, when the beacon gave it.
///
/// # Errors
/// The round was announced, and nobody gave it yet.
pub(super) async fn order_seed(tx: &mut Tx, draw: &Draw) -> Outcome<Option<Vec<u8>>> {
    let announced = announced_of(tx, draw.id).await?;
    if order_round(draw, &announced).is_none() {
        return Ok(None);
    }
    let Some(kept) = store::draw::file(tx, draw.id, ORDER).await? else {
        let what =
            "Recopiez la signature du tour qui donne l’ordre des groupes : il est compté depuis la clôture du vivier.";
        return Err(Refusal::rule("L’ordre des groupes n’est pas connu", what).into());
    };
    let told: Value = serde_json::from_slice(&kept).unwrap_or_default();
    Ok(told["valeur"].as_str().and_then(sortition::chance::from_hexadecimal))
}

/// Why a signature is not that of a round, on its field.
fn unsigned(field: &str, round: u64, wrong: Wrong) -> Failure {
    let sentence = match wrong {
        Wrong::Unreadable => "Recopiez la signature entière : 96 chiffres et lettres de a à f".to_owned(),
        Wrong::NotSigned => {
            format!("Cette signature n’est pas celle du tour {round} : vérifiez le numéro du tour et recopiez-la")
        }
    };
    Failure::field(field, sentence)
}

/// What the proofs of a dossier say: of the value of its draw, of the order of its panels, of the half that left.
pub(crate) fn proved(files: &Files) -> Vec<Result<String, String>> {
    let mut told = proof::of_dossier(|name| files.get(name).map(Vec::as_slice));
    // What follows in a list begins with a capital.
    for one in &mut told {
        let (Ok(text) | Err(text)) = one;
        let mut signs = text.chars();
        *text = signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default();
    }
    told
}

/// Whether the value of a draw is the one its network signed, as a sentence for whoever checks; nothing when no network was
/// announced, or when its value was replaced.
///
/// # Errors
/// The sentence that says what is wrong.
pub(crate) fn verified(draw: &Draw, proof: Option<&[u8]>, files: &Files) -> Result<Option<String>, String> {
    let Some((chain, round)) = round(draw).filter(|_| draw.beacon_note.is_none() && !draw.beacon.is_empty()) else {
        return Ok(None);
    };
    // The half that leaves is told in the dossier of the council, beside the draw of those who sat.
    let used = match draw.kind {
        DrawKind::Renewal => "renewal.json",
        DrawKind::Letters => "letters.json",
        _ => "draw.json",
    };
    let used: Value = files.get(used).and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
    let told: Value = proof.and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
    // The round follows from when the number was read: a proof of another one proves nothing.
    if told["tour"].as_u64() != Some(round) || told["cle"].as_str() != Some(&*chain.key) {
        return Err(format!(
            "« {PROOF} » : la valeur publique n’est pas celle de {} pour le tour {round}.",
            chain.name
        ));
    }
    proof::checked(PROOF, proof.unwrap_or_default(), None, used["beacon"].as_str().unwrap_or_default())?;
    Ok(Some(format!("La valeur publique est celle que {} a signée pour le tour {round}.", chain.name)))
}
