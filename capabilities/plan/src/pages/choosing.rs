//! Long lists to choose from on a form: what is chosen, then what holds the words looked for. Short ones are shown whole.

use interface::{Choice, Form};
use kernel::french;
use kernel::text::search_key;

/// Lines shown whole; past it, words are looked for.
const WHOLE: usize = 50;
/// Lines shown at most besides those that are chosen.
pub(super) const MOST: usize = 30;

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub value: String,
    pub name: String,
    /// What it stands under: it is found by these words too.
    pub above: String,
}

impl Line {
    pub fn new(value: impl ToString, name: impl Into<String>) -> Self {
        Self { value: value.to_string(), name: name.into(), above: String::new() }
    }

    /// The same line under another.
    pub fn under(self, above: impl Into<String>) -> Self {
        Self { above: above.into(), ..self }
    }

    fn choice(&self) -> Choice {
        let choice = Choice::new(self.value.clone(), &self.name);
        if self.above.is_empty() { choice } else { choice.hint(&self.above) }
    }

    /// How well it answers to words: its code, the words together in its name or in what it stands under, every word begun
    /// somewhere; or not at all.
    fn rank(&self, words: &str) -> Option<u8> {
        let (name, above) = (search_key(&self.name), search_key(&self.above));
        let begins = |text: &str, words: &str| text.starts_with(words) || text.contains(&format!(" {words}"));
        let holds = |text: &str| words.split(' ').all(|word| begins(text, word));
        match words {
            _ if name.split(' ').next() == Some(words) => Some(0),
            _ if begins(&name, words) => Some(1),
            _ if begins(&above, words) => Some(2),
            _ => holds(&format!("{name} {above}")).then_some(3),
        }
    }
}

/// The fields of a list, and what its lines are called.
#[derive(Clone, Copy, Debug)]
pub(super) struct Naming {
    /// The field of what is chosen.
    pub field: &'static str,
    /// The field of the words looked for.
    pub search: &'static str,
    /// « objectif trouvé », « objectifs trouvés ».
    pub nouns: (&'static str, &'static str),
}

/// What a form offers of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choosing {
    pub choices: Vec<Choice>,
    /// Whether there are more lines than a page shows: words are looked for.
    pub is_searched: bool,
    /// What was found, told under the list; nothing when nothing was looked for.
    pub found: String,
}

impl Choosing {
    /// The whole of a short list; of a long one, what is chosen, then what holds every word looked for. Without a word, the first
    /// lines that `unasked` keeps.
    pub fn new(form: &Form, naming: Naming, lines: &[Line], unasked: impl Fn(&Line) -> bool) -> Self {
        if lines.len() <= WHOLE {
            let choices = lines.iter().map(|line| Choice::new(line.value.clone(), &line.name)).collect();
            return Self { choices, is_searched: false, found: String::new() };
        }
        let words = search_key(form.value(naming.search));
        let (chosen, others): (Vec<&Line>, Vec<&Line>) =
            lines.iter().partition(|line| form.is_chosen(naming.field, &line.value));
        let found: Vec<&Line> = match words.is_empty() {
            true => others.into_iter().filter(|line| unasked(line)).collect(),
            false => looked_for(others, &words),
        };
        let told = if words.is_empty() { String::new() } else { told(found.len(), naming.nouns) };
        let shown = chosen.into_iter().chain(found.into_iter().take(MOST));
        Self { choices: shown.map(Line::choice).collect(), is_searched: true, found: told }
    }

    /// The same list with a first line for nothing, of which one line is chosen.
    #[must_use]
    pub fn or_none(mut self, words: &str) -> Self {
        if self.is_searched {
            self.choices.insert(0, Choice::new("", words));
        }
        self
    }
}

/// The lines that hold every word, those that answer best first; `words` is a key of search.
pub(super) fn looked_for<'a>(lines: impl IntoIterator<Item = &'a Line>, words: &str) -> Vec<&'a Line> {
    let mut found: Vec<(u8, &Line)> = lines.into_iter().filter_map(|line| Some((line.rank(words)?, line))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, line)| line).collect()
}

/// « 12 objectifs trouvés. », or how many of them are shown.
pub(super) fn told(count: usize, (one, several): (&str, &str)) -> String {
    let many = french::count(i64::try_from(count).unwrap_or(i64::MAX), one, several);
    match count {
        0 => "Rien d’autre ne contient tous ces mots.".to_owned(),
        _ if count > MOST => format!("{many}, dont voici les {MOST} premiers. Ajoutez un mot pour préciser."),
        _ => format!("{many}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMING: Naming =
        Naming { field: "choix", search: "chercher", nouns: ("objectif trouvé", "objectifs trouvés") };

    fn lines(count: usize) -> Vec<Line> {
        let line = |rank: usize| Line::new(rank, format!("O{rank} Un lieu")).under(format!("E{} Habiter", rank % 10));
        (1..=count).map(line).collect()
    }

    #[test]
    fn a_long_list_shows_what_is_chosen_and_what_is_looked_for() {
        let values = |choosing: &Choosing| choosing.choices.iter().map(|one| one.value.clone()).collect::<Vec<_>>();
        let short = Choosing::new(&Form::empty(), NAMING, &lines(50), |_| false).or_none("Aucun");
        assert_eq!((short.choices.len(), short.is_searched), (50, false));
        let asked = |words: &str| Form::filled([("choix", "7"), ("chercher", words)]);
        let unasked = Choosing::new(&asked(""), NAMING, &lines(2_000), |_| false).or_none("Aucun");
        assert_eq!((values(&unasked), unasked.found.as_str()), (vec![String::new(), "7".to_owned()], ""));
        let by_code = Choosing::new(&asked("o12"), NAMING, &lines(2_000), |_| false);
        assert_eq!(values(&by_code)[..2], ["7", "12"]);
        assert_eq!((by_code.choices.len(), by_code.found.contains("30 premiers")), (31, true));
        let above = Choosing::new(&asked("hab e3 o13"), NAMING, &lines(60), |_| true);
        assert_eq!(
            (values(&above), above.found.as_str()),
            (vec!["7".to_owned(), "13".to_owned()], "1\u{a0}objectif trouvé.")
        );
        let nothing = Choosing::new(&asked("piscine"), NAMING, &lines(60), |_| true);
        assert_eq!(nothing.found, "Rien d’autre ne contient tous ces mots.");
    }
}
