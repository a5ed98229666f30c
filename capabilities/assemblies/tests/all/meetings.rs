//! A meeting is convened once, moves, is attended, has its minutes approved and read; on both databases.

use crate::setting;

use crate::setting::{hidden, migrations, opened, plain, seated, sound};
use assemblies::actions::Kind;
use database::fetch_all;
use database::testing::{each_database, outside};
use web::House;
use web::testing::{Knocker, house};

/// A meeting's form, on a day of 2026.
fn form<'a>(title: &'a str, day: &'a str, month: &'a str, place: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("titre", title),
        ("jour-jour", day),
        ("jour-mois", month),
        ("jour-annee", "2026"),
        ("debut", "18 h 30"),
        ("fin", "20h"),
        ("lieu", place),
        ("ordre-du-jour", "Avis sur les projets\nQuestions"),
    ]
}

async fn mails(house: &House) -> Vec<(String, String, String)> {
    let mut tx = house.read().await.expect("read");
    let sql = "SELECT to_address, subject, text_body FROM mail ORDER BY created_at, to_address";
    let rows: Vec<(String, String, String)> = fetch_all!(&mut tx, sql).expect("mails");
    rows.into_iter().map(|(to, subject, text)| (to, plain(&subject), plain(&text))).collect()
}

fn path_of(location: &str) -> String {
    location.split('?').next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn members_are_convened_once_and_told_when_it_moves_or_is_cancelled() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(21));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let table = opened(&house, Kind::Table, "Table").await;
        seated(&house, table, "Camille", "conseil").await;
        seated(&house, table, "Dominique", "enquete").await;
        let new = format!("/gestion/instances/{table}/reunions/nouvelle");
        let wrong = knocker.post("chef", &new, &[("debut", "soir"), ("fin", "20h"), ("lien", "http://x")]).await;
        assert_eq!(wrong.status.as_u16(), 422);
        for told in ["l’objet de la réunion", "Saisissez le jour", "l’heure de début", "commence par https", "soir"]
        {
            assert!(plain(&wrong.body).contains(told), "{told}: {}", wrong.body);
        }
        let made = knocker.post("chef", &new, &form("Plénière", "20", "3", "Salle A")).await;
        assert_eq!(made.status.as_u16(), 303, "{}", made.body);
        let meeting = path_of(&made.location);
        // Five days are fewer than the week of notice: it is said.
        let page = plain(&knocker.get("chef", &meeting).await.body);
        assert!(page.contains("Le délai fixé est de 7 jours : il en reste 5"), "{page}");

        // Twice convened, once sent.
        for _ in 0..2 {
            assert_eq!(knocker.post("chef", &format!("{meeting}/convocation"), &[]).await.status.as_u16(), 303);
        }
        let sent = mails(&house).await;
        assert_eq!(sent.len(), 2, "{sent:?}");
        assert!(sent[0].2.contains("18 h 30") && sent[0].2.contains("- Avis sur les projets"), "{}", sent[0].2);
        assert!(sent.iter().all(|mail| !mail.2.contains("Camille") || mail.0.starts_with("conseil")), "{sent:?}");
        // Whoever comes after is convened alone.
        seated(&house, table, "Sacha", "asso").await;
        knocker.post("chef", &format!("{meeting}/convocation"), &[]).await;
        assert_eq!(mails(&house).await.len(), 3);

        // A longer agenda tells nobody; another room tells the three; a stale page gives all back.
        let edit = format!("{meeting}/modifier");
        let revision = |page: &str| hidden(page, "revision");
        let mut longer = form("Plénière", "20", "3", "Salle A");
        longer[7].1 = "Avis\nBudget\nQuestions";
        let at = revision(&knocker.get("chef", &edit).await.body);
        longer.push(("revision", at.as_str()));
        assert_eq!(knocker.post("chef", &edit, &longer).await.status.as_u16(), 303);
        assert_eq!(mails(&house).await.len(), 3);
        let stale = knocker.post("chef", &edit, &longer).await;
        assert!(stale.status.as_u16() == 409 && stale.body.contains("Budget"), "{}", stale.body);
        let mut moved = form("Plénière", "21", "3", "Salle B");
        let at = revision(&knocker.get("chef", &edit).await.body);
        moved.push(("revision", at.as_str()));
        assert_eq!(knocker.post("chef", &edit, &moved).await.status.as_u16(), 303);
        let sent = mails(&house).await;
        assert_eq!(sent.len(), 6, "{sent:?}");
        assert!(sent.iter().filter(|mail| mail.1.contains("la réunion change")).all(|mail| mail.2.contains("Salle B")));

        // Cancelled with a reason, told once to each; then nothing moves it, nobody answers.
        let cancel = format!("{meeting}/annulation");
        let at = revision(&knocker.get("chef", &meeting).await.body);
        let refused = knocker.post("chef", &cancel, &[("raison", ""), ("revision", &at)]).await;
        assert!(refused.status.as_u16() == 422 && refused.body.contains("Dites pourquoi"), "{}", refused.body);
        let done = knocker.post("chef", &cancel, &[("raison", "Salle fermée"), ("revision", &at)]).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.body);
        let sent = mails(&house).await;
        let cancelled: Vec<_> = sent.iter().filter(|mail| mail.1.contains("annulée")).collect();
        assert!(cancelled.len() == 3 && cancelled[0].2.contains("Salle fermée"), "{sent:?}");
        let again = knocker.post("chef", &cancel, &[("raison", "Encore"), ("revision", &at)]).await;
        assert!(again.body.contains("Cette réunion est annulée"), "{}", again.body);
        let own = meeting.replace("/gestion", "/conseil");
        let late = knocker.post("conseil", &format!("{own}/reponse"), &[("reponse", "comes")]).await;
        assert!(late.body.contains("On ne répond plus"), "{}", late.body);
        assert_eq!(mails(&house).await.len(), 9);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_answer_attend_and_approve_and_others_find_nothing() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(22));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let ours = opened(&house, Kind::Table, "Table").await;
        let theirs = opened(&house, Kind::Youth, "Jeunes").await;
        let camille = seated(&house, ours, "Camille", "conseil").await;
        let sacha = seated(&house, ours, "Sacha", "asso").await;
        seated(&house, theirs, "Dominique", "enquete").await;
        let new = format!("/gestion/instances/{ours}/reunions/nouvelle");
        let first = path_of(&knocker.post("chef", &new, &form("Réunion de mars", "15", "3", "Salle A")).await.location);
        let next = path_of(&knocker.post("chef", &new, &form("Réunion d’avril", "2", "4", "Salle A")).await.location);
        let own = |path: &str| path.replace("/gestion", "/conseil");

        // A paper, taken one by one by those who sit, and a dossier to print.
        let unnamed =
            knocker.upload("chef", &format!("{first}/papiers"), &[("papier", "")], ("fichier", "", b"")).await;
        assert_eq!(unnamed.status.as_u16(), 422);
        assert!(unnamed.body.contains("Nommez ce papier") && unnamed.body.contains("Choisissez un fichier"));
        let png = documents_png();
        let sent = knocker
            .upload("chef", &format!("{first}/papiers"), &[("papier", "Le plan")], ("fichier", "plan.png", &png))
            .await;
        assert_eq!(sent.status.as_u16(), 303, "{}", sent.body);
        let page = knocker.get("conseil", &own(&first)).await.body;
        let paper =
            page.split("href=\"/conseil/papiers/").nth(1).and_then(|rest| rest.split('"').next()).expect("a paper");
        let paper = format!("/conseil/papiers/{paper}");
        assert_eq!(knocker.get_bytes("conseil", &paper).await, png);
        let dossier = knocker.get("asso", &format!("{}/dossier.pdf", own(&first))).await;
        assert!(dossier.status.as_u16() == 200 && dossier.bytes.starts_with(b"%PDF"));
        let date = knocker.get("conseil", &format!("{}/agenda.ics", own(&first))).await;
        assert!(
            date.body.contains("DTSTART:20260315T173000Z") && date.media_type.starts_with("text/calendar"),
            "{}",
            date.body
        );
        for path in
            [own(&first), paper.clone(), format!("{}/dossier.pdf", own(&first)), format!("{}/agenda.ics", own(&first))]
        {
            assert_eq!(knocker.get("enquete", &path).await.status.as_u16(), 404, "{path}");
            assert_eq!(knocker.get("", &path).await.status.as_u16(), 303, "{path}");
        }
        // Neither elected officials nor members reach what the agent keeps; the agent is no member.
        assert_eq!(knocker.get("elue", &first).await.status.as_u16(), 403);
        assert_eq!(knocker.get("conseil", &first).await.status.as_u16(), 403);
        assert_eq!(knocker.get("chef", &own(&first)).await.status.as_u16(), 404);

        // She says she comes, then not.
        let reply = format!("{}/reponse", own(&first));
        for answer in ["excused", "comes"] {
            assert_eq!(knocker.post("conseil", &reply, &[("reponse", answer)]).await.status.as_u16(), 303);
        }
        assert_eq!(knocker.post("enquete", &reply, &[("reponse", "comes")]).await.status.as_u16(), 404);
        assert!(plain(&knocker.get("chef", &first).await.body).contains("Viennent (1) : Camille"));

        // Attendance: by a member only once she is designated.
        let sheet = format!("{}/presences", own(&first));
        assert_eq!(knocker.get("conseil", &sheet).await.status.as_u16(), 404);
        designate(&house, camille).await;
        let page = knocker.get("conseil", &sheet).await.body;
        let at = hidden(&page, "revision");
        let (hers, his) = (format!("presence-{camille}"), format!("presence-{sacha}"));
        let by = format!("par-{sacha}");
        let wrong =
            [(hers.as_str(), "absent"), (his.as_str(), "represented"), (by.as_str(), ""), ("revision", at.as_str())];
        let refused = knocker.post("conseil", &sheet, &wrong).await;
        assert!(
            refused.status.as_u16() == 422 && refused.body.contains("parmi les personnes présentes"),
            "{}",
            refused.body
        );
        let who = camille.to_string();
        let right = [
            (hers.as_str(), "present"),
            (his.as_str(), "represented"),
            (by.as_str(), who.as_str()),
            ("revision", at.as_str()),
        ];
        let entered = knocker.post("conseil", &sheet, &right).await;
        assert_eq!(entered.status.as_u16(), 303, "{}", entered.body);
        assert!(entered.location.starts_with("/conseil/reunions/"), "{}", entered.location);
        assert_eq!(knocker.post("conseil", &sheet, &right).await.status.as_u16(), 409);
        let page = plain(&knocker.get("asso", &own(&first)).await.body);
        assert!(
            page.contains("1 présent·e sur 2, sans quorum demandé") && page.contains("Représentés (1) : Sacha"),
            "{page}"
        );
        assert_eq!(knocker.get("asso", &sheet).await.status.as_u16(), 404);
        // One to come has nobody present yet.
        let early = knocker.post("chef", &format!("{next}/presences"), &right).await;
        assert!(early.body.contains("ne s’est pas tenue"), "{}", early.body);

        // Minutes: written, read by members, approved only at a later meeting that took place, then fixed.
        let minutes = format!("{}/compte-rendu", own(&first));
        let at = hidden(&knocker.get("conseil", &minutes).await.body, "revision");
        let empty = knocker.post("conseil", &minutes, &[("compte-rendu", ""), ("revision", &at)]).await;
        assert_eq!(empty.status.as_u16(), 422);
        let written = [("compte-rendu", "Nous avons relu les projets."), ("revision", at.as_str())];
        assert_eq!(knocker.post("conseil", &minutes, &written).await.status.as_u16(), 303);
        assert!(knocker.get("asso", &own(&first)).await.body.contains("relu les projets"));
        let page = knocker.get("conseil", &minutes).await.body;
        assert!(page.contains("à une réunion suivante"), "{page}");
        let open = format!("/comptes-rendus/{}", first.rsplit('/').next().unwrap_or_default());
        assert_eq!(knocker.get("", &open).await.status.as_u16(), 404);
        let approve = format!("{minutes}/approbation");
        let at = hidden(&page, "revision");
        let by = next.rsplit('/').next().unwrap_or_default();
        let early = knocker.post("conseil", &approve, &[("approuve-en", by), ("revision", &at)]).await;
        assert!(early.status.as_u16() == 422 && early.body.contains("tenue depuis"), "{}", early.body);
        sound(&house).await;
    })
    .await;
}

/// A picture of one pixel.
fn documents_png() -> Vec<u8> {
    include_bytes!("pixel.png").to_vec()
}

/// Has somebody enter attendance and minutes for the others.
async fn designate(house: &House, member: kernel::Uuid) {
    use assemblies::actions::{MemberTerms, member as acts};
    let mut tx = house.write().await.expect("write");
    let (_, one) = acts::kept(&mut tx, &setting::ACTOR, member).await.expect("there");
    let terms = MemberTerms { is_secretary: true, ..one.terms.clone() };
    acts::amend(&mut tx, &house.outside, &setting::ACTOR, (member, one.revision), terms).await.expect("designated");
    tx.commit().await.expect("kept");
}
