//! Questions asked as many times as there are persons or things: lines of their own, beside those of people.

use questionnaire::answering::{Answers, Circumstances, Session};
use questionnaire::model::Kind as Sort;
use questionnaire::plan::Plan;
use tabulation::Variable;
use tabulation::answers::Question;

use crate::counted::{Counted, Ranking, counted, repeat_around};
use crate::row::{Line, Unknown, line};
use crate::{Row, Survey};

/// Name of the column that says whose line it is, beside what was asked several times.
pub const PERSON: &str = "personne";

/// A repeat of a form, and its questions to count.
#[derive(Clone, Debug)]
pub struct Repeat {
    /// Its name in the form.
    pub name: String,
    /// Its words.
    pub label: String,
    /// Names of the repeats it stands in, outermost first, and its own: each has a rank on its lines.
    pub path: Vec<String>,
    /// The questions to count, in order.
    pub counted: Vec<Counted>,
    /// Its rankings.
    pub rankings: Vec<Ranking>,
    node: usize,
}

/// One time a repeat was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct RepeatRow<'a> {
    /// Its rank in each repeat of [`Repeat::path`], from 1.
    pub ranks: Vec<usize>,
    /// What was answered.
    pub row: Row<'a>,
}

impl Repeat {
    /// The questions to count, for a file of answers.
    pub fn questions(&self) -> Vec<Question> {
        self.counted.iter().map(|counted| counted.question.clone()).collect()
    }

    /// The variables of its lines: whose line ([`PERSON`]), the rank in each repeat of its path, then the questions to
    /// count.
    pub fn variables(&self) -> Vec<Variable> {
        let is_taken = |name: &str| self.counted.iter().any(|one| one.question.variable.name == name);
        let mut all = vec![Variable::number(PERSON, "Numéro de la personne")];
        for (depth, name) in self.path.iter().enumerate() {
            let name = format!("rang_{name}");
            let name = if is_taken(&name) { format!("{name}_{depth}") } else { name };
            all.push(Variable::number(&name, "Rang parmi les réponses de cette personne"));
        }
        all.extend(self.counted.iter().map(|counted| counted.question.variable.clone()));
        all
    }

    /// How many of [`Repeat::variables`] come before its questions.
    pub fn before(&self) -> usize {
        self.path.len() + 1
    }
}

/// The repeats of a form that have something to count, in order.
pub(crate) fn repeats(plan: &Plan, language: &str) -> Result<Vec<Repeat>, String> {
    let mut all = Vec::new();
    for (node, found) in plan.nodes.iter().enumerate().filter(|(_, node)| node.item.kind == Sort::Repeat) {
        let inside = counted(plan, Some(node), language)?;
        if inside.counted.is_empty() {
            continue;
        }
        let words = found.item.label.told(language, &plan.form.settings.default_language);
        let mut path = vec![found.item.name.clone()];
        let mut at = node;
        while let Some(around) = repeat_around(plan, at) {
            path.insert(0, plan.nodes[around].item.name.clone());
            at = around;
        }
        all.push(Repeat {
            name: found.key.clone(),
            label: if words.is_empty() { found.item.name.clone() } else { words.to_owned() },
            path,
            counted: inside.counted,
            rankings: inside.rankings,
            node,
        });
    }
    Ok(all)
}

impl Survey {
    /// What one person answered to each repeat, in order of [`Survey::repeats`]; a time of which nothing was answered is
    /// left out.
    pub fn repeat_rows<'a>(&self, answers: &'a Answers, circumstances: Circumstances) -> Vec<Vec<RepeatRow<'a>>> {
        let session = Session::open(self.plan(), answers, circumstances);
        let of_repeat = |repeat: &Repeat| {
            let mut rows = Vec::new();
            for instance in session.instances(repeat.node) {
                let prefix = format!("{}/", instance.key);
                if answers.range(prefix.clone()..).next().is_none_or(|(key, _)| !key.starts_with(&prefix)) {
                    continue;
                }
                let place = Line { answers, prefix: &prefix, session: Some(&session) };
                let row = line(&repeat.counted, &place, Vec::<Unknown<'a>>::new());
                rows.push(RepeatRow { ranks: instance.ranks, row });
            }
            rows
        };
        self.repeats().iter().map(of_repeat).collect()
    }
}
