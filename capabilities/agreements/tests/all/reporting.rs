//! Reports that do not start from a blank page: written in several times, certified by two, corrected where it is asked; and
//! what a report that is late keeps from. On both databases.

use database::testing::{each_database, outside};
use database::{execute, fetch_all};
use jiff::civil::date;
use kernel::Outside;
use web::testing::Knocker;

use crate::paying::{PAY, signed};
use crate::setting::{Setting, arranged, count, draft, hidden, migrations, plain, sound};
use crate::signing::sign_all;
use crate::writing::own_of_state;

/// The parts of a report as its page links them: where, what is written of it.
pub fn parts(page: &str) -> Vec<(String, String)> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split_once("\">"));
    let links = links.filter(|(path, _)| path.contains("/parties/"));
    links.map(|(path, rest)| (path.to_owned(), rest.split('<').next().unwrap_or_default().to_owned())).collect()
}

/// The field whose label begins so.
fn field(page: &str, start: &str) -> String {
    let labels = page.split("<label for=\"champ-").skip(1).filter_map(|rest| rest.split_once("\">"));
    let found = labels.filter(|(name, _)| name.starts_with("realise-")).find(|(_, rest)| rest.starts_with(start));
    found.unwrap_or_else(|| panic!("no field {start} in {page}")).0.to_owned()
}

/// Begins the report of 2026 of an agreement. Gives where it is.
pub async fn begun(set: &Setting, mine: &str) -> String {
    let fields = [("annee", "2026"), ("nature", "final")];
    let reply = set.knocker.post("asso-saisie", &format!("{mine}/comptes-rendus"), &fields).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", plain(&reply.body));
    let (_, page) = set.read("asso-saisie", mine).await;
    let id = page.split("/comptes-rendus/").nth(1).and_then(|rest| rest.get(..36)).expect("a report");
    format!("{mine}/comptes-rendus/{id}")
}

/// Finishes a part, its numbers by the beginning of their labels. Gives the status and the page.
pub async fn finish(set: &Setting, path: &str, numbers: &[(&str, &str)], words: &[(&str, &str)]) -> (u16, String) {
    let (status, page) = set.read("asso-saisie", path).await;
    assert_eq!(status, 200, "{page}");
    let revision = hidden(&page, "revision");
    let typed: Vec<(String, &str)> = numbers.iter().map(|(label, value)| (field(&page, label), *value)).collect();
    let mut fields: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    fields.extend(words);
    fields.extend([("revision", revision.as_str()), ("suite", "terminer")]);
    set.send("asso-saisie", path, &fields).await
}

const STORY: [(&str, &str); 4] = [
    ("reponse-1", "Douze ateliers, avec le centre social."),
    ("reponse-2", "Des femmes du quartier, surtout."),
    ("reponse-3", "De septembre à décembre, à La Conte."),
    ("reponse-4", "Oui, sauf deux ateliers annulés."),
];

/// Finishes every part: the first action spent 6 000 € of 10 000 €, the second all of it.
pub async fn finish_all(set: &Setting, report: &str) {
    let (_, page) = set.read("asso-saisie", report).await;
    for (path, title) in parts(&page) {
        let is_first = title.contains("Cuisines");
        let (status, page) = match title.split(" : ").next() {
            Some("Récit de l’action") => finish(set, &path, &[], &STORY).await,
            Some("Publics touchés") => finish(set, &path, &[("Femmes", "30"), ("Hommes", "0")], &[]).await,
            _ => {
                let spent = if is_first { "2 000" } else { "6000" };
                let why = if is_first { ("pourquoi-1", "Deux ateliers annulés") } else { ("pourquoi-1", "") };
                let own = if is_first { "3000" } else { "2000,50" };
                let numbers =
                    [("604", spent), ("641", "4000"), ("756", "500"), ("74 État", own), ("74 Conseil dép", "3000")];
                finish(set, &path, &numbers, &[why]).await
            }
        };
        assert_eq!(status, 303, "{page}");
    }
}

/// Says it is written, and has it certified by somebody else.
pub async fn certified(set: &Setting, report: &str) {
    let (_, page) = set.read("asso-saisie", report).await;
    let revision = hidden(&page, "revision");
    let asked = format!("{report}/certification-demandee");
    assert_eq!(set.send("asso-saisie", &asked, &[("revision", &revision)]).await.0, 303);
    let (_, page) = set.read("asso-signature", report).await;
    let fields = [("revision", hidden(&page, "revision")), ("accord", "oui".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let (status, page) = set.send("asso-signature", &format!("{report}/certification"), &fields).await;
    assert_eq!(status, 303, "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_begins_with_what_the_application_foresaw() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(131)).await;
        let own = signed(&set).await;
        let mine = own.replace("/gestion", "");
        let begin = format!("{mine}/comptes-rendus");
        let (status, page) = set.send("asso-saisie", &begin, &[("annee", "2031")]).await;
        assert!(status == 422 && page.contains("Choisissez l’année"), "{status} {page}");
        assert_eq!(set.send("autre-asso", &begin, &[("annee", "2026")]).await.0, 404);
        let report = begun(&set, &mine).await;
        let (_, page) = set.read("asso-saisie", &report).await;
        let all = parts(&page);
        assert_eq!(all.len(), 6, "three parts of two actions: {all:?}");
        assert!(!page.contains("demander la certification"), "nothing is finished: {page}");
        let of = |title: &str| {
            all.iter()
                .find(|(_, words)| words.starts_with(title))
                .unwrap_or_else(|| panic!("{title}: {all:?}"))
                .0
                .clone()
        };
        let accounts = of("Charges et produits : Cuisines");
        let (_, page) = set.read("asso-saisie", &accounts).await;
        assert!(
            page.contains("604 Prestations de services : Intervenants") && page.contains("Prévu : 6 000 €"),
            "{page}"
        );
        assert!(page.contains("c’est la subvention de cette convention") && page.contains("value=\"3000\""), "{page}");
        // A draft keeps anything; a stale one is given back whole.
        let revision = hidden(&page, "revision");
        let spent = field(&page, "604");
        let draft = [(spent.as_str(), "2 000"), ("reponse-1", "Au temps passé"), ("revision", &revision)];
        assert_eq!(set.send("asso-saisie", &accounts, &draft).await.0, 303);
        let (status, page) = set.send("asso-admin", &accounts, &draft).await;
        assert!(status == 409 && page.contains("Au temps passé") && page.contains("2 000 €"), "{status} {page}");
        let (_, page) = set.read("asso-admin", &accounts).await;
        assert!(page.contains("Brouillon enregistré le") && page.contains("value=\"2000\""), "{page}");
        // What is wrong is told at its field; what was typed stays.
        let (status, page) = finish(&set, &accounts, &[("604", "2000"), ("641", "beaucoup")], &[]).await;
        assert!(status == 422 && page.contains("Le montant est un nombre d’euros"), "{status} {page}");
        assert!(page.contains("value=\"beaucoup\""), "{page}");
        let (status, page) = finish(&set, &accounts, &[("604", "2000"), ("641", "4000"), ("756", "500")], &[]).await;
        assert!(status == 422 && page.contains("Expliquez l’écart du compte 604"), "{status} {page}");
        let (status, page) =
            finish(&set, &accounts, &[("604", "2000")], &[("montant-plus-1", "12"), ("compte-plus-1", "74com")]).await;
        assert!(status == 422 && page.contains("Nommez le financeur"), "{status} {page}");
        let (status, page) = finish(&set, &of("Récit de l’action : Cuisines"), &[], &STORY[..2]).await;
        assert!(status == 422 && page.contains("Répondez à cette question"), "{status} {page}");
        let (status, page) = finish(&set, &of("Publics touchés : Cuisines"), &[], &[]).await;
        assert!(status == 422 && page.contains("Dites combien de personnes"), "{status} {page}");
        let id = own.rsplit('/').next().expect("an identifier");
        let seen = report.replace(&mine, &format!("/gestion/conventions/{id}"));
        assert_eq!(set.read("financeur-etat", &seen).await.0, 404, "services read nothing before it is given");
        // Asking again for the same year finds the same report.
        assert_eq!(begun(&set, &mine).await, report);
        assert_eq!(count(&set.house, "agreement_report").await, 1);
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_certify_and_only_what_is_asked_opens_again() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(132)).await;
        let own = signed(&set).await;
        let mine = own.replace("/gestion", "");
        let report = begun(&set, &mine).await;
        let seen = report.replace(&mine, &own);
        let early = [("revision", "1")];
        let (status, page) = set.send("asso-saisie", &format!("{report}/certification-demandee"), &early).await;
        assert!(status != 303 && page.contains("Il reste à terminer"), "{status} {page}");
        finish_all(&set, &report).await;
        // Whoever says it is written does not certify it.
        let (_, page) = set.read("asso-signature", &report).await;
        let revision = hidden(&page, "revision");
        let asked = format!("{report}/certification-demandee");
        assert_eq!(set.send("asso-signature", &asked, &[("revision", &revision)]).await.0, 303);
        let certify = format!("{report}/certification");
        let (_, page) = set.read("asso-signature", &report).await;
        assert!(!page.contains("Certifier et rendre"), "{page}");
        let sure = [("revision", hidden(&page, "revision")), ("accord", "oui".into())];
        let sure: Vec<(&str, &str)> = sure.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let (status, page) = set.send("asso-signature", &certify, &sure).await;
        assert!(status != 303 && page.contains("se certifie à deux"), "{status} {page}");
        assert_eq!(set.send("asso-saisie", &certify, &sure).await.0, 403, "who enters does not certify");
        let (status, page) = set.send("asso-admin", &certify, &sure[..1]).await;
        assert!(status == 422 && page.contains("Cochez cette case"), "{status} {page}");
        assert_eq!(set.send("asso-admin", &certify, &sure).await.0, 303);
        let paper = set.knocker.get_bytes("asso-saisie", &format!("{report}/pdf")).await;
        assert!(paper.starts_with(b"%PDF"));
        assert!(set.knocker.get_bytes("financeur-etat", &format!("{seen}/pdf")).await.starts_with(b"%PDF"));
        // The service asks to correct one part: it alone opens.
        let (_, page) = set.read("financeur-etat", &seen).await;
        assert!(page.contains("500 € ne seront pas versés") && page.contains("Deux ateliers annulés"), "{page}");
        assert_eq!(set.read("financeur-agglo", &seen).await.0, 404);
        let revision = hidden(&page, "revision");
        let none = [("revision", revision.as_str()), ("decision", "renvoyer")];
        let (status, page) = set.send("financeur-etat", &seen, &none).await;
        assert!(
            status == 422 && page.contains("Dites ce qui manque") && page.contains("Cochez au moins une partie"),
            "{page}"
        );
        let part =
            page.split("name=\"partie\" value=\"").nth(2).and_then(|rest| rest.get(..36)).expect("a part").to_owned();
        let back = [none[0], none[1], ("manque", "Le compte 641 est à vérifier"), ("partie", part.as_str())];
        assert_eq!(set.send("financeur-etat", &seen, &back).await.0, 303);
        let (_, page) = set.read("asso-saisie", &report).await;
        assert!(page.contains("À corriger : Le compte 641 est à vérifier"), "{page}");
        let closed = parts(&page).into_iter().find(|(path, _)| !path.ends_with(&part)).expect("another part").0;
        let (_, shut) = set.read("asso-saisie", &closed).await;
        assert!(shut.contains("Cette partie est fermée"), "{shut}");
        let (status, shut) = set.send("asso-saisie", &closed, &[("revision", "3"), ("reponse-1", "Autre")]).await;
        assert!(status != 303 && shut.contains("Cette partie ne se modifie pas"), "{status} {shut}");
        let numbers =
            [("604", "2000"), ("641", "4100"), ("756", "500"), ("74 État", "3000"), ("74 Conseil dép", "3000")];
        let why = [("pourquoi-1", "Deux ateliers annulés")];
        let (status, page) = finish(&set, &format!("{report}/parties/{part}"), &numbers, &why).await;
        assert_eq!(status, 303, "{page}");
        certified(&set, &report).await;
        let (_, page) = set.read("chef", &seen).await;
        assert!(page.contains("400 € ne seront pas versés"), "a hundred more was spent: {page}");
        let stale = [("revision", revision.as_str()), ("decision", "accepter")];
        assert_eq!(set.send("chef", &seen, &stale).await.0, 409);
        let fields = [("revision", hidden(&page, "revision")), ("decision", "accepter".into())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(set.send("chef", &seen, &fields).await.0, 303);
        // The rest is paid less what the action did not need.
        let (_, page) = set.read("chef", PAY).await;
        assert!(page.contains("1 100,15 €, Les Ateliers du Viaduc"), "{page}");
        let (_, page) = set.read("chef", &own).await;
        assert!(page.contains("Engagé : 4 600,50 €"), "{page}");
        crate::rebuilding::same_as_the_journal(&set, &own).await;
        sound(&set.house).await;
    })
    .await;
}

/// An agreement signed whose report was due on 1 March.
async fn late(set: &Setting) -> String {
    set.prepare("chef").await;
    let own = own_of_state(set).await;
    let (_, page) = set.read("chef", &format!("{own}/redaction")).await;
    let revision = hidden(&page, "revision");
    let days =
        [("debut-mois", "1"), ("compte-rendu-jour", "1"), ("compte-rendu-mois", "3"), ("compte-rendu-annee", "2026")];
    let (status, page) = set.send("chef", &format!("{own}/redaction"), &draft(&revision, &days)).await;
    assert_eq!(status, 303, "{page}");
    set.send("chef", &format!("{own}/signature"), &[]).await;
    sign_all(set, &own).await;
    own
}

/// A draft of the same association that asks this funder again. Gives its page of filing.
async fn asking(set: &Setting, funder: usize) -> String {
    let mut tx = set.house.write().await.expect("write");
    let (ground, outside) = (&set.ground, &set.house.outside);
    let at = (ground.call, ground.version);
    let application = applications::testing::application(&mut tx, outside, at, ground.carriers[0]).await;
    let place = (ground.areas[0], ground.nodes[0]);
    let project = applications::testing::project(&mut tx, outside, application, (1, "Encore"), place).await;
    applications::testing::funding(&mut tx, outside, project, ground.funders[funder]).await;
    let sql = "UPDATE application SET state = 'draft', stage = 'none', number = NULL, filed_at = NULL WHERE id = $1";
    execute!(&mut tx, sql, application).expect("a draft");
    tx.commit().await.expect("kept");
    format!("/dossiers/{application}/depot")
}

#[tokio::test(flavor = "multi_thread")]
async fn no_report_no_new_grant_unless_a_manager_says_why() {
    applications::facade::tell_owed(agreements::facade::owed);
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(133)).await;
        let own = late(&set).await;
        let filing = asking(&set, 0).await;
        let desk = Knocker::new(applications::door(), set.house.clone());
        let (status, page) = {
            let reply = desk.post("asso-signature", &filing, &[("nom", "Léa Martin")]).await;
            (reply.status.as_u16(), plain(&reply.body))
        };
        let sentence = "Le compte rendu de 2026 de la convention C2026-0001 avec Préfecture de l’Aude est attendu depuis le 1 mars 2026";
        let first = sentence.replace("le 1 mars", "le 1er mars");
        assert!(status == 422 && (page.contains(sentence) || page.contains(&first)), "{status} {page}");
        assert!(page.contains("reste en brouillon"), "{page}");
        assert_eq!(count(&set.house, "application WHERE state = 'draft'").await, 1, "the draft is kept");
        let (_, list) = set.read("chef", "/gestion/comptes-rendus?contrat=essai&etat=late").await;
        assert!(list.contains("1 compte rendu attendu ; 1 en retard") && list.contains("C2026-0001"), "{list}");
        let (_, list) = set.read("financeur-agglo", "/gestion/comptes-rendus?contrat=essai").await;
        assert!(list.contains("0 compte rendu attendu"), "not its agreements: {list}");
        // A manager says why it may file all the same.
        let waive = "/gestion/comptes-rendus/levees";
        let of = |funder: usize| format!("{}:{}", set.ground.carriers[0], set.ground.funder_organisations[funder]);
        let carrier = of(0);
        let (status, page) = set.send("chef", waive, &[("contrat", "essai"), ("association", &of(1))]).await;
        assert!(status == 422 && page.contains("Choisissez une association et le financeur"), "{page}");
        let (status, page) = set.send("chef", waive, &[("contrat", "essai"), ("association", &carrier)]).await;
        assert!(status == 422 && page.contains("Dites pourquoi") && page.contains("Saisissez le dernier jour"), "{page}");
        let until = [("jusqu-au-jour", "30"), ("jusqu-au-mois", "4"), ("jusqu-au-annee", "2026")];
        let fields = [&[("contrat", "essai"), ("association", &*carrier), ("motif", "Trésorier hospitalisé")], &until[..]].concat();
        assert_eq!(set.send("instruction", waive, &fields).await.0, 403);
        assert_eq!(set.send("chef", waive, &fields).await.0, 303);
        let reply = desk.get("asso-signature", &filing).await;
        assert!(!plain(&reply.body).contains("est attendu depuis"), "{}", reply.body);
        let (_, list) = set.read("chef", "/gestion/comptes-rendus?contrat=essai").await;
        assert!(list.contains("peut demander à Préfecture de l’Aude jusqu’au 30 avril 2026"), "{list}");
        // The reason given for one funder frees nothing towards another one.
        let mut tx = set.house.write().await.expect("write");
        let other = set.ground.funder_organisations[1];
        execute!(&mut tx, "UPDATE report_waiver SET payer = $1", other).expect("for another one");
        tx.commit().await.expect("kept");
        let reply = desk.get("asso-signature", &filing).await;
        assert!(plain(&reply.body).contains("est attendu depuis"), "{}", reply.body);
        // Another funder is not concerned; a report that is given frees too.
        let mut tx = set.house.write().await.expect("write");
        execute!(&mut tx, "DELETE FROM report_waiver").expect("no waiver");
        tx.commit().await.expect("kept");
        let reply = desk.get("asso-signature", &filing).await;
        assert!(plain(&reply.body).contains("est attendu depuis"), "{}", reply.body);
        let report = begun(&set, &own.replace("/gestion", "")).await;
        finish_all(&set, &report).await;
        let reply = desk.get("asso-signature", &filing).await;
        assert!(plain(&reply.body).contains("est attendu depuis"), "written is not given");
        certified(&set, &report).await;
        let reply = desk.get("asso-signature", &filing).await;
        assert!(!plain(&reply.body).contains("est attendu depuis"), "{}", reply.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reminders_leave_once_on_working_days() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(134)).await;
        late(&set).await;
        let zone = &set.house.settings.zone;
        let actor = kernel::Actor::Platform("essai");
        let at = |day: jiff::civil::Date| {
            let moment = day.at(6, 40, 0, 0).to_zoned(zone.clone()).expect("a moment").timestamp();
            Outside::told(kernel::Moment(moment.as_millisecond()), 135)
        };
        let mut sent = Vec::new();
        for day in [date(2026, 1, 30), date(2026, 2, 13), date(2026, 2, 14), date(2026, 3, 2), date(2026, 3, 20)] {
            let mut tx = set.house.write().await.expect("write");
            let (then, place) = (at(day), ("https://ville.example", "Parvis"));
            agreements::actions::dues::remind(&mut tx, (&then, zone), place, &actor).await.expect("reminded");
            tx.commit().await.expect("kept");
            sent.push(count(&set.house, "report_reminder").await);
        }
        // The year is not over in January: nothing before the last day, one reminder after it, once.
        assert_eq!(sent.last(), Some(&1), "{sent:?}");
        let mut tx = set.house.read().await.expect("read");
        let days: Vec<(String,)> = fetch_all!(&mut tx, "SELECT day FROM report_reminder").expect("reminders");
        assert_eq!(days, [("2026-03-02".to_owned(),)]);
        drop(tx);
        sound(&set.house).await;
    })
    .await;
}
