//! The page of a budget gives its script what it counts with: sides, sentences of the engine; the server counts again.

use crate::desk::{answer, begun, plain, projects};
use applications::testing::{house, migrations};
use database::testing::{each_database, outside};
use web::testing::Knocker;

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_can_be_counted_while_it_is_typed_and_the_server_counts_it_again() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(7)).await;
        let knocker = Knocker::new(applications::door(), house.clone());
        let here = begun(&knocker, &ground, "asso-saisie", 0).await;
        let project = projects(&house, &here).await[0];
        let at = format!("{here}/budget/{project}/2026");
        let page = plain(&knocker.get("asso-saisie", &at).await.body);
        assert!(page.contains("/budget.js\"") && page.contains("role=\"status\" data-balance"), "{page}");
        // Each amount stands on the side it is counted on, what is asked of funders included.
        let side_of = |field: &str| {
            let before = page.split(&format!("name=\"{field}\"")).next().expect("a page");
            let side = before.rsplit("data-side=\"").next().unwrap_or_default();
            side.split('"').next().unwrap_or_default().to_owned()
        };
        let asked = format!("f-{}", ground.funders[1]);
        for (field, side) in [
            ("c-604", "charge"),
            ("c-756", "product"),
            (&asked, "product"),
            ("c-864", "kind_charge"),
            ("c-870", "kind_product"),
        ] {
            assert!(page.contains(&format!("name=\"{field}\"")), "{field}");
            assert_eq!(side_of(field), side, "{field}");
        }
        for told in [
            "data-charges=\"Les charges ({charges}) dépassent les produits ({produits}) de {ecart}",
            "data-kind=\"Les contributions en nature ne s’équilibrent pas",
            "représente {part} % du total des produits du projet ({produits}).",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        // What the script says is never kept: totals are those of the amounts.
        let typed = [("c-604", "1.000,50"), ("c-756", "1 000,50 €"), ("charges", "9"), ("total", "9")];
        assert_eq!(answer(&knocker, "asso-saisie", &at, &typed).await.status.as_u16(), 303);
        let page = plain(&knocker.get("asso-saisie", &at).await.body);
        assert!(page.contains("1 000,50") && !page.contains("dépassent les produits (9"), "{page}");
    })
    .await;
}
