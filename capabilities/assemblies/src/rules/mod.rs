//! What bodies that sit mean: their rules, their members and mandates, their meetings. Pure: nobody is known here.

mod assembly;
mod ballot;
mod budget;
mod meeting;
mod member;
mod opinion;
mod poll;
mod post;
mod referral;
mod training;
mod vocabulary;
mod year;

pub use assembly::{Assembly, AssemblyTerms, check_assembly};
pub use ballot::{Ballot, Way, check_ballot};
pub use budget::{Balance, Heading, Line, LineKind, LineTerms, Role, balance, check_line, years};
pub use meeting::{Meeting, MeetingTerms, Quorum, attendance, check_meeting, hour, read_hour};
pub use member::{Member, MemberTerms, check_member, mandate_end, next, renewal_day, still_to_choose};
pub use opinion::{
    Adopted, Cause, Sense, Submission, SubmissionState, SubmissionTerms, check_personal, check_submission,
    is_same_organisation,
};
pub use poll::{Poll, PollState, Text, Vote, check_poll};
pub use post::{Post, PostKind, PostTerms, check_post};
pub use referral::{Addressee, Referral, ReferralState, ReferralTerms, Satisfaction, check_referral, reply_day};
pub use training::{Training, TrainingTerms, TrainingYear, check_training, count_training, duration};
pub use vocabulary::{
    Body, CollegeKind, Counted, Departure, Kind, MeetingState, MemberState, MinutesState, Presence, Reply,
};
pub use year::{Year, count as count_year};
