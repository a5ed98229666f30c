//! What changed, sent at most once a day to each address that follows it.

use database::Tx;
use ::jobs::mail::{self, NewMail};
use journal::Entry;
use kernel::{Actor, Outcome, Outside, Uuid, french};
use serde_json::json;
use web::Keys;

use super::follow::{key_text, purge};
use super::target_of;
use crate::rules::TargetKind;
use crate::store;
use crate::store::follower::{Follower, News};

/// Whether something that happened is what somebody follows.
fn is_followed(one: &Follower, news: &News, areas: &[(Uuid, Uuid)]) -> bool {
    if news.said_at <= one.told_until {
        return false;
    }
    match one.kind {
        TargetKind::Contract => news.contract == one.target,
        TargetKind::Node => news.nodes.contains(&Some(one.target)),
        TargetKind::Sheet => news.sheet == one.target,
        TargetKind::Area => areas.binary_search(&(news.sheet, one.target)).is_ok(),
    }
}

/// Writes to everybody who follows something that changed, and forgets those whose time is over. Gives how many mails
/// were queued and how many addresses were forgotten.
///
/// # Errors
/// The database failed.
pub async fn send_digests(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    (public_url, service): (&str, &str),
    actor: &Actor,
) -> Outcome<(usize, usize)> {
    let now = outside.now();
    let gone = purge(tx, now).await?;
    let followers = store::follower::confirmed(tx).await?;
    let mut touched: Vec<(&str, Uuid)> = gone.iter().map(|id| ("plan_follower", *id)).collect();
    let mut sent = 0;
    if let Some(oldest) = followers.iter().map(|one| one.told_until).min() {
        let news = store::follower::news(tx, oldest).await?;
        let areas = store::follower::news_areas(tx, oldest).await?;
        for own in followers.chunk_by(|one, next| one.email == next.email) {
            let told: Vec<&News> =
                news.iter().filter(|news| own.iter().any(|one| is_followed(one, news, &areas))).collect();
            let Some(first) = own.first().filter(|_| !told.is_empty()) else { continue };
            let mut names = Vec::new();
            for one in own {
                names.extend(target_of(tx, one.kind, one.target).await?.map(|target| target.name));
            }
            let leave = format!("{public_url}/actions/suivre/quitter?tout=oui&cle={}", key_text(keys, first.id));
            let text = written(&told, &names, public_url, &leave);
            let subject = format!("{service} : ce qui a changé dans les actions que vous suivez");
            if let Ok(new) = NewMail::read("plan.digest", &first.email, "", &subject, &text) {
                mail::queue(tx, outside, &new.unsubscribe(&leave)).await?;
                sent += 1;
            }
            for one in own {
                store::follower::told(tx, one.id, now).await?;
                touched.push(("plan_follower", one.id));
            }
        }
    }
    if !touched.is_empty() {
        let detail = json!({ "messages": sent, "adresses oubliées": gone.len() });
        let entry = Entry::general("plan.digest", "plan_follower").detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok((sent, gone.len()))
}

/// The text of a mail: each action once, as it was said last.
fn written(told: &[&News], names: &[String], public_url: &str, leave: &str) -> String {
    let mut last: Vec<&News> = Vec::new();
    for news in told {
        match last.iter_mut().find(|known| known.sheet == news.sheet) {
            Some(known) => *known = news,
            None => last.push(news),
        }
    }
    let mut text = String::from("Bonjour,\n\nVoici ce qui a changé dans ce que vous suivez.\n");
    for news in last.iter().take(50) {
        text.push_str(&format!(
            "\n{} {}\n{} {}, depuis le {}.\n{public_url}{}\n",
            news.code,
            news.title,
            news.status.sign(),
            news.status.french(),
            french::date(news.since),
            crate::facade::path(&news.address)
        ));
    }
    if last.len() > 50 {
        text.push_str(&format!("\nEt {} autres actions : {public_url}/actions\n", last.len() - 50));
    }
    text.push_str(&format!(
        "\nVous recevez ce message parce que cette adresse suit {}.\nPour ne plus rien recevoir :\n{leave}\n",
        names.join(" ; ")
    ));
    text
}
