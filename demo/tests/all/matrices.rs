//! The two matrices of the demonstration against the figures of its source, on both databases.

use std::collections::BTreeMap;
use std::future::Future;

use crate::seeded::{Seeded, lines, migrations, on_each, plain, seeded_with};
use demo::seed::listening::Placed;
use kernel::Uuid;

/// Marks of the source: need and neighbourhood, by the code of the need.
type Marks = BTreeMap<String, Vec<(Uuid, Uuid)>>;

/// The demonstration without a piece of evidence, and the marks of the source to enter again.
async fn emptied<F, Fut>(seed: u64, test: F)
where
    F: Fn(Seeded, Placed, Marks) -> Fut,
    Fut: Future<Output = ()>,
{
    let test = &test;
    database::testing::each_database(&migrations(), |db| async move {
        let mut told = demo::load().expect("the demonstration is read");
        let evidence = std::mem::take(&mut told.matrix.evidence);
        let (seeded, placed) = seeded_with(db, database::testing::outside(seed), &told).await;
        let mut tx = seeded.house.read().await.expect("read");
        let needs = listening::facade::needs(&mut tx).await.expect("needs");
        let areas = territory::facade::areas(&mut tx).await.expect("areas");
        drop(tx);
        let mut marks = Marks::new();
        for one in evidence {
            let need = needs.iter().find(|need| need.code == one.need).expect("a need").id;
            let name =
                &told.territory.neighbourhoods.iter().find(|area| area.key == one.neighbourhood).expect("one").name;
            let area = areas.iter().find(|area| area.name == *name).expect("a neighbourhood").id;
            marks.entry(one.need).or_default().push((need, area));
        }
        test(seeded, placed, marks).await;
    })
    .await;
}

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

/// The part of a page that makes evidence of a note, walked by the facilitator: one note, then its need and its place.
async fn noted(seeded: &Seeded, at: (Uuid, Uuid), need: &str, area: &str) {
    let (consultation, gathering) = at;
    let words = format!("Entendu à propos de {need} {area}");
    let path = format!("/gestion/rencontres/{gathering}/notes");
    let fields = [("notes", words.as_str()), ("nature", "need"), ("quartier", area)];
    assert_eq!(seeded.knocker.post("chef", &path, &fields).await.status, 303);
    let mut tx = seeded.house.read().await.expect("read");
    let sql = "SELECT id FROM note WHERE words = $1";
    let (note,): (Uuid,) = database::fetch_one!(&mut tx, sql, words.as_str()).expect("the note");
    drop(tx);
    let path = format!("/gestion/tri/{consultation}/notes/{note}/preuve");
    let fields = [
        ("besoin", need),
        ("quartier", area),
        ("qui", "habitants"),
        ("propos", "Dit en atelier"),
        ("visibilite", "public"),
    ];
    let reply = seeded.knocker.post("chef", &path, &fields).await;
    assert_eq!(reply.status, 303, "{}", reply.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_matrix_is_rebuilt_cell_for_cell_from_notes_entered_at_a_workshop() {
    emptied(41, |seeded, placed, marks| async move {
        let (gathering, _) = placed.gathering("atelier-emploi").expect("the workshop");
        for (need, area) in marks.values().flatten() {
            noted(&seeded, (placed.consultation, gathering), &need.to_string(), &area.to_string()).await;
        }
        let told = demo::load().expect("the demonstration").matrix;
        let mut tx = seeded.house.read().await.expect("read");
        let areas = territory::facade::areas(&mut tx).await.expect("areas");
        drop(tx);
        let rows = lines(&seeded.knocker, "/besoins?format=csv-ouvert").await;
        assert!(rows.len() >= 26, "{}", rows.len());
        let mut count = 0;
        for (need, row) in told.needs.iter().zip(&rows) {
            assert_eq!(row[0], need.code);
            let expected = marks.get(&need.code).map_or(0, Vec::len);
            let named = row[3..8].iter().filter(|cell| *cell == "1").count();
            assert_eq!(named, expected, "{row:?}");
            for (rank, cell) in row[3..8].iter().enumerate() {
                let is_mark =
                    marks.get(&need.code).is_some_and(|own| own.iter().any(|(_, area)| areas[rank].id == *area));
                assert_eq!(cell == "1", is_mark, "{} in column {rank}: {cell}", need.code);
                count += usize::from(is_mark);
            }
            // Every mark came through one channel, known this time.
            if need.sensitivity.is_none() && expected > 0 {
                assert_eq!((row[9].as_str(), row[10].as_str()), ("1", "0"), "{row:?}");
            }
        }
        assert_eq!(count, 53);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_said_twice_and_nearly_twice_are_found_among_those_of_the_seminar() {
    emptied(42, |seeded, placed, _| async move {
        // The shape of the seminar's boards: two texts stuck twice, a third said three times in nearly the same words.
        let notes = [
            "Se réunir entre partenaires avant de déposer les projets",
            "Assurer dans la durée les actions reconnues comme indispensables",
            "Répondre plus vite aux demandes de subvention",
            "Montrer les métiers au pied des immeubles",
            "Se réunir entre partenaires avant de déposer les projets",
            "Assurer dans la durée des actions",
            "Un annuaire des associations",
            "Montrer les métiers au pied des immeubles",
            "Assurer dans la durée les actions : reconnues, donc indispensables",
            "Dire ce qui a été fait",
        ];
        let (gathering, _) = placed.gathering("seminaire").expect("the seminar");
        let path = format!("/gestion/rencontres/{gathering}/notes");
        let fields = [("notes", notes.join("\n")), ("nature", "idea".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(seeded.knocker.post("chef", &path, &fields).await.status, 303);
        let path = format!("/gestion/tri/{}/ressemblances", placed.consultation);
        let page = plain(&seeded.knocker.get("chef", &path).await.body);
        let sets: Vec<&str> = page.split("<legend>Ensemble").skip(1).collect();
        assert_eq!(sets.len(), 3, "{page}");
        let size = |set: &str| set.split("</form>").next().unwrap_or_default().matches("type=\"checkbox\"").count();
        assert_eq!(sets.iter().map(|set| size(set)).collect::<Vec<_>>(), [2, 3, 2]);
        assert_eq!(page.matches("mêmes mots").count(), 2);
        assert!(!page.contains("Un annuaire") && !page.contains("Dire ce qui a été fait"));
    })
    .await;
}
