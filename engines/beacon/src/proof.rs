//! What a dossier keeps of its public value: the network, the round and its signature, that anybody checks without the platform.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{Chain, QUICKNET, Wrong};

/// The file that proves where the public value of a draw comes from.
pub const FILE: &str = "balise.json";
/// The file that proves where the order of the panels of a draw that completes a council comes from.
pub const ORDER: &str = "ordre.json";
/// The same as [`FILE`] for the draw of the half that leaves, in the dossier of the council.
pub const RENEWAL: &str = "balise-renouvellement.json";
/// The rules of the draw of the half that leaves, as they were announced, in the dossier of the council.
pub const RENEWAL_RULES: &str = "regles-du-renouvellement.json";

/// What a round comes after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// A number read aloud and kept.
    Number,
    /// A pool that was closed.
    Closing,
}

impl After {
    const ALL: [Self; 2] = [Self::Number, Self::Closing];

    /// How a proof names the moment it came.
    const fn field(self) -> &'static str {
        match self {
            Self::Number => "nombre_garde_le",
            Self::Closing => "vivier_clos_le",
        }
    }

    /// As a sentence goes on.
    const fn french(self) -> &'static str {
        match self {
            Self::Number => "le nombre a été gardé",
            Self::Closing => "le vivier a été clos",
        }
    }
}

/// The proof of the round that counts after a moment, in seconds since 1970. `value` is what the signature gives.
pub fn written(chain: &Chain, (after, kept, round): (After, u64, u64), signature: &str, value: &[u8; 32]) -> Vec<u8> {
    let value: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut told = json!({
        "reseau": chain.name,
        "chaine": chain.hash,
        "cle": chain.key,
        "premier_tour": chain.genesis,
        "secondes_entre_tours": chain.period,
        (after.field()): i64::try_from(kept).ok().and_then(|kept| Timestamp::from_second(kept).ok()).map(|at| at.to_string()),
        "tour": round,
        "signature": signature.trim().to_ascii_lowercase(),
        "valeur": value,
    })
    .to_string();
    told.push('\n');
    told.into_bytes()
}

/// Checks every proof a dossier keeps, given how its files are found: of the public value, of the order of its panels, of the half
/// that left. What is wrong comes as an error of its own.
pub fn of_dossier<'a>(file: impl Fn(&str) -> Option<&'a [u8]>) -> Vec<Result<String, String>> {
    let read = |name: &str, field: &str| -> String {
        let told: Value = file(name).and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
        told[field].as_str().unwrap_or_default().to_owned()
    };
    let drawn = if file("draw.json").is_some() { "draw.json" } else { "letters.json" };
    let announced = file("regles-annoncees.json");
    let of = [
        (FILE, announced, read(drawn, "beacon")),
        (ORDER, announced, read("summary.json", "order_seed")),
        (RENEWAL, file(RENEWAL_RULES), read("renewal.json", "beacon")),
    ];
    let mut told = Vec::new();
    for (name, announced, used) in of {
        let Some(proof) = file(name) else { continue };
        match checked(name, proof, announced, &used) {
            Ok(holds) => told.extend(holds.into_iter().map(Ok)),
            Err(fault) => told.push(Err(fault)),
        }
    }
    let rules: Value = announced.and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
    let is_due = rules["ordre_par_la_balise"].as_bool().unwrap_or_default() && file("summary.json").is_some();
    if is_due && file(ORDER).is_none() {
        told.push(Err(format!("« {ORDER} » manque : les règles annonçaient un ordre des groupes tiré de la balise")));
    }
    told
}

/// Why a round that was announced was not used, when the file that would prove it says so.
pub fn replaced(proof: &[u8]) -> Option<String> {
    let told: Value = serde_json::from_slice(proof).ok()?;
    told["repli"].as_str().map(str::to_owned)
}

/// What stands in place of a proof when the network did not answer: the reason.
pub fn not_answered(why: &str) -> Vec<u8> {
    let mut told = json!({ "repli": why }).to_string();
    told.push('\n');
    told.into_bytes()
}

/// Checks the proof a dossier keeps under a name: the round it names is signed by the key it names, this key is the one of the rules announced
/// (`announced`, when the dossier has them), it is the first published long enough after the number was kept, and the value is the
/// one the draw was made with. Gives what is right, in French.
///
/// # Errors
/// What is wrong, in French.
pub fn checked(name: &str, proof: &[u8], announced: Option<&[u8]>, used: &str) -> Result<Vec<String>, String> {
    let wrong = |what: &str| format!("« {name} » : {what}");
    if let Some(why) = replaced(proof).filter(|_| name == ORDER) {
        return Ok(vec![format!(
            "l’ordre des groupes vient des règles et du vivier : la balise annoncée n’a pas servi ({why})"
        )]);
    }
    let told: Value = serde_json::from_slice(proof).map_err(|_| wrong("ce fichier ne se lit pas"))?;
    let text = |name: &str| told[name].as_str().unwrap_or_default().to_owned();
    let round = told["tour"].as_u64().ok_or_else(|| wrong("le tour n’y est pas"))?;
    let chain = Chain {
        name: text("reseau").into(),
        hash: text("chaine").into(),
        key: text("cle").into(),
        genesis: told["premier_tour"].as_u64().unwrap_or(QUICKNET.genesis),
        period: told["secondes_entre_tours"].as_u64().unwrap_or(QUICKNET.period),
    };
    if chain.hash == QUICKNET.hash && chain.key != QUICKNET.key {
        return Err(wrong(&format!("la clé n’est pas celle de {}", QUICKNET.name)));
    }
    let announced: Option<Value> = announced.and_then(|bytes| serde_json::from_slice(bytes).ok());
    if let Some(announced) = announced.as_ref().map(|rules| &rules["balise_signee"])
        && announced["cle"].as_str() != Some(&*chain.key)
    {
        return Err(wrong("la clé n’est pas celle que les règles annonçaient"));
    }
    let value = chain.value(round, &text("signature")).map_err(|why| match why {
        Wrong::Unreadable => wrong("la clé ou la signature ne se lit pas"),
        Wrong::NotSigned => wrong(&format!("la signature n’est pas celle du réseau pour le tour {round}")),
    })?;
    let after = follows(&chain, round, &told).map_err(|why| wrong(&why))?;
    let value: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
    if !used.eq_ignore_ascii_case(&value) {
        return Err(wrong(&format!("le tirage n’a pas été fait avec la valeur du tour {round}")));
    }
    let key = if chain.key == QUICKNET.key {
        format!("la clé du dossier est celle de {}, que ce programme connaît", QUICKNET.name)
    } else {
        format!("la clé est celle que donne le dossier : comparez-la à celle que publie « {} »", chain.name)
    };
    let what = match name {
        ORDER => "la valeur qui donne l’ordre des groupes",
        RENEWAL => "la valeur publique du renouvellement",
        _ => "la valeur publique",
    };
    let signed = format!("{what} est signée par « {} » pour le tour {round}", chain.name);
    Ok([Some(signed), after, Some(key)].into_iter().flatten().collect())
}

/// Whether a round is the one that counts after the moment a proof tells, as a sentence; nothing when it tells none.
fn follows(chain: &Chain, round: u64, told: &Value) -> Result<Option<String>, String> {
    let moment = After::ALL.into_iter().find(|after| !told[after.field()].is_null());
    let Some(after) = moment else { return Ok(None) };
    let words = after.french();
    let kept = told[after.field()].as_str().and_then(|text| text.parse::<Timestamp>().ok());
    let kept = kept.ok_or_else(|| format!("l’heure à laquelle {words} ne se lit pas"))?;
    let due = chain.round_after(u64::try_from(kept.as_second()).unwrap_or_default());
    let at = kept.strftime("%d/%m/%Y à %H:%M:%S");
    if due == round {
        return Ok(Some(format!(
            "le tour {round} est le premier publié soixante secondes au moins après que {words}, le {at} en temps \
             universel : comparez cette heure à celle qui a été publiée"
        )));
    }
    Err(format!("{words} le {at} en temps universel : le tour qui compte est le {due}, pas le {round}"))
}

/// What is told of a draw whose rules announced a signed value, and whose dossier holds no proof of it.
pub fn missing(announced: Option<&[u8]>) -> Option<String> {
    let rules: Value = serde_json::from_slice(announced?).ok()?;
    let name = rules["balise_signee"]["reseau"].as_str()?;
    Some(format!(
        "les règles annonçaient une valeur signée par « {name} » ; le dossier n’en a pas la preuve : le procès-verbal dit-il \
         pourquoi une autre l’a remplacée ?"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNATURE: &str =
        "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b";
    const VALUE: &str = "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587";

    /// A minute and a second before the round.
    const KEPT: u64 = 1_694_775_603 - 61;

    fn proof() -> Value {
        let value = QUICKNET.value(657_413, SIGNATURE).expect("signed");
        serde_json::from_slice(&written(&QUICKNET, (After::Number, KEPT, 657_413), SIGNATURE, &value)).expect("read")
    }

    #[test]
    fn a_proof_holds_and_anything_changed_in_it_is_told() {
        let rules = json!({ "balise_signee": { "cle": QUICKNET.key } }).to_string();
        let sound = checked(FILE, proof().to_string().as_bytes(), Some(rules.as_bytes()), VALUE).expect("sound");
        assert!(sound[0].contains("tour 657413") && sound[2].contains("que ce programme connaît"), "{sound:?}");
        assert!(sound[1].contains("15/09/2023 à 10:59:02 en temps universel"), "{sound:?}");
        let changed = |name: &str, value: Value| {
            let mut proof = proof();
            proof[name] = value;
            checked(FILE, proof.to_string().as_bytes(), Some(rules.as_bytes()), VALUE).expect_err(name)
        };
        assert!(changed("tour", json!(657_414)).contains("pas celle du réseau pour le tour 657414"));
        assert!(changed("tour", json!("657413")).contains("le tour n’y est pas"));
        assert!(changed("signature", json!(SIGNATURE.replace("b713", "b714"))).contains("tour 657413"));
        assert!(changed("signature", json!("")).contains("ne se lit pas"));
        let late = changed("nombre_garde_le", json!("2023-09-15T11:00:03Z"));
        assert!(late.contains("le tour qui compte est le 657433, pas le 657413"), "{late}");
        assert!(changed("nombre_garde_le", json!("hier")).contains("ne se lit pas"));
        assert!(changed("nombre_garde_le", json!(7)).contains("ne se lit pas"));
        assert!(changed("cle", json!("83cf")).contains("n’est pas celle de drand quicknet"));
        // Proofs kept before they said when are checked for the rest.
        let mut silent = proof();
        silent["nombre_garde_le"] = Value::Null;
        assert_eq!(checked(FILE, silent.to_string().as_bytes(), None, VALUE).map(|holds| holds.len()), Ok(2));
        let told = missing(Some(json!({ "balise_signee": { "reseau": "drand quicknet" } }).to_string().as_bytes()));
        assert!(told.is_some_and(|told| told.contains("« drand quicknet »")) && missing(Some(b"{}")).is_none());
        let other =
            checked(FILE, proof().to_string().as_bytes(), None, &VALUE.replace("fc18", "fc19")).expect_err("another");
        assert!(other.contains("n’a pas été fait avec la valeur"), "{other}");
        let rules = json!({ "balise_signee": { "cle": "autre" } }).to_string();
        let other =
            checked(FILE, proof().to_string().as_bytes(), Some(rules.as_bytes()), VALUE).expect_err("another key");
        assert!(other.contains("règles annonçaient"), "{other}");
    }

    #[test]
    fn the_order_of_panels_and_the_half_that_leaves_have_proofs_of_their_own() {
        let value = QUICKNET.value(657_413, SIGNATURE).expect("signed");
        let order = written(&QUICKNET, (After::Closing, KEPT, 657_413), SIGNATURE, &value);
        let rules = json!({ "balise_signee": { "cle": QUICKNET.key }, "ordre_par_la_balise": true }).to_string();
        let summary = json!({ "order_seed": VALUE }).to_string();
        let told = |files: &[(&str, &[u8])]| {
            let found = of_dossier(|name| files.iter().find(|(known, _)| *known == name).map(|(_, bytes)| *bytes));
            found
                .into_iter()
                .map(|one| one.unwrap_or_else(|fault| format!("FAUX {fault}")))
                .collect::<Vec<_>>()
                .join("\n")
        };
        let (rules, summary) = (rules.as_bytes(), summary.as_bytes());
        let known = [("regles-annoncees.json", rules), ("summary.json", summary)];
        let sound = told(&[known[0], known[1], (ORDER, &order)]);
        assert!(sound.contains("l’ordre des groupes est signée") && sound.contains("le vivier a été clos"), "{sound}");
        assert!(!sound.contains("FAUX"), "{sound}");
        assert!(told(&known).contains("FAUX « ordre.json » manque"), "announced, and not there");
        assert!(told(&known[..1]).is_empty(), "nothing is computed yet");
        let other = json!({ "order_seed": VALUE.replace("fc18", "fc19") }).to_string();
        let other = told(&[known[0], ("summary.json", other.as_bytes()), (ORDER, &order)]);
        assert!(other.contains("FAUX « ordre.json »"), "{other}");
        let silent = not_answered("le réseau est en panne");
        let silent = told(&[known[0], known[1], (ORDER, &silent)]);
        assert!(silent.contains("n’a pas servi (le réseau est en panne)") && !silent.contains("FAUX"), "{silent}");

        let proof = written(&QUICKNET, (After::Number, KEPT, 657_413), SIGNATURE, &value);
        let left = json!({ "beacon": VALUE }).to_string();
        let sound = told(&[("renewal.json", left.as_bytes()), (RENEWAL, &proof), (RENEWAL_RULES, rules)]);
        assert!(sound.contains("du renouvellement est signée") && !sound.contains("FAUX"), "{sound}");
        let other = told(&[("renewal.json", b"{\"beacon\":\"00\"}"), (RENEWAL, &proof)]);
        assert!(other.contains("FAUX « balise-renouvellement.json »"), "{other}");
    }
}
