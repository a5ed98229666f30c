//! The contrat d’engagement républicain (loi n° 2000-321, article 10-1; décret n° 2021-1947): what is signed, and who signed.

use data_encoding::HEXLOWER;
use kernel::{Moment, Uuid};
use sha2::{Digest, Sha256};

/// A text of the commitments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charter {
    /// Its version.
    pub version: String,
    /// Its sentences, one a line.
    pub words: String,
}

/// The seven commitments in sentences of ours; the annex of the decree is the text that binds.
const FIRST: &str = "Respecter les lois de la République, et ne pas se réclamer d’une croyance pour s’en dispenser.
Respecter la liberté de conscience de chacun, et s’interdire tout prosélytisme abusif.
Laisser chaque membre libre de partir, et ne l’exclure que selon les statuts.
Traiter toutes les personnes également, et agir contre les discriminations.
Agir avec fraternité, et prévenir la violence sous toutes ses formes.
Respecter la dignité de chaque personne, et la protéger si elle est en danger.
Respecter les symboles de la République : l’hymne, le drapeau, la devise.";

impl Default for Charter {
    fn default() -> Self {
        Self { version: "2022-01".to_owned(), words: FIRST.to_owned() }
    }
}

impl Charter {
    /// SHA-256 of the version and the text, in hexadecimal: what a signature binds to.
    pub fn fingerprint(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(format!("{}\n{}", self.version, self.words)))
    }

    /// Its sentences.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        self.words.lines().map(str::trim).filter(|line| !line.is_empty())
    }
}

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Which.
    pub id: Uuid,
    /// By which organisation.
    pub organisation: Uuid,
    /// Which version.
    pub version: String,
    /// Fingerprint of what was signed.
    pub fingerprint: String,
    /// When.
    pub signed_at: Moment,
    /// Whose account.
    pub signed_by: Option<Uuid>,
    /// By whom.
    pub signed_name: String,
    /// As what.
    pub quality: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_commitments_have_one_fingerprint() {
        let charter = Charter::default();
        assert_eq!(charter.sentences().count(), 7);
        assert_eq!(charter.fingerprint().len(), 64);
        let other = Charter { version: "2027-01".into(), ..charter.clone() };
        assert_ne!(charter.fingerprint(), other.fingerprint());
    }
}
