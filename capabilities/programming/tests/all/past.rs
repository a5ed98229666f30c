//! Who else pays a carrier, on both databases: what the very budget counts on, and its other files, however many.

use applications::testing::{application, funding, house, project};
use database::execute;
use database::testing::{each_database, outside};
use web::testing::Knocker;

use crate::assess_setting::{known, plain, tables};

#[tokio::test(flavor = "multi_thread")]
async fn what_the_budget_counts_on_and_every_other_file_are_told() {
    each_database(&tables(), |db| async move {
        let (house, ground) = house(db, outside(67)).await;
        known(&house, &ground).await;
        let knocker = Knocker::new(programming::door(), house.clone());
        let path = format!("/gestion/dossiers/actions/{}", ground.projects[0]);
        // Nothing is counted on but the funders of the call: nothing more is told.
        assert!(!plain(&knocker.get("chef", &path).await.body).contains("compté dans ce budget"));
        let mut tx = house.write().await.expect("write");
        for (rank, (account, label, cents)) in
            [("74com", "Mairie de Trèbes", 120_050), ("74region", "", 80_000), ("756", "Cotisations", 10_000)]
                .into_iter()
                .enumerate()
        {
            let sql = "INSERT INTO budget_line (id, application, project, year, side, account, label, cents, position) \
                       VALUES ($1, $2, $3, 2026, 'product', $4, $5, $6, $7)";
            let (id, of, cents) = (house.outside.uuid(), ground.projects[0], i64::from(cents));
            execute!(&mut tx, sql, id, ground.application, of, account, label, cents, 10 + rank as i64)
                .expect("a line");
        }
        tx.commit().await.expect("kept");
        let page = plain(&knocker.get("chef", &path).await.body);
        for told in ["Mairie de Trèbes", "1 200,50 €", "800 €", "compté dans ce budget, hors appel"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        let paid = page.split("Qui d’autre finance").nth(1).unwrap_or_default();
        assert!(!paid.contains("Cotisations"), "what members pay is no funder: {paid}");
        assert!(!page.contains("Pages de la liste"), "one page is enough");
        // Thirteen more files: those of the second page are told there.
        let mut tx = house.write().await.expect("write");
        for rank in 1..=13 {
            let place = (ground.areas[0], ground.nodes[0]);
            let at = (ground.call, ground.version);
            let more = application(&mut tx, &house.outside, at, ground.carriers[0]).await;
            let title = format!("Action numéro {rank} bis");
            let action = project(&mut tx, &house.outside, more, (1, &title), place).await;
            funding(&mut tx, &house.outside, action, ground.funders[0]).await;
        }
        tx.commit().await.expect("kept");
        let mut told = Vec::new();
        for number in [1, 2] {
            let page = plain(&knocker.get("chef", &format!("{path}?page={number}")).await.body);
            assert!(page.contains("Pages de la liste") && page.contains("Mairie de Trèbes"), "{number}: {page}");
            let own = (1..=13).filter(|rank| page.contains(&format!("Action numéro {rank} bis")));
            told.push(own.collect::<Vec<i64>>());
        }
        assert_eq!(told.iter().map(Vec::len).sum::<usize>(), 13, "each once: {told:?}");
        assert!(told.iter().all(|own| !own.is_empty()), "{told:?}");
        // A page that is not there is the last one.
        assert_eq!(knocker.get("chef", &format!("{path}?page=999")).await.status.as_u16(), 200);
    })
    .await;
}
