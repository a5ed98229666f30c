//! What is said to agents of a file that was signed electronically: one sentence for each thing that was looked at.

use jiff::civil::Date;
use kernel::{Moment, french};
use signatures::{Certificate, Coverage, Dated, Seal, Signed, Trust, Unread, Verdict};

/// What a file comes to, in a sentence; nothing when nobody signed it electronically.
pub fn told_file(seals: &[Seal]) -> Option<&'static str> {
    Some(match seals.iter().map(Seal::verdict).max()? {
        Verdict::Sound => "Signature électronique valable",
        // What a second signature adds is covered by it: the last one answers for the whole file.
        Verdict::ToCheck if is_countersigned(seals) => "Signatures électroniques valables, données l’une après l’autre",
        Verdict::ToCheck => "Signature électronique à vérifier",
        Verdict::Broken => "Signature électronique non valable",
    })
}

/// Whether each signature is sound but for what the next one added, and the last covers everything.
fn is_countersigned(seals: &[Seal]) -> bool {
    let Some((last, before)) = seals.split_last() else { return false };
    let would = |seal: &Seal| Seal { coverage: Coverage::Whole, read: seal.read.clone() }.verdict() == Verdict::Sound;
    last.verdict() == Verdict::Sound && before.iter().all(|seal| seal.coverage != Coverage::Hole && would(seal))
}

/// What was looked at of one signature, one sentence after the other.
pub fn told_seal(seal: &Seal, is_last: bool, day: impl Fn(Moment) -> Date) -> Vec<String> {
    let on = |at: i64| french::date(day(Moment(at.saturating_mul(1000))));
    let coverage = match seal.coverage {
        Coverage::Whole => "La signature couvre tout le fichier.".to_owned(),
        Coverage::Followed(_) if !is_last => {
            "La signature couvre le fichier tel qu’il était alors ; la suite a été ajoutée avant la signature suivante."
                .to_owned()
        }
        Coverage::Followed(bytes) => format!(
            "Du contenu a été ajouté après la signature ({}) : comparez avec la version signée.",
            french::count(i64::try_from(bytes).unwrap_or(i64::MAX), "octet", "octets")
        ),
        Coverage::Hole => "La signature laisse de côté une partie du fichier : elle ne prouve rien.".to_owned(),
    };
    let read = match &seal.read {
        Ok(read) => read,
        Err(why) => {
            let why = match why {
                Unread::Kind => "Cette sorte de signature n’est pas lue ici : demandez un PDF signé au format PAdES.",
                Unread::Broken => "La signature est illisible : demandez de nouveau le fichier signé.",
                Unread::NoCertificate => "Le certificat du signataire n’est pas dans le fichier.",
            };
            return vec![coverage, why.to_owned()];
        }
    };
    let at = match read.at {
        Some(at) => format!("Signé par {}, qui déclare l’avoir fait le {}.", read.signer, on(at)),
        None => format!("Signé par {}, sans date.", read.signer),
    };
    let intact = match read.is_intact {
        true => "Le contenu n’a pas changé depuis la signature.",
        false => "Le contenu a changé depuis la signature.",
    };
    let signed = match read.signed {
        Signed::Holds => "La signature correspond au certificat.",
        Signed::Fails => "La signature ne correspond pas au certificat.",
        Signed::Unaccepted => "La signature emploie un procédé trop faible ou inconnu (SHA-1, par exemple).",
        Signed::Unbound => "La signature ne désigne pas le certificat avec lequel elle a été faite.",
    };
    let dated = match read.dated {
        Dated::Valid(until) => format!("Le certificat était valable ce jour-là, jusqu’au {}.", on(until)),
        Dated::Ended(until) => format!("Le certificat avait expiré le {}.", on(until)),
        Dated::Early(from) => format!("Le certificat n’était valable qu’à partir du {}.", on(from)),
    };
    let trust = match &read.trust {
        Trust::Known(root) => format!("Certificat délivré par {}, reconnu grâce à {root}.", read.issuer),
        Trust::Unknown => {
            format!("Certificat non reconnu : {} ne remonte à aucune des autorités reconnues ici.", read.issuer)
        }
        Trust::NobodyIs => {
            format!(
                "Certificat non reconnu : délivré par {}, et aucune autorité n’est encore reconnue ici.",
                read.issuer
            )
        }
    };
    [at, coverage, intact.to_owned(), signed.to_owned(), dated, trust].iter().map(|one| french::spaced(one)).collect()
}

/// A certificate that is trusted, in a sentence.
pub fn told_certificate(one: &Certificate, day: impl Fn(Moment) -> Date) -> String {
    let on = |at: i64| french::date(day(Moment(at.saturating_mul(1000))));
    let issuer = if one.issuer == one.subject { String::new() } else { format!(", délivré par {}", one.issuer) };
    french::spaced(&format!("{}{issuer}, valable du {} au {}", one.subject, on(one.from), on(one.until)))
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use signatures::Read;

    use super::*;

    fn seal(coverage: Coverage) -> Seal {
        let read = Read {
            signer: "Léa Martin".into(),
            issuer: "Autorité".into(),
            at: Some(1_773_565_872),
            is_intact: true,
            signed: Signed::Holds,
            dated: Dated::Valid(1_900_000_000),
            trust: Trust::Known("Racine".into()),
        };
        Seal { coverage, read: Ok(read) }
    }

    #[test]
    fn what_a_file_comes_to_is_told() {
        assert_eq!(told_file(&[]), None);
        let (whole, followed) = (seal(Coverage::Whole), seal(Coverage::Followed(9)));
        assert_eq!(told_file(std::slice::from_ref(&whole)), Some("Signature électronique valable"));
        assert!(told_file(std::slice::from_ref(&followed)).is_some_and(|told| told.contains("à vérifier")));
        assert!(told_file(&[followed, whole.clone()]).is_some_and(|told| told.contains("l’une après l’autre")));
        assert!(told_file(&[seal(Coverage::Hole), whole]).is_some_and(|told| told.contains("non valable")));
    }

    #[test]
    fn everything_that_was_looked_at_has_its_sentence() {
        let told = |seal: &Seal| told_seal(seal, true, |at| at.day(&TimeZone::UTC)).join(" ").replace('\u{a0}', " ");
        let sound = told(&seal(Coverage::Whole));
        for words in ["Léa Martin, qui déclare l’avoir fait le 15 mars 2026", "couvre tout", "n’a pas changé", "Racine"]
        {
            assert!(sound.contains(words), "{words}: {sound}");
        }
        let mut broken = seal(Coverage::Followed(12));
        broken.read = broken.read.map(|read| Read {
            at: None,
            is_intact: false,
            signed: Signed::Fails,
            dated: Dated::Ended(0),
            trust: Trust::Unknown,
            ..read
        });
        let broken = told(&broken);
        for words in
            ["sans date", "ajouté après", "12 octets", "a changé", "ne correspond pas", "expiré", "non reconnu"]
        {
            assert!(broken.contains(words), "{words}: {broken}");
        }
        assert!(told(&Seal { coverage: Coverage::Whole, read: Err(Unread::Kind) }).contains("PAdES"));
    }
}
