//! The public value of a draw: the one round of the announced network, proved by its signature; or what replaces it, told as such.

pub(crate) use beacon::proof::FILE as PROOF;
use beacon::{Chain, QUICKNET, Wrong, proof};
use kernel::{Failure, FieldError, Outcome};
use serde_json::Value;
use sortition::ceremony;
use sortition::dossier::Files;

use crate::store::draw::Draw;

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
            let value = chain.value(round, signature).map_err(|wrong| {
                Failure::field(
                    "signature",
                    match wrong {
                        Wrong::Unreadable => "Recopiez la signature entière : 96 chiffres et lettres de a à f".to_owned(),
                        Wrong::NotSigned => {
                            format!("Cette signature n’est pas celle du tour {round} : vérifiez le numéro du tour et recopiez-la")
                        }
                    },
                )
            })?;
            let kept = kept_at(draw).unwrap_or_default();
            let proof = proof::written(&chain, (kept, round), signature, &value);
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

/// Whether the value of a draw is the one its network signed, as a sentence for whoever checks; nothing when no network was
/// announced, or when its value was replaced.
///
/// # Errors
/// The sentence that says what is wrong.
pub(crate) fn verified(draw: &Draw, proof: Option<&[u8]>, files: &Files) -> Result<Option<String>, String> {
    let Some((chain, round)) = round(draw).filter(|_| draw.beacon_note.is_none() && !draw.beacon.is_empty()) else {
        return Ok(None);
    };
    let used = ["draw.json", "letters.json", "renewal.json"].iter().find_map(|name| files.get(*name));
    let used: Value = used.and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
    let told: Value = proof.and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
    // The round follows from when the number was read: a proof of another one proves nothing.
    if told["tour"].as_u64() != Some(round) || told["cle"].as_str() != Some(&*chain.key) {
        return Err(format!(
            "« {PROOF} » : la valeur publique n’est pas celle de {} pour le tour {round}.",
            chain.name
        ));
    }
    proof::checked(proof.unwrap_or_default(), None, used["beacon"].as_str().unwrap_or_default())?;
    Ok(Some(format!("La valeur publique est celle que {} a signée pour le tour {round}.", chain.name)))
}
