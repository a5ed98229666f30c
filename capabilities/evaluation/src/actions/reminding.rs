//! Carriers are told once that they are asked, a week before the last day, and once it is past.

use database::Tx;
use jiff::tz::TimeZone;
use jobs::mail::NewMail;
use kernel::{Actor, Outcome, Outside, french};
use reminders::ToTell;
use serde_json::json;
use web::house::Boxed;

use crate::rules::{Campaign, Due, Request, due};
use crate::{acts, store};

/// Reminds carriers who have not answered, each reminder once. Gives how many mails leave.
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
    for contract in strategy::facade::contracts(tx).await? {
        for campaign in store::campaign::of_contract(tx, contract.id).await? {
            for one in store::campaign::requests(tx, campaign.id).await?.into_iter().filter(|one| one.sent_at.is_none())
            {
                let Some(which) = due(one.asked_on, campaign.terms.closes_on, today) else { continue };
                let noted = store::campaign::remind(tx, outside.uuid(), (one.id, which), outside.now()).await?;
                let Some(row) = noted else { continue };
                let (subject, text) = letter(&campaign, &one, which, place);
                let boxes = accounts::facade::mailboxes_of(tx, one.organisation).await?.into_iter();
                let letter =
                    |(to, name): (String, String)| NewMail::read("evaluation.reminder", &to, &name, &subject, &text);
                let told = ToTell {
                    act: &acts::COLLECT,
                    about: ("evaluation_request", one.id),
                    row: ("evaluation_reminder", row),
                    detail: json!({ "acte": "rappel de collecte", "rappel": which.french() }),
                    letters: boxes.filter_map(|to| letter(to).ok().map(|one| one.of_contract(contract.id))).collect(),
                };
                sent += reminders::tell(tx, outside, actor, told).await?;
            }
        }
    }
    Ok(sent)
}

fn letter(campaign: &Campaign, one: &Request, which: Due, (origin, service): (&str, &str)) -> (String, String) {
    let (title, until) = (&one.title, french::date(campaign.terms.closes_on));
    let (subject, first) = match which {
        Due::Asked => (
            format!("Quelques chiffres sur votre action, avant le {until}"),
            format!(
                "Le contrat de ville fait le point sur ses actions. Nous vous posons quelques questions sur « {title} »."
            ),
        ),
        Due::Week => (
            format!("Il reste une semaine : quelques chiffres sur « {title} »"),
            format!(
                "Nous n’avons pas encore votre réponse sur « {title} » : elle est attendue le {until} au plus tard."
            ),
        ),
        Due::Late => (
            format!("Votre réponse manque : « {title} »"),
            format!(
                "Votre réponse sur « {title} » était attendue le {until}. Appelez-nous : nous pouvons la saisir avec vous."
            ),
        ),
    };
    let rule = "Seuls des nombres et quelques mots sont demandés : ne nommez personne. Ce que vous n’avez pas compté, dites-le d’une coche.";
    let at = format!("{origin}/mon-association/collectes/{}", one.id);
    (subject, [first, rule.to_owned(), at, service.to_owned()].join("\n\n"))
}
