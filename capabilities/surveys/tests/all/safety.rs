//! Whoever steals the database learns nothing of who answered what: links and answers cannot be joined, by order, time or
//! identifier; one link is worth one answer however many times it is sent at once.

use crate::setting::{Stage, arranged, given_code, hidden, migrations};
use database::testing::each_database;
use database::{Tx, fetch_all};

/// A questionnaire for invited people, with as many links. Gives the secret ends of the links, in the order of the file.
async fn invited(stage: &Stage, count: usize) -> (String, Vec<String>) {
    let path = stage.opened("Sur invitation").await;
    let fields =
        [("titre", "Sur invitation"), ("but", "Préparer"), ("acces", "invited"), ("jours", "365"), ("age", "15")];
    let reply = stage.does(&path, "reglages", &fields).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    let count = count.to_string();
    let file = stage.knocker.post("chef", &format!("{path}/invitations"), &[("nombre", &count)]).await;
    assert_eq!(file.status.as_u16(), 200, "{}", file.body);
    let ends = file.body.lines().filter_map(|line| line.split("/i/").nth(1)).map(|end| end.trim().to_owned());
    (path, ends.collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_link_is_one_answer_under_two_thousand_tries() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let (_, links) = invited(&stage, 2).await;
        let refused = stage.knocker.get("", "/q/sur-invitation").await.body;
        assert!(refused.contains("avec un lien reçu") && !refused.contains("Commencer"), "{refused}");
        let page = stage.knocker.get("", &format!("/q/sur-invitation/i/{}", links[0])).await;
        assert!(page.body.contains("Commencer"), "{}", page.body);
        let fields = [("version", "1"), ("invitation", links[0].as_str()), ("r.quartier", "QN01101N")];
        let tries = (0..2_000).map(|_| stage.knocker.post("", "/q/sur-invitation/envoi", &fields));
        let mut taken = 0;
        for one in futures_util::future::join_all(tries).await {
            match one.status.as_u16() {
                200 => taken += 1,
                // On a machine that does much else, some are asked to come back.
                status => assert!(matches!(status, 409 | 503), "refused, told, never broken: {status}"),
            }
        }
        assert_eq!((taken, stage.count("SELECT COUNT(*) FROM answer").await), (1, 1));
        assert_eq!(stage.count("SELECT COUNT(*) FROM spent_invitation").await, 1);
        let again = stage.knocker.get("", &format!("/q/sur-invitation/i/{}", links[0])).await.body;
        assert!(again.contains("a déjà servi"), "{again}");
        // Without a link, or with one that is none of ours, nothing is kept.
        for link in ["", "inventé"] {
            let fields = [("version", "1"), ("invitation", link), ("r.quartier", "QN01101N")];
            let reply = stage.knocker.post("", "/q/sur-invitation/envoi", &fields).await;
            assert_eq!(reply.status.as_u16(), 409, "{}", reply.body);
        }
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer").await, 1);
    })
    .await;
}

/// What a thief sees of a table: identifiers in the order rows lie in the file, and when each was written where the engine
/// says so.
async fn seen(tx: &mut Tx, table: &str, column: &str) -> Vec<(Vec<u8>, String)> {
    let columns = if tx.is_postgres() {
        let bytes = if column == "id" { "uuid_send(id)" } else { column };
        format!("SELECT {bytes}, xmin::text FROM {table} ORDER BY ctid")
    } else {
        format!("SELECT {column}, '' FROM {table}{}", if table == "survey_invitation" { " ORDER BY rowid" } else { "" })
    };
    fetch_all!(tx, database::sqlx::AssertSqlSafe(columns)).expect("rows")
}

#[tokio::test(flavor = "multi_thread")]
async fn links_and_answers_cannot_be_joined_in_a_stolen_database() {
    const PEOPLE: usize = 120;
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let (_, links) = invited(&stage, PEOPLE).await;
        // Everybody answers in the order of the list: the best case for a thief. Each says something only she says.
        let mut codes = Vec::new();
        for (rank, link) in links.iter().enumerate() {
            let page = stage.knocker.get("", &format!("/q/sur-invitation/i/{link}")).await;
            let carried = hidden(&page.body);
            let said = format!("mot{rank}");
            let mut fields: Vec<(&str, &str)> =
                carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            fields.extend([("r.quartier", "QN01101N"), ("r.qu_est_ce_qui_changerait", said.as_str())]);
            let sent = stage.knocker.post("", "/q/sur-invitation/envoi", &fields).await;
            assert_eq!(sent.status.as_u16(), 200, "{}", sent.body);
            codes.push(given_code(&sent.body));
        }
        let mut tx = stage.house.read().await.expect("read");
        let invitations = seen(&mut tx, "survey_invitation", "id").await;
        let answers = seen(&mut tx, "answer", "id").await;
        let spent = seen(&mut tx, "spent_invitation", "marker").await;
        assert_eq!((invitations.len(), answers.len(), spent.len()), (PEOPLE, PEOPLE, PEOPLE));
        let is_postgres = tx.is_postgres();
        drop(tx);

        // Nothing of a link stands in what marks it used, nor in an answer.
        let everything = stage.everything().await;
        for link in &links {
            let there = everything.windows(link.len()).any(|part| part == link.as_bytes());
            assert!(!there, "a link stands in clear");
        }
        for code in &codes {
            let there = everything.windows(code.len()).any(|part| part == code.as_bytes());
            assert!(!there, "a code stands in clear");
        }

        // On SQLite answers and marks lie in the order of what was drawn by lot.
        if !is_postgres {
            assert!(
                answers.windows(2).all(|pair| pair[0].0 < pair[1].0),
                "answers lie in the order of their identifiers"
            );
            assert!(spent.windows(2).all(|pair| pair[0].0 < pair[1].0), "marks lie in their own order");
        }
        // The truth, known through what nobody keeps: the link and the code of each person.
        let mut truth = Vec::new();
        for (link, code) in links.iter().zip(&codes) {
            let mut tx = stage.house.read().await.expect("read");
            let hash = web::keys::token_hash(link);
            let (invitation,): (kernel::Uuid,) =
                database::fetch_one!(&mut tx, "SELECT id FROM survey_invitation WHERE token_hash = $1", hash)
                    .expect("a link");
            let answer = surveys::actions::answered_with(&mut tx, &stage.house.keys, code).await.expect("read");
            truth.push((invitation.as_bytes().to_vec(), answer.expect("her answer").0.as_bytes().to_vec()));
        }
        // Pairing both tables in the order they lie, or in that of their identifiers, guesses no better than chance: right
        // once on average; more than nine times has less than one chance in a million.
        let place =
            |rows: &[(Vec<u8>, String)], id: &[u8]| rows.iter().position(|(known, _)| known == id).expect("there");
        let sorted = |rows: &[(Vec<u8>, String)]| {
            let mut rows = rows.to_vec();
            rows.sort();
            rows
        };
        for (one, other) in [(invitations.clone(), answers.clone()), (sorted(&invitations), sorted(&answers))] {
            let right = truth.iter().filter(|(link, answer)| place(&one, link) == place(&other, answer)).count();
            assert!(right <= 9, "{right} links lead to their answer");
        }
        // When a row was written says nothing of the links, which were all written at once, before.
        if is_postgres {
            let moments: std::collections::BTreeSet<&String> = invitations.iter().map(|(_, moment)| moment).collect();
            assert_eq!(moments.len(), 1, "links were written in one transaction and never touched");
        }
    })
    .await;
}
