//! Filing: in time, late, twice, by the right person; what one association sees of another; last year's application;
//! on both databases.

use std::io::{Cursor, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::desk::{ATTESTED, answer, begun, filled, hidden, join, plain, projects, sound};
use applications::testing::{Ground, LocalPeople, house, migrations};
use database::testing::{TEST_START, each_database};
use database::{Db, fetch_all};
use kernel::{Chance, Clock, Moment, Outside, Uuid};
use web::House;
use web::testing::Knocker;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A clock moved by hand.
#[derive(Clone)]
struct Hand(Arc<AtomicI64>);

impl Clock for Hand {
    fn now(&self) -> Moment {
        Moment(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

impl Hand {
    fn to(&self, moment: Moment) {
        self.0.store(moment.0, Ordering::Relaxed);
    }
}

struct Counting(AtomicI64);

impl Chance for Counting {
    fn fill(&self, buffer: &mut [u8]) {
        for byte in buffer {
            *byte = self.0.fetch_add(7, Ordering::Relaxed).wrapping_mul(2_654_435_761).to_le_bytes()[1];
        }
    }
}

/// The last minute of the call, 30 April 2026, 23:59 in Paris.
const CLOSES: Moment = Moment(1_777_586_340_000);

async fn arranged(db: Db) -> (Arc<House>, Ground, Knocker, Hand) {
    let hand = Hand(Arc::new(AtomicI64::new(TEST_START.0)));
    let outside = Outside::new(Arc::new(hand.clone()), Arc::new(Counting(AtomicI64::new(3))));
    let (house, ground) = house(db, outside).await;
    let knocker = Knocker::new(applications::door(), house.clone());
    (house, ground, knocker, hand)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_association_sees_nothing_of_another() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground, knocker, _) = arranged(db).await;
        let here = begun(&knocker, &ground, "asso-saisie", 0).await;
        join(&knocker, "asso-saisie", &here, "dossier:rib").await;
        let project = projects(&house, &here).await[0];
        let page = knocker.get("asso-saisie", &format!("{here}/pieces")).await.body;
        let piece = hidden(&page, "piece");
        let pages = [
            String::new(),
            "/question/dossier/objet".into(),
            format!("/question/{project}/description"),
            format!("/budget/{project}/2026"),
            "/budget/dossier/2026".into(),
            "/pieces".into(),
            format!("/pieces/{piece}"),
            "/depot".into(),
            "/recu".into(),
            "/recu.pdf".into(),
            "/cerfa.pdf".into(),
        ];
        for path in &pages {
            for token in ["autre-asso", "chef", "instruction", "financeur-etat", "ailleurs", "elue"] {
                let reply = knocker.get(token, &format!("{here}{path}")).await;
                assert_eq!(reply.status.as_u16(), 404, "{token} {path}");
            }
            assert_eq!(
                knocker.get("", &format!("{here}{path}")).await.status.as_u16(),
                303,
                "a visitor signs in: {path}"
            );
        }
        let project = project.to_string();
        let acts: [(&str, &[(&str, &str)]); 8] = [
            ("/question/dossier/objet", &[("reponse", "x"), ("revision", "0")]),
            ("/budget/dossier/2026", &[("c-604", "1"), ("revision", "0")]),
            ("/actions", &[]),
            ("/actions/copie", &[("action", &project)]),
            ("/actions/retrait", &[("action", &project)]),
            ("/pieces/retrait", &[("piece", &piece)]),
            ("/confirmation", &[]),
            ("/depot", &ATTESTED),
        ];
        for (path, fields) in acts {
            for token in ["autre-asso", "chef", "financeur-etat"] {
                let reply = knocker.post(token, &format!("{here}{path}"), fields).await;
                assert_eq!(reply.status.as_u16(), 404, "{token} {path}: {}", reply.body);
            }
        }
        let file = ("fichier", "piece.pdf", b"%PDF-1.7 essai".as_slice());
        let sent = knocker.upload("autre-asso", &format!("{here}/pieces"), &[("piece", "dossier:rib")], file).await;
        assert_eq!(sent.status.as_u16(), 404);
        assert!(!knocker.get("autre-asso", "/dossiers").await.body.contains(&here));
        assert!(knocker.get("asso-saisie", "/dossiers").await.body.contains(&here));
        // A project of hers under an address of theirs is not there either.
        let theirs = begun(&knocker, &ground, "autre-asso", 1).await;
        let crossed = knocker.get("autre-asso", &format!("{theirs}/question/{project}/description")).await;
        assert_eq!(crossed.status.as_u16(), 404);
        assert_eq!(knocker.get("autre-asso", &format!("{theirs}/pieces/{piece}")).await.status.as_u16(), 404);
        let other = ground.carriers[1].to_string();
        let start = format!("/appels/{}/dossiers/nouveau", ground.address);
        let borrowed = knocker.post("asso-saisie", &start, &[("organisation", &other)]).await;
        assert_eq!(borrowed.status.as_u16(), 422);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_file_at_the_same_second_and_numbers_have_no_gap() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground, knocker, _) = arranged(db).await;
        let mine = begun(&knocker, &ground, "asso-signature", 0).await;
        let theirs = begun(&knocker, &ground, "autre-asso", 1).await;
        filled(&knocker, &house, &ground, ("asso-signature", &mine), "Cuisines du monde").await;
        filled(&knocker, &house, &ground, ("autre-asso", &theirs), "Fil à la patte").await;
        let (first, second) = (format!("{mine}/depot"), format!("{theirs}/depot"));
        let (one, twice, other) = tokio::join!(
            knocker.post("asso-signature", &first, &ATTESTED),
            knocker.post("asso-signature", &first, &ATTESTED),
            knocker.post("autre-asso", &second, &ATTESTED),
        );
        let mut statuses = [one.status.as_u16(), twice.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!((statuses, other.status.as_u16()), ([303, 409], 303), "{} {} {}", one.body, twice.body, other.body);
        let mut tx = house.read().await.expect("read");
        let numbers: Vec<(String,)> =
            fetch_all!(&mut tx, "SELECT number FROM application WHERE number IS NOT NULL ORDER BY number")
                .expect("numbers");
        let numbers: Vec<&str> = numbers.iter().map(|(number,)| number.as_str()).collect();
        assert_eq!(numbers, ["2026-0001", "2026-0002", "2026-0003"]);
        let filings: Vec<(i64,)> =
            fetch_all!(&mut tx, "SELECT COUNT(*) FROM application_event WHERE kind = 'filed' GROUP BY application")
                .expect("events");
        assert!(filings.iter().all(|(count,)| *count == 1), "{filings:?}");
        drop(tx);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_passes_and_nothing_written_is_lost() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground, knocker, hand) = arranged(db).await;
        let here = begun(&knocker, &ground, "asso-signature", 0).await;
        filled(&knocker, &house, &ground, ("asso-signature", &here), "Cuisines du monde").await;
        // Within the last minute it is still time; a minute later it is not.
        hand.to(CLOSES.plus_seconds(59));
        assert!(!knocker.get("asso-signature", &here).await.body.contains("est clos"));
        let question = format!("{here}/question/dossier/objet");
        let seen = hidden(&knocker.get("asso-signature", &question).await.body, "revision");
        hand.to(CLOSES.plus_seconds(61));
        let typed = [("reponse", "Écrit pendant la clôture."), ("revision", seen.as_str())];
        assert_eq!(knocker.post("asso-signature", &question, &typed).await.status.as_u16(), 303);
        let refused = knocker.post("asso-signature", &format!("{here}/depot"), &ATTESTED).await;
        assert_eq!(refused.status.as_u16(), 409);
        let told = plain(&refused.body);
        assert!(told.contains("clos depuis le 1er mai 2026 à 0 h 00") && told.contains("04 68 00 00 00"), "{told}");
        let tasks = plain(&knocker.get("asso-signature", &here).await.body);
        assert!(tasks.contains("clos depuis le 1er mai 2026"), "{tasks}");
        assert!(knocker.get("asso-signature", &question).await.body.contains("Écrit pendant la clôture."));
        let start = format!("/appels/{}/dossiers/nouveau", ground.address);
        let organisation = ground.carriers[1].to_string();
        let closed = knocker.post("autre-asso", &start, &[("organisation", &organisation)]).await;
        assert!(closed.status.as_u16() == 409 && closed.body.contains("est clos"));

        // An agent admits it, with a reason; of the draft she sees the association only.
        let late = format!("/gestion/appels/{}/hors-delai", ground.call);
        assert_eq!(knocker.get("asso-signature", &late).await.status.as_u16(), 403);
        assert_eq!(knocker.get("ailleurs", &late).await.status.as_u16(), 404);
        let page = knocker.get("instruction", &late).await.body;
        assert!(page.contains("Les Ateliers du Viaduc") && !page.contains("Cuisines du monde"), "{page}");
        let draft = here.rsplit('/').next().expect("an id");
        let empty = knocker.post("instruction", &late, &[("dossier", draft)]).await;
        assert_eq!(empty.status.as_u16(), 422);
        assert!(empty.body.contains("Dites pourquoi") && empty.body.contains("le dernier jour"), "{}", empty.body);
        let reason = [
            ("dossier", draft),
            ("motif", "Panne de réseau dans le quartier"),
            ("jusqu-au-jour", "3"),
            ("jusqu-au-mois", "5"),
            ("jusqu-au-annee", "2026"),
        ];
        assert_eq!(knocker.post("instruction", &late, &reason).await.status.as_u16(), 303);
        let tasks = plain(&knocker.get("asso-signature", &here).await.body);
        assert!(tasks.contains("jusqu’au 3 mai 2026 à 23 h 59 : Panne de réseau"), "{tasks}");
        assert_eq!(knocker.post("asso-signature", &format!("{here}/depot"), &ATTESTED).await.status.as_u16(), 303);
        let receipt = plain(&knocker.get("asso-signature", &format!("{here}/recu")).await.body);
        assert!(receipt.contains("accepté après la clôture") && receipt.contains("Panne de réseau"), "{receipt}");
        let mut tx = house.read().await.expect("read");
        let kinds: Vec<(String, String)> =
            fetch_all!(&mut tx, "SELECT kind, note FROM application_event WHERE kind = 'filed_late'").expect("events");
        assert_eq!(kinds, [("filed_late".to_owned(), "Panne de réseau dans le quartier".to_owned())]);
        drop(tx);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_agent_types_is_confirmed_before_it_is_filed() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground, knocker, _) = arranged(db).await;
        let here = begun(&knocker, &ground, "instruction", 0).await;
        filled(&knocker, &house, &ground, ("instruction", &here), "Cuisines du monde").await;
        // Another agent reads nothing of it.
        assert_eq!(knocker.get("chef", &here).await.status.as_u16(), 404);
        let tasks = knocker.get("asso-signature", &here).await.body;
        assert!(tasks.contains("Ce dossier a été saisi avec vous") && tasks.contains("je confirme"), "{tasks}");
        let early = knocker.post("asso-signature", &format!("{here}/depot"), &ATTESTED).await;
        assert!(early.status.as_u16() == 422 && early.body.contains("Confirmez d’abord"), "{}", early.body);
        assert_eq!(knocker.post("instruction", &format!("{here}/confirmation"), &[]).await.status.as_u16(), 404);
        assert_eq!(knocker.post("instruction", &format!("{here}/depot"), &ATTESTED).await.status.as_u16(), 404);
        let confirmation = format!("{here}/confirmation");
        assert_eq!(knocker.post("asso-saisie", &confirmation, &[]).await.status.as_u16(), 303);
        // Whatever the agent changes afterwards, the association reads again before it signs; she is told once.
        let project = projects(&house, &here).await[0];
        member(&house, &ground).await;
        let asked = format!("f-{}", ground.funders[0]);
        let budget = [("c-604", "9 000"), ("c-756", "3 000"), (asked.as_str(), "6 000")];
        let changes: [(String, &[(&str, &str)]); 2] = [
            (format!("{here}/question/{project}/description"), &[("reponse", "Un repas par semaine.")]),
            (format!("{here}/budget/{project}/2026"), &budget),
        ];
        for (rank, (path, fields)) in (1..).zip(changes) {
            assert_eq!(answer(&knocker, "instruction", &path, fields).await.status.as_u16(), 303);
            assert_eq!(answer(&knocker, "instruction", &path, fields).await.status.as_u16(), 303);
            let refused = knocker.post("asso-signature", &format!("{here}/depot"), &ATTESTED).await;
            assert!(refused.status.as_u16() == 422 && refused.body.contains("Confirmez d’abord"), "{}", refused.body);
            assert_eq!(told_again(&house).await, rank);
            assert_eq!(knocker.post("asso-saisie", &confirmation, &[]).await.status.as_u16(), 303);
        }
        join(&knocker, "instruction", &here, &format!("{project}:devis")).await;
        assert_eq!(told_again(&house).await, 3, "a document counts too");
        assert_eq!(knocker.post("asso-saisie", &confirmation, &[]).await.status.as_u16(), 303);
        // What she corrects herself needs nobody's word.
        let own = format!("{here}/question/dossier/objet");
        assert_eq!(answer(&knocker, "asso-saisie", &own, &[("reponse", "Se voir.")]).await.status.as_u16(), 303);
        let filed = knocker.post("asso-signature", &format!("{here}/depot"), &ATTESTED).await;
        assert_eq!(filed.status.as_u16(), 303, "{}", filed.body);
        let mut tx = house.read().await.expect("read");
        let acts: Vec<(String, i64)> = fetch_all!(
            &mut tx,
            "SELECT actor_name, COUNT(*) FROM journal_entry JOIN journal_words ON journal_words.seq = journal_entry.seq \
             WHERE object_kind = 'application' GROUP BY actor_name ORDER BY actor_name"
        )
        .expect("the journal");
        drop(tx);
        let names: Vec<&str> = acts.iter().map(|(name, _)| name.as_str()).collect();
        let told = ["instruction", "asso-saisie", "asso-signature"].map(|token| format!("Personne d’essai ({token})"));
        assert!(told.iter().all(|name| names.contains(&name.as_str())), "{acts:?}");
        assert!(acts.iter().any(|(name, count)| *name == told[0] && *count > 20), "{acts:?}");
        sound(&house).await;
    })
    .await;
}

/// Somebody of the association has an account: she is written to.
pub(super) async fn member(house: &House, ground: &Ground) {
    let mut tx = house.write().await.expect("write");
    let sql = "INSERT INTO account (id, email, email_key, name, search_key, totp_last_step, status, is_demonstration, \
               created_at, revision) VALUES ($1, $2, $2, 'Nadia Fabre', 'nadia fabre', 0, 'open', $3, 0, 1)";
    let account = LocalPeople::account("asso-saisie");
    database::execute!(&mut tx, sql, account, "nadia@exemple.fr", false).expect("an account");
    let sql = "INSERT INTO membership (id, account, organisation, role, created_at) VALUES ($1, $2, $3, 'editor', 0)";
    database::execute!(&mut tx, sql, house.outside.uuid(), account, ground.carriers[0]).expect("a membership");
    tx.commit().await.expect("kept");
}

/// How many times she was told that what she confirmed changed.
async fn told_again(house: &House) -> usize {
    let mut tx = house.read().await.expect("read");
    let sql = "SELECT to_address FROM mail WHERE subject LIKE 'Votre dossier a changé%'";
    let told: Vec<(String,)> = fetch_all!(&mut tx, sql).expect("mails");
    assert!(told.iter().all(|(to,)| to == "nadia@exemple.fr"), "{told:?}");
    told.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_begin_at_once_write_one_draft_and_lose_nothing() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground, knocker, _) = arranged(db).await;
        let start = format!("/appels/{}/dossiers/nouveau", ground.address);
        let organisation = ground.carriers[0].to_string();
        let fields = [("organisation", organisation.as_str())];
        let (one, other, third) = tokio::join!(
            knocker.post("asso-saisie", &start, &fields),
            knocker.post("asso-signature", &start, &fields),
            knocker.post("asso-admin", &start, &fields),
        );
        assert_eq!([&one, &other, &third].map(|reply| reply.status.as_u16()), [303; 3], "{} {}", one.body, other.body);
        assert_eq!((&one.location, &one.location), (&other.location, &third.location), "the same one");
        let mut tx = house.read().await.expect("read");
        let drafts: Vec<(Uuid,)> =
            fetch_all!(&mut tx, "SELECT id FROM application WHERE state = 'draft'").expect("drafts");
        assert_eq!(drafts.len(), 1);
        drop(tx);
        // Two answers that are kept in one row, at once: each is kept, or given back.
        let here = one.location;
        let project = projects(&house, &here).await[0];
        let at = |key: &str| format!("{here}/question/{project}/{key}");
        for round in 0..5 {
            let (title, day) = (format!("Titre {round}"), (round + 1).to_string());
            let seen = async |key: &str| hidden(&knocker.get("asso-saisie", &at(key)).await.body, "revision");
            let (titled, dated) = (seen("intitule").await, seen("dates").await);
            let dates =
                [("debut-jour", day.as_str()), ("debut-mois", "9"), ("debut-annee", "2026"), ("revision", &dated)];
            let named = [("reponse", title.as_str()), ("revision", &titled)];
            let (first, second) = (at("intitule"), at("dates"));
            let (one, other) =
                tokio::join!(knocker.post("asso-saisie", &first, &named), knocker.post("asso-admin", &second, &dates));
            for (reply, typed) in [(&one, &title), (&other, &day)] {
                let is_given_back = reply.status.as_u16() == 409 && reply.body.contains(typed.as_str());
                assert!(reply.status.as_u16() == 303 || is_given_back, "{}", reply.body);
            }
            let mut tx = house.read().await.expect("read");
            let sql = "SELECT title, starts_on FROM project WHERE id = $1";
            let (kept, starts): (String, Option<String>) = database::fetch_one!(&mut tx, sql, project).expect("read");
            assert_eq!(kept == title, one.status.as_u16() == 303, "{kept}");
            assert_eq!(starts == Some(format!("2026-09-0{day}")), other.status.as_u16() == 303, "{starts:?}");
        }
        sound(&house).await;
    })
    .await;
}

/// A Word document with one thing more in it.
fn word(name: &str, content: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in
        [("[Content_Types].xml", b"<Types/>".as_slice()), ("word/document.xml", b"<w/>"), (name, content)]
    {
        writer.start_file(name, SimpleFileOptions::default()).expect("entry");
        writer.write_all(content).expect("content");
    }
    writer.finish().expect("archive").into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn files_nobody_should_keep_are_refused_with_what_to_do() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground, knocker, _) = arranged(db).await;
        let here = begun(&knocker, &ground, "asso-saisie", 0).await;
        let there = format!("{here}/pieces");
        let heavy = vec![b'%'; 11 * 1024 * 1024];
        let macros = word("word/vbaProject.bin", b"x");
        // Twenty megabytes of nothing in a few kilobytes.
        let bomb = word("word/media/a", &vec![0; 20 * 1024 * 1024]);
        for (name, bytes, told) in [
            ("photo.heic", b"....ftypheic".as_slice(), "Le plus compatible"),
            ("budget.xlsm", b"PK".as_slice(), "macros"),
            ("statuts.docx", macros.as_slice(), "contient des macros"),
            ("comptes.docx", bomb.as_slice(), "trop de données une fois ouvert"),
            ("scan.pdf", heavy.as_slice(), "dépasse 10 Mo"),
            ("rib.exe", b"MZ".as_slice(), "n’est pas accepté"),
        ] {
            let reply =
                knocker.upload("asso-saisie", &there, &[("piece", "dossier:rib")], ("fichier", name, bytes)).await;
            assert_eq!(reply.status.as_u16(), 422, "{name}");
            assert!(plain(&reply.body).contains(told), "{name}: {}", reply.body);
        }
        let nothing = knocker.upload("asso-saisie", &there, &[("piece", "dossier:rib")], ("fichier", "", b"")).await;
        assert!(nothing.status.as_u16() == 422 && nothing.body.contains("Choisissez un fichier"));
        let unknown = knocker.upload("asso-saisie", &there, &[("piece", "x")], ("fichier", "a.pdf", b"%PDF-1")).await;
        assert!(unknown.status.as_u16() == 422 && unknown.body.contains("quelle pièce"));
        join(&knocker, "asso-saisie", &here, "dossier:rib").await;
        let page = knocker.get("asso-saisie", &there).await.body;
        let piece = hidden(&page, "piece");
        assert_eq!(knocker.get_bytes("asso-signature", &format!("{there}/{piece}")).await, b"%PDF-1.7 essai");
        let gone = knocker.post("asso-saisie", &format!("{there}/retrait"), &[("piece", &piece)]).await;
        assert_eq!(gone.status.as_u16(), 303);
        assert_eq!(knocker.get("asso-saisie", &format!("{there}/{piece}")).await.status.as_u16(), 404);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn last_years_application_is_written_again_in_three_gestures() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground, knocker, hand) = arranged(db).await;
        let before = begun(&knocker, &ground, "asso-signature", 0).await;
        filled(&knocker, &house, &ground, ("asso-signature", &before), "Cuisines du monde").await;
        assert_eq!(knocker.post("asso-signature", &format!("{before}/depot"), &ATTESTED).await.status.as_u16(), 303);
        next_year(&house, &ground).await;
        hand.to(CLOSES.plus_days(330));
        let start = "/appels/contrat-de-ville-2027/dossiers/nouveau";
        let page = plain(&knocker.get("asso-signature", start).await.body);
        assert!(page.contains("Dossier 2026-0002") && page.contains("Cuisines du monde"), "{page}");
        let id = before.rsplit('/').next().expect("an id");
        let organisation = ground.carriers[0].to_string();
        let renewed = knocker.post("asso-signature", start, &[("organisation", &organisation), ("depuis", id)]).await;
        assert_eq!(renewed.status.as_u16(), 303, "{}", renewed.body);
        let here = renewed.location;
        let project = projects(&house, &here).await[0];
        let budget = knocker.get("asso-signature", &format!("{here}/budget/{project}/2027")).await.body;
        assert!(budget.contains("value=\"6000\"") && budget.contains("value=\"5000\""), "{budget}");
        let text = knocker.get("asso-signature", &format!("{here}/question/{project}/description")).await.body;
        assert!(text.contains("Un repas par mois."));
        let publics = knocker.get("asso-signature", &format!("{here}/question/{project}/publics")).await.body;
        assert!(publics.contains("name=\"p-2027-26-64-women\" type=\"text\" value=\"25\""), "{publics}");
        let frequency = knocker.get("asso-signature", &format!("{here}/question/dossier/frequence")).await.body;
        assert!(frequency.contains("value=\"Renouvellement ou poursuite\" checked"), "{frequency}");
        // Dates and documents are this year's to give.
        let recap = plain(&knocker.get("asso-signature", &format!("{here}/depot")).await.body);
        assert!(recap.contains("Sans réponse : Quand commence-t-elle") && recap.contains("Pièce à joindre"), "{recap}");
        assert!(!recap.contains("Budget 2027 :"), "{recap}");
        let other = ground.carriers[1].to_string();
        let stolen = knocker.post("autre-asso", start, &[("organisation", &other), ("depuis", id)]).await;
        assert_eq!(stolen.status.as_u16(), 404, "an application of somebody else is not renewed");
        let dates = [("debut-jour", "1"), ("debut-mois", "2"), ("debut-annee", "2027")];
        let at = format!("{here}/question/{project}/dates");
        assert_eq!(answer(&knocker, "asso-signature", &at, &dates).await.status.as_u16(), 303);
        sound(&house).await;
    })
    .await;
}

/// The call of the next year, on the ground of this one: same funders, one year later.
async fn next_year(house: &House, ground: &Ground) {
    let mut tx = house.write().await.expect("write");
    let id = Uuid::from_u128(0x2027);
    let statements = [
        "INSERT INTO call (id, contract, address, title, year, summary, framework, zone, opens_at, closes_at, state, version, \
         phone, email, silence_months, withdrawn_reason, copied_from, terms, created_at, changed_at, revision) \
         SELECT $1, contract, 'contrat-de-ville-2027', 'Appel 2027', 2027, summary, framework, zone, \
         opens_at + 31536000000, closes_at + 31536000000, state, version, phone, email, silence_months, withdrawn_reason, id, \
         terms, created_at, changed_at, 1 FROM call WHERE id = $2",
        "INSERT INTO call_version (id, call, number, published_at, published_by, note, terms) \
         SELECT $1, $1, number, published_at, published_by, note, terms FROM call_version WHERE call = $2",
        "INSERT INTO call_funder (id, call, organisation, name, programme, looks_at, ceiling_permille, floor_cents, position) \
         SELECT $1, $1, organisation, name, programme, looks_at, ceiling_permille, floor_cents, position FROM call_funder \
         WHERE call = $2 AND position = 1",
    ];
    for sql in statements {
        database::execute!(&mut tx, sql, id, ground.call).expect("next year");
    }
    tx.commit().await.expect("kept");
}
