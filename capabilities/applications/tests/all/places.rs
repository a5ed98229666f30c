//! Addresses of an action give their neighbourhood, with how sure that is; one that gives none is told and given back. On both
//! databases.

use crate::desk::{answer, begun, plain, projects, sound};
use applications::testing::{ACTOR, house, migrations};
use database::testing::{each_database, outside};
use kernel::Uuid;
use web::House;
use web::testing::Knocker;

/// One address in La Conte with its number, two of one street there, one in Grazailles, one outside.
const ADDRESSES: &str = "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;source_nom_voie;certification_commune;cad_parcelles
11069_0420_00012;;12;;Rue de Verdun;11000;11069;Carcassonne;;;0;0;2.358;43.212;entrée;;;;;;;1;
11069_0430_00002;;2;;Rue du Moulin;11000;11069;Carcassonne;;;0;0;2.3575;43.2125;entrée;;;;;;;1;
11069_0440_00001;;1;;Rue des Jardins;11000;11069;Carcassonne;;;0;0;2.378;43.212;entrée;;;;;;;1;
11069_0450_00003;;3;;Place Carnot;11000;11069;Carcassonne;;;0;0;2.30;43.20;entrée;;;;;;;1;
";

async fn known(house: &House) {
    let mut tx = house.write().await.expect("write");
    let read = territory::actions::import_addresses(&mut tx, &house.outside, &ACTOR, ADDRESSES.as_bytes(), &[]).await;
    read.expect("addresses");
    tx.commit().await.expect("kept");
}

async fn kept(house: &House, project: Uuid) -> Vec<(Uuid, String, String)> {
    let mut tx = house.read().await.expect("read");
    let sql = "SELECT area, address, quality FROM project_area WHERE project = $1 ORDER BY id";
    database::fetch_all!(&mut tx, sql, project).expect("places")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_gives_its_neighbourhood_or_is_told_and_given_back() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(7)).await;
        known(&house).await;
        let knocker = Knocker::new(applications::door(), house.clone());
        let here = begun(&knocker, &ground, "asso-saisie", 0).await;
        let project = projects(&house, &here).await[0];
        let at = format!("{here}/question/{project}/territoires");
        let [conte, grazailles] = [0, 1].map(|rank| ground.areas[rank].to_string());
        // Whatever is ticked, an address that is outside or that nobody knows does not vanish.
        for (address, sentence) in [
            ("3 place Carnot, Carcassonne", "n’est dans aucun quartier de l’appel"),
            ("1 rue de nulle part", "Nous ne trouvons pas « 1 rue de nulle part »"),
        ] {
            for ticked in [vec![], vec![("quartiers", conte.as_str())]] {
                let fields = [ticked, vec![("adresse", address)]].concat();
                let reply = answer(&knocker, "asso-saisie", &at, &fields).await;
                let page = plain(&reply.body);
                assert_eq!(reply.status.as_u16(), 422, "{address}");
                assert!(page.contains(sentence) && page.contains("href=\"#champ-adresse\""), "{sentence}: {page}");
                assert!(page.contains(&format!("{address}</textarea>")), "{address} is given back: {page}");
                assert!(kept(&house, project).await.is_empty());
            }
        }
        // Several addresses, of which one is known by its street only.
        let addresses = "12 rue de Verdun, 11000 Carcassonne\r\n8 rue du Moulin\r\n1 rue des Jardins";
        let fields = [("quartiers", conte.as_str()), ("adresse", addresses)];
        assert_eq!(answer(&knocker, "asso-saisie", &at, &fields).await.status.as_u16(), 303);
        let places = kept(&house, project).await;
        let of = |area: &str| places.iter().find(|(id, ..)| id.to_string() == area).expect("a place").clone();
        assert_eq!(places.len(), 2);
        assert_eq!(of(&conte).1, "12 rue de Verdun, 11000 Carcassonne\n8 rue du Moulin");
        assert_eq!((of(&conte).2.as_str(), of(&grazailles).2.as_str()), ("probable", "sure"));
        // The applicant reads how sure it is, and finds what was typed; so does whoever reads the file.
        let page = plain(&knocker.get("asso-saisie", &at).await.body);
        for told in
            ["Grazailles (1 rue des Jardins : adresse sûre)", "adresse probable, à confirmer", "8 rue du Moulin"]
        {
            assert!(page.contains(told), "{told}: {page}");
        }
        let recap = plain(&knocker.get("asso-saisie", &format!("{here}/depot")).await.body);
        assert!(recap.contains("1 rue des Jardins : adresse sûre"), "{recap}");
        // One wrong among several is told alone, and all are given back.
        let mixed = "1 rue des Jardins\n3 place Carnot";
        let reply = answer(&knocker, "asso-saisie", &at, &[("adresse", mixed)]).await;
        let page = plain(&reply.body);
        assert!(reply.status.as_u16() == 422 && !page.contains("« 1 rue des Jardins »"), "{page}");
        assert!(page.contains("« 3 place Carnot »") && page.contains(&format!("{mixed}</textarea>")), "{page}");
        assert_eq!(kept(&house, project).await, places, "nothing changed");
        sound(&house).await;
    })
    .await;
}
