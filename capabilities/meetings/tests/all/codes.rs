//! Whoever wrote with a telephone follows her words and takes them back; those who do not lead read no name; on both databases.

use crate::setting::{arranged, count, hidden, migrations, sound};
use database::fetch_all;
use database::testing::{each_database, outside};
use web::testing::{Knocker, house, plain};

#[tokio::test(flavor = "multi_thread")]
async fn a_code_follows_words_and_takes_them_back_wherever_they_went() {
    corpus::facade::elsewhere::tell_elsewhere(meetings::facade::ELSEWHERE);
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(71));
        let knocker = Knocker::new(meetings::door().and(corpus::door()), house.clone());
        let set = arranged(&house).await;
        let path = format!("/gestion/rencontres/{}", set.workshops[0]);
        knocker.post("chef", &format!("{path}/telephones"), &[("pour", "notes")]).await;
        let page = knocker.get("chef", &path).await.body;
        let code = page.split("join-code\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a code");
        let join = format!("/r/{}", code.replace('-', ""));

        // Each page has a code of its own; whoever sends keeps hers.
        let (hers, his) = (hidden(&knocker.get("", &join).await.body, "garde"), knocker.get("", &join).await.body);
        let his = hidden(&his, "garde");
        assert_ne!(hers, his);
        for (garde, notes) in [(&hers, "Des bancs\nUn médecin pour les enfants"), (&his, "des bancs\nUne fontaine")] {
            let form = [("notes", notes), ("nature", "need"), ("garde", garde.as_str())];
            let reply = knocker.post("", &format!("{join}/notes"), &form).await;
            let next = format!("{join}?envoye=oui&garde={garde}");
            assert_eq!(reply.location, next, "{}", reply.body);
            assert_eq!(hidden(&knocker.get("", &next).await.body, "garde"), *garde);
        }
        // Nobody reads a code in the database.
        let mut tx = house.read().await.expect("read");
        let sql = "SELECT id FROM note WHERE words = $1";
        let mut bench: Vec<(kernel::Uuid,)> = fetch_all!(&mut tx, sql, "Des bancs").expect("hers");
        bench.extend::<Vec<(kernel::Uuid,)>>(fetch_all!(&mut tx, sql, "des bancs").expect("his"));
        let before = corpus::facade::fates(&mut tx, &hers).await.expect("fates");
        drop(tx);
        let mut told: Vec<&str> = before.iter().map(|fate| fate.words.as_str()).collect();
        told.sort_unstable();
        assert_eq!(told, ["Des bancs", "Un médecin pour les enfants"]);
        assert!(before.iter().all(|fate| fate.state == corpus::facade::Standing::Waiting));

        // Said by both, then poured: hers speaks.
        let notes: Vec<String> = bench.iter().map(|(id,)| id.to_string()).collect();
        let board = format!("/gestion/tri/{}", set.consultation);
        let form: Vec<(&str, &str)> = notes.iter().map(|id| ("note", id.as_str())).collect();
        assert_eq!(knocker.post("chef", &format!("{board}/reunions"), &form).await.status.as_u16(), 303);
        assert_eq!(knocker.post("chef", &format!("{board}/corpus"), &[]).await.status.as_u16(), 303);
        assert_eq!((count(&house, "verbatim").await, count(&house, "note").await), (3, 4));
        let mut tx = house.read().await.expect("read");
        for (garde, words) in
            [(&hers, ["Des bancs", "Un médecin pour les enfants"]), (&his, ["Une fontaine", "des bancs"])]
        {
            let fates = corpus::facade::fates(&mut tx, garde).await.expect("fates");
            let mut told: Vec<&str> = fates.iter().map(|fate| fate.words.as_str()).collect();
            told.sort_unstable();
            assert_eq!(told, words, "each follows her own words");
        }
        drop(tx);

        // She takes hers back: her notes go with the sentences they were in; his words stay, to be poured again.
        let reply = knocker.post("", "/paroles/effacement", &[("cle", hers.as_str())]).await;
        assert!(plain(&reply.body).contains("2 paroles sont effacées"), "{}", reply.body);
        assert_eq!((count(&house, "verbatim").await, count(&house, "note").await), (1, 2));
        let page = knocker.get("chef", &board).await.body;
        assert!(page.contains("des bancs") && !page.contains("Des bancs") && !page.contains("médecin"), "{page}");
        assert_eq!(knocker.post("chef", &format!("{board}/corpus"), &[]).await.status.as_u16(), 303);
        assert_eq!(count(&house, "verbatim").await, 2);
        let again = knocker.post("", "/paroles/effacement", &[("cle", hers.as_str())]).await;
        assert_eq!(again.status.as_u16(), 422, "{}", again.body);
        let mut tx = house.read().await.expect("read");
        assert!(corpus::facade::fates(&mut tx, &hers).await.expect("fates").is_empty());
        let acts: Vec<(String,)> = fetch_all!(&mut tx, "SELECT detail FROM journal_words").expect("journal");
        assert!(!acts.iter().any(|(detail,)| detail.contains("médecin") || detail.contains(hers.as_str())), "{acts:?}");
        drop(tx);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_lead_reads_no_name() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(72));
        let knocker = Knocker::new(meetings::door(), house.clone());
        let set = arranged(&house).await;
        let path = format!("/gestion/rencontres/{}", set.workshops[0]);
        let named = "Mme Durand au 06 12 34 56 78 attend un bus";
        let form = [("notes", named), ("nature", "need"), ("quartier", ""), ("public", "")];
        assert_eq!(knocker.post("chef", &format!("{path}/notes"), &form).await.status.as_u16(), 303);
        let mut tx = house.read().await.expect("read");
        let note: Vec<(kernel::Uuid,)> = fetch_all!(&mut tx, "SELECT id FROM note").expect("note");
        drop(tx);
        let board = format!("/gestion/tri/{}", set.consultation);
        let pages = [
            path.clone(),
            board.clone(),
            format!("{board}?vue=liste"),
            format!("{board}?format=csv"),
            format!("{board}/notes/{}", note[0].0),
        ];
        for page in &pages {
            let leads = knocker.get("chef", page).await;
            assert_eq!(leads.status.as_u16(), 200, "{page}");
            assert!(leads.body.contains("Durand"), "{page}: {}", leads.body);
            let reads = knocker.get("prefecture", page).await;
            assert_eq!(reads.status.as_u16(), 200, "{page}");
            assert!(reads.body.contains("attend un bus"), "{page}: {}", reads.body);
            assert!(!reads.body.contains("Durand") && !reads.body.contains("06 12"), "{page}: {}", reads.body);
        }
    })
    .await;
}
