//! The same promises on SQLite and PostgreSQL.

use std::sync::Arc;

use database::testing::{each_database, outside};
use database::{Db, Migration, execute, fetch_all, fetch_one, rows};
use kernel::{Failure, Refusal, Uuid};

const NOTES: Migration = Migration {
    name: "test/0001_note",
    sql: "CREATE TABLE note (id {uuid} PRIMARY KEY, words TEXT NOT NULL, seen {bool} NOT NULL, cents {int}, weight {real}, seal {bytes}) {strict};",
};

fn steps() -> Vec<Migration> {
    let mut all = database::search::MIGRATIONS.to_vec();
    all.push(NOTES);
    all
}

async fn add(db: &Db, id: Uuid, words: &str) {
    let mut tx = db.write().await.expect("begin");
    let sql = "INSERT INTO note (id, words, seen, cents, weight, seal) VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(&mut tx, sql, id, words, true, Some(12_i64), Some(0.5_f64), Some(vec![1_u8, 2])).expect("insert");
    tx.commit().await.expect("commit");
}

async fn count(db: &Db) -> i64 {
    let mut tx = db.read().await.expect("read");
    let (count,): (i64,) = fetch_one!(&mut tx, "SELECT COUNT(*) FROM note").expect("count");
    count
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_write_leaves_nothing_and_the_next_goes_on() {
    each_database(&steps(), |db| async move {
        let ids = outside(7);
        for round in 0..20 {
            let mut tx = db.write().await.expect("begin");
            execute!(&mut tx, "INSERT INTO note (id, words, seen) VALUES ($1, 'perdu', FALSE)", ids.uuid())
                .expect("insert");
            drop(tx);
            add(&db, ids.uuid(), "gardé").await;
            assert_eq!(count(&db).await, round + 1);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_writers_at_once_all_land() {
    each_database(&steps(), |db| async move {
        let ids = Arc::new(outside(8));
        let tasks: Vec<_> = (0..200)
            .map(|rank| {
                let (db, ids) = (db.clone(), ids.clone());
                tokio::spawn(async move {
                    if rank % 5 == 0 {
                        let mut tx = db.write().await.expect("begin");
                        let twice = ids.uuid();
                        let sql = "INSERT INTO note (id, words, seen) VALUES ($1, 'x', FALSE)";
                        execute!(&mut tx, sql, twice).expect("insert");
                        let error = execute!(&mut tx, sql, twice).expect_err("the same key twice");
                        assert!(error.is_unique_violation(), "{error}");
                    } else {
                        add(&db, ids.uuid(), "gardé").await;
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("task");
        }
        assert_eq!(count(&db).await, 160);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_handed_over_is_kept_whole_or_not_at_all() {
    each_database(&steps(), |db| async move {
        let ids = Arc::new(outside(9));
        let tasks: Vec<_> = (0..120)
            .map(|rank| {
                let (db, ids) = (db.clone(), ids.clone());
                tokio::spawn(async move {
                    let (id, is_refused) = (ids.uuid(), rank % 4 == 0);
                    let done: Result<Uuid, Failure> = db
                        .act(move |tx| {
                            Box::pin(async move {
                                execute!(tx, "INSERT INTO note (id, words, seen) VALUES ($1, 'x', FALSE)", id)?;
                                if is_refused { Err(Refusal::NotFound.into()) } else { Ok(id) }
                            })
                        })
                        .await;
                    assert_eq!(done.is_err(), is_refused, "{done:?}");
                    // Written by hand in between, in the same groups.
                    add(&db, ids.uuid(), "gardé").await;
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("task");
        }
        assert_eq!(count(&db).await, 90 + 120);

        // Nobody waits for it any more: it is kept all the same.
        let (id, other) = (ids.uuid(), db.clone());
        let left = tokio::spawn(async move {
            let done: Result<u64, Failure> = other
                .act(move |tx| {
                    Box::pin(async move {
                        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                        Ok(execute!(tx, "INSERT INTO note (id, words, seen) VALUES ($1, 'x', FALSE)", id)?)
                    })
                })
                .await;
            done
        });
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        left.abort();
        for _ in 0..500 {
            if count(&db).await == 211 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("what was handed over is lost");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_read_and_put_back_are_the_same_on_both() {
    let fingerprints = Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = fingerprints.clone();
    each_database(&steps(), move |db| {
        let seen = seen.clone();
        async move {
            let id = Uuid::from_u128(42);
            add(&db, id, "été « 100 % »").await;
            let mut tx = db.write().await.expect("begin");
            let all = rows::read_table(&mut tx, "note").await.expect("rows");
            execute!(&mut tx, "DELETE FROM note").expect("delete");
            rows::write_table(&mut tx, "note", &all).await.expect("write");
            let again = rows::read_row(&mut tx, "note", id).await.expect("row").expect("there");
            assert_eq!(all, vec![again.clone()]);
            // Read together: whatever the order, asked for twice, or not there.
            let asked = [Uuid::from_u128(43), id, id];
            let found = rows::read_rows(&mut tx, "note", &asked).await.expect("rows");
            assert_eq!(found.into_iter().collect::<Vec<_>>(), [(id, again.clone())]);
            seen.lock().expect("lock").push(rows::fingerprint(&again));
            let mut odd = again.clone();
            odd.insert("inconnu".into(), 1.into());
            assert!(rows::write_table(&mut tx, "note", &[odd]).await.is_err());
        }
    })
    .await;
    let prints = fingerprints.lock().expect("lock").clone();
    assert!(prints.windows(2).all(|pair| pair[0] == pair[1]), "{prints:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_binary_refuses_a_newer_schema() {
    each_database(&steps(), |db| async move {
        let error = db.migrate(database::search::MIGRATIONS, &outside(1)).await.expect_err("refused").to_string();
        assert!(error.contains("version plus récente") && error.contains("test/0001_note"), "{error}");
        assert!(db.check_schema(database::search::MIGRATIONS).await.is_err());
        let changed = Migration { name: "test/0001_note", sql: "CREATE TABLE note (id {uuid});" };
        let mut known = database::search::MIGRATIONS.to_vec();
        known.push(changed);
        assert!(db.migrate(&known, &outside(1)).await.expect_err("refused").to_string().contains("diffère"));
        let more = Migration { name: "test/0002_bad", sql: "CREATE TABLE broken (" };
        let mut known = steps();
        known.push(more);
        assert!(db.check_schema(&known).await.expect_err("pending").to_string().contains("1 étape"));
        assert!(db.migrate(&known, &outside(1)).await.expect_err("refused").to_string().contains("test/0002_bad"));
        let mut tx = db.read().await.expect("read");
        let names: Vec<(String,)> = fetch_all!(&mut tx, "SELECT name FROM migration ORDER BY name").expect("names");
        assert_eq!(names.len(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_while_a_transaction_begins_leaves_none_open() {
    each_database(&steps(), |db| async move {
        for round in 0..300_u64 {
            // A telephone whose network is cut: the request is dropped wherever it stands.
            let patience = std::time::Duration::from_micros(round * 4);
            let _ = tokio::time::timeout(patience, db.write()).await;
            // Refused by PostgreSQL on a connection where a transaction stayed open.
            db.drop_traces(&["note"]).await.unwrap_or_else(|error| panic!("round {round}: {error}"));
        }
        add(&db, outside(9).uuid(), "la suivante écrit").await;
    })
    .await;
}
