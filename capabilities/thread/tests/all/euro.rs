//! One page per euro, from any amount: what everybody reads and what agents read, while money goes its way; on both databases.

use std::sync::Arc;

use agreements::actions::ReportKind;
use agreements::actions::report_writing::{self, Typed};
use agreements::actions::reporting::{self, Decision};
use agreements::acts;
use applications::facade::FundingState;
use applications::testing::{ACTOR, Ground, LocalPeople};
use database::testing::{each_database, outside};
use database::{Db, Migration, execute, fetch_all, fetch_one};
use kernel::{Filled, Outside, Uuid};
use lineage::{End, Kind};
use web::House;
use web::testing::Knocker;

const ROOM: &str = "/gestion/programmation";
const LIST: &str = "/gestion/conventions";
const PAY: &str = "/gestion/paiements";

pub fn migrations() -> Vec<Migration> {
    applications::testing::migrations(&[
        lineage::MIGRATIONS,
        listening::MIGRATIONS,
        plan::MIGRATIONS,
        thread::MIGRATIONS,
        corpus::MIGRATIONS,
        meetings::MIGRATIONS,
        councils::MIGRATIONS,
        assemblies::MIGRATIONS,
        governance::MIGRATIONS,
        programming::MIGRATIONS,
        agreements::MIGRATIONS,
        landlords::MIGRATIONS,
        funds::MIGRATIONS,
    ])
}

/// What tests start from.
pub struct Set {
    pub house: Arc<House>,
    pub knocker: Knocker,
    pub ground: Ground,
}

fn plain(page: &str) -> String {
    page.replace(['\u{a0}', '\u{202f}'], " ")
}

fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    page.split_once(&start).map(|(_, rest)| rest.split('"').next().unwrap_or_default().to_owned()).unwrap_or_default()
}

impl Set {
    /// A page, with ordinary spaces.
    pub async fn read(&self, token: &str, path: &str) -> (u16, String) {
        let reply = self.knocker.get(token, path).await;
        (reply.status.as_u16(), plain(&reply.body))
    }

    async fn send(&self, token: &str, path: &str, fields: &[(&str, &str)]) -> String {
        let reply = self.knocker.post(token, path, fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{path}: {}", plain(&reply.body));
        reply.location
    }

    /// The page of the first amount, for everybody.
    async fn public(&self) -> (u16, String) {
        self.read("", &format!("/argent/financement/{}", self.ground.fundings[0])).await
    }

    /// The same, inside.
    async fn inside(&self, token: &str) -> (u16, String) {
        self.read(token, &format!("/gestion/argent/financement/{}", self.ground.fundings[0])).await
    }

    async fn one(&self, sql: &'static str) -> Uuid {
        let mut tx = self.house.read().await.expect("read");
        let (id,): (Uuid,) = fetch_one!(&mut tx, sql).expect("a row");
        id
    }
}

pub async fn arranged(db: Db, outside: Outside) -> Set {
    directory::facade::tell_deals(agreements::facade::deals);
    let (house, ground) = applications::testing::house(db, outside).await;
    let doors = thread::door().and(programming::door()).and(agreements::door());
    let set = Set { knocker: Knocker::new(doors, house.clone()), house, ground };
    set.advance(&[FundingState::Complete, FundingState::Admissible]).await;
    let mut tx = set.house.write().await.expect("write");
    let ends = (End::new(Kind::Objective, set.ground.nodes[0]), End::new(Kind::Application, set.ground.projects[0]));
    lineage::tie(&mut tx, &set.house.outside, &ACTOR, ends.0, ends.1, "").await.expect("tied");
    tx.commit().await.expect("kept");
    set
}

impl Set {
    /// Moves what the first application asks of the State.
    async fn advance(&self, steps: &[FundingState]) {
        let mut tx = self.house.write().await.expect("write");
        for funding in [self.ground.fundings[0], self.ground.fundings[2]] {
            for to in steps {
                applications::facade::advance(&mut tx, &self.house.outside, &ACTOR, funding, *to, None, "")
                    .await
                    .expect("advanced");
            }
        }
        tx.commit().await.expect("kept");
    }

    /// An envelope, a committee, two votes of the State; frozen.
    async fn voted(&self) {
        let state = self.ground.funder_organisations[0].to_string();
        let envelope = [
            ("financeur", &*state),
            ("programme", "Programme 147"),
            ("annee", "2026"),
            ("montant", "100 000"),
            ("contrat", "essai"),
        ];
        self.send("financeur-etat", &format!("{ROOM}/enveloppes/nouvelle"), &envelope).await;
        let envelope = self.one("SELECT id FROM envelope").await.to_string();
        let call = self.ground.call.to_string();
        let committee = [
            ("appel", &*call),
            ("titre", "Comité de mars"),
            ("jour-jour", "10"),
            ("jour-mois", "3"),
            ("jour-annee", "2026"),
            ("presidence", "Lina Azoulay"),
            ("presents", "Lina Azoulay, préfecture"),
        ];
        self.send("chef", &format!("{ROOM}/nouveau"), &committee).await;
        let committee = self.one("SELECT id FROM committee").await;
        let line = |rank: usize| {
            format!("{ROOM}/{committee}/lignes/{}/{}", self.ground.application, self.ground.fundings[rank])
        };
        let proposed = [("propose", "2 800"), ("revision", "0")];
        self.send("financeur-etat", &line(0), &proposed).await;
        let (_, page) = self.inside("chef").await;
        assert!(page.contains("2 800 €") && page.contains("aucun montant n’est voté"), "{page}");
        for (rank, amount, revision) in [(0, "3000", "1"), (2, "2000,50", "0")] {
            let decision = if rank == 0 { "favourable" } else { "partial" };
            let vote = [("decision", decision), ("montant", amount), ("enveloppe", &*envelope), ("revision", revision)];
            let why = [vote.as_slice(), &[("motif", "Budget contraint")]].concat();
            self.send("financeur-etat", &format!("{}/vote", line(rank)), &why).await;
        }
        // The other lines are not the State’s: they are put off, then everything is frozen.
        for (token, rank) in [("financeur-departement", 1), ("financeur-departement", 3), ("financeur-agglo", 4)] {
            let mut tx = self.house.write().await.expect("write");
            for to in [FundingState::Complete, FundingState::Admissible] {
                let id = self.ground.fundings[rank];
                applications::facade::advance(&mut tx, &self.house.outside, &ACTOR, id, to, None, "")
                    .await
                    .expect("ready");
            }
            tx.commit().await.expect("kept");
            let put_off = [("decision", "postponed"), ("motif", "Plus tard"), ("revision", "0")];
            self.send(token, &format!("{}/vote", line(rank)), &put_off).await;
        }
        let minutes = format!("{ROOM}/{committee}/releves");
        let (_, page) = self.read("chef", &minutes).await;
        self.send("chef", &minutes, &[("vague", ""), ("revision", &hidden(&page, "revision"))]).await;
    }

    /// The agreement with the State, written and signed by all. Gives where it is.
    async fn signed(&self) -> String {
        let call = self.ground.call.to_string();
        self.send("chef", &format!("{LIST}/preparation"), &[("appel", &call), ("contrat", "essai")]).await;
        let own = format!("{LIST}/{}", self.one("SELECT id FROM agreement").await);
        let (_, page) = self.public().await;
        assert!(page.contains("aucune convention n’est signée") && !page.contains("C2026-0001"), "a draft: {page}");
        let (_, page) = self.inside("chef").await;
        assert!(page.contains("C2026-0001") && page.contains("Pas encore signée par tous : en rédaction"), "{page}");
        let (_, page) = self.read("chef", &format!("{own}/redaction")).await;
        let revision = hidden(&page, "revision");
        let text =
            "{financeur} aide {porteur} pour {montant}.\n{actions}\n{echeancier}\n[si avenant]\nMotif : {motif}\n[fin]";
        let draft = [
            ("debut-jour", "1"),
            ("debut-mois", "1"),
            ("debut-annee", "2026"),
            ("fin-jour", "31"),
            ("fin-mois", "12"),
            ("fin-annee", "2026"),
            ("compte-rendu-jour", "30"),
            ("compte-rendu-mois", "6"),
            ("compte-rendu-annee", "2027"),
            ("montant-1", "3000"),
            ("montant-2", "2000,50"),
            ("versement-1", "70 %"),
            ("attente-1", "signature"),
            ("versement-2", "solde"),
            ("attente-2", "report"),
            ("quand-2", "2026"),
            ("texte", text),
            ("revision", &revision),
        ];
        self.send("chef", &format!("{own}/redaction"), &draft).await;
        self.send("chef", &format!("{own}/signature"), &[]).await;
        for _ in 0..2 {
            let (_, page) = self.read("chef", &format!("{own}/signatures")).await;
            let ids = page.split("/signatures/").skip(1).filter_map(|rest| rest.split('"').next());
            let id = ids.filter(|id| id.len() == 36).map(str::to_owned).next().expect("a signature");
            let revision = hidden(&page, "revision");
            let day = [
                ("signature-jour", "14"),
                ("signature-mois", "3"),
                ("signature-annee", "2026"),
                ("revision", &*revision),
            ];
            self.send("chef", &format!("{own}/signatures/{id}"), &day).await;
        }
        own
    }

    /// The first payment: proposed, checked, handed over, paid.
    async fn paid(&self) {
        let (_, page) = self.read("instruction", PAY).await;
        let start = "name=\"versement\" value=\"";
        let picked = page.split_once(start).and_then(|(_, rest)| rest.split('"').next()).expect("something is ready");
        self.send("instruction", &format!("{PAY}/propositions"), &[("versement", picked), ("contrat", "essai")]).await;
        let payment = self.one("SELECT id FROM payment").await;
        let (status, _) = self.read("", &format!("/argent/versement/{payment}")).await;
        assert_eq!(status, 404, "what is not paid is not told outside");
        let (status, page) = self.read("chef", &format!("/gestion/argent/versement/{payment}")).await;
        assert!(status == 200 && page.contains("proposé le 15 mars 2026"), "{page}");
        let one = format!("{payment}:1");
        self.send(
            "chef",
            &format!("{PAY}/controles"),
            &[("paiement", &one), ("contrat", "essai"), ("decision", "valider")],
        )
        .await;
        let payer = self.ground.funder_organisations[0].to_string();
        let day = [("jour-jour", "20"), ("jour-mois", "3"), ("jour-annee", "2026")];
        let batch = [[("contrat", "essai"), ("financeur", &*payer)].as_slice(), &day].concat();
        self.send("chef", &format!("{PAY}/lots"), &batch).await;
        let list = "reference;montant;date\nP2026-0001;3500,35;21/03/2026\n";
        let file = ("fichier", "p.csv", list.as_bytes());
        let reply = self.knocker.upload("chef", &format!("{PAY}/releve"), &[("contrat", "essai")], file).await;
        assert!(plain(&reply.body).contains("1 paiement noté payé"), "{}", reply.body);
    }

    /// The report of the year: written, certified by somebody else. Gives it.
    async fn reported(&self, own: &str) -> Uuid {
        let people = LocalPeople(self.ground.clone());
        let (writer, signatory) = (people.actor_of("asso-saisie"), people.actor_of("asso-signature"));
        let id: Uuid = own.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an agreement");
        let (mut tx, outside) = (self.house.write().await.expect("write"), &self.house.outside);
        let report =
            reporting::begin(&mut tx, outside, &writer, (id, Some(2026), ReportKind::Final)).await.expect("begun");
        let opened = reporting::own(&mut tx, &writer, &acts::GIVE_REPORT, (id, report)).await.expect("opened");
        for part in &opened.parts {
            let typed = Typed {
                figures: part.figures.iter().map(|one| (Some(one.planned), "Comme prévu".to_owned())).collect(),
                added: Vec::new(),
                answers: part.answers.iter().map(|_| "Secret de l’association".to_owned()).collect(),
                is_done: true,
            };
            let at = (id, report, part.id, part.revision);
            report_writing::save(&mut tx, outside, &writer, at, Filled::from(typed)).await.expect("saved");
        }
        reporting::finish(&mut tx, outside, &writer, (id, report, 1)).await.expect("finished");
        reporting::certify(&mut tx, outside, &signatory, (id, report, 2), true).await.expect("certified");
        tx.commit().await.expect("kept");
        report
    }

    async fn accepted(&self, own: &str, report: Uuid) {
        let id: Uuid = own.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an agreement");
        let chef = LocalPeople(self.ground.clone()).actor_of("chef");
        let mut tx = self.house.write().await.expect("write");
        let which = (id, report, 3);
        reporting::decide(&mut tx, &self.house.outside, &chef, which, Decision::Accept).await.expect("accepted");
        tx.commit().await.expect("kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amount_is_followed_from_its_envelope_to_its_result() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(261)).await;
        // Nothing is voted: nobody outside reads anything; an agent reads what is asked, and that there is nothing yet.
        assert_eq!(set.public().await.0, 404);
        let (status, page) = set.inside("chef").await;
        assert!(status == 200 && page.contains("Demandé") && page.contains("rien encore"), "{page}");
        assert!(page.contains("Rien encore : aucun paiement n’est fait"), "{page}");
        assert_eq!(set.inside("asso-saisie").await.0, 403);
        set.voted().await;
        assert_eq!(set.public().await.0, 404, "its carrier does not know yet");
        set.advance(&[FundingState::Notified]).await;
        let (status, page) = set.public().await;
        assert_eq!(status, 200, "{page}");
        for words in [
            "Cuisines du monde, 2026 : 3 000 €",
            "Comité « Comité de mars » du 10 mars 2026, relevé de décisions n° 1",
            "Préfecture de l’Aude, Programme 147 (2026) : 100 000 €",
            "pour Les Ateliers du Viaduc",
            "Rien encore : aucune convention n’est signée",
            "Suivre le fil",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("Proposé") && !page.contains("2 800"), "what was proposed stays inside: {page}");
        let (_, page) = set.inside("chef").await;
        assert!(page.contains("Proposé") && page.contains("Ce que les habitants lisent"), "{page}");
        // From the envelope, by everybody: the largest amounts first, each with its page.
        let envelope = set.one("SELECT id FROM envelope").await;
        let (status, page) = set.read("", &format!("/argent/enveloppe/{envelope}")).await;
        let own = format!("/argent/financement/{}", set.ground.fundings[0]);
        assert!(status == 200 && page.contains(&own) && page.contains("5 000,50 €"), "{page}");

        let own = set.signed().await;
        let (_, page) = set.public().await;
        assert!(page.contains("Convention C2026-0001") && page.contains("Signée par tous le 14 mars 2026"), "{page}");
        set.paid().await;
        let (_, page) = set.public().await;
        assert!(page.contains("P2026-0001 : 3 500,35 €") && page.contains("payé le 21 mars 2026"), "{page}");
        assert!(page.contains("toute la convention C2026-0001"), "payments are not told apart by action: {page}");
        let report = set.reported(&own).await;
        let (_, page) = set.public().await;
        assert!(page.contains("le résultat se lit dans un compte rendu accepté"), "{page}");
        assert_eq!(set.read("", &format!("/argent/compte-rendu/{report}")).await.0, 404, "not accepted yet");
        let (status, page) = set.read("financeur-etat", &format!("/gestion/argent/compte-rendu/{report}")).await;
        assert!(status == 200 && page.contains("rendu le 15 mars 2026"), "{page}");
        set.accepted(&own, report).await;
        let (_, page) = set.public().await;
        for words in ["Compte rendu de 2026 : accepté", "dépensés", "touchées", "À rendre"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("Secret de l’association"), "its words stay inside: {page}");
        let agreement = own.rsplit('/').next().expect("an agreement");
        let payment = set.one("SELECT id FROM payment").await;
        for path in [
            format!("/argent/convention/{agreement}"),
            format!("/argent/versement/{payment}"),
            format!("/argent/compte-rendu/{report}"),
        ] {
            let (status, page) = set.read("", &path).await;
            assert!(status == 200 && page.contains("Jardins au pied des tours"), "{path}: {page}");
        }
        for nothing in
            ["/argent/chose/1", "/argent/financement/x", "/argent/projet/00000000-0000-7000-8000-000000000000"]
        {
            assert_eq!(set.read("", nothing).await.0, 404, "{nothing}");
        }
        links(&set).await;
    })
    .await;
}

/// Pages where amounts stand lead to them; the thread goes both ways; a natural person is never named.
async fn links(set: &Set) {
    let own = format!("/gestion/argent/financement/{}", set.ground.fundings[0]);
    let agreement = set.one("SELECT id FROM agreement").await;
    let (_, page) = set.read("chef", &format!("{LIST}/{agreement}")).await;
    assert!(page.contains(&own) && page.contains("/gestion/argent/versement/"), "{page}");
    let (_, page) = set.read("asso-saisie", &format!("/conventions/{agreement}")).await;
    assert!(page.contains(&own.replace("/gestion", "")), "{page}");
    let envelope = set.one("SELECT id FROM envelope").await;
    let (_, page) = set.read("chef", &format!("{ROOM}/enveloppes?contrat=essai")).await;
    assert!(page.contains(&format!("/gestion/argent/enveloppe/{envelope}")), "{page}");
    // The whole thread from the objective, for everybody.
    let (status, page) = set.read("", &format!("/fil/objectif/{}", set.ground.nodes[0])).await;
    for words in [
        "Décision du 10 mars 2026",
        "Convention C2026-0001",
        "Paiement P2026-0001",
        "Compte rendu de 2026",
        "Résultat de 2026",
    ] {
        assert!(status == 200 && page.contains(words), "{words}: {page}");
    }
    assert!(page.contains("Suivre cet argent"), "{page}");
    // And back from the payment.
    let payment = set.one("SELECT id FROM payment").await;
    let (_, page) = set.read("", &format!("/fil/versement/{payment}")).await;
    assert!(page.contains("Convention C2026-0001") && page.contains("Cuisines du monde"), "{page}");
    // What an act wrote is not untied by hand.
    let mut tx = set.house.read().await.expect("read");
    let sql = "SELECT id FROM lineage_link WHERE to_kind = 'versement'";
    let all: Vec<(Uuid,)> = fetch_all!(&mut tx, sql).expect("links");
    drop(tx);
    assert_eq!(all.len(), 1);
    let path = format!("/gestion/fil/liens/{}/rupture", all[0].0);
    let reply = set.knocker.post("chef", &path, &[("motif", "Erreur")]).await;
    assert!(reply.status.as_u16() == 422 && reply.body.contains("ne se défait pas"), "{}", reply.body);
    let (status, page) = set.read("", "/argent?q=cuisines").await;
    assert!(status == 200 && page.contains("1 montant accordé, 3 000 €"), "{page}");
    let mut tx = set.house.write().await.expect("write");
    let sql = "UPDATE organisation SET kind = 'other', siret = NULL WHERE id = $1";
    execute!(&mut tx, sql, set.ground.carriers[0]).expect("a person");
    execute!(&mut tx, "UPDATE organisation_sheet SET rna = NULL WHERE id = $1", set.ground.carriers[0])
        .expect("a person");
    tx.commit().await.expect("kept");
    for path in ["/argent".to_owned(), format!("/argent/financement/{}", set.ground.fundings[0])] {
        let (_, page) = set.read("", &path).await;
        assert!(page.contains("une personne") && !page.contains("Ateliers du Viaduc"), "{path}: {page}");
    }
    let (_, page) = set.read("", "/argent?q=ateliers").await;
    assert!(page.contains("Aucun montant à montrer") && !page.contains("Cuisines"), "found by her name: {page}");
}
