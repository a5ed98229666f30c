//! A project of a few people: one page to ask, one to report.

use jiff::civil::Date;
use kernel::{Cents, FieldError, Moment, Uuid, french, vocabulary};

use super::{MOST_CENTS, MovementKind, text_error};

vocabulary! {
    /// How a project came.
    Origin {
        /// Filed by the group.
        Online => "online", "Déposé en ligne";
        /// Typed by an agent from paper.
        Paper => "paper", "Saisi d’après un formulaire papier";
    }
}

vocabulary! {
    /// How far a project is.
    ProjectState {
        /// Awaits a committee.
        Filed => "filed", "Déposé";
        /// A committee put it off.
        Postponed => "postponed", "Reporté à une prochaine séance";
        /// A committee gave it money.
        Granted => "granted", "Accordé";
        /// A committee said no.
        Refused => "refused", "Refusé";
        /// Its report was given.
        Reported => "reported", "Compte rendu donné";
        /// Its report is accepted and its money settled.
        Closed => "closed", "Terminé";
        /// It will not be done.
        GivenUp => "given_up", "Abandonné";
    }
}

vocabulary! {
    /// What a piece of a report is.
    PieceKind {
        /// What was done.
        Photo => "photo", "Photo";
        /// What was paid.
        Receipt => "receipt", "Ticket ou facture";
    }
}

/// What a group asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectTerms {
    /// The name of the project.
    pub title: String,
    /// What it is.
    pub what: String,
    /// The neighbourhood.
    pub area: Option<Uuid>,
    /// Where.
    pub place: String,
    /// From when.
    pub starts_on: Date,
    /// How many people it is for.
    pub people: i64,
    /// What it costs, in cents.
    pub total: i64,
    /// What is asked.
    pub asked: i64,
    /// On what the money goes.
    pub spends: String,
    /// What the group calls itself.
    pub group_name: String,
    /// Somebody to speak to.
    pub contact: String,
    /// Her telephone or address.
    pub reach: String,
}

/// A project as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Which.
    pub id: Uuid,
    /// The fund.
    pub fund: Uuid,
    /// What people call it: `M2026-0001`.
    pub number: String,
    /// What is asked.
    pub terms: ProjectTerms,
    /// How it came.
    pub origin: Origin,
    /// Who typed it from paper.
    pub typed_by: String,
    /// The day written on the paper.
    pub paper_on: Option<Date>,
    /// How far it is.
    pub state: ProjectState,
    /// The envelope it is paid from.
    pub envelope: Option<Uuid>,
    /// Until when it holds its label.
    pub labelled_until: Option<Date>,
    /// When it was filed.
    pub filed_at: Moment,
    /// How many times it changed.
    pub revision: i64,
}

/// Money that moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// What.
    pub kind: MovementKind,
    /// How much, in cents.
    pub cents: i64,
    /// The day.
    pub moved_on: Date,
    /// Anything to say of it.
    pub note: String,
    /// Who noted it.
    pub by_name: String,
}

/// What a group reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportTerms {
    /// What was done.
    pub told: String,
    /// How many people came.
    pub people: i64,
    /// What was spent of the grant, in cents.
    pub spent: i64,
}

/// A report as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Which.
    pub id: Uuid,
    /// What was reported.
    pub terms: ReportTerms,
    /// When it was sent.
    pub sent_at: Moment,
    /// By whom: the group, or an agent.
    pub sent_by: String,
    /// Whether it was accepted.
    pub is_accepted: bool,
    /// How many times it changed.
    pub revision: i64,
}

/// A photograph or a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Which.
    pub id: Uuid,
    /// The file.
    pub file: Uuid,
    /// What it is.
    pub kind: PieceKind,
    /// What it shows.
    pub label: String,
}

/// What was done for a labelled project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    /// When.
    pub given_on: Date,
    /// What.
    pub what: String,
    /// Who noted it.
    pub by_name: String,
}

/// What is wrong with what a group asks. `ceiling` is that of the fund, `today` bounds days.
pub fn check_project(terms: &ProjectTerms, ceiling: i64, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    errors.extend(text_error("titre", "le nom du projet", &terms.title, (true, 120)));
    errors.extend(text_error("quoi", "ce que vous voulez faire", &terms.what, (true, 2_000)));
    errors.extend(text_error("lieu", "où cela se passe", &terms.place, (true, 200)));
    errors.extend(text_error("depenses", "à quoi servira l’argent", &terms.spends, (true, 1_000)));
    errors.extend(text_error("groupe", "le nom de votre groupe", &terms.group_name, (true, 120)));
    errors.extend(text_error("contact", "le nom d’une personne à qui parler", &terms.contact, (true, 120)));
    errors.extend(check_reach(&terms.reach));
    if terms.starts_on < today {
        errors
            .push(FieldError::new("debut", "Le projet commence aujourd’hui ou plus tard : rien n’est payé après coup"));
    }
    if !(1..=100_000).contains(&terms.people) {
        errors.push(FieldError::new("personnes", "Saisissez combien de personnes sont attendues, à peu près"));
    }
    if !(1..=MOST_CENTS).contains(&terms.asked) {
        errors.push(FieldError::new("demande", "Saisissez ce que vous demandez, en euros"));
    } else if terms.asked > ceiling {
        let sentence = format!("Un projet reçoit {} au plus : demandez moins", french::euros(Cents(ceiling)));
        errors.push(FieldError::new("demande", sentence));
    }
    if terms.total < terms.asked {
        errors.push(FieldError::new("cout", "Le projet coûte au moins ce que vous demandez : corrigez l’un des deux"));
    }
    errors
}

fn check_reach(reach: &str) -> Option<FieldError> {
    let digits = reach.chars().filter(char::is_ascii_digit).count();
    let is_mail = reach.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    match reach {
        "" => Some(FieldError::new("joindre", "Saisissez un téléphone ou une adresse électronique")),
        _ if reach.chars().count() > 200 || !(is_mail || (9..=15).contains(&digits)) => {
            let sentence = "Saisissez un téléphone, par exemple 06 12 34 56 78, ou une adresse électronique";
            Some(FieldError::new("joindre", sentence))
        }
        _ => None,
    }
}

/// What is wrong with a report. `granted` is what the committee gave.
pub fn check_report(terms: &ReportTerms, granted: i64) -> Vec<FieldError> {
    let mut errors = Vec::new();
    errors.extend(text_error("fait", "ce que vous avez fait", &terms.told, (true, 3_000)));
    if !(0..=100_000).contains(&terms.people) {
        errors.push(FieldError::new("venues", "Saisissez combien de personnes sont venues, à peu près"));
    }
    if !(0..=granted).contains(&terms.spent) {
        let told = french::euros(Cents(granted));
        let sentence = format!("Saisissez ce que vous avez dépensé de l’aide, {told} au plus");
        errors.push(FieldError::new("depense", sentence));
    }
    errors
}
