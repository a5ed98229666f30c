//! From an application to its money settled: envelopes exact, votes with recusal, advance, money back; on both databases.

use database::testing::{each_database, outside};

use crate::setting::{HOME, arranged, fund, migrations};

#[tokio::test(flavor = "multi_thread")]
async fn a_fund_is_opened_and_never_passes_its_envelope() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(221)).await;
        let wrong = fund(&[("nom", ""), ("avance", "120"), ("quorum", "0"), ("plafond", "rien")]);
        let (status, page, _) = set.send("chef", &format!("{HOME}/nouveau"), &wrong).await;
        assert!(status == 422 && page.contains("value=\"rien\""), "{page}");
        for sentence in ["Saisissez le nom du fonds", "de 0 à 100 %", "de 1 à 50", "Le montant est un nombre"] {
            assert!(page.contains(sentence), "{sentence}: {page}");
        }
        assert_eq!(set.send("financeur", &format!("{HOME}/nouveau"), &fund(&[])).await.0, 403);
        assert_eq!(set.read("financeur", &set.fund).await.0, 200);
        assert_eq!(set.read("asso", HOME).await.0, 403);
        assert_eq!(set.envelope("2000").await.0, 303);
        let votes = set.committee().await;
        let session = set.session().await;
        let (code, first) = set.file("Fête de la tour", "650").await;
        let (_, second) = set.file("Jardin", "700").await;
        let (_, third) = set.file("Sortie", "800").await;
        assert_eq!(code.len(), 14);

        // Votes: one stays out, the others are enough; more than is asked is refused, and everything typed comes back.
        let vote = format!("{session}/projets/{first}");
        let mut ballots: Vec<(&str, &str)> = votes.iter().map(|field| (field.as_str(), "for")).collect();
        ballots[0].1 = "recused";
        let decide =
            |amount: &'static str| [ballots.clone(), vec![("decision", "granted"), ("montant", amount)]].concat();
        let (status, page, _) = set.send("chef", &vote, &decide("700")).await;
        assert!(status == 422 && page.contains("Le groupe demande 650 €") && page.contains("value=\"700\""), "{page}");
        let few = [("decision", "granted"), ("montant", "650"), (votes[1].as_str(), "for")];
        let (_, page, _) = set.send("chef", &vote, &few).await;
        assert!(page.contains("Il faut que 3 personnes au moins votent"), "{page}");
        let (_, page, _) = set.send("chef", &vote, &[("decision", "refused")]).await;
        assert!(page.contains("Dites pourquoi : le groupe le lira"), "{page}");
        assert_eq!(set.send("prefecture", &vote, &decide("650")).await.0, 403);
        let (status, page, _) = set.send("chef", &vote, &decide("650")).await;
        assert_eq!(status, 303, "{page}");
        let (_, page, _) = set.send("chef", &vote, &decide("650")).await;
        assert!(page.contains("n’attend pas de décision"), "nothing is granted twice: {page}");
        assert_eq!(set.send("chef", &format!("{session}/projets/{second}"), &decide("700")).await.0, 303);

        // 650 left: 800 does not fit, and the envelope does not go below what is granted.
        let (_, page, _) = set.send("chef", &format!("{session}/projets/{third}"), &decide("800")).await;
        assert!(page.contains("L’enveloppe n’a plus que 650 €"), "{page}");
        let (status, page) = set.envelope("1349,99").await;
        assert!(status == 422 && page.contains("1 350 € sont déjà accordés"), "{page}");
        assert_eq!(set.send("chef", &format!("{session}/fin"), &[]).await.0, 303);
        let (_, page, _) = set.send("chef", &format!("{session}/projets/{third}"), &decide("600")).await;
        assert!(page.contains("Cette séance est terminée"), "{page}");

        // Given up: it is in the envelope again, to the cent.
        let (status, page, _) = set.send("chef", &format!("{HOME}/projets/{second}/abandon"), &[]).await;
        assert!(status == 422 && page.contains("Dites pourquoi le projet est abandonné"), "{page}");
        let why = [("pourquoi", "Le groupe a déménagé")];
        assert_eq!(set.send("chef", &format!("{HOME}/projets/{second}/abandon"), &why).await.0, 303);
        let (_, page) = set.read("", "/fonds/fonds-d-initiatives-locales").await;
        assert!(
            page.contains("1 350 €") && page.contains("Fête de la tour, Les voisins du 12 (La Conte) : 650 €"),
            "{page}"
        );
        assert!(!page.contains("Samira"), "nobody is named: {page}");
        assert_eq!(set.left_by_the_journal().await, 135_000);
        set.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_advance_is_paid_and_what_is_not_spent_comes_back() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(222)).await;
        set.envelope("2000").await;
        let votes = set.committee().await;
        let session = set.session().await;
        let (code, project) = set.file("Fête de la tour", "650").await;
        let path = format!("{HOME}/projets/{project}");
        let (_, page) = set.money(project, "versements", "100").await;
        assert!(page.contains("Ce projet n’a pas reçu d’argent"), "{page}");
        let ballots: Vec<(&str, &str)> = votes.iter().map(|field| (field.as_str(), "for")).collect();
        let decided = [ballots, vec![("decision", "granted"), ("montant", "650")]].concat();
        set.send("chef", &format!("{session}/projets/{project}"), &decided).await;
        let (_, page) = set.read("chef", &path).await;
        assert!(page.contains("L’avance est de 520 € (80 %)") && page.contains("Samira Belkacem"), "{page}");
        let (_, page) = set.read("financeur", &path).await;
        assert!(!page.contains("Samira"), "a funder does not read whom to call: {page}");
        let (status, page) = set.money(project, "versements", "650,01").await;
        assert!(status == 422 && page.contains("Il reste 650 € à verser"), "{page}");
        assert_eq!(set.money(project, "versements", "520").await.0, 303);
        let (_, page) = set.money(project, "retours", "521").await;
        assert!(page.contains("Le groupe n’a que 520 €"), "{page}");

        // The group reports with its code, 400,50 € spent; a report without any piece is given back.
        let report = [("suivi", &*code), ("fait", "Une belle fête"), ("venues", "90"), ("depense", "400,50")];
        let (status, page, _) = set.send("", "/fonds/suivi/compte-rendu", &report).await;
        assert!(status >= 400, "{page}");
        let whole = [report.as_slice(), &[("piece", "receipt"), ("legende", "Courses")]].concat();
        let (status, page, _) = set.upload("", "/fonds/suivi/compte-rendu", &whole, b"pas un PDF").await;
        assert!(status == 422 && page.contains("Une belle fête"), "{page}");
        let (status, page, _) = set.upload("", "/fonds/suivi/compte-rendu", &whole, PDF).await;
        assert!(
            status == 200 && page.contains("Le compte rendu est enregistré") && page.contains("rendre 119,50 €"),
            "{page}"
        );
        let accept = [("revision", "1")];
        let (_, page, _) = set.send("chef", &format!("{path}/acceptation"), &accept).await;
        assert!(page.contains("il doit rendre 119,50 €"), "{page}");
        assert_eq!(set.money(project, "retours", "119,50").await.0, 303);
        assert_eq!(set.send("chef", &format!("{path}/acceptation"), &[("revision", "7")]).await.0, 409);
        assert_eq!(set.send("chef", &format!("{path}/acceptation"), &accept).await.0, 303);
        // 2 000 − 650 + 130 never paid + 119,50 given back.
        let (_, page) = set.read("chef", &set.fund).await;
        assert!(page.contains("1 599,50"), "{page}");
        assert_eq!(set.left_by_the_journal().await, 159_950);
        let (_, page) = set.read("chef", &path).await;
        assert!(page.contains("remis dans l’enveloppe 130 €") && page.contains("Courses"), "{page}");
        let (_, page) = set.money(project, "versements", "1").await;
        assert!(page.contains("Ce projet est terminé"), "{page}");
        set.sound().await;
    })
    .await;
}

/// The smallest file that calls itself a PDF and ends as one.
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n\
xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n102\n%%EOF\n";
