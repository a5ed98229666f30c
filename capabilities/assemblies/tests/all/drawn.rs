//! A council drawn by lot sits: its members come from accepted seats, a seat left goes back to the list of the draw, quorum,
//! minutes read by all, the year counted; on both databases.

use crate::setting::{ACTOR, account, areas, hidden, migrations, plain, sound};
use assemblies::actions::assembly::{self, NewAssembly};
use assemblies::actions::{AssemblyTerms, Kind, MemberTerms, inviting, member};
use councils::actions as draws;
use database::testing::{each_database, outside};
use database::{fetch_all, fetch_one};
use jiff::civil::date;
use kernel::{Actor, Moment, Uuid};
use web::House;
use web::testing::{Knocker, house};

/// A council of four residents, drawn; so many accept. Gives the body that sits and the draw.
async fn drawn(house: &House, accepted: usize) -> (Uuid, Uuid) {
    let (outside, zone) = (&house.outside, &house.settings.zone);
    let around = (outside, &house.keys, zone);
    let mut tx = house.write().await.expect("write");
    let areas = areas(&mut tx, house).await;
    let terms = draws::CouncilTerms { name: "Conseil".into(), areas: areas.clone(), ..Default::default() };
    let new = draws::NewCouncil { terms, residents: 4, actors: 0, kinds: vec![] };
    let council = draws::open_council(&mut tx, outside, &ACTOR, new).await.expect("made up");
    let college = councils::facade::colleges(&mut tx, council).await.expect("colleges")[0].id;
    for rank in 0..16_usize {
        let person = draws::Person {
            birth_name: format!("Nom{rank}"),
            forenames: format!("Prenom{rank}"),
            birth: draws::Birth::read(if rank % 3 == 0 { "01/02/2004" } else { "01/02/1970" }).expect("a day"),
            street: format!("{} rue des Lilas", rank + 1),
            postcode: "11000".into(),
            city: "Carcassonne".into(),
            email: format!("personne{rank}@exemple.fr"),
            ..draws::Person::default()
        };
        let sex = if rank % 2 == 0 { draws::Sex::Woman } else { draws::Sex::Man };
        let new = draws::Newcomer { person, sex, area: Some(areas[rank / 2 % 2]), structure: None };
        draws::type_paper(&mut tx, around, &ACTOR, college, new).await.expect("typed");
    }
    let announcement = draws::Announcement {
        kind: draws::DrawKind::Whole,
        letters: None,
        young_weight: None,
        signed_by: None,
        session_on: Some(outside.now().plus_days(8).day(zone)),
        session_place: "Salle".into(),
        chance: draws::ChanceKind::Balls,
        beacon_source: String::new(),
        reason: String::new(),
    };
    let draw = draws::announce(&mut tx, (outside, zone), &ACTOR, college, announcement).await.expect("announced");
    for step in [draws::Step::Freeze, draws::Step::Publish] {
        draws::step_now(&mut tx, (outside, &house.keys), &ACTOR, draw, step).await.expect("a step");
    }
    let revision = councils::facade::draw_revision(&mut tx, draw).await.expect("a draw");
    let number = draws::NumberRead::twice(417, "Séance d’essai avancée");
    draws::read_dice(&mut tx, (outside, zone), &ACTOR, (draw, revision), &number).await.expect("read");
    let revision = councils::facade::draw_revision(&mut tx, draw).await.expect("a draw");
    draws::seal(&mut tx, around, &ACTOR, (draw, revision), "Une huissière").await.expect("sealed");
    for (rank, seat) in councils::facade::seats(&mut tx, draw).await.expect("seats").into_iter().enumerate() {
        let states = [draws::SeatState::Sent, draws::SeatState::Accepted];
        for (at, state) in (1..).zip(states.into_iter().take(if rank < accepted { 2 } else { 1 })) {
            let way = draws::Way::Telephone;
            let answered = draws::Answered { state, way, note: String::new(), is_name_public: rank == 0 };
            draws::note_answer(&mut tx, around, &ACTOR, (seat, at), answered).await.expect("answered");
        }
    }
    let terms = AssemblyTerms {
        name: "Conseil citoyen".into(),
        areas,
        starts_on: Some(date(2026, 3, 1)),
        ..AssemblyTerms::first(Kind::Council)
    };
    let new = NewAssembly { kind: Kind::Council, council: Some(council), terms };
    let body = assembly::open(&mut tx, outside, &ACTOR, new).await.expect("opened");
    tx.commit().await.expect("kept");
    (body, draw)
}

#[tokio::test(flavor = "multi_thread")]
async fn members_come_from_seats_and_a_seat_left_is_given_back() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(31));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let (body, draw) = drawn(&house, 3).await;
        let list = format!("/gestion/instances/{body}/membres");
        for _ in 0..2 {
            assert_eq!(knocker.post("chef", &format!("{list}/tirage"), &[]).await.status.as_u16(), 303);
        }
        let page = plain(&knocker.get("chef", &list).await.body);
        assert!(page.contains("1 siège vacant sur 4") && page.contains("Il reste 1 membre"), "{page}");
        assert_eq!(page.matches("/gestion/membres/").count(), 3, "{page}");
        // Counts for those who only read, with the one name that may be published.
        let sheet = plain(&knocker.get("elue", &format!("/gestion/instances/{body}")).await.body);
        let mut tx = house.read().await.expect("read");
        let names: Vec<(Uuid, String, bool)> =
            fetch_all!(&mut tx, "SELECT id, called_name, is_name_public FROM assembly_member ORDER BY added_at, id")
                .expect("members");
        drop(tx);
        for (_, name, is_public) in &names {
            assert_eq!(sheet.contains(name.as_str()), *is_public, "{name}: {sheet}");
        }
        assert!(!sheet.contains("@exemple.fr"));

        // One leaves by herself: her seat is empty in the draw, the page leads to its list.
        let mut tx = house.write().await.expect("write");
        inviting::tie_account(&mut tx, &house.outside, &ACTOR, (names[1].0, account("conseil"))).await.expect("tied");
        tx.commit().await.expect("kept");
        let left = [("motif", "moved"), ("certain", "oui")];
        assert_eq!(knocker.post("conseil", &format!("/conseil/{body}/depart"), &left).await.status.as_u16(), 303);
        let mut tx = house.read().await.expect("read");
        let states: Vec<(String,)> = fetch_all!(&mut tx, "SELECT state FROM seat ORDER BY rank").expect("seats");
        assert_eq!(states.iter().filter(|state| state.0 == "left").count(), 1, "{states:?}");
        drop(tx);
        let page = plain(&knocker.get("chef", &list).await.body);
        assert!(
            page.contains("2 sièges vacants sur 4") && page.contains(&format!("/gestion/tirages/{draw}/appels")),
            "{page}"
        );
        // She does not come back from her old seat.
        knocker.post("chef", &format!("{list}/tirage"), &[]).await;
        assert_eq!(knocker.get("chef", &list).await.body.matches("/gestion/membres/").count(), 3);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quorum_has_its_base_minutes_are_read_and_the_year_is_counted() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(32));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let (body, _) = drawn(&house, 3).await;
        knocker.post("chef", &format!("/gestion/instances/{body}/membres/tirage"), &[]).await;
        let new = format!("/gestion/instances/{body}/reunions/nouvelle");
        let form = |title: &'static str, day: &'static str| {
            vec![
                ("titre", title),
                ("jour-jour", day),
                ("jour-mois", "3"),
                ("jour-annee", "2026"),
                ("debut", "18h"),
                ("fin", "20h"),
                ("lieu", "Salle"),
            ]
        };
        let mut tx = house.read().await.expect("read");
        let ids: Vec<(Uuid,)> =
            fetch_all!(&mut tx, "SELECT id FROM assembly_member ORDER BY added_at, id").expect("members");
        drop(tx);
        let mut paths = Vec::new();
        // Whoever accepted today sits from today on: these meetings are today's and tomorrow's.
        for (title, day, present) in [("Première", "15", 1_usize), ("Deuxième", "15", 2)] {
            let made = knocker.post("chef", &new, &form(title, day)).await;
            let meeting = made.location.split('?').next().unwrap_or_default().to_owned();
            let sheet = format!("{meeting}/presences");
            let page = knocker.get("chef", &sheet).await.body;
            let at = hidden(&page, "revision");
            let names: Vec<String> = ids.iter().map(|(id,)| format!("presence-{id}")).collect();
            let mut fields = vec![("revision", at.as_str())];
            for (rank, name) in names.iter().enumerate() {
                fields.push((name, if rank < present { "present" } else { "absent" }));
            }
            let entered = knocker.post("chef", &sheet, &fields).await;
            assert_eq!(entered.status.as_u16(), 303, "{}", entered.body);
            paths.push(meeting);
        }
        let first = plain(&knocker.get("chef", &paths[0]).await.body);
        assert!(first.contains("1 présent·e sur 3, quorum non atteint (2 à réunir)"), "{first}");
        let second = plain(&knocker.get("chef", &paths[1]).await.body);
        assert!(second.contains("2 présent·es sur 3, quorum atteint (2 à réunir)"), "{second}");
        sound(&house).await;

        // The first one's minutes, approved by the second once it starts later.
        let edit = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let mut tx = house.write().await.expect("write");
        database::execute!(&mut tx, "UPDATE assembly_meeting SET starts_at = '10:00:00' WHERE title = 'Première'")
            .expect("earlier");
        tx.commit().await.expect("kept");
        let minutes = format!("{}/compte-rendu", paths[0]);
        let at = hidden(&knocker.get("chef", &minutes).await.body, "revision");
        let written = [("compte-rendu", "Charte relue."), ("revision", at.as_str())];
        assert_eq!(knocker.post("chef", &minutes, &written).await.status.as_u16(), 303);
        let open = format!("/comptes-rendus/{}", edit(&paths[0]));
        assert_eq!(knocker.get("", &open).await.status.as_u16(), 404);
        let at = hidden(&knocker.get("chef", &minutes).await.body, "revision");
        let by = edit(&paths[1]);
        let approved = [("approuve-en", by.as_str()), ("revision", at.as_str())];
        assert_eq!(knocker.post("chef", &format!("{minutes}/approbation"), &approved).await.status.as_u16(), 303);
        let read = plain(&knocker.get("", &open).await.body);
        assert!(read.contains("Charte relue.") && read.contains("Approuvé le"), "{read}");
        assert!(knocker.get("", &format!("/instances/{body}/comptes-rendus")).await.body.contains(&open));
        let fixed = knocker.post("chef", &minutes, &written).await;
        assert!(fixed.status.as_u16() == 409 && fixed.body.contains("Ce compte rendu est approuvé"), "{}", fixed.body);

        // A steering committee where one sits for the council.
        let mut other = form("Comité de juin", "15");
        let refused = knocker.post("chef", &format!("{new}?ailleurs=oui"), &other).await;
        assert!(
            refused.status.as_u16() == 422 && refused.body.contains("Choisissez l’instance qui se réunit"),
            "{}",
            refused.body
        );
        other.push(("instance", "steering"));
        let made = knocker.post("chef", &format!("{new}?ailleurs=oui"), &other).await;
        let meeting = made.location.split('?').next().unwrap_or_default().to_owned();
        let at = hidden(&knocker.get("chef", &format!("{meeting}/presences")).await.body, "revision");
        let hers = format!("presence-{}", ids[0].0);
        let sat = [(hers.as_str(), "present"), ("revision", at.as_str())];
        assert_eq!(knocker.post("chef", &format!("{meeting}/presences"), &sat).await.status.as_u16(), 303);
        let list = plain(&knocker.get("chef", &format!("/gestion/instances/{body}/reunions")).await.body);
        assert!(list.contains("Comité de pilotage") && list.contains("1 présent·e pour l’instance"), "{list}");
        let refused = knocker.post("chef", &format!("{meeting}/convocation"), &[]).await;
        assert!(refused.body.contains("ne se convoque pas"), "{}", refused.body);

        // The year, for those who read; and the sheet to take away.
        let year = plain(&knocker.get("elue", &format!("/gestion/instances/{body}/annee?annee=2026")).await.body);
        for told in ["Base : 3 présences sur 6 saisies", "Base : 1 présence", "50"] {
            assert!(year.contains(told), "{told}: {year}");
        }
        let empty = plain(&knocker.get("elue", &format!("/gestion/instances/{body}/annee?annee=2020")).await.body);
        assert!(
            empty.contains("non disponible") || empty.contains("donnée absente") || empty.contains("Base : 0"),
            "{empty}"
        );
        let export = knocker.get("elue", &format!("/gestion/instances/{body}/annee.xlsx?annee=2026")).await;
        assert!(export.bytes.starts_with(b"PK") && export.media_type.contains("spreadsheetml"));
        assert_eq!(knocker.get("conseil", &format!("/gestion/instances/{body}/annee.xlsx")).await.status.as_u16(), 403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_awaits_is_told_to_whoever_keeps_the_body() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(33));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let (body, _) = drawn(&house, 2).await;
        knocker.post("chef", &format!("/gestion/instances/{body}/membres/tirage"), &[]).await;
        let mut tx = house.write().await.expect("write");
        let (id, revision): (Uuid, i64) =
            fetch_one!(&mut tx, "SELECT id, revision FROM assembly_member ORDER BY id LIMIT 1").expect("a member");
        let (_, one) = member::kept(&mut tx, &ACTOR, id).await.expect("there");
        let soon = MemberTerms { ends_on: Some(date(2026, 5, 30)), ..one.terms.clone() };
        member::amend(&mut tx, &house.outside, &ACTOR, (id, revision), soon).await.expect("amended");
        let service = ("http://localhost", "Parvis");
        inviting::invite(&mut tx, &house.outside, &ACTOR, (id, revision + 1), service).await.expect("invited");
        tx.commit().await.expect("kept");
        let form = [
            ("titre", "Plénière"),
            ("jour-jour", "16"),
            ("jour-mois", "3"),
            ("jour-annee", "2026"),
            ("debut", "18h"),
            ("fin", "20h"),
            ("lieu", "Salle"),
        ];
        let made = knocker.post("chef", &format!("/gestion/instances/{body}/reunions/nouvelle"), &form).await;
        assert_eq!(made.status.as_u16(), 303, "{}", made.body);
        let told = async |actor: &Actor, days: i64| {
            let mut tx = house.read().await.expect("read");
            let now = Moment(house.outside.now().0).plus_days(days);
            let all = assemblies::facade::awaited(&mut tx, actor, now).await.expect("told");
            all.into_iter().map(|one| plain(&one.what)).collect::<Vec<_>>()
        };
        assert_eq!(told(&ACTOR, 0).await, ["Préparer 1 fin de mandat"]);
        let later = told(&ACTOR, 20).await;
        let all = [
            "Saisir les présences du 16 mars 2026",
            "Écrire le compte rendu du 16 mars 2026",
            "Préparer 1 fin de mandat",
            "Relancer 1 invitation de membre",
        ];
        assert_eq!(later, all);
        assert!(told(&Actor::Visitor, 20).await.is_empty());
        // Whoever leads another contract is told nothing, and finds nothing.
        let elsewhere = Actor::Person(kernel::Person {
            account: account("asso"),
            session: Uuid::nil(),
            name: "Ailleurs".into(),
            grants: vec![kernel::Grant {
                function: kernel::Function::ProjectManager,
                scope: kernel::Scope::contract(Uuid::from_u128(77)),
            }],
            has_second_factor: true,
            acting_for: None,
        });
        assert!(told(&elsewhere, 20).await.is_empty());
        let mut tx = house.read().await.expect("read");
        assert!(assembly::led(&mut tx, &elsewhere, &assemblies::acts::LEAD, body).await.is_err());
        assert!(member::kept(&mut tx, &elsewhere, id).await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_council_leaves_by_lot_and_those_who_come_begin_their_mandate() {
    councils::facade::tell_moved(assemblies::facade::moved);
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(34));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let (body, draw) = drawn(&house, 4).await;
        knocker.post("chef", &format!("/gestion/instances/{body}/membres/tirage"), &[]).await;
        let (outside, zone) = (&house.outside, &house.settings.zone);
        let around = (outside, &house.keys, zone);
        let led = async |kind: draws::DrawKind| {
            let mut tx = house.write().await.expect("write");
            let (college,): (Uuid,) =
                fetch_one!(&mut tx, "SELECT college FROM draw WHERE id = $1", draw).expect("a college");
            let announcement = draws::Announcement {
                kind,
                letters: None,
                young_weight: None,
                signed_by: None,
                session_on: Some(outside.now().plus_days(8).day(zone)),
                session_place: "Salle".into(),
                chance: draws::ChanceKind::Balls,
                beacon_source: String::new(),
                reason: "Renouvellement à mi-mandat".into(),
            };
            let id = draws::announce(&mut tx, (outside, zone), &ACTOR, college, announcement).await.expect("announced");
            draws::step_now(&mut tx, (outside, &house.keys), &ACTOR, id, draws::Step::Freeze).await.expect("closed");
            if kind == draws::DrawKind::Completion {
                draws::step_now(&mut tx, (outside, &house.keys), &ACTOR, id, draws::Step::Publish)
                    .await
                    .expect("published");
            }
            let revision = councils::facade::draw_revision(&mut tx, id).await.expect("a draw");
            let number = draws::NumberRead::twice(417, "Séance d’essai avancée");
            draws::read_dice(&mut tx, (outside, zone), &ACTOR, (id, revision), &number).await.expect("read");
            let revision = councils::facade::draw_revision(&mut tx, id).await.expect("a draw");
            draws::seal(&mut tx, around, &ACTOR, (id, revision), "Une huissière").await.expect("sealed");
            tx.commit().await.expect("kept");
            id
        };
        let states = async || {
            let mut tx = house.read().await.expect("read");
            let sql =
                "SELECT state, COALESCE(departure, ''), state_on FROM assembly_member ORDER BY added_at, state, id";
            let rows: Vec<(String, String, String)> = fetch_all!(&mut tx, sql).expect("members");
            rows
        };
        led(draws::DrawKind::Renewal).await;
        let today = outside.now().day(zone).to_string();
        let after = states().await;
        let left: Vec<_> = after.iter().filter(|(state, ..)| state == "left").collect();
        assert_eq!((after.len(), left.len()), (4, 2), "{after:?}");
        assert!(left.iter().all(|(_, why, on)| why == "term" && *on == today), "{after:?}");

        // Those who come begin when they accept, without anybody having to take them in.
        let next = led(draws::DrawKind::Completion).await;
        let mut tx = house.write().await.expect("write");
        for seat in councils::facade::seats(&mut tx, next).await.expect("seats") {
            let (state, mut at): (String, i64) =
                fetch_one!(&mut tx, "SELECT state, revision FROM seat WHERE id = $1", seat).expect("a seat");
            if state != "to_contact" {
                continue;
            }
            for state in [draws::SeatState::Sent, draws::SeatState::Accepted] {
                let way = draws::Way::Telephone;
                let answered = draws::Answered { state, way, note: String::new(), is_name_public: false };
                draws::note_answer(&mut tx, around, &ACTOR, (seat, at), answered).await.expect("answered");
                at += 1;
            }
        }
        tx.commit().await.expect("kept");
        let after = states().await;
        let sits = after.iter().filter(|(state, ..)| state == "sitting").count();
        assert_eq!((after.len(), sits), (6, 4), "{after:?}");
        sound(&house).await;
    })
    .await;
}
