//! What councils mean: how they are made up, who may be drawn, how a draw goes. Pure: nobody is known here.

mod assembly;
mod by_hand;
mod calling;
mod council;
mod crossed;
mod delays;
mod known;
mod letters;
mod names;
mod person;
mod roll;
mod standing;
mod vocabulary;

pub use assembly::{Assembled, Traits, alone, assemble, features, recorded, request};
pub use by_hand::{ByHand, imagine};
pub use calling::{DAYS_WITHOUT_ANSWER, is_empty, next};
pub use council::{
    College, CollegeTerms, Council, CouncilTerms, Quota, STRUCTURE_KINDS, check_college, check_council, first_terms,
};
pub use crossed::{Applied, Crossed, apply, check_crossed, elsewhere, engine_rule, with_features};
pub use delays::{NOTICE_DAYS, OBJECTION_HOURS, first_session, number_from, objections_until};
pub use known::{Known, Met};
pub use letters::{check_letters, roll};
pub use names::Names;
pub use person::{Birth, Marks, Person, check_person};
pub use roll::{COLUMNS, format as list_format, guess, read_line};
pub use sortition::merkle::{Hash, Side, climbed, leaf, path, root};
pub use standing::{Facts, standing};
pub use vocabulary::{
    Age, CandidateState, ChanceKind, CollegeKind, DrawKind, DrawState, Feature, LetterState, Objective, Origin, Placed,
    RecognitionStep, RuleScope, SeatState, Sex, StructureState, Way, Working,
};
