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
            path: format!("/gestion/avis/{}", one.id),
        });
    }
    Ok(all)
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
