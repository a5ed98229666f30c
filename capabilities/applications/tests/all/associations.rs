//! Associations as the slice of applications knows them: who stays out of their sheet, who works near whom.

use applications::facade::{self, NewRecusal};
use applications::testing::{ACTOR, LocalPeople, house, migrations};
use database::testing::{each_database, outside};
use directory::actions::{Listing, Public, listing};
use web::testing::Knocker;

use crate::desk::{plain, sound};

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_who_stays_out_opens_nothing_of_the_association() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(51)).await;
        directory::facade::tell_kept_out(facade::keeps_out);
        directory::facade::tell_deals(|tx, organisation| Box::pin(facade::contracts_of(tx, organisation)));
        let knocker = Knocker::new(directory::door(), house.clone());
        let sheet = format!("/gestion/associations/{}", ground.carriers[0]);
        let other = format!("/gestion/associations/{}", ground.carriers[1]);
        assert_eq!(knocker.get("instruction", &sheet).await.status.as_u16(), 200);
        assert_eq!(knocker.post("instruction", &format!("{sheet}/banque/lecture"), &[]).await.status.as_u16(), 200);
        let mut tx = house.write().await.expect("write");
        let officer = LocalPeople(ground.clone()).actor_of("instruction");
        let new = NewRecusal { account: None, is_whole_organisation: true, reason: "Membre du bureau" };
        facade::recuse(&mut tx, &house.outside, &officer, ground.application, new).await.expect("declared");
        tx.commit().await.expect("kept");
        for part in ["", "/banque", "/identite", "/membres", "/engagement", "/pieces/nouvelle"] {
            let reply = knocker.get("instruction", &format!("{sheet}{part}")).await;
            assert_eq!(reply.status.as_u16(), 404, "{part}");
            assert_eq!(knocker.get("chef", &format!("{sheet}{part}")).await.status.as_u16(), 200, "{part}");
        }
        for part in ["/banque/lecture", "/verification", "/banque/confirmation"] {
            let reply = knocker.post("instruction", &format!("{sheet}{part}"), &[]).await;
            assert_eq!(reply.status.as_u16(), 404, "{part}");
        }
        assert_eq!(knocker.get("instruction", &other).await.status.as_u16(), 200, "another one");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_directory_finds_by_theme_and_neighbourhood_and_tells_who_works_near() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(52)).await;
        let knocker = Knocker::new(directory::door(), house.clone());
        let mut tx = house.write().await.expect("write");
        for (rank, areas) in [vec![ground.areas[0]], ground.areas.clone()].into_iter().enumerate() {
            let one = Listing {
                is_listed: true,
                summary: format!("Présentation {rank}"),
                themes: vec![ground.nodes[0]],
                areas,
                publics: vec![Public::ALL[rank]],
            };
            let at = (ground.carriers[rank], 1);
            listing::tell(&mut tx, &house.outside, &ACTOR, at, one).await.expect("told");
        }
        tx.commit().await.expect("kept");
        let page = async |asked: &str| plain(&knocker.get("", &format!("/associations{asked}")).await.body);
        let all = page("").await;
        let at = |name: &str| all.find(name).unwrap_or_else(|| panic!("no {name}: {all}"));
        assert!(at("Le Fil Rouge") < at("Les Ateliers du Viaduc") && all.contains("2 associations"), "by name: {all}");
        assert!(all.contains("Grandir en bonne santé") && all.contains("Grazailles"), "{all}");
        let narrowed = page(&format!("?quartier={}&theme={}", ground.areas[1], ground.nodes[0])).await;
        assert!(narrowed.contains("Présentation 1") && !narrowed.contains("Présentation 0"), "{narrowed}");
        let words = page("?q=bonne+SANTE+ateliers").await;
        assert!(words.contains("Présentation 0") && !words.contains("Présentation 1"), "{words}");
        let public = page(&format!("?public={}", Public::ALL[1].code())).await;
        assert!(public.contains("Présentation 1") && !public.contains("Présentation 0"), "{public}");
        let near = page(&format!("/{}", ground.carriers[0])).await;
        assert!(near.contains("Le Fil Rouge") && near.contains("Grandir en bonne santé, La Conte"), "{near}");
        // Gone from the directory, it is nobody's neighbour.
        let mut tx = house.write().await.expect("write");
        listing::tell(&mut tx, &house.outside, &ACTOR, (ground.carriers[1], 2), Listing::default())
            .await
            .expect("told");
        tx.commit().await.expect("kept");
        assert!(!page(&format!("/{}", ground.carriers[0])).await.contains("Le Fil Rouge"));
        assert!(!page("").await.contains("Le Fil Rouge"));
    })
    .await;
}
