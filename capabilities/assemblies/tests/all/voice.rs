//! A body speaks in its own voice: members it designated write, no authority changes a word; on both databases.

use crate::setting;

use crate::setting::{ACTOR, account, count, hidden, migrations, opened, plain, seated, sound};
use assemblies::actions::{Kind, PostKind, PostTerms, Role, publishing, roles};
use database::testing::{each_database, outside};
use kernel::{Actor, Failure, Function, Grant, Person, Refusal, Scope, Uuid};
use web::testing::{Knocker, house};

fn person(token: &str, functions: &[Function]) -> Actor {
    Actor::Person(Person {
        account: account(token),
        session: Uuid::from_u128(6),
        name: "Essai".into(),
        grants: functions.iter().map(|function| Grant { function: *function, scope: Scope::EVERYWHERE }).collect(),
        has_second_factor: true,
        acting_for: None,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn members_write_their_page_and_no_authority_changes_it() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(71));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let ours = opened(&house, Kind::Table, "Table de Grazailles").await;
        let theirs = opened(&house, Kind::Youth, "Jeunes").await;
        let camille = seated(&house, ours, "Camille", "conseil").await;
        seated(&house, ours, "Yanis", "asso").await;
        seated(&house, theirs, "Dominique", "enquete").await;
        let open = format!("/instances/{ours}");
        let blank = plain(&knocker.get("", &open).await.body);
        assert!(blank.contains("ne s’est pas encore présentée") && blank.contains("Fleming La Reille"), "{blank}");
        let list = format!("/conseil/{ours}/publications");
        let new = format!("{list}/nouvelle");
        let words = [("nature", "presentation"), ("titre", "Qui nous sommes"), ("texte", "Nous habitons ici.")];
        let none: (&str, &str, &[u8]) = ("fichier", "", b"");
        // Until members designate her, nobody writes.
        for who in ["conseil", "asso", "enquete", "chef", "admin", "elue"] {
            assert_eq!(knocker.upload(who, &new, &words, none).await.status.as_u16(), 404, "{who}");
        }
        let id = camille.to_string();
        let charge = [("membre", id.as_str()), ("charge", "editor")];
        assert_eq!(knocker.post("asso", &format!("/conseil/{ours}/charges"), &charge).await.status.as_u16(), 303);
        let wrong = knocker
            .upload("conseil", &new, &[("titre", ""), ("texte", "")], ("fichier", "p.png", &setting::png()))
            .await;
        assert_eq!(wrong.status.as_u16(), 422);
        for told in ["Indiquez un titre", "Écrivez le texte", "Dites ce que montre la photo"] {
            assert!(wrong.body.contains(told), "{told}: {}", wrong.body);
        }
        let made = knocker.upload("conseil", &new, &words, none).await;
        assert_eq!(made.status.as_u16(), 303, "{}", made.body);
        let second = knocker.upload("conseil", &new, &words, none).await;
        assert!(second.status.as_u16() == 409 && second.body.contains("Nous habitons ici."), "{}", second.body);
        let news = [
            ("titre", "Fête des voisins"),
            ("texte", "Le 20 juin, place de la Fontaine."),
            ("alternative", "La place en fête"),
        ];
        let made = knocker.upload("conseil", &new, &news, ("fichier", "p.png", &setting::png())).await;
        assert_eq!(made.status.as_u16(), 303, "{}", made.body);
        let page = knocker.get("", &open).await.body;
        assert!(page.contains("Nous habitons ici.") && page.contains("alt=\"La place en fête\""), "{page}");
        assert!(!page.contains("droit de réponse</a>") && !page.contains("/masquage"), "{page}");
        let photo = page.split("src=\"/publications/").nth(1).and_then(|rest| rest.split('"').next()).expect("a photo");
        assert_eq!(knocker.get("", &format!("/publications/{photo}")).await.media_type, "image/jpeg");
        let post = photo.split('/').next().expect("an identifier").to_owned();
        let edit = format!("/conseil/publications/{post}");

        // Another version; the former is kept; a stale page gives its text back.
        let at = hidden(&knocker.get("conseil", &edit).await.body, "revision");
        let change = [
            ("titre", "Fête des voisins"),
            ("texte", "Le 21 juin."),
            ("alternative", "La place"),
            ("revision", at.as_str()),
        ];
        assert_eq!(knocker.upload("conseil", &edit, &change, none).await.status.as_u16(), 303);
        let stale = knocker.upload("conseil", &edit, &change, none).await;
        assert!(stale.status.as_u16() == 409 && stale.body.contains("Le 21 juin."), "{}", stale.body);
        let versions = knocker.get("asso", &edit).await.body;
        assert!(
            versions.contains("Le 20 juin") && versions.contains("Le 21 juin") && !versions.contains("<textarea"),
            "{versions}"
        );

        // No authority edits nor removes: neither by a door, nor by the action, nor by sitting and being designated.
        let at = hidden(&knocker.get("conseil", &edit).await.body, "revision");
        let seize = [("titre", "Autre"), ("texte", "Autre"), ("revision", at.as_str())];
        for who in ["chef", "admin", "elue", "asso", "enquete"] {
            assert_eq!(knocker.upload(who, &edit, &seize, none).await.status.as_u16(), 404, "{who}");
            let gone = knocker.post(who, &format!("{edit}/retrait"), &[("revision", at.as_str())]).await;
            assert_eq!(gone.status.as_u16(), 404, "{who}");
        }
        let id: Uuid = post.parse().expect("an identifier");
        let mut tx = house.write().await.expect("write");
        let around = (&house.outside, house.vault.as_ref());
        let terms = || PostTerms { title: "Autre".into(), words: "Autre".into(), alternative: "Autre".into() };
        let authorities = [
            ACTOR,
            person("chef", &[Function::ProjectManager]),
            person("admin", &[Function::Administrator]),
            person("conseil", &[Function::CouncilMember, Function::ProjectManager]),
            person("conseil", &[Function::Administrator]),
        ];
        for actor in &authorities {
            let changed =
                publishing::amend(&mut tx, around, actor, (id, at.parse().expect("a number")), (terms(), None)).await;
            assert!(matches!(changed, Err(Failure::Refused(Refusal::NotFound | Refusal::Rule { .. }))), "{changed:?}");
            let new = publishing::publish(&mut tx, around, actor, (ours, PostKind::News), (terms(), None)).await;
            assert!(matches!(new, Err(Failure::Refused(Refusal::NotFound | Refusal::Rule { .. }))), "{new:?}");
            let gone = publishing::take_down(&mut tx, &house.outside, actor, (id, at.parse().expect("a number"))).await;
            assert!(matches!(gone, Err(Failure::Refused(Refusal::NotFound | Refusal::Rule { .. }))), "{gone:?}");
        }
        let chef = person("chef", &[Function::ProjectManager]);
        let given =
            roles::charge(&mut tx, &house.outside, &chef, ours, (Some(camille), Some(Role::Editor), false)).await;
        assert!(matches!(given, Err(Failure::Refused(Refusal::NotFound))), "{given:?}");
        drop(tx);
        assert!(knocker.get("", &open).await.body.contains("Le 21 juin."));

        // The authority answers beside, under its name.
        let reply = format!("/gestion/publications/{post}/reponse");
        assert!(knocker.get("chef", &open).await.body.contains(&reply));
        let empty = knocker.post("chef", &reply, &[("signature", ""), ("reponse", "")]).await;
        assert!(empty.status.as_u16() == 422 && empty.body.contains("au nom de qui"), "{}", empty.body);
        let said = [("signature", "Ville d’essai"), ("reponse", "La ville prête les tables.")];
        assert_eq!(knocker.post("elue", &reply, &said).await.status.as_u16(), 403);
        assert_eq!(knocker.post("conseil", &reply, &said).await.status.as_u16(), 403);
        assert_eq!(knocker.post("chef", &reply, &said).await.status.as_u16(), 303);
        let page = knocker.get("", &open).await.body;
        for told in ["Le 21 juin.", "Réponse de Ville d’essai", "La ville prête les tables."] {
            assert!(page.contains(told), "{told}: {page}");
        }

        // Plainly illegal: an administrator alone, a reason in its place, members told.
        let hide = format!("/gestion/publications/{post}/masquage");
        assert_eq!(knocker.get("chef", &hide).await.status.as_u16(), 403);
        let at = hidden(&knocker.get("admin", &hide).await.body, "revision");
        let empty = knocker.post("admin", &hide, &[("raison", ""), ("revision", &at)]).await;
        assert!(empty.status.as_u16() == 422 && empty.body.contains("quel texte de loi"), "{}", empty.body);
        let why = [("raison", "Injure publique (loi de 1881, article 33)"), ("revision", at.as_str())];
        assert_eq!(knocker.post("admin", &hide, &why).await.status.as_u16(), 303);
        assert_eq!(count(&house, "mail").await, 2);
        let page = knocker.get("", &open).await.body;
        assert!(page.contains("Injure publique") && !page.contains("Le 21 juin.") && !page.contains("Fête"), "{page}");
        assert_eq!(knocker.get("", &format!("/publications/{post}/photo")).await.status.as_u16(), 404);
        let seen = knocker.get("asso", &edit).await.body;
        assert!(seen.contains("Injure publique") && seen.contains("Le 21 juin."), "{seen}");
        let at = hidden(&knocker.get("admin", &hide).await.body, "revision");
        let again = [("montrer", "oui"), ("revision", at.as_str())];
        assert_eq!(knocker.post("admin", &hide, &again).await.status.as_u16(), 303);
        assert!(knocker.get("", &open).await.body.contains("Le 21 juin."));

        // The body takes it down itself.
        let at = hidden(&knocker.get("conseil", &edit).await.body, "revision");
        let gone = knocker.post("conseil", &format!("{edit}/retrait"), &[("revision", &at)]).await;
        assert_eq!(gone.status.as_u16(), 303, "{}", gone.body);
        assert!(!knocker.get("", &open).await.body.contains("Le 21 juin."));
        assert_eq!(count(&house, "assembly_post_version").await, 3);
        sound(&house).await;
    })
    .await;
}
