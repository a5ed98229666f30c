//! What assessing and programming mean. Pure: nobody is known here.

mod assess_blind;
mod assess_checks;
mod assess_delays;
mod assess_grid;
mod assess_list;
mod assess_near;
mod assess_opinion;
mod assess_reports;
mod assess_route;
mod assess_shown;
pub mod ceilings;
mod committee;
mod decision;
mod envelope;
mod letter;
mod list;
pub mod scenario;
mod setting;
mod shares;
mod totals;
mod vote;

pub use assess_blind::{Came, Reading, Sense, check_conclusion, may_see_totals, sight};
pub use assess_checks::{
    AskedFacts, BudgetFacts, CarrierFacts, Check, FileFacts, Met, ProjectFacts, checks, missing, verdict,
};
pub use assess_delays::{
    Delay, Due, DueState, Promise, Stage, check_promise, days_between, days_words, ending_words, next_due,
};
pub use assess_grid::{
    Criterion, DISAGREEMENT, MOST_POINTS, Score, check_scores, compare, out_of_a_hundred, points_field, reason_field,
    score_of, total_permille,
};
pub use assess_list::{Filters, Row, SortKey, Standing, check_view, order_of, sort};
pub use assess_near::{BIG_CALL, Near, Text, near_projects};
pub use assess_opinion::{NewOpinion, Opinion, check_answer, check_question};
pub use assess_reports::{PastFigures, PastReport, ReportStand, compared, stand_of};
pub use assess_route::{Routable, RoutingRule, check_rule, readers, with_ancestors};
pub use assess_shown::{Showable, Shown};
pub use committee::{Committee, CommitteeTerms, Elsewhere, Vote, check_committee};
pub use decision::{Ballot, Decision, check_ballot};
pub use envelope::{Envelope, EnvelopeTerms, LARGEST, Purse, envelope_sentence};
pub use letter::{APPEAL, Blank, LetterState, LetterText};
pub use list::{ListFormat, Narrowed};
pub use setting::{CommitteeSetting, check_setting};
pub use shares::shared;
pub use totals::{Amounts, Line, Places, totals};
pub use vote::{Cast, judge};
