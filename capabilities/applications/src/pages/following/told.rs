//! What happened to an application, in sentences its carrier reads.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Cents, Uuid, french};

use crate::rules::following::{FollowStep, Followed, Progress, Silence};
use crate::rules::{CallFunder, Event, EventKind, Funding, FundingState, Project, Side};

/// What a page of events shows.
pub const MOST_EVENTS: usize = 40;

/// A step as a line: how far it is, what it is, when.
pub struct StepTold {
    pub progress: Progress,
    pub label: &'static str,
    pub when: String,
}

/// A step with its day, done or expected.
pub fn step((step, progress): &Followed, today: Date, zone: &TimeZone) -> StepTold {
    let when = match progress {
        Progress::Done(Some(at)) => format!("le {}", french::date(at.day(zone))),
        Progress::Done(None) => String::new(),
        Progress::No(at) => at.map_or_else(String::new, |at| format!("depuis le {}", french::date(at.day(zone)))),
        Progress::ToCome(Some(day)) if *day < today => format!("était prévu pour le {}", french::date(*day)),
        Progress::ToCome(Some(day)) => format!("prévu pour le {}", french::date(*day)),
        Progress::ToCome(None) => String::new(),
    };
    let label = match (step, progress) {
        (FollowStep::Admissible, Progress::No(_)) => "Demande non recevable",
        (step, _) => step.french(),
    };
    StepTold { progress: *progress, label, when }
}

/// Whether a funder said no, and its carrier knows.
pub fn is_refused(funding: &Funding) -> bool {
    let is_told = funding.state == FundingState::Notified || funding.state == FundingState::Inadmissible;
    is_told && matches!(funding.decision, Some(FundingState::Refused | FundingState::Inadmissible))
}

/// What a funder decided, once its carrier is told; before, nothing. Reasons stand in what happened.
pub fn decision(funding: &Funding, events: &[Event]) -> String {
    if funding.state == FundingState::Withdrawn {
        return "Demande retirée.".to_owned();
    }
    let is_told = funding.state == FundingState::Notified || funding.state == FundingState::Inadmissible;
    let Some(decision) = funding.decision.filter(|_| is_told) else { return String::new() };
    let reasons = events.iter().rev().filter(|event| event.funding == Some(funding.id));
    let mut reasons = reasons
        .filter(|event| matches!(event.kind, EventKind::Decided | EventKind::Inadmissible))
        .map(|event| event.note.trim());
    let reason = match funding.note.trim() {
        "" => reasons.next().unwrap_or_default(),
        note => note,
    };
    let granted = french::euros(funding.decided.unwrap_or_default());
    let words = match decision {
        FundingState::Voted => format!("Accordé : {granted}"),
        FundingState::Partial => format!("Accordé en partie : {granted}"),
        FundingState::Conditional => format!("Accordé sous réserve : {granted}"),
        FundingState::Postponed => "Ajourné : ce financeur décidera plus tard".to_owned(),
        FundingState::Inadmissible => "Non recevable".to_owned(),
        _ => "Refusé".to_owned(),
    };
    french::spaced(&match (reason, decision) {
        ("", _) => format!("{words}."),
        (reason, FundingState::Conditional) => format!("{words}. Réserve : {}.", reason.trim_end_matches('.')),
        (reason, _) => format!("{words}. Motif : {}.", reason.trim_end_matches('.')),
    })
}

/// « Préfecture de l’Aude, 2026 : 3 000 € demandés ».
pub fn asked(funder: &str, year: i64, amount: Cents) -> String {
    french::spaced(&format!("{funder}, {year} : {} demandés", french::euros(amount)))
}

/// What happened, the last first: when, what. What each funder did of the same kind the same day is one line.
pub fn events(
    events: &[Event],
    (projects, fundings, funders): (&[Project], &[Funding], &[CallFunder]),
    zone: &TimeZone,
) -> Vec<(String, String)> {
    let name = |id: Uuid| {
        let funding = fundings.iter().find(|one| one.id == id)?;
        let funder = funders.iter().find(|one| one.id == funding.funder)?;
        let project = projects.iter().find(|one| one.id == funding.project).filter(|_| projects.len() > 1);
        Some(project.map_or_else(|| funder.name.clone(), |project| format!("{} ({})", funder.name, project.title)))
    };
    let mut lines: Vec<(&Event, Vec<String>)> = Vec::new();
    for event in events.iter().filter(|event| event.is_shown) {
        let told = event.funding.and_then(name);
        let is_same = |known: &Event| {
            (known.kind, known.side, &known.note) == (event.kind, event.side, &event.note)
                && known.at.day(zone) == event.at.day(zone)
        };
        match lines.last_mut().filter(|(known, _)| event.funding.is_some() && is_same(known)) {
            Some((_, names)) => names.extend(told.filter(|name| !names.contains(name))),
            None => lines.push((event, told.into_iter().collect())),
        }
    }
    let line = |(event, names): (&Event, Vec<String>)| {
        let mut words = event.kind.french().to_owned();
        if !names.is_empty() {
            words = format!("{words} : {}", names.join(", "));
        }
        match event.side {
            Side::Carrier if !event.by_name.is_empty() => words = format!("{words}, par {}", event.by_name),
            Side::Agents => words.push_str(", par le service"),
            _ => {}
        }
        if !event.note.is_empty() {
            words = format!("{words}. {}", event.note);
        }
        let words = words.chars().next().map(|first| {
            let rest: String = words.chars().skip(1).collect();
            format!("{}{rest}", first.to_uppercase())
        });
        (french::moment(event.at, zone), french::spaced(&words.unwrap_or_default()))
    };
    lines.into_iter().rev().take(MOST_EVENTS).map(line).collect()
}

/// The rule of silence of the call, where it stands for this application.
pub fn silence(silence: Silence, months: i64) -> String {
    let law = "(code des relations entre le public et l’administration, article L231-4)";
    let then = "Vous pouvez alors, pendant deux mois, demander au service de revoir sa décision ou saisir le tribunal \
                administratif.";
    match silence {
        Silence::Nothing => String::new(),
        Silence::Suspended => format!(
            "Quelque chose manque à votre dossier : le délai de {} au bout duquel le silence vaut rejet ne court qu’à partir \
             du jour où le dossier est complet (articles L114-5 et L231-4 du même code).",
            french::count(months, "mois", "mois")
        )
        .replace(" du même code", " du code des relations entre le public et l’administration"),
        Silence::Ends(day) => {
            format!("Sans réponse le {}, votre demande est réputée rejetée {law}. {then}", french::date(day))
        }
        Silence::Over(day) => format!(
            "Sans réponse depuis le {}, votre demande est réputée rejetée {law}. {then} Le service peut encore vous répondre.",
            french::date(day)
        ),
    }
}
