//! Agreements made of what was decided, written, put on paper, on both databases.

use applications::facade::FundingState;
use database::testing::{each_database, outside};

use crate::setting::{HOME, arranged, count, draft, hidden, migrations, sound};

#[tokio::test(flavor = "multi_thread")]
async fn one_agreement_a_carrier_and_a_funder_from_what_was_told() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(91)).await;
        let (status, page) = set.read("chef", HOME).await;
        assert!(status == 200 && page.contains("3 décisions notifiées attendent leur convention"), "{page}");
        assert_eq!(set.prepare("financeur-etat").await.0, 403, "a funder does not prepare");
        assert_eq!(set.prepare("ailleurs").await.0, 404, "not her contract");
        assert_eq!(set.prepare("instruction").await.0, 303);
        let made = set.agreements().await;
        let numbers: Vec<&str> = made.iter().map(|(_, number)| number.as_str()).collect();
        assert_eq!(numbers, ["C2026-0001", "C2026-0002"]);
        let (status, page) = set.prepare("chef").await;
        assert!(status != 303 && page.contains("Aucune convention à préparer"), "{status} {page}");
        // What is told later joins the draft.
        set.decide_again(3).await;
        assert_eq!(set.prepare("chef").await.0, 303);
        assert_eq!((count(&set.house, "agreement").await, count(&set.house, "agreement_funding").await), (2, 4));
        let (_, page) = set.read("chef", HOME).await;
        assert!(page.contains("2 conventions, 9 000,50 €") && page.contains("2 actions"), "{page}");
        let (_, narrowed) = set.read("chef", &format!("{HOME}?q=viaduc&etat=signed")).await;
        assert!(narrowed.contains("0 convention"), "{narrowed}");
        // Each funder sees its own, and nothing of the others.
        let (_, page) = set.read("financeur-etat", HOME).await;
        assert!(page.contains("1 convention, 5 000,50 €"), "{page}");
        let own = page.split(&format!("href=\"{HOME}/")).filter_map(|rest| rest.get(..36)).find(|id| id.contains('-'));
        let own = format!("{HOME}/{}", own.expect("an agreement"));
        let (status, page) = set.read("financeur-etat", &own).await;
        assert!(status == 200 && page.contains("Cuisines du monde") && page.contains("2 000,50 €"), "{page}");
        assert!(page.contains("Une convention n’est pas obligatoire") && page.contains("23 000 €"), "{page}");
        assert!(page.contains("Demandez-le à l’association"), "what others give is not known: {page}");
        assert_eq!(set.read("financeur-agglo", &own).await.0, 404);
        assert_eq!(set.read("ailleurs", &own).await.0, 404);
        assert_eq!(set.read("asso-signature", &own).await.0, 403);
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_tells_all_that_does_not_hold_and_gives_back_what_was_typed() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(92)).await;
        set.prepare("chef").await;
        let own = own_of_state(&set).await;
        let write = format!("{own}/redaction");
        let (status, page) = set.read("chef", &write).await;
        assert!(status == 200 && page.contains("Cuisines du monde, 2026"), "{page}");
        let revision = hidden(&page, "revision");
        let wrong = [
            ("debut-jour", "40"),
            ("fin-annee", "2020"),
            ("montant-1", "3000,01"),
            ("montant-2", "rien"),
            ("versement-1", "beaucoup"),
            ("quand-2", "bientôt"),
            ("texte", "{porteur} {nom}"),
        ];
        let (status, page) = set.send("chef", &write, &draft(&revision, &wrong)).await;
        assert_eq!(status, 422, "{page}");
        for sentence in [
            "montant va de 0 à 3 000 €",
            "La convention doit finir après son premier jour",
            "Le montant est un nombre d’euros",
            "Écrivez un montant, une part comme 70 %",
            "Écrivez l’année du compte rendu",
            "« {nom} » ne correspond à aucune information",
            "value=\"bientôt\"",
            "value=\"beaucoup\"",
        ] {
            assert!(page.contains(sentence), "{sentence}: {page}");
        }
        let short = [("versement-2", "1000"), ("attente-2", "signature")];
        let (status, page) = set.send("chef", &write, &draft(&revision, &short)).await;
        assert!(status == 422 && page.contains("il manque 500,15 €"), "{status} {page}");
        let (status, page) = set.send("chef", &write, &draft(&revision, &[])).await;
        assert_eq!(status, 303, "{page}");
        assert_eq!(set.send("chef", &write, &draft(&revision, &[])).await.0, 409, "somebody wrote since");
        let (_, page) = set.read("chef", &own).await;
        assert!(page.contains("3 500,35 €, quand la convention est signée"), "{page}");
        assert!(page.contains("1 500,15 €, quand le compte rendu de 2026 est accepté"), "{page}");
        // A smaller amount is committed: the rest of the vote is free.
        let (_, page) = set.read("chef", &write).await;
        let revision = hidden(&page, "revision");
        let less = [("montant-2", "0"), ("versement-1", "3000"), ("versement-2", "")];
        assert_eq!(set.send("chef", &write, &draft(&revision, &less)).await.0, 303);
        sound(&set.house).await;
    })
    .await;
}

/// Where the agreement with the State is.
pub async fn own_of_state(set: &crate::setting::Setting) -> String {
    let (_, page) = set.read("financeur-etat", HOME).await;
    let id = page.split(&format!("href=\"{HOME}/")).filter_map(|rest| rest.get(..36)).find(|id| id.contains('-'));
    format!("{HOME}/{}", id.unwrap_or_else(|| panic!("no agreement in {page}")))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_that_goes_round_changes_no_more_until_it_is_taken_back() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(93)).await;
        set.prepare("chef").await;
        let own = own_of_state(&set).await;
        let drawn = set.knocker.get("financeur-etat", &format!("{own}/versions/0")).await;
        assert!(drawn.bytes.starts_with(b"%PDF") && drawn.status.is_success());
        assert_eq!(set.send("financeur-etat", &format!("{own}/signature"), &[]).await.0, 403);
        assert_eq!(set.send("chef", &format!("{own}/signature"), &[]).await.0, 303);
        let first = set.knocker.get_bytes("chef", &format!("{own}/versions/0")).await;
        assert!(first.starts_with(b"%PDF"));
        assert_eq!(set.knocker.get_bytes("chef", &format!("{own}/versions/0")).await, first, "the same paper");
        let (status, page) = set.send("chef", &format!("{own}/redaction"), &draft("2", &[])).await;
        assert!(status != 303 && page.contains("Rien n’est en rédaction"), "{status} {page}");
        let (status, page) = set.send("chef", &format!("{own}/avenant"), &[("motif", "Trop tôt")]).await;
        assert!(status != 303 && page.contains("signée par tous"), "{status} {page}");
        assert_eq!(set.send("chef", &format!("{own}/reprise"), &[("revision", "1")]).await.0, 409);
        assert_eq!(set.send("chef", &format!("{own}/reprise"), &[("revision", "2")]).await.0, 303);
        assert_eq!(set.read("chef", &format!("{own}/redaction")).await.0, 200);
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_funder_writes_its_text_and_a_project_manager_sets_thresholds() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(94)).await;
        let (contract, state) = (set.ground.contract, set.ground.funder_organisations[0]);
        let path = format!("{HOME}/modeles/{contract}/{state}");
        let (status, page) = set.read("financeur-etat", &path).await;
        assert!(status == 200 && page.contains("Article 1. Objet"), "{page}");
        assert_eq!(set.read("financeur-agglo", &path).await.0, 404, "not its text");
        let (status, page) =
            set.send("financeur-etat", &path, &[("texte", "[si lundi]\n[fin]"), ("revision", "0")]).await;
        assert!(status == 422 && page.contains("aucune condition"), "{status} {page}");
        let own = "Texte de la préfecture pour {porteur}, {financeur}, {montant}\n{actions}\n{echeancier}";
        assert_eq!(set.send("financeur-etat", &path, &[("texte", own), ("revision", "0")]).await.0, 303);
        assert_eq!(set.send("financeur-etat", &path, &[("texte", own), ("revision", "0")]).await.0, 409);
        let setting = format!("{HOME}/reglages");
        assert_eq!(set.read("financeur-etat", &setting).await.0, 403);
        let (status, page) = set.send("chef", &setting, &[("contrat", "essai"), ("acompte", "200")]).await;
        assert!(status == 422 && page.contains("L’acompte va de 0 à 100 %"), "{status} {page}");
        let fields = [
            ("contrat", "essai"),
            ("convention", "4 000"),
            ("comptes", "153 000"),
            ("depot", "153 000"),
            ("objectifs", "500 000"),
            ("annexe", "75 000"),
            ("acompte", "60"),
            ("mois", "6"),
            ("ecart", "20"),
            ("ecart-plancher", "0"),
            ("tolerance", "0"),
            ("rappels", "30, 5"),
            ("source", "Décret d’essai"),
            ("revision", "0"),
        ];
        assert_eq!(set.send("chef", &setting, &fields).await.0, 303);
        set.prepare("chef").await;
        let sheet = own_of_state(&set).await;
        let (_, page) = set.read("chef", &sheet).await;
        assert!(page.contains("Une convention écrite est obligatoire") && page.contains("Décret d’essai"), "{page}");
        assert!(page.contains("3 000,30 €, quand la convention est signée"), "sixty percent first: {page}");
        let (_, page) = set.read("chef", &format!("{sheet}/redaction")).await;
        assert!(page.contains("Texte de la préfecture"), "{page}");
        sound(&set.house).await;
    })
    .await;
}

impl crate::setting::Setting {
    /// Tells the carrier what was decided already.
    pub async fn decide_again(&self, funding: usize) {
        let mut tx = self.house.write().await.expect("write");
        let (id, actor) = (self.ground.fundings[funding], applications::testing::ACTOR);
        applications::facade::advance(&mut tx, &self.house.outside, &actor, id, FundingState::Notified, None, "")
            .await
            .expect("told");
        tx.commit().await.expect("kept");
    }
}
