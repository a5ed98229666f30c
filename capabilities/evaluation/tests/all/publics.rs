//! For whom actions are: said sheet by sheet, holes told apart from what nobody said; on both databases.

use database::testing::{each_database, outside};
use plan::actions::{Deployment, Pieces, Place, ranked};

use crate::setting::{HOME, Setting, arranged, hidden, migrations, published, sheet};

/// Deploys a sheet in the first neighbourhood.
async fn placed(set: &Setting, sheet: kernel::Uuid) {
    use plan::actions as act;
    let mut tx = set.house.write().await.expect("write");
    let around = act::around(&mut tx, set.ground.contract).await.expect("read").expect("a contract");
    let place = Place { area: set.ground.areas[0], state: Deployment::Planned, note: String::new() };
    let revision = act::revision(&mut tx, sheet).await.expect("read").expect("there");
    let which = (sheet, revision, "2026-03-02".parse().expect("a day"));
    let pieces = Pieces::Places(ranked([place]));
    act::set_pieces(&mut tx, &set.house.outside, &applications::testing::ACTOR, &around, which, pieces)
        .await
        .expect("placed");
    tx.commit().await.expect("kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn holes_along_ages_are_not_what_nobody_said() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(531)).await;
        published(&set).await;
        let (first, draft) = (sheet(&set, "F1", "Ville", true).await, sheet(&set, "F2", "Ville", false).await);
        placed(&set, first).await;
        let list = format!("{HOME}/publics?contrat=essai");
        let (status, page) = set.read("evaluatrice", &list).await;
        assert!(status == 200 && page.contains("âges non précisés"), "{page}");
        let row = |page: &str, name: &str| {
            let rows = page.split("<tr role").filter_map(|row| row.split_once("</tr>")).map(|(row, _)| row);
            rows.filter(|row| row.contains(name)).map(str::to_owned).next().unwrap_or_default()
        };
        let conte = row(&page, "La Conte");
        assert!(conte.contains("<span>1</span>") && conte.contains("aucune connue"), "nobody said: {conte}");
        assert!(!conte.contains("aucune action"), "what nobody said is no hole: {conte}");
        assert!(row(&page, "Grazailles").contains("<span>0</span>"), "{page}");

        let own = format!("{HOME}/publics/{first}");
        let (_, form) = set.read("evaluatrice", &own).await;
        assert_eq!(hidden(&form, "revision"), "0");
        let wrong = [("marqueur", "9"), ("ages", "18-25"), ("revision", "0")];
        let (status, page, _) = set.send("evaluatrice", &own, &wrong).await;
        assert!(status == 422 && page.contains("Choisissez un marqueur de la liste"), "{page}");
        let said = [("marqueur", "significant"), ("ages", "18-25"), ("ages", "65"), ("revision", "0")];
        assert_eq!(set.send("evaluatrice", &own, &said).await.0, 303);
        assert_eq!(set.send("instruction", &own, &said).await.0, 409, "somebody said it already");
        assert_eq!(set.send("evaluatrice", &format!("{HOME}/publics/{draft}"), &said).await.0, 404);
        assert_eq!(set.send("ailleurs", &own, &said).await.0, 404);
        assert_eq!(set.send("elue", &own, &said).await.0, 403);

        let (status, page) = set.read("", "/evaluation/essai/publics").await;
        assert_eq!(status, 200, "{page}");
        let conte = row(&page, "La Conte");
        assert!(
            conte.contains("1 action") && conte.contains("aucune action") && conte.contains("<span>0</span>"),
            "{conte}"
        );
        assert!(!row(&page, "Grazailles").contains("1 action"), "{page}");
        let marked = row(&page, "1 : l’égalité est un de ses objectifs");
        assert!(marked.contains("<span>1</span>") && marked.contains("100"), "{marked}");
        assert!(page.contains("1 action ne dit aucun montant") && marked.contains("non renseigné"), "{marked}");
        set.sound().await;
    })
    .await;
}
