//! Public randomness: which round of the public beacon comes after a moment, and whether a value was signed by its network.
//! Nobody who leads a draw can choose the round, nor make the value up.

pub mod proof;

use std::borrow::Cow;

use drand_verify::{G2PubkeyRfc, Pubkey as _, derive_randomness};
use serde_json::{Value, json};

/// A network that publishes a signed value at regular times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// Its name, as it is told in the rules of a draw.
    pub name: Cow<'static, str>,
    /// The hash of its parameters, by which it is asked: another key would be another chain.
    pub hash: Cow<'static, str>,
    /// Its public key, in hexadecimal.
    pub key: Cow<'static, str>,
    /// When its first round was published, in seconds since 1970.
    pub genesis: u64,
    /// Seconds between two rounds.
    pub period: u64,
}

/// The network of the League of Entropy that signs a round every three seconds, each by itself (scheme
/// `bls-unchained-g1-rfc9380`). Source: <https://api.drand.sh/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/info>.
pub const QUICKNET: Chain = Chain {
    name: Cow::Borrowed("drand quicknet"),
    hash: Cow::Borrowed("52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"),
    key: Cow::Borrowed(
        "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e\
          17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
    ),
    genesis: 1_692_803_367,
    period: 3,
};

/// Why a signature is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It is not so many hexadecimal digits.
    Unreadable,
    /// The network did not sign that for this round.
    NotSigned,
}

/// Seconds between a number kept and the round that counts, at least.
pub const DELAY: u64 = 60;

/// The scheme whose signatures are checked here: each round by itself, on the first group.
const SCHEME: &str = "bls-unchained-g1-rfc9380";

impl Chain {
    /// Reads what a network publishes of itself, at its address `/info`.
    ///
    /// # Errors
    /// A French sentence: what is missing, or which scheme is not checked here.
    pub fn of_info(text: &str) -> Result<Self, String> {
        let info: Value = serde_json::from_str(text).map_err(|_| {
            "ce fichier n’est pas l’« info » d’un réseau : un objet JSON avec sa clé publique".to_owned()
        })?;
        if info["schemeID"].as_str().is_some_and(|scheme| scheme != SCHEME) {
            return Err(format!("ce réseau ne signe pas chaque tour à part : seul le schéma {SCHEME} se vérifie ici"));
        }
        let written = |name: &str| info[name].as_str().unwrap_or_default().to_ascii_lowercase();
        let (hash, key) = (written("hash"), written("public_key"));
        if bytes(&hash).is_none_or(|hash| hash.len() != 32) {
            return Err("« hash » attend 64 chiffres hexadécimaux".to_owned());
        }
        if bytes(&key).is_none_or(|key| G2PubkeyRfc::from_variable(&key).is_err()) {
            return Err("« public_key » n’est pas une clé publique de 192 chiffres hexadécimaux".to_owned());
        }
        let whole = |name: &str| info[name].as_u64().filter(|number| *number > 0);
        let (Some(genesis), Some(period)) = (whole("genesis_time"), whole("period")) else {
            return Err("« genesis_time » et « period » attendent des nombres de secondes".to_owned());
        };
        let name = match info["metadata"]["beaconID"].as_str() {
            Some(name) if !name.is_empty() => format!("drand {name}"),
            _ => format!("réseau {}", &hash[..8]),
        };
        Ok(Self { name: name.into(), hash: hash.into(), key: key.into(), genesis, period })
    }

    /// What [`Self::of_info`] reads back.
    pub fn info(&self) -> Value {
        let name = self.name.strip_prefix("drand ").unwrap_or_default();
        json!({
            "public_key": self.key,
            "period": self.period,
            "genesis_time": self.genesis,
            "hash": self.hash,
            "schemeID": SCHEME,
            "metadata": { "beaconID": name },
        })
    }

    /// Where a round is read by anybody, when the network is one whose address is known.
    pub fn address(&self, round: u64) -> Option<String> {
        (self.hash == QUICKNET.hash).then(|| format!("https://api.drand.sh/{}/public/{round}", self.hash))
    }

    /// When a round is published, in seconds since 1970.
    pub const fn time_of(&self, round: u64) -> u64 {
        self.genesis + round.saturating_sub(1) * self.period
    }

    /// The first round published at that second or later.
    pub const fn first_from(&self, seconds: u64) -> u64 {
        seconds.saturating_sub(self.genesis).div_ceil(self.period) + 1
    }

    /// The round that counts once a number was kept, at that second: nobody knows its value then.
    pub const fn round_after(&self, kept: u64) -> u64 {
        self.first_from(kept.saturating_add(DELAY))
    }

    /// The value of a round, once its signature is checked.
    ///
    /// # Errors
    /// The signature is not readable, or not that of the network for this round.
    pub fn value(&self, round: u64, signature: &str) -> Result<[u8; 32], Wrong> {
        let signature = bytes(signature.trim()).filter(|bytes| bytes.len() == 48).ok_or(Wrong::Unreadable)?;
        let key = bytes(&self.key).ok_or(Wrong::Unreadable)?;
        let key = G2PubkeyRfc::from_variable(&key).map_err(|_| Wrong::Unreadable)?;
        match key.verify(round, &[], &signature) {
            Ok(true) => Ok(derive_randomness(&signature)),
            // Bytes that are no point of the curve are no signature either.
            Ok(false) | Err(_) => Err(Wrong::NotSigned),
        }
    }
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let is_pairs = text.is_ascii() && text.len().is_multiple_of(2);
    is_pairs.then(|| (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect())?
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published by the network: round 123, told by the library that checks it, and round 657413 with its value.
    const ROUND_123: &str =
        "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92";
    const ROUND_657413: &str =
        "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b";

    #[test]
    fn published_rounds_are_signed_and_no_other() {
        assert!(QUICKNET.value(123, ROUND_123).is_ok());
        let value = QUICKNET.value(657_413, &format!(" {}\n", ROUND_657413.to_uppercase())).expect("signed");
        let told: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(told, "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587");
        assert_eq!(QUICKNET.value(124, ROUND_123), Err(Wrong::NotSigned), "another round");
        assert_eq!(QUICKNET.value(123, &ROUND_123.replace("b75c", "b75d")), Err(Wrong::NotSigned), "one digit changed");
        for text in ["", "zz", "9f2c4d1a", "é", &ROUND_123[1..]] {
            assert_eq!(QUICKNET.value(123, text), Err(Wrong::Unreadable), "{text}");
        }
    }

    #[test]
    fn a_network_is_read_from_what_it_publishes() {
        assert_eq!(Chain::of_info(&QUICKNET.info().to_string()), Ok(QUICKNET));
        let info = |name: &str, value: Value| {
            let mut info = QUICKNET.info();
            info[name] = value;
            Chain::of_info(&info.to_string()).expect_err(name)
        };
        assert!(Chain::of_info("{").expect_err("no object").contains("JSON"));
        for (name, value) in [
            ("schemeID", json!("pedersen-bls-chained")),
            ("hash", json!("52db")),
            ("public_key", json!("83cf")),
            ("public_key", json!("00".repeat(96))),
            ("period", json!(0)),
            ("genesis_time", json!("hier")),
        ] {
            assert!(!info(name, value).is_empty(), "{name}");
        }
    }

    #[test]
    fn the_round_after_a_moment_is_the_first_published_then_or_later() {
        assert_eq!(QUICKNET.first_from(0), 1);
        for (seconds, round) in [(0, 1), (1, 2), (3, 2), (4, 3), (366, 123)] {
            let at = QUICKNET.genesis + seconds;
            assert_eq!(QUICKNET.first_from(at), round, "{seconds}");
            assert!(QUICKNET.time_of(round) >= at && QUICKNET.time_of(round - 1) < at.max(QUICKNET.genesis + 1));
        }
    }
}
