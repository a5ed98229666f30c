//! Mails about groups: they say that something is there and where, never what was written.

use accounts::facade::MemberBrief;
use database::{Result, Tx};
use jobs::mail::{self, NewMail};
use kernel::{Outside, Uuid};

use crate::acts;

/// Who serves the platform: the start of its addresses.
pub type Place<'a> = &'a str;

/// What a mail says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Notice<'a> {
    /// What it is for, in the administrator’s list.
    pub kind: &'static str,
    /// Its subject, which names no group: subjects are read over a shoulder.
    pub subject: &'a str,
    /// A sentence.
    pub sentence: &'a str,
    /// The path of the page.
    pub path: &'a str,
}

/// The name of an association.
pub(super) async fn name(tx: &mut Tx, organisation: Uuid) -> Result<String> {
    let card = accounts::facade::organisation(tx, organisation).await?;
    Ok(card.map_or_else(|| "une association".to_owned(), |card| card.name))
}

/// Writes to somebody. An address nobody can write to stops nothing: what is told stands on the page. Gives whether a mail waits.
pub(super) async fn write(
    tx: &mut Tx,
    (outside, place): (&Outside, Place<'_>),
    to: &MemberBrief,
    notice: Notice<'_>,
) -> Result<bool> {
    let text = format!(
        "Bonjour,\n\n{}\n\n{place}{}\n\nCe message est envoyé par la plateforme : répondez sur la page, pas à ce courriel.\n",
        notice.sentence, notice.path
    );
    let Ok(letter) = NewMail::read(notice.kind, &to.email, &to.name, notice.subject, &text) else { return Ok(false) };
    mail::queue(tx, outside, &letter).await?;
    Ok(true)
}

/// Writes to those who bind an association.
pub(super) async fn write_to_leads(
    tx: &mut Tx,
    (outside, place): (&Outside, Place<'_>),
    organisation: Uuid,
    notice: Notice<'_>,
) -> Result<()> {
    for one in accounts::facade::members_of(tx, organisation, outside.now()).await? {
        if one.functions.iter().any(|function| acts::LEAD.functions.contains(function)) {
            write(tx, (outside, place), &one, notice).await?;
        }
    }
    Ok(())
}
