//! A report submitted, judged, approved and published: frozen twice, never written again, and telling what changed since.

use std::sync::atomic::Ordering;

use database::testing::each_database;
use jiff::civil::Date;
use kernel::{Actor, Function, Grant, Person, Scope, Uuid};

use crate::setting::{DONE, Stage, arranged, migrations, plain, sound};

fn ago(stage: &Stage, days: i64) -> String {
    let today: Date = stage.house.outside.now().day(&stage.house.settings.zone);
    (today - jiff::Span::new().days(days)).to_string()
}

async fn submitted(stage: &Stage, report: &str) {
    let at = format!("{report}/avis");
    let (sent, due) = (ago(stage, 60), ago(stage, 5));
    // Empty chapters are named; a delay under a month is refused; both are told at once.
    let wrong = stage.send(&at, &at, &[], &[("envoi", &sent), ("echeance", &ago(stage, 40))]).await;
    assert_eq!(wrong.status.as_u16(), 422, "{}", wrong.body);
    let read = plain(&wrong.body);
    for told in ["Écrivez d’abord les chapitres que la loi demande", "Les conseils ont au moins un mois pour répondre"]
    {
        assert!(read.contains(told), "{told}: {read}");
    }
    stage.written(report).await;
    let page = stage.read("chef", &at).await;
    assert!(page.contains("Conseil municipal") && page.contains("Conseil citoyen de La Conte"), "{page}");
    let reply = stage.send(&at, &at, &[], &[("envoi", &sent), ("echeance", &due)]).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    let twice = stage.post("chef", &at, &[("revision", "2")]).await;
    assert!(plain(&twice.body).contains("Ce rapport est déjà soumis"), "{}", twice.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_judged_approved_and_published_and_says_what_changed_since_it_was_frozen() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db, 74).await;
        let report = stage.opened("2025").await;
        assert_eq!(stage.get("elue", &format!("{report}/avis")).await.status.as_u16(), 403);
        assert_eq!(stage.get("", "/rapports-annuels/essai/2025").await.status.as_u16(), 404);
        let approve = format!("{report}/approbation");
        let reply = stage.get("chef", &approve).await;
        assert!(reply.status.as_u16() == 303 && reply.location == report, "nothing to approve yet: {}", reply.body);
        let early = stage.post("chef", &approve, &[("revision", "1")]).await;
        assert!(plain(&early.body).contains("pas encore soumis"), "{}", early.body);
        submitted(&stage, &report).await;

        // A figure changes: the page of the report names it, its value then and now, and its chapter.
        DONE.store(5, Ordering::SeqCst);
        let page = stage.read("chef", &report).await;
        assert!(page.contains("Ce chiffre valait 3 au ") && page.contains(", il vaut 5 aujourd’hui."), "{page}");
        assert!(page.contains("1 chiffre, 1 a changé depuis la version figée"), "{page}");

        // Silence is favourable; an opinion has its words, and a follow-up without opinion is refused.
        let opinions = stage.opinions(&report).await;
        let last = opinions.last().expect("an opinion").clone();
        assert!(page.contains("Réputé favorable : pas de réponse au "), "{page}");
        let given = ago(&stage, 20);
        let reserved = [("sens", "reserved"), ("avis", ""), ("suite", "")];
        let wrong = stage.send(&last, &last, &reserved, &[("date", &given)]).await;
        assert!(
            wrong.status.as_u16() == 422 && plain(&wrong.body).contains("Reprenez les mots du conseil"),
            "{}",
            wrong.body
        );
        let alone = stage.send(&last, &last, &[("suite", "Vu")], &[]).await;
        assert!(alone.status.as_u16() == 422 && plain(&alone.body).contains("Notez d’abord l’avis"), "{}", alone.body);
        let before = stage.send(&last, &last, &[("sens", "favourable")], &[("date", &ago(&stage, 61))]).await;
        assert!(before.status.as_u16() == 422 && plain(&before.body).contains("d’avant l’envoi"), "{}", before.body);
        let words = [("sens", "reserved"), ("avis", "Plus d’éclairage")];
        let reply = stage.send(&last, &last, &words, &[("date", &given)]).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let stale = [("sens", "favourable"), ("avis", "Un texte gardé"), ("revision", "1")];
        let dates = crate::setting::date("date", &given);
        let late: Vec<(&str, &str)> =
            stale.into_iter().chain(dates.iter().map(|(name, value)| (name.as_str(), value.as_str()))).collect();
        let late = stage.post("chef", &last, &late).await;
        assert!(late.status.as_u16() == 409 && plain(&late.body).contains("Un texte gardé"), "{}", late.body);

        // Whoever decides is told once no council may still answer: the others had until five days ago.
        let told = awaited(&stage).await;
        assert_eq!(told, ["Faire approuver le rapport annuel 2025"]);
        // Approval waits for the follow-up, and for the end of the delay while a council is silent.
        let number = [("deliberation", "C2026-041")];
        let wrong = stage.send(&approve, &approve, &number, &[("date", &ago(&stage, 10))]).await;
        let read = plain(&wrong.body);
        assert!(
            wrong.status.as_u16() == 422
                && read.contains("Dites d’abord la suite donnée à l’avis de : Conseil citoyen de La Conte"),
            "{read}"
        );
        assert!(read.contains("le rapport est approuvé après") && wrong.body.contains("value=\"C2026-041\""), "{read}");
        let follow = [words.as_slice(), &[("suite", "Trois rues éclairées en mai")]].concat();
        let reply = stage.send(&last, &last, &follow, &[("date", &given)]).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let reply = stage.post("chef", &format!("{report}/publication"), &[]).await;
        assert!(plain(&reply.body).contains("pas encore approuvé"), "{}", reply.body);
        let reply = stage.send(&approve, &approve, &number, &[("date", &ago(&stage, 1))]).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);

        frozen_and_open(&stage, &report, &last).await;
        sound(&stage.house).await;
    })
    .await;
}

/// What awaits a project manager.
async fn awaited(stage: &Stage) -> Vec<String> {
    let grant = Grant { function: Function::ProjectManager, scope: Scope::contract(stage.contract) };
    let (account, session) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let (name, grants) = ("Nadia".to_owned(), vec![grant]);
    let actor = Actor::Person(Person { account, session, name, grants, has_second_factor: true, acting_for: None });
    let mut tx = stage.house.read().await.expect("read");
    let all = yearbook::facade::awaited(&mut tx, &actor, stage.house.outside.now()).await.expect("awaited");
    all.into_iter().map(|one| one.what).collect()
}

/// The markup inside a text document.
fn text_of(docx: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).expect("an archive");
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").expect("its text"), &mut text)
        .expect("read");
    text
}

/// What is approved is written no more; everybody reads it as it was approved, and what changed since.
async fn frozen_and_open(stage: &Stage, report: &str, opinion: &str) {
    let chapters = stage.chapters(report).await;
    let text = [("titre", "Autre"), ("texte", "Une page gardée"), ("revision", "2")];
    for path in [chapters[2].clone(), format!("{report}/chapitres")] {
        let reply = stage.post("chef", &path, &text).await;
        let read = plain(&reply.body);
        assert!(read.contains("son texte ne change plus") && read.contains("Une page gardée"), "{path}: {read}");
    }
    let reply = stage.post("chef", opinion, &[("suite", "Une suite gardée"), ("revision", "3")]).await;
    let read = plain(&reply.body);
    assert!(read.contains("ses avis ne changent plus") && read.contains("Une suite gardée"), "{read}");
    // Frozen at approval with 5, at submission with 3.
    DONE.store(-1, Ordering::SeqCst);
    let page = stage.get("chef", report).await.body;
    let versions: Vec<&str> = page
        .split("<a href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.contains("/versions/"))
        .collect();
    assert_eq!(versions.len(), 2, "{page}");
    for (version, was) in versions.iter().zip(["5", "3"]) {
        let read = stage.read("elue", &format!("{version}?chapitre=3")).await;
        assert!(
            read.contains(&format!("Ce chiffre valait {was} au ")) && read.contains("il est non renseigné"),
            "{read}"
        );
        assert!(read.contains("Les <strong>habitants</strong> ont agi."), "{read}");
    }
    assert_eq!(stage.get("", "/rapports-annuels/essai/2025").await.status.as_u16(), 404);
    assert_eq!(awaited(stage).await, ["Publier le rapport annuel 2025"]);
    assert!(stage.read("", "/rapports-annuels").await.contains("Aucun rapport annuel n’est encore publié"));
    for _ in 0..2 {
        let reply = stage.post("chef", &format!("{report}/publication"), &[]).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    }
    assert!(awaited(stage).await.is_empty());
    assert!(stage.read("", "/rapports-annuels").await.contains("Rapport annuel 2025"));
    let read = stage.read("", "/rapports-annuels/essai/2025").await;
    for told in ["C2026-041", "1 chiffre a changé depuis", "Favorable avec des réserves, le ", "Réputé favorable"] {
        assert!(read.contains(told), "{told}: {read}");
    }
    let chapter = stage.get("", "/rapports-annuels/essai/2025/3").await.body;
    assert!(chapter.contains("<strong>habitants</strong>") && chapter.len() < 50_000, "{chapter}");
    let read = plain(&chapter);
    for told in ["Actions terminées", "Source : le plan d’actions", "Ce chiffre valait 5 au "] {
        assert!(read.contains(told), "{told}: {read}");
    }
    let rank = stage.opinions(report).await.len();
    let read = stage.read("", &format!("/rapports-annuels/essai/2025/avis/{rank}")).await;
    assert!(read.contains("Plus d’éclairage") && read.contains("Trois rues éclairées en mai"), "{read}");
    let read = stage.read("", "/rapports-annuels/essai/2025/avis/1").await;
    assert!(read.contains("n’a pas répondu dans le délai"), "{read}");
    // Files say what was frozen, whatever is read today.
    for (path, token, was) in [(versions[1], "elue", "3"), ("/rapports-annuels/essai/2025", "", "5")] {
        let reply = stage.get(token, &format!("{path}/fichiers/docx")).await;
        assert_eq!(reply.status.as_u16(), 200, "{path}");
        let text = text_of(&stage.knocker.get_bytes(token, &format!("{path}/fichiers/docx")).await);
        assert!(text.contains("Actions terminées") && text.contains(&format!(">{was}<")), "{path}: {text}");
        assert_eq!(
            text.contains("Trois rues éclairées en mai"),
            was == "5",
            "what councils received has no opinion: {text}"
        );
    }
    for path in ["/7", "/0", "/x", "/avis/9"] {
        assert_eq!(stage.get("", &format!("/rapports-annuels/essai/2025{path}")).await.status.as_u16(), 404, "{path}");
    }
    for path in ["/rapports-annuels/essai/2024", "/rapports-annuels/autre/2025", "/rapports-annuels/essai/x"] {
        assert_eq!(stage.get("", path).await.status.as_u16(), 404, "{path}");
    }
}
