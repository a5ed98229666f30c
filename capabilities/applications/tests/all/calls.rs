//! A call from its first word to its withdrawal, through the door, with people limited as they are in a town.

use crate::desk::{answer, begun};
use applications::testing::{Ground, house, migrations};
use database::testing::{each_database, outside};
use web::testing::{Knocker, Reply, hidden, plain};

async fn page(knocker: &Knocker, who: &str, path: &str) -> String {
    let reply = knocker.get(who, path).await;
    assert_eq!(reply.status.as_u16(), 200, "{who} {path} {}", reply.body);
    plain(&reply.body)
}

fn went(reply: &Reply) -> String {
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    reply.location.split('?').next().unwrap_or_default().to_owned()
}

fn date<'a>(name: &'a str, day: &'a str, month: &'a str, year: &'a str) -> Vec<(String, &'a str)> {
    vec![(format!("{name}-jour"), day), (format!("{name}-mois"), month), (format!("{name}-annee"), year)]
}

fn fields<'a>(pairs: &'a [(String, &'a str)]) -> Vec<(&'a str, &'a str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), *value)).collect()
}

/// What opens a call: contract, dates and help.
fn setting(ground: &Ground, title: &'static str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = [
        ("contrat", ground.contract.to_string()),
        ("titre", title.to_owned()),
        ("annee", "2027".to_owned()),
        ("resume", "Pour les actions de 2027.".to_owned()),
        ("zone", "mainland".to_owned()),
        ("ouverture-heure", "9 h".to_owned()),
        ("cloture-heure", "23 h 59".to_owned()),
        ("telephone", "04 68 00 00 00".to_owned()),
        ("silence", "2".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    for (name, value) in [date("ouverture", "2", "3", "2026"), date("cloture", "30", "4", "2026")].concat() {
        all.push((name, value.to_owned()));
    }
    all
}

fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_written_published_corrected_and_withdrawn() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(31)).await;
        let knocker = Knocker::new(applications::door(), house.clone());
        let made = knocker.post("chef", "/gestion/appels/nouveau", &borrowed(&setting(&ground, "Appel 2027"))).await;
        let path = went(&made);
        let sheet = page(&knocker, "chef", &path).await;
        assert!(sheet.contains("Brouillon") && sheet.contains("Ajoutez au moins un financeur"), "{sheet}");
        assert!(sheet.contains("30 avril 2026 à 23 h 59, heure de Paris"), "{sheet}");

        // Steps are computed from closing, then chosen.
        let steps = page(&knocker, "chef", &format!("{path}/calendrier")).await;
        assert!(steps.contains("Calculé : mercredi 13 mai 2026.") || steps.contains("mai 2026."), "{steps}");
        let revision = hidden(&steps, "revision");
        let chosen = [
            date("committee", "16", "6", "2026"),
            date("deliberation", "14", "7", "2026"),
            vec![("revision".to_owned(), revision.as_str())],
        ]
        .concat();
        let saved = knocker.post("chef", &format!("{path}/calendrier"), &fields(&chosen)).await;
        assert_eq!(went(&saved), format!("{path}/calendrier"));
        let steps = page(&knocker, "chef", &format!("{path}/calendrier")).await;
        assert!(steps.contains("un jour férié (Fête nationale)"), "{steps}");

        // A funder, then everything wrong with another one.
        let revision = hidden(&steps, "revision");
        let organisation = ground.funder_organisations[0].to_string();
        let funder = [
            ("organisation", organisation.as_str()),
            ("dispositif", "Programme 147"),
            ("regarde", "Les quartiers"),
            ("plafond", "80 %"),
            ("plancher", "1 000 €"),
            ("revision", revision.as_str()),
        ];
        went(&knocker.post("chef", &format!("{path}/financeurs/modifier"), &funder).await);
        let list = page(&knocker, "chef", &format!("{path}/financeurs")).await;
        assert!(list.contains("Préfecture de l’Aude") && list.contains("80 % du coût"), "{list}");
        let wrong = [("nom", ""), ("plafond", "180"), ("plancher", "beaucoup"), ("regarde", "À garder")];
        let reply = knocker.post("chef", &format!("{path}/financeurs/modifier"), &wrong).await;
        let told = plain(&reply.body);
        assert_eq!(reply.status.as_u16(), 422);
        for sentence in
            ["Nommez le financeur", "Le plafond est une part du coût", "Saisissez un montant en euros", "À garder"]
        {
            assert!(told.contains(sentence), "{sentence} {told}");
        }

        // Published, then read by everybody.
        assert_eq!(knocker.get("", "/appels/appel-2027").await.status.as_u16(), 404);
        let sheet = page(&knocker, "chef", &path).await;
        let revision = hidden(&sheet, "revision");
        let stale = knocker.post("chef", &format!("{path}/publication"), &[("revision", "1")]).await;
        assert_eq!(stale.status.as_u16(), 409, "{}", stale.body);
        went(&knocker.post("chef", &format!("{path}/publication"), &[("revision", &revision)]).await);
        let public = page(&knocker, "", "/appels/appel-2027").await;
        assert!(public.contains("Il reste 46 jours.") && public.contains("Commencer un dossier"), "{public}");
        assert!(public.contains("Sans réponse 2 mois après le dépôt"), "{public}");
        let calendar = knocker.get("", "/appels/appel-2027/dates.ics").await.body;
        assert!(calendar.contains("DTEND:20260430T215900Z") || calendar.contains("20260430T215900Z"), "{calendar}");
        assert!(page(&knocker, "", "/appels").await.contains("Appel 2027"));
        assert!(knocker.get("", "/appels/fil.atom").await.body.contains("/appels/appel-2027"));

        // Nothing new to publish; then a correction with its note.
        let revision = hidden(&page(&knocker, "chef", &format!("{path}/grille")).await, "revision");
        let nothing = knocker.post("chef", &format!("{path}/publication"), &[("revision", &revision)]).await;
        assert!(nothing.body.contains("Rien n’a changé"), "{}", nothing.body);
        let question = [
            ("partie", "action"),
            ("cle", ""),
            ("intitule", "Que reste-t-il après ?"),
            ("nature", "text"),
            ("longueur", "1 000"),
            ("revision", revision.as_str()),
        ];
        went(&knocker.post("chef", &format!("{path}/formulaire/question"), &question).await);
        let sheet = page(&knocker, "chef", &path).await;
        let revision = hidden(&sheet, "revision");
        let mute = knocker.post("chef", &format!("{path}/publication"), &[("revision", &revision), ("note", "")]).await;
        assert_eq!(mute.status.as_u16(), 422);
        assert!(mute.body.contains("Dites ce qui change"), "{}", mute.body);
        let note = [("revision", revision.as_str()), ("note", "Une question de plus.")];
        went(&knocker.post("chef", &format!("{path}/publication"), &note).await);
        let public = page(&knocker, "", "/appels/appel-2027").await;
        assert!(public.contains("Une question de plus."), "{public}");

        // Its head corrected, it is found by its new title and no longer by the old one.
        let edit = page(&knocker, "chef", &format!("{path}/modifier")).await;
        let mut head = setting(&ground, "Appel des quartiers 2027");
        head.push(("revision".to_owned(), hidden(&edit, "revision")));
        went(&knocker.post("chef", &format!("{path}/modifier"), &borrowed(&head)).await);
        let mut tx = house.read().await.expect("read");
        let sql = "SELECT title FROM search_entry WHERE kind = 'appel'";
        let found: Vec<(String,)> = database::fetch_all!(&mut tx, sql).expect("found");
        assert_eq!(found, [("Appel des quartiers 2027".to_owned(),)]);
        drop(tx);

        // Withdrawn with its reason, and begun again for the year after.
        let revision = hidden(&page(&knocker, "chef", &path).await, "revision");
        let mute = knocker.post("chef", &format!("{path}/retrait"), &[("revision", &revision), ("raison", " ")]).await;
        assert_eq!(mute.status.as_u16(), 422);
        let reason = [("revision", revision.as_str()), ("raison", "Crédits reportés.")];
        went(&knocker.post("chef", &format!("{path}/retrait"), &reason).await);
        let public = page(&knocker, "", "/appels/appel-2027").await;
        assert!(public.contains("Crédits reportés.") && !public.contains("Commencer un dossier"), "{public}");
        let next = went(&knocker.post("chef", &format!("{path}/reprise"), &[]).await);
        let sheet = page(&knocker, "chef", &next).await;
        assert!(sheet.contains("Appel des quartiers 2028") && sheet.contains("Préfecture de l’Aude"), "{sheet}");

        let mut tx = house.read().await.expect("read");
        let report = journal::verify(&mut tx).await.expect("verified");
        assert!(report.findings.is_empty(), "{report:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_at_once_and_nothing_typed_is_lost() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(32)).await;
        let knocker = Knocker::new(applications::door(), house);
        let wrong = [("titre", ""), ("annee", "26"), ("cadrage", "Un texte à garder"), ("zone", ""), ("silence", "x")];
        let reply = knocker.post("chef", "/gestion/appels/nouveau", &wrong).await;
        let told = plain(&reply.body);
        assert_eq!(reply.status.as_u16(), 422);
        for sentence in
            ["Choisissez le contrat", "Donnez un titre", "sur quatre chiffres", "Un texte à garder", "un nombre"]
        {
            assert!(told.contains(sentence), "{sentence} {told}");
        }
        let path = format!("/gestion/appels/{}", ground.call);
        let grid = page(&knocker, "chef", &format!("{path}/grille")).await;
        let revision = hidden(&grid, "revision");
        let short = [("critere-1", "Public"), ("poids-1", "60"), ("critere-2", "Budget"), ("poids-2", "30")];
        let reply =
            knocker.post("chef", &format!("{path}/grille"), &[&short[..], &[("revision", &revision)]].concat()).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(plain(&reply.body).contains("ils font 90"), "{}", reply.body);
        // Somebody wrote meanwhile: what was typed is given back.
        let good = [("critere-1", "Public touché"), ("poids-1", "100"), ("revision", "0")];
        let reply = knocker.post("chef", &format!("{path}/grille"), &good).await;
        assert!(reply.status.as_u16() == 409 && reply.body.contains("Public touché"), "{}", reply.body);
        let steps = [date("committee", "17", "6", "2026"), vec![("revision".to_owned(), "0")]].concat();
        let reply = knocker.post("chef", &format!("{path}/calendrier"), &fields(&steps)).await;
        assert!(reply.status.as_u16() == 409 && reply.body.contains(">17</pre>"), "{}", reply.body);
        let late = [
            ("revision", "0"),
            ("titre", "Mon titre à moi"),
            ("telephone", "04 68 10 20 30"),
            ("annee", "2026"),
            ("zone", "mainland"),
            ("silence", "2"),
        ];
        let dates = [date("ouverture", "1", "3", "2026"), date("cloture", "30", "4", "2026")].concat();
        let hours = [("ouverture-heure", "9h"), ("cloture-heure", "23:59")];
        let all = [&late[..], &hours[..], &fields(&dates)[..]].concat();
        let reply = knocker.post("chef", &format!("{path}/modifier"), &all).await;
        assert_eq!(reply.status.as_u16(), 409, "{}", reply.body);
        assert!(reply.body.contains("Mon titre à moi"), "{}", reply.body);
        // Published: closing is put off, never brought forward.
        let dates = [date("ouverture", "1", "3", "2026"), date("cloture", "20", "4", "2026")].concat();
        let all = [&late[..], &hours[..], &fields(&dates)[..]].concat();
        let reply = knocker.post("chef", &format!("{path}/modifier"), &all).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("pas avancée"), "{}", reply.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_written_by_those_of_their_contract_only() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(33)).await;
        let knocker = Knocker::new(applications::door(), house);
        let path = format!("/gestion/appels/{}", ground.call);
        for who in ["chef", "instruction", "financeur-etat", "elue"] {
            assert!(page(&knocker, who, &path).await.contains("Appel à projets 2026"), "{who}");
        }
        assert_eq!(knocker.get("ailleurs", &path).await.status.as_u16(), 404);
        for who in ["asso-saisie", "autre-asso", ""] {
            let reply = knocker.get(who, &path).await;
            assert!(!reply.body.contains("Grille d’instruction"), "{who}");
            assert_ne!(reply.status.as_u16(), 200, "{who}");
        }
        // Whoever works in one of its neighbourhoods reads it, as she reads its files, and writes nothing of it.
        assert!(page(&knocker, "quartier", &path).await.contains("Appel à projets 2026"));
        assert!(page(&knocker, "quartier", "/gestion/appels").await.contains("Appel à projets 2026"));
        assert_eq!(knocker.get("quartier", &format!("{path}/modifier")).await.status.as_u16(), 404);
        for part in ["modifier", "cadre", "financeurs", "calendrier", "formulaire", "grille"] {
            page(&knocker, "instruction", &format!("{path}/{part}")).await;
            assert_eq!(knocker.get("ailleurs", &format!("{path}/{part}")).await.status.as_u16(), 404, "{part}");
            assert_ne!(knocker.get("elue", &format!("{path}/{part}")).await.status.as_u16(), 200, "{part}");
        }
        assert_eq!(knocker.post("ailleurs", &format!("{path}/reprise"), &[]).await.status.as_u16(), 404);
        let sheet = page(&knocker, "instruction", &path).await;
        assert!(!sheet.contains("Retirer cet appel"), "a case officer does not withdraw");
        assert!(page(&knocker, "instruction", &format!("{path}/apercu")).await.contains("Décrivez l’action"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_is_written_ordered_and_trimmed() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(34)).await;
        let knocker = Knocker::new(applications::door(), house);
        let form = format!("/gestion/appels/{}/formulaire", ground.call);
        let revision = async || hidden(&page(&knocker, "chef", &format!("{form}/piece")).await, "revision");
        let section = [("intitule", "Et après"), ("concerne", "project"), ("cle", ""), ("revision", &revision().await)];
        went(&knocker.post("chef", &format!("{form}/partie"), &section).await);
        let choice = [
            ("partie", "et_apres"),
            ("intitule", "Quelle suite ?"),
            ("nature", "choice"),
            ("choix", "Seule\n"),
            ("revision", &revision().await),
        ];
        let reply = knocker.post("chef", &format!("{form}/question"), &choice).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("une par ligne"), "{}", reply.body);
        let choice = [&choice[..3], &[("choix", "Continuer\nPasser la main"), choice[4]]].concat();
        went(&knocker.post("chef", &format!("{form}/question"), &choice).await);
        let piece = [("intitule", "Photo du lieu"), ("concerne", "project"), ("cle", "")];
        went(
            &knocker
                .post("chef", &format!("{form}/piece"), &[&piece[..], &[("revision", &revision().await)]].concat())
                .await,
        );
        let list = page(&knocker, "chef", &form).await;
        let at = |words: &str| list.find(words).unwrap_or_else(|| panic!("no {words} in {list}"));
        assert!(at("Votre action") < at("Et après") && at("Quelle suite ?") < at("Photo du lieu"));
        let up = [("nature", "partie"), ("cle", "et_apres"), ("sens", "monter"), ("revision", &revision().await)];
        went(&knocker.post("chef", &format!("{form}/ordre"), &up).await);
        let list = page(&knocker, "chef", &form).await;
        assert!(list.find("Et après") < list.find("Votre action"));
        let out =
            [("nature", "question"), ("cle", "description"), ("sens", "retirer"), ("revision", &revision().await)];
        went(&knocker.post("chef", &format!("{form}/ordre"), &out).await);
        assert!(!page(&knocker, "chef", &form).await.contains("Décrivez l’action"));
        // The version applications began with still asks it.
        assert_eq!(knocker.post("chef", &format!("{form}/ordre"), &out).await.status.as_u16(), 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_keeps_the_version_it_began_with_and_its_carrier_is_told_what_changed() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(32)).await;
        let knocker = Knocker::new(applications::door(), house.clone());
        let here = begun(&knocker, &ground, "asso-saisie", 0).await;
        let question = format!("{here}/question/dossier/objet");
        let answered = answer(&knocker, "asso-saisie", &question, &[("reponse", "Aider à se rencontrer.")]).await;
        assert_eq!(answered.status.as_u16(), 303, "{}", answered.body);
        assert!(!page(&knocker, "asso-saisie", &here).await.contains("L’appel a été corrigé"));
        // Version 2 asks one thing more, and words another one otherwise.
        let path = format!("/gestion/appels/{}", ground.call);
        for (key, words) in [("", "Que restera-t-il après ?"), ("objet", "À quoi servira la subvention ?")] {
            let revision = hidden(&page(&knocker, "chef", &format!("{path}/grille")).await, "revision");
            let fields = [
                ("partie", "demande"),
                ("cle", key),
                ("intitule", words),
                ("nature", "text"),
                ("obligatoire", "oui"),
                ("longueur", "1 000"),
                ("revision", revision.as_str()),
            ];
            went(&knocker.post("chef", &format!("{path}/formulaire/question"), &fields).await);
        }
        // Nothing is told before it is published.
        assert!(!page(&knocker, "asso-saisie", &here).await.contains("L’appel a été corrigé"));
        let revision = hidden(&page(&knocker, "chef", &path).await, "revision");
        let note = [("revision", revision.as_str()), ("note", "Une question de plus sur la suite.")];
        went(&knocker.post("chef", &format!("{path}/publication"), &note).await);
        let tasks = page(&knocker, "asso-saisie", &here).await;
        assert!(tasks.contains("L’appel a été corrigé depuis que vous avez commencé"), "{tasks}");
        assert!(tasks.contains("Le 15 mars 2026 : Une question de plus sur la suite."), "{tasks}");
        let asked = page(&knocker, "asso-saisie", &question).await;
        assert!(asked.contains("Que demandez-vous ?") && asked.contains("Aider à se rencontrer."), "{asked}");
        let new = format!("{here}/question/dossier/que_restera_t_il_apres");
        assert_eq!(knocker.get("asso-saisie", &new).await.status.as_u16(), 404, "not asked of this draft");
        // Whoever begins now has the new questions, and nothing to be told.
        let other = begun(&knocker, &ground, "autre-asso", 1).await;
        assert!(!page(&knocker, "autre-asso", &other).await.contains("L’appel a été corrigé"));
        let asked = page(&knocker, "autre-asso", &format!("{other}/question/dossier/objet")).await;
        assert!(asked.contains("À quoi servira la subvention ?"), "{asked}");
        let new = format!("{other}/question/dossier/que_restera_t_il_apres");
        assert_eq!(knocker.get("autre-asso", &new).await.status.as_u16(), 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_without_telephone_is_not_published_and_every_page_of_a_file_shows_it() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(33)).await;
        let knocker = Knocker::new(applications::door(), house.clone());
        let reprise = knocker.post("chef", &format!("/gestion/appels/{}/reprise", ground.call), &[]).await;
        let path = went(&reprise);
        let mut head = setting(&ground, "Appel sans téléphone");
        head.retain(|(name, _)| name != "telephone");
        head.push(("courriel".to_owned(), "appel@exemple.fr".to_owned()));
        let edit = page(&knocker, "chef", &format!("{path}/modifier")).await;
        head.push(("revision".to_owned(), hidden(&edit, "revision")));
        went(&knocker.post("chef", &format!("{path}/modifier"), &borrowed(&head)).await);
        let sheet = page(&knocker, "chef", &path).await;
        assert!(sheet.contains("Dites à quel numéro de téléphone demander de l’aide"), "{sheet}");
        let revision = hidden(&page(&knocker, "chef", &format!("{path}/grille")).await, "revision");
        let refused = knocker.post("chef", &format!("{path}/publication"), &[("revision", &revision)]).await;
        assert_ne!(refused.status.as_u16(), 303, "an address is not enough");
        // A call that is published keeps its number.
        let published = format!("/gestion/appels/{}/modifier", ground.call);
        let edit = page(&knocker, "chef", &published).await;
        let mut head = setting(&ground, "Appel 2026");
        head.retain(|(name, _)| name != "telephone");
        head.push(("revision".to_owned(), hidden(&edit, "revision")));
        let reply = knocker.post("chef", &published, &borrowed(&head)).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("gardez un numéro"), "{}", reply.body);
        let here = begun(&knocker, &ground, "asso-saisie", 0).await;
        for own in ["/dossiers".to_owned(), here.clone(), format!("{here}/depot"), format!("{here}/pieces")] {
            assert!(page(&knocker, "asso-saisie", &own).await.contains("href=\"tel:0468000000\""), "{own}");
        }
        // Whoever has nothing yet is helped too.
        assert!(page(&knocker, "autre-asso", "/dossiers").await.contains("href=\"tel:0468000000\""));
    })
    .await;
}
