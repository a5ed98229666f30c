//! How many durable writes a second the database takes from many writers at once: the yardstick of benchmarks.
//!
//! `group_commit URL WRITERS SECONDS`

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use database::{Db, execute};

/// What an answer to a questionnaire weighs.
const ROW: &str = "{\"quartier\":\"QN01105I\",\"depuis\":\"plus_de_cinq_ans\",\"vie\":\"plutot_bien\",\"securite\":\"souvent\",\
                   \"sujets\":\"proprete securite sante\",\"suite\":\"oui\",\"age\":\"40_a_59_ans\",\"sexe\":\"une_femme\"}";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut told = std::env::args().skip(1);
    let url = told.next().ok_or("an address of a database is needed")?;
    let writers: usize = told.next().and_then(|text| text.parse().ok()).unwrap_or(256);
    let seconds: u64 = told.next().and_then(|text| text.parse().ok()).unwrap_or(10);
    let db = Db::open(&url).await?;
    let mut tx = db.write().await?;
    execute!(&mut tx, "CREATE TABLE yardstick (id TEXT PRIMARY KEY, given TEXT NOT NULL)")?;
    tx.commit().await?;
    let (is_over, done) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let begun = Instant::now();
    let mut tasks = Vec::new();
    for writer in 0..writers {
        let (db, is_over, done) = (db.clone(), is_over.clone(), done.clone());
        tasks.push(tokio::spawn(async move {
            let mut rank = 0_u64;
            while !is_over.load(Ordering::Relaxed) {
                // The order of identifiers is that of nothing, as it is for answers.
                let id = format!("{:016x}", (writer as u64 * 1_000_000 + rank).wrapping_mul(0x9e37_79b9_7f4a_7c15));
                rank += 1;
                let mut tx = db.write().await?;
                execute!(&mut tx, "INSERT INTO yardstick (id, given) VALUES ($1, $2)", id, ROW)?;
                tx.commit().await?;
                done.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<_, database::DbError>(())
        }));
    }
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    is_over.store(true, Ordering::Relaxed);
    for task in tasks {
        task.await??;
    }
    println!("{:.0}", done.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64());
    Ok(())
}
