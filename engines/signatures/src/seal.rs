//! What is said of one signature.

/// How much of the file a signature covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// Everything but itself.
    Whole,
    /// The file as it was: so many bytes were added after.
    Followed(usize),
    /// Something else than the signature is left out.
    Hole,
}

/// Whether the signature was made by the key of the certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// It was.
    Holds,
    /// It was not, or what is signed is not this.
    Fails,
    /// By a way of signing that is not accepted (SHA-1, keys too short) or not known here.
    Unaccepted,
    /// It does not say which certificate it was made with, as the format asks.
    Unbound,
}

/// Whether the certificate was good on the day of the signature. Moments are seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dated {
    /// It was, until then.
    Valid(i64),
    /// It had ended.
    Ended(i64),
    /// It had not begun.
    Early(i64),
}

/// Who answers for the certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// One of those that are trusted here.
    Known(String),
    /// None of them.
    Unknown,
    /// Nobody is trusted here yet.
    NobodyIs,
}

/// Why a signature is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is of a kind that is not read here: a stamp of time, an old kind.
    Kind,
    /// It is broken, or written in a way that is not accepted.
    Broken,
    /// The certificate of the signer is not in it.
    NoCertificate,
}

/// What a signature comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It holds, and somebody trusted answers for the signer.
    Sound,
    /// It holds; somebody has to look at who signed, when, or at what was added.
    ToCheck,
    /// It does not hold.
    Broken,
}

/// One signature of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// How much of the file it covers.
    pub coverage: Coverage,
    /// What it says, or why it is not read.
    pub read: Result<Read, Unread>,
}

/// What a signature says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// Who signed, as her certificate says.
    pub signer: String,
    /// Who gave the certificate.
    pub issuer: String,
    /// When, as the signer says; none when she does not.
    pub at: Option<i64>,
    /// Whether what it covers is as it was signed.
    pub is_intact: bool,
    /// Whether the key of the certificate made it.
    pub signed: Signed,
    /// Whether the certificate was good then.
    pub dated: Dated,
    /// Who answers for the certificate.
    pub trust: Trust,
}

impl Seal {
    /// What it comes to.
    pub fn verdict(&self) -> Verdict {
        let Ok(read) = &self.read else { return Verdict::Broken };
        if self.coverage == Coverage::Hole || !read.is_intact || read.signed != Signed::Holds {
            return Verdict::Broken;
        }
        let is_sound = self.coverage == Coverage::Whole
            && matches!(read.dated, Dated::Valid(_))
            && matches!(read.trust, Trust::Known(_));
        if is_sound { Verdict::Sound } else { Verdict::ToCheck }
    }
}
