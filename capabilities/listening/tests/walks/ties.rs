//! What a proposal answers is on the thread: a need taken back asks why, and the trace stays; and who says what is read
//! from the channels. On both databases.

use database::testing::{each_database, outside};
use database::{Tx, fetch_one};
use kernel::Uuid;
use listening::actions::{self, ChannelText, EvidenceText, Heard, Kind, Visibility};
use web::testing::{Knocker, house};

use crate::setting::{ACTOR, arranged, migrations, neighbourhood};

async fn proposal(tx: &mut Tx) -> Uuid {
    let (id,): (Uuid,) = fetch_one!(tx, "SELECT id FROM proposal").expect("a proposal");
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_need_taken_back_asks_why_and_leaves_its_trace() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(33));
        let knocker = Knocker::new(listening::door(), house.clone());
        let (_, _, need) = arranged(&house).await;
        let mut tx = house.write().await.expect("begin");
        let family = actions::add_solution(&mut tx, &house.outside, &ACTOR, "", "Mobilier").await.expect("a family");
        tx.commit().await.expect("kept");
        let (need_id, family) = (need.to_string(), family.to_string());
        let tied = [("libelle", "Réparer les bancs"), ("famille", &family), ("etat", "linked"), ("besoin", &need_id)];
        let typed = [[("reference", "P01")].as_slice(), &tied].concat();
        assert_eq!(knocker.post("chef", "/gestion/ecoute/pistes/nouvelle", &typed).await.status.as_u16(), 303);
        let id = proposal(&mut house.read().await.expect("read")).await;
        let before = lineage::before(&mut house.read().await.expect("read"), id, 10).await.expect("read");
        assert_eq!(before.iter().map(|link| link.from.id).collect::<Vec<_>>(), [need]);

        // The need stays while the thread leaves it.
        let removal = format!("/gestion/ecoute/retrait/besoin/{need}");
        let reply = knocker.post("chef", &removal, &[("motif", "saisi deux fois")]).await;
        assert!(reply.body.contains("piste, objectif ou action qui y répond"), "{}", reply.body);

        // Taken back: not without a reason, and what was typed is given back.
        let path = format!("/gestion/ecoute/pistes/{id}");
        let bare = [("libelle", "Réparer des bancs"), ("famille", &family), ("etat", "no_need"), ("revision", "1")];
        let reply = knocker.post("chef", &path, &bare).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(
            reply.body.contains("id=\"erreur-motif\"") && reply.body.contains("Réparer des bancs"),
            "{}",
            reply.body
        );
        let told = [bare.as_slice(), &[("motif", "Les bancs sont neufs")]].concat();
        assert_eq!(knocker.post("chef", &path, &told).await.status.as_u16(), 303);
        let mut tx = house.read().await.expect("read");
        assert_eq!(lineage::before(&mut tx, id, 10).await.expect("read"), []);
        let broken = lineage::broken(&mut tx, need, 10).await.expect("read");
        let trace = broken[0].broken.as_ref().expect("told");
        assert_eq!((trace.why.as_str(), trace.by.is_empty()), ("Les bancs sont neufs", false));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn residents_and_professionals_are_read_side_by_side() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(34));
        let knocker = Knocker::new(listening::door(), house.clone());
        let (consultation, residents, need) = arranged(&house).await;
        let area = neighbourhood(&house).await;
        let said = |channel| EvidenceText {
            need,
            area,
            channel: Some(channel),
            gathering: None,
            heard: "des parents d’élèves".into(),
            heard_on: None,
            reported_on: None,
            said: "Il manque des bancs".into(),
            kind: Kind::Need,
            document: None,
            page: String::new(),
            visibility: Visibility::Public,
        };
        let mut tx = house.write().await.expect("begin");
        actions::record_evidence(&mut tx, &house.outside, &ACTOR, "", (consultation, said(residents)))
            .await
            .expect("kept");
        tx.commit().await.expect("kept");
        let page = knocker.get("", "/besoins/accords").await.body;
        assert!(page.contains("Un seul côté interrogé") && page.contains("leur silence ne dit rien"), "{page}");

        let mut tx = house.write().await.expect("begin");
        let text = ChannelText { label: "Séminaire".into(), hears: Heard::Professionals, note: String::new() };
        let channel =
            actions::add_channel(&mut tx, &house.outside, &ACTOR, (consultation, ""), text).await.expect("kept");
        tx.commit().await.expect("kept");
        let page = knocker.get("", "/besoins/accords").await.body;
        assert!(page.contains("Habitants seulement") && !page.contains("leur silence"), "{page}");

        let mut tx = house.write().await.expect("begin");
        actions::record_evidence(&mut tx, &house.outside, &ACTOR, "", (consultation, said(channel)))
            .await
            .expect("kept");
        tx.commit().await.expect("kept");
        let table = knocker.get("", "/besoins/accords?format=csv-ouvert").await.body;
        assert!(table.contains("Des bancs,1,1,0,Partagé"), "{table}");
    })
    .await;
}
