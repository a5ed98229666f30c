//! Leads studied twice, then made sheets, on both databases.

use crate::setting::{arranged, hidden, migrations, plain, sound};
use database::testing::{each_database, outside};
use lineage::Kind;
use web::testing::{Knocker, house};

#[tokio::test(flavor = "multi_thread")]
async fn only_a_lead_studied_twice_becomes_a_sheet() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(41));
        let knocker = Knocker::new(plan::door(), house.clone());
        let set = arranged(&house).await;
        let list = plain(&knocker.get("elue", "/gestion/actions/pistes").await.body);
        assert!(list.contains("Nettoyage des espaces communs") && list.contains("À qualifier"), "{list}");
        let path = format!("/gestion/actions/pistes/{}", set.lead);
        let contract = ("contrat", "essai");
        let sheet = format!("{path}/fiche");
        let early = knocker.post("chef", &sheet, &[contract, ("reference", "F1")]).await;
        assert!(early.status.as_u16() == 409 && early.body.contains("pas encore qualifiée"), "{}", early.body);

        let first = format!("{path}/couverture");
        let reply = knocker.post("chef", &first, &[contract, ("precision", "Une précision gardée")]).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("Une précision gardée"), "{}", reply.body);
        let reply = knocker.post("chef", &first, &[contract, ("couverture", "common_law")]).await;
        assert!(reply.body.contains("par quelle action ou quel dispositif"), "{}", reply.body);
        assert_eq!(knocker.post("elue", &first, &[contract, ("couverture", "nobody")]).await.status.as_u16(), 403);
        let reply = knocker.post("chef", &first, &[contract, ("couverture", "nobody"), ("revision", "0")]).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let early = knocker.post("chef", &sheet, &[contract, ("reference", "F1")]).await;
        assert_eq!(early.status.as_u16(), 409, "studied once only");

        // The list of strategies is that of the contract: known ones, and what it adds.
        let added = "/gestion/actions/strategies";
        assert_eq!(
            knocker.post("chef", added, &[contract, ("strategie", "Pacte des solidarités")]).await.status.as_u16(),
            422
        );
        assert_eq!(
            knocker.post("chef", added, &[contract, ("strategie", "Projet alimentaire")]).await.status.as_u16(),
            303
        );
        let page = knocker.get("chef", &format!("{path}?contrat=essai")).await.body;
        assert!(page.contains("Projet alimentaire") && page.contains("Cité éducative"), "{page}");
        let second = format!("{path}/croisement");
        let revision = hidden(&page, "revision");
        let wrong =
            [contract, ("revision", revision.as_str()), ("strategies", "?autre"), ("croisement", "Note gardée")];
        let reply = knocker.post("chef", &second, &wrong).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("Note gardée"), "{}", reply.body);
        let stale = [contract, ("revision", "9"), ("strategies", "cls"), ("croisement", "Note périmée")];
        let reply = knocker.post("chef", &second, &stale).await;
        assert!(reply.status.as_u16() == 409 && reply.body.contains("Note périmée"), "{}", reply.body);
        let right = [contract, ("revision", revision.as_str()), ("strategies", "cls"), ("strategies", "npnru")];
        assert_eq!(knocker.post("chef", &second, &right).await.status.as_u16(), 303);

        let reply = knocker.post("chef", &sheet, &[contract, ("reference", "F 1")]).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("champ-reference"), "{}", reply.body);
        let reply = knocker.post("chef", &sheet, &[contract, ("reference", "F1")]).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let draft = reply.location.split('?').next().unwrap_or_default().to_owned();
        assert!(knocker.get("chef", &draft).await.body.contains("Nettoyage des espaces communs"));
        let twice = knocker.post("chef", &sheet, &[contract, ("reference", "F2")]).await;
        assert_eq!(twice.status.as_u16(), 409);
        assert!(knocker.get("chef", "/gestion/actions/pistes").await.body.contains("Devenue fiche"));

        // The thread: need → lead → sheet, then need → objective → sheet once the sheet says its objective.
        let id = draft.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an identifier");
        let (edit, objective) = (format!("{draft}/modifier"), set.objective.to_string());
        let revision = hidden(&knocker.get("chef", &edit).await.body, "revision");
        let need = set.need.to_string();
        let form = [
            ("reference", "F1"),
            ("titre", "Nettoyer"),
            ("operationnel", objective.as_str()),
            ("besoins", need.as_str()),
            ("revision", revision.as_str()),
        ];
        assert_eq!(knocker.post("chef", &edit, &form).await.status.as_u16(), 303);
        let mut tx = house.read().await.expect("read");
        let before = lineage::before(&mut tx, id, 10).await.expect("links");
        let mut kinds: Vec<Kind> = before.iter().map(|link| link.from.kind).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, [Kind::Need, Kind::Objective, Kind::Lead]);
        for (from, to, pair) in [
            (Kind::Need, Kind::Lead, (set.need, set.lead)),
            (Kind::Lead, Kind::Sheet, (set.lead, id)),
            (Kind::Need, Kind::Objective, (set.need, set.objective)),
        ] {
            assert_eq!(lineage::between(&mut tx, from, to).await.expect("links"), [pair]);
        }
        drop(tx);
        sound(&house).await;
    })
    .await;
}
