//! A vote of the body, counted by whoever keeps it and checked against who could vote.

use database::Tx;
use jiff::civil::Date;
use kernel::{FieldError, Outcome, Uuid};

use crate::rules::{Assembly, Ballot, Body, MeetingState, Member, Presence, Quorum, Way, check_ballot};
use crate::store;

/// A vote, as it was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cast {
    /// How; nothing, when it was not chosen.
    pub way: Option<Way>,
    /// At which meeting.
    pub meeting: Option<Uuid>,
    /// On which day, when it was in writing.
    pub on: Option<Date>,
    /// Votes for.
    pub in_favour: i64,
    /// Votes against.
    pub against: i64,
    /// Abstentions.
    pub abstention: i64,
}

/// Meetings where the body may have voted: its own, held, with their presences.
///
/// # Errors
/// The database failed.
pub async fn meetings(tx: &mut Tx, assembly: Uuid) -> Outcome<Vec<crate::rules::Meeting>> {
    let all = store::meeting::of_assembly(tx, assembly).await?;
    let is_ready = |one: &crate::rules::Meeting| {
        one.body == Body::Own && one.state == MeetingState::Held && one.quorum_base.is_some()
    };
    Ok(all.into_iter().filter(is_ready).collect())
}

/// The vote with its base: at a meeting, those who were there; in writing, those who count. Those who stay out are in neither.
pub(super) async fn ballot(
    tx: &mut Tx,
    (assembly, members): (&Assembly, &[Member]),
    out: &[Uuid],
    cast: &Cast,
    today: Date,
) -> Outcome<Result<Ballot, Vec<FieldError>>> {
    let wrong = |field: &str, sentence: &str| Ok(Err(vec![FieldError::new(field, sentence)]));
    let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let (meeting, on, base) = match cast.way {
        None => return wrong("facon", "Choisissez comment l’instance a adopté ce texte"),
        Some(Way::Written) => {
            let Some(on) = cast.on.filter(|on| *on <= today) else {
                return wrong("vote-le", "Indiquez le jour où le vote écrit a pris fin, passé ou présent");
            };
            let base = members.iter().filter(|one| one.counts() && !out.contains(&one.id)).count();
            (None, on, whole(base))
        }
        Some(Way::Meeting) => {
            let all = meetings(tx, assembly.id).await?;
            let Some(meeting) = all.into_iter().find(|one| Some(one.id) == cast.meeting) else {
                return wrong("reunion", "Choisissez une réunion tenue, dont les présences sont saisies");
            };
            let attendances = store::meeting::attendances(tx, meeting.id).await?;
            let present = attendances.iter().filter(|one| one.presence == Presence::Present);
            let (all, voting) =
                present.fold((0, 0), |(all, voting), one| (all + 1, voting + i64::from(!out.contains(&one.member))));
            let quorum = meeting.quorum_base.and_then(|base| Quorum::of(assembly.terms.quorum_percent, base, all));
            if quorum.is_some_and(|quorum| !quorum.is_met()) {
                return wrong("reunion", "Le quorum n’était pas atteint à cette réunion : elle n’a rien pu adopter");
            }
            (Some(meeting.id), meeting.terms.held_on, voting)
        }
    };
    let way = cast.way.unwrap_or(Way::Written);
    let (in_favour, against, abstention) = (cast.in_favour, cast.against, cast.abstention);
    let made = Ballot { way, meeting, on, in_favour, against, abstention, base };
    let errors = check_ballot(&made);
    Ok(if errors.is_empty() { Ok(made) } else { Err(errors) })
}
