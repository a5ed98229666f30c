//! Indicators picked from the toolbox of a contract: written, offered by a call, chosen in an application beside free text, found
//! again by the report. On both databases.

use crate::desk::{answer, begun, hidden, plain, projects, sound};
use applications::testing::{house, migrations};
use database::testing::{each_database, outside};
use web::testing::Knocker;

const TOOLS: &str = "P1 ; Participants habitant le quartier ; personnes\r\nS1 ; Séances tenues ; séances";

#[tokio::test(flavor = "multi_thread")]
async fn indicators_go_from_the_toolbox_to_the_report() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(34)).await;
        let knocker = Knocker::new(applications::door(), house.clone());
        let call = format!("/gestion/appels/{}", ground.call);
        let toolbox = format!("{call}/indicateurs");
        for (token, status) in [("ailleurs", 404), ("financeur-etat", 403), ("asso-admin", 403), ("", 401)] {
            let reply = knocker.post(token, &toolbox, &[("outils", TOOLS), ("revision", "0")]).await;
            assert_eq!(reply.status.as_u16(), status, "{token}");
        }
        let wrong = knocker.post("chef", &toolbox, &[("outils", "P1 ; Participants"), ("revision", "0")]).await;
        assert_eq!(wrong.status.as_u16(), 422);
        assert!(plain(&wrong.body).contains("Ligne 1 : écrivez un code"), "{}", wrong.body);
        assert!(wrong.body.contains("P1 ; Participants</textarea>"), "{}", wrong.body);
        let written = [("outils", TOOLS), ("revision", "0")];
        assert_eq!(knocker.post("chef", &toolbox, &written).await.status.as_u16(), 303);
        let stale = knocker.post("instruction", &toolbox, &written).await;
        assert!(stale.status.as_u16() == 409 && stale.body.contains("Séances tenues"), "{}", stale.body);
        // The call proposes one of them, in its next version.
        let page = knocker.get("chef", &format!("{call}/cadre")).await.body;
        assert!(plain(&page).contains("P1 : Participants habitant le quartier (personnes)"), "{page}");
        let revision = hidden(&page, "revision");
        let unknown = [("annees", "3"), ("indicateurs", "Z9"), ("revision", &*revision)];
        let reply = knocker.post("chef", &format!("{call}/cadre"), &unknown).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("boîte à outils"), "{}", reply.body);
        let offered = [("annees", "3"), ("indicateurs", "P1"), ("revision", &*revision)];
        assert_eq!(knocker.post("chef", &format!("{call}/cadre"), &offered).await.status.as_u16(), 303);
        let before = begun(&knocker, &ground, "autre-asso", 1).await;
        let revision = hidden(&knocker.get("chef", &call).await.body, "revision");
        let note = [("revision", revision.as_str()), ("note", "Des indicateurs proposés.")];
        assert_eq!(knocker.post("chef", &format!("{call}/publication"), &note).await.status.as_u16(), 303);
        let old = projects(&house, &before).await[0];
        let page = knocker.get("autre-asso", &format!("{before}/question/{old}/indicateurs")).await.body;
        assert!(!page.contains("compte-1-outil"), "a draft keeps what it began with");

        let here = begun(&knocker, &ground, "asso-saisie", 0).await;
        let project = projects(&house, &here).await[0];
        let at = format!("{here}/question/{project}/indicateurs");
        let page = plain(&knocker.get("asso-saisie", &at).await.body);
        assert!(page.contains("<option value=\"P1\">Participants habitant le quartier (personnes)"), "{page}");
        assert!(!page.contains("Séances tenues"), "it is not offered by this call");
        // Both at once, one that is not offered, a number of nothing: each is told at its field.
        for (fields, field, sentence) in [
            (vec![("compte-1-outil", "P1"), ("compte-1-quoi", "Des gens")], "compte-1-quoi", "videz ce texte"),
            (vec![("compte-1-outil", "S1")], "compte-1-outil", "Choisissez un indicateur de la liste"),
            (vec![("compte-2-cible", "40")], "compte-2-quoi", "Dites ce que vous compterez"),
        ] {
            let reply = answer(&knocker, "asso-saisie", &at, &fields).await;
            let page = plain(&reply.body);
            assert_eq!(reply.status.as_u16(), 422, "{field}");
            assert!(page.contains(sentence) && page.contains(&format!("href=\"#champ-{field}\"")), "{field}: {page}");
        }
        let chosen = [
            ("compte-1-outil", "P1"),
            ("compte-1-cible", "40"),
            ("compte-2-quoi", "Repas partagés"),
            ("compte-2-unite", "repas"),
            ("compte-2-cible", "12"),
        ];
        assert_eq!(answer(&knocker, "asso-saisie", &at, &chosen).await.status.as_u16(), 303);
        let page = knocker.get("asso-saisie", &at).await.body;
        assert!(page.contains("<option value=\"P1\" selected>") && page.contains("value=\"Repas partagés\""), "{page}");
        assert!(page.contains("name=\"compte-1-quoi\" type=\"text\" value=\"\""), "{page}");
        // The toolbox may change: what was chosen says the same, to whoever reads the file and to the report.
        let other = [("outils", "P1 ; Autre chose ; fois"), ("revision", "1")];
        assert_eq!(knocker.post("chef", &toolbox, &other).await.status.as_u16(), 303);
        let mut tx = house.read().await.expect("read");
        let foreseen = applications::facade::foreseen(&mut tx, project, 2026).await.expect("read").expect("there");
        let told = |label: &str, unit: &str, target: &str| (label.to_owned(), unit.to_owned(), target.to_owned());
        assert_eq!(
            foreseen.indicators,
            [told("Participants habitant le quartier", "personnes", "40"), told("Repas partagés", "repas", "12")]
        );
        let sql = "SELECT code FROM project_indicator WHERE project = $1 ORDER BY position";
        let codes: Vec<(String,)> = database::fetch_all!(&mut tx, sql, project).expect("codes");
        assert_eq!(codes, [("P1".to_owned(),), (String::new(),)]);
        drop(tx);
        sound(&house).await;
    })
    .await;
}
