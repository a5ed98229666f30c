//! Words on their way in: sealed, masked, reviewed before anybody reads them, taken back with a code.

use crate::setting;

use crate::setting::{arranged, migrations};
use database::fetch_all;
use database::search::{Query, Reader, search};
use database::testing::each_database;
use kernel::{Actor, Uuid};

const RAW: &str = "Mme Zanzibari au 06 12 34 56 78 se plaint des poubelles kwerty";

/// The codes printed on a page.
fn codes(page: &str) -> Vec<String> {
    page.split("<code>").skip(1).filter_map(|rest| rest.split("</code>").next()).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_lines_are_sixty_words_and_what_is_typed_stays() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let pasted = (1..=60).map(|rank| format!("- Parole numéro {rank}\n")).collect::<String>();
        let page = stage.typed(&pasted).await;
        assert!(page.contains("60\u{a0}paroles enregistrées"), "{page}");
        let given = codes(&page);
        assert_eq!(given.len(), 60);
        assert!(page.contains("value=\"03/2026\"") && page.contains("value=\"parents d’élèves\""), "sticky defaults");
        assert_eq!(stage.column("SELECT DISTINCT month FROM verbatim").await, ["2026-03"], "no day is kept");

        // A month to come: everything typed is given back.
        let consultation = stage.consultation.to_string();
        let fields = [("concertation", consultation.as_str()), ("mois", "03/2031"), ("paroles", "Un bus\nUn banc")];
        let reply = stage.knocker.post("enquete", "/gestion/paroles/saisie", &fields).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(reply.body.contains("Un bus\nUn banc") && reply.body.contains("Le mois est à venir"), "{}", reply.body);
        let reply = stage.knocker.post("enquete", "/gestion/paroles/saisie", &fields[..1]).await;
        assert!(reply.body.contains("Saisissez au moins une parole"), "{}", reply.body);

        // Whoever may not record learns nothing of it.
        for (token, status) in [("elue", 403), ("", 303)] {
            assert_eq!(stage.knocker.get(token, &stage.path("saisie")).await.status.as_u16(), status, "{token}");
        }
        let nowhere = format!("/gestion/paroles/saisie?concertation={}", Uuid::nil());
        assert_eq!(stage.knocker.get("enquete", &nowhere).await.status.as_u16(), 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_before_the_review_and_the_raw_words_are_the_facilitators() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        stage.typed(RAW).await;
        let masked = stage.column("SELECT masked FROM verbatim").await;
        assert!(!masked[0].contains("Zanzibari") && !masked[0].contains("06 12"), "{masked:?}");
        assert!(masked[0].contains("poubelles kwerty"), "{masked:?}");

        // The project manager may not open the review; the facilitator sees both texts.
        assert_eq!(stage.knocker.get("chef", &stage.path("relecture")).await.status.as_u16(), 403);
        let page = stage.knocker.get("enquete", &stage.path("relecture")).await.body;
        assert!(page.contains("Zanzibari") && page.contains("[nom]"), "{page}");
        let id = stage.ids("SELECT id FROM verbatim").await[0];
        let sheet = format!("/gestion/paroles/{id}");
        for token in ["chef", "enquete"] {
            assert_eq!(stage.knocker.get(token, &sheet).await.status.as_u16(), 404, "not reviewed");
        }

        // A text that still shows somebody is refused, with what was typed.
        let consultation = stage.consultation.to_string();
        let (text, choice, revision) = (format!("texte-{id}"), format!("choix-{id}"), format!("revision-{id}"));
        let id_text = id.to_string();
        let mut fields = vec![
            ("concertation", consultation.as_str()),
            ("parole", id_text.as_str()),
            (revision.as_str(), "1"),
            (choice.as_str(), "accepter"),
            (text.as_str(), "Mme Zanzibari se plaint"),
        ];
        let reply = stage.knocker.post("enquete", "/gestion/paroles/relecture", &fields).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(
            reply.body.contains("Mme Zanzibari se plaint") && reply.body.contains("encore montrer"),
            "{}",
            reply.body
        );
        fields[4].1 = "Une habitante se plaint des poubelles kwerty";
        let reply = stage.knocker.post("enquete", "/gestion/paroles/relecture", &fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        // The same page sent again is a review that somebody already made.
        let reply = stage.knocker.post("enquete", "/gestion/paroles/relecture", &fields).await;
        assert_eq!(reply.status.as_u16(), 409);
        assert!(reply.body.contains("Une habitante se plaint"), "{}", reply.body);

        let seen = stage.knocker.get("chef", &sheet).await.body;
        assert!(seen.contains("Une habitante se plaint") && !seen.contains("Zanzibari"), "{seen}");
        assert!(stage.knocker.get("enquete", &sheet).await.body.contains("Zanzibari"), "until the purge");
        assert_eq!(stage.knocker.get("elue", &sheet).await.status.as_u16(), 403);
        for words in stage.column("SELECT detail FROM journal_words").await {
            assert!(!words.contains("Zanzibari") && !words.contains("kwerty"), "{words}");
        }
    })
    .await;
}

/// Everything the database of a house holds, as bytes: the file and its log on SQLite, every row otherwise.
async fn everything(stage: &setting::Stage) -> Vec<u8> {
    let mut tx = stage.house.read().await.expect("read");
    if !tx.is_postgres() {
        let files: Vec<(i64, String, String)> = fetch_all!(&mut tx, "PRAGMA database_list").expect("files");
        drop(tx);
        let path = files[0].2.clone();
        let mut bytes = std::fs::read(&path).expect("the file");
        bytes.extend(std::fs::read(format!("{path}-wal")).unwrap_or_default());
        return bytes;
    }
    let mut all = Vec::new();
    for table in database::catalog::tables(&mut tx).await.expect("tables") {
        let rows = database::rows::read_table(&mut tx, &table).await.expect("rows");
        all.extend(format!("{rows:?}").into_bytes());
    }
    all
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|part| part == word.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_takes_everything_back_and_nothing_of_it_remains() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let page = stage.typed("Les poubelles débordent, dit kwertyuiopien").await;
        stage.typed("Il manque des bancs").await;
        stage.codebook().await;
        stage.reviewed().await;
        let id = stage.ids("SELECT id FROM verbatim WHERE masked LIKE '%kwerty%'").await[0];

        // Coded, and made the evidence of a need that the matrix counts.
        let (consultation, id_text, need) = (stage.consultation.to_string(), id.to_string(), stage.need.to_string());
        let fields = [("concertation", consultation.as_str()), ("parole", &id_text), ("touches", "2b")];
        assert_eq!(stage.knocker.post("chef", "/gestion/paroles/codage", &fields).await.status.as_u16(), 303);
        let path = format!("/gestion/paroles/{id}/preuve");
        let reply = stage.knocker.post("chef", &path, &[("publique", "oui")]).await;
        assert_eq!(reply.status.as_u16(), 422, "no need was chosen");
        let fields = [("besoin", need.as_str()), ("publique", "oui")];
        let reply = stage.knocker.post("chef", &path, &fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let evidence = stage.ids("SELECT id FROM evidence").await[0];
        let cell = stage.knocker.get("", "/besoins/B01/QN01101N").await.body;
        assert!(cell.contains("kwertyuiopien"), "from the word to the matrix: {cell}");
        // Somebody corrects the evidence: the journal quotes it.
        let mut tx = stage.house.write().await.expect("a transaction");
        journal::record(
            &mut tx,
            &stage.house.outside,
            &Actor::Platform("essai"),
            journal::Entry::on("listening.record", "evidence", evidence)
                .detail(serde_json::json!({ "avant": "kwertyuiopien" })),
        )
        .await
        .expect("recorded");
        tx.commit().await.expect("kept");
        assert!(holds(&everything(&stage).await, "kwertyuiop"), "it is there before");

        let code = codes(&page).remove(0);
        let wrong = stage.knocker.post("", "/paroles/effacement", &[("cle", "AAAA-AAAA-AAAA-AAAA")]).await;
        assert_eq!(wrong.status.as_u16(), 422);
        assert!(wrong.body.contains("AAAA-AAAA-AAAA-AAAA"), "typed text is given back");
        let reply = stage.knocker.post("", "/paroles/effacement", &[("cle", &code.to_lowercase())]).await;
        assert_eq!(reply.status.as_u16(), 200, "{}", reply.body);
        assert!(reply.body.contains("1 parole est effacée"), "{}", reply.body);

        // The job that the deletion queued.
        let mut jobs = stage.column("SELECT kind FROM job").await;
        jobs.sort();
        assert_eq!(jobs, ["corpus.purge", "safekeeping.ledger"]);
        let mut tx = stage.house.write().await.expect("a transaction");
        corpus::actions::purge(&mut tx, &stage.house.outside, &Actor::Platform("essai")).await.expect("purged");
        tx.commit().await.expect("kept");
        corpus::actions::drop_traces(&stage.house.db).await.expect("cleaned");

        let left = everything(&stage).await;
        for word in ["kwertyuiop", "kwerty"] {
            assert!(!holds(&left, word), "{word} remains");
        }
        assert!(holds(&left, "manque des bancs"), "the others stay");
        assert!(
            stage.ids("SELECT id FROM coding").await.is_empty()
                && stage.ids("SELECT id FROM evidence").await.is_empty()
        );
        assert_eq!(stage.ids("SELECT id FROM verbatim").await.len(), 1);
        let mut tx = stage.house.read().await.expect("read");
        let found = search(&mut tx, &Query::words("kwertyuiopien", 9), &Reader::PLATFORM).await.expect("found");
        assert_eq!(found.count, 0);
        let found = search(&mut tx, &Query::words("rues propres", 9), &Reader::PUBLIC).await.expect("found");
        assert_eq!(found.count, 1);
        let report = journal::verify(&mut tx).await.expect("verified");
        assert!(report.findings.is_empty(), "{report:?}");
        drop(tx);
        let again = stage.knocker.post("", "/paroles/effacement", &[("cle", &code)]).await;
        assert_eq!(again.status.as_u16(), 422, "once is enough");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn raw_words_go_at_their_date_and_what_was_refused_goes_with_them() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        stage.typed("Un bus le soir\nUne insulte").await;
        let refused = stage.ids("SELECT id FROM verbatim WHERE masked LIKE '%insulte%'").await[0];
        let (consultation, id) = (stage.consultation.to_string(), refused.to_string());
        let (choice, revision) = (format!("choix-{id}"), format!("revision-{id}"));
        let fields = [
            ("concertation", consultation.as_str()),
            ("parole", id.as_str()),
            (revision.as_str(), "1"),
            (choice.as_str(), "refuser"),
        ];
        let reply = stage.knocker.post("enquete", "/gestion/paroles/relecture", &fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let purge = async |days: i64| {
            let mut tx = stage.house.write().await.expect("a transaction");
            let later = kernel::Outside::told(database::testing::TEST_START.plus_days(days), 99);
            let removed = corpus::actions::purge(&mut tx, &later, &Actor::Platform("essai")).await.expect("purged");
            tx.commit().await.expect("kept");
            (removed.raw, removed.refused)
        };
        assert_eq!(purge(179).await, (0, 0), "not yet");
        assert_eq!(purge(181).await, (2, 1));
        assert_eq!(stage.column("SELECT masked FROM verbatim").await, ["Un bus le soir"]);
        // What was not reviewed before its raw words went is reviewed on its masked text alone.
        let page = stage.knocker.get("enquete", &stage.path("relecture")).await.body;
        assert!(page.contains("a été effacée à sa date") && page.contains("Un bus le soir"), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_words_came_by_cannot_be_taken_out() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        stage.typed("Un bus le soir").await;
        let path = format!("/gestion/ecoute/retrait/canal/{}", stage.channel);
        let reply = stage.knocker.post("chef", &path, &[("motif", "saisi deux fois")]).await;
        assert_eq!(reply.status.as_u16(), 422, "{}", reply.body);
        assert!(
            reply.body.contains("s’y rattachent encore") && reply.body.contains("saisi deux fois"),
            "{}",
            reply.body
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_tried_then_saved_with_the_columns_chosen() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let consultation = stage.consultation.to_string();
        let around = [("concertation", consultation.as_str())];
        let file = "Remarque;Quartier;Fois\nUn bus le soir;Quartier d’Essai;4\nUn banc;Ailleurs;1\n;QN01101N;1\n";
        let file = ("fichier", "paroles.csv", file.as_bytes());
        let reply = stage.knocker.upload("enquete", "/gestion/paroles/import", &around, file).await;
        assert_eq!(reply.status.as_u16(), 200, "{}", reply.body);
        assert!(reply.body.contains("Choisissez la colonne qui contient les paroles"), "{}", reply.body);
        let content = "Remarque;Quartier;Fois\nUn bus le soir;Quartier d’Essai;4\nUn banc;Ailleurs;1\n;QN01101N;1\n";
        let mut fields = vec![
            ("concertation", consultation.as_str()),
            ("contenu", content),
            ("colonne-parole", "0"),
            ("colonne-quartier", "1"),
            ("colonne-fois", "2"),
            ("geste", "essayer"),
        ];
        let path = "/gestion/paroles/import/enregistrement";
        let reply = stage.knocker.post("enquete", path, &fields).await;
        assert!(reply.body.contains("ligne prête") && reply.body.contains("lignes laissées de côté"), "{}", reply.body);
        assert!(reply.body.contains("Enregistrer 1\u{a0}parole"), "{}", reply.body);
        assert!(reply.body.contains("Ailleurs") && reply.body.contains("n’est pas connu"), "{}", reply.body);
        assert!(stage.ids("SELECT id FROM verbatim").await.is_empty(), "a trial saves nothing");
        fields[5].1 = "enregistrer";
        let reply = stage.knocker.post("enquete", path, &fields).await;
        assert_eq!(reply.status.as_u16(), 200, "{}", reply.body);
        assert_eq!(stage.column("SELECT masked FROM verbatim WHERE times_said = 4").await, ["Un bus le soir"]);
        let none = ("fichier", "rien.pdf", b"%PDF-1.7".as_slice());
        let reply = stage.knocker.upload("enquete", "/gestion/paroles/import", &around, none).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(reply.body.contains("PDF"), "{}", reply.body);
    })
    .await;
}
