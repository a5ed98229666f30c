//! Draws made of a council that is there have a chance of their own: the order of panels of the one that completes it, and the half
//! that leaves, come from rounds of the beacon announced before anybody knew them, kept with their proof; on both databases.

use crate::following::{answer, exhausted, post, public, sealed, seats, verified};
use crate::setting::{EARLY, arranged, hidden, led, migrations, plain, pool, pool_of, published, sound, worked};
use database::execute;
use database::testing::each_database;
use web::testing::{Knocker, house};

/// Round 657413 of the network, as published on 15 September 2023 at 11:00:03 UTC.
const ROUND_AT: i64 = 1_694_775_603;
const SIGNATURE: &str =
    "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b";
const VALUE: &str = "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587";
const OTHER: &str = "9f2c4d1a0b3e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8";

#[tokio::test(flavor = "multi_thread")]
async fn what_completes_or_renews_a_council_has_a_chance_of_its_own_announced_before() {
    each_database(&migrations(), |db| async move {
        // Everything is done a little more than a minute before that round.
        let house = house(db, kernel::Outside::told(kernel::Moment((ROUND_AT - 61) * 1_000), 81));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 0, &[]).await;
        pool(&house, &set, 14).await;
        let first = published(&house, &knocker, &set, "balls").await;
        sealed(&knocker, &first, false).await;
        let told = plain(&knocker.get("", &public(&first)).await.body);
        assert!(told.contains("personne ne peut plus l’arranger") && !told.contains("Ordre des groupes"), "{told}");
        exhausted(&house, &knocker, &first).await;

        // Completed: rules say which round gives the order, its number is public as soon as the pool is closed.
        pool_of(&house, &set, 14..60).await;
        let fields =
            [("hasard", "dice_then_beacon"), ("signee", "oui"), ("raison", "Liste épuisée"), ("nature", "completion")];
        let second = led(&house, &knocker, &set, &fields, &["cloture"]).await;
        let rules = knocker.get("", &format!("{}/fichiers/regles-annoncees.json", public(&second))).await.body;
        assert!(rules.contains("soixante secondes au moins après la clôture du vivier"), "{rules}");
        let told = plain(&knocker.get("", &public(&second)).await.body);
        assert!(told.contains("tour n° 657413 de drand quicknet, publié le 15 septembre 2023"), "{told}");
        let page = plain(&knocker.get("chef", &second).await.body);
        assert!(
            page.contains("L’ordre des groupes vient du tour n° 657413") && page.contains("Signature du tour"),
            "{page}"
        );

        // Without that round there is no lottery.
        let lottery = format!("{second}/loterie");
        let revision = hidden(&page, "revision");
        let other = SIGNATURE.replace("b7137", "b7138");
        for (signature, why) in
            [("", "Recopiez la signature du tour 657413"), (other.as_str(), "n’est pas celle du tour 657413")]
        {
            let form = [("ordre-signature", signature), ("revision", revision.as_str())];
            let refused = knocker.post("chef", &lottery, &form).await;
            assert!(refused.status.as_u16() == 422 && plain(&refused.body).contains(why), "{why}: {}", refused.body);
            assert!(refused.body.contains(signature), "what was typed is given back");
        }
        let form = [("ordre-signature", SIGNATURE), ("revision", revision.as_str())];
        assert_eq!(knocker.post("chef", &lottery, &form).await.status.as_u16(), 303);
        worked(&house).await;
        let file = async |name: &str| knocker.get("", &format!("{}/fichiers/{name}", public(&second))).await.body;
        assert!(file("ordre.json").await.contains(VALUE) && file("summary.json").await.contains(VALUE));
        let page = plain(&knocker.get("chef", &second).await.body);
        assert!(page.contains("En séance : le nombre tiré") && !page.contains("Signature du tour"), "{page}");
        post(&knocker, &second, "nombre", &[("nombre", "7"), ("nombre-bis", "7"), EARLY]).await;
        // Another value than the one of the half that will leave: each proof is compared with its own.
        post(&knocker, &second, "balise", &[("balise", OTHER), ("repli", "Le réseau est en panne")]).await;
        post(&knocker, &second, "scelle", &[("temoins", "Deux témoins")]).await;
        verified(&knocker, &second, "La valeur qui donne l’ordre des groupes est signée par « drand quicknet »").await;
        let pdf = knocker.get("", &format!("{}/proces-verbal.pdf", public(&second))).await;
        assert!(pdf.body.starts_with("%PDF"));

        // Renewed: the dossier of the council holds the chance of those who leave, and the rules it was announced with.
        for seat in seats(&house).await.iter().filter(|seat| seat.1 == "to_contact") {
            answer(&knocker, seat, "accepted").await;
        }
        let fields =
            [("hasard", "dice_then_beacon"), ("signee", "oui"), ("raison", "Mi-mandat"), ("nature", "renewal")];
        let leaving = led(&house, &knocker, &set, &fields, &["cloture"]).await;
        post(&knocker, &leaving, "nombre", &[("nombre", "12"), ("nombre-bis", "12"), EARLY]).await;
        post(&knocker, &leaving, "balise", &[("signature", SIGNATURE)]).await;
        post(&knocker, &leaving, "scelle", &[("temoins", "Deux témoins")]).await;
        assert!(file("balise-renouvellement.json").await.contains(VALUE));
        assert!(file("regles-du-renouvellement.json").await.contains("renouvel"));
        verified(&knocker, &leaving, "La valeur publique du renouvellement est signée par « drand quicknet »").await;
        sound(&house).await;

        // One digit changed in either proof is found and named.
        for name in ["ordre.json", "balise-renouvellement.json"] {
            let whole = file(name).await;
            let mut tx = house.write().await.expect("write");
            let changed = whole.replace("b713718a", "b713718b").into_bytes();
            execute!(&mut tx, "UPDATE draw_file SET content = $1 WHERE name = $2", changed, name).expect("tampered");
            tx.commit().await.expect("kept");
            let checked = plain(&knocker.get("", &format!("{}/verification", public(&second))).await.body);
            assert!(checked.contains("n’est pas ce qu’il dit être") && checked.contains(name), "{name}: {checked}");
            let mut tx = house.write().await.expect("write");
            let content = whole.into_bytes();
            execute!(&mut tx, "UPDATE draw_file SET content = $1 WHERE name = $2", content, name).expect("as before");
            tx.commit().await.expect("kept");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_that_does_not_come_leaves_its_reason_in_public() {
    each_database(&migrations(), |db| async move {
        let house = house(db, database::testing::outside(82));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 0, &[]).await;
        pool(&house, &set, 14).await;
        let first = published(&house, &knocker, &set, "balls").await;
        sealed(&knocker, &first, false).await;
        exhausted(&house, &knocker, &first).await;
        pool_of(&house, &set, 14..60).await;
        let fields =
            [("hasard", "dice_then_beacon"), ("signee", "oui"), ("raison", "Liste épuisée"), ("nature", "completion")];
        let second = led(&house, &knocker, &set, &fields, &["cloture"]).await;
        post(&knocker, &second, "loterie", &[("ordre-repli", "Le réseau est en panne")]).await;
        worked(&house).await;
        let checked = plain(&knocker.get("", &format!("{}/verification", public(&second))).await.body);
        assert!(checked.contains("Ce tirage est vérifié.") && checked.contains("Le réseau est en panne"), "{checked}");
        let told = knocker.get("", &format!("{}/fichiers/ordre.json", public(&second))).await.body;
        assert!(told.contains("Le réseau est en panne"), "{told}");
        sound(&house).await;
    })
    .await;
}
