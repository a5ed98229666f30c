//! The codebook: themes, sub-themes, and the words that speak of them.

use kernel::text::{free_name, search_key, slug};
use kernel::{FieldError, Uuid};
use themes::coding;

/// Themes of a codebook: each has a key of one digit.
pub const MOST_THEMES: usize = 9;

/// Sub-themes of a theme: each has a key of one letter.
pub const MOST_SUB_THEMES: usize = 26;

/// A theme, or a sub-theme of another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// Which.
    pub id: Uuid,
    /// The theme it is part of.
    pub parent: Option<Uuid>,
    /// Stable code, in files: `sante`.
    pub code: String,
    /// Its name.
    pub label: String,
    /// Words and phrases that speak of it, one a line, in any of their forms.
    pub words: String,
    /// Words and phrases that tell that something else is meant, one a line.
    pub unless_words: String,
    /// The need it leads to.
    pub need: Option<Uuid>,
    /// Whether its words may put somebody at risk: never told word for word to visitors.
    pub is_sensitive: bool,
    /// Whether it is no longer proposed; what was coded stays.
    pub is_retired: bool,
}

/// The keys under which themes are typed: `1`, `1a`, `1b`, `2`… in the order of the codebook, retired ones left out.
pub fn keys(themes: &[Theme]) -> Vec<(String, &Theme)> {
    let mut keys = Vec::new();
    let in_force = |parent: Option<Uuid>| themes.iter().filter(move |one| one.parent == parent && !one.is_retired);
    for (rank, theme) in in_force(None).take(MOST_THEMES).enumerate() {
        keys.push(((rank + 1).to_string(), theme));
        for (letter, part) in ('a'..='z').zip(in_force(Some(theme.id))) {
            keys.push((format!("{}{letter}", rank + 1), part));
        }
    }
    keys
}

/// What is typed of a batch of sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The themes of the keys, in the order they were typed; none after a `0`.
    pub themes: Vec<Uuid>,
    /// Ranks, from 1, of the sentences set aside: `-3`.
    pub aside: Vec<usize>,
    /// Ranks of the sentences that have themes of their own, and these themes: `-3 1c`, `-3 0` for none.
    pub own: Vec<(usize, Vec<Uuid>)>,
    /// Whether the keys are for the whole batch, although they are not what was proposed: `+`.
    pub is_for_all: bool,
}

/// Reads typed keys: `1 4b`, `14b`, `0` for none; `-3` sets the third sentence of the batch aside, `-3 1c`
/// gives it themes of its own, `+` gives the keys to the whole batch.
///
/// # Errors
/// A French sentence.
pub fn typed(text: &str, themes: &[Theme]) -> Result<Typed, String> {
    let keys = keys(themes);
    let text = text.to_lowercase();
    let signs: Vec<char> = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '+')).collect();
    let mut made = Typed::default();
    let (mut at, mut has_key, mut alone) = (0, false, None);
    while let Some(sign) = signs.get(at) {
        at += 1;
        if *sign == '+' {
            made.is_for_all = true;
            continue;
        }
        if *sign == '-' {
            let rank = signs.get(at).and_then(|next| next.to_digit(10)).filter(|rank| *rank > 0);
            let Some(rank) = rank else {
                return Err("Après « - », tapez le numéro de la phrase à mettre de côté, par exemple -3".to_owned());
            };
            at += 1;
            alone = Some(rank as usize);
            made.aside.push(rank as usize);
            continue;
        }
        let mut key = sign.to_string();
        if let Some(letter) = signs.get(at).filter(|next| next.is_alphabetic()) {
            key.push(*letter);
            at += 1;
        }
        let theme = match keys.iter().find(|(known, _)| *known == key) {
            _ if key == "0" => None,
            Some((_, theme)) => Some(theme.id),
            None => return Err(format!("Aucun thème n’a la touche « {key} » : regardez la liste sous le champ")),
        };
        let of = match alone {
            None => {
                has_key = true;
                &mut made.themes
            }
            // Her own keys follow the number of a sentence: it no longer comes back alone.
            Some(rank) => {
                made.aside.retain(|one| *one != rank);
                if made.own.last().is_none_or(|(last, _)| *last != rank) {
                    made.own.push((rank, Vec::new()));
                }
                match made.own.last_mut() {
                    Some((_, own)) => own,
                    None => continue,
                }
            }
        };
        of.extend(theme.filter(|theme| !of.contains(theme)));
    }
    match has_key {
        true => Ok(made),
        false if !made.own.is_empty() => {
            Err("Tapez d’abord les touches du lot, ensuite « - », le numéro d’une phrase et ses touches".to_owned())
        }
        false => Err("Tapez les touches des thèmes, ou 0 si aucun ne convient".to_owned()),
    }
}

/// What was typed to have those themes.
pub fn as_typed(chosen: &[Uuid], themes: &[Theme]) -> String {
    let keys = keys(themes);
    let typed: Vec<&str> =
        keys.iter().filter(|(_, theme)| chosen.contains(&theme.id)).map(|(key, _)| key.as_str()).collect();
    typed.join(" ")
}

/// Codes of the starter's parts whose words may put somebody at risk.
const SENSITIVE: [&str; 2] = ["trafics", "delinquance-et-violences"];

/// The codebook to start from, for a contrat de ville; `id` gives identifiers.
pub fn starter(mut id: impl FnMut() -> Uuid) -> Vec<Theme> {
    let mut made: Vec<Theme> = Vec::new();
    for theme in coding::starter().themes {
        let parent = id();
        made.push(Theme {
            id: parent,
            code: search_key(&theme.code).replace(' ', "-"),
            label: theme.label,
            ..Theme::default()
        });
        for part in theme.parts {
            let taken: Vec<&str> = made.iter().map(|one| one.code.as_str()).collect();
            let code = code_of(&part.label, &taken);
            made.push(Theme {
                id: id(),
                parent: Some(parent),
                is_sensitive: SENSITIVE.contains(&code.as_str()),
                code,
                label: part.label,
                words: part.words.join("\n"),
                unless_words: part.except.join("\n"),
                ..Theme::default()
            });
        }
    }
    made
}

/// What is wrong with a theme among the others of its codebook.
pub fn check(theme: &Theme, others: &[Theme]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let length = theme.label.chars().count();
    if length == 0 {
        errors.push(FieldError::new("nom", "Saisissez le nom du thème, par exemple : Propreté"));
    } else if length > 120 {
        errors.push(FieldError::new("nom", format!("Le nom doit tenir en 120 signes : il en fait {length}")));
    }
    let others = || others.iter().filter(|other| other.id != theme.id);
    if others().any(|other| other.parent == theme.parent && search_key(&other.label) == search_key(&theme.label)) {
        errors.push(FieldError::new("nom", "Un thème porte déjà ce nom : donnez-en un autre"));
    }
    for (field, text) in [("mots", &theme.words), ("sauf", &theme.unless_words)] {
        if text.chars().count() > 4_000 {
            errors.push(FieldError::new(field, "Les mots doivent tenir en 4 000 signes"));
        }
    }
    let beside = others().filter(|other| other.parent == theme.parent && !other.is_retired).count();
    let most = if theme.parent.is_none() { MOST_THEMES } else { MOST_SUB_THEMES };
    if !theme.is_retired && beside >= most {
        let sentence = format!(
            "Il y a déjà {most} thèmes à ce niveau : retirez-en un, ou faites de celui-ci une partie d’un autre"
        );
        errors.push(FieldError::new("parent", sentence));
    }
    if let Some(parent) = theme.parent {
        let is_sub_theme = others().any(|other| other.id == parent && other.parent.is_some());
        if is_sub_theme || others().all(|other| other.id != parent) {
            errors.push(FieldError::new("parent", "Choisissez un thème de la liste : il n’y a que deux niveaux"));
        }
    }
    errors
}

/// A code from a name: `proprete-des-rues`.
pub fn code_of(label: &str, taken: &[&str]) -> String {
    let words = slug(label, '-', 40);
    let base = if words.is_empty() { "theme" } else { &words };
    free_name(base, '-', |code| taken.contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(rank: u128, parent: Option<u128>, label: &str, words: &str, unless: &str) -> Theme {
        Theme {
            id: Uuid::from_u128(rank),
            parent: parent.map(Uuid::from_u128),
            code: code_of(label, &[]),
            label: label.into(),
            words: words.into(),
            unless_words: unless.into(),
            ..Theme::default()
        }
    }

    fn codebook() -> Vec<Theme> {
        vec![
            theme(1, None, "Propreté", "déchet\npoubelle", ""),
            theme(2, Some(1), "Rats et pigeons", "rat\npigeon", ""),
            theme(3, None, "Mobilité", "bus\narrêt de bus", "bus scolaire"),
        ]
    }

    #[test]
    fn keys_are_typed_with_or_without_spaces() {
        let book = codebook();
        let read = |text: &str| typed(text, &book);
        let ids = |text: &str| read(text).map(|typed| typed.themes.iter().map(Uuid::as_u128).collect::<Vec<_>>());
        assert_eq!(ids("1a 2"), Ok(vec![2, 3]));
        assert_eq!(ids("1A2"), Ok(vec![2, 3]));
        assert_eq!(ids("12"), Ok(vec![1, 3]));
        assert_eq!(ids("0"), Ok(vec![]));
        for wrong in ["", "7", "1z", "-", "1 -", "-0 1", "-2", "+", "-2 1a", "1 -2 7"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        let set_aside = read("1a-2-3").expect("read");
        assert_eq!((set_aside.aside, set_aside.themes.len(), set_aside.is_for_all), (vec![2, 3], 1, false));
        let mended = read("1a -2 2 1 -3 -4 0").expect("read");
        let own = vec![(2, vec![Uuid::from_u128(3), Uuid::from_u128(1)]), (4, vec![])];
        assert_eq!((mended.aside, mended.own, mended.themes), (vec![3], own, vec![Uuid::from_u128(2)]));
        assert!(read("2+").expect("read").is_for_all);
        assert_eq!(as_typed(&[Uuid::from_u128(3), Uuid::from_u128(2)], &book), "1a 2");
    }

    #[test]
    fn the_starter_is_sound_and_its_sensitive_parts_are_known() {
        let mut rank = 0;
        let book = starter(|| {
            rank += 1;
            Uuid::from_u128(rank)
        });
        assert_eq!(keys(&book).len(), book.len(), "every theme has its key");
        assert_eq!(book.iter().filter(|theme| theme.is_sensitive).count(), SENSITIVE.len());
        for theme in &book {
            assert!(check(theme, &book).is_empty(), "{theme:?}");
        }
    }

    #[test]
    fn what_cannot_be_in_a_codebook_is_told() {
        let book = codebook();
        assert!(check(&theme(9, None, "Santé", "", ""), &book).is_empty());
        assert!(!check(&theme(9, None, "proprete", "", ""), &book).is_empty(), "the same name");
        assert!(!check(&theme(9, Some(2), "Rats d’égout", "", ""), &book).is_empty(), "three levels");
        assert!(!check(&theme(9, Some(77), "Ailleurs", "", ""), &book).is_empty(), "no such parent");
    }
}
