//! The signature itself: one signer, attributes that say what was signed and with which certificate.

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{Any, ObjectIdentifier, OctetString};
use der::{Decode, Encode, Sequence};
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm};
use sha2::{Digest, Sha256, Sha384, Sha512};
use webpki::EndEntityCert;
use webpki::ring;
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::time::Time;

use crate::certificate::{Certificate, carried, trust};
use crate::seal::{Dated, Read, Signed, Unread};

const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";
const CONTENT_TYPE: &str = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST: &str = "1.2.840.113549.1.9.4";
const SIGNING_TIME: &str = "1.2.840.113549.1.9.5";
const SIGNING_CERTIFICATE_V2: &str = "1.2.840.113549.1.9.16.2.47";

/// Ways of summing up what is signed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sum {
    Sha256,
    Sha384,
    Sha512,
}

impl Sum {
    fn of(oid: &ObjectIdentifier) -> Option<Self> {
        Some(match oid.to_string().as_str() {
            "2.16.840.1.101.3.4.2.1" => Self::Sha256,
            "2.16.840.1.101.3.4.2.2" => Self::Sha384,
            "2.16.840.1.101.3.4.2.3" => Self::Sha512,
            _ => return None,
        })
    }

    fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        fn of<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
            let mut digest = D::new();
            parts.iter().for_each(|part| digest.update(part));
            digest.finalize().to_vec()
        }
        match self {
            Self::Sha256 => of::<Sha256>(parts),
            Self::Sha384 => of::<Sha384>(parts),
            Self::Sha512 => of::<Sha512>(parts),
        }
    }
}

/// Which certificate a signature was made with (RFC 5035).
#[derive(Sequence)]
struct CertificateNamed {
    #[asn1(optional = "true")]
    digest_algorithm: Option<AlgorithmIdentifierOwned>,
    digest: OctetString,
    #[asn1(optional = "true")]
    issuer: Option<Any>,
}

#[derive(Sequence)]
struct CertificatesNamed {
    certificates: Vec<CertificateNamed>,
    #[asn1(optional = "true")]
    policies: Option<Any>,
}

/// How a signature of the newer kind of RSA was salted (RFC 8017).
#[derive(Sequence)]
struct Salted {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    hash: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    mask: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    length: Option<u32>,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT", optional = "true")]
    trailer: Option<u32>,
}

/// Whether a salt is as long as the sum: no other is verified here.
fn is_salted_as_usual(algorithm: &AlgorithmIdentifierOwned, sum: Sum) -> bool {
    let salted: Option<Salted> = algorithm.parameters.as_ref().and_then(|one| one.decode_as().ok());
    let length = match sum {
        Sum::Sha256 => 32,
        Sum::Sha384 => 48,
        Sum::Sha512 => 64,
    };
    salted.is_some_and(|one| one.length == Some(length))
}

/// Reads a signature over what it covers.
pub fn read(
    bytes: &[u8],
    covered: &[&[u8]],
    declared_at: Option<i64>,
    trusted: &[Certificate],
    now: i64,
) -> Result<Read, Unread> {
    let info = ContentInfo::from_der(bytes).map_err(|_| Unread::Broken)?;
    if info.content_type.to_string() != SIGNED_DATA {
        return Err(Unread::Kind);
    }
    let data: SignedData = info.content.decode_as().map_err(|_| Unread::Broken)?;
    let [signer] = data.signer_infos.0.as_slice() else { return Err(Unread::Broken) };
    if data.encap_content_info.econtent.is_some() {
        return Err(Unread::Kind);
    }
    let choices = data.certificates.iter().flat_map(|all| all.0.iter());
    let read: Vec<&x509_cert::Certificate> = choices
        .filter_map(|one| match one {
            CertificateChoices::Certificate(one) => Some(one),
            CertificateChoices::Other(_) => None,
        })
        .collect();
    let own = read.iter().find(|one| is_of(one, &signer.sid)).ok_or(Unread::NoCertificate)?;
    let certificate = carried(own).ok_or(Unread::Broken)?;
    let others: Vec<Certificate> = read.iter().filter_map(|one| carried(one)).collect();
    let at = attribute(signer, SIGNING_TIME).and_then(|value| Time::from_der(&value).ok());
    let at = at.and_then(|at| i64::try_from(at.to_unix_duration().as_secs()).ok()).or(declared_at);
    let on = at.unwrap_or(now);
    let dated = match on {
        on if on > certificate.until => Dated::Ended(certificate.until),
        on if on < certificate.from => Dated::Early(certificate.from),
        _ => Dated::Valid(certificate.until),
    };
    Ok(Read {
        is_intact: is_intact(signer, covered),
        signed: signed(signer, &data.encap_content_info.econtent_type, &certificate),
        trust: trust(&certificate, &others, trusted, on),
        signer: certificate.subject,
        issuer: certificate.issuer,
        at,
        dated,
    })
}

fn is_of(certificate: &x509_cert::Certificate, sid: &SignerIdentifier) -> bool {
    let tbs = &certificate.tbs_certificate;
    match sid {
        SignerIdentifier::IssuerAndSerialNumber(one) => {
            one.issuer == tbs.issuer && one.serial_number == tbs.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(key) => {
            tbs.get::<SubjectKeyIdentifier>().ok().flatten().is_some_and(|(_, own)| own == *key)
        }
    }
}

/// The only value of a signed attribute, in DER; none when it is not there, or twice.
fn attribute(signer: &SignerInfo, oid: &str) -> Option<Vec<u8>> {
    let mut all = signer.signed_attrs.iter().flat_map(|all| all.iter()).filter(|one| one.oid.to_string() == oid);
    let (one, other) = (all.next()?, all.next());
    match one.values.as_slice() {
        [value] if other.is_none() => value.to_der().ok(),
        _ => None,
    }
}

/// Whether what the signature says of the content is what the content is.
fn is_intact(signer: &SignerInfo, covered: &[&[u8]]) -> bool {
    let said = attribute(signer, MESSAGE_DIGEST).and_then(|value| OctetString::from_der(&value).ok());
    match (Sum::of(&signer.digest_alg.oid), said) {
        (Some(sum), Some(said)) => sum.digest(covered) == said.as_bytes(),
        _ => false,
    }
}

fn signed(signer: &SignerInfo, content: &ObjectIdentifier, certificate: &Certificate) -> Signed {
    let Some(sum) = Sum::of(&signer.digest_alg.oid) else { return Signed::Unaccepted };
    let Some(attributes) = signer.signed_attrs.as_ref().and_then(|all| all.to_der().ok()) else { return Signed::Fails };
    let told = attribute(signer, CONTENT_TYPE).and_then(|value| ObjectIdentifier::from_der(&value).ok());
    if told.as_ref() != Some(content) {
        return Signed::Fails;
    }
    let ways = ways(&signer.signature_algorithm, sum);
    let own = CertificateDer::from(certificate.der.as_slice());
    let Ok(end) = EndEntityCert::try_from(&own) else { return Signed::Unaccepted };
    if ways.is_empty() {
        return Signed::Unaccepted;
    }
    let mut is_known = false;
    for way in ways {
        match end.verify_signature(way, &attributes, signer.signature.as_bytes()) {
            Ok(()) if is_bound(signer, certificate) => return Signed::Holds,
            Ok(()) => return Signed::Unbound,
            Err(webpki::Error::InvalidSignatureForPublicKey) => is_known = true,
            Err(_) => {}
        }
    }
    if is_known { Signed::Fails } else { Signed::Unaccepted }
}

/// Whether what was signed names the certificate it was signed with: another one of the same key is refused. The old kind of
/// signature names none.
fn is_bound(signer: &SignerInfo, certificate: &Certificate) -> bool {
    let names = |oid: &str| signer.signed_attrs.iter().flat_map(|all| all.iter()).any(|one| one.oid.to_string() == oid);
    if !names(SIGNING_CERTIFICATE_V2) {
        return true;
    }
    let named = attribute(signer, SIGNING_CERTIFICATE_V2).and_then(|value| CertificatesNamed::from_der(&value).ok());
    let first = named.and_then(|named| named.certificates.into_iter().next());
    first.is_some_and(|first| {
        let sum = first.digest_algorithm.map_or(Some(Sum::Sha256), |one| Sum::of(&one.oid));
        sum.is_some_and(|sum| sum.digest(&[&certificate.der]) == first.digest.as_bytes())
    })
}

type Way = &'static dyn SignatureVerificationAlgorithm;

/// Ways a signature may have been made, by what it says of itself.
fn ways(algorithm: &AlgorithmIdentifierOwned, sum: Sum) -> Vec<Way> {
    let rsa: Way = match sum {
        Sum::Sha256 => ring::RSA_PKCS1_2048_8192_SHA256,
        Sum::Sha384 => ring::RSA_PKCS1_2048_8192_SHA384,
        Sum::Sha512 => ring::RSA_PKCS1_2048_8192_SHA512,
    };
    let pss: Way = match sum {
        Sum::Sha256 => ring::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
        Sum::Sha384 => ring::RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
        Sum::Sha512 => ring::RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
    };
    match (algorithm.oid.to_string().as_str(), sum) {
        ("1.2.840.113549.1.1.1", _)
        | ("1.2.840.113549.1.1.11", Sum::Sha256)
        | ("1.2.840.113549.1.1.12", Sum::Sha384)
        | ("1.2.840.113549.1.1.13", Sum::Sha512) => vec![rsa],
        ("1.2.840.113549.1.1.10", _) if is_salted_as_usual(algorithm, sum) => vec![pss],
        ("1.2.840.10045.4.3.2", Sum::Sha256) => vec![ring::ECDSA_P256_SHA256, ring::ECDSA_P384_SHA256],
        ("1.2.840.10045.4.3.3", Sum::Sha384) => vec![ring::ECDSA_P384_SHA384, ring::ECDSA_P256_SHA384],
        ("1.3.101.112", _) => vec![ring::ED25519],
        _ => Vec::new(),
    }
}
