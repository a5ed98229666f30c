//! What was granted and told, for anybody: counted whole, read a page at a time, the same on both databases and in every language.

use database::execute;
use database::testing::{each_database, outside};

use crate::euro::{Set, arranged};

/// Lines granted to each of two associations, and years they are for.
const LINES: usize = 65;

/// Grants lines to both associations, for 2025 and 2026, from the State and the department. Gives what the list reads, in order:
/// year, association, action.
async fn granted(set: &Set) -> Vec<(i64, usize, String)> {
    let (ground, outside) = (&set.ground, &set.house.outside);
    let mut tx = set.house.write().await.expect("write");
    let place = (ground.areas[0], ground.nodes[0]);
    let mut all = Vec::new();
    for carrier in 0..2 {
        let at = (ground.call, ground.version);
        let application = applications::testing::application(&mut tx, outside, at, ground.carriers[carrier]).await;
        for rank in (carrier..LINES).step_by(2) {
            let title = format!("Été n° {rank:02}");
            let project =
                applications::testing::project(&mut tx, outside, application, (rank as i64, &title), place).await;
            let funding = applications::testing::funding(&mut tx, outside, project, ground.funders[rank % 2]).await;
            let (year, cents) = (2025 + (rank % 3 / 2) as i64, 10_000 + rank as i64);
            let sql = "UPDATE funding SET state = 'notified', decision = 'partial', decided_cents = $1, year = $2 WHERE id = $3";
            execute!(&mut tx, sql, cents, year, funding).expect("granted");
            all.push((year, carrier, title));
        }
        // What is voted and not told, what is refused, what is in a draft: nobody reads them.
        for (rank, state, decision) in [(90, "voted", "voted"), (91, "notified", "refused")] {
            let title = format!("Secret {rank}");
            let project = applications::testing::project(&mut tx, outside, application, (rank, &title), place).await;
            let funding = applications::testing::funding(&mut tx, outside, project, ground.funders[0]).await;
            let sql = "UPDATE funding SET state = $1, decision = $2, decided_cents = 500 WHERE id = $3";
            execute!(&mut tx, sql, state, decision, funding).expect("not told");
        }
    }
    let names = ["Zébulon", "Éclat"];
    for (carrier, name) in names.iter().enumerate() {
        let sql = "UPDATE organisation SET name = $1 WHERE id = $2";
        execute!(&mut tx, sql, *name, ground.carriers[carrier]).expect("named");
    }
    tx.commit().await.expect("kept");
    all.sort_by(|one, other| (other.0, names[one.1], &one.2).cmp(&(one.0, names[other.1], &other.2)));
    all
}

/// Actions of a page, in order.
fn actions(page: &str) -> Vec<String> {
    let rows = page.split("href=\"/argent/financement/").skip(1);
    rows.filter_map(|row| Some(row.split_once('>')?.1.split('<').next()?.to_owned())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_is_read_a_page_at_a_time_whatever_is_looked_for() {
    each_database(&crate::euro::migrations(), |db| async move {
        let set = arranged(db, outside(171)).await;
        let expected = granted(&set).await;
        let titles = |wanted: &dyn Fn(&(i64, usize, String)) -> bool| -> Vec<String> {
            expected.iter().filter(|one| wanted(one)).map(|one| one.2.clone()).collect()
        };
        let all = titles(&|_| true);
        let (status, first) = set.read("", "/argent").await;
        assert!(status == 200 && first.contains("65 montants accordés, 6 520,80 €"), "{first}");
        assert_eq!(actions(&first), all[..50]);
        let (_, second) = set.read("", "/argent?page=2").await;
        assert_eq!(actions(&second), all[50..]);
        let (_, past) = set.read("", "/argent?page=99").await;
        assert_eq!(actions(&past), all[50..], "past the end is the last page");
        assert!(![&first, &second].iter().any(|page| page.contains("Secret")), "what is not told");
        assert!(first.len() < 50_000, "{}", first.len());
        // A year; words of an action, of a funder, of an association, without their accents.
        for (query, wanted) in [
            ("annee=2026", titles(&|one| one.0 == 2026)),
            ("annee=2024", Vec::new()),
            ("q=ete+07", titles(&|one| one.2.ends_with("07"))),
            ("q=eclat", titles(&|one| one.1 == 1)),
            ("annee=2025&q=eclat+ete", titles(&|one| one.0 == 2025 && one.1 == 1)),
            ("q=nulle+part", Vec::new()),
        ] {
            let (_, page) = set.read("", &format!("/argent?{query}")).await;
            assert_eq!(actions(&page), wanted, "{query}");
            let count = format!("{} montant", wanted.len());
            assert!(wanted.is_empty() || page.contains(&count), "{query}: {page}");
        }
        // Somebody who may be a person is neither named nor found by her name.
        let mut tx = set.house.write().await.expect("write");
        let carrier = set.ground.carriers[1];
        let sql = "UPDATE organisation SET kind = 'other', siret = NULL WHERE id = $1";
        execute!(&mut tx, sql, carrier).expect("a person");
        execute!(&mut tx, "UPDATE organisation_sheet SET rna = NULL WHERE id = $1", carrier).expect("a person");
        tx.commit().await.expect("kept");
        let (_, page) = set.read("", "/argent").await;
        assert!(page.contains("une personne") && !page.contains("Éclat") && page.contains("Zébulon"), "{page}");
        let (_, page) = set.read("", "/argent?q=eclat").await;
        assert!(actions(&page).is_empty(), "{page}");
        // In Arabic: its own words, its own day, French only where people wrote it.
        let (_, page) = set.read("", "/argent?langue=ar").await;
        assert!(page.contains("عدد المبالغ الممنوحة: 65") && page.contains("(اختياري)"), "{page}");
        assert!(!page.contains("facultatif"), "{page}");
        let one = page.split("href=\"/argent/financement/").nth(1).and_then(|rest| rest.get(..36)).expect("an amount");
        let (_, page) = set.read("", &format!("/argent/financement/{one}?langue=ar")).await;
        assert!(page.contains("لا شيء بعد") && page.contains("15 مارس 2026"), "{page}");
        assert!(!page.contains("rien encore") && page.contains("<h1><span data-fallback lang=\"fr\""), "{page}");
    })
    .await;
}
