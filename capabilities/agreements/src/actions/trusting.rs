//! The authorities a contract trusts to say who signs a file.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use crate::store::trusted::TrustedCertificate;
use crate::{acts, store};

/// Certificates a contract may trust.
const MOST: usize = 50;

/// Trusts certificates pasted in PEM. Those that are trusted already stay as they are.
///
/// # Errors
/// Not this actor’s; something to correct in what was pasted.
pub async fn add(tx: &mut Tx, outside: &Outside, actor: &Actor, contract: Uuid, pem: &str) -> Outcome<()> {
    actor.authorise(&acts::SET, &Scope::contract(contract))?;
    let all = signatures::read_pem(pem).map_err(|sentence| Failure::field("certificats", sentence))?;
    let known = store::trusted::of_contract(tx, contract).await?.len();
    if known + all.len() > MOST {
        let sentence = format!("Un contrat reconnaît {MOST} certificats au plus : retirez ceux qui ne servent plus");
        return Err(Failure::field("certificats", sentence));
    }
    let (mut touched, mut prints) = (Vec::new(), Vec::new());
    for certificate in all {
        let print = certificate.fingerprint.clone();
        let id = outside.uuid();
        let one = TrustedCertificate { id, certificate, added_at: outside.now(), by_name: actor.journal_name() };
        if store::trusted::insert(tx, contract, &one).await? {
            touched.push(("trusted_certificate", id));
            prints.push(print);
        }
    }
    if touched.is_empty() {
        return Err(Failure::field("certificats", "Ces certificats sont déjà reconnus"));
    }
    let detail = json!({ "acte": "certificats reconnus", "empreintes": prints });
    let entry = Entry::on(acts::SET.code, "contract", contract).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Trusts a certificate no more.
///
/// # Errors
/// Not this actor’s; not there.
pub async fn remove(tx: &mut Tx, outside: &Outside, actor: &Actor, (contract, id): (Uuid, Uuid)) -> Outcome<()> {
    actor.authorise(&acts::SET, &Scope::contract(contract))?;
    let all = store::trusted::of_contract(tx, contract).await?;
    let one = all.iter().find(|one| one.id == id).ok_or(Refusal::NotFound)?;
    store::trusted::delete(tx, contract, id).await?;
    let detail = json!({ "acte": "certificat retiré", "empreinte": one.certificate.fingerprint });
    let touched = [("trusted_certificate", id)];
    let entry = Entry::on(acts::SET.code, "contract", contract).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
