//! What machines read: site map, feed, health, figures, assets.

use crate::arranged::{WIRING, door, migrations, walk};
use axum::body::Body;
use axum::http::{Request, header};
use database::search::{Audience, Entry, index};
use database::testing::{each_database, outside};
use kernel::{Actor, Uuid};
use roxmltree::Document;
use tower::ServiceExt;
use web::testing::{Knocker, house};

#[tokio::test]
async fn telephones_are_told_what_they_may_keep_and_how_we_look() {
    each_database(&migrations(), |db| async move {
        let (_, knocker) = walk(db);
        let worker = knocker.get("", "/hors-ligne.js").await;
        assert_eq!((worker.status.as_u16(), worker.media_type.as_str()), (200, "text/javascript; charset=utf-8"));
        assert!(worker.body.contains("path: \"^/r/[^/]+$\", hours: 12, own: false"), "{}", worker.body);
        let manifest = knocker.get("", "/application.webmanifest").await;
        assert_eq!(manifest.media_type, "application/manifest+json");
        let icons = manifest.body.split("\"src\":\"").skip(1).filter_map(|rest| rest.split('"').next());
        for icon in icons {
            assert_eq!(knocker.get("", icon).await.status, 200, "{icon}");
        }
    })
    .await;
}

#[tokio::test]
async fn every_address_of_the_site_map_answers() {
    each_database(&migrations(), |db| async move {
        let (_, knocker) = walk(db);
        let reply = knocker.get("", "/sitemap.xml").await;
        assert_eq!(reply.media_type, "application/xml; charset=utf-8");
        let document = Document::parse(&reply.body).expect("well-formed");
        let namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";
        assert!(document.root_element().has_tag_name((namespace, "urlset")));
        let addresses: Vec<&str> = document
            .descendants()
            .filter(|node| node.tag_name().name() == "loc")
            .filter_map(|node| node.text())
            .collect();
        assert!(addresses.len() >= 10, "{addresses:?}");
        for address in addresses {
            let path = address.strip_prefix("http://localhost").expect("ours");
            assert_eq!(knocker.get("", path).await.status, 200, "{path}");
        }
        let robots = knocker.get("", "/robots.txt").await.body;
        assert!(robots.contains("Disallow: /gestion\n") && robots.contains("Sitemap: http://localhost/sitemap.xml\n"));
        let security = knocker.get("", "/.well-known/security.txt").await.body;
        assert!(security.contains("Contact: mailto:contrat@ville.example\nExpires: 2026-09-11T"), "{security}");
    })
    .await;
}

#[tokio::test]
async fn the_feed_tells_public_acts_and_nobody() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = walk(db);
        let empty = knocker.get("", "/actualites.atom").await;
        assert_eq!(empty.media_type, "application/atom+xml; charset=utf-8");
        Document::parse(&empty.body).expect("well-formed without news");
        let object = Uuid::from_u128(5);
        let mut tx = house.write().await.expect("a transaction");
        let entry = Entry::new("quartier", object, Audience::Public).told("La Conte <&>", "", "/quartiers/QN1");
        index(&mut tx, &entry).await.expect("indexed");
        let actor = Actor::Platform("essai");
        for (act, object) in [("essai.publie", object), ("essai.secret", object), ("essai.publie", Uuid::from_u128(6))]
        {
            let entry = journal::Entry::on(act, "quartier", object).why("motif gardé");
            journal::record(&mut tx, &house.outside, &actor, entry).await.expect("recorded");
        }
        tx.commit().await.expect("kept");
        let feed = knocker.get("", "/actualites.atom").await.body;
        let document = Document::parse(&feed).expect("well-formed");
        let atom = "http://www.w3.org/2005/Atom";
        assert_eq!(document.root_element().tag_name().namespace(), Some(atom));
        for wanted in ["id", "title", "updated"] {
            let count = document.root_element().children().filter(|node| node.has_tag_name((atom, wanted))).count();
            assert_eq!(count, 1, "feed {wanted}");
        }
        let entries: Vec<_> = document.descendants().filter(|node| node.has_tag_name((atom, "entry"))).collect();
        assert_eq!(entries.len(), 2, "only announced acts");
        let ids: Vec<&str> = entries
            .iter()
            .flat_map(|entry| entry.children().filter(|node| node.has_tag_name((atom, "id"))))
            .filter_map(|node| node.text())
            .collect();
        assert_eq!(ids.len(), 2);
        assert_ne!(ids[0], ids[1]);
        assert!(feed.contains("Un portrait est publié\u{a0}: La Conte &lt;&amp;&gt;"), "{feed}");
        assert!(
            feed.contains("href=\"http://localhost/quartiers/QN1\"")
                && feed.contains("href=\"http://localhost/quartiers\"")
        );
        assert!(!feed.contains("motif") && !feed.contains("plateforme"), "neither why nor who");
    })
    .await;
}

#[tokio::test]
async fn health_is_a_yes_or_a_no() {
    each_database(&migrations(), |db| async move {
        let (_, knocker) = walk(db.clone());
        let reply = knocker.get("", "/sante").await;
        assert_eq!((reply.status.as_u16(), reply.body.as_str()), (200, "{\"etat\":\"ok\"}\n"));
        let older = site::Wiring {
            migrations: || {
                [crate::arranged::migrations(), vec![database::Migration { name: "essai/0001", sql: "SELECT 1" }]]
                    .concat()
            },
            ..WIRING
        };
        let reply = Knocker::new(site::door(older), house(db, outside(4))).get("", "/sante").await;
        assert_eq!((reply.status.as_u16(), reply.body.as_str()), (503, "{\"etat\":\"indisponible\"}\n"));
    })
    .await;
}

#[tokio::test]
async fn figures_open_with_the_token_only() {
    each_database(&migrations(), |db| async move {
        let router = door().into_surface(house(db.clone(), outside(5))).router;
        let ask = |token: &'static str| {
            let router = router.clone();
            async move {
                let request = Request::get("/metriques").header(header::AUTHORIZATION, token).body(Body::empty());
                let response = router.oneshot(request.expect("a request")).await.expect("an answer");
                let status = response.status().as_u16();
                let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body");
                (status, String::from_utf8_lossy(&bytes).into_owned())
            }
        };
        for wrong in ["", "Bearer ", "Bearer essa", "Bearer essais", "essai", "Basic essai"] {
            assert_eq!(ask(wrong).await.0, 404, "{wrong:?}");
        }
        let (status, text) = ask("Bearer essai").await;
        assert_eq!(status, 200);
        assert!(text.contains("parvis_jobs_failed 0") && text.contains("parvis_answers_total"), "{text}");
        assert!(text.trim_end().ends_with("# EOF"));
    })
    .await;
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_fit_their_page() {
    each_database(&migrations(), |db| async move {
        let router = door().into_surface(house(db, outside(6))).router;
        let get = |path: String, kept: Option<&'static str>| {
            let router = router.clone();
            async move {
                let mut request = Request::get(path);
                if let Some(kept) = kept {
                    request = request.header(header::IF_NONE_MATCH, kept);
                }
                router.oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer")
            }
        };
        let css = get(interface::assets::url("parvis.css"), None).await;
        assert_eq!(css.status(), 200);
        assert_eq!(css.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(css.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
        let etag = interface::assets::get("parvis.css").expect("the style sheet").etag;
        assert_eq!(get(interface::assets::url("parvis.css"), Some(etag)).await.status(), 304);
        let old = get("/a/000000000000/parvis.css".into(), None).await;
        assert_eq!(old.headers()[header::CACHE_CONTROL], "no-cache");
        for absent in ["/a/x/absent.css", "/a/x/../../Cargo.toml", "/a/x/..%2f..%2fCargo.toml"] {
            assert_eq!(get(absent.into(), None).await.status(), 404, "{absent}");
        }
        for path in interface::assets::paths() {
            assert_eq!(get(interface::assets::url(path), None).await.status(), 200, "{path}");
        }
        assert_eq!(get("/favicon.ico".into(), None).await.headers()[header::CONTENT_TYPE], "image/svg+xml");
    })
    .await;
}
