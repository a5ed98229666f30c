//! What the committee's table is narrowed to, and the files it is taken away as.

use kernel::text::search_key;
use kernel::{Uuid, vocabulary};

vocabulary! {
    /// A file a list is written as.
    ListFormat {
        /// A workbook of Excel and its like.
        Workbook => "xlsx", "Classeur (XLSX)";
        /// A workbook of LibreOffice.
        OpenDocument => "ods", "Classeur OpenDocument (ODS)";
        /// A text for spreadsheets.
        Csv => "csv", "Tableau texte (CSV)";
    }
}

/// What a list is narrowed to; nothing narrows it by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// One funder of the call.
    pub funder: Option<Uuid>,
    /// One neighbourhood.
    pub area: Option<Uuid>,
    /// One wave; none inside: projects of no wave.
    pub wave: Option<Option<Uuid>>,
    /// Where decisions are: `a_decider`, the code of a decision, or nothing.
    pub state: String,
    /// Words looked for, as typed.
    pub words: String,
}

impl Narrowed {
    /// What is asked of a list: the value of each name in its address.
    pub fn of<'a>(value: impl Fn(&str) -> &'a str) -> Self {
        let id = |name: &str| value(name).parse().ok();
        let state = value("decision");
        let is_known = state == "a_decider" || super::Decision::from_code(state).is_some();
        Self {
            funder: id("financeur"),
            area: id("quartier"),
            wave: match value("vague") {
                "aucune" => Some(None),
                other => other.parse().ok().map(Some),
            },
            state: if is_known { state.to_owned() } else { String::new() },
            words: kernel::text::shorten(value("q"), 80),
        }
    }

    /// The same, in an address; words are kept without what an address gives a meaning to.
    pub fn query(&self) -> String {
        let wave = self.wave.map(|wave| wave.map_or("aucune".to_owned(), |id| id.to_string()));
        let pairs = [
            ("financeur", self.funder.map(|id| id.to_string())),
            ("quartier", self.area.map(|id| id.to_string())),
            ("vague", wave),
            ("decision", Some(self.state.clone())),
            ("q", Some(search_key(&self.words).replace(' ', "+"))),
        ];
        let told = pairs.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let told = told.filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={value}"));
        told.collect::<Vec<_>>().join("&")
    }

    /// Reads what [`Narrowed::query`] wrote.
    pub fn read(query: &str) -> Self {
        let find = |name: &str| {
            query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .find(|(known, _)| *known == name)
                .map_or("", |(_, value)| value)
        };
        let words = find("q").replace('+', " ");
        Self { words, ..Self::of(|name| if name == "q" { "" } else { find(name) }) }
    }

    /// Whether every word looked for is in these.
    pub fn matches(&self, words: &dyn Fn() -> String) -> bool {
        if self.words.trim().is_empty() {
            return true;
        }
        let key = search_key(&words());
        search_key(&self.words).split(' ').all(|word| key.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_narrows_a_list_is_kept_whole() {
        let (funder, wave) = (Uuid::from_u128(7), Uuid::from_u128(8));
        let narrowed = Narrowed {
            funder: Some(funder),
            area: None,
            wave: Some(Some(wave)),
            state: "partial".into(),
            words: "été & judo".into(),
        };
        let again = Narrowed::read(&narrowed.query());
        assert_eq!(again, Narrowed { words: "ete judo".into(), ..narrowed });
        assert!(again.matches(&|| "Judo de l’été".into()) && !again.matches(&|| "Judo".into()));
        let none = Narrowed::read("vague=aucune&decision=bogus&financeur=x");
        assert_eq!(none, Narrowed { wave: Some(None), ..Narrowed::default() });
        assert_eq!(Narrowed::default().query(), "");
    }
}
