//! The three questionnaires of the consultation: what was asked, and how many gave each answer. Where the report gives a
//! share, counts are those that give it back; where it gives none, they are invented, and the question says so.

use serde::Deserialize;

use crate::header::Header;

/// `surveys.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurveysFile {
    /// Source and licence.
    pub header: Header,
    /// Each questionnaire.
    #[serde(rename = "survey")]
    pub surveys: Vec<Survey>,
}

/// A questionnaire that was closed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survey {
    /// Its address.
    pub code: String,
    /// French title.
    pub title: String,
    /// Why it was asked.
    pub purpose: String,
    /// What happened next.
    pub follow_up: String,
    /// The channel of the consultation; none for a wave that no report speaks of.
    #[serde(default)]
    pub channel: String,
    /// The questionnaire whose questions it asks again, or nothing: such a wave is invented, and agents alone read its figures.
    #[serde(default)]
    pub wave_of: String,
    /// How people answered: `online`, `telephone`, `face_to_face`.
    pub mode: String,
    /// How many answered.
    pub answers: usize,
    /// Questions in order.
    #[serde(rename = "question")]
    pub questions: Vec<Question>,
}

/// A question with choices.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Column of answers.
    pub name: String,
    /// The question.
    pub label: String,
    /// Help under it, or nothing.
    #[serde(default)]
    pub hint: String,
    /// What it is used for: `quartier`, `age`, `sexe`, or nothing.
    #[serde(default)]
    pub role: String,
    /// Most answers; 1 when not said.
    #[serde(default = "one")]
    pub most: usize,
    /// How many answered it at all.
    pub base: usize,
    /// Code, words, how many chose it.
    pub choices: Vec<(String, String, usize)>,
}

const fn one() -> usize {
    1
}

impl Survey {
    /// What each person answered, by question: totals are those of the file, and who gave which is drawn from a fixed
    /// number. The same file always gives the same people.
    pub fn people(&self) -> Vec<Vec<(String, String)>> {
        let mut people = vec![Vec::new(); self.answers];
        for (rank, question) in self.questions.iter().enumerate() {
            let mut places: Vec<usize> = (0..self.answers).collect();
            tabulation::Chance::new(rank as u64 + self.answers as u64).shuffle(&mut places);
            places.truncate(question.base);
            for (place, chosen) in places.into_iter().zip(question.spread()) {
                people[place].push((question.name.clone(), chosen.join(" ")));
            }
        }
        people
    }
}

impl Question {
    /// The answers of each of those who answered. With several answers allowed, each choice goes to those who have the
    /// fewest so far, so that nobody has two of the same nor more than allowed.
    fn spread(&self) -> Vec<Vec<&str>> {
        let mut all: Vec<Vec<&str>> = vec![Vec::new(); self.base];
        let mut next = 0;
        for (code, _, count) in &self.choices {
            for _ in 0..*count {
                all[next % self.base].push(code);
                next += 1;
            }
        }
        all
    }
}
