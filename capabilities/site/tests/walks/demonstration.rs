//! The site around a real territory: the demonstration's neighbourhoods, contract and consultation.

use std::sync::Arc;

use crate::arranged::{between, migrations, walk};
use database::testing::each_database;
use roxmltree::Document;
use web::House;

async fn fill(house: &House) {
    let told = demo::load().expect("the demonstration reads");
    let mut tx = house.write().await.expect("a transaction");
    let areas = demo::seed::territory::territory(&mut tx, &house.outside, &told).await.expect("the territory");
    let contract = demo::seed::strategy::strategy(&mut tx, &house.outside, &told, &areas).await.expect("the contract");
    demo::seed::listening::listening(&mut tx, &house.outside, &told, &areas, contract).await.expect("the consultation");
    tx.commit().await.expect("kept");
}

#[tokio::test]
async fn the_site_shows_the_territory() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = walk(db);
        fill(&Arc::clone(&house)).await;

        let home = knocker.get("", "/").await.body;
        let list = between(&home, "<ul class=\"areas\">", "</ul>");
        assert!(list.matches("<li>").count() >= 5, "every neighbourhood: {list}");
        assert!(list.contains("habitants") && list.contains("besoins relevés"), "{list}");
        assert!(!list.contains("Population non renseignée"), "{list}");
        assert!(home.contains("href=\"/contrat/"), "the contract is linked");

        let map = knocker.get("", "/sitemap.xml").await.body;
        let document = Document::parse(&map).expect("well-formed");
        let addresses =
            document.descendants().filter(|node| node.tag_name().name() == "loc").filter_map(|node| node.text());
        let mut count = 0;
        for address in addresses {
            let path = address.strip_prefix("http://localhost").expect("ours");
            let reply = knocker.get("", path).await;
            assert_eq!(reply.status, 200, "{path}");
            assert!(reply.body.len() <= 50_000, "{path}: {} bytes", reply.body.len());
            count += 1;
        }
        assert!(count >= 16, "{count} addresses");

        for (typed, wanted) in
            [("ozanam", "<span class=\"hint\">Quartier"), ("l%27%C3%A9cole", "<span class=\"hint\">Besoin")]
        {
            let page = knocker.get("", &format!("/recherche?q={typed}")).await.body;
            assert!(
                page.contains(wanted) && page.contains("<mark>"),
                "{typed}: {}",
                between(&page, "<main", "</main>")
            );
            assert!(!page.contains("Autre page"), "{typed}: every kind has its name");
        }
    })
    .await;
}
