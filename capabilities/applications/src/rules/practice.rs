//! What a contract settles of what differs from one territory to the next: who types with associations besides those who instruct,
//! what the words and the columns of the files it brings mean.

use kernel::text::search_key;
use kernel::{Actor, FieldError, Function, Person};

use super::FundingState;
use super::bringing::COLUMNS;

/// Functions a contract may have type with associations. Those who instruct always do.
pub const OFFERED_TYPISTS: [Function; 2] = [Function::Interviewer, Function::PrefectDelegate];

/// Most words, and most columns, of a contract.
const MOST: usize = 200;

/// What a contract settled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Practice {
    /// Functions that type with associations besides those who instruct.
    pub typists: Vec<Function>,
    /// What words of a file mean here: they go before those the platform knows.
    pub states: Vec<(String, FundingState)>,
    /// Which column of ours a header of a file is, by its key.
    pub columns: Vec<(String, &'static str)>,
}

impl Practice {
    /// Somebody with those of her functions only that this contract has type.
    pub fn as_typist(&self, actor: &Actor) -> Actor {
        let Actor::Person(person) = actor else { return actor.clone() };
        let kept = person.grants.iter().filter(|grant| self.typists.contains(&grant.function)).copied();
        Actor::Person(Person { grants: kept.collect(), ..person.clone() })
    }

    /// Keeps what was said of the columns of a file: each header that is not recognised by itself as what it was said to be.
    pub fn with_columns<'a>(
        &self,
        said: impl Iterator<Item = (&'a str, &'static str)>,
        guessed: impl Fn(&str) -> Option<&'static str>,
    ) -> Self {
        let mut after = self.clone();
        for (header, key) in said.filter(|(header, _)| !header.trim().is_empty()) {
            let name = search_key(header);
            after.columns.retain(|(known, _)| search_key(known) != name);
            if guessed(header) != Some(key) && after.columns.len() < MOST {
                after.columns.push((header.trim().to_owned(), key));
            }
        }
        after
    }
}

/// Words as one writes them: one a line, « mot du fichier = état d’ici ».
pub fn written_states(states: &[(String, FundingState)]) -> String {
    let line = |(word, state): &(String, FundingState)| format!("{word} = {}", state.french());
    states.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Columns as one writes them: one a line, « colonne du fichier = colonne d’ici ».
pub fn written_columns(columns: &[(String, &'static str)]) -> String {
    let line = |(header, key): &(String, &'static str)| {
        let ours = COLUMNS.iter().find(|column| column.key == *key).map_or(*key, |column| column.header);
        format!("{header} = {ours}")
    };
    columns.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// States a word may be said to mean.
pub fn offered_states() -> impl Iterator<Item = FundingState> {
    FundingState::ALL.iter().copied().filter(|state| *state != FundingState::Withdrawn)
}

/// Reads what [`written_states`] wrote, or somebody.
///
/// # Errors
/// Each line that says nothing, told.
pub fn read_states(text: &str) -> Result<Vec<(String, FundingState)>, FieldError> {
    read(text, "etats", "état", |ours| offered_states().find(|state| search_key(state.french()) == ours))
}

/// Reads what [`written_columns`] wrote, or somebody.
///
/// # Errors
/// Each line that says nothing, told.
pub fn read_columns(text: &str) -> Result<Vec<(String, &'static str)>, FieldError> {
    read(text, "colonnes", "colonne", |ours| {
        COLUMNS.iter().find(|column| search_key(column.header) == ours).map(|column| column.key)
    })
}

fn read<T>(
    text: &str,
    field: &str,
    what: &str,
    ours: impl Fn(&str) -> Option<T>,
) -> Result<Vec<(String, T)>, FieldError> {
    let (mut all, mut wrong) = (Vec::<(String, T)>::new(), Vec::new());
    for (rank, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let Some((word, told)) = line.rsplit_once('=').filter(|(word, _)| !search_key(word).is_empty()) else {
            wrong.push(format!("Ligne {rank} : écrivez ce que dit le fichier, le signe « = », puis l’{what} d’ici."));
            continue;
        };
        let (word, told) = (word.trim(), told.trim());
        let name = search_key(word);
        if all.iter().any(|(known, _)| search_key(known) == name) {
            wrong.push(format!("Ligne {rank} : « {word} » est déjà dit."));
        } else if word.chars().count() > 120 {
            wrong.push(format!("Ligne {rank} : 120 signes au plus."));
        } else if let Some(meant) = ours(&search_key(told)) {
            all.push((word.to_owned(), meant));
        } else {
            wrong.push(format!("Ligne {rank} : « {told} » n’est pas un nom d’ici, voyez la liste."));
        }
    }
    if all.len() > MOST {
        wrong.push(format!("{MOST} lignes au plus."));
    }
    let wrong: Vec<String> = wrong.into_iter().map(|told| told.replace("l’colonne", "la colonne")).collect();
    if wrong.is_empty() { Ok(all) } else { Err(FieldError::new(field, wrong.join(" "))) }
}

#[cfg(test)]
mod tests {
    use kernel::{Grant, Scope, Uuid};

    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_what_says_nothing_is_told() {
        let states = read_states("Arbitrée = accordé\n\n Liste d’attente=Ajourné ").expect("read");
        assert_eq!(states[1], ("Liste d’attente".to_owned(), FundingState::Postponed));
        assert_eq!(read_states(&written_states(&states)), Ok(states));
        let columns = read_columns("Sub. demandée (€) = Demandé").expect("read");
        assert_eq!(columns, [("Sub. demandée (€)".to_owned(), "demande")]);
        assert_eq!(read_columns(&written_columns(&columns)), Ok(columns));
        let wrong = read_states("Arbitrée\nVu = bleu\nVu = refusé\nVU = accordé").expect_err("wrong");
        for told in ["Ligne 1 : écrivez", "Ligne 2 : « bleu »", "Ligne 4 : « VU » est déjà dit"] {
            assert!(wrong.sentence.contains(told), "{told}: {}", wrong.sentence);
        }
    }

    #[test]
    fn a_contract_keeps_the_headers_that_are_not_recognised_by_themselves() {
        let guessed = |header: &str| (header == "Dossier").then_some("dossier");
        let one = Practice::default();
        let said = [("Dossier", "dossier"), ("Sub. demandée", "demande"), ("", "vote")];
        let one = one.with_columns(said.into_iter(), guessed);
        assert_eq!(one.columns, [("Sub. demandée".to_owned(), "demande")]);
        let one = one.with_columns([("SUB. DEMANDEE", "cout"), ("Dossier", "action")].into_iter(), guessed);
        assert_eq!(one.columns, [("SUB. DEMANDEE".to_owned(), "cout"), ("Dossier".to_owned(), "action")]);
    }

    #[test]
    fn whoever_types_has_the_functions_the_contract_chose() {
        let grant = |function| Grant { function, scope: Scope::EVERYWHERE };
        let person = Person {
            account: Uuid::from_u128(1),
            session: Uuid::from_u128(2),
            name: String::new(),
            grants: vec![grant(Function::Interviewer), grant(Function::Elected)],
            has_second_factor: true,
            acting_for: None,
        };
        let practice = Practice { typists: vec![Function::Interviewer], ..Practice::default() };
        let held = |practice: &Practice| match practice.as_typist(&Actor::Person(person.clone())) {
            Actor::Person(person) => person.grants,
            _ => Vec::new(),
        };
        assert_eq!(held(&practice), [grant(Function::Interviewer)]);
        assert!(held(&Practice::default()).is_empty());
    }
}
