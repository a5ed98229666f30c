//! The answers of one person, as they are counted.

use questionnaire::answering::{Answers, Circumstances, Session};
use tabulation::answers::RankOf;
use tabulation::{Answer, Kind, Variable};

use crate::{Counted, Survey};

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

/// Where the answers of a line are kept.
pub(crate) struct Line<'a, 's> {
    pub answers: &'a Answers,
    /// What comes before the names of questions: a time of a repeat, or nothing.
    pub prefix: &'s str,
    /// The form as answered, where conditions are to be known.
    pub session: Option<&'s Session<'s>>,
}

impl Survey {
    /// The answers of one person. What was not asked, because of a condition, is told from what was left empty: the
    /// conditions are worked out anew, with the moment and chance of that person.
    pub fn row<'a>(&self, answers: &'a Answers, circumstances: Circumstances) -> Row<'a> {
        let is_conditional = self.counted().iter().any(|counted| counted.question.is_conditional);
        let session = is_conditional.then(|| Session::open(self.plan(), answers, circumstances));
        line(self.counted(), &Line { answers, prefix: "", session: session.as_ref() }, Vec::new())
    }
}

/// The answers of one line.
pub(crate) fn line<'a>(counted: &[Counted], line: &Line<'a, '_>, unknown: Vec<Unknown<'a>>) -> Row<'a> {
    let mut row = Row { answers: Vec::with_capacity(counted.len()), unknown };
    for (position, counted) in counted.iter().enumerate() {
        let (variable, rank_of) = (&counted.question.variable, &counted.question.rank_of);
        let name = rank_of.as_ref().map_or(&variable.name, |rank_of| &rank_of.ranking);
        let key = format!("{}{name}", line.prefix);
        let is_asked = !counted.question.is_conditional || line.session.is_some_and(|session| session.is_asked(&key));
        let kept = line.answers.get(&key).map_or("", |kept| kept.trim());
        let mut unknown = |value| row.unknown.push(Unknown { question: position, value });
        row.answers.push(match (is_asked, kept, rank_of) {
            (false, ..) => Answer::NotAsked,
            (true, "", _) => Answer::NoAnswer,
            (true, kept, Some(rank_of)) => rank(variable, rank_of, kept, unknown),
            (true, kept, None) => answer(variable, kept, &mut unknown),
        });
    }
    row
}

/// The rank of one answer in a ranking, whose codes are kept in order. What another version had keeps its rank.
fn rank<'a>(variable: &Variable, rank_of: &RankOf, kept: &'a str, mut unknown: impl FnMut(&'a str)) -> Answer<'a> {
    let is_item = |code: &str| rank_of.items.iter().any(|item| item.code == code);
    let (mut rank, mut alone) = (None, None);
    let mut count = 0;
    for code in kept.split_whitespace() {
        match special(variable, code) {
            Some(special) if !is_item(code) => alone = alone.or(Some(special)),
            _ => {
                count += 1;
                if code == rank_of.item().code {
                    rank = Some(count);
                } else if !is_item(code) && rank_of.place == 0 {
                    unknown(code);
                }
            }
        }
    }
    match (rank, alone) {
        (Some(rank), _) => Answer::Number(f64::from(rank)),
        (None, Some(special)) if count == 0 => special,
        (None, _) => Answer::NoAnswer,
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
