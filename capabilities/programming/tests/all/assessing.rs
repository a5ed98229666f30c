//! A filed application is checked, shared out, read blind by several people, closed to whoever is tied to it, and timed; on
//! both databases, through the door.

use crate::assess_setting::{hidden, known, plain, sound, tables};
use applications::facade as files;
use applications::testing::{LocalPeople, house};
use database::testing::{each_database, outside};
use kernel::Uuid;
use web::testing::Knocker;

/// The grid filled in.
fn grid(points: &'static str, sense: &'static str, revision: &str) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    for (name, reason) in [
        ("points-priorites", "raison-priorites"),
        ("points-public", "raison-public"),
        ("points-budget", "raison-budget"),
    ] {
        all.push((name, points.to_owned()));
        all.push((reason, format!("Raison secrète {points}")));
    }
    all.push(("avis", sense.to_owned()));
    all.push(("remarques", format!("Remarque secrète {points}")));
    all.push(("geste", "donner".to_owned()));
    all.push(("revision", revision.to_owned()));
    all
}

async fn post(knocker: &Knocker, token: &str, path: &str, fields: &[(&str, String)]) -> web::testing::Reply {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    knocker.post(token, path, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_are_blind_until_they_give_theirs_and_no_association_reads_a_score() {
    each_database(&tables(), |db| async move {
        let (house, ground) = house(db, outside(71)).await;
        known(&house, &ground).await;
        let knocker = Knocker::new(programming::door(), house.clone());
        let project = format!("/gestion/dossiers/actions/{}", ground.projects[0]);
        let reading = format!("{project}/lecture");
        for token in ["chef", "instruction"] {
            assert_eq!(knocker.get(token, &reading).await.status.as_u16(), 404, "nobody reads before she takes it");
            let taken = knocker.post(token, &format!("{project}/prendre"), &[]).await;
            assert_eq!(taken.status.as_u16(), 303, "{}", taken.body);
        }
        // What is given must be whole, and what was typed comes back.
        let revision = hidden(&knocker.get("chef", &reading).await.body, "revision");
        let holes = [("avis", ""), ("remarques", "Bien ancré"), ("geste", "donner"), ("revision", &*revision)];
        let refused = knocker.post("chef", &reading, &holes).await;
        assert_eq!(refused.status.as_u16(), 422);
        for told in ["Donnez des points à « Budget sincère »", "Choisissez votre avis", "Bien ancré"] {
            assert!(plain(&refused.body).contains(told), "{told}: {}", refused.body);
        }
        let stale = post(&knocker, "chef", &reading, &grid("4", "favourable", "99")).await;
        assert_eq!(stale.status.as_u16(), 409, "{}", stale.body);
        assert!(stale.body.contains("Remarque secrète 4"), "{}", stale.body);
        let given = post(&knocker, "chef", &reading, &grid("4", "favourable", &revision)).await;
        assert_eq!(given.status.as_u16(), 303, "{}", given.body);
        // Who has not given hers sees nothing of it, on any page.
        for path in [&project, &reading, &format!("/gestion/dossiers/{}", ground.application)] {
            let page = knocker.get("instruction", path).await.body;
            assert!(!page.contains("secrète") && !page.contains("80 sur 100"), "{path}: {page}");
        }
        assert!(knocker.get("instruction", &project).await.body.contains("vous les lirez quand vous aurez donné"));
        // A third person, who does not read, sees what is given; a draft she never sees.
        let page = knocker.get("financeur-departement", &project).await.body;
        assert!(page.contains("Remarque secrète 4") && page.contains("80 sur 100"), "{page}");
        let revision = hidden(&knocker.get("instruction", &reading).await.body, "revision");
        let given = post(&knocker, "instruction", &reading, &grid("1", "unfavourable", &revision)).await;
        assert_eq!(given.status.as_u16(), 303, "{}", given.body);
        let page = plain(&knocker.get("instruction", &project).await.body);
        for told in ["Remarque secrète 4", "Remarque secrète 1", "Moyenne des lectures données : 50 sur 100"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        // Given once, it never changes.
        let again = post(&knocker, "instruction", &reading, &grid("5", "favourable", "2")).await;
        assert!(again.body.contains("déjà donnée"), "{}", again.body);
        // No association, no other contract, no funder that is not asked reads anything of it.
        for token in ["asso-signature", "asso-admin", "autre-asso", "ailleurs", "financeur-caf", "financeur-agglo", ""]
        {
            for path in [&project, &reading, &format!("/gestion/dossiers/{}", ground.application)] {
                let reply = knocker.get(token, path).await;
                let is_agglo = token == "financeur-agglo" && *path != reading;
                assert!(reply.status.as_u16() != 200 || is_agglo, "{token} {path}");
                assert!(is_agglo || !reply.body.contains("secrète"), "{token} {path}");
            }
        }
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_tied_to_a_file_loses_it_at_once() {
    each_database(&tables(), |db| async move {
        let (house, ground) = house(db, outside(72)).await;
        known(&house, &ground).await;
        let knocker = Knocker::new(programming::door(), house.clone());
        let file = format!("/gestion/dossiers/{}", ground.application);
        let project = format!("/gestion/dossiers/actions/{}", ground.projects[0]);
        knocker.post("instruction", &format!("{project}/prendre"), &[]).await;
        let list = "/gestion/dossiers";
        assert!(knocker.get("instruction", list).await.body.contains("Cuisines du monde"));
        let retreat = format!("{file}/retrait");
        let refused = knocker.post("instruction", &retreat, &[("raison", " ")]).await;
        assert_eq!(refused.status.as_u16(), 422, "{}", refused.body);
        let done = knocker.post("instruction", &retreat, &[("raison", "Membre du bureau")]).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.body);
        let closed = [
            file.clone(),
            format!("{file}/complement"),
            format!("{file}/retrait"),
            project.clone(),
            format!("{project}/lecture"),
            format!("{project}/avis"),
            format!("{project}/conseil"),
        ];
        for path in &closed {
            assert_eq!(knocker.get("instruction", path).await.status.as_u16(), 404, "{path}");
        }
        let ruled = format!("etat-{}", ground.fundings[0]);
        for (path, fields) in [
            (format!("{project}/prendre"), vec![]),
            (format!("{file}/complet"), vec![("pourquoi", "x")]),
            (format!("/gestion/dossiers/financements/{}/recevabilite", ground.fundings[0]), vec![(&*ruled, "oui")]),
        ] {
            assert_eq!(knocker.post("instruction", &path, &fields).await.status.as_u16(), 404, "{path}");
        }
        assert!(!knocker.get("instruction", list).await.body.contains("Cuisines du monde"), "the list too");
        // The others read her name, and nobody can give it back to her.
        assert!(knocker.get("chef", &file).await.body.contains("Nom instruction"));
        let page = knocker.get("chef", list).await.body;
        let call = hidden(&page, "appel-choisi");
        let projects = ground.projects[0].to_string();
        let reader = LocalPeople::account("instruction").to_string();
        let given = [("projets", &*projects), ("a-qui", &*reader), ("appel-choisi", &*call), ("liste", "")];
        let refused = knocker.post("chef", "/gestion/dossiers/lecteurs", &given).await;
        assert_eq!(refused.status.as_u16(), 422, "{}", refused.body);
        assert!(refused.body.contains("ne peut pas lire le dossier"), "{}", refused.body);
        // A funder keeps nobody else out.
        let other = LocalPeople::account("chef").to_string();
        let named = knocker.post("financeur-departement", &retreat, &[("raison", "x"), ("personne", &*other)]).await;
        assert_eq!(named.status.as_u16(), 422, "{}", named.body);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_send_projects_and_lists_are_narrowed_by_their_address() {
    each_database(&tables(), |db| async move {
        let (house, ground) = house(db, outside(73)).await;
        known(&house, &ground).await;
        let knocker = Knocker::new(programming::door(), house.clone());
        let call = ground.call.to_string();
        let reader = LocalPeople::account("instruction").to_string();
        let area = ground.areas[0].to_string();
        let path = "/gestion/dossiers/repartition";
        let empty = knocker.post("chef", path, &[("appel-choisi", &*call)]).await;
        assert_eq!(empty.status.as_u16(), 422);
        assert!(
            empty.body.contains("tous les dossiers") && empty.body.contains("Choisissez la personne"),
            "{}",
            empty.body
        );
        let rule = [("appel-choisi", &*call), ("quartier", &*area), ("lecteur", &*reader)];
        assert_eq!(knocker.post("chef", path, &rule).await.status.as_u16(), 303);
        // A rule sends nothing to somebody whose funder is not asked: only the second project asks the intercommunality.
        let agglo = LocalPeople::account("financeur-agglo").to_string();
        let all = [("appel-choisi", &*call), ("tous", "oui"), ("lecteur", &*agglo)];
        assert_eq!(knocker.post("chef", path, &all).await.status.as_u16(), 303);
        let applied = knocker.post("chef", &format!("{path}/application"), &[("appel-choisi", &*call)]).await;
        assert_eq!(applied.status.as_u16(), 303, "{}", applied.body);
        let of = |account: &str| format!("/gestion/dossiers?lecteur={account}");
        let page = knocker.get("chef", &of(&reader)).await.body;
        let rows = page.split("<tbody").nth(1).unwrap_or_default();
        assert!(rows.contains("Cuisines du monde") && !rows.contains("Jardins au pied"), "{page}");
        assert_eq!(knocker.post("financeur-agglo", path, &rule).await.status.as_u16(), 403);
        for (query, is_there) in [
            ("etat=en-lecture", true),
            ("etat=decide", false),
            ("q=cuisine", true),
            ("min=6+001", false),
            ("max=6+000&tri=demande&sens=decroissant", true),
        ] {
            let page = knocker.get("chef", &format!("/gestion/dossiers?{query}")).await;
            let rows = page.body.split("<tbody").nth(1).unwrap_or_default().to_owned();
            assert_eq!((page.status.as_u16(), rows.contains("Cuisines du monde")), (200, is_there), "{query}");
            assert!(page.body.len() < 50_000, "{query}");
        }
        // What is no amount narrows nothing, and is said at its field.
        for (query, told) in [
            ("min=beaucoup", "Saisissez un montant en euros"),
            ("max=-5", "Saisissez un montant positif, ou rien"),
            ("min=9+000&max=5", "Ce montant est sous le premier"),
        ] {
            let page = knocker.get("chef", &format!("/gestion/dossiers?{query}")).await;
            assert!(page.status.as_u16() == 422 && page.body.contains(told), "{query}: {}", page.body);
        }
        // A list is kept under a name, by her alone.
        let kept = knocker.post("chef", "/gestion/dossiers/vues", &[("nom", "Jardins"), ("liste", "q=jardin")]).await;
        assert!(kept.location.starts_with("/gestion/dossiers?q=jardin"), "{}", kept.location);
        assert!(knocker.get("chef", "/gestion/dossiers").await.body.contains(">Jardins</a>"));
        assert!(!knocker.get("instruction", "/gestion/dossiers").await.body.contains(">Jardins</a>"));
        assert_eq!(knocker.post("chef", "/gestion/dossiers/vues", &[("nom", "")]).await.status.as_u16(), 422);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_checked_completed_ruled_on_and_timed() {
    each_database(&tables(), |db| async move {
        let (house, ground) = house(db, outside(74)).await;
        known(&house, &ground).await;
        let knocker = Knocker::new(programming::door(), house.clone());
        let file = format!("/gestion/dossiers/{}", ground.application);
        let page = plain(&knocker.get("chef", &file).await.body);
        for told in ["« Devis » manque.", "n’est pas équilibré", "Un quartier est choisi.", "Déposé le 15 mars 2026"]
        {
            assert!(page.contains(told), "{told}: {page}");
        }
        // What is missing is proposed; only that is asked.
        let more = format!("{file}/complement");
        let asked = knocker.post("chef", &more, &[]).await;
        assert_eq!(asked.status.as_u16(), 422, "{}", asked.body);
        let paper = format!("devis|{}", ground.projects[0]);
        let due = [("echeance-jour", "15"), ("echeance-mois", "4"), ("echeance-annee", "2026")];
        let wanted =
            [&[("elements", paper.as_str()), ("message", "Un devis par atelier, s’il vous plaît.")][..], &due].concat();
        assert_eq!(knocker.post("financeur-etat", &more, &wanted).await.status.as_u16(), 403);
        let asked = knocker.post("chef", &more, &wanted).await;
        assert_eq!(asked.status.as_u16(), 303, "{}", asked.body);
        let mut tx = house.read().await.expect("read");
        let waiting = files::completions(&mut tx, ground.application).await.expect("read");
        let items: Vec<(Option<Uuid>, &str)> =
            waiting[0].items.iter().map(|one| (one.project, one.key.as_str())).collect();
        assert_eq!(items, [(Some(ground.projects[0]), "devis")], "only what is ticked opens again");
        assert!(waiting[0].items[0].why.contains("Un devis par atelier"), "{waiting:?}");
        drop(tx);
        let page = plain(&knocker.get("instruction", &file).await.body);
        assert!(page.contains("15 avril 2026"), "{page}");
        assert!(knocker.get("chef", "/gestion/dossiers?etat=a-completer").await.body.contains("Cuisines du monde"));
        assert_eq!(knocker.post("chef", &more, &wanted).await.status.as_u16(), 409, "one request at a time");
        let rule = |funding: Uuid| format!("/gestion/dossiers/financements/{funding}/recevabilite");
        let field = |name: &str, funding: Uuid| format!("{name}-{funding}");
        let early = [(&*field("etat", ground.fundings[0]), "oui")];
        let early = knocker.post("chef", &rule(ground.fundings[0]), &early).await;
        assert_eq!(early.status.as_u16(), 422, "not complete yet: {}", early.body);
        let refused = knocker.post("chef", &format!("{file}/complet"), &[]).await;
        assert_eq!(refused.status.as_u16(), 422, "{}", refused.body);
        let why = [("pourquoi", "Le devis vient par la poste")];
        let done = knocker.post("chef", &format!("{file}/complet"), &why).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.body);
        // A funder rules on its own line only, with a reason when it refuses.
        let (state, department) = (ground.fundings[0], ground.fundings[1]);
        let other = knocker.post("financeur-departement", &rule(state), &[(&*field("etat", state), "oui")]).await;
        assert_eq!(other.status.as_u16(), 404);
        // What is wrong is told in the form of that funder, open, with what was chosen; the other forms stay as they were.
        let (choice, reason) = (field("etat", department), field("motif", department));
        let bare = knocker.post("chef", &rule(department), &[(&*choice, "non"), (&*reason, " ")]).await;
        assert_eq!(bare.status.as_u16(), 422, "{}", bare.body);
        assert!(bare.body.contains(&format!("href=\"#champ-{reason}\"")), "{}", bare.body);
        assert!(bare.body.contains(&format!("<textarea class=\"wide\" id=\"champ-{reason}\"")), "{}", bare.body);
        assert_eq!(bare.body.matches("<details open>").count(), 1, "{}", bare.body);
        assert_eq!(bare.body.matches(" checked").count(), 1, "{}", bare.body);
        let long = "Hors de nos compétences, dit trop longuement. ".repeat(60);
        let refused = knocker.post("chef", &rule(department), &[(&*choice, "non"), (&*reason, &*long)]).await;
        assert_eq!((refused.status.as_u16(), refused.body.matches("dit trop longuement. Hors").count()), (422, 59));
        let no = [(&*choice, "non"), (&*reason, "Hors de nos compétences")];
        let ruled = knocker.post("financeur-departement", &rule(department), &no).await;
        assert_eq!(ruled.status.as_u16(), 303, "{}", ruled.body);
        let mut tx = house.read().await.expect("read");
        let people = LocalPeople(ground.clone());
        let view = files::application_for(&mut tx, &people.actor_of("chef"), ground.application).await.expect("read");
        let states: Vec<&str> = view.fundings.iter().map(|funding| funding.state.code()).collect();
        assert_eq!(states, ["complete", "inadmissible", "complete", "complete", "complete"]);
        // Objectives lead to the project asked for.
        let links = lineage::before(&mut tx, ground.projects[0], 10).await.expect("links");
        assert_eq!(links.iter().map(|link| link.from.id).collect::<Vec<_>>(), [ground.nodes[0]]);
        drop(tx);
        // In public, no figure of a handful; the silence rule is told.
        let public = format!("/appels/{}/delais", ground.address);
        let page = plain(&knocker.get("", &public).await.body);
        for told in ["trop peu pour être dit (moins de 5)", "article L. 231-4", "décision en 60 jours"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        let wrong = [("appel-choisi", ground.call.to_string()), ("complet", "beaucoup".into())];
        assert_eq!(post(&knocker, "chef", "/gestion/dossiers/delais", &wrong).await.status.as_u16(), 422);
        let promise = ["complet", "decision", "notification", "alerte"].map(|name| (name, "30".to_owned()));
        let mut promise = promise.to_vec();
        promise.extend([("base", "3".into()), ("appel-choisi", ground.call.to_string()), ("revision", "0".into())]);
        let set = post(&knocker, "chef", "/gestion/dossiers/delais", &promise).await;
        assert_eq!(set.status.as_u16(), 303, "{}", set.body);
        assert!(plain(&knocker.get("", &public).await.body).contains("décision en 30 jours"));
        assert_eq!(post(&knocker, "instruction", "/gestion/dossiers/delais", &promise).await.status.as_u16(), 403);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_refused_comes_back_as_it_was_narrowed_with_what_was_ticked() {
    each_database(&tables(), |db| async move {
        let (house, ground) = house(db, outside(66)).await;
        known(&house, &ground).await;
        let knocker = Knocker::new(programming::door(), house.clone());
        let page = knocker.get("chef", "/gestion/dossiers?q=au%20pied%20des%20tours").await.body;
        let (call, list) = (hidden(&page, "appel-choisi"), hidden(&page, "liste"));
        assert!(list.contains("q=au%20pied"), "{list}");
        let project = ground.projects[1].to_string();
        let typed = [("projets", &*project), ("a-qui", ""), ("appel-choisi", &*call), ("liste", &*list)];
        let refused = knocker.post("chef", "/gestion/dossiers/lecteurs", &typed).await;
        assert_eq!(refused.status.as_u16(), 422, "{}", refused.body);
        let told = plain(&refused.body);
        assert!(told.contains("Jardins au pied des tours") && !told.contains("Cuisines du monde"), "{told}");
        assert!(told.contains(&format!("value=\"{project}\" checked")), "{told}");
        assert!(told.contains("value=\"au pied des tours\""), "{told}");
        // The same for a list that cannot be kept under a name.
        let unnamed = [("nom", ""), ("liste", &*list)];
        let refused = knocker.post("chef", "/gestion/dossiers/vues", &unnamed).await;
        assert_eq!(refused.status.as_u16(), 422, "{}", refused.body);
        assert!(refused.body.contains("value=\"au pied des tours\""), "{}", refused.body);
        assert!(!refused.body.contains("Cuisines du monde"), "{}", refused.body);
    })
    .await;
}
