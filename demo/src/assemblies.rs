//! Bodies that sit: who, since when, and their meetings. Made up.

use serde::Deserialize;

use crate::header::Header;

/// `assemblies.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssembliesFile {
    /// Source and licence.
    pub header: Header,
    /// What the council of `councils.toml` does once it sits.
    pub council: CouncilLife,
    /// Other bodies.
    #[serde(rename = "body")]
    pub bodies: Vec<BodyTold>,
}

/// What the council does once it sits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CouncilLife {
    /// First day of the mandates, in days from today.
    pub since: i32,
    /// Address of the woman of `people.toml` who sits on the first seat of a woman.
    pub account: String,
    /// How she is called.
    pub called: String,
    /// What is handed to members for the meeting to come.
    pub paper: PaperTold,
    /// What it says.
    pub voice: VoiceTold,
    /// Its meetings.
    #[serde(rename = "meeting")]
    pub meetings: Vec<MeetingTold>,
}

/// A paper to print.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperTold {
    /// Its name.
    pub label: String,
    /// Its paragraphs.
    pub lines: Vec<String>,
}

/// A meeting.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetingTold {
    /// Its title.
    pub title: String,
    /// Whose meeting it is, by its stable name.
    pub body: String,
    /// Its day, in days from today.
    pub day: i32,
    /// Points, one a line.
    pub agenda: String,
    /// How many were there, when it took place.
    #[serde(default)]
    pub present: usize,
    /// What was said; nothing, when nobody wrote it.
    #[serde(default)]
    pub minutes: String,
    /// Whether the next one approved it.
    #[serde(default)]
    pub is_approved: bool,
}

/// Another body.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyTold {
    /// Its kind, by its stable name.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Keys of its neighbourhoods.
    pub areas: Vec<String>,
    /// Who carries it.
    pub support: String,
    /// Where it meets.
    pub place: String,
    /// First day of the mandates, in days from today.
    pub since: i32,
    /// Who sits.
    #[serde(rename = "member")]
    pub members: Vec<MemberTold>,
    /// Its meetings.
    #[serde(rename = "meeting")]
    pub meetings: Vec<MeetingTold>,
}

/// Somebody who sits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberTold {
    /// How she is called.
    pub called: String,
    /// The structure she speaks for.
    #[serde(default)]
    pub structure: String,
    /// As she asked to be counted, by its stable name.
    pub counted: String,
}

/// What a body says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoiceTold {
    /// Opinions it was asked.
    #[serde(rename = "opinion")]
    pub opinions: Vec<OpinionTold>,
    /// Matters it refers.
    #[serde(rename = "referral")]
    pub referrals: Vec<ReferralTold>,
    /// Its money.
    #[serde(rename = "line")]
    pub lines: Vec<LineTold>,
    /// What it learnt.
    #[serde(rename = "training")]
    pub trainings: Vec<TrainingTold>,
    /// What its page says.
    #[serde(rename = "post")]
    pub posts: Vec<PostTold>,
}

/// An opinion asked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionTold {
    /// Reference of the application.
    pub reference: String,
    /// Title.
    pub title: String,
    /// Who applies.
    pub applicant: String,
    /// What for.
    pub summary: String,
    /// Amount asked, in euros.
    pub euros: i64,
    /// Questions put, one a line.
    pub questions: String,
    /// When it is due, in days from today.
    pub due: i32,
    /// What the member with an account thinks, by its stable name.
    pub said: String,
    /// Why.
    pub said_words: String,
    /// What the body adopted; nothing, when it has not.
    pub adopted: Option<AdoptedTold>,
}

/// An opinion adopted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdoptedTold {
    /// What a member said of it.
    pub comment: String,
    /// Its sense, by its stable name.
    pub sense: String,
    /// Its text.
    pub words: String,
    /// Votes for.
    pub in_favour: i64,
    /// Votes against.
    pub against: i64,
    /// Abstentions.
    pub abstention: i64,
}

/// A matter referred.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferralTold {
    /// Subject.
    pub subject: String,
    /// Text.
    pub words: String,
    /// To whom, by its stable name.
    pub addressee: String,
    /// What it takes up.
    pub origin: String,
    /// For, against, abstentions; nothing, while it is prepared.
    pub votes: Option<(i64, i64, i64)>,
    /// The answer; nothing, while it is awaited.
    #[serde(default)]
    pub answer: String,
}

/// A line of money.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineTold {
    /// What.
    pub label: String,
    /// How much, in cents.
    pub cents: i64,
    /// Its day, in days from today.
    pub day: i32,
    /// What it was spent on, by its stable name; nothing, for money received.
    #[serde(default)]
    pub heading: String,
}

/// Something learnt together.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingTold {
    /// What about.
    pub theme: String,
    /// By whom.
    pub organiser: String,
    /// Its day, in days from today.
    pub day: i32,
    /// How long, in minutes.
    pub minutes: i64,
    /// How many came.
    pub came: usize,
}

/// Something published.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostTold {
    /// Presentation or news, by its stable name.
    pub kind: String,
    /// Title.
    pub title: String,
    /// Text.
    pub words: String,
}
