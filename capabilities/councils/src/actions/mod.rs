//! One function per act. Each authorises, loads, applies the rule, saves, and records once.

mod announced;
mod announcing;
mod beacon;
mod calling;
mod ceremony;
mod closing;
mod correcting;
mod crossed;
mod draw;
mod files;
mod following;
mod importing;
mod kinds;
mod letters;
mod opening;
mod placing;
mod pool;
mod publishing;
mod purging;
mod reading;
mod receipt;
mod recognition;
mod renewal;
mod replacing;
mod secrets;
mod setting;
mod structures;
mod study;
mod table;
mod walk;
mod writing;

pub(crate) use announced::{Announced, AnnouncedRule, announced_of};
pub use announcing::{Announcement, announce};
pub(crate) use beacon::{ORDER, PROOF, order_round, proved, round, verified};
pub use beacon::{Typed, TypedOrder, note_order};
pub use calling::{Answered, note_answer};
pub(crate) use calling::{Called, called, note_left, public_members, seat};
pub(crate) use ceremony::{ALTERNATES, last_number};
pub use ceremony::{NumberRead, read_beacon, read_dice, seal};
pub(crate) use closing::freeze;
pub(crate) use correcting::candidate;
pub use correcting::{Correction, correct_candidate, decide_doubt, find_person, withdraw_candidate};
pub use crossed::{add_rule, remove_rule};
pub use draw::{FREEZE, PUBLISH, Step, abandon, ask, stop_step};
pub(crate) use draw::{dossier_of, draw, is_of_dossier, is_open, step_job, told_in};
pub use files::{Brought, HEAVY, IMPORT, LONG, MOST_LINES, READING, TAKE_BACK, TRIAL, forget_file, hold_file};
pub(crate) use files::{act_of, erase_expired, file, is_long, is_unread, job_of, table_of, try_out};
pub(crate) use following::{answered, seated};
pub use importing::{import_file, import_whole, stop, try_long};
pub(crate) use importing::{import_long, take_back, trial_long};
pub(crate) use kinds::kind_field;
pub use kinds::{NewKinds, amend_kinds};
pub use letters::{MOST_OF_A_BATCH, answer_letter, note_answers, send_batch};
pub(crate) use letters::{Written, batch, invitation, letters_of};
pub(crate) use opening::read_heavy;
pub use placing::place_streets;
pub(crate) use placing::{Street, streets};
pub use pool::{Around, Newcomer, type_paper, volunteer};
pub(crate) use publishing::publish;
pub use publishing::step_now;
pub use purging::{Purged, purge};
pub use reading::{Kept, Mapping, Trial};
pub(crate) use reading::{check_mapping, first_mapping};
pub use receipt::Receipt;
pub(crate) use receipt::{by_code, by_person};
pub use recognition::{NewStep, note_recognition};
pub(crate) use renewal::{RENEWAL, leavers};
pub(crate) use replacing::is_followed;
pub use replacing::{Replacement, fill_seats};
pub(crate) use structures::counts_age;
pub use structures::{NewStructure, decide_structure, put_forward};
pub(crate) use study::{Feasible, Study, run_study, study_of};
pub use study::{STUDY, ask_study};
pub(crate) use writing::{informed, letter};
pub use writing::{note_letters, send_mails};

pub(crate) use setting::quota_field;
pub use setting::{NewCouncil, amend_college, amend_council, index_all, open_council};

pub use crate::rules::{
    Age, Birth, CandidateState, ChanceKind, College, CollegeKind, CollegeTerms, Council, CouncilTerms, Crossed,
    DrawKind, DrawState, Feature, LetterState, Objective, Origin, Person, Placed, Quota, RecognitionStep, RuleScope,
    STRUCTURE_KINDS, SeatState, Sex, StructureState, Way,
};

use database::Tx;
use jobs::{Job, JobState};
use kernel::{Act, Actor, Outcome, Refusal, Scope, Uuid};

use crate::rules::Names;
use crate::store;

/// What values of quotas are called in a council.
pub(crate) async fn names(tx: &mut Tx, council: &Council) -> database::Result<Names> {
    let areas = territory::facade::areas(tx).await?;
    let own = areas.into_iter().filter(|area| council.terms.areas.contains(&area.id));
    let kinds = store::council::kinds(tx, council.id).await?;
    Ok(Names::new(own.map(|area| (area.id, area.name)).collect(), kinds, council.terms.young_age))
}

/// Jobs looked through for those of one object.
const MOST_JOBS: i64 = 200;

/// The job of one of these kinds that runs or waits for an object.
pub(crate) async fn current(tx: &mut Tx, kinds: &[&str], id: Uuid) -> Outcome<Option<Job>> {
    let key = id.to_string();
    for state in [JobState::Running, JobState::Waiting] {
        let all = jobs::list(tx, state, MOST_JOBS).await?;
        let is_its = |job: &Job| kinds.contains(&job.kind.as_str()) && job.unique_key.as_deref() == Some(key.as_str());
        if let Some(found) = all.into_iter().find(is_its) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Where acts on a council take place.
pub(crate) fn place(terms: &CouncilTerms) -> Scope {
    let territory = match terms.areas.as_slice() {
        [area] => Some(*area),
        _ => None,
    };
    Scope { contract: terms.contract, territory, organisation: None }
}

/// The council, when this actor may do this there: otherwise nothing is there.
pub(crate) async fn council(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Council> {
    let found = store::council::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if actor.may(act, &place(&found.terms)).is_allowed() { Ok(found) } else { Err(Refusal::NotFound.into()) }
}

/// The college and its council, when this actor may do this there.
pub(crate) async fn college(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<(Council, College)> {
    let found = store::council::college_by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok((council(tx, actor, act, found.council).await?, found))
}
