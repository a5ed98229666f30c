//! Pages everybody may read: their headings, their weight, where their links lead, their languages.

use crate::arranged::{between, migrations, walk};
use database::testing::each_database;

const PAGES: [(&str, &str); 8] = [
    ("/", "Votre quartier, vos besoins, ce qui est décidé"),
    ("/recherche", "Chercher"),
    ("/aide", "Aide et contact"),
    ("/mentions-legales", "Mentions légales"),
    ("/donnees-personnelles", "Données personnelles"),
    ("/accessibilite", "Accessibilité"),
    ("/plan-du-site", "Plan du site"),
    ("/galerie", "Galerie"),
];

/// Hosts pages may name in plain links, never load from.
const NAMED_HOSTS: [&str; 2] = ["https://www.cnil.fr/", "https://formulaire.defenseurdesdroits.fr/"];

/// Nothing is loaded from elsewhere, and only the hosts we know are linked.
fn assert_at_home(path: &str, html: &str) {
    for attribute in ["src=\"", "action=\""] {
        for piece in html.split(attribute).skip(1) {
            assert!(
                piece.starts_with('/') && !piece.starts_with("//"),
                "{path}: {attribute}{}",
                &piece[..piece.len().min(60)]
            );
        }
    }
    for piece in html.split("href=\"").skip(1) {
        let target = &piece[..piece.find('"').unwrap_or(0)];
        let is_ours =
            target.starts_with('/') && !target.starts_with("//") || target.starts_with('#') || target.starts_with('?');
        let is_known = target.starts_with("mailto:") || NAMED_HOSTS.iter().any(|host| target.starts_with(host));
        assert!(is_ours || is_known, "{path}: {target}");
    }
}

fn assert_page(path: &str, html: &str) {
    assert!(html.len() <= 50_000, "{path}: {} bytes", html.len());
    assert_eq!(html.matches("<h1").count(), 1, "{path}: one h1");
    for forbidden in ["style=\"", "<style", "onclick=", "javascript:"] {
        assert!(!html.contains(forbidden), "{path}: {forbidden}");
    }
    assert_at_home(path, html);
}

#[tokio::test]
async fn every_page_answers_with_its_heading() {
    each_database(&migrations(), |db| async move {
        let (_, knocker) = walk(db);
        for (path, heading) in PAGES {
            let reply = knocker.get("", path).await;
            assert_eq!(reply.status, 200, "{path}");
            assert_eq!(between(&reply.body, "<h1>", "</h1>"), heading, "{path}");
            assert_page(path, &reply.body);
        }
        let home = knocker.get("", "/").await.body;
        assert!(home.contains("action=\"/mon-quartier\""), "find my neighbourhood");
        assert!(home.contains("href=\"/demonstration\""), "the demonstration says so");
        assert_eq!(knocker.get("", "/nulle-part").await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn the_privacy_page_prints_everything_declared() {
    each_database(&migrations(), |db| async move {
        let (_, knocker) = walk(db);
        let page = knocker.get("", "/donnees-personnelles").await.body;
        for kept in [journal::PRIVACY, jobs::PRIVACY, files::PRIVACY].iter().flat_map(|privacy| privacy.kept) {
            for text in [kept.what, kept.purpose, kept.until, kept.owner] {
                let shown = interface::Escaped(kernel::french::spaced(text)).to_string();
                assert!(page.contains(&shown), "{text}");
            }
        }
        let cookies = between(&page, "Témoins", "<h2>");
        assert_eq!(cookies.matches("<code").count(), 2, "exactly two cookies");
    })
    .await;
}

#[tokio::test]
async fn languages_set_direction_and_mark_what_is_still_french() {
    each_database(&migrations(), |db| async move {
        let (_, knocker) = walk(db);
        for (code, lang, dir) in [("en", "en", "ltr"), ("ar", "ar", "rtl"), ("fr-facile", "fr", "ltr")] {
            for (path, _) in PAGES.iter().filter(|(path, _)| *path != "/galerie") {
                let page = knocker.get("", &format!("{path}?langue={code}")).await.body;
                assert!(page.contains(&format!("<html lang=\"{lang}\" dir=\"{dir}\">")), "{path} {code}");
                assert!(page.len() <= 50_000, "{path} {code}: {}", page.len());
            }
        }
        // The gallery is only in French: in an Arabic frame its whole text is marked as French.
        let gallery = knocker.get("", "/galerie?langue=ar").await.body;
        assert!(gallery.contains("<main id=\"contenu\" tabindex=\"-1\" data-fallback lang=\"fr\" dir=\"ltr\">"));
    })
    .await;
}

#[tokio::test]
async fn residents_pages_are_wholly_translated() {
    each_database(&migrations(), |db| async move {
        let (_, knocker) = walk(db);
        for code in ["en", "ar", "fr-facile"] {
            for path in ["/", "/aide", "/recherche", "/accessibilite", "/mentions-legales"] {
                let page = knocker.get("", &format!("{path}?langue={code}")).await.body;
                let main = between(&page, "<main", "</main>");
                let left: Vec<&str> =
                    main.split("data-fallback").skip(1).map(|rest| &rest[..rest.find('<').unwrap_or(0)]).collect();
                assert!(left.is_empty(), "{path} in {code}: {left:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_gallery_shows_every_sample() {
    each_database(&migrations(), |db| async move {
        let (_, knocker) = walk(db);
        let index = knocker.get("", "/galerie").await.body;
        let links_of = |page: &str| -> Vec<String> {
            let main = between(page, "<main", "</main>");
            main.split("href=\"").skip(1).map(|rest| rest[..rest.find('"').unwrap_or(0)].to_owned()).collect()
        };
        let mut links = Vec::new();
        for part in links_of(&index) {
            let page = knocker.get("", &part).await.body;
            assert!(page.len() <= 50_000, "{part}: {}", page.len());
            links.extend(links_of(&page).into_iter().filter(|link| link.starts_with("/galerie/")));
        }
        assert!(links.len() > 40, "{} samples", links.len());
        for link in &links {
            let reply = knocker.get("", link).await;
            assert_eq!(reply.status, 200, "{link}");
            assert!(reply.body.len() <= 50_000, "{link}: {}", reply.body.len());
            assert_eq!(reply.body.matches("<h1").count(), 1, "{link}");
        }
        for absent in ["/galerie/absent", "/galerie/%00"] {
            assert_eq!(knocker.get("", absent).await.status, 404, "{absent}");
        }
    })
    .await;
}
