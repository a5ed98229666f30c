//! Drafts put on paper to be signed: one, or all those of a call by a job; and taken back.

use std::collections::HashMap;

use database::Tx;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use jiff::tz::TimeZone;
use jobs::NewJob;
use journal::Entry;
use kernel::{Actor, Breakdown, Failure, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use super::desk::{self, Whole};
use super::{paper, writing};
use crate::rules::{Side, Signer, Version, VersionState, keeps_engaged};
use crate::store::batch::Batch;
use crate::{acts, store};

/// The kind of job that puts agreements on paper.
pub const PAPERS: &str = "agreements.papers";

/// The town, and its time.
#[derive(Clone, Debug)]
pub struct Town {
    /// Its zone.
    pub zone: TimeZone,
    /// Its name.
    pub name: String,
}

/// A paper set, to be kept.
pub struct Set {
    agreement: Uuid,
    version: Uuid,
    revision: i64,
    name: String,
    content: Vec<u8>,
    signers: Vec<Signer>,
    code: String,
    pages: i64,
}

/// Sets the paper of a draft that holds, in no writing transaction: nobody waits meanwhile.
///
/// # Errors
/// Not there or not this actor’s; the draft does not hold.
pub async fn draw(tx: &mut Tx, outside: &Outside, actor: &Actor, town: &Town, id: Uuid) -> Outcome<Set> {
    let (whole, draft) = writing::draft(tx, actor, id).await?;
    let aids = desk::aids(tx, whole.agreement.contract, whole.call.year, Some(whole.agreement.carrier)).await?;
    let (setting, _) = store::setting::of_contract(tx, whole.agreement.contract).await?;
    let at = (whole.agreement.contract, whole.agreement.call);
    let around = paper::around(tx, &town.name, outside.now().day(&town.zone), at).await?;
    let (granted, _) = desk::granted(tx, &whole).await?;
    let engaged = writing::engaged(tx, id).await?;
    let duties = whole.duties(&draft, &aids, &setting);
    set(outside, ready(outside, (&whole, &draft), (&granted, &engaged), &duties, &around)?).await
}

/// A paper ready to be set: all of it but its pages.
struct Ready {
    document: documents::Document,
    set: Set,
}

fn ready(
    outside: &Outside,
    (whole, draft): (&Whole, &Version),
    (granted, engaged): (&HashMap<Uuid, i64>, &[(Uuid, i64)]),
    duties: &[settlement::Told],
    around: &paper::Around,
) -> Outcome<Ready> {
    writing::must_hold(draft, granted, engaged)?;
    let ready = Version { state: VersionState::Circulating, ..draft.clone() };
    let mut document = paper::document(whole, &ready, duties, around)?;
    // Each time it is printed it has another name: a copy of a paper that was taken back is told from the one that is signed.
    let code = identifiers::PageMark::code_of(outside.bytes());
    document.mark = Some(code.clone());
    let set = Set {
        agreement: whole.agreement.id,
        version: draft.id,
        revision: draft.revision,
        name: paper::file_name(whole, draft),
        signers: signers(whole),
        content: Vec::new(),
        code,
        pages: 0,
    };
    Ok(Ready { document, set })
}

/// Sets the pages of a paper.
async fn set(outside: &Outside, Ready { document, set }: Ready) -> Outcome<Set> {
    let content = paper::set(document, outside).await?;
    let pages = scans::count(content.clone()).map_err(|why| Breakdown::because(why.french()))?;
    Ok(Set { content, pages: i64::try_from(pages).unwrap_or_default(), ..set })
}

/// Who signs unless somebody says otherwise: whoever represents the association, then the funder.
fn signers(whole: &Whole) -> Vec<Signer> {
    let carrier = paper::representative(whole).unwrap_or_else(|| whole.carrier.card.name.clone());
    let short = |who: &str| kernel::text::shorten(who, 150);
    vec![
        Signer { side: Side::Carrier, who: short(&carrier) },
        Signer { side: Side::Funder, who: short(&whole.funder.name) },
    ]
}

/// Keeps a paper: its agreement changes no more. Gives whether nobody did, or changed the draft, since it was set.
///
/// # Errors
/// Not there or not this actor’s; the database failed.
pub async fn keep(tx: &mut Tx, outside: &Outside, actor: &Actor, set: Set) -> Outcome<bool> {
    let found = store::agreement::by_id(tx, set.agreement).await?.ok_or(Refusal::NotFound)?;
    if !desk::verdict(actor, &acts::WRITE, found.contract, found.organisation()).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    // Payments proposed since the paper was set must be in it; none can be proposed while it goes round.
    store::agreement::hold(tx, set.agreement).await?;
    let engaged = writing::engaged(tx, set.agreement).await?;
    let versions = store::version::of_agreement(tx, set.agreement).await?;
    if versions.iter().filter(|one| one.id == set.version).any(|one| keeps_engaged(one, &engaged).is_err()) {
        return Ok(false);
    }
    if !store::version::circulate(tx, set.version, set.revision, (&set.name, set.content)).await? {
        return Ok(false);
    }
    let mut touched = store::signing::set_circuit(tx, set.version, &set.signers, || outside.uuid()).await?;
    touched.push(("agreement_version", set.version));
    touched.push(store::scanning::insert_mark(tx, outside, set.version, (&set.code, set.pages)).await?);
    let cents = versions.iter().find(|one| one.id == set.version).map_or(0, Version::cents);
    let detail = json!({ "acte": "mise en signature", "fichier": set.name, "montant": cents });
    let entry = Entry::on(acts::WRITE.code, "agreement", set.agreement).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(true)
}

/// Takes back a paper that nobody signed, to write it again.
///
/// # Errors
/// Not there or not this actor’s; not going round, or moved since `revision`.
pub async fn take_back(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, revision): (Uuid, i64)) -> Outcome<()> {
    store::agreement::hold(tx, id).await?;
    let whole = desk::agreement(tx, actor, &acts::WRITE, id).await?;
    let last = whole.last().filter(|one| one.state == VersionState::Circulating).ok_or(Refusal::NotFound)?;
    let signatures = store::signing::of_version(tx, last.id).await?;
    if let Some(one) = signatures.iter().find(|one| one.signed_on.is_some()) {
        let why = format!("{} a déjà signé : allez au bout des signatures, puis préparez un avenant.", one.who);
        return Err(Refusal::rule("La rédaction ne se reprend plus", why).into());
    }
    if !store::version::take_back(tx, last.id, revision).await? {
        return Err(Failure::conflict("cette convention", &[]));
    }
    store::signing::set_circuit(tx, last.id, &[], || outside.uuid()).await?;
    let mut touched: Vec<(&str, Uuid)> = signatures.iter().map(|one| ("agreement_signature", one.id)).collect();
    touched.push(("agreement_version", last.id));
    let entry = Entry::on(acts::WRITE.code, "agreement", id).detail(json!({ "acte": "rédaction reprise" }));
    journal::record(tx, outside, actor, entry.touched(&touched)).await?;
    Ok(())
}

/// Has every draft of a call put on paper out of sight. Ring the bell after the commit.
///
/// # Errors
/// Not there or not this actor’s; no draft; a batch is under way.
pub async fn ask(tx: &mut Tx, outside: &Outside, actor: &Actor, call: Uuid) -> Outcome<()> {
    let call = applications::facade::call_brief(tx, call).await?.ok_or(Refusal::NotFound)?;
    let place = Scope::contract(call.contract);
    if !actor.may(&acts::READ, &place).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    actor.authorise(&acts::WRITE, &place)?;
    let drafts = store::version::of_call(tx, call.id).await?;
    let count = drafts.iter().filter(|one| one.state == VersionState::Draft).count();
    if count == 0 {
        let why = "Aucune convention de cet appel n’est en rédaction. Préparez-les d’abord à partir des décisions.";
        return Err(Refusal::rule("Rien à mettre en signature", why).into());
    }
    let batch = outside.uuid();
    let mut job = NewJob::new(PAPERS, json!({ "lot": batch.to_string() })).unique(call.id.to_string());
    if let Some(account) = actor.account() {
        job = job.requested_by(account);
    }
    let job = jobs::enqueue(tx, outside, job).await?;
    if !job.is_new {
        let why = "Les conventions de cet appel sont déjà en train d’être mises en signature. Attendez la fin.";
        return Err(Refusal::rule("Un lot est en cours", why).into());
    }
    let one = Batch { id: batch, call: call.id, job: job.id, asked_at: outside.now().0, by_name: actor.journal_name() };
    store::batch::insert(tx, &one).await?;
    let detail = json!({ "acte": "conventions à mettre en signature", "conventions": count });
    let touched = [("agreement_batch", batch)];
    let entry = Entry::on(acts::WRITE.code, "call", call.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// The drafts a batch has left to put on paper.
///
/// # Errors
/// The batch is no longer there; the database failed.
pub async fn left(tx: &mut Tx, batch: Uuid) -> Outcome<Vec<Uuid>> {
    let one = store::batch::by_id(tx, batch).await?.ok_or(Refusal::NotFound)?;
    let drafts = store::version::of_call(tx, one.call).await?.into_iter();
    Ok(drafts.filter(|one| one.state == VersionState::Draft).map(|one| one.agreement).collect())
}

/// Sets the papers of several drafts of one call, as many at a time as the machine has processors. Those that do not hold are left as they are, counted by whoever sees fewer.
///
/// # Errors
/// A paper cannot be set; the database failed.
pub async fn draw_some(tx: &mut Tx, outside: &Outside, actor: &Actor, town: &Town, some: &[Uuid]) -> Outcome<Vec<Set>> {
    let mut all = Vec::with_capacity(some.len());
    let mut known = None;
    for id in some {
        let Ok((whole, draft)) = writing::draft(tx, actor, *id).await else { continue };
        let at = (whole.agreement.contract, whole.agreement.call);
        if known.is_none() {
            let (setting, _) = store::setting::of_contract(tx, at.0).await?;
            let around = paper::around(tx, &town.name, outside.now().day(&town.zone), at).await?;
            let granted: HashMap<Uuid, i64> =
                desk::decided(tx, at.1, None).await?.into_iter().map(|one| (one.funding, one.cents)).collect();
            known = Some((desk::aids(tx, at.0, whole.call.year, None).await?, setting, around, granted));
        }
        let Some((aids, setting, around, granted)) = &known else { continue };
        let duties = whole.duties(&draft, aids, setting);
        let engaged = writing::engaged(tx, *id).await?;
        match ready(outside, (&whole, &draft), (granted, &engaged), &duties, around) {
            Ok(ready) => all.push(ready),
            Err(Failure::Refused(_)) => {}
            Err(failure) => return Err(failure),
        }
    }
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    stream::iter(all).map(|ready| set(outside, ready)).buffered(at_once).try_collect().await
}
