//! Whatever people do, in whatever order, through the door and on both databases: no vote passes what is asked without a
//! reason, no envelope goes below zero without one, every change has its author, its moment and its entry in the journal,
//! and totals are the same cent whichever way they are added.

use std::collections::HashMap;

use crate::committee_setting::{Setting, arranged, hidden, migrations, plain, sound};
use database::fetch_all;
use database::testing::{each_database, outside};
use kernel::Uuid;

/// Chance that comes out the same every time (Numerical Recipes, 7.1: a linear congruential generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn one<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len() as u64) as usize]
    }

    fn is_so(&mut self) -> bool {
        self.below(2) == 0
    }
}

/// Acts of a run.
const ACTS: usize = 90;
const FUNDERS: [&str; 3] = ["financeur-etat", "financeur-departement", "financeur-agglo"];

async fn envelopes(set: &Setting) -> HashMap<&'static str, String> {
    let mut all = HashMap::new();
    for (rank, token) in FUNDERS.into_iter().enumerate() {
        let organisation = set.ground.funder_organisations[rank].to_string();
        let fields = [
            ("financeur", organisation.as_str()),
            ("programme", "Contrat de ville"),
            ("annee", "2026"),
            ("montant", "4 000"),
        ];
        let reply = set.knocker.post(token, "/gestion/programmation/enveloppes/nouvelle", &fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let mut tx = set.house.read().await.expect("read");
        let sql = "SELECT id FROM envelope WHERE funder = $1";
        let rows: Vec<(Uuid,)> = fetch_all!(&mut tx, sql, set.ground.funder_organisations[rank]).expect("read");
        all.insert(token, rows[0].0.to_string());
    }
    all
}

/// Who decides of each line: whom its page gives the choice of a decision.
async fn deciders(set: &Setting) -> Vec<&'static str> {
    let mut all = Vec::new();
    for funding in 0..5 {
        for token in FUNDERS {
            if set.knocker.get(token, &set.line(funding)).await.body.contains("name=\"decision\"") {
                all.push(token);
            }
        }
        assert_eq!(all.len(), funding + 1, "each line has one funder");
    }
    all
}

/// One act drawn by chance; whether it was kept.
async fn act(set: &Setting, dice: &mut Dice, (purses, deciders): (&HashMap<&str, String>, &[&'static str])) -> bool {
    let funding = dice.below(5) as usize;
    let page = set.knocker.get(deciders[funding], &set.line(funding)).await.body;
    // Sometimes from what was read before somebody else acted.
    // A line that is frozen shows no form to whoever may not amend it: what she sends is refused.
    let is_open = page.contains("name=\"revision\"");
    let revision = if dice.below(8) == 0 || !is_open { "0".to_owned() } else { hidden(&page, "revision") };
    let amount = (100 + dice.below(5_000)).to_string();
    if dice.below(6) == 0 {
        let fields = [("propose", amount.as_str()), ("revision", &*revision)];
        let token = *dice.one(&["chef", "instruction", "financeur-caf", "autre-asso"]);
        return set.knocker.post(token, &set.line(funding), &fields).await.status.as_u16() == 303;
    }
    if dice.below(40) == 0 {
        let page = set.knocker.get("chef", &set.at("/releves")).await.body;
        if !page.contains("name=\"revision\"") {
            return false;
        }
        let fields = [("vague", ""), ("revision", &*hidden(&page, "revision"))];
        return set.knocker.post("chef", &set.at("/releves"), &fields).await.status.as_u16() == 303;
    }
    let token = if dice.below(4) == 0 { *dice.one(&FUNDERS) } else { deciders[funding] };
    let purse = if dice.below(10) == 0 { dice.one(&FUNDERS) } else { &token };
    let mut fields = vec![("decision", *dice.one(&["favourable", "partial", "conditional", "postponed", "refused"]))];
    if dice.below(4) > 0 {
        fields.push(("montant", amount.as_str()));
    }
    if dice.below(6) > 0 {
        fields.push(("enveloppe", purses[purse].as_str()));
    }
    for (name, words) in [
        ("motif", "Motif dit"),
        ("reserve", "Réserve dite"),
        ("depassement", "Accord du préfet"),
        ("motif-amendement", "Erreur matérielle"),
    ] {
        if dice.is_so() {
            fields.push((name, words));
        }
    }
    let (status, page) = set.vote(token, funding, &revision, &fields).await;
    assert!([303, 403, 404, 409, 422].contains(&status), "never an error: {status} {page}");
    status == 303
}

async fn rows<T>(set: &Setting, sql: &'static str) -> Vec<T>
where
    T: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
        + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>
        + Send
        + Unpin,
{
    let mut tx = set.house.read().await.expect("read");
    fetch_all!(&mut tx, sql).expect("read")
}

async fn hold(set: &Setting, kept: usize) {
    let over: Vec<(i64, i64, String)> =
        rows(set, "SELECT v.cents, f.asked_cents, v.reason FROM committee_vote v JOIN funding f ON f.id = v.funding")
            .await;
    for (cents, asked, reason) in &over {
        assert!(cents <= asked || !reason.is_empty(), "{cents} of {asked} without a reason");
    }
    let spent: Vec<(Uuid, i64, i64, i64)> = rows(
        set,
        "SELECT e.id, e.cents, CAST(COALESCE(SUM(v.cents), 0) AS BIGINT), \
         (SELECT COUNT(*) FROM envelope_override o WHERE o.envelope = e.id AND o.reason <> '') \
         FROM envelope e LEFT JOIN committee_vote v ON v.envelope = e.id GROUP BY e.id, e.cents",
    )
    .await;
    for (envelope, cents, voted, overrides) in spent {
        assert!(voted <= cents || overrides > 0, "{envelope}: {voted} of {cents} without an override");
    }
    let changes: Vec<(String, i64, String, String)> =
        rows(set, "SELECT by_name, at, kind, reason FROM committee_change").await;
    let amended = changes.iter().filter(|(_, _, kind, _)| kind == "amendment");
    assert!(amended.clone().all(|(.., reason)| !reason.is_empty()), "amended without a reason");
    assert!(changes.iter().all(|(by, at, ..)| !by.is_empty() && *at > 0), "a change without author or moment");
    let frozen: Vec<(i64,)> = rows(set, "SELECT COUNT(*) FROM committee_minutes").await;
    assert_eq!(changes.len() + frozen[0].0 as usize, kept, "each act that was kept left its trace");
    let entries: Vec<(String, i64)> = rows(
        set,
        "SELECT act, at FROM journal_entry WHERE act IN ('programming.vote', 'programming.propose', 'programming.note_vote')",
    )
    .await;
    assert_eq!(entries.len(), changes.len(), "each change has its entry in the journal");
    // A state of a request that changed is told in the timeline, by somebody, at some moment.
    let told: Vec<(Uuid, i64, i64)> = rows(
        set,
        "SELECT f.id, f.revision, (SELECT COUNT(*) FROM application_event e WHERE e.funding = f.id AND e.by_name <> '' AND e.at > 0) \
         FROM funding f",
    )
    .await;
    for (funding, revision, events) in told {
        assert_eq!(revision - 1, events, "{funding}: each move of a request has its event");
    }
}

/// What is voted, told again from the journal alone: the last word on each request.
async fn told_by_the_journal(set: &Setting) -> i64 {
    let told: Vec<(String,)> = rows(
        set,
        "SELECT w.detail FROM journal_entry e JOIN journal_words w ON w.seq = e.seq \
         WHERE e.act IN ('programming.vote', 'programming.propose', 'programming.note_vote') ORDER BY e.seq",
    )
    .await;
    let details = told.iter().map(|(detail,)| serde_json::from_str::<serde_json::Value>(detail).expect("a detail"));
    let last: HashMap<String, i64> =
        details.map(|one| (one["financement"].to_string(), one["voté"].as_i64().expect("cents"))).collect();
    last.values().sum()
}

/// Amounts voted as pages add them up: by funder, by project, by neighbourhood, and whole.
async fn added(set: &Setting) {
    let page = plain(&set.knocker.get("chef", &set.at("")).await.body);
    let euros = |text: &str| -> i64 {
        let text = text.trim().trim_end_matches('€').replace([' ', '\u{2212}'], "");
        let (whole, cents) = text.split_once(',').unwrap_or((&text, "0"));
        whole.parse::<i64>().expect("euros") * 100 + cents.parse::<i64>().expect("cents")
    };
    let whole = page.split("Ensemble : ").nth(1).and_then(|rest| rest.split(".</p>").next()).expect("a total");
    let whole = euros(whole.rsplit("voté ").next().expect("voted"));
    let foot = page.split("<tfoot").nth(1).and_then(|rest| rest.split("</tfoot>").next()).expect("totals");
    let by_funder: i64 = foot.split("<b>voté ").skip(1).filter_map(|rest| rest.split("</b>").next()).map(euros).sum();
    let rows_of = page.split("<tbody").nth(1).and_then(|rest| rest.split("</tbody>").next()).expect("projects");
    let by_project: i64 =
        rows_of.split("<b>voté ").skip(1).filter_map(|rest| rest.split("</b>").next()).map(euros).sum();
    let areas = page.split("Par quartier").nth(1).and_then(|rest| rest.split("</dl>").next()).expect("by area");
    let by_area: i64 = areas.split("<dd>").skip(1).filter_map(|rest| rest.split(" votés").next()).map(euros).sum();
    let kept: Vec<(i64,)> = rows(set, "SELECT CAST(COALESCE(SUM(cents), 0) AS BIGINT) FROM committee_vote").await;
    assert_eq!([whole, by_funder, by_project, by_area], [kept[0].0; 4], "{page}");
    assert_eq!(told_by_the_journal(set).await, kept[0].0, "the journal tells the same total");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_done_money_has_its_reasons_and_acts_their_traces() {
    for seed in [11, 12] {
        each_database(&migrations(), |db| async move {
            let set = arranged(db, outside(seed)).await;
            let (purses, deciders) = (envelopes(&set).await, deciders(&set).await);
            let mut dice = Dice(seed * 7_919);
            let mut kept = 0;
            for _ in 0..ACTS {
                kept += usize::from(act(&set, &mut dice, (&purses, &deciders)).await);
            }
            assert!(kept > 10, "chance did something: {kept}");
            hold(&set, kept).await;
            added(&set).await;
            sound(&set.house).await;
        })
        .await;
    }
}
