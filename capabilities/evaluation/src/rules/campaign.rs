//! What carriers are asked of their actions: counts by sex and age, by place, words; never who the people are.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{FieldError, Moment, Uuid, vocabulary};

use super::text_error;

vocabulary! {
    /// What is asked.
    AskKind {
        /// People, by sex and age.
        People => "people", "Personnes, par sexe et par âge";
        /// People, by where they live.
        Places => "places", "Personnes, selon qu’elles habitent un quartier prioritaire";
        /// A number.
        Number => "number", "Un nombre";
        /// Yes or no.
        YesNo => "yes_no", "Oui ou non";
        /// Words.
        Text => "text", "Un texte";
    }
}

/// Age bands the state’s own reports use: code, words.
pub const BANDS: [(&str, &str); 5] = [
    ("0-15", "Moins de 16 ans"),
    ("16-17", "16 et 17 ans"),
    ("18-25", "18 à 25 ans"),
    ("26-64", "26 à 64 ans"),
    ("65", "65 ans et plus"),
];
/// Sexes counted: code, words.
pub const SEXES: [(&str, &str); 2] = [("f", "Femmes"), ("h", "Hommes")];
/// Where people live: code, words.
pub const PLACES: [(&str, &str); 3] = [
    ("qpv", "Habitent un quartier prioritaire"),
    ("hors", "Habitent ailleurs"),
    ("inconnu", "On ne sait pas où elles habitent"),
];
/// People whose sex or age is not known.
pub const UNKNOWN: (&str, &str) = ("inconnu", "Sexe ou âge inconnu");
/// The cell that says a thing was not counted.
pub const NOT_COUNTED: &str = "none";

impl AskKind {
    /// The cells of an answer: code, words.
    pub fn cells(self) -> Vec<(String, String)> {
        let plain =
            |pairs: &[(&str, &str)]| pairs.iter().map(|(code, words)| ((*code).into(), (*words).into())).collect();
        match self {
            Self::People => {
                let of = |(band, age): &(&str, &str)| {
                    SEXES.map(|(sex, name)| (format!("{sex}-{band}"), format!("{name}, {}", age.to_lowercase())))
                };
                let mut all: Vec<(String, String)> = BANDS.iter().flat_map(of).collect();
                all.push((UNKNOWN.0.to_owned(), UNKNOWN.1.to_owned()));
                all
            }
            Self::Places => plain(&PLACES),
            Self::Number => plain(&[("n", "Nombre")]),
            Self::YesNo => plain(&[("oui", "Réponse")]),
            Self::Text => plain(&[("t", "Texte")]),
        }
    }
}

/// Questions a first campaign starts from: those every action can count.
pub const STARTER_ASKS: [(&str, AskKind); 6] = [
    ("Combien de personnes avez-vous touchées ?", AskKind::People),
    ("Parmi elles, combien habitent un quartier prioritaire ?", AskKind::Places),
    ("Combien de séances ou de rendez-vous avez-vous tenus ?", AskKind::Number),
    ("Combien de personnes sont reparties avec un emploi ou une formation ?", AskKind::Number),
    ("Avez-vous demandé aux participants ce qu’ils en pensent ?", AskKind::YesNo),
    ("Qu’est-ce qui a changé pour les participants ? Ne nommez personne.", AskKind::Text),
];

/// What a campaign says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignTerms {
    /// The year it asks about.
    pub year: i64,
    /// Its title.
    pub title: String,
    /// A word to carriers.
    pub message: String,
    /// The last day to answer.
    pub closes_on: Date,
}

/// A campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// What it says.
    pub terms: CampaignTerms,
    /// Since when its totals are read by everybody.
    pub published_at: Option<Moment>,
    /// How many times it changed.
    pub revision: i64,
}

/// A question of a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Which.
    pub id: Uuid,
    /// The campaign.
    pub campaign: Uuid,
    /// Its rank.
    pub position: i64,
    /// The question.
    pub words: String,
    /// What is asked.
    pub kind: AskKind,
}

/// What one carrier is asked of one action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Which.
    pub id: Uuid,
    /// The campaign.
    pub campaign: Uuid,
    /// The sheet.
    pub sheet: Uuid,
    /// Who is asked.
    pub organisation: Uuid,
    /// The action, as it was.
    pub title: String,
    /// Its neighbourhoods, as they were.
    pub areas: String,
    /// Since when.
    pub asked_on: Date,
    /// When it answered.
    pub sent_at: Option<Moment>,
    /// Who sent the answer.
    pub sent_by_name: String,
    /// How many times it changed.
    pub revision: i64,
}

/// What is answered to a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// Whether the carrier says it was not counted.
    pub is_not_counted: bool,
    /// Counts by cell; a cell that is absent is blank, which is not nought.
    pub counts: BTreeMap<String, i64>,
    /// Words.
    pub words: String,
}

impl Reply {
    /// Whether nothing was said.
    pub fn is_blank(&self) -> bool {
        !self.is_not_counted && self.counts.is_empty() && self.words.is_empty()
    }
}

/// Answers to the questions of a campaign.
pub type Replies = BTreeMap<Uuid, Reply>;

/// What is wrong with a campaign.
pub fn check_campaign(terms: &CampaignTerms, years: (i64, i64), today: Date) -> Vec<FieldError> {
    let mut errors: Vec<FieldError> =
        text_error("titre", "le titre de la collecte", &terms.title, (true, 200)).into_iter().collect();
    errors.extend(text_error("message", "", &terms.message, (false, 2_000)));
    if !(years.0..=years.1).contains(&terms.year) {
        let sentence = format!("L’année doit être entre {} et {}, celles du contrat", years.0, years.1);
        errors.push(FieldError::new("annee", sentence));
    }
    if terms.closes_on < today {
        errors.push(FieldError::new("cloture", "Le dernier jour pour répondre est aujourd’hui ou à venir"));
    }
    errors
}

/// The field of a cell in a form.
pub fn field_of(ask: &Ask, cell: &str) -> String {
    format!("q{}-{cell}", ask.position)
}

/// Most an action counts of anything.
const MOST: i64 = 10_000_000;

/// What is wrong with answers; blanks only once they are sent.
pub fn check_replies(asks: &[Ask], replies: &Replies, is_sent: bool) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for ask in asks {
        let reply = replies.get(&ask.id).cloned().unwrap_or_default();
        let cells = ask.kind.cells();
        let Some((first, _)) = cells.first() else { continue };
        let field = field_of(ask, first);
        if reply.is_not_counted && (!reply.counts.is_empty() || !reply.words.is_empty()) {
            let sentence = "Vous cochez « pas compté » et vous répondez : gardez l’un des deux";
            errors.push(FieldError::new(field, sentence));
        } else if is_sent && reply.is_blank() {
            errors.push(FieldError::new(field, "Répondez, ou cochez « Nous ne l’avons pas compté »"));
        } else if ask.kind == AskKind::YesNo && reply.counts.values().any(|said| *said > 1) {
            errors.push(FieldError::new(field, "Répondez oui ou non"));
        } else if reply.counts.values().any(|count| *count > MOST) {
            errors.push(FieldError::new(field, "Un de ces nombres est trop grand : vérifiez-les"));
        } else if let Some(error) = text_error(&field, "", &reply.words, (false, 4_000)) {
            errors.push(error);
        }
    }
    errors
}

vocabulary! {
    /// Which reminder is due.
    Due {
        /// The first letter.
        Asked => "asked", "demande";
        /// A week before the last day.
        Week => "week", "rappel";
        /// The last day is past.
        Late => "late", "retard";
    }
}

/// The reminder due on a day of a request without answer: the first letter, a week before the last day, the day after it. One that is
/// missed leaves as long as no later one is due; none leaves a fortnight after the last day.
pub fn due(asked_on: Date, closes_on: Date, today: Date) -> Option<Due> {
    let days = |from: Date, to: Date| (to - from).get_days();
    let left = days(today, closes_on);
    if today <= asked_on || left < -14 {
        None
    } else if left < 0 {
        Some(Due::Late)
    } else if left <= 7 && days(asked_on, closes_on) > 14 {
        Some(Due::Week)
    } else {
        Some(Due::Asked)
    }
}

/// What one cell comes to over answers sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// The sum of what was counted.
    pub sum: i64,
    /// How many answers fill that cell.
    pub filled: i64,
}

/// Totals of a question, by cell, over answers sent: what nobody filled is absent, which is not nought.
pub fn totals(ask: &Ask, replies: &[&Replies]) -> BTreeMap<String, Total> {
    let mut all: BTreeMap<String, Total> = BTreeMap::new();
    for reply in replies.iter().filter_map(|one| one.get(&ask.id)) {
        for (cell, count) in &reply.counts {
            let total = all.entry(cell.clone()).or_default();
            total.sum = total.sum.saturating_add(*count);
            total.filled += 1;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn ask(kind: AskKind) -> Ask {
        Ask { id: Uuid::from_u128(1), campaign: Uuid::nil(), position: 1, words: "?".into(), kind }
    }

    fn reply(counts: &[(&str, i64)]) -> Reply {
        let counts = counts.iter().map(|(cell, count)| ((*cell).to_owned(), *count)).collect();
        Reply { counts, ..Reply::default() }
    }

    #[test]
    fn a_draft_may_be_blank_what_is_sent_may_not() {
        let asks = [ask(AskKind::People)];
        assert!(check_replies(&asks, &Replies::new(), false).is_empty());
        assert_eq!(check_replies(&asks, &Replies::new(), true)[0].field, "q1-f-0-15");
        let said = |reply: Reply| Replies::from([(asks[0].id, reply)]);
        assert!(check_replies(&asks, &said(reply(&[("f-65", 0)])), true).is_empty(), "nought is an answer");
        let both = Reply { is_not_counted: true, ..reply(&[("f-65", 2)]) };
        assert_eq!(check_replies(&asks, &said(both), false).len(), 1);
        assert!(check_replies(&asks, &said(Reply { is_not_counted: true, ..Reply::default() }), true).is_empty());
    }

    #[test]
    fn blanks_are_not_nought_in_totals() {
        let one = ask(AskKind::Places);
        let (first, second) = (
            Replies::from([(one.id, reply(&[("qpv", 30), ("hors", 0)]))]),
            Replies::from([(one.id, reply(&[("qpv", 12)]))]),
        );
        let told = totals(&one, &[&first, &second]);
        assert_eq!(told["qpv"], Total { sum: 42, filled: 2 });
        assert_eq!(told["hors"], Total { sum: 0, filled: 1 });
        assert!(!told.contains_key("inconnu"));
    }

    #[test]
    fn reminders_come_in_their_order_and_end() {
        let (asked, closes) = (date(2026, 3, 1), date(2026, 3, 31));
        let on = |day| due(asked, closes, day);
        assert_eq!(on(asked), None);
        assert_eq!(on(date(2026, 3, 2)), Some(Due::Asked));
        assert_eq!(on(date(2026, 3, 23)), Some(Due::Asked));
        assert_eq!(on(date(2026, 3, 24)), Some(Due::Week));
        assert_eq!(on(date(2026, 4, 1)), Some(Due::Late));
        assert_eq!(on(date(2026, 4, 15)), None);
        assert_eq!(due(asked, date(2026, 3, 10), date(2026, 3, 5)), Some(Due::Asked), "a short one is reminded less");
    }
}
