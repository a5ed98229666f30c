//! What a dossier keeps of its public value: the network, the round and its signature, that anybody checks without the platform.

use serde_json::{Value, json};

use crate::{Chain, QUICKNET, Wrong};

/// The file that proves where the public value of a draw comes from.
pub const FILE: &str = "balise.json";

/// The proof of a round, as it is kept. `value` is what the signature gives.
pub fn written(chain: &Chain, round: u64, signature: &str, value: &[u8; 32]) -> Vec<u8> {
    let value: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut told = json!({
        "reseau": chain.name,
        "chaine": chain.hash,
        "cle": chain.key,
        "premier_tour": chain.genesis,
        "secondes_entre_tours": chain.period,
        "tour": round,
        "signature": signature.trim().to_ascii_lowercase(),
        "valeur": value,
    })
    .to_string();
    told.push('\n');
    told.into_bytes()
}

/// Checks the proof a dossier keeps: the round it names is signed by the key it names, this key is the one of the rules announced
/// (`announced`, when the dossier has them), and the value is the one the draw was made with. Gives what is right, in French.
///
/// # Errors
/// What is wrong, in French.
pub fn checked(proof: &[u8], announced: Option<&[u8]>, used: &str) -> Result<Vec<String>, String> {
    let wrong = |what: &str| format!("« {FILE} » : {what}");
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
    let value: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
    if !used.eq_ignore_ascii_case(&value) {
        return Err(wrong(&format!("le tirage n’a pas été fait avec la valeur du tour {round}")));
    }
    let key = if chain.key == QUICKNET.key {
        format!("la clé du dossier est celle de {}, que ce programme connaît", QUICKNET.name)
    } else {
        format!("la clé est celle que donne le dossier : comparez-la à celle que publie « {} »", chain.name)
    };
    Ok(vec![format!("la valeur publique est signée par « {} » pour le tour {round}", chain.name), key])
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNATURE: &str =
        "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b";
    const VALUE: &str = "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587";

    fn proof() -> Value {
        let value = QUICKNET.value(657_413, SIGNATURE).expect("signed");
        serde_json::from_slice(&written(&QUICKNET, 657_413, SIGNATURE, &value)).expect("read")
    }

    #[test]
    fn a_proof_holds_and_anything_changed_in_it_is_told() {
        let rules = json!({ "balise_signee": { "cle": QUICKNET.key } }).to_string();
        let sound = checked(proof().to_string().as_bytes(), Some(rules.as_bytes()), VALUE).expect("sound");
        assert!(sound[0].contains("tour 657413") && sound[1].contains("que ce programme connaît"), "{sound:?}");
        let changed = |name: &str, value: Value| {
            let mut proof = proof();
            proof[name] = value;
            checked(proof.to_string().as_bytes(), Some(rules.as_bytes()), VALUE).expect_err(name)
        };
        assert!(changed("tour", json!(657_414)).contains("pas celle du réseau pour le tour 657414"));
        assert!(changed("tour", json!("657413")).contains("le tour n’y est pas"));
        assert!(changed("signature", json!(SIGNATURE.replace("b713", "b714"))).contains("tour 657413"));
        assert!(changed("signature", json!("")).contains("ne se lit pas"));
        assert!(changed("cle", json!("83cf")).contains("n’est pas celle de drand quicknet"));
        let other = checked(proof().to_string().as_bytes(), None, &VALUE.replace("fc18", "fc19")).expect_err("another");
        assert!(other.contains("n’a pas été fait avec la valeur"), "{other}");
        let rules = json!({ "balise_signee": { "cle": "autre" } }).to_string();
        let other = checked(proof().to_string().as_bytes(), Some(rules.as_bytes()), VALUE).expect_err("another key");
        assert!(other.contains("règles annonçaient"), "{other}");
    }
}
