//! What other slices say of a node is read under it; and what stood before the history was kept is in it.

use database::testing::{each_database, outside};
use database::{Migration, Result, Tx, execute};
use kernel::{Actor, Uuid};
use strategy::facade::{self, NodeTie, TieKind};
use web::house::Boxed;
use web::testing::{Knocker, house};

use crate::setting::{Manager, migrations};

/// A sheet carries each node; it answers a need that only agents may open.
fn ties<'a>(tx: &'a mut Tx, actor: &'a Actor, contract: Uuid) -> Boxed<'a, Result<Vec<NodeTie>>> {
    Box::pin(async move {
        let nodes = facade::nodes(tx, contract).await?;
        let tie = |node, kind, label: &str, path: &str, status: &str| NodeTie {
            node,
            kind,
            label: label.to_owned(),
            path: path.to_owned(),
            status: status.to_owned(),
        };
        let need = if actor.person().is_some() { "/besoins/B07" } else { "" };
        Ok(nodes
            .iter()
            .flat_map(|node| {
                let sheet = tie(node.id, TieKind::Sheet, "Fiche F030", "/fiches/f030", "En cours");
                [sheet, tie(node.id, TieKind::Need, "Des bancs à l’ombre", need, "")]
            })
            .collect())
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_carries_a_node_is_read_under_it() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(79));
        let knocker = Knocker::new(strategy::door(), house.clone());
        let chef = Manager { knocker: &knocker };
        let contract = chef.opens("essai", "Contrat d’essai", "proposed").await;
        let level = chef.level(&contract, "1", ("Enjeu", "Enjeux")).await;
        let node = chef.node(&contract, (&level, ""), "E1", "Habiter").await;
        facade::tell_node_ties(ties);
        for path in ["/contrat/essai".to_owned(), format!("/contrat/essai/elements/{node}")] {
            let page = chef.public(&format!("{path}?langue=fr")).await;
            for part in ["href=\"/fiches/f030\">Fiche F030</a>", "En cours", "Des bancs à l’ombre"] {
                assert!(page.contains(part), "{path}, {part}: {page}");
            }
            assert!(!page.contains("/besoins/B07"), "a visitor is led nowhere she may not go");
            assert!(chef.reads(&path).await.contains("href=\"/besoins/B07\""), "{path}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tree_that_stood_before_its_history_begins_it() {
    let old: Vec<Migration> = [
        database::search::MIGRATIONS,
        journal::MIGRATIONS,
        jobs::MIGRATIONS,
        territory::MIGRATIONS,
        &strategy::MIGRATIONS[..1],
    ]
    .concat();
    each_database(&old, |db| async move {
        let (contract, level, node) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
        let mut tx = db.write().await.expect("write");
        let sql = "INSERT INTO contract (id, code, title, starts_on, ends_on, status, source, note, revision) \
                   VALUES ($1, 'ancien', 'Ancien contrat', '2024-03-31', '2030-03-30', 'signed', '', '', 1)";
        execute!(&mut tx, sql, contract).expect("a contract");
        let sql = "INSERT INTO contract_level (id, contract, depth, label, label_plural, is_transversal, position, revision) \
                   VALUES ($1, $2, 1, 'Enjeu', 'Enjeux', $3, 1, 1)";
        execute!(&mut tx, sql, level, contract, false).expect("a level");
        for (id, code, rank) in [(node, "E1", 1_i64), (Uuid::from_u128(4), "E2", 2)] {
            let sql = "INSERT INTO contract_node (id, contract, level, code, title, summary, note, position, revision) \
                       VALUES ($1, $2, $3, $4, 'Habiter', '', '', $5, 7)";
            execute!(&mut tx, sql, id, contract, level, code, rank).expect("a node");
        }
        tx.commit().await.expect("kept");
        db.migrate(&migrations(), &outside(81)).await.expect("migrated");

        let house = house(db, outside(80));
        let knocker = Knocker::new(strategy::door(), house.clone());
        let chef = Manager { knocker: &knocker };
        let history = chef.reads(&format!("/gestion/contrats/{contract}/historique")).await;
        assert!(history.contains("Début de l’historique") && !history.contains("/annulation"), "{history}");
        // Neighbours without room between them make some; the gesture is taken back whole.
        let path = format!("/gestion/contrats/elements/{}/monter", Uuid::from_u128(4));
        chef.does(&path, &[]).await;
        let codes = async || -> Vec<String> {
            let mut tx = house.read().await.expect("read");
            facade::nodes(&mut tx, contract).await.expect("nodes").into_iter().map(|node| node.code).collect()
        };
        assert_eq!(codes().await, ["E2", "E1"]);
        let tree = chef.reads(&format!("/gestion/contrats/{contract}/arbre")).await;
        let gesture = tree.split("/gestion/contrats/gestes/").nth(1).and_then(|rest| rest.split('/').next());
        let undo = format!("/gestion/contrats/gestes/{}/annulation", gesture.expect("a gesture"));
        chef.does(&undo, &[]).await;
        assert_eq!(codes().await, ["E1", "E2"]);
        let mut tx = house.read().await.expect("read");
        let past = facade::node_history(&mut tx, node).await.expect("its past");
        assert_eq!(past.last().map(|line| (line.what, line.at)), Some(("Début de l’historique", None)));
    })
    .await;
}
