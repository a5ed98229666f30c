//! What the papers of a committee say, read by another program, on both databases: who stays out, why an envelope is passed, what
//! an amendment changed and why.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::assess_setting::known;
use crate::committee_setting::{HOME, arranged, freeze, migrations, plain, recuse};
use database::testing::{each_database, outside};

/// What an independent reader finds in a PDF.
fn words(pdf: &[u8]) -> String {
    let mut reader = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext is installed");
    reader.stdin.take().expect("its entry").write_all(pdf).expect("written");
    let told = reader.wait_with_output().expect("read");
    assert!(told.status.success());
    let text = String::from_utf8_lossy(&told.stdout).replace(['\u{ad}', '\u{200b}'], "");
    plain(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_tell_who_stays_out_why_an_envelope_is_passed_and_what_was_amended() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(83)).await;
        known(&set.house, &set.ground).await;
        let payer = set.ground.funder_organisations[0].to_string();
        let envelope =
            [("financeur", &*payer), ("programme", "Programme 147"), ("annee", "2026"), ("montant", "4 000")];
        let new = format!("{HOME}/enveloppes/nouvelle");
        assert_eq!(set.knocker.post("financeur-etat", &new, &envelope).await.status.as_u16(), 303);
        let line = set.knocker.get("financeur-etat", &set.line(0)).await.body;
        let envelope = line.split("<option value=\"").filter_map(|rest| rest.split('"').next());
        let envelope = envelope.into_iter().find(|id| id.len() == 36).expect("an envelope").to_owned();
        let why = "Accord du préfet du 11 mai";
        let no = [("decision", "refused"), ("motif", "Hors des priorités")];
        for (token, funding, fields) in [
            ("financeur-etat", 0, vec![("decision", "favourable"), ("montant", "3000"), ("enveloppe", &*envelope)]),
            (
                "financeur-etat",
                2,
                vec![("decision", "partial"), ("montant", "1500"), ("enveloppe", &*envelope), ("depassement", why)],
            ),
            ("financeur-departement", 1, no.to_vec()),
            ("financeur-departement", 3, no.to_vec()),
            ("financeur-agglo", 4, no.to_vec()),
        ] {
            let (status, page) = set.vote(token, funding, "0", &fields).await;
            assert_eq!(status, 303, "{funding}: {page}");
        }
        // Nobody types who stays out: it is what was declared.
        recuse(&set, "instruction", false).await;
        let (status, page) = freeze(&set, "").await;
        assert_eq!(status, 303, "{page}");
        let told = words(&set.knocker.get("chef", &set.at("/releves/1")).await.bytes);
        for part in [
            "Relevé de décisions n° 1",
            "Déports",
            "Nom instruction : dossier 2026-0001",
            "Enveloppes dépassées, avec le motif",
            "Accord du préfet du 11 mai",
            "Marc Teyssier, département",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
        assert!(!told.contains("Au bureau"), "why she stays out is hers: {told}");
        // An amendment has its own paper, with what it changes and why; the minutes stay as they were signed.
        let before = set.knocker.get("chef", &set.at("/releves/1")).await.bytes;
        let less = [("decision", "partial"), ("montant", "2 000"), ("enveloppe", &*envelope)];
        let less = [&less[..], &[("motif-amendement", "Erreur de saisie relevée en séance")]].concat();
        let (status, page) = set.vote("financeur-etat", 0, "2", &less).await;
        assert_eq!(status, 303, "{page}");
        let page = set.knocker.get("chef", &set.at("/releves")).await.body;
        let link = page.split("href=\"").filter_map(|rest| rest.split('"').next());
        let link = link.into_iter().find(|href| href.contains("/amendements/")).expect("its paper").to_owned();
        let file = set.knocker.get("financeur-agglo", &link).await;
        assert_eq!(file.status.as_u16(), 200, "{}", file.body);
        let told = words(&file.bytes);
        for part in [
            "Amendement n° 1 au relevé de décisions n° 1",
            "Favorable : 3 000 €",
            "Partiel : 2 000 €",
            "Erreur de saisie relevée en séance",
            "Préfecture de l’Aude 2026",
            "Nom instruction : dossier 2026-0001",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
        assert_eq!(set.knocker.get("chef", &set.at("/releves/1")).await.bytes, before);
        assert_eq!(set.knocker.get("chef", &link).await.bytes, file.bytes, "always the same paper");
        for (token, status) in [("instruction", 404), ("ailleurs", 404), ("autre-asso", 403)] {
            assert_eq!(set.knocker.get(token, &link).await.status.as_u16(), status, "{token}");
        }
        let nothing = set.at("/amendements/01980000-0000-7000-8000-000000000001");
        assert_eq!(set.knocker.get("chef", &nothing).await.status.as_u16(), 404);
    })
    .await;
}
