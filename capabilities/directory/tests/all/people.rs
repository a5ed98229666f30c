//! What people of an association do at its door: sign the commitments, invite, charge a member with more; and whom they call for
//! help. On both databases.

use crate::setting::{count, hidden, migrations, opened, organisation, person, plain, sound};
use database::testing::each_database;
use database::{fetch_all, fetch_one};
use kernel::Function;

#[tokio::test(flavor = "multi_thread")]
async fn commitments_are_signed_word_for_word_by_whoever_signs() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = opened(db, 81);
        let (ours, theirs) = (organisation(&house, "Les Passerelles").await, organisation(&house, "Le Fil").await);
        let lea = person(&house, "lea", &[Function::CarrierSignatory], Some(ours)).await;
        person(&house, "omar", &[Function::CarrierEditor], Some(ours)).await;
        person(&house, "ines", &[Function::CarrierSignatory], Some(theirs)).await;
        person(&house, "chef", &[Function::ProjectManager], None).await;
        let path = format!("/mon-association/{ours}/engagement");
        let page = knocker.get("lea", &path).await.body;
        assert!(page.contains("Signer pour l’association"), "{page}");
        let fingerprint = hidden(&page, "empreinte");
        assert!(!knocker.get("omar", &path).await.body.contains("Signer pour l’association"), "he does not sign");
        let whole = [("lu", "oui"), ("qualite", "présidente"), ("empreinte", &*fingerprint)];
        for (token, status) in [("omar", 404), ("ines", 404), ("chef", 403)] {
            let reply = knocker.post(token, &path, &whole).await;
            assert!([403, 404].contains(&reply.status.as_u16()), "{token} {status}: {}", reply.body);
        }
        let bare = knocker.post("lea", &path, &[("qualite", ""), ("empreinte", "un autre texte")]).await;
        assert_eq!(bare.status.as_u16(), 422);
        for told in ["Cochez la case", "en quelle qualité vous signez"] {
            assert!(bare.body.contains(told), "{told}: {}", bare.body);
        }
        let other = [("lu", "oui"), ("qualite", "présidente"), ("empreinte", "un autre texte")];
        let reply = knocker.post("lea", &path, &other).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("vient de changer"), "{}", reply.body);
        assert!(reply.body.contains("value=\"présidente\""), "{}", reply.body);
        assert_eq!(count(&house, "organisation_commitment").await, 0);
        assert_eq!(knocker.post("lea", &path, &whole).await.status.as_u16(), 303);
        // Version, person, moment, and the very words.
        let mut tx = house.read().await.expect("read");
        let sql = "SELECT version, fingerprint, signed_by, signed_name, quality FROM organisation_commitment";
        let kept: (String, String, kernel::Uuid, String, String) = fetch_one!(&mut tx, sql).expect("a signature");
        drop(tx);
        assert_eq!((&kept.1, kept.2, &*kept.3, &*kept.4), (&fingerprint, lea, "Personne lea", "présidente"));
        let told = plain(&knocker.get("chef", &format!("/gestion/associations/{ours}/engagement")).await.body);
        assert!(told.contains(&format!("Version {}, signée par Personne lea (présidente)", kept.0)), "{told}");
        // Another text asks for another signature, and leaves this one.
        let text = [("version", "2027-01"), ("texte", "Respecter chacun.\nOuvrir ses portes.")];
        assert_eq!(knocker.post("chef", "/gestion/associations/engagement", &text).await.status.as_u16(), 303);
        let page = knocker.get("lea", &path).await.body;
        assert!(page.contains("Signer pour l’association") && page.contains("Ouvrir ses portes."), "{page}");
        assert!(plain(&page).contains("signée par Personne lea"), "{page}");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_invites_and_charges_members_and_nobody_else_does() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = opened(db, 82);
        let (ours, theirs) = (organisation(&house, "Les Passerelles").await, organisation(&house, "Le Fil").await);
        person(&house, "lea", &[Function::CarrierAdministrator], Some(ours)).await;
        let omar = person(&house, "omar", &[Function::CarrierEditor], Some(ours)).await;
        let ines = person(&house, "ines", &[Function::CarrierAdministrator], Some(theirs)).await;
        let path = format!("/mon-association/{ours}/membres");
        let invited = [("email", "Nadia@exemple.fr"), ("fonctions", Function::CarrierSignatory.code())];
        for token in ["omar", "ines"] {
            let status = knocker.post(token, &path, &invited).await.status.as_u16();
            assert!([403, 404].contains(&status), "{token} {status}");
        }
        // What is wrong is told, with what was typed; a function of the town is not given here.
        let wrong = [("email", "nadia"), ("fonctions", Function::ProjectManager.code())];
        let reply = knocker.post("lea", &path, &wrong).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("value=\"nadia\""), "{}", reply.body);
        assert_eq!(count(&house, "invitation").await, 0);
        assert_eq!(knocker.post("lea", &path, &invited).await.status.as_u16(), 303);
        assert_eq!(count(&house, "invitation").await, 1);
        let mut tx = house.read().await.expect("read");
        let to: Vec<(String,)> = fetch_all!(&mut tx, "SELECT to_address FROM mail").expect("mails");
        drop(tx);
        assert_eq!(to.iter().map(|(to,)| to.to_lowercase()).collect::<Vec<_>>(), ["nadia@exemple.fr"]);
        // One more function to a member of hers, and to no other; nothing chosen is told.
        let charge = |account: kernel::Uuid| format!("{path}/{account}/fonctions");
        let more = [("fonctions", Function::CarrierSignatory.code())];
        assert_eq!(knocker.post("lea", &charge(omar), &[]).await.status.as_u16(), 422);
        assert_eq!(knocker.post("lea", &charge(ines), &more).await.status.as_u16(), 404, "a member elsewhere");
        let status = knocker.post("omar", &charge(omar), &more).await.status.as_u16();
        assert!([403, 404].contains(&status), "not to himself: {status}");
        assert_eq!(knocker.post("lea", &charge(omar), &more).await.status.as_u16(), 303);
        let page = plain(&knocker.get("lea", &path).await.body);
        let own = page.split("Personne omar").nth(1).and_then(|rest| rest.split("</li>").next()).unwrap_or_default();
        assert!(
            own.contains(Function::CarrierSignatory.french()) && own.contains(Function::CarrierEditor.french()),
            "{own}"
        );
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_an_association_says_whom_to_call() {
    directory::facade::tell_helpline("04 68 00 00 00".to_owned());
    each_database(&migrations(), |db| async move {
        let (house, knocker) = opened(db, 83);
        let ours = organisation(&house, "Les Passerelles").await;
        person(&house, "lea", &[Function::CarrierAdministrator], Some(ours)).await;
        let own = format!("/mon-association/{ours}");
        for path in
            ["", "/identite", "/coordonnees", "/banque", "/annuaire", "/membres", "/engagement", "/pieces/nouvelle"]
        {
            let page = knocker.get("lea", &format!("{own}{path}")).await;
            assert_eq!(page.status.as_u16(), 200, "{path}");
            assert!(page.body.contains("href=\"tel:0468000000\""), "{path}: {}", page.body);
        }
        for path in ["/mon-association", "/associations"] {
            assert!(knocker.get("lea", path).await.body.contains("href=\"tel:0468000000\""), "{path}");
        }
    })
    .await;
}
