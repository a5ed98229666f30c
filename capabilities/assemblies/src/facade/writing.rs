//! Opinions asked and referrals taken up, for other slices.

use database::{Result, Tx};
use kernel::{Actor, Outcome, Outside, Uuid};

use crate::{actions, store};

/// An opinion a body was asked on an application or a project, for whoever keeps these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpinionBrief {
    /// The file submitted.
    pub submission: Uuid,
    /// The name of the body.
    pub assembly: String,
    /// Where it stands: « avis rendu », « sans avis à la date prévue ».
    pub state: &'static str,
    /// What the body thinks, once it is adopted.
    pub sense: Option<&'static str>,
    /// When the body has to answer, while it has not.
    pub due_on: Option<jiff::civil::Date>,
    /// Where services read it.
    pub path: String,
}

/// Opinions asked under the reference of an application or a project, the first first. Nothing of what members say before.
///
/// # Errors
/// The database failed.
pub async fn opinions_on(tx: &mut Tx, reference: &str, today: jiff::civil::Date) -> Result<Vec<OpinionBrief>> {
    let mut all = Vec::new();
    for one in store::submission::by_reference(tx, reference).await? {
        let assembly = store::assembly::by_id(tx, one.assembly).await?.map(|found| found.terms.name);
        all.push(OpinionBrief {
            submission: one.id,
            assembly: assembly.unwrap_or_default(),
            state: one.state_words(today),
            sense: one.adopted.and(one.draft_sense).map(crate::rules::Sense::french),
            due_on: (one.state == crate::rules::SubmissionState::Open).then_some(one.terms.due_on),
            path: format!("/gestion/avis/{}", one.id),
        });
    }
    Ok(all)
}

/// A body that may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// Which.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its neighbourhoods.
    pub areas: Vec<Uuid>,
    /// Days it has to answer.
    pub reply_days: i64,
}

/// Bodies this actor may ask an opinion of, that meet over one of these neighbourhoods.
///
/// # Errors
/// The database failed.
pub async fn bodies(tx: &mut Tx, actor: &Actor, areas: &[Uuid]) -> Result<Vec<Body>> {
    let all = store::assembly::all(tx).await?;
    let fits = |one: &crate::rules::Assembly| {
        let may = actor.may(&crate::acts::ASK, &actions::place(&one.terms)).is_allowed();
        may && one.terms.areas.iter().any(|area| areas.contains(area))
    };
    let told = |one: crate::rules::Assembly| Body {
        id: one.id,
        name: one.terms.name,
        areas: one.terms.areas,
        reply_days: one.terms.reply_days,
    };
    Ok(all.into_iter().filter(fits).map(told).collect())
}

/// What a body is asked its opinion on. Nothing of it names a person: what does is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The reference by which the project is found.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// The organisation that applies: members tied to it stay out.
    pub organisation: Uuid,
    /// Neighbourhoods concerned; those of the body are kept.
    pub areas: Vec<Uuid>,
    /// What it is about.
    pub summary: String,
    /// What is asked in all.
    pub amount: kernel::Cents,
    /// Questions put to the body, one a line.
    pub questions: String,
    /// When the answer is due.
    pub due_on: jiff::civil::Date,
}

/// Asks a body its opinion. Gives the file submitted.
///
/// # Errors
/// Not this actor's; something to correct, at the fields `titre`, `resume`, `questions`, `echeance`, `quartiers`; personal data.
pub async fn ask(
    tx: &mut Tx,
    around: (&Outside, &jiff::tz::TimeZone),
    actor: &Actor,
    assembly: Uuid,
    request: Request,
) -> Outcome<Uuid> {
    let of = actions::assembly::led(tx, actor, &crate::acts::ASK, assembly).await?;
    let terms = crate::rules::SubmissionTerms {
        reference: request.reference,
        title: request.title,
        organisation: Some(request.organisation),
        applicant: String::new(),
        areas: request.areas.into_iter().filter(|area| of.terms.areas.contains(area)).collect(),
        summary: request.summary,
        amount: Some(request.amount),
        questions: request.questions,
        due_on: request.due_on,
    };
    actions::submitting::submit(tx, around, actor, assembly, terms).await
}

/// Where a service asks a body its opinion under a reference: the form opens with it.
pub fn ask_path(assembly: Uuid, reference: &str) -> String {
    format!("/gestion/instances/{assembly}/avis/nouveau?reference={}", web::answer::encode(reference))
}

/// A member takes up a need, or a resident's question, as a referral: subject, text, and where it comes from (« Besoin B07,
/// éclairage »). It begins as a draft that every member reads. Gives where it stands.
///
/// # Errors
/// She does not sit there; something to correct.
pub async fn take_up(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    assembly: Uuid,
    (subject, words, origin): (&str, &str, &str),
) -> Outcome<String> {
    let terms = crate::rules::ReferralTerms {
        subject: subject.to_owned(),
        words: words.to_owned(),
        addressee: crate::rules::Addressee::Mayor,
        addressee_name: String::new(),
        origin: origin.to_owned(),
    };
    let id = actions::referral::begin(tx, outside, actor, assembly, terms).await?;
    Ok(format!("/conseil/saisines/{id}"))
}
