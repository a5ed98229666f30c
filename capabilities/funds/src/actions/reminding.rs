//! Reports that groups owe: what is awaited, what is late, and the reminder that leaves on working days.

use ::jobs::mail::NewMail;
use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, Outcome, Outside, french};
use reminders::ToTell;
use serde_json::json;
use web::house::Boxed;

use crate::rules::{Fund, Project, reminder, report_until};
use crate::{acts, store};

/// A report a group owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// The project.
    pub project: Project,
    /// The last day.
    pub until: Date,
    /// Whether it is past.
    pub is_late: bool,
}

/// Reports awaited of the projects of a fund that have begun, the first due first.
pub fn owed(fund: &Fund, projects: impl IntoIterator<Item = Project>, today: Date) -> Vec<Owed> {
    let own = |project: Project| {
        let until = report_until(&project, fund.terms.report_days)?;
        (project.terms.starts_on <= today).then(|| Owed { is_late: today > until, until, project })
    };
    let mut all: Vec<Owed> = projects.into_iter().filter_map(own).collect();
    all.sort_by(|one, other| (one.until, &one.project.number).cmp(&(other.until, &other.project.number)));
    all
}

/// Reminds groups of reports that come due or are late, each day once: by mail where one is known; the others are called by an
/// agent, who finds them with what awaits her. Gives how many mails leave.
///
/// # Errors
/// The database failed.
pub fn remind<'a>(
    tx: &'a mut Tx,
    around: (&'a Outside, &'a TimeZone),
    place: (&'a str, &'a str),
    actor: &'a Actor,
) -> Boxed<'a, Outcome<i64>> {
    Box::pin(reminded(tx, around, place, actor))
}

async fn reminded(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    place: (&str, &str),
    actor: &Actor,
) -> Outcome<i64> {
    let today = outside.now().day(zone);
    let mut sent = 0;
    for fund in store::fund::all(tx).await? {
        let projects = store::project::of_fund(tx, fund.id).await?;
        for one in owed(&fund, projects, today) {
            let Some(day) = reminder(&one.project, one.until, today) else { continue };
            let (subject, text) = letter(&fund, &one, place);
            let (reach, name) = (&one.project.terms.reach, &one.project.terms.group_name);
            let letters = Some(reach).filter(|reach| reach.contains('@'));
            let letters = letters.and_then(|to| NewMail::read("funds.reminder", to, name, &subject, &text).ok());
            let letters: Vec<NewMail> = letters.into_iter().collect();
            let at = (one.project.id, day, !letters.is_empty());
            let Some(row) = store::report::remind(tx, outside.uuid(), at, outside.now()).await? else { continue };
            let told = ToTell {
                act: &acts::PAY,
                about: ("fund_project", one.project.id),
                row: ("fund_reminder", row),
                detail: json!({ "acte": "rappel de compte rendu", "projet": one.project.number }),
                letters,
            };
            sent += reminders::tell(tx, outside, actor, told).await?;
        }
    }
    Ok(sent)
}

fn letter(fund: &Fund, one: &Owed, (origin, service): (&str, &str)) -> (String, String) {
    let (number, title) = (&one.project.number, &one.project.terms.title);
    let until = french::date(one.until);
    let (subject, first) = match one.is_late {
        true => (
            format!("Compte rendu en retard, projet {number}"),
            format!("Le compte rendu du projet « {title} » était attendu le {until}. Nous ne l’avons pas reçu."),
        ),
        false => (
            format!("Compte rendu à rendre le {until}, projet {number}"),
            format!("Le compte rendu du projet « {title} » est à rendre au plus tard le {until}."),
        ),
    };
    let how = "Quelques mots, des photos et les tickets suffisent. Il se donne ici, avec le code reçu quand le projet a été \
               déposé :";
    let help = format!("Code perdu, ou besoin d’aide ? {} le saisit avec vous.", fund.terms.service);
    (subject, [first, how.to_owned(), format!("{origin}/fonds/suivi"), help, service.to_owned()].join("\n\n"))
}
