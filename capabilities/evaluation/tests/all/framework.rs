//! The framework: built from the starter in a minute, written again, moved, published; on both databases.

use database::testing::{each_database, outside};

use crate::setting::{HOME, Setting, arranged, every, hidden, migrations};

async fn lines(set: &Setting) -> (String, Vec<String>) {
    let (status, page) = set.read("chef", HOME).await;
    assert_eq!(status, 200, "{page}");
    let all = every(&page, &format!("{HOME}/lignes/")).into_iter().filter(|one| !one.contains("nouvelle")).collect();
    (page, all)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_framework_starts_from_questions_one_accepts_and_adapts() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(501)).await;
        let (_, page) = set.read("chef", HOME).await;
        assert!(page.contains("Aucune question") && page.contains("En préparation"), "{page}");
        let starter = format!("{HOME}/modele");
        let (status, page, _) = set.send("chef", &starter, &[("contrat", "essai")]).await;
        assert!(status == 422 && page.contains("Cochez au moins une question"), "{page}");
        let chosen = [("contrat", "essai"), ("questions", "ecarts"), ("questions", "habitants")];
        assert_eq!(set.send("evaluatrice", &starter, &chosen).await.0, 303);
        let (page, all) = lines(&set).await;
        // Two questions, four criteria, the two indicators the library has of the four the starter names.
        assert_eq!(all.len(), 8, "{page}");
        assert!(page.contains("1.1.1 Taux de pauvreté") && page.contains("Une baisse est souhaitée"), "{page}");
        let (status, page, _) = set.send("chef", &starter, &chosen).await;
        assert!(status == 422 && page.contains("sont déjà dans le cadre"), "twice: {page}");
        assert_eq!(set.acts("evaluation.write").await, 1);

        // A question is written again in one's own words, tied to an objective.
        let (_, page) = set.read("chef", &all[0]).await;
        let node = set.ground.nodes[0].to_string();
        let again =
            [("texte", "Vit-on mieux à La Conte ?"), ("objectifs", &node), ("revision", &hidden(&page, "revision"))];
        assert_eq!(set.send("chef", &all[0], &again).await.0, 303);
        let (status, page, _) = set.send("instruction", &all[0], &again).await;
        assert!(status == 409 && page.contains("Vit-on mieux à La Conte ?"), "nothing typed is lost: {page}");
        let typed = [("texte", ""), ("objectifs", "O1, O99"), ("note", "Gardée"), ("revision", "2")];
        let (status, page, _) = set.send("chef", &all[0], &typed).await;
        assert!(status == 422 && page.contains("Saisissez la question") && page.contains("Gardée"), "{page}");
        assert!(page.contains("« O99 » n’est la référence d’aucun objectif"), "{page}");
        let (page, _) = lines(&set).await;
        assert!(page.contains("1. Vit-on mieux à La Conte ?") && page.contains("O1 Grandir en bonne santé"), "{page}");
        set.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_move_and_are_taken_out_without_losing_what_stands_under_them() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(502)).await;
        let starter = [("contrat", "essai"), ("questions", "ecarts"), ("questions", "habitants")];
        assert_eq!(set.send("chef", &format!("{HOME}/modele"), &starter).await.0, 303);
        let (_, all) = lines(&set).await;
        let (first, criterion, measure) = (&all[0], &all[1], &all[2]);
        let last = &all[5];
        assert_eq!(set.send("chef", &format!("{first}/rang"), &[("sens", "bas")]).await.0, 303);
        let (page, moved) = lines(&set).await;
        assert!(moved[0] == *last && page.contains("1. Les habitants pèsent-ils"), "{page}");
        assert_eq!(set.send("chef", &format!("{first}/rang"), &[("sens", "bas")]).await.0, 303, "already the last");

        // A criterion goes under another question with its indicator.
        let id = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let to = id(last);
        let terms = [("texte", "Moins d’habitants pauvres."), ("sous", &*to), ("revision", "1")];
        assert_eq!(set.send("chef", criterion, &terms).await.0, 303);
        let (page, _) = lines(&set).await;
        assert!(page.contains("1.3 Moins d’habitants pauvres.") && page.contains("1.3.1 Taux de pauvreté"), "{page}");
        let measured = id(measure);
        let wrong = [("texte", "Moins."), ("sous", &*measured), ("revision", "2")];
        let (status, page, _) = set.send("chef", criterion, &wrong).await;
        assert!(status == 422 && page.contains("Choisissez une question de ce contrat"), "{page}");

        // What still holds lines is not taken out.
        let (status, page, _) = set.send("chef", &format!("{last}/suppression"), &[("revision", "1")]).await;
        assert!(status == 409 && page.contains("Des critères sont dessous"), "{page}");
        let (status, page, _) = set.send("chef", &format!("{criterion}/suppression"), &[("revision", "2")]).await;
        assert!(status == 409 && page.contains("Des indicateurs sont dessous"), "{page}");
        assert_eq!(set.send("chef", &format!("{measure}/suppression"), &[("revision", "9")]).await.0, 409);
        assert_eq!(set.send("chef", &format!("{measure}/suppression"), &[("revision", "1")]).await.0, 303);
        assert_eq!(set.read("chef", measure).await.0, 404);

        // An indicator is of the library, once under a criterion.
        let new = format!("{HOME}/lignes/nouvelle");
        let under = id(criterion);
        let measure = |code: &'static str| {
            vec![("contrat", "essai"), ("niveau", "measure"), ("indicateur", code), ("sorte", "impact"), ("sens", "up")]
        };
        let with = |mut fields: Vec<(&'static str, &'static str)>| {
            fields.push(("cible", "62,5"));
            fields.push(("cible-annee", "2030"));
            fields
        };
        let mut fields: Vec<(&str, &str)> = with(measure("tx_tot_empl"));
        let (status, page, _) = set.send("chef", &new, &fields).await;
        assert!(status == 422 && page.contains("Choisissez un critère de ce contrat"), "{page}");
        fields.push(("sous", &under));
        assert_eq!(set.send("chef", &new, &fields).await.0, 303);
        let (status, page, _) = set.send("chef", &new, &fields).await;
        assert!(status == 422 && page.contains("est déjà sous ce critère") && page.contains("62,5"), "{page}");
        let mut unknown = measure("rien");
        unknown.push(("sous", "x"));
        let (status, page, _) = set.send("chef", &new, &unknown).await;
        assert!(status == 422 && page.contains("de la bibliothèque partagée"), "{page}");
        let (page, _) = lines(&set).await;
        assert!(page.contains("Visé : 62,5 % en 2030"), "{page}");
        set.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_what_is_published_with_base_source_and_date() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(503)).await;
        let (publish, open) = (format!("{HOME}/publication"), "/evaluation/essai");
        let of = |revision: &'static str| [("contrat", "essai"), ("revision", revision)];
        let (status, page, _) = set.send("chef", &publish, &of("0")).await;
        assert!(status == 409 && page.contains("au moins une question avec un critère"), "{page}");
        assert_eq!(set.read("", open).await.0, 404);
        let starter = [("contrat", "essai"), ("questions", "ecarts")];
        assert_eq!(set.send("chef", &format!("{HOME}/modele"), &starter).await.0, 303);
        let purpose = format!("{HOME}/presentation");
        let (status, page, _) = set.send("chef", &purpose, &of("0")).await;
        assert!(status == 422 && page.contains("Saisissez à quoi sert"), "{page}");
        let written = [("contrat", "essai"), ("presentation", "Savoir ce qui change."), ("revision", "0")];
        assert_eq!(set.send("evaluatrice", &purpose, &written).await.0, 303);
        let (status, page, _) = set.send("chef", &purpose, &written).await;
        assert!(status == 409 && page.contains("Savoir ce qui change."), "{page}");
        assert_eq!(set.send("evaluatrice", &publish, &of("1")).await.0, 403, "who evaluates does not publish");
        assert_eq!(set.send("chef", &publish, &of("1")).await.0, 303);
        let (_, page) = set.read("", "/evaluation").await;
        assert!(page.contains("Contrat d’essai"), "{page}");
        let (status, page) = set.read("", open).await;
        assert!(status == 200 && page.contains("Savoir ce qui change.") && page.contains("2 indicateurs"), "{page}");
        let question = every(&page, &format!("{open}/questions/")).remove(0);
        let (status, page) = set.read("", &question).await;
        assert_eq!(status, 200, "{page}");
        // Nought is told, what nobody measured is another thing, and both have their base, source and date.
        let row = |name: &str| page.split("<tr role").find(|row| row.contains(name)).unwrap_or_default().to_owned();
        assert!(row("La Conte").contains("<span>0,0</span>") && row("La Conte").contains("2021"), "{page}");
        assert!(row("Grazailles").contains("pas demandé"), "{page}");
        assert!(page.contains("2 quartiers, dont 1 avec une valeur"), "{page}");
        assert!(page.contains("INSEE : Filosofi, lu le 1er février 2024"), "{page}");
        assert_eq!(set.read("", &format!("{open}/questions/{}", set.ground.contract)).await.0, 404);

        // Taken back, it is nowhere; nothing is lost.
        assert_eq!(set.send("chef", &format!("{HOME}/retrait"), &of("2")).await.0, 303);
        assert_eq!(set.read("", &question).await.0, 404);
        let (_, page) = set.read("evaluatrice", HOME).await;
        assert!(page.contains("Savoir ce qui change.") && !page.contains("Publier l’évaluation"), "{page}");
        // Another contract’s manager, an association, a visitor: not there.
        assert_eq!(set.read("ailleurs", &format!("{HOME}?contrat=essai")).await.0, 404);
        assert_eq!(set.read("asso-admin", HOME).await.0, 403);
        set.sound().await;
    })
    .await;
}
