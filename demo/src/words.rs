//! What residents are imagined to have said: ideas, how often each came up, and how sentences are made of them.

use serde::Deserialize;

use crate::header::Header;

/// `words.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordsFile {
    /// Source and licence.
    pub header: Header,
    /// The open question of the online survey.
    pub online: Online,
    /// What can be said.
    #[serde(rename = "idea")]
    pub ideas: Vec<Idea>,
    /// What came up in the workshops of a neighbourhood.
    #[serde(rename = "workshop")]
    pub workshops: Vec<Workshop>,
    /// What was heard by telephone, not reviewed yet.
    pub telephone: Telephone,
}

/// An open question.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Online {
    /// Code of the channel.
    pub channel: String,
    /// Who answered.
    pub audience: String,
    /// How many answers.
    pub answers: usize,
    /// The group of ideas told by most; others are told alone or beside it.
    pub leading: String,
    /// How a demand begins.
    pub openings: Vec<String>,
    /// How a remark may end.
    pub endings: Vec<String>,
    /// How a second demand follows.
    pub links: Vec<String>,
}

/// An idea.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Idea {
    /// Code of its theme in the codebook shipped.
    pub code: String,
    /// The group the report counts it in.
    pub group: String,
    /// Answers to the open question that tell it.
    pub times: usize,
    /// What is asked for: follows an opening.
    pub demands: Vec<String>,
    /// Sentences of their own.
    pub remarks: Vec<String>,
}

/// The workshops of a neighbourhood.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workshop {
    /// Key of the neighbourhood.
    pub neighbourhood: String,
    /// What came up.
    pub ideas: Vec<CameUp>,
}

/// An idea that came up.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CameUp {
    /// Its code.
    pub code: String,
    /// How many times.
    pub times: usize,
}

/// What was heard by telephone.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Telephone {
    /// Code of the channel.
    pub channel: String,
    /// Who was heard.
    pub audience: String,
    /// What was said.
    pub sentences: Vec<String>,
}

/// A sentence, and the codes of the themes it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The words.
    pub text: String,
    /// The themes.
    pub codes: Vec<String>,
}

impl WordsFile {
    /// The answers to the open question: as many as told, each idea told as often as the report says.
    #[must_use]
    pub fn online_answers(&self) -> Vec<Said> {
        let (leading, others): (Vec<&Idea>, Vec<&Idea>) =
            self.ideas.iter().partition(|idea| idea.group == self.online.leading);
        let first = dealt(&leading);
        let second = dealt(&others);
        let alone = self.online.answers.saturating_sub(first.len()).min(second.len());
        let beside = &second[alone..];
        let mut made = Vec::with_capacity(self.online.answers);
        for (rank, (idea, time)) in first.iter().enumerate() {
            let with = beside.get(rank).copied();
            made.push(self.answer(rank, (idea, *time), with));
        }
        for (rank, (idea, time)) in second[..alone].iter().enumerate() {
            made.push(self.answer(first.len() + rank, (idea, *time), None));
        }
        made
    }

    fn answer(&self, rank: usize, (idea, time): (&Idea, usize), with: Option<(&Idea, usize)>) -> Said {
        let opening = &self.online.openings[rank % self.online.openings.len()];
        let Some((other, other_time)) = with else {
            // Two in five are remarks; the others ask for something.
            let text = match rank % 5 {
                0 | 3 => format!("{}{}", picked(&idea.remarks, time), picked(&self.online.endings, rank)),
                _ => opening.replace("{}", &picked(&idea.demands, time)),
            };
            return Said { text: capitalised(&text), codes: vec![idea.code.clone()] };
        };
        let text = match rank % 4 {
            0 => format!("{}. {}", picked(&idea.remarks, time), picked(&other.remarks, other_time)),
            _ => {
                let link = &self.online.links[rank % self.online.links.len()];
                let both = link.replace("{}", &picked(&other.demands, other_time));
                opening.replace("{}", &format!("{}{both}", picked(&idea.demands, time)))
            }
        };
        Said { text: capitalised(&text), codes: vec![idea.code.clone(), other.code.clone()] }
    }

    /// What came up in the workshops of a neighbourhood.
    #[must_use]
    pub fn workshop(&self, workshop: &Workshop) -> Vec<Said> {
        let mut made = Vec::new();
        let turn = self.workshops.iter().position(|one| one.neighbourhood == workshop.neighbourhood).unwrap_or(0);
        for came in &workshop.ideas {
            let Some(idea) = self.ideas.iter().find(|idea| idea.code == came.code) else { continue };
            let all: Vec<String> = idea.remarks.iter().chain(&idea.demands).cloned().collect();
            for time in 0..came.times {
                let text = capitalised(&picked(&all, time + turn));
                made.push(Said { text, codes: vec![idea.code.clone()] });
            }
        }
        made
    }
}

/// Each idea as often as it was told, one after the other, with how many times it was before.
fn dealt<'a>(ideas: &[&'a Idea]) -> Vec<(&'a Idea, usize)> {
    let most = ideas.iter().map(|idea| idea.times).max().unwrap_or(0);
    let mut all: Vec<(usize, &Idea, usize)> = Vec::new();
    for idea in ideas {
        // Spread evenly: the rarest stand among the most frequent.
        all.extend((0..idea.times).map(|time| ((2 * time + 1) * most / (2 * idea.times), *idea, time)));
    }
    all.sort_by_key(|(place, _, time)| (*place, *time));
    all.into_iter().map(|(_, idea, time)| (idea, time)).collect()
}

fn picked(from: &[String], time: usize) -> String {
    if from.is_empty() { String::new() } else { from[time % from.len()].clone() }
}

fn capitalised(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}
