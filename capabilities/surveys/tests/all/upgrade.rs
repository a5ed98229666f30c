//! A town that upgrades keeps every answer.

use database::testing::{databases, outside};
use database::{Migration, execute, fetch_all};
use kernel::Uuid;

/// Steps of the slice alone, without what refers to other slices.
fn steps(until: &str) -> Vec<Migration> {
    let known = surveys::MIGRATIONS;
    let end = known.iter().position(|step| step.name == until).expect("a step of that name");
    known[..=end].to_vec()
}

#[tokio::test]
async fn answers_kept_before_are_there_after() {
    let before = listening::testing::migrations(&[corpus::MIGRATIONS, &steps("surveys/0005_partner")]);
    for database in databases(&before).await {
        let (survey, other, id) = (Uuid::from_u128(7), Uuid::from_u128(8), Uuid::from_u128(9));
        let mut tx = database.db.write().await.expect("begin");
        for (id, survey) in [(id, survey), (Uuid::from_u128(10), other)] {
            let sql = "INSERT INTO answer (id, survey, version, mode, area, received_on, given) \
                       VALUES ($1, $2, 1, 'online', NULL, '2026-03-15', '{}')";
            execute!(&mut tx, sql, id, survey).expect("kept");
            let sql = "INSERT INTO answer_words (id, survey, question, area, month, code_hash, sealed) \
                       VALUES ($1, $2, 'q', NULL, '2026-03', $3, $4)";
            execute!(&mut tx, sql, id, survey, vec![1_u8], vec![2_u8]).expect("kept");
        }
        tx.commit().await.expect("commit");
        let after = listening::testing::migrations(&[corpus::MIGRATIONS, surveys::MIGRATIONS]);
        database.db.migrate(&after, &outside(2)).await.expect("upgraded");
        let mut tx = database.db.read().await.expect("read");
        for table in ["answer", "answer_words"] {
            let sql = database::sqlx::AssertSqlSafe(format!("SELECT id FROM {table} WHERE survey = $1"));
            let found: Vec<(Uuid,)> = fetch_all!(&mut tx, sql, survey).expect("read");
            assert_eq!(found, [(id,)], "{} {table}", database.name);
        }
    }
}
