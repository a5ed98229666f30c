//! One conversation with an SMTP server (RFC 5321), cut in two at the moment that matters: before the
//! text leaves, and after.

use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::timeout;

use super::carrier::{Encryption, SmtpSettings};

/// Longest wait up to the server's request for the text.
const OPENING: Duration = Duration::from_secs(90);
/// Longest wait for its word on the text (RFC 5321, 4.5.3.2.6: ten minutes).
const DELIVERY: Duration = Duration::from_secs(600);

/// Why the server did not ask for the text: nothing has left.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// The server is away, or does not want us at all: every mail would meet the same.
    Server(String),
    /// This mail must wait.
    Later(String),
    /// This mail is refused.
    Never(String),
}

/// The server's word on the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Word {
    Accepted,
    Later(String),
    Never(String),
    /// None came: perhaps received.
    Silence(String),
}

/// A server that waits for the text.
pub(super) struct Opened(AsyncSmtpConnection);

/// Connects and announces the mail, up to the reply 354.
///
/// A refusal of the connection, of the password or of the *sender* is a matter of settings that would hit
/// every mail: they wait. A refusal of the recipient is this mail's own.
pub(super) async fn open(settings: &SmtpSettings, to: &Address) -> Result<Opened, Obstacle> {
    let opening = async {
        let mut line = connect(settings).await.map_err(|error| Obstacle::Server(said("connexion", &error)))?;
        let from = settings.from.0.email.clone();
        if let Err(error) = line.command(Mail::new(Some(from), vec![])).await {
            line.abort().await;
            return Err(Obstacle::Server(said("expéditeur", &error)));
        }
        let announced = match line.command(Rcpt::new(to.clone(), vec![])).await {
            Ok(_) => line.command(Data).await,
            refused => refused,
        };
        match announced {
            Ok(_) => Ok(Opened(line)),
            Err(error) => {
                line.abort().await;
                Err(if error.is_permanent() {
                    Obstacle::Never(said("destinataire", &error))
                } else if error.is_transient() {
                    Obstacle::Later(said("destinataire", &error))
                } else {
                    Obstacle::Server(said("échange", &error))
                })
            }
        }
    };
    let late = || Obstacle::Server(format!("le serveur de courriel n’a pas répondu en {} secondes", OPENING.as_secs()));
    timeout(OPENING, opening).await.unwrap_or_else(|_| Err(late()))
}

async fn connect(settings: &SmtpSettings) -> Result<AsyncSmtpConnection, Error> {
    let hello = ClientId::Domain(settings.from.0.email.domain().to_owned());
    let tls = || TlsParameters::new(settings.host.clone());
    let at_once = if settings.encryption == Encryption::Tls { Some(tls()?) } else { None };
    let place = (settings.host.as_str(), settings.port);
    let wait = Some(Duration::from_secs(20));
    let mut line = AsyncSmtpConnection::connect_tokio1(place, wait, &hello, at_once, None).await?;
    if settings.encryption == Encryption::StartTls {
        line.starttls(tls()?, &hello).await?;
    }
    if let Some((user, password)) = &settings.credentials {
        line.auth(DEFAULT_MECHANISMS, &Credentials::new(user.clone(), password.clone())).await?;
    }
    Ok(line)
}

impl Opened {
    /// Leaves without having said anything of the text.
    pub(super) async fn leave(mut self) {
        let _ = timeout(Duration::from_secs(5), self.0.abort()).await;
    }

    /// Hands the text over and waits for the server's word.
    pub(super) async fn deliver(mut self, bytes: &[u8]) -> Word {
        let word = match timeout(DELIVERY, self.0.message(bytes)).await {
            Ok(Ok(_)) => Word::Accepted,
            Ok(Err(error)) if error.is_transient() => Word::Later(said("message", &error)),
            Ok(Err(error)) if error.is_permanent() => Word::Never(said("message", &error)),
            Ok(Err(error)) => Word::Silence(said("remise", &error)),
            Err(_) => Word::Silence("le serveur de courriel n’a pas répondu après la remise".to_owned()),
        };
        // The word is given: whatever the farewell brings changes nothing.
        let _ = timeout(Duration::from_secs(5), self.0.quit()).await;
        word
    }
}

/// What happened, for an administrator: the step in French, then the server's own words.
fn said(step: &str, error: &Error) -> String {
    format!("serveur de courriel, {step} : {error}")
}
