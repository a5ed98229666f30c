//! Members come from accepted seats or are typed, are invited, change their name, leave; on both databases.

use crate::setting::{account, hidden, migrations, opened, plain, seated, sound};
use assemblies::actions::{Kind, inviting};
use database::testing::{each_database, outside};
use database::{fetch_all, fetch_one};
use kernel::{Actor, Uuid};
use web::testing::{Knocker, house};

#[tokio::test(flavor = "multi_thread")]
async fn a_member_is_typed_corrected_suspended_and_leaves() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(11));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let table = opened(&house, Kind::Table, "Table de Grazailles").await;
        let list = format!("/gestion/instances/{table}/membres");
        assert!(knocker.get("chef", &list).await.body.contains("Personne ne siège encore ici"));

        // Everything wrong is told at once and given back.
        let wrong = [
            ("nom", ""),
            ("email", "sans arobase"),
            ("structure", "Amicale"),
            ("debut-jour", "32"),
            ("fin-jour", "1"),
            ("fin-mois", "2"),
            ("fin-annee", "2020"),
        ];
        let refused = knocker.post("chef", &format!("{list}/nouveau"), &wrong).await;
        assert_eq!(refused.status.as_u16(), 422);
        for told in
            ["Indiquez le prénom et le nom", "doit avoir la forme", "Amicale", "début du mandat", "sans arobase"]
        {
            assert!(plain(&refused.body).contains(told), "{told}: {}", refused.body);
        }
        let right = [
            ("nom", "Nadia B."),
            ("email", "nadia@exemple.fr"),
            ("compte", "woman"),
            ("debut-jour", "1"),
            ("debut-mois", "1"),
            ("debut-annee", "2026"),
            ("fin-jour", "31"),
            ("fin-mois", "5"),
            ("fin-annee", "2026"),
        ];
        let made = knocker.post("chef", &format!("{list}/nouveau"), &right).await;
        assert_eq!(made.status.as_u16(), 303, "{}", made.body);
        let sheet = made.location.split('?').next().unwrap_or_default().to_owned();
        let page = plain(&knocker.get("chef", &list).await.body);
        assert!(
            page.contains("Nadia B.") && page.contains("à inviter") && page.contains("1 mandat prend fin"),
            "{page}"
        );
        // The sheet counts, as she asked to be counted, and names nobody who did not agree.
        let counted = plain(&knocker.get("elue", &format!("/gestion/instances/{table}")).await.body);
        assert!(counted.contains("1 femme, 0 homme") && !counted.contains("Nadia"), "{counted}");
        assert_eq!(knocker.get("elue", &list).await.status.as_u16(), 403);

        // Corrected; a stale page gives everything back.
        let edit = format!("{sheet}/modifier");
        let revision = hidden(&knocker.get("chef", &edit).await.body, "revision");
        let mut changed = right.to_vec();
        changed.extend([("revision", revision.as_str()), ("structure", "Comité des fêtes"), ("nom-public", "oui")]);
        assert_eq!(knocker.post("chef", &edit, &changed).await.status.as_u16(), 303);
        let stale = knocker.post("chef", &edit, &changed).await;
        assert_eq!(stale.status.as_u16(), 409);
        assert!(stale.body.contains("Comité des fêtes"));
        let counted = plain(&knocker.get("elue", &format!("/gestion/instances/{table}")).await.body);
        assert!(counted.contains("Nadia B."), "{counted}");

        // Suspended, then gone for a reason of the list; nothing leads back.
        let stand = format!("{sheet}/mandat");
        let now = |page: &str| hidden(page, "revision");
        let page = knocker.get("chef", &sheet).await.body;
        let at = now(&page);
        let refused = knocker.post("chef", &stand, &[("etat", "left"), ("revision", &at)]).await;
        assert!(refused.status.as_u16() == 422 && refused.body.contains("Choisissez une raison"), "{}", refused.body);
        let suspended = knocker.post("chef", &stand, &[("etat", "suspended"), ("revision", &at)]).await;
        assert_eq!(suspended.status.as_u16(), 303, "{}", suspended.body);
        let again = knocker.post("chef", &stand, &[("etat", "suspended"), ("revision", &at)]).await;
        assert!(plain(&again.body).contains("on ne passe pas à"), "{}", again.body);
        let at = now(&knocker.get("chef", &sheet).await.body);
        let left = knocker.post("chef", &stand, &[("etat", "left"), ("motif", "moved"), ("revision", &at)]).await;
        assert_eq!(left.status.as_u16(), 303, "{}", left.body);
        let page = plain(&knocker.get("chef", &sheet).await.body);
        assert!(page.contains("déménagement") && !page.contains("Changer son mandat"), "{page}");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accepted_invitation_ties_the_account_and_opens_that_body_only() {
    each_database(&migrations(), |db| async move {
        accounts::facade::tell_accepted(assemblies::facade::accepted);
        let house = house(db, outside(12));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let (ours, theirs) = (opened(&house, Kind::Youth, "Jeunes").await, opened(&house, Kind::Table, "Table").await);
        let list = format!("/gestion/instances/{ours}/membres/nouveau");
        let day = [("debut-jour", "1"), ("debut-mois", "1"), ("debut-annee", "2026")];
        let mut form = vec![("nom", "Inès"), ("email", "ines@exemple.fr")];
        form.extend(day);
        let made = knocker.post("chef", &list, &form).await;
        let sheet = made.location.split('?').next().unwrap_or_default().to_owned();
        let revision = hidden(&knocker.get("chef", &sheet).await.body, "revision");
        let invite = format!("{sheet}/invitation");
        // Neither an elected official nor somebody without her second code invites.
        assert_eq!(knocker.post("elue", &invite, &[("revision", &revision)]).await.status.as_u16(), 403);
        assert_eq!(knocker.post("chef-sans-code", &invite, &[("revision", &revision)]).await.status.as_u16(), 403);
        assert_eq!(knocker.post("chef", &invite, &[("revision", &revision)]).await.status.as_u16(), 303);
        let stale = knocker.post("chef", &invite, &[("revision", &revision)]).await;
        assert_eq!(stale.status.as_u16(), 409);

        // One mail, to her, with a link; she accepts and goes on to her space.
        let mut tx = house.read().await.expect("read");
        let mails: Vec<(String, String)> =
            fetch_all!(&mut tx, "SELECT to_address, text_body FROM mail").expect("mails");
        drop(tx);
        assert_eq!(mails.len(), 1);
        assert!(mails[0].0 == "ines@exemple.fr" && mails[0].1.contains("siéger : Jeunes"), "{mails:?}");
        let token =
            mails[0].1.split("/invitation/").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a link");
        let mut tx = house.write().await.expect("write");
        let acceptance = accounts::actions::Acceptance { token, name: "Inès Ferrand", password_hash: None };
        let opened = accounts::actions::accept(&mut tx, &house.outside, acceptance, &Default::default())
            .await
            .expect("accepted");
        assert_eq!(opened.next_path, "/conseil");
        let (id, email): (Uuid, String) = fetch_one!(&mut tx, "SELECT id, email FROM account").expect("an account");
        tx.commit().await.expect("kept");
        assert_eq!(email, "ines@exemple.fr");
        let mut tx = house.read().await.expect("read");
        let (tied,): (Option<Uuid>,) = fetch_one!(&mut tx, "SELECT account FROM assembly_member").expect("a member");
        assert_eq!(tied, Some(id));
        let hers = Actor::Person(kernel::Person {
            account: id,
            session: Uuid::nil(),
            name: "Inès Ferrand".into(),
            grants: vec![],
            has_second_factor: false,
            acting_for: None,
        });
        assert!(assemblies::actions::member::mine(&mut tx, &hers, ours).await.is_ok());
        assert!(assemblies::actions::member::mine(&mut tx, &hers, theirs).await.is_err());
        drop(tx);
        // Nobody but the platform ties an account without an invitation.
        let mut tx = house.write().await.expect("write");
        let member: (Uuid,) = fetch_one!(&mut tx, "SELECT id FROM assembly_member").expect("a member");
        assert!(inviting::tie_account(&mut tx, &house.outside, &hers, (member.0, account("asso"))).await.is_err());
        drop(tx);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_says_who_reads_her_name_and_leaves() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(13));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let ours = opened(&house, Kind::Youth, "Conseil des jeunes").await;
        let theirs = opened(&house, Kind::Table, "Table de quartier").await;
        seated(&house, ours, "Camille", "conseil").await;
        seated(&house, theirs, "Dominique", "enquete").await;

        let home = knocker.get("conseil", "/conseil").await.body;
        assert!(home.contains("Conseil des jeunes") && !home.contains("Table de quartier"), "{home}");
        // Nothing of another body is reached: not by another member, an agent who sits nowhere, a visitor.
        for path in ["", "/mandat", "/profil"] {
            let path = format!("/conseil/{ours}{path}");
            assert_eq!(knocker.get("conseil", &path).await.status.as_u16(), 200, "{path}");
            for other in ["enquete", "chef", "elue"] {
                assert_eq!(knocker.get(other, &path).await.status.as_u16(), 404, "{other} {path}");
            }
            assert_eq!(knocker.get("", &path).await.status.as_u16(), 303, "{path}");
        }
        let nobody = knocker.get("chef", "/conseil").await.body;
        assert!(nobody.contains("Vous ne siégez dans aucune instance"), "{nobody}");

        // Her name.
        let profile = format!("/conseil/{ours}/profil");
        let revision = hidden(&knocker.get("conseil", &profile).await.body, "revision");
        let empty = knocker.post("conseil", &profile, &[("nom", ""), ("revision", &revision)]).await;
        assert!(empty.status.as_u16() == 422 && empty.body.contains("comme la personne souhaite"), "{}", empty.body);
        let said = [("nom", "Camille D."), ("nom-public", "oui"), ("revision", revision.as_str())];
        assert_eq!(knocker.post("enquete", &profile, &said).await.status.as_u16(), 404);
        assert_eq!(knocker.post("conseil", &profile, &said).await.status.as_u16(), 303);
        assert_eq!(knocker.post("conseil", &profile, &said).await.status.as_u16(), 409);
        let counted = knocker.get("elue", &format!("/gestion/instances/{ours}")).await.body;
        assert!(counted.contains("Camille D."), "{counted}");

        // She leaves: to be sure, then at once out.
        let leave = format!("/conseil/{ours}/depart");
        let unsure = knocker.post("conseil", &leave, &[("motif", "died")]).await;
        assert_eq!(unsure.status.as_u16(), 422);
        for told in ["Choisissez une raison dans la liste", "Cochez cette case"] {
            assert!(unsure.body.contains(told), "{told}: {}", unsure.body);
        }
        let sure = [("motif", "resigned"), ("certain", "oui")];
        assert_eq!(knocker.post("enquete", &leave, &sure).await.status.as_u16(), 404);
        assert_eq!(knocker.post("conseil", &leave, &sure).await.status.as_u16(), 303);
        assert_eq!(knocker.get("conseil", &format!("/conseil/{ours}")).await.status.as_u16(), 404);
        let counted = knocker.get("elue", &format!("/gestion/instances/{ours}")).await.body;
        assert!(!counted.contains("Camille D."), "{counted}");

        // A year later she is erased; her departure is no longer told.
        for (days, left) in [(300, 2), (370, 1)] {
            let later = kernel::Outside::told(kernel::Moment(house.outside.now().0).plus_days(days), 5);
            let mut tx = house.write().await.expect("write");
            let actor = Actor::Platform("essai");
            let around = (&later, &house.settings.zone);
            assemblies::actions::purge(&mut tx, around, &actor).await.expect("purged");
            tx.commit().await.expect("kept");
            let mut tx = house.read().await.expect("read");
            let sql = "SELECT COUNT(*) FROM assembly_member WHERE called_name <> ''";
            let (named,): (i64,) = fetch_one!(&mut tx, sql).expect("counted");
            assert_eq!(named, left, "after {days} days");
        }
        sound(&house).await;
    })
    .await;
}
