//! Who stays out of a file, writes for its association or is limited to neighbourhoods: what she finds of the committee, of
//! its minutes, of its letters and of its lists, and what still goes on without her. Through the door, on both databases.

use crate::assess_setting::known;
use crate::committee_setting::{
    HOME, Setting, arranged, count, decided, freeze, letters, migrations, plain, recuse, sound, worked,
};
use applications::facade::FundingState;
use applications::testing::{ACTOR, LocalPeople};
use database::testing::{each_database, outside};
use database::{execute, fetch_all};
use kernel::Uuid;

fn row(set: &Setting, rank: usize) -> String {
    format!("{HOME}/{}/actions/{}/{}", set.committee, set.ground.application, set.ground.projects[rank])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_who_stays_out_of_a_file_still_freezes_what_others_decided() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(91)).await;
        decided(&set).await;
        recuse(&set, "chef", false).await;
        let (status, page) = freeze(&set, "").await;
        assert_eq!(status, 303, "{page}");
        let mut tx = set.house.read().await.expect("read");
        let all = applications::facade::fundings_of_call(&mut tx, set.ground.call).await.expect("fundings");
        let told = all.iter().filter(|one| one.state.is_decision()).count();
        assert_eq!(told, 5, "the file carries what was decided");
        let sql = "SELECT by_name FROM committee_minutes";
        let minutes: Vec<(String,)> = fetch_all!(&mut tx, sql).expect("minutes");
        assert!(minutes[0].0.contains("(chef)"), "she is the author: {minutes:?}");
        let sql = "SELECT actor_account FROM journal_entry WHERE act = 'programming.hold_committee' ORDER BY seq DESC";
        let entries: Vec<(Option<Uuid>,)> = fetch_all!(&mut tx, sql).expect("entries");
        assert_eq!(entries[0].0, Some(LocalPeople::account("chef")));
        drop(tx);
        // The minutes tell her file: she does not open them, others do.
        let page = plain(&set.knocker.get("chef", &set.at("/releves")).await.body);
        assert!(page.contains("Relevé n° 1") && !page.contains("/releves/1\""), "{page}");
        let closed = set.knocker.get("chef", &set.at("/releves/1")).await;
        assert!(closed.status.as_u16() == 409 && closed.body.contains("ne vous est pas ouvert"), "{}", closed.body);
        let file = set.knocker.get("financeur-agglo", &set.at("/releves/1")).await;
        assert!(file.bytes.starts_with(b"%PDF"), "{}", file.status);
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_writes_for_an_association_neither_reads_nor_decides_its_lines() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(92)).await;
        let member = "financeur-membre";
        let board = set.knocker.get(member, &set.at("")).await;
        assert_eq!(board.status.as_u16(), 200);
        assert!(board.body.contains("vous écrivez pour l’association"), "{}", board.body);
        assert!(!board.body.contains("Cuisines du monde"), "{}", board.body);
        for path in [row(&set, 0), set.line(0)] {
            assert_eq!(set.knocker.get(member, &path).await.status.as_u16(), 404, "{path}");
        }
        let yes = [("decision", "favourable"), ("montant", "3 000")];
        assert_eq!(set.vote(member, 0, "0", &yes).await.0, 404, "her own association");
        // Even once she declared it herself.
        recuse(&set, "financeur-etat", false).await;
        assert_eq!(set.vote("financeur-etat", 0, "0", &yes).await.0, 404, "she stays out of it");
        let mut tx = set.house.write().await.expect("write");
        execute!(&mut tx, "DELETE FROM recusal").expect("as if nobody had");
        tx.commit().await.expect("kept");
        decided(&set).await;
        let amended = [("decision", "partial"), ("montant", "500"), ("motif-amendement", "Pour nous")];
        assert_eq!(freeze(&set, "").await.0, 303);
        assert_eq!(set.vote(member, 0, "2", &amended).await.0, 404, "nor amends it");
        assert_eq!(set.knocker.get(member, &set.at("/releves/1")).await.status.as_u16(), 409);
        letters(&set).await;
        let mut tx = set.house.read().await.expect("read");
        let all: Vec<(Uuid,)> = fetch_all!(&mut tx, "SELECT id FROM decision_letter ORDER BY id").expect("letters");
        drop(tx);
        let file = format!("/gestion/courriers/{}/fichier", all[0].0);
        assert_eq!(set.knocker.get(member, &file).await.status.as_u16(), 404);
        assert!(set.knocker.get("financeur-etat", &file).await.bytes.starts_with(b"%PDF"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_made_with_the_rights_its_owner_has_when_it_is_made() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(93)).await;
        known(&set.house, &set.ground).await;
        let asked = [("format", "csv")];
        for token in ["instruction", "financeur-departement"] {
            let reply = set.knocker.post(token, &set.at("/exports"), &asked).await;
            assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        }
        recuse(&set, "instruction", true).await;
        let mut tx = set.house.write().await.expect("write");
        let sql = "UPDATE account_function SET withdrawn_at = 1 WHERE account = $1";
        execute!(&mut tx, sql, LocalPeople::account("financeur-departement")).expect("withdrawn");
        tx.commit().await.expect("kept");
        worked(&set).await;
        let page = set.knocker.get("financeur-departement", "/mes-exports").await.body;
        assert!(page.contains("Échoué") && !page.contains("Prêt"), "no longer hers to read: {page}");
        let page = set.knocker.get("instruction", "/mes-exports").await.body;
        let file = page.split("<a href=\"/mes-exports/").nth(1).and_then(|rest| rest.split('"').next());
        let bytes = set.knocker.get_bytes("instruction", &format!("/mes-exports/{}", file.unwrap_or_default())).await;
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains("Dossier") && !text.contains("Cuisines du monde"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_asked_for_somebody_is_made_with_her_rights_as_long_as_she_lends_them() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(95)).await;
        known(&set.house, &set.ground).await;
        let (giver, receiver) = (LocalPeople::account("instruction"), LocalPeople::account("remplacante"));
        let mut tx = set.house.write().await.expect("write");
        let sql = "INSERT INTO account (id, email, email_key, name, search_key, totp_last_step, status, is_demonstration, \
                   created_at, revision) VALUES ($1, $2, $2, $2, $2, 0, 'open', $3, 0, 1)";
        execute!(&mut tx, sql, receiver, "remplacante@exemple.fr", false).expect("account");
        let sql = "INSERT INTO delegation (id, giver, receiver, starts_at, ends_at, reason, created_at) \
                   VALUES ($1, $2, $3, 0, $4, 'congés', 0)";
        execute!(&mut tx, sql, set.house.outside.uuid(), giver, receiver, i64::MAX).expect("delegation");
        tx.commit().await.expect("kept");

        let ask = async || set.knocker.post("remplacante", &set.at("/exports"), &[("format", "csv")]).await.status.as_u16();
        assert_eq!(ask().await, 303);
        worked(&set).await;
        let page = set.knocker.get("remplacante", "/mes-exports").await.body;
        let file = page.split("<a href=\"/mes-exports/").nth(1).and_then(|rest| rest.split('"').next()).expect("ready");
        let bytes = set.knocker.get_bytes("remplacante", &format!("/mes-exports/{file}")).await;
        assert!(String::from_utf8_lossy(&bytes).contains("Cuisines du monde"), "what the person she stands for may read");
        assert!(!set.knocker.get("instruction", "/mes-exports").await.body.contains("Prêt"), "kept for whoever asked");

        assert_eq!(ask().await, 303);
        let mut tx = set.house.write().await.expect("write");
        execute!(&mut tx, "UPDATE delegation SET revoked_at = 1").expect("taken back");
        tx.commit().await.expect("kept");
        worked(&set).await;
        let page = set.knocker.get("remplacante", "/mes-exports").await.body;
        assert!(page.contains("Échoué"), "nobody lends her anything any more: {page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_of_one_neighbourhood_finds_its_projects_in_the_committee() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(94)).await;
        // Another association asks for Grazailles only; the first one asks for both.
        let (house, ground) = (&set.house, &set.ground);
        let mut tx = house.write().await.expect("write");
        let call = (ground.call, ground.version);
        let file = applications::testing::application(&mut tx, &house.outside, call, ground.carriers[1]).await;
        let place = (ground.areas[1], ground.nodes[1]);
        let project = applications::testing::project(&mut tx, &house.outside, file, (1, "Couture"), place).await;
        let funding = applications::testing::funding(&mut tx, &house.outside, project, ground.funders[0]).await;
        for to in [FundingState::Complete, FundingState::Admissible] {
            applications::facade::advance(&mut tx, &house.outside, &ACTOR, funding, to, None, "").await.expect("moved");
        }
        tx.commit().await.expect("kept");
        assert!(set.knocker.get("quartier", HOME).await.body.contains("Comité de mai"));
        let board = set.knocker.get("quartier", &set.at("")).await;
        assert_eq!(board.status.as_u16(), 200, "{}", board.body);
        assert!(board.body.contains("Cuisines du monde") && !board.body.contains("Couture"), "{}", board.body);
        assert_eq!(set.knocker.get("quartier", &row(&set, 0)).await.status.as_u16(), 200);
        assert!(set.knocker.get("chef", &set.at("")).await.body.contains("Couture"));
        // Read, not held: neither waves, nor proposals, nor letters.
        let wave = [("titre", "Vague"), ("critere", "reste")];
        assert_ne!(set.knocker.post("quartier", &set.at("/releves/vagues"), &wave).await.status.as_u16(), 303);
        let propose = [("propose", "10"), ("revision", "0")];
        assert_eq!(set.knocker.post("quartier", &set.line(0), &propose).await.status.as_u16(), 403);
        assert_ne!(set.knocker.post("quartier", &set.at("/courriers"), &[]).await.status.as_u16(), 303);
        assert_eq!(count(&set.house, "committee_vote").await, 0);
    })
    .await;
}
