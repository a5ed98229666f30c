//! What councils mean: how they are made up, who may be drawn, how a draw goes. Pure: nobody is known here.

mod council;
mod vocabulary;

pub use council::{
    College, CollegeTerms, Council, CouncilTerms, Quota, STRUCTURE_KINDS, check_college, check_council, first_terms,
};
pub use vocabulary::{
    Age, CandidateState, ChanceKind, CollegeKind, DrawState, Feature, Objective, Origin, Placed, SeatState, Sex,
    StructureState, Way,
};
