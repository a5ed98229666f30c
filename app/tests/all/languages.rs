//! What a resident may meet before knowing anybody here is told in her language: pages, failures, corrections.

use crate::support::{Page, Running, Visitor, databases};

const LANGUAGES: [&str; 3] = ["fr-facile", "en", "ar"];
const PAGES: [(&str, u16); 6] = [
    ("/connexion", 200),
    ("/connexion/mot-de-passe", 200),
    ("/connexion/envoye", 200),
    ("/connexion/lien/trop-ancien", 410),
    ("/invitation/trop-ancienne", 410),
    ("/nulle-part", 404),
];

/// Fails where a sentence of the page is in French for want of a translation.
fn is_told(page: &Page, place: &str, language: &str) {
    let main = page.body.split_once("<main").expect("a main part").1;
    let lang = if language == "fr-facile" { "fr" } else { language };
    assert!(page.body.contains(&format!("<html lang=\"{lang}\"")), "{place} is not in {language}: {}", page.body);
    assert!(!main.contains("data-fallback"), "{place} is partly in French: {main}");
}

#[test]
fn doorsteps_and_failures_speak_the_language_of_the_visitor() {
    let folder = tempfile::tempdir().expect("folder");
    let server = Running::demo(folder.path(), databases().remove(0).as_deref());
    for language in LANGUAGES {
        let visitor = Visitor::new(&server.url);
        visitor.get(&format!("/?langue={language}"));
        for (path, status) in PAGES {
            let page = visitor.get(path);
            assert_eq!(page.status, status, "{path}: {page:?}");
            is_told(&page, path, language);
        }
        let corrected = visitor.post("/connexion", &[("email", "sans arobase")]);
        assert_eq!(corrected.status, 422);
        is_told(&corrected, "the correction", language);
        let refused = visitor.post("/connexion/mot-de-passe", &[("email", "x@y.example"), ("mot-de-passe", "z")]);
        assert_eq!(refused.status, 422);
        is_told(&refused, "the refusal", language);
        let wrong_way = visitor.post("/besoins", &[]);
        assert_eq!(wrong_way.status, 405);
        is_told(&wrong_way, "the wrong way", language);
    }
    let visitor = Visitor::new(&server.url);
    visitor.get("/?langue=en");
    assert!(visitor.get("/nulle-part").body.contains("This page does not exist"));
    assert!(visitor.get("/gestion/nulle-part").body.contains("Cette page n’existe pas"));
}
