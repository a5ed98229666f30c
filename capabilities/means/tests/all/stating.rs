//! The yearly statement of a signatory, on both databases.

use database::execute;
use database::testing::{each_database, outside};

use crate::setting::{HOME, Setting, arranged, found, hidden, line, migrations};

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_assembled_told_what_it_lacks_and_frozen() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(321)).await;
        let own = format!("{HOME}/etats/{}/2026", set.signatories[1]);
        let (_, page) = set.read("chef", &own).await;
        assert!(page.contains("Aucune organisation de la plateforme n’est reliée à Conseil départemental"), "{page}");
        let (status, page, _) = set.send("chef", &format!("{own}/approbation"), &[("marque", "x")]).await;
        assert!(status == 422 && page.contains("Reliez d’abord une organisation"), "{page}");
        set.tied().await;
        let twice = [
            ("contrat", "essai"),
            ("signataire", &*set.signatories[0].to_string()),
            ("organisation", &*set.partner(1)),
        ];
        let (status, page, _) = set.send("chef", &format!("{HOME}/signataires"), &twice).await;
        assert!(status == 422 && page.contains("déjà reliée à un autre signataire"), "{page}");

        let (_, page) = set.read("financeur-departement", &own).await;
        for told in [
            "Cuisines du monde",
            "3 000 €",
            "Rien n’est saisi pour les moyens de droit commun de Conseil départemental en 2026",
            "Aucun versement de Conseil départemental n’est connu en 2026, sur 3 000 € votés",
            "il manque 60 000 €",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        // What the department has not told yet is not in it: 1 000 € for the second action.
        assert!(!page.contains("4 000,00") && !page.contains("1 000,00"), "{page}");
        let department = set.partner(1);
        let theme = set.ground.nodes[0].to_string();
        let added = line(&department, &[("theme", &theme)]);
        assert_eq!(set.send("financeur-departement", &format!("{HOME}/droit-commun/nouvelle"), &added).await.0, 303);
        let stale = hidden(&page, "marque");
        let approval = format!("{own}/approbation");
        let fields = [("marque", &*stale), ("note", "Vu en commission")];
        let (status, page, _) = set.send("financeur-departement", &approval, &fields).await;
        assert!(
            status == 422 && page.contains("Les chiffres ont changé") && page.contains("Vu en commission"),
            "{page}"
        );
        assert!(page.contains("Rien n’est saisi pour le thème « Des quartiers apaisés »"), "{page}");
        let mark = hidden(&page, "marque");
        let fields = [("marque", &*mark), ("note", "Vu en commission")];
        assert_eq!(set.send("financeur-etat", &approval, &fields).await.0, 404, "it is not hers");
        let (_, page) = set.read("elue", &own).await;
        assert!(!page.contains("Approuver et figer"), "another organisation’s: {page}");
        assert_eq!(set.send("elue", &approval, &fields).await.0, 422);
        assert_eq!(set.send("financeur-departement", &approval, &fields).await.0, 303);
        let (_, page) = set.read("chef", &own).await;
        assert!(page.contains("version 1") && page.contains("La dernière version dit la même chose"), "{page}");
        assert!(page.contains("42 500,50 € de droit commun"), "{page}");

        let kept = found(&page, &format!("{own}/versions/1/etat.pdf"));
        let pdf = set.knocker.get_bytes("financeur-departement", &kept).await;
        assert!(pdf.starts_with(b"%PDF-"), "{} bytes", pdf.len());
        let workbook = set.knocker.get_bytes("chef", &format!("{own}/versions/1/etat.xlsx")).await;
        let (names, cells) = sheets(&workbook);
        assert_eq!(names, 7, "six tables, and what they are");
        for told in ["Prévention spécialisée", "Cuisines du monde", "Conseil départemental"] {
            assert!(cells.contains(told), "{told}: {cells}");
        }
        // What is frozen stays: the page tells that figures changed since.
        let more = line(&department, &[("dispositif", "Collèges"), ("montant", "0")]);
        assert_eq!(set.send("chef", &format!("{HOME}/droit-commun/nouvelle"), &more).await.0, 303);
        let (_, page) = set.read("chef", &own).await;
        assert!(page.contains("Les chiffres ont changé depuis la dernière version"), "{page}");
        let again = set.knocker.get_bytes("chef", &format!("{own}/versions/1/etat.xlsx")).await;
        assert!(again == workbook, "the version is as it was approved");
        let (status, body) = set.read("chef", &format!("{own}/etat.xlsx")).await;
        assert!(status == 200 && !body.is_empty());
        assert_eq!(set.read("financeur-etat", &own).await.0, 404);
        assert_eq!(set.read("chef", &format!("{own}/versions/2/etat.pdf")).await.0, 404);
        let (_, page) = set.read("chef", &format!("{HOME}/etats")).await;
        assert!(page.contains("version 1, approuvée le") && page.contains("Personne d’essai"), "{page}");
        assert_eq!(set.acts("means.approve").await, 1);
        set.sound().await;
    })
    .await;
}

/// The agreement of the department for its first action: 3 000 € paid in 2026, of which 1 200,50 € came back the same year and 100 € in
/// 2027, as the slice of agreements keeps it.
async fn paid_and_paid_back(set: &Setting) {
    let (outside, ground) = (&set.house.outside, &set.ground);
    let (agreement, version, repayment) = (outside.uuid(), outside.uuid(), outside.uuid());
    let mut tx = set.house.write().await.expect("write");
    let sql = "INSERT INTO agreement (id, contract, call, call_funder, payer, carrier, number, formula, made_at, by_name) \
               VALUES ($1, $2, $3, $4, $5, $6, 'C2026-0001', 'unneeded', 0, 'Claire')";
    let (funder, payer) = (ground.funders[1], ground.funder_organisations[1]);
    execute!(&mut tx, sql, agreement, ground.contract, ground.call, funder, payer, ground.carriers[0]).expect("kept");
    let sql = "INSERT INTO agreement_version (id, agreement, number, reason, starts_on, ends_on, report_on, body, state, made_at, \
               by_name, signed_on, revision) VALUES ($1, $2, 0, '', '2026-01-01', '2026-12-31', '2027-06-30', '', 'signed', 0, \
               'Claire', '2026-02-01', 1)";
    execute!(&mut tx, sql, version, agreement).expect("kept");
    let sql = "INSERT INTO agreement_line (id, version, application, project, funding, title, year, cents) \
               VALUES ($1, $2, $3, $3, $4, 'Cuisines du monde', 2026, 300000)";
    execute!(&mut tx, sql, outside.uuid(), version, outside.uuid(), ground.fundings[1]).expect("kept");
    let sql = "INSERT INTO payment (id, agreement, mark, reference, cents, state, proposed_name, proposed_at, paid_on, reason, \
               revision) VALUES ($1, $2, $3, 'P2026-0001', 300000, 'paid', 'Claire', 0, '2026-03-01', '', 1)";
    execute!(&mut tx, sql, outside.uuid(), agreement, outside.uuid()).expect("kept");
    let sql = "INSERT INTO repayment (id, agreement, number, cents, reason, due_on, issued_at, by_name, name, content) \
               VALUES ($1, $2, 'R2026-0001', 150000, 'Trop-perçu', '2026-12-01', 0, 'Claire', 'lettre.pdf', $3)";
    execute!(&mut tx, sql, repayment, agreement, vec![1_u8]).expect("kept");
    for (cents, on) in [(120_050_i64, "2026-11-30"), (10_000, "2027-01-15")] {
        let sql = "INSERT INTO repayment_receipt (id, repayment, cents, received_on, noted_at, by_name) \
                   VALUES ($1, $2, $3, $4, 0, 'Claire')";
        execute!(&mut tx, sql, outside.uuid(), repayment, cents, on).expect("kept");
    }
    tx.commit().await.expect("kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_associations_paid_back_is_told_and_deducted_the_year_it_came_back() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(323)).await;
        set.tied().await;
        paid_and_paid_back(&set).await;
        let own = format!("{HOME}/etats/{}/2026", set.signatories[1]);
        let (_, page) = set.read("financeur-departement", &own).await;
        for told in [
            "Crédits spécifiques versés dans l’année",
            "Reversé par les associations dans l’année",
            "Crédits spécifiques versés, reversements déduits",
            "1 200,50",
            "1 799,50",
            "c’est déduit l’année où l’argent revient",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        // The year after, what comes back is told even if nothing is paid.
        let (_, page) = set.read("financeur-departement", &own.replace("/2026", "/2027")).await;
        assert!(page.contains("−100 €") || page.contains("-100 €") || page.contains("−100,00"), "{page}");
        let fields = [("marque", &*hidden(&set.read("chef", &own).await.1, "marque")), ("note", "")];
        assert_eq!(set.send("financeur-departement", &format!("{own}/approbation"), &fields).await.0, 303);
        let (_, page) = set.read("chef", &format!("{HOME}/etats")).await;
        assert!(page.contains("3 000 € votés, 1 799,50 € versés"), "{page}");
        let (_, cells) = sheets(&set.knocker.get_bytes("chef", &format!("{own}/versions/1/etat.xlsx")).await);
        assert!(cells.contains("Reversé par les associations"), "{cells}");
    })
    .await;
}

/// How many sheets a workbook has, and the texts of its cells.
fn sheets(workbook: &[u8]) -> (usize, String) {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).expect("a workbook");
    let count =
        (1..).take_while(|rank| archive.index_for_name(&format!("xl/worksheets/sheet{rank}.xml")).is_some()).count();
    let texts = std::io::read_to_string(archive.by_name("xl/sharedStrings.xml").expect("texts")).expect("read");
    (count, texts)
}
