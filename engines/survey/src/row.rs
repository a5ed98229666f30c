//! The answers of one person, as they are counted.

use questionnaire::answering::{Answers, Circumstances, Session};
use tabulation::{Answer, Kind, Variable};

use crate::Survey;

/// The answers of one person, one for each variable in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<'a> {
    /// As [`tabulation::Collection::take`] and [`tabulation::DataSet::append`] take them.
    pub answers: Vec<Answer<'a>>,
    /// Answers the form does not have; each is counted « sans réponse », or left out of several.
    pub unknown: Vec<Unknown<'a>>,
}

/// An answer that is none of those of its question: kept under another version of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown<'a> {
    /// Position of the question.
    pub question: usize,
    /// What was kept.
    pub value: &'a str,
}

impl Survey {
    /// The answers of one person. What was not asked, because of a condition, is told from what was left empty: the
    /// conditions are worked out anew, with the moment and chance of that person.
    pub fn row<'a>(&self, answers: &'a Answers, circumstances: Circumstances) -> Row<'a> {
        let is_conditional = self.counted.iter().any(|counted| counted.question.is_conditional);
        let session = is_conditional.then(|| Session::open(&self.plan, answers, circumstances));
        let mut row = Row { answers: Vec::with_capacity(self.counted.len()), unknown: Vec::new() };
        for (position, counted) in self.counted.iter().enumerate() {
            let variable = &counted.question.variable;
            let is_asked = !counted.question.is_conditional
                || session.as_ref().is_some_and(|session| session.is_asked(&variable.name));
            let kept = answers.get(&variable.name).map_or("", |kept| kept.trim());
            row.answers.push(match (is_asked, kept) {
                (false, _) => Answer::NotAsked,
                (true, "") => Answer::NoAnswer,
                (true, kept) => answer(variable, kept, |value| row.unknown.push(Unknown { question: position, value })),
            });
        }
        row
    }
}

fn answer<'a>(variable: &Variable, kept: &'a str, mut unknown: impl FnMut(&'a str)) -> Answer<'a> {
    match variable.kind {
        Kind::Open => Answer::Text(kept),
        Kind::Number => match kept.parse::<f64>().ok().filter(|value| value.is_finite()) {
            Some(value) => Answer::Number(value),
            None => {
                unknown(kept);
                Answer::NoAnswer
            }
        },
        Kind::Single => match special(variable, kept) {
            Some(special) => special,
            None => variable.category(kept).map_or_else(
                || {
                    unknown(kept);
                    Answer::NoAnswer
                },
                Answer::One,
            ),
        },
        Kind::Multiple => {
            let (mut chosen, mut alone) = (Vec::new(), None);
            for code in kept.split_whitespace() {
                match (variable.category(code), special(variable, code)) {
                    (Some(category), _) => chosen.push(category),
                    (None, Some(special)) => alone = alone.or(Some(special)),
                    (None, None) => unknown(code),
                }
            }
            // « Je ne sais pas » beside a need: the need was said.
            if chosen.is_empty() { alone.unwrap_or(Answer::NoAnswer) } else { Answer::Several(chosen) }
        }
    }
}

fn special<'a>(variable: &Variable, code: &str) -> Option<Answer<'a>> {
    let is = |place: &Option<tabulation::Category>| place.as_ref().is_some_and(|category| category.code == code);
    if is(&variable.dont_know) {
        Some(Answer::DontKnow)
    } else if is(&variable.rather_not_say) {
        Some(Answer::RatherNotSay)
    } else {
        None
    }
}
