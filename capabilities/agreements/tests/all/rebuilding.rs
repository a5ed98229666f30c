//! What an agreement comes to, told from the journal alone: the same cents as the page reads from its tables.

use std::collections::HashMap;

use database::fetch_all;
use kernel::{Cents, Uuid, french};
use serde_json::Value;

use crate::setting::{Setting, plain};

/// An entry: what it is about, what it says, the rows it touched.
struct Told {
    object: Option<Uuid>,
    detail: Value,
    payments: Vec<Uuid>,
}

impl Told {
    fn acte(&self) -> &str {
        self.detail["acte"].as_str().unwrap_or_default()
    }

    fn cents(&self, name: &str) -> i64 {
        self.detail[name].as_i64().unwrap_or_default()
    }
}

async fn entries(set: &Setting) -> Vec<Told> {
    let mut tx = set.house.read().await.expect("read");
    let sql =
        "SELECT e.seq, e.object, w.detail FROM journal_entry e JOIN journal_words w ON w.seq = e.seq ORDER BY e.seq";
    let rows: Vec<(i64, Option<Uuid>, String)> = fetch_all!(&mut tx, sql).expect("entries");
    let sql = "SELECT seq, row_id FROM journal_seal WHERE table_name = 'payment'";
    let sealed: Vec<(i64, Uuid)> = fetch_all!(&mut tx, sql).expect("seals");
    let told = |(seq, object, detail): (i64, Option<Uuid>, String)| Told {
        object,
        detail: serde_json::from_str(&detail).unwrap_or_default(),
        payments: sealed.iter().filter(|(at, _)| *at == seq).map(|(_, id)| *id).collect(),
    };
    rows.into_iter().map(told).collect()
}

/// The sentence of the money of an agreement is what the journal adds up to: what was signed less what reports freed and what came
/// back, payments proposed and not put aside, those noted as paid, what is asked back and what came.
pub async fn same_as_the_journal(set: &Setting, own: &str) {
    let id: Uuid = own.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an agreement");
    let (mut signed, mut freed, mut asked, mut back) = (0, 0, 0, 0);
    let mut live: HashMap<Uuid, i64> = HashMap::new();
    let mut paid: HashMap<Uuid, i64> = HashMap::new();
    for one in entries(set).await {
        let is_own = one.object == Some(id);
        match one.acte() {
            "mise en signature" if is_own => signed = one.cents("montant"),
            "compte rendu" if is_own => freed += one.cents("libere"),
            "reversement demandé" if is_own => asked += one.cents("montant"),
            "reversement reçu" if is_own => back += one.cents("montant"),
            "paiement proposé" if is_own => live.extend(one.payments.iter().map(|id| (*id, one.cents("montant")))),
            "paiement écarté" if is_own => live.retain(|id, _| !one.payments.contains(id)),
            "paiements notés payés" => {
                let own = one.payments.iter().filter_map(|id| Some((*id, *live.get(id)?)));
                paid.extend(own);
            }
            _ => {}
        }
    }
    let (live, paid): (i64, i64) = (live.values().sum(), paid.values().sum());
    let committed = signed - freed - back;
    assert!(committed >= live - back && live >= paid, "{committed}, {live}, {paid}, {back}");
    let euros = |cents: i64| plain(&french::euros(Cents(cents)));
    let (_, page) = set.read("chef", own).await;
    for told in [
        format!("Engagé : {}. Payé : {}", euros(committed), euros(paid)),
        format!("Reste à payer : {}.", euros(committed - live + back)),
        if asked > 0 {
            format!("Demandé en retour : {}. Reversé : {}.", euros(asked), euros(back))
        } else {
            String::new()
        },
    ] {
        assert!(page.contains(&told), "the journal says « {told} »: {page}");
    }
}
