//! Nothing typed twice: the sheet of the association fills the first points of the form, its safe gives its documents, and
//! what the sheet lacks keeps an application from being filed; on both databases.

use crate::desk::{ATTESTED, begun, filled, hidden, join, plain, projects, sound};
use accounts::{OrganisationKind, OrganisationTerms};
use applications::testing::{ACTOR, house, migrations};
use database::testing::{each_database, outside};
use directory::actions::documents::{DOCUMENTS, NewDocument, put};
use directory::facade::DocumentKind;
use kernel::Uuid;
use web::House;
use web::testing::Knocker;

/// Puts a document in the safe of an organisation.
async fn kept(house: &House, organisation: Uuid, until: Option<jiff::civil::Date>) -> Uuid {
    let mut bytes: &[u8] = b"%PDF-1.7 statuts";
    let file = files::receive(house.vault.as_ref(), "statuts.pdf", DOCUMENTS, &mut bytes).await.expect("received");
    let new = NewDocument { kind: Some(DocumentKind::Statutes), valid_until: until, ..NewDocument::default() };
    let mut tx = house.write().await.expect("write");
    let around = (&house.outside, house.vault.as_ref());
    let id = put(&mut tx, around, &ACTOR, organisation, (new, Some(file))).await.expect("put");
    tx.commit().await.expect("kept");
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_sheet_lacks_keeps_from_filing_and_what_it_says_is_printed() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(51)).await;
        let knocker = Knocker::new(applications::door(), house.clone());
        // An association without sheet writes everything, and cannot file.
        let mut tx = house.write().await.expect("write");
        let terms = OrganisationTerms { name: "Sans Fiche".into(), kind: OrganisationKind::Association, siret: None };
        let bare =
            accounts::facade::create_organisation(&mut tx, &house.outside, &ACTOR, terms).await.expect("created");
        tx.commit().await.expect("kept");
        let mut tx = house.read().await.expect("read");
        let lacks = directory::facade::lacks_to_ask(&mut tx, bare, jiff::civil::date(2026, 3, 15)).await.expect("read");
        assert!(lacks.iter().any(|told| told.contains("SIRET")), "{lacks:?}");
        assert!(lacks.iter().any(|told| told.contains("engagement républicain")), "{lacks:?}");
        assert!(lacks.iter().any(|told| told.contains("effectifs et les comptes de 2025")), "{lacks:?}");
        drop(tx);
        // The first association loses its seat on paper: its list of tasks and its filing say so, then it is written again.
        let here = begun(&knocker, &ground, "asso-signature", 0).await;
        filled(&knocker, &house, &ground, ("asso-signature", &here), "Cuisines du monde").await;
        let sheet = async |town: &str| {
            let mut tx = house.write().await.expect("write");
            let carrier =
                directory::facade::carrier(&mut tx, ground.carriers[0]).await.expect("read").expect("a sheet");
            let contact = directory::facade::Contact { town: town.into(), ..carrier.contact };
            let revision = if town.is_empty() { 2 } else { 3 };
            let at = (ground.carriers[0], revision);
            directory::actions::sheet::reach(&mut tx, &house.outside, &ACTOR, at, contact).await.expect("reached");
            tx.commit().await.expect("kept");
        };
        sheet("").await;
        let own = format!("/mon-association/{}", ground.carriers[0]);
        let tasks = plain(&knocker.get("asso-signature", &here).await.body);
        assert!(tasks.contains("Fiche de l’association") && tasks.contains("1 élément manque"), "{tasks}");
        let recap = plain(&knocker.get("asso-signature", &format!("{here}/depot")).await.body);
        assert!(recap.contains("adresse du siège est incomplète") && recap.contains(&own), "{recap}");
        let refused = knocker.post("asso-signature", &format!("{here}/depot"), &ATTESTED).await;
        assert!(
            refused.status.as_u16() == 422 && plain(&refused.body).contains("Il manque encore 1 élément"),
            "{}",
            refused.body
        );
        sheet("Carcassonne").await;
        let filed = knocker.post("asso-signature", &format!("{here}/depot"), &ATTESTED).await;
        assert_eq!(filed.status.as_u16(), 303, "{}", filed.body);
        // What is printed comes from the sheet: nobody typed it here; the account shows by its two ends.
        let mut tx = house.read().await.expect("read");
        let carrier = directory::facade::carrier(&mut tx, ground.carriers[0]).await.expect("read").expect("a sheet");
        assert_eq!(carrier.representative().map(|one| one.terms.family_name.as_str()), Some("Martin"));
        drop(tx);
        let pdf = knocker.get("asso-signature", &format!("{here}/cerfa.pdf")).await;
        assert!(pdf.bytes.starts_with(b"%PDF"), "{}", pdf.status);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_of_the_safe_is_joined_and_stays_when_the_safe_lets_it_go() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(52)).await;
        let knocker = Knocker::new(applications::door(), house.clone());
        let here = begun(&knocker, &ground, "asso-saisie", 0).await;
        let project = projects(&house, &here).await[0];
        let page = knocker.get("asso-saisie", &format!("{here}/pieces")).await.body;
        assert!(page.contains("le coffre de l’association") && !page.contains("name=\"document\""), "{page}");
        let mine = kept(&house, ground.carriers[0], None).await.to_string();
        let over = kept(&house, ground.carriers[0], Some(jiff::civil::date(2025, 12, 31))).await.to_string();
        let theirs = kept(&house, ground.carriers[1], None).await.to_string();
        let page = plain(&knocker.get("asso-saisie", &format!("{here}/pieces")).await.body);
        assert!(
            page.contains(&mine) && page.contains("valable jusqu’au 31 décembre 2025") && !page.contains(&theirs),
            "{page}"
        );
        let safe = format!("{here}/pieces/coffre");
        let empty = knocker.post("asso-saisie", &safe, &[]).await;
        assert_eq!(empty.status.as_u16(), 422);
        for field in ["piece-coffre", "document"] {
            assert!(empty.body.contains(&format!("href=\"#champ-{field}\"")), "{field}: {}", empty.body);
        }
        for (document, piece) in [(&theirs, "dossier:rib"), (&over, "dossier:rib")] {
            let reply = knocker.post("asso-saisie", &safe, &[("piece-coffre", piece), ("document", document)]).await;
            assert_eq!(reply.status.as_u16(), 422, "{}", reply.body);
        }
        let joined = [("piece-coffre", "dossier:rib"), ("document", mine.as_str())];
        assert_eq!(knocker.post("autre-asso", &safe, &joined).await.status.as_u16(), 404);
        assert_eq!(knocker.post("asso-saisie", &safe, &joined).await.status.as_u16(), 303);
        let quote = format!("{project}:devis");
        let other = [("piece-coffre", quote.as_str()), ("document", mine.as_str())];
        assert_eq!(knocker.post("asso-saisie", &safe, &other).await.status.as_u16(), 303);
        // The safe lets it go: what is joined stays, and opens.
        let mut tx = house.write().await.expect("write");
        let id = mine.parse().expect("an id");
        directory::actions::documents::remove(&mut tx, &house.outside, &ACTOR, id).await.expect("removed");
        tx.commit().await.expect("kept");
        let page = knocker.get("asso-saisie", &format!("{here}/pieces")).await.body;
        let piece = hidden(&page, "piece");
        let opened = knocker.get("asso-saisie", &format!("{here}/pieces/{piece}")).await;
        assert!(opened.status.as_u16() == 200 && opened.bytes.starts_with(b"%PDF-1.7 statuts"), "{}", opened.status);
        // Taken out of the application, the other one stays too.
        let gone = knocker.post("asso-saisie", &format!("{here}/pieces/retrait"), &[("piece", &piece)]).await;
        assert_eq!(gone.status.as_u16(), 303, "{}", gone.body);
        let left = hidden(&knocker.get("asso-saisie", &format!("{here}/pieces")).await.body, "piece");
        assert_eq!(knocker.get("asso-saisie", &format!("{here}/pieces/{left}")).await.status.as_u16(), 200);
        join(&knocker, "asso-saisie", &here, "dossier:rib").await;
        sound(&house).await;
    })
    .await;
}
