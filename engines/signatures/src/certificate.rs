//! Certificates: what they say to people, and whether one answers for another.

use std::time::Duration;

use der::{Decode, Encode, Tag, Tagged};
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use sha2::{Digest, Sha256};
use webpki::{EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeId, KeyPurposeIdIter};
use x509_cert::name::Name;

use crate::seal::Trust;

/// A certificate somebody here answers for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Whose it is.
    pub subject: String,
    /// Who gave it.
    pub issuer: String,
    /// First second it is good, since 1970.
    pub from: i64,
    /// Last second.
    pub until: i64,
    /// The SHA-256 of its bytes, as people compare it: `A1:B2…`.
    pub fingerprint: String,
    /// Its bytes, in DER.
    pub der: Vec<u8>,
}

impl Certificate {
    /// Reads one from its bytes.
    ///
    /// # Errors
    /// It is no certificate.
    pub fn read(der: &[u8]) -> Result<Self, String> {
        let broken = || "Ce certificat n’est pas lisible : demandez-le en PEM à l’autorité qui le publie".to_owned();
        let read = x509_cert::Certificate::from_der(der).map_err(|_| broken())?;
        // What cannot answer for anybody is refused here rather than found out later.
        let bytes = CertificateDer::from(der);
        webpki::anchor_from_trusted_cert(&bytes).map_err(|_| broken())?;
        Ok(of(&read, der))
    }
}

fn of(read: &x509_cert::Certificate, der: &[u8]) -> Certificate {
    let tbs = &read.tbs_certificate;
    let digest = Sha256::digest(der);
    let pairs: Vec<String> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
    Certificate {
        subject: shown(&tbs.subject),
        issuer: shown(&tbs.issuer),
        from: seconds(tbs.validity.not_before.to_unix_duration()),
        until: seconds(tbs.validity.not_after.to_unix_duration()),
        fingerprint: pairs.join(":"),
        der: der.to_vec(),
    }
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

/// Certificates pasted one after the other in PEM.
///
/// # Errors
/// There is none, or one that cannot be read, as a sentence.
pub fn read_pem(text: &str) -> Result<Vec<Certificate>, String> {
    const HEAD: &str = "-----BEGIN CERTIFICATE-----";
    const FOOT: &str = "-----END CERTIFICATE-----";
    if text.contains("PRIVATE KEY-----") {
        return Err("Ce texte contient une clé privée : ne collez que des certificats".to_owned());
    }
    let mut all = Vec::new();
    for part in text.split(HEAD).skip(1) {
        let (body, _) = part
            .split_once(FOOT)
            .ok_or_else(|| format!("Le certificat {} n’a pas de fin : copiez-le jusqu’à « {FOOT} »", all.len() + 1))?;
        let pem = format!("{HEAD}\n{}{FOOT}\n", wrapped(body));
        let unread = || format!("Le certificat {} n’est pas lisible : copiez-le de nouveau", all.len() + 1);
        let (_, bytes) = der::pem::decode_vec(pem.as_bytes()).map_err(|_| unread())?;
        all.push(Certificate::read(&bytes)?);
    }
    match all.is_empty() {
        true => Err(format!("Collez un certificat en PEM : il commence par « {HEAD} »")),
        false => Ok(all),
    }
}

/// Lines of 64 signs, as PEM wants them however they were pasted.
fn wrapped(text: &str) -> String {
    let signs: Vec<char> = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    signs.chunks(64).flat_map(|line| line.iter().chain(std::iter::once(&'\n'))).collect()
}

/// A name as people read it: « Léa Martin (Association d’essai) ».
pub fn shown(name: &Name) -> String {
    let of = |oid: &str| {
        let all = name.0.iter().flat_map(|part| part.0.iter());
        let found =
            all.filter(|one| one.oid.to_string() == oid).find_map(|one| text(one.value.tag(), one.value.value()));
        found.filter(|found| !found.trim().is_empty())
    };
    let (common, organisation, unit) = (of("2.5.4.3"), of("2.5.4.10"), of("2.5.4.11"));
    let told = match (common, organisation.or(unit)) {
        (Some(common), Some(other)) if common != other => format!("{common} ({other})"),
        (Some(one), _) | (None, Some(one)) => one,
        (None, None) => name.to_string(),
    };
    told.chars().filter(|sign| !sign.is_control()).take(200).collect()
}

fn text(tag: Tag, bytes: &[u8]) -> Option<String> {
    Some(match tag {
        Tag::Utf8String | Tag::PrintableString | Tag::Ia5String => std::str::from_utf8(bytes).ok()?.to_owned(),
        Tag::TeletexString => bytes.iter().map(|byte| char::from(*byte)).collect(),
        Tag::BmpString => {
            let units: Vec<u16> = bytes.chunks_exact(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect();
            String::from_utf16(&units).ok()?
        }
        _ => return None,
    })
}

/// What a certificate may be made for when it signs documents; anything when it says nothing.
struct ToSign;

/// Any purpose; documents; mail; a person who shows who she is; documents for two makers of software.
const PURPOSES: [&[u8]; 6] = [
    &[0x55, 0x1d, 0x25, 0x00],
    &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x24],
    &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x04],
    &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02],
    &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x0a, 0x03, 0x0c],
    &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x2f, 0x01, 0x01, 0x05],
];

impl ExtendedKeyUsageValidator for ToSign {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        let mut says_nothing = true;
        for purpose in purposes {
            let purpose = purpose?;
            if PURPOSES.iter().any(|known| KeyPurposeId::new(known) == purpose) {
                return Ok(());
            }
            says_nothing = false;
        }
        if says_nothing { Ok(()) } else { Err(Error::UnknownIssuer) }
    }
}

/// Who answers for a signer, through the certificates that came with her signature.
pub fn trust(signer: &Certificate, others: &[Certificate], trusted: &[Certificate], at: i64) -> Trust {
    if trusted.is_empty() {
        return Trust::NobodyIs;
    }
    if let Some(known) = trusted.iter().find(|known| known.der == signer.der) {
        return Trust::Known(known.subject.clone());
    }
    let bytes: Vec<CertificateDer<'_>> = trusted.iter().map(|one| CertificateDer::from(one.der.as_slice())).collect();
    let anchors =
        trusted.iter().zip(&bytes).filter_map(|(one, der)| Some((one, webpki::anchor_from_trusted_cert(der).ok()?)));
    let (known, anchors): (Vec<&Certificate>, Vec<TrustAnchor<'_>>) = anchors.unzip();
    let between: Vec<CertificateDer<'_>> = others.iter().map(|one| CertificateDer::from(one.der.as_slice())).collect();
    let own = CertificateDer::from(signer.der.as_slice());
    let Ok(end) = EndEntityCert::try_from(&own) else { return Trust::Unknown };
    // Whether her own certificate was good that day is told apart: her chain is looked at within its days.
    let at = u64::try_from(at.max(signer.from).min(signer.until)).unwrap_or_default();
    let time = UnixTime::since_unix_epoch(Duration::from_secs(at));
    let path = end.verify_for_usage(webpki::ALL_VERIFICATION_ALGS, &anchors, &between, time, ToSign, None, None);
    let Ok(path) = path else { return Trust::Unknown };
    let found = anchors.iter().position(|one| one == path.anchor());
    found.and_then(|at| known.get(at)).map_or(Trust::Unknown, |one| Trust::Known(one.subject.clone()))
}

/// A certificate of a signature.
pub fn carried(read: &x509_cert::Certificate) -> Option<Certificate> {
    Some(of(read, &read.to_der().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_is_told() {
        let told = |text: &str| read_pem(text).expect_err(text);
        assert!(told("").contains("BEGIN CERTIFICATE"));
        assert!(told("-----BEGIN CERTIFICATE-----\nAAAA").contains("n’a pas de fin"));
        assert!(told("-----BEGIN CERTIFICATE-----\n@@@@\n-----END CERTIFICATE-----").contains("1 n’est pas lisible"));
        assert!(told("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----").contains("en PEM à l’autorité"));
        assert!(told("-----BEGIN RSA PRIVATE KEY-----").contains("clé privée"));
    }
}
