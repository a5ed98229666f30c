//! The courier: one mail at a time, from the claim to the server's word.

use std::path::Path;

use database::{Db, Result};
use kernel::{Moment, Outside, text};

use super::carrier::{Carrier, SmtpSettings};
use super::lease::{self, Ended, Held};
use super::message::{self, Written};
use super::smtp::{self, Obstacle, Word};
use crate::lease::backoff_seconds;

/// First and longest wait between two tries of a mail, in seconds.
const WAITS: (i64, i64) = (15, 1800);

/// What a round did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// Nothing to send now.
    Idle,
    /// A mail was handled, well or not.
    Handled,
    /// The server cannot be reached or refuses us: trying the next mail at once would be in vain.
    ServerAway,
}

/// Sends the mails of the outbox. Several may run, on several nodes.
pub struct Courier {
    db: Db,
    outside: Outside,
    carrier: Carrier,
    name: String,
}

impl Courier {
    /// A courier; its name is seen in the claims.
    pub fn new(db: Db, outside: Outside, carrier: Carrier, name: String) -> Self {
        Self { db, outside, carrier, name }
    }

    /// Takes the next mail and tries to send it.
    ///
    /// # Errors
    /// The database failed. A mail in hand then is taken back when its lease ends: to be tried again if
    /// nothing had left, as uncertain otherwise.
    pub async fn round(&self) -> Result<Round> {
        let domain = self.carrier.from().0.email.domain().to_owned();
        let Some(held) = lease::claim_next(&self.db, &self.outside, &self.name, &domain).await? else {
            return Ok(Round::Idle);
        };
        let mut round = Round::Handled;
        let ended = match message::write(&held.mail, self.carrier.from()) {
            Err(sentence) => Some(Ended::Refused(sentence)),
            Ok(written) => match &self.carrier {
                Carrier::Smtp(settings) => self.send(settings, &held, &written, &mut round).await?,
                Carrier::Folder { folder, .. } => self.write_file(folder, &held, &written).await?,
            },
        };
        let Some(ended) = ended else { return Ok(round) };
        log(&held, &ended);
        self.settle(&held, &ended).await?;
        Ok(round)
    }

    /// `None`: the mail went to another worker before anything left.
    async fn send(
        &self,
        settings: &SmtpSettings,
        held: &Held,
        written: &Written,
        round: &mut Round,
    ) -> Result<Option<Ended>> {
        let opened = match smtp::open(settings, &written.to).await {
            Ok(opened) => opened,
            Err(Obstacle::Server(words)) => {
                *round = Round::ServerAway;
                return Ok(Some(self.later(held, words)));
            }
            Err(Obstacle::Later(words)) => return Ok(Some(self.later(held, words))),
            Err(Obstacle::Never(words)) => return Ok(Some(Ended::Refused(short(&words)))),
        };
        match lease::mark_handed(&self.db, &self.outside, held).await {
            Ok(true) => {}
            Ok(false) => {
                opened.leave().await;
                return Ok(None);
            }
            Err(error) => {
                opened.leave().await;
                return Err(error);
            }
        }
        Ok(Some(match opened.deliver(&written.bytes).await {
            Word::Accepted => Ended::Sent,
            Word::Later(words) => self.later(held, words),
            Word::Never(words) => Ended::Refused(short(&words)),
            Word::Silence(words) => Ended::Uncertain(short(&words)),
        }))
    }

    async fn write_file(&self, folder: &Path, held: &Held, written: &Written) -> Result<Option<Ended>> {
        if !lease::mark_handed(&self.db, &self.outside, held).await? {
            return Ok(None);
        }
        // The name holds the moment and the identifier, so that the newest is easy to find and a mail has one file.
        let stamp = Moment(held.mail.created_at).rfc3339().replace(':', "-");
        let name = format!("{stamp}_{}", held.mail.id);
        let (draft, path) = (folder.join(format!(".{name}.tmp")), folder.join(format!("{name}.eml")));
        let writing = async {
            tokio::fs::create_dir_all(folder).await?;
            tokio::fs::write(&draft, &written.bytes).await?;
            tokio::fs::rename(&draft, &path).await
        };
        Ok(Some(match writing.await {
            Ok(()) => Ended::Sent,
            Err(error) => self.later(held, format!("dossier {} : {error}", folder.display())),
        }))
    }

    fn later(&self, held: &Held, words: String) -> Ended {
        let wait = backoff_seconds(held.mail.attempts, WAITS.0, WAITS.1);
        Ended::Later(self.outside.now().plus_seconds(wait), short(&words))
    }

    /// The server's word must not be lost to a database that is away for a moment: three tries.
    async fn settle(&self, held: &Held, ended: &Ended) -> Result<()> {
        let mut rest = 2;
        loop {
            match lease::settle(&self.db, &self.outside, held, ended).await {
                Ok(true) => return Ok(()),
                Ok(false) => {
                    tracing::warn!(mail = %held.mail.id, "the end of a try came too late to be kept");
                    return Ok(());
                }
                Err(error) if rest > 0 => {
                    tracing::warn!(%error, mail = %held.mail.id, "the end of a try is written again");
                    rest -= 1;
                    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
                }
                Err(error) => return Err(error),
            }
        }
    }
}

fn short(words: &str) -> String {
    text::shorten(words, 500)
}

/// Only kind and identifier go to the log: addresses are personal data.
fn log(held: &Held, ended: &Ended) {
    let (id, kind, attempt) = (held.mail.id, held.mail.kind.as_str(), held.mail.attempts);
    match ended {
        Ended::Sent => tracing::info!(mail = %id, kind, "a mail was sent"),
        Ended::Later(..) => tracing::warn!(mail = %id, kind, attempt, "a mail will be tried again"),
        Ended::Refused(_) => tracing::warn!(mail = %id, kind, attempt, "a mail was refused"),
        Ended::Uncertain(_) => tracing::error!(mail = %id, kind, attempt, "nobody knows whether a mail was received"),
    }
}
