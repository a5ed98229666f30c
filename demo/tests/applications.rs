//! Applications of the demonstration: all there, balanced to the cent, in many states, quickly.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use applications::facade;
use applications::testing::{arranged, migrations};
use database::testing::{each_database, outside};
use kernel::Cents;

#[tokio::test(flavor = "multi_thread")]
async fn sixty_applications_stand_in_many_states() {
    each_database(&migrations(&[]), |db| async move {
        let outside = outside(7);
        let mut tx = db.write().await.expect("write");
        let ground = arranged(&mut tx, &outside).await;
        let areas: BTreeMap<String, _> = [("a".to_owned(), ground.areas[0]), ("b".to_owned(), ground.areas[1])].into();
        let before = Instant::now();
        demo::seed::applications::applications(&mut tx, &outside, ground.call, &areas).await.expect("sown");
        eprintln!("sown in {:?}", before.elapsed());
        let rows = facade::projects_of_call(&mut tx, ground.call).await.expect("rows");
        let told: Vec<_> = rows.iter().filter(|row| row.number != "2026-0001").collect();
        let numbers: BTreeSet<&str> = told.iter().map(|row| row.number.as_str()).collect();
        assert_eq!(numbers.len(), demo::seed::applications::COUNT - demo::seed::applications::COUNT / 8);
        assert!((80..180).contains(&told.len()), "{}", told.len());
        let mut states = BTreeSet::new();
        for row in &told {
            let asked: Cents = row.fundings.iter().map(|funding| funding.asked).sum();
            assert_eq!(row.totals.charges, row.totals.products + asked, "{} {row:?}", row.number);
            assert!(asked.0 > 0 && asked.0 < 3_000_000 && row.people > 0, "{row:?}");
            states.extend(row.fundings.iter().map(|funding| funding.state));
        }
        assert!(states.len() >= 9, "{states:?}");
        tx.commit().await.expect("kept");
        let mut tx = db.read().await.expect("read");
        let report = journal::verify(&mut tx).await.expect("verified");
        assert!(report.findings.is_empty(), "{report:?}");
    })
    .await;
}
