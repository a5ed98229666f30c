//! What meetings mean: notes and their keys, the board, the log of sorting, findings. Pure: nobody is known here.

mod board;
mod finding;
mod headcount;
mod join;
mod log;
mod note;
mod pouring;
mod resemblance;
mod vocabulary;

pub use board::{Card, Column, Group, arrange, goes_round, merges, root};
pub use finding::{Finding, FindingText, FollowUp, check_finding, check_follow_up, rounded, urgency};
pub use headcount::{Counted, categories, disagreement, field as headcount_field, read as read_headcount};
pub use join::{
    LENGTH, MOST_A_MINUTE, MOST_IN_ALL, OPEN_MS, code as join_code, read as read_code, shown as shown_code,
};
pub use log::{Act, ActKind, Change, Field, Stacks, Target, Wanted, reversed, stacks};
pub use note::{LONGEST, LONGEST_AUDIENCE, MOST_LINES, NewNote, Note, check as check_notes, lines};
pub use pouring::{Pour, PourCount, poured, to_pour};
pub use resemblance::{Alike, alike, same_words};
pub use vocabulary::{Category, Dimension, FindingState, Gravity, Invites, NoteKind, Origin};
