//! How the answers to one variable are kept.
//!
//! One choice is one code (0 to 3: a [`State`]; from 4: the category), on a byte when there are few categories.
//! Several choices are bit planes, one per category and one per state other than answered: crossing two of them is a
//! conjunction and a count of bits, 64 respondents at a time.

use super::{Answer, Kind, State, Variable};

/// Code of the first category of a single choice.
pub(crate) const FIRST_CATEGORY: u16 = 4;

#[derive(Clone, Debug)]
pub(crate) enum Column {
    Single(Codes),
    Multiple(Planes),
    Numbers { states: Vec<u8>, values: Vec<f64> },
    Texts { states: Vec<u8>, texts: Vec<Box<str>> },
}

#[derive(Clone, Debug)]
pub(crate) enum Codes {
    Narrow(Vec<u8>),
    Wide(Vec<u16>),
}

impl Codes {
    pub(crate) fn get(&self, row: usize) -> u16 {
        match self {
            Self::Narrow(codes) => u16::from(codes[row]),
            Self::Wide(codes) => codes[row],
        }
    }

    fn set(&mut self, row: usize, code: u16) {
        match self {
            // The variable has few categories: its codes fit a byte.
            Self::Narrow(codes) => put(codes, row, code as u8),
            Self::Wide(codes) => put(codes, row, code),
        }
    }
}

fn put<T>(values: &mut Vec<T>, row: usize, value: T) {
    if row == values.len() {
        values.push(value);
    } else {
        values[row] = value;
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Planes {
    /// Not asked, no answer, don't know, rather not say.
    pub(crate) states: [Vec<u64>; 4],
    /// One per category.
    pub(crate) options: Vec<Vec<u64>>,
}

impl Planes {
    fn set(&mut self, row: usize, state: State, chosen: &[usize]) {
        let (word, bit) = (row / 64, 1u64 << (row % 64));
        for plane in self.states.iter_mut().chain(&mut self.options) {
            if word == plane.len() {
                plane.push(0);
            }
            plane[word] &= !bit;
        }
        if state == State::Answered {
            for option in chosen {
                self.options[*option][word] |= bit;
            }
        } else {
            self.states[state as usize][word] |= bit;
        }
    }

    /// Moves the last row, `last`, to another, and shortens.
    fn swap_remove(&mut self, row: usize, last: usize) {
        for plane in self.states.iter_mut().chain(&mut self.options) {
            let moved = plane[last / 64] >> (last % 64) & 1;
            plane[row / 64] = plane[row / 64] & !(1 << (row % 64)) | moved << (row % 64);
            plane[last / 64] &= !(1 << (last % 64));
            plane.truncate(last.div_ceil(64));
        }
    }

    pub(crate) fn state(&self, row: usize) -> State {
        let (word, shift) = (row / 64, row % 64);
        let found = self.states.iter().position(|plane| plane[word] >> shift & 1 == 1);
        State::from_code(found.map_or(4, |state| state as u16))
    }

    pub(crate) fn chosen(&self, row: usize) -> Vec<usize> {
        let (word, shift) = (row / 64, row % 64);
        (0..self.options.len()).filter(|option| self.options[*option][word] >> shift & 1 == 1).collect()
    }
}

impl Column {
    pub(crate) fn new(variable: &Variable) -> Self {
        match variable.kind {
            Kind::Single if variable.categories.len() + FIRST_CATEGORY as usize <= 256 => {
                Self::Single(Codes::Narrow(Vec::new()))
            }
            Kind::Single => Self::Single(Codes::Wide(Vec::new())),
            Kind::Multiple => Self::Multiple(Planes {
                states: Default::default(),
                options: vec![Vec::new(); variable.categories.len()],
            }),
            Kind::Number => Self::Numbers { states: Vec::new(), values: Vec::new() },
            Kind::Open => Self::Texts { states: Vec::new(), texts: Vec::new() },
        }
    }

    /// Writes a checked answer at a row that exists, or at the one after the last.
    pub(crate) fn set(&mut self, row: usize, answer: &Answer<'_>) {
        let state = match answer {
            Answer::NotAsked => State::NotAsked,
            Answer::NoAnswer => State::NoAnswer,
            Answer::DontKnow => State::DontKnow,
            Answer::RatherNotSay => State::RatherNotSay,
            Answer::Several(chosen) if chosen.is_empty() => State::NoAnswer,
            Answer::Text(text) if text.trim().is_empty() => State::NoAnswer,
            _ => State::Answered,
        };
        match (self, answer) {
            (Self::Single(codes), Answer::One(category)) => codes.set(row, *category as u16 + FIRST_CATEGORY),
            (Self::Single(codes), _) => codes.set(row, state as u16),
            (Self::Multiple(planes), Answer::Several(chosen)) => planes.set(row, state, chosen),
            (Self::Multiple(planes), Answer::One(chosen)) => planes.set(row, state, &[*chosen]),
            (Self::Multiple(planes), _) => planes.set(row, state, &[]),
            (Self::Numbers { states, values }, answer) => {
                put(states, row, state as u8);
                put(values, row, if let Answer::Number(value) = answer { *value } else { f64::NAN });
            }
            (Self::Texts { states, texts }, answer) => {
                put(states, row, state as u8);
                let text = if let (Answer::Text(text), State::Answered) = (answer, state) { *text } else { "" };
                put(texts, row, text.into());
            }
        }
    }

    /// Takes a row out; the last one, `last`, comes in its place.
    pub(crate) fn swap_remove(&mut self, row: usize, last: usize) {
        match self {
            Self::Single(Codes::Narrow(codes)) => {
                codes.swap_remove(row);
            }
            Self::Single(Codes::Wide(codes)) => {
                codes.swap_remove(row);
            }
            Self::Multiple(planes) => planes.swap_remove(row, last),
            Self::Numbers { states, values } => {
                states.swap_remove(row);
                values.swap_remove(row);
            }
            Self::Texts { states, texts } => {
                states.swap_remove(row);
                texts.swap_remove(row);
            }
        }
    }

    pub(crate) fn state(&self, row: usize) -> State {
        match self {
            Self::Single(codes) => State::from_code(codes.get(row)),
            Self::Multiple(planes) => planes.state(row),
            Self::Numbers { states, .. } | Self::Texts { states, .. } => State::from_code(u16::from(states[row])),
        }
    }

    pub(crate) fn answer(&self, row: usize) -> Answer<'_> {
        match (self.state(row), self) {
            (State::NotAsked, _) => Answer::NotAsked,
            (State::NoAnswer, _) => Answer::NoAnswer,
            (State::DontKnow, _) => Answer::DontKnow,
            (State::RatherNotSay, _) => Answer::RatherNotSay,
            (State::Answered, Self::Single(codes)) => Answer::One(usize::from(codes.get(row) - FIRST_CATEGORY)),
            (State::Answered, Self::Multiple(planes)) => Answer::Several(planes.chosen(row)),
            (State::Answered, Self::Numbers { values, .. }) => Answer::Number(values[row]),
            (State::Answered, Self::Texts { texts, .. }) => Answer::Text(&texts[row]),
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Single(Codes::Narrow(codes)) => codes.len(),
            Self::Single(Codes::Wide(codes)) => 2 * codes.len(),
            Self::Multiple(planes) => planes.states.iter().chain(&planes.options).map(|plane| 8 * plane.len()).sum(),
            Self::Numbers { states, .. } => 9 * states.len(),
            Self::Texts { states, texts } => 17 * states.len() + texts.iter().map(|text| text.len()).sum::<usize>(),
        }
    }
}
