//! The two matrices of the demonstration against the figures of its source, on both databases.

mod seeded;

use seeded::{lines, on_each, plain};

#[tokio::test]
async fn the_second_matrix_is_that_of_the_source_and_finds_its_empty_column_by_itself() {
    on_each(40, |seeded| async move {
        let told = demo::load().expect("the demonstration").matrix;
        let rows = lines(&seeded.knocker, "/besoins/reponses?format=csv-ouvert").await;
        assert_eq!(rows.len(), 7);
        let mut linked = 0;
        for (theme, row) in told.need_themes.iter().zip(&rows) {
            assert_eq!(row[0], theme.label);
            let crosses = told.answers.iter().filter(|answer| answer.need_theme == theme.code);
            let crosses: Vec<&String> = crosses.flat_map(|answer| &answer.solution_themes).collect();
            for (family, cell) in told.solution_themes.iter().zip(&row[2..]) {
                let is_cross = crosses.contains(&&family.code);
                assert_eq!(cell.starts_with("relié"), is_cross, "{}, {}: {cell}", theme.code, family.code);
                assert!(is_cross || cell == "non relié", "everything was looked at: {cell}");
                linked += usize::from(is_cross);
                // Each cell opens what is behind it.
                let path = format!("/besoins/reponses/{}/{}", theme.code, family.code);
                let page = seeded.knocker.get("", &path).await;
                assert_eq!(page.status, 200, "{path}");
                assert_eq!(plain(&page.body).contains("Non relié"), !is_cross, "{path}");
            }
        }
        assert_eq!(linked, 10);
        let page = seeded.knocker.get("", "/besoins/reponses").await;
        let text = plain(&page.body);
        // The column commented by hand in the source is found here.
        assert!(text.contains("Emploi : 4 pistes proposées, aucun besoin recueilli n’y mène"), "{text}");
        assert_eq!(text.matches("aucun besoin recueilli n’y mène").count(), 1);
        let bare =
            text.split("Besoins sans solution").nth(1).and_then(|rest| rest.split("Solutions sans besoin").next());
        let bare = bare.expect("the list");
        for (label, is_bare) in
            [("Difficultés pour se garer", true), ("Rats et pigeons", true), ("Accès aux soins insuffisant", false)]
        {
            assert_eq!(bare.contains(label), is_bare, "{label}");
        }
        assert_eq!(bare.matches("<dd>").count(), 9);
        let opened = plain(&seeded.knocker.get("", "/besoins/reponses/sante/services").await.body);
        assert!(opened.contains("Accès aux soins insuffisant") && opened.contains("Permanences de services publics"));
        assert!(opened.contains("1 preuve recueillie"), "{opened}");
        assert_eq!(seeded.knocker.get("", "/besoins/reponses/sante/x").await.status, 404);
        let pdf = seeded.knocker.get("", "/besoins/reponses?format=pdf").await;
        assert!(pdf.status == 200 && pdf.body.starts_with("%PDF"), "{}", pdf.status);
        assert_eq!(seeded.knocker.get("", "/besoins?format=pdf").await.status, 200);

        // Orders of the first matrix, and what a need weighs.
        let first = |rows: Vec<Vec<String>>| rows.into_iter().take(2).map(|row| row[0].clone()).collect::<Vec<_>>();
        let by_marks = lines(&seeded.knocker, "/besoins?ordre=citations&format=csv-ouvert").await;
        assert_eq!(first(by_marks), ["B02", "B22"], "named in five neighbourhoods, as B25 after them");
        let by_theme = lines(&seeded.knocker, "/besoins?ordre=theme&format=csv-ouvert").await;
        assert_eq!(by_theme[4][0], "B16", "the theme's fifth need comes with it");
        assert_eq!(seeded.knocker.get("", "/besoins?ordre=x").await.status, 404);
        let page = plain(&seeded.knocker.get("", "/besoins/B02").await.body);
        assert!(
            page.contains("5 preuves, 5 sans canal connu") && page.contains("Nettoyage des espaces communs"),
            "{page}"
        );
    })
    .await;
}
