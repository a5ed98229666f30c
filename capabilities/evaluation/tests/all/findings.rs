//! Findings, their evidence, recommendations and what became of them; on both databases.

use database::testing::{each_database, outside};
use kernel::Uuid;

use crate::setting::{HOME, arranged, every, hidden, migrations, path, published, sheet};

fn finding<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let base = [
        ("contrat", "essai"),
        ("constat", "Les jeunes adultes ne trouvent pas d’action."),
        ("solidite", "strong"),
        ("fait-jour", "2"),
        ("fait-mois", "1"),
        ("fait-annee", "2026"),
    ];
    let kept = base.into_iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes.iter().copied()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_is_told_with_its_evidence_and_not_without() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(511)).await;
        let question = published(&set).await;
        let (draft, shown) = (sheet(&set, "F1", "Ville", false).await, sheet(&set, "F2", "Ville", true).await);
        let new = format!("{HOME}/constats/nouveau");
        let wrong = finding(&[("constat", ""), ("solidite", ""), ("fait-annee", "2031"), ("detail", "Gardé")]);
        let (status, page, _) = set.send("evaluatrice", &new, &wrong).await;
        assert!(status == 422 && page.contains("Gardé") && page.contains("Saisissez le constat"), "{page}");
        assert!(page.contains("Dites jusqu’où") && page.contains("est passé ou aujourd’hui"), "{page}");
        let (status, page, to) = set.send("evaluatrice", &new, &finding(&[("question", &question)])).await;
        assert_eq!(status, 303, "{page}");
        let own = path(&to);
        let (_, page) = set.read("evaluatrice", &own).await;
        assert!(page.contains("Constat C1") && page.contains("écrit par Inès Évaluatrice"), "{page}");

        // Without evidence nothing is published; strong needs two different pieces.
        let publish = format!("{own}/publication");
        let (status, page, _) = set.send("chef", &publish, &[("revision", "1")]).await;
        assert!(status == 409 && page.contains("Ajoutez d’abord une preuve"), "{page}");
        let pieces = format!("{own}/preuves/nouvelle");
        let area = |rank: usize| set.ground.areas[rank].to_string();
        let figure = |area: String| {
            vec![
                ("sorte".to_owned(), "figure".to_owned()),
                ("indicateur".into(), "tp60".into()),
                ("quartier".into(), area),
            ]
        };
        let sent = async |fields: Vec<(String, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            set.send("evaluatrice", &pieces, &fields).await
        };
        let (status, page, _) = sent(figure(area(1))).await;
        assert!(status == 422 && page.contains("ce qui n’est pas mesuré"), "no figure proves nothing: {page}");
        let (status, page, _) = sent(figure(Uuid::nil().to_string())).await;
        assert!(status == 422 && page.contains("Choisissez un quartier de ce contrat"), "{page}");
        assert_eq!(sent(figure(area(0))).await.0, 303);
        let (status, page, _) = set.send("chef", &publish, &[("revision", "1")]).await;
        assert!(status == 409 && page.contains("au moins deux preuves différentes"), "{page}");
        let of_sheet = |id: Uuid| vec![("sorte".to_owned(), "sheet".to_owned()), ("fiche".into(), id.to_string())];
        let (status, page, _) = sent(of_sheet(draft)).await;
        assert!(status == 422 && page.contains("Choisissez une fiche publiée"), "a draft is no evidence: {page}");
        assert_eq!(sent(of_sheet(shown)).await.0, 303);
        let meeting = [("sorte", "meeting"), ("texte", "Comité de pilotage"), ("adresse", "javascript:x")];
        let (status, page, _) = set.send("evaluatrice", &pieces, &meeting).await;
        assert!(status == 422 && page.contains("Saisissez le jour") && page.contains("commence par https"), "{page}");
        assert_eq!(set.send("evaluatrice", &publish, &[("revision", "1")]).await.0, 403);
        assert_eq!(set.send("chef", &publish, &[("revision", "9")]).await.0, 409);
        assert_eq!(set.send("chef", &publish, &[("revision", "1")]).await.0, 303);

        // Everybody reads it, with what each piece says and where it leads; nobody is named.
        for at in ["/evaluation/essai/constats".to_owned(), format!("/evaluation/essai/questions/{question}")] {
            let (status, page) = set.read("", &at).await;
            assert_eq!(status, 200, "{page}");
            assert!(page.contains("Taux de pauvreté, La Conte : 0 % en 2021 (Filosofi)"), "{page}");
            assert!(
                page.contains("href=\"/observatoire/indicateurs/tp60\"") && page.contains("F2 Action F2"),
                "{page}"
            );
            assert!(!page.contains("Inès"), "{page}");
        }
        // A piece it stands on is not taken out under everybody’s eyes, nor the question it answers.
        let (_, page) = set.read("chef", &own).await;
        let piece = every(&page, &format!("{HOME}/preuves/")).remove(0);
        let (status, page, _) = set.send("chef", &piece, &[]).await;
        assert!(status == 409 && page.contains("il ne tiendrait plus sans elle"), "{page}");
        let (status, _, _) = set.send("chef", &format!("{own}/suppression"), &[("revision", "2")]).await;
        assert_eq!(status, 409);
        let change = format!("{own}/modifier");
        let milder = finding(&[("solidite", "fair"), ("revision", "2")]);
        assert_eq!(set.send("evaluatrice", &change, &milder).await.0, 303);
        let (status, page, _) = set.send("chef", &change, &milder).await;
        assert!(status == 409 && page.contains("Les jeunes adultes"), "{page}");
        assert_eq!(set.send("chef", &piece, &[]).await.0, 303, "one is enough now");
        let (status, page, _) = set.send("chef", &change, &finding(&[("revision", "3")])).await;
        assert!(status == 409 && page.contains("au moins deux preuves"), "strong again: {page}");

        assert_eq!(set.send("chef", &publish, &[("etat", "retrait"), ("revision", "3")]).await.0, 303);
        let (_, page) = set.read("", "/evaluation/essai/constats").await;
        assert!(page.contains("Aucun constat n’est encore publié"), "{page}");
        assert_eq!(set.send("chef", &format!("{own}/suppression"), &[("revision", "4")]).await.0, 303);
        assert_eq!(set.read("chef", &own).await.0, 404);
        assert_eq!(set.read("ailleurs", &format!("{HOME}/constats?contrat=essai")).await.0, 404);
        set.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recommendation_is_answered_followed_and_late_when_nothing_comes() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(512)).await;
        published(&set).await;
        let (_, _, to) = set.send("chef", &format!("{HOME}/constats/nouveau"), &finding(&[("solidite", "fair")])).await;
        let found = path(&to);
        let id = found.rsplit('/').next().unwrap_or_default().to_owned();
        let document = [("sorte", "document"), ("texte", "Bilan 2025, page 12")];
        assert_eq!(set.send("chef", &format!("{found}/preuves/nouvelle"), &document).await.0, 303);

        let new = format!("{HOME}/recommandations/nouvelle");
        let (status, page, _) = set.send("evaluatrice", &new, &[("contrat", "essai"), ("detail", "Gardé")]).await;
        assert!(status == 422 && page.contains("Gardé") && page.contains("Cochez au moins un constat"), "{page}");
        assert!(page.contains("jamais une personne"), "{page}");
        let terms = |words: &'static str| {
            vec![
                ("contrat", "essai"),
                ("recommandation", words),
                ("destinataire", "Mission locale d’essai"),
                ("constats", &*id),
                ("echeance-jour", "1"),
                ("echeance-mois", "2"),
                ("echeance-annee", "2026"),
            ]
        };
        let (status, page, to) = set.send("evaluatrice", &new, &terms("Ouvrir un accueil le soir.")).await;
        assert_eq!(status, 303, "{page}");
        let own = path(&to);
        let (status, page, _) = set.send("chef", &format!("{own}/publication"), &[("revision", "1")]).await;
        assert!(status == 409 && page.contains("Publiez d’abord un des constats"), "{page}");
        assert_eq!(set.send("chef", &format!("{found}/publication"), &[("revision", "1")]).await.0, 303);
        assert_eq!(set.send("chef", &format!("{own}/publication"), &[("revision", "1")]).await.0, 303);
        let (status, page, _) =
            set.send("chef", &format!("{found}/publication"), &[("etat", "retrait"), ("revision", "2")]).await;
        assert!(status == 409 && page.contains("La recommandation R1 est publiée"), "{page}");

        // Its day is past and nobody answered: it is late, for everybody.
        let open = "/evaluation/essai/recommandations";
        let (_, page) = set.read("", open).await;
        assert!(page.contains("1 recommandation en retard : R1") && page.contains("Attend une réponse"), "{page}");
        let (_, page) = set.read("chef", &format!("{HOME}/recommandations?contrat=essai&etat=retard")).await;
        assert!(page.contains("Ouvrir un accueil le soir."), "{page}");

        // Refusing needs a reason; accepting in part too.
        let answer = format!("{own}/reponse");
        let said = |kind: &'static str, reason: &'static str, revision: &'static str| {
            [
                ("reponse", kind),
                ("raison", reason),
                ("instance", "Comité de pilotage"),
                ("repondu-jour", "1"),
                ("repondu-mois", "3"),
                ("repondu-annee", "2026"),
                ("revision", revision),
            ]
        };
        let early = format!("{own}/suites");
        let step = [
            ("avancement", "done"),
            ("suite", "Ouvert"),
            ("note-jour", "1"),
            ("note-mois", "3"),
            ("note-annee", "2026"),
        ];
        let (status, page, _) = set.send("chef", &early, &step).await;
        assert!(status == 409 && page.contains("n’a pas encore répondu"), "{page}");
        let (status, page, _) = set.send("chef", &answer, &said("refused", "", "2")).await;
        assert!(status == 422 && page.contains("Saisissez la raison du refus"), "{page}");
        assert_eq!(set.send("evaluatrice", &answer, &said("accepted", "", "2")).await.0, 403);
        assert_eq!(set.send("chef", &answer, &said("in_part", "Le samedi seulement", "2")).await.0, 303);
        let (status, page, _) = set.send("chef", &answer, &said("accepted", "Autre mot", "2")).await;
        assert!(status == 409 && page.contains("Autre mot"), "{page}");
        let (status, page, _) = set.send("chef", &format!("{own}/modifier"), &terms("Autre chose")).await;
        assert!(status == 409 && page.contains("garde les mots") && page.contains("Autre chose"), "{page}");

        // What becomes of it is told to everybody, step by step.
        let (status, page, _) = set.send("chef", &early, &[("avancement", "done"), ("suite", "")]).await;
        assert!(
            status == 422 && page.contains("Saisissez ce qui a été fait") && page.contains("Saisissez le jour"),
            "{page}"
        );
        assert_eq!(set.send("chef", &early, &step).await.0, 303);
        let (_, page) = set.read("", open).await;
        assert!(
            page.contains("Acceptée en partie par Comité de pilotage") && page.contains("Le samedi seulement"),
            "{page}"
        );
        assert!(page.contains("Faite") && page.contains("Ouvert") && !page.contains("en retard"), "{page}");
        let (status, page, _) = set.send("chef", &answer, &said("refused", "Non", "3")).await;
        assert!(status == 422 && page.contains("notez plutôt qu’elle est abandonnée"), "{page}");
        assert_eq!(set.send("chef", &format!("{own}/suppression"), &[("revision", "3")]).await.0, 409);
        assert_eq!(set.read("asso-admin", &own).await.0, 403);
        assert_eq!(set.read("ailleurs", &own).await.0, 404);
        let (_, page) = set.read("chef", &answer).await;
        assert_eq!(hidden(&page, "revision"), "3");
        set.sound().await;
    })
    .await;
}
