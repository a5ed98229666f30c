//! What a password must be: long, and not one that everybody tries first. No recipe of signs is imposed, because
//! recipes make passwords harder to remember and no harder to guess (NIST SP 800-63B, CNIL 2022).

use kernel::text::search_key;

/// Shortest password, in characters.
pub const SHORTEST: usize = 12;
/// Longest, in bytes: beyond, computing its fingerprint would cost the server.
pub const LONGEST_BYTES: usize = 1024;

/// Words that make a guessable password when repeated or followed by digits.
const COMMON: &[&str] = &[
    "motdepasse",
    "password",
    "azerty",
    "azertyuiop",
    "qwerty",
    "qwertyuiop",
    "bonjour",
    "soleil",
    "chouchou",
    "doudou",
    "loulou",
    "marseille",
    "iloveyou",
    "jetaime",
    "letmein",
    "welcome",
    "bienvenue",
    "administrateur",
    "administrator",
    "admin",
    "changeme",
    "changezmoi",
    "contratdeville",
    "politiquedelaville",
    "quartier",
    "parvis",
    "mairie",
    "france",
    "secret",
    "football",
    "princesse",
    "nicolas",
    "camille",
    "isabelle",
    "coucou",
    "abcdef",
    "abcdefgh",
    "123456",
    "123456789",
    "1234567890",
    "azertyazerty",
    "vacances",
    "pompier",
    "prefecture",
];

/// What must be corrected, in a sentence; `None` when it may be used. `around` are words about the person.
pub fn problem(password: &str, around: &[&str]) -> Option<String> {
    let count = password.chars().count();
    if count == 0 {
        return Some("Saisissez un mot de passe".to_owned());
    }
    if count < SHORTEST {
        return Some(format!("Le mot de passe doit avoir au moins {SHORTEST} caractères : il en a {count}"));
    }
    if password.len() > LONGEST_BYTES {
        return Some("Le mot de passe est trop long : 200 caractères suffisent".to_owned());
    }
    let key = search_key(password).replace(' ', "");
    let letters: String = key.chars().filter(|c| !c.is_ascii_digit()).collect();
    let is_repeated =
        |text: &str, word: &str| !word.is_empty() && !text.is_empty() && text.replace(word, "").is_empty();
    let few = key.chars().collect::<std::collections::HashSet<_>>().len() < 5;
    let is_common = COMMON.iter().any(|word| is_repeated(&letters, word) || is_repeated(&key, word));
    let is_digits = key.chars().all(|c| c.is_ascii_digit()) && (is_run(&key) || count < 16);
    if few || is_common || is_digits {
        return Some(
            "Ce mot de passe est trop facile à deviner : choisissez plusieurs mots sans lien entre eux".to_owned(),
        );
    }
    let is_about = around.iter().any(|word| {
        let word = search_key(word).replace(' ', "");
        word.len() >= 4 && is_repeated(&letters, &word.chars().filter(|c| !c.is_ascii_digit()).collect::<String>())
    });
    is_about.then(|| {
        "Le mot de passe ne doit pas être votre nom ou votre adresse : choisissez plusieurs mots sans lien".to_owned()
    })
}

fn is_run(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    bytes.windows(2).all(|pair| pair[1] == pair[0] + 1 || (pair[0] == b'9' && pair[1] == b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_unusual_is_enough() {
        let around = ["Claire Vidal", "claire.vidal@ville.fr"];
        for good in ["tasse verte lundi pont", "correcthorsebatterystaple", "é è à ç ù ê où ï", "Xk3!vbQ9#mLp2"]
        {
            assert_eq!(problem(good, &around), None, "{good}");
        }
        for bad in [
            "",
            "court",
            "onze lettre",
            "motdepasse123",
            "Mot de passe 2026",
            "azertyazerty",
            "123456789012",
            "aaaaaaaaaaaa",
            "Claire Vidal 1",
            "password1234",
            "Bonjour bonjour",
        ] {
            assert!(problem(bad, &around).is_some(), "{bad}");
        }
        assert!(problem(&"ab cd efg ".repeat(200), &around).is_some(), "too long");
    }
}
