//! Telling those concerned what was decided: once.

use assemblies::facade::steering;
use database::Tx;
use jobs::mail::{self, NewMail};
use journal::Entry;
use kernel::{Actor, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;

use super::deciding::save;
use super::held;
use crate::rules::{Decision, DecisionState};
use crate::{acts, store};

/// Somebody to write to.
struct Recipient {
    id: Uuid,
    name: String,
    email: String,
    /// The decisions of which she is told, by rank.
    of: Vec<usize>,
}

/// Tells the decisions of a meeting that nobody was told of: to those who sit in the body all of them, to the people of the
/// organisations charged with one, that one. An address receives one mail. Gives how many mails left.
///
/// # Errors
/// Not this actor's; nothing to tell.
pub async fn tell(tx: &mut Tx, (outside, address): (&Outside, &str), actor: &Actor, meeting: Uuid) -> Outcome<usize> {
    let (body, meeting) = held(tx, actor, &acts::RECORD, meeting).await?;
    let is_new = |one: &Decision| one.told_at.is_none() && one.state != DecisionState::Withdrawn;
    let all = store::decision::of_meeting(tx, meeting.id).await?;
    let new: Vec<Decision> = all.into_iter().filter(is_new).collect();
    if new.is_empty() {
        let what = "Les décisions de cette réunion ont été envoyées, ou aucune n’est inscrite.";
        return Err(Refusal::rule("Rien de nouveau à dire", what).into());
    }
    let mut recipients: Vec<Recipient> = Vec::new();
    let mut add = |id: Uuid, name: String, email: String, of: Vec<usize>| {
        let key = email.trim().to_lowercase();
        match recipients.iter_mut().find(|known| known.email == key) {
            Some(known) => known.of.extend(of),
            None => recipients.push(Recipient { id, name, email: key, of }),
        }
    };
    for (member, name, email) in steering::mailboxes(tx, body.id).await? {
        add(member, name, email, (0..new.len()).collect());
    }
    for (rank, one) in new.iter().enumerate() {
        let Some(organisation) = one.terms.organisation else { continue };
        for (email, name) in accounts::facade::mailboxes_of(tx, organisation).await? {
            add(organisation, name, email, vec![rank]);
        }
    }
    let (mut touched, mut sent) = (Vec::new(), 0);
    for mut one in recipients {
        one.of.sort_unstable();
        one.of.dedup();
        let told: Vec<&Decision> = one.of.iter().filter_map(|rank| new.get(*rank)).collect();
        let text = written(&body, &told, &one.name, address);
        let subject = format!("{} : décisions du {}", body.name, french::date(meeting.held_on));
        // An address that cannot be written to is no reason to stop.
        let Ok(letter) = NewMail::read("governance.decisions", &one.email, &one.name, &subject, &text) else {
            continue;
        };
        mail::queue(tx, outside, &letter.of_contract(body.contract)).await?;
        sent += 1;
        for decision in told {
            let row = store::decision::insert_notice(tx, outside, decision.id, one.id).await?;
            touched.extend(row.map(|row| ("steering_notice", row)));
        }
    }
    for one in new {
        let after = Decision { told_at: Some(outside.now()), ..one.clone() };
        save(tx, &after, one.revision).await?;
        touched.push(("steering_decision", one.id));
    }
    let detail = json!({ "acte": "décisions envoyées", "reunion": meeting.id.to_string(), "courriels": sent });
    let entry = Entry::on(acts::RECORD.code, "assembly", body.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(sent)
}

fn written(body: &steering::SteeringBody, told: &[&Decision], name: &str, address: &str) -> String {
    let mut text = format!("Bonjour {name},\n\nVoici ce qu’a décidé l’instance « {} ».\n", body.name);
    for one in told {
        text.push_str(&format!("\n{} : {}\n", one.reference(), one.terms.title));
        if let Some(object) = &one.terms.object {
            text.push_str(&format!("Sur : {}\n", object.label));
        }
        if !one.terms.owner.is_empty() {
            text.push_str(&format!("Qui s’en charge : {}\n", one.terms.owner));
        }
        if let Some(due) = one.terms.due_on {
            text.push_str(&format!("Pour le : {}\n", french::long_date(due)));
        }
        let is_open = body.are_decisions_public;
        let path = if is_open { format!("/decisions/{}", one.id) } else { crate::facade::path(one.id) };
        text.push_str(&format!("{address}{path}\n"));
    }
    french::spaced(&text)
}
