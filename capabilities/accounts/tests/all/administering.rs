//! Functions given and withdrawn, invitations, delegations, hand-over, purge.

use crate::common::{PASSWORD, PLATFORM, SECRET, everywhere, migrations, walk};
use database::testing::each_database;
use kernel::{Function, Grant, Scope};

#[tokio::test]
async fn an_association_reaches_its_own_people_only() {
    each_database(&migrations(), |db| async move {
        let walk = walk(db);
        let (ours, theirs) = (walk.organisation("La nôtre").await, walk.organisation("La leur").await);
        let scope = Scope::organisation(ours);
        let grants = [Grant { function: Function::CarrierAdministrator, scope }];
        let josiane = walk.person("Josiane", &grants, None, Some(SECRET)).await;
        let yannick = walk.person("Yannick", &[], None, None).await;
        let stranger = walk.person("Etrangere", &[], None, None).await;
        walk.join(josiane, ours).await;
        walk.join(yannick, ours).await;
        walk.join(stranger, theirs).await;
        let (token, doors) = (walk.enter_twice(josiane).await, &walk.doors);

        let list = doors.get(&token, "/gestion/comptes").await.body;
        assert!(list.contains("Yannick") && !list.contains("Etrangere"));
        let csv = doors.get(&token, "/gestion/comptes/export/csv").await;
        assert!(csv.body.contains("Yannick") && !csv.body.contains("Etrangere"));
        assert_eq!(doors.get(&token, &format!("/gestion/comptes/{yannick}")).await.status, 200);
        assert_eq!(doors.get(&token, &format!("/gestion/comptes/{stranger}")).await.status, 404);
        assert_eq!(doors.get(&token, &format!("/gestion/organisations/{theirs}")).await.status, 404);
        assert_eq!(doors.get(&token, &format!("/gestion/comptes/{yannick}/passation")).await.status, 403);

        let give = format!("/gestion/comptes/{yannick}/fonctions");
        let ours = ours.to_string();
        let editor =
            [("fonction", "carrier_editor"), ("organisation", ours.as_str()), ("motif", "saisie des dossiers")];
        assert_eq!(doors.post(&token, &give, &editor).await.status, 303);
        let chief = [("fonction", "project_manager"), ("organisation", ours.as_str()), ("motif", "essai")];
        assert_eq!(doors.post(&token, &give, &chief).await.status, 422);
        let nowhere = [("fonction", "carrier_editor"), ("motif", "essai")];
        assert!(doors.post(&token, &give, &nowhere).await.status.is_client_error());
        let theirs = theirs.to_string();
        let elsewhere = [("fonction", "carrier_editor"), ("organisation", theirs.as_str()), ("motif", "essai")];
        assert_eq!(doors.post(&token, &give, &elsewhere).await.status, 403);
        let herself = format!("/gestion/comptes/{josiane}/fonctions");
        let signatory = [("fonction", "carrier_signatory"), ("organisation", ours.as_str()), ("motif", "essai")];
        let refused = doors.post(&token, &herself, &signatory).await;
        assert!(refused.body.contains("à soi-même"), "{}", refused.status);
        assert_eq!(walk.count("SELECT COUNT(*) FROM account_function").await, 2);
    })
    .await;
}

#[tokio::test]
async fn somebody_invited_accepts_once() {
    each_database(&migrations(), |db| async move {
        let walk = walk(db);
        let admin = walk.person("Nadege", &[everywhere(Function::Administrator)], None, Some(SECRET)).await;
        let (token, doors) = (walk.enter_twice(admin).await, &walk.doors);
        let own = [("email", "nadege@ville.example"), ("fonctions", "elected")];
        assert_eq!(doors.post(&token, "/gestion/invitations/nouvelle", &own).await.status, 422, "not to herself");
        let typed = [("email", "elue@ville.example"), ("fonctions", "elected"), ("fonctions", "auditor")];
        assert_eq!(doors.post(&token, "/gestion/invitations/nouvelle", &typed).await.status, 303);
        let path = &walk.invitation().await;
        assert!(doors.get("", path).await.body.contains("Élu·e, Audit"));
        assert_eq!(doors.post("", path, &[("nom", "")]).await.status, 422);
        assert_eq!(doors.post("", path, &[("nom", "Zoé Petit"), ("mot-de-passe", "court")]).await.status, 422);
        let accepted = doors.post("", path, &[("nom", "Zoé Petit"), ("mot-de-passe", PASSWORD)]).await;
        assert_eq!(accepted.location, "/compte?fait=connecte");
        let page = doors.get(&accepted.token.expect("in"), "/compte").await.body;
        assert!(page.contains("Zoé Petit") && page.contains("Élu·e") && page.contains("Audit"));
        assert_eq!(doors.post("", path, &[("nom", "Autre")]).await.status, 410);

        doors
            .post(&token, "/gestion/invitations/nouvelle", &[("email", "tard@ville.example"), ("fonctions", "elected")])
            .await;
        let list = doors.get(&token, "/gestion/invitations").await.body;
        let action =
            list.split("action=\"").find(|part| part.contains("/reprise")).and_then(|part| part.split('"').next());
        assert_eq!(doors.post(&token, action.expect("a form"), &[]).await.status, 303);
        assert_eq!(walk.count("SELECT COUNT(*) FROM invitation WHERE revoked_at IS NOT NULL").await, 1);
    })
    .await;
}

#[tokio::test]
async fn acting_for_somebody_is_traced_and_ends() {
    each_database(&migrations(), |db| async move {
        let walk = walk(db);
        let association = walk.organisation("Les Passerelles").await;
        let grants = [
            Grant { function: Function::CarrierAdministrator, scope: Scope::organisation(association) },
            everywhere(Function::Administrator),
        ];
        let giver = walk.person("Josiane", &grants, None, Some(SECRET)).await;
        let receiver = walk.person("Yannick", &[], None, Some(SECRET)).await;
        let other = walk.person("Karim", &[], None, None).await;
        let doors = &walk.doors;
        let (hers, his, karim) =
            (walk.enter_twice(giver).await, walk.enter_twice(receiver).await, walk.enter(other).await);
        let dates = [
            ("email", "yannick@ville.example"),
            ("debut-jour", "15"),
            ("debut-mois", "3"),
            ("debut-annee", "2026"),
            ("fin-jour", "20"),
            ("fin-mois", "3"),
            ("fin-annee", "2026"),
            ("motif", "congés"),
        ];
        assert_eq!(doors.post(&hers, "/compte/delegations", &dates[..1]).await.status, 422);
        assert_eq!(doors.post(&hers, "/compte/delegations", &dates).await.status, 303);
        assert_eq!(doors.get(&his, "/gestion/organisations").await.status, 403);

        let page = doors.get(&his, "/compte/agir-pour").await.body;
        let action =
            page.split("action=\"/compte/agir-pour/").nth(1).and_then(|rest| rest.split('"').next()).expect("a form");
        let take = format!("/compte/agir-pour/{action}");
        assert_eq!(doors.post(&karim, &take, &[]).await.status, 404, "not given to him");
        assert_eq!(doors.post(&his, &take, &[]).await.status, 303);
        let page = doors.get(&his, "/gestion/organisations").await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("Vous agissez pour Josiane"));
        assert_eq!(
            doors.get(&his, &format!("/gestion/comptes/{giver}/passation")).await.status,
            403,
            "administration is not delegated"
        );

        let edit = format!("/gestion/organisations/{association}/modifier");
        let typed = [("nom", "Les Passerelles du quartier"), ("nature", "association"), ("revision", "1")];
        assert_eq!(doors.post(&his, &edit, &typed).await.status, 303);
        let (name,): (String,) = {
            let mut tx = walk.house.read().await.expect("tx");
            database::fetch_one!(&mut tx, "SELECT actor_name FROM journal_words ORDER BY seq DESC LIMIT 1")
                .expect("journal")
        };
        assert_eq!(name, "Yannick pour Josiane");
        let stale = doors.post(&his, &edit, &typed).await;
        assert_eq!(stale.status, 409);
        assert!(stale.body.contains("Les Passerelles du quartier"), "the text typed is given back");

        walk.hand.minutes(60);
        let taken_back = format!("/compte/delegations/{action}/fin");
        assert_eq!(doors.post(&hers, &taken_back, &[]).await.status, 303);
        assert_eq!(doors.get(&his, "/gestion/organisations").await.status, 403, "in his own name at once");
    })
    .await;
}

#[tokio::test]
async fn a_hand_over_passes_everything_and_closes() {
    each_database(&migrations(), |db| async move {
        let walk = walk(db);
        let association = walk.organisation("Agglomération").await;
        let admin = walk.person("Nadege", &[everywhere(Function::Administrator)], None, Some(SECRET)).await;
        let leaving = walk
            .person(
                "Claire",
                &[everywhere(Function::ProjectManager), everywhere(Function::Auditor)],
                Some(PASSWORD),
                None,
            )
            .await;
        let heir = walk.person("Karim", &[everywhere(Function::Auditor)], None, None).await;
        walk.join(leaving, association).await;
        let (token, hers, his) = (walk.enter_twice(admin).await, walk.enter(leaving).await, walk.enter(heir).await);
        let doors = &walk.doors;
        let path = format!("/gestion/comptes/{leaving}/passation");
        assert_eq!(doors.post(&token, &path, &[("email", "inconnu@ville.example"), ("motif", "x")]).await.status, 422);
        assert_eq!(doors.post(&token, &path, &[("email", "karim@ville.example"), ("motif", "")]).await.status, 422);
        assert_eq!(
            doors.post(&token, &path, &[("email", "karim@ville.example"), ("motif", "retraite")]).await.status,
            303
        );

        assert_eq!(doors.get(&hers, "/compte").await.status, 303, "out at once");
        let page = doors.get(&his, "/compte").await.body;
        assert!(page.contains("Chef·fe de projet") && page.contains("Agglomération"));
        assert_eq!(page.matches("Audit<").count(), 1, "a function held already is not given twice");
        let typed = [("email", "claire@ville.example"), ("mot-de-passe", PASSWORD)];
        assert_eq!(doors.post("", "/connexion/mot-de-passe", &typed).await.status, 422);
        assert_eq!(doors.get(&token, &path).await.status, 404, "closed already");

        // The last administrator stays.
        let own = format!("/gestion/comptes/{admin}/passation");
        let refused = doors.post(&token, &own, &[("email", ""), ("motif", "départ")]).await;
        assert!(refused.body.contains("Il faut garder"), "{}", refused.status);
        assert_eq!(doors.get(&token, "/compte").await.status, 200, "nothing was done");
    })
    .await;
}

#[tokio::test]
async fn what_is_over_is_removed() {
    each_database(&migrations(), |db| async move {
        let walk = walk(db);
        let claire = walk.person("Claire", &[everywhere(Function::CouncilMember)], Some(PASSWORD), None).await;
        let admin = walk.person("Nadege", &[everywhere(Function::Administrator)], None, Some(SECRET)).await;
        walk.enter(claire).await;
        walk.doors.post("", "/connexion", &[("email", "claire@ville.example")]).await;
        walk.answer_request().await;
        let purge = async || {
            let mut tx = walk.house.write().await.expect("tx");
            accounts::actions::purge(&mut tx, &walk.house.outside, &PLATFORM).await.expect("purged");
            tx.commit().await.expect("commit");
        };
        purge().await;
        assert_eq!(walk.count("SELECT COUNT(*) FROM session").await, 1, "what is in use stays");
        assert_eq!(walk.count("SELECT COUNT(*) FROM sign_in_link").await, 1);
        let token = walk.enter_twice(admin).await;
        let path = format!("/gestion/comptes/{claire}/passation");
        assert_eq!(walk.doors.post(&token, &path, &[("motif", "départ")]).await.status, 303);
        walk.hand.minutes(8 * 24 * 60);
        purge().await;
        for table in ["session", "sign_in_link", "guess"] {
            let sql = match table {
                "session" => "SELECT COUNT(*) FROM session",
                "guess" => "SELECT COUNT(*) FROM guess",
                _ => "SELECT COUNT(*) FROM sign_in_link",
            };
            assert_eq!(walk.count(sql).await, 0, "{table}");
        }
        assert_eq!(walk.count("SELECT COUNT(*) FROM account WHERE name = 'Claire'").await, 1, "kept three years");
        walk.hand.minutes(3 * 365 * 24 * 60);
        purge().await;
        assert_eq!(walk.count("SELECT COUNT(*) FROM account WHERE name = 'Claire'").await, 0);
        assert_eq!(walk.count("SELECT COUNT(*) FROM account").await, 2, "the row stays, without a name");
        assert_eq!(walk.count("SELECT COUNT(*) FROM journal_entry WHERE act = 'accounts.purge'").await, 2);
        let mut tx = walk.house.read().await.expect("tx");
        let report = journal::verify(&mut tx).await.expect("verified");
        assert!(report.findings.is_empty(), "a purge looks like a tampering: {:?}", report.findings);
    })
    .await;
}

#[tokio::test]
async fn everybody_reads_why_she_may_not() {
    each_database(&migrations(), |db| async move {
        let walk = walk(db);
        let claire = walk.person("Claire", &[everywhere(Function::Administrator)], None, None).await;
        let token = walk.enter(claire).await;
        let page = walk.doors.get(&token, "/compte/droits").await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("après avoir donné votre second code"));
        assert_eq!(walk.doors.get("", "/compte/droits").await.location, "/connexion?suite=/compte/droits");
    })
    .await;
}

#[tokio::test]
async fn the_first_account_comes_from_the_command_line() {
    each_database(&migrations(), |db| async move {
        let walk = walk(db);
        let (house, functions) = (&walk.house, [everywhere(Function::Administrator)]);
        let mut tx = house.write().await.expect("tx");
        let made = accounts::actions::create_with_link(
            &mut tx,
            &house.outside,
            &house.keys,
            &PLATFORM,
            "a@b.example",
            "A B",
            &functions,
        );
        let made = made.await.expect("created");
        tx.commit().await.expect("commit");
        walk.hand.minutes(47 * 60);
        assert_eq!(walk.doors.post("", &made.path, &[]).await.location, "/compte?fait=connecte");
        let mut tx = house.write().await.expect("tx");
        let again = accounts::actions::create_with_link(
            &mut tx,
            &house.outside,
            &house.keys,
            &PLATFORM,
            "A@b.example",
            "A B",
            &functions,
        );
        assert!(matches!(again.await, Err(kernel::Failure::Input(errors)) if errors[0].field == "email"));
    })
    .await;
}
