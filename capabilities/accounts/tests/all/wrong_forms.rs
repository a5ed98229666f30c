//! Every form with several fields, sent entirely wrong: each point is told at its field, none waits for another, and
//! everything typed is given back (but a password).

use crate::common::{PASSWORD, SECRET, everywhere, migrations, walk};
use database::testing::each_database;
use kernel::Function;
use web::testing::Reply;

/// An address, what is sent there, the fields that must be told.
type WrongForm<'a> = (String, Vec<(&'a str, &'a str)>, &'a [&'a str]);

fn held(path: &str, typed: &[(&str, &str)], told: &[&str], reply: &Reply) {
    assert_eq!(reply.status.as_u16(), 422, "{path}: {}", reply.body);
    for field in told {
        for part in ["id=\"erreur-", "href=\"#champ-", "id=\"champ-"].map(|part| format!("{part}{field}\"")) {
            assert!(reply.body.contains(&part), "{path}, {part}: {}", reply.body);
        }
    }
    for (name, value) in typed {
        let is_secret = name.contains("mot-de-passe");
        assert_eq!(reply.body.contains(value), !is_secret, "{path}, {name}: {}", reply.body);
    }
}

#[tokio::test]
async fn an_entirely_wrong_form_is_told_in_one_go() {
    each_database(&migrations(), |db| async move {
        let walk = walk(db);
        let admin = walk.person("Nadege", &[everywhere(Function::Administrator)], None, Some(SECRET)).await;
        let other = walk.person("Yannick", &[], None, None).await;
        let organisation = walk.organisation("Une association").await;
        let (token, doors) = (walk.enter_twice(admin).await, &walk.doors);
        let dates = [("debut-jour", "quarante"), ("fin-mois", "brumaire")];
        let with_dates = |more: &[(&'static str, &'static str)]| [&dates, more].concat();
        let wrong = [("nature", ""), ("siret", "numéro gardé")];
        let forms: Vec<WrongForm<'_>> = vec![
            ("/gestion/organisations/nouvelle".into(), wrong.to_vec(), &["nom", "nature", "siret"]),
            (format!("/gestion/organisations/{organisation}/modifier"), wrong.to_vec(), &["nom", "nature", "siret"]),
            (format!("/gestion/comptes/{other}/modifier"), vec![("email", "adresse gardée")], &["nom", "email"]),
            (format!("/gestion/comptes/{other}/fonctions"), dates.to_vec(), &["fonction", "debut", "fin", "motif"]),
            (
                format!("/gestion/comptes/{other}/fonctions"),
                vec![("fonction", "carrier_editor"), ("fin-jour", "1"), ("fin-mois", "4"), ("fin-annee", "2020")],
                &["organisation", "fin", "motif"],
            ),
            (
                format!("/gestion/comptes/{other}/passation"),
                vec![("email", "inconnue@ville.example")],
                &["email", "motif"],
            ),
            ("/gestion/invitations/nouvelle".into(), vec![("email", "adresse gardée")], &["email", "fonctions"]),
            (
                "/compte/delegations".into(),
                with_dates(&[("email", "inconnue@ville.example")]),
                &["email", "debut", "fin", "motif"],
            ),
            (
                "/compte/delegations".into(),
                vec![("email", "inconnue@ville.example")],
                &["email", "debut", "fin", "motif"],
            ),
        ];
        let before = walk.count("SELECT COUNT(*) FROM journal_entry").await;
        for (path, typed, told) in forms {
            held(&path, &typed, told, &doors.post(&token, &path, &typed).await);
        }
        assert_eq!(walk.count("SELECT COUNT(*) FROM journal_entry").await, before, "nothing was done");

        // She knows neither her password nor what one must be.
        let lea = walk.person("Lea", &[], Some(PASSWORD), None).await;
        let (path, hers) = ("/compte/mot-de-passe", walk.enter(lea).await);
        let typed = [("mot-de-passe-actuel", "une autre tasse verte"), ("mot-de-passe", "trop court")];
        held(path, &typed, &["mot-de-passe-actuel", "mot-de-passe"], &doors.post(&hers, path, &typed).await);

        // Somebody invited gives neither her name nor a password that holds.
        let invited = [("email", "zoe@ville.example"), ("fonctions", "elected")];
        assert_eq!(doors.post(&token, "/gestion/invitations/nouvelle", &invited).await.status, 303);
        let path = walk.invitation().await;
        let typed = [("mot-de-passe", "azertyuiop12")];
        held(&path, &typed, &["nom", "mot-de-passe"], &doors.post("", &path, &typed).await);
    })
    .await;
}
