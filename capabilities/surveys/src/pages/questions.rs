//! A question as it is drawn, online or for whoever asks it.

use interface::{Choice, Form, Html, Language};
use questionnaire::answering::{Answers, Asked, Offered, Session, Title};
use questionnaire::model::{self, Kind, Text};

use crate::rules::typed::{field, is_typed, rank_field};

/// Most answers shown as buttons; more make a drop-down list.
const MOST_BUTTONS: usize = 15;
/// Most steps of a scale shown as buttons.
const MOST_STEPS: usize = 11;

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Radios,
    Boxes,
    List,
    Ranks,
    Line,
    Lines,
    Number,
    Day,
    Tick,
    Words,
    /// A photograph, taken by whoever asks.
    Photo,
    /// A photograph, given once the interview is kept.
    Later,
    Elsewhere,
}

/// The title of a group, as it is drawn before its questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Titled {
    /// What its questions name it by in the page.
    pub id: String,
    /// Its words.
    pub words: Html,
    /// Help under it.
    pub hint: Html,
}

/// A question as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The titles of the groups it stands in, outermost first.
    pub titles: Vec<Titled>,
    /// How many of them, the last ones, begin with it.
    pub opens: usize,
    /// How many end with it.
    pub closes: usize,
    /// Name of its field.
    pub name: String,
    /// How it is answered.
    pub way: Way,
    /// Its words.
    pub label: Html,
    /// Help under it.
    pub hint: Html,
    /// Answers offered.
    pub choices: Vec<Choice>,
    /// For a ranking: each answer with the name of the field of its rank.
    pub ranked: Vec<(String, Html)>,
    /// Whether it may be left out.
    pub is_optional: bool,
}

/// Words of a form in a page: marked when they are of another language than the page.
pub fn in_page(words: &str, text: &Text, form: &model::Form, page: Language) -> Html {
    if words.is_empty() {
        return Html::default();
    }
    let default = &form.settings.default_language;
    let own = model::Language::new(default).code.unwrap_or_else(|| "fr".into());
    if text.speaks(page.lang()) || own == page.lang() {
        return if page.lang() == "fr" { Html::sentence(words) } else { Html::text(words) };
    }
    let dir = if documents::Language::of(&own).is_right_to_left() { "rtl" } else { "ltr" };
    Html::trusted(format!("<span lang=\"{}\" dir=\"{dir}\">{}</span>", Html::text(&own), Html::text(words)))
}

/// The titles of the groups around a question; a repeat says which time it is.
fn titles(session: &Session<'_>, form: &model::Form, asked: &Asked<'_>, page: Language) -> Vec<Titled> {
    let drawn = |title: Title| {
        let item = session.plan().nodes.get(title.node).map(|node| &node.item);
        let own = |words: &str, text: fn(&model::Item) -> &Text| {
            item.map_or_else(|| Html::text(words), |item| in_page(words, text(item), form, page))
        };
        let words = own(&title.words, |item| &item.label);
        let rank = title.rank.map(|rank| format!(" ({rank})")).unwrap_or_default();
        Titled {
            id: format!("groupe-{}", title.key),
            words: Html::trusted(format!("{words}{rank}")),
            hint: own(&title.hint, |item| &item.hint),
        }
    };
    session.titles(asked, page.lang()).into_iter().map(drawn).collect()
}

/// Questions drawn one after the other: each group begins with its first question and ends with its last one.
pub fn grouped(mut questions: Vec<Drawn>) -> Vec<Drawn> {
    let common = |one: Option<&Drawn>, other: &Drawn| {
        let same =
            one.iter().flat_map(|one| one.titles.iter().zip(&other.titles)).take_while(|(one, two)| one.id == two.id);
        same.count()
    };
    let before: Vec<usize> = (0..questions.len())
        .map(|at| common(at.checked_sub(1).and_then(|last| questions.get(last)), &questions[at]))
        .collect();
    for (at, question) in questions.iter_mut().enumerate() {
        question.opens = question.titles.len() - before[at];
        question.closes = question.titles.len() - before.get(at + 1).copied().unwrap_or(0);
    }
    questions
}

/// The words of a question with the title of its group before: « Êtes-vous satisfait·e… Propreté ».
pub fn titled(session: &Session<'_>, form: &model::Form, asked: &Asked<'_>, page: Language) -> Html {
    let item = &asked.node.item;
    let label = in_page(&session.label(asked, page.lang()), &item.label, form, page);
    match titles(session, form, asked, page).pop() {
        Some(title) => Html::trusted(format!("{} {label}", title.words)),
        None => label,
    }
}

/// A question as it is drawn in a page.
pub fn drawn(session: &Session<'_>, form: &model::Form, asked: &Asked<'_>, page: Language) -> Drawn {
    let item = &asked.node.item;
    let label = session.label(asked, page.lang());
    let mut hint = in_page(&session.hint(asked, page.lang()), &item.hint, form, page).to_string();
    if !hint.is_empty() {
        // A device that changes language changes these words, not those told after them.
        hint = format!("<span data-hint>{hint}</span>");
    }
    let offered = session.offered(asked, page.lang());
    if let Some(most) = item.max_selected {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let told = interface::t_count(page, most, "{n} réponse au plus.", "{n} réponses au plus.");
        hint = if hint.is_empty() { told.to_string() } else { format!("{hint} {told}") };
    }
    if matches!(item.kind, Kind::SelectMultiple(..)) && item.max_selected.is_none() {
        let told = interface::t(page, "Plusieurs réponses sont possibles.");
        hint = if hint.is_empty() { told.to_string() } else { format!("{hint} {told}") };
    }
    let way = way(asked, offered.len());
    let mut choices = shown(&offered, form, asked, page);
    if way == Way::Radios && choices.is_empty() {
        choices = steps(item);
    }
    let ranked = match way {
        Way::Ranks => {
            let list = offered.iter().zip(&choices).filter(|(offered, _)| offered.special.is_none());
            list.map(|(offered, choice)| (rank_field(asked.key, &offered.code), choice.label.clone())).collect()
        }
        _ => Vec::new(),
    };
    if way == Way::Ranks {
        let specials = offered.iter().zip(choices).filter(|(offered, _)| offered.special.is_some());
        choices = specials.map(|(_, choice)| choice).collect();
    }
    let titles = titles(session, form, asked, page);
    Drawn {
        opens: titles.len(),
        closes: titles.len(),
        titles,
        name: field(asked.key),
        way,
        label: in_page(&label, &item.label, form, page),
        hint: Html::trusted(hint),
        choices,
        ranked,
        is_optional: !session.is_required(asked),
    }
}

fn way(asked: &Asked<'_>, offered: usize) -> Way {
    let item = &asked.node.item;
    match &item.kind {
        _ if !is_typed(asked) => Way::Elsewhere,
        Kind::Note => Way::Words,
        Kind::SelectOne(..) if offered > MOST_BUTTONS => Way::List,
        // A list that stands in a file we have not.
        Kind::SelectOne(..) | Kind::SelectMultiple(..) | Kind::Rank(_) if offered == 0 => Way::Line,
        Kind::SelectOne(..) => Way::Radios,
        Kind::SelectMultiple(..) => Way::Boxes,
        Kind::Rank(_) => Way::Ranks,
        Kind::Range if steps(item).len() <= MOST_STEPS => Way::Radios,
        Kind::Range | Kind::Integer | Kind::Decimal => Way::Number,
        Kind::Date => Way::Day,
        Kind::Acknowledge => Way::Tick,
        Kind::Text if item.looks("multiline") || item.role.as_deref() == Some("theme_ouverte") => Way::Lines,
        _ => Way::Line,
    }
}

fn steps(item: &model::Item) -> Vec<Choice> {
    let (start, end, step) = item.range();
    if item.kind != Kind::Range || step == 0.0 {
        return Vec::new();
    }
    let count = ((end - start) / step).abs().floor();
    (0..=count.min(1_000.0) as usize)
        .map(|rank| {
            let value = (start + rank as f64 * step.abs() * (end - start).signum()).to_string();
            Choice::new(value.clone(), &value)
        })
        .collect()
}

fn shown(offered: &[Offered], form: &model::Form, asked: &Asked<'_>, page: Language) -> Vec<Choice> {
    let list = form.list_of(&asked.node.item);
    let label = |one: &Offered| {
        let text = list.and_then(|list| list.choice(&one.code)).map(|choice| &choice.label);
        text.map_or_else(|| Html::text(&one.label), |text| in_page(&one.label, text, form, page))
    };
    offered.iter().map(|one| Choice { value: one.code.clone(), label: label(one), hint: Html::default() }).collect()
}

impl Drawn {
    /// The name of the field where its photograph is chosen.
    pub fn photo_field(&self) -> String {
        self.name.replacen(crate::rules::typed::FIELD, "photo.", 1)
    }

    /// The titles drawn before it, with their depth.
    pub fn opened(&self) -> impl Iterator<Item = (usize, &Titled)> {
        self.titles.iter().enumerate().skip(self.titles.len() - self.opens)
    }
}

/// What was typed, as the fields of a page show it again.
pub fn filled(questions: &[Asked<'_>]) -> Form {
    let mut form = Form::empty();
    for asked in questions {
        let name = field(asked.key);
        match &asked.node.item.kind {
            Kind::SelectMultiple(..) => {
                for code in asked.typed.split_whitespace() {
                    form.add(name.clone(), code);
                }
            }
            Kind::Rank(_) => {
                for (rank, code) in asked.typed.split_whitespace().enumerate() {
                    form.add(rank_field(asked.key, code), (rank + 1).to_string());
                    form.add(name.clone(), code);
                }
            }
            Kind::Date => {
                let value = if asked.value.is_empty() { asked.typed } else { asked.value };
                let parts: Vec<&str> = match value.split('-').collect::<Vec<&str>>().as_slice() {
                    [year, month, day] => vec![*day, *month, *year],
                    _ => value.split('/').collect(),
                };
                for (part, value) in ["jour", "mois", "annee"].iter().zip(parts) {
                    form.add(format!("{name}-{part}"), value.trim_start_matches('0'));
                }
            }
            _ => form.add(name, asked.typed),
        }
    }
    form
}

/// An answer as people read it: the words of a choice, not its code.
pub fn told(session: &Session<'_>, form: &model::Form, asked: &Asked<'_>, page: Language) -> Html {
    match &asked.node.item.kind {
        Kind::SelectOne(..) | Kind::SelectMultiple(..) | Kind::Rank(_) => {
            let offered = session.offered(asked, page.lang());
            let words = shown(&offered, form, asked, page);
            let label = |code: &str| {
                let found = words.iter().find(|choice| choice.value == code);
                found.map_or_else(|| Html::text(code).to_string(), |choice| choice.label.to_string())
            };
            let parts: Vec<String> = asked.typed.split_whitespace().map(label).collect();
            Html::trusted(parts.join(" ; "))
        }
        Kind::Acknowledge if asked.value == "OK" => Html::trusted(interface::t(page, "Oui").to_string()),
        Kind::Date => {
            let day = asked.value.parse().ok().map(kernel::french::date);
            Html::text(&day.unwrap_or_else(|| asked.typed.to_owned()))
        }
        _ => Html::text(asked.typed),
    }
}

/// Answers without those of some questions: what travels hidden beside the questions of a page.
pub fn hidden(answers: &Answers, questions: &[Asked<'_>]) -> Vec<(String, String)> {
    let is_here = |key: &str| questions.iter().any(|asked| asked.key == key);
    answers
        .iter()
        .filter(|(key, value)| !is_here(key) && !value.is_empty())
        .map(|(key, value)| (field(key), value.clone()))
        .collect()
}
