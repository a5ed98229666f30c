//! Whoever judges an application for the next year reads what became of the action of the year before: whether its report is
//! given, what it says. On both databases.

use applications::testing::{ACTOR, application, funding, project};
use database::testing::{each_database, outside};
use database::{execute, fetch_one};
use kernel::Uuid;
use web::testing::Knocker;

use crate::paying::signed;
use crate::reporting::{begun, certified, finish_all};
use crate::setting::{Setting, arranged, migrations, plain};

/// The same action asked for again on the call of the year after. Gives its application and its project.
async fn asked_again(set: &Setting) -> (Uuid, Uuid) {
    let calls = Knocker::new(applications::door(), set.house.clone());
    let reply = calls.post("chef", &format!("/gestion/appels/{}/reprise", set.ground.call), &[]).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    let call: Uuid = reply.location.split(['/', '?']).nth(3).and_then(|id| id.parse().ok()).expect("a call");
    let outside = &set.house.outside;
    let mut tx = set.house.write().await.expect("write");
    execute!(&mut tx, "UPDATE call SET state = 'published', version = 1 WHERE id = $1", call).expect("published");
    let version = outside.uuid();
    let sql = "INSERT INTO call_version (id, call, number, published_at, note, terms) \
               SELECT $1, id, 1, 0, '', terms FROM call WHERE id = $2";
    execute!(&mut tx, sql, version, call).expect("a version");
    let sql = "SELECT id FROM call_funder WHERE call = $1 AND organisation = $2";
    let (funder,): (Uuid,) = fetch_one!(&mut tx, sql, call, set.ground.funder_organisations[0]).expect("a funder");
    let again = application(&mut tx, outside, (call, version), set.ground.carriers[0]).await;
    let place = (set.ground.areas[0], set.ground.nodes[0]);
    let action = project(&mut tx, outside, again, (1, "Cuisines du monde"), place).await;
    funding(&mut tx, outside, action, funder).await;
    tx.commit().await.expect("kept");
    (again, action)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_of_last_year_stands_beside_what_is_asked_now() {
    programming::facade::tell_reported(agreements::facade::reported);
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(141)).await;
        let own = signed(&set).await;
        let (file, action) = asked_again(&set).await;
        let desk = Knocker::new(programming::door(), set.house.clone());
        let (file, action) = (format!("/gestion/dossiers/{file}"), format!("/gestion/dossiers/actions/{action}"));
        let read = async |token: &str, path: &str| {
            let reply = desk.get(token, path).await;
            assert_eq!(reply.status.as_u16(), 200, "{token} {path}: {}", reply.body);
            plain(&reply.body)
        };
        // Before anything is given, it is told until when it is awaited, and missing of nothing.
        let page = read("chef", &file).await;
        assert!(page.contains("Le compte rendu de l’an passé n’est pas encore rendu"), "{page}");
        let page = read("instruction", &action).await;
        assert!(
            page.contains("pas encore rendu, attendu jusqu’au") && !page.contains("selon le compte rendu"),
            "{page}"
        );
        let mine = own.replace("/gestion", "");
        let report = begun(&set, &mine).await;
        finish_all(&set, &report).await;
        certified(&set, &report).await;
        assert!(read("chef", &file).await.contains("Le compte rendu de l’an passé est rendu."));
        let page = read("instruction", &action).await;
        for told in [
            "Dépensé, selon le compte rendu",
            "6 000 € pour 10 000 € prévus",
            "Personnes touchées, selon le compte rendu",
            "30 pour 40 prévues",
            "Compte rendu de 2026, convention",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert!(page.contains(&format!("href=\"{}\"", report.replace(&mine, &own))), "{page}");
        // What it says is read where it may be read: another funder hears that it is given, and no figure of it.
        let people = applications::testing::LocalPeople(set.ground.clone());
        let other = people.actor_of("financeur-departement");
        let mut tx = set.house.read().await.expect("read");
        let of = (set.ground.carriers[0], set.ground.contract);
        let today = set.house.outside.now().day(&set.house.settings.zone);
        let told = agreements::facade::reported(&mut tx, &other, of, today).await.expect("read");
        assert!(told.iter().any(|one| one.stand == programming::facade::ReportStand::Given));
        assert!(told.iter().all(|one| one.path.is_empty() && one.figures.is_empty()), "{told:?}");
        let all = agreements::facade::reported(&mut tx, &ACTOR, of, today).await.expect("read");
        assert!(all.iter().any(|one| !one.figures.is_empty()));
    })
    .await;
}
