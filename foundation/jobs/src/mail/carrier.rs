//! Where mails go: an SMTP server, or a folder where they can be read.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

use kernel::FieldError;
use lettre::message::Mailbox;
use percent_encoding::percent_decode_str;
use url::{Host, Url};

use super::new_mail::read_line;

/// How mails leave.
#[derive(Clone, Debug)]
pub enum Carrier {
    /// To an SMTP server.
    Smtp(SmtpSettings),
    /// Into a folder, one `.eml` file each, for the demonstration and for trials: nothing leaves the machine.
    Folder {
        /// Where; made if absent.
        folder: PathBuf,
        /// From whom.
        from: Sender,
    },
}

impl Carrier {
    pub(super) const fn from(&self) -> &Sender {
        match self {
            Self::Smtp(settings) => &settings.from,
            Self::Folder { from, .. } => from,
        }
    }
}

/// Whom mails come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender(pub(super) Mailbox);

impl Sender {
    /// Reads `Contrat de ville <ne-pas-repondre@ville.fr>` or a bare address.
    ///
    /// # Errors
    /// The field `from` and a sentence in French.
    pub fn read(text: &str) -> Result<Self, FieldError> {
        let line = read_line("from", "L’expéditeur", text)?;
        let mailbox = Mailbox::from_str(&line).ok().filter(|mailbox| mailbox.email.to_string().is_ascii());
        mailbox.map(Self).ok_or_else(|| {
            FieldError::new(
                "from",
                "L’expéditeur doit avoir la forme « Contrat de ville <nom@exemple.fr> » ou nom@exemple.fr.",
            )
        })
    }
}

/// How the line to the server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// TLS from the first byte (port 465).
    Tls,
    /// TLS asked for and required after the greeting (port 587).
    StartTls,
    /// None: only for a relay on the same machine or a closed network.
    None,
}

/// An SMTP server and what it asks for.
#[derive(Clone)]
pub struct SmtpSettings {
    /// Name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Protection of the line.
    pub encryption: Encryption,
    /// User and password, when the server asks for them.
    pub credentials: Option<(String, String)>,
    /// From whom.
    pub from: Sender,
}

impl fmt::Debug for SmtpSettings {
    /// Without the password, so that no log can hold it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = self.credentials.as_ref().map(|(user, _)| user);
        write!(f, "SmtpSettings({user:?} at {}:{}, {:?})", self.host, self.port, self.encryption)
    }
}

impl SmtpSettings {
    /// Reads `smtps://user:password@host` (TLS), `smtp://user:password@host` (STARTTLS, required) or
    /// `smtp://host?tls=aucun` (in the clear). Reserved signs in user and password are percent-encoded.
    ///
    /// # Errors
    /// The field `url` or `from` and a sentence in French, without the password.
    pub fn read(url: &str, from: &str) -> Result<Self, FieldError> {
        let told = |sentence: &str| FieldError::new("url", sentence);
        let shape = "L’adresse du serveur de courriel doit avoir la forme smtps://utilisateur:motdepasse@serveur, ou \
                     smtp://serveur:25?tls=aucun pour un relais sur la même machine. Dans l’utilisateur et le mot de \
                     passe, écrivez %40 pour @, %3A pour : et %2F pour /.";
        let url = Url::parse(url.trim()).map_err(|_| told(shape))?;
        let is_in_clear = url.query_pairs().any(|(name, value)| name == "tls" && value == "aucun");
        let is_query_known = url.query().is_none() || url.query() == Some("tls=aucun");
        let (encryption, port) = match url.scheme() {
            "smtps" if !is_in_clear => (Encryption::Tls, 465),
            "smtp" if is_in_clear => (Encryption::None, 25),
            "smtp" => (Encryption::StartTls, 587),
            _ => return Err(told(shape)),
        };
        // A scheme the URL standard does not know leaves an IPv4 address as a name: read it here.
        let host = match url.host() {
            Some(Host::Domain(name)) if !name.is_empty() => name.to_owned(),
            Some(Host::Ipv4(address)) => address.to_string(),
            Some(Host::Ipv6(address)) => address.to_string(),
            _ => return Err(told(shape)),
        };
        if !is_query_known || !matches!(url.path(), "" | "/") {
            return Err(told(shape));
        }
        let plain = |text: &str| percent_decode_str(text).decode_utf8().map(|text| text.into_owned());
        let credentials = match (url.username(), url.password()) {
            ("", None) => None,
            (user, Some(password)) if !user.is_empty() => {
                Some((plain(user).map_err(|_| told(shape))?, plain(password).map_err(|_| told(shape))?))
            }
            _ => {
                return Err(told(
                    "Indiquez l’utilisateur et le mot de passe du serveur de courriel, ou aucun des deux.",
                ));
            }
        };
        let is_here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        if encryption == Encryption::None && credentials.is_some() && !is_here {
            return Err(told(
                "Le mot de passe circulerait en clair jusqu’au serveur de courriel. Retirez « ?tls=aucun », ou \
                 l’utilisateur et le mot de passe.",
            ));
        }
        let port = url.port().unwrap_or(port);
        Ok(Self { host, port, encryption, credentials, from: Sender::read(from)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: &str = "Contrat de ville <ne-pas-repondre@ville.example.fr>";

    #[test]
    fn settings_are_read_from_a_url() {
        let read = |url: &str| SmtpSettings::read(url, FROM).expect(url);
        let settings = read("smtps://parvis%40ville.fr:p%3Ass%2F%C3%A9@mail.ville.fr");
        assert_eq!(
            (settings.host.as_str(), settings.port, settings.encryption),
            ("mail.ville.fr", 465, Encryption::Tls)
        );
        assert_eq!(settings.credentials, Some(("parvis@ville.fr".to_owned(), "p:ss/é".to_owned())));
        assert!(!format!("{settings:?}").contains("p:ss"), "{settings:?}");
        assert_eq!((read("smtp://mail.fr").port, read("smtp://mail.fr").encryption), (587, Encryption::StartTls));
        let relay = read("smtp://127.0.0.1:2525?tls=aucun");
        assert_eq!((relay.host.as_str(), relay.port, relay.encryption), ("127.0.0.1", 2525, Encryption::None));
        assert_eq!(read("smtp://[::1]?tls=aucun").host, "::1");
        assert!(read("smtp://a:b@localhost?tls=aucun").credentials.is_some());
    }

    #[test]
    fn wrong_settings_are_told_without_the_password() {
        for url in [
            "",
            "mail.ville.fr",
            "http://mail.fr",
            "smtp://",
            "smtp://mail.fr/x",
            "smtp://mail.fr?tls=non",
            "smtps://mail.fr?tls=aucun",
            "smtp://moi@mail.fr",
            "smtp://moi:secret@mail.fr?tls=aucun",
            "smtps://moi:secret%FF@mail.fr",
        ] {
            let error = SmtpSettings::read(url, FROM).expect_err(url);
            assert!(error.field == "url" && !error.sentence.contains("secret"), "{url}: {error:?}");
        }
        for from in ["", "moi", "A\r\nBcc: x@y.fr <a@b.fr>", "a@b.fr, c@d.fr", "é@b.fr"] {
            assert_eq!(SmtpSettings::read("smtp://mail.fr", from).expect_err(from).field, "from", "{from}");
        }
    }
}
