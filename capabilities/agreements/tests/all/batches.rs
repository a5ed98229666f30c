//! Every draft of a call put on paper by a job, on both databases: once each, whatever stops it.

use agreements::actions::circulating::{self, Town};
use database::testing::{each_database, outside};
use kernel::Actor;

use crate::setting::{HOME, arranged, migrations, sound};

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_stopped_midway_and_begun_again_makes_each_paper_once() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(95)).await;
        let call = set.ground.call.to_string();
        let ask = format!("{HOME}/signature");
        let fields = [("appel", call.as_str()), ("contrat", "essai")];
        let (status, page) = set.send("chef", &ask, &fields).await;
        assert!(status != 303 && page.contains("Rien à mettre en signature"), "{status} {page}");
        set.prepare("chef").await;
        assert_eq!(set.send("chef", &ask, &fields).await.0, 303);
        let (status, page) = set.send("chef", &ask, &fields).await;
        assert!(status != 303 && page.contains("Un lot est en cours"), "{status} {page}");
        // One paper is made, then everything stops.
        let (outside, actor) = (&set.house.outside, Actor::Platform("essai"));
        let settings = web::testing::settings();
        let town = Town { zone: settings.zone.clone(), name: settings.site.town.clone() };
        let first = set.agreements().await[0].0;
        let mut tx = set.house.read().await.expect("read");
        let sets = circulating::draw_some(&mut tx, outside, &actor, &town, &[first, first]).await.expect("drawn");
        drop(tx);
        let mut kept = Vec::new();
        for one in sets {
            let mut tx = set.house.write().await.expect("write");
            kept.push(circulating::keep(&mut tx, outside, &actor, one).await.expect("kept"));
            tx.commit().await.expect("kept");
        }
        assert_eq!(kept, [true, false], "the same paper twice is kept once");
        jobs::testing::worked(&set.house.db, outside, agreements::handlers(&settings, set.house.vault.clone())).await;
        let (_, page) = set.read("chef", &format!("{HOME}?etat=circulating")).await;
        assert!(page.contains("2 conventions") && page.contains("0 convention en rédaction"), "{page}");
        assert!(page.contains("terminé"), "{page}");
        sound(&set.house).await;
    })
    .await;
}
