//! Names inside the file of an application taken away whole: plain letters, in order, never twice.

use kernel::text::slug;

/// The folder everything stands in: « 2026-0004-les-ateliers-du-viaduc ».
pub fn folder(number: &str, carrier: &str) -> String {
    format!("{number}-{}", slug(carrier, '-', 60)).trim_end_matches('-').to_owned()
}

/// The name of a document: its rank, what it is, its project’s rank, and how it came: « 02-devis-action-1-facture.pdf ».
pub fn paper_name(rank: usize, what: &str, project: Option<i64>, came_as: &str) -> String {
    let (stem, ending) = came_as.rsplit_once('.').unwrap_or((came_as, ""));
    let is_plain = !ending.is_empty() && ending.len() <= 5 && ending.chars().all(|c| c.is_ascii_alphanumeric());
    let of = project.map_or_else(String::new, |rank| format!("action-{rank}"));
    let parts = [slug(what, '-', 40), of, slug(if is_plain { stem } else { came_as }, '-', 60)];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let ending = if is_plain { format!(".{}", ending.to_lowercase()) } else { String::new() };
    format!("{rank:02}-{}{ending}", parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_their_folder_whatever_was_typed() {
        assert_eq!(folder("2026-0004", "Les Ateliers du Viaduc"), "2026-0004-les-ateliers-du-viaduc");
        assert_eq!(folder("2026-0004", "…"), "2026-0004");
        assert_eq!(paper_name(1, "Relevé d’identité bancaire", None, "RIB été.PDF").rsplit('.').next(), Some("pdf"));
        for came_as in ["../../etc/passwd", "a/b\\c.pdf", "devis.p/df", "", "....", "nom\n.pdf"] {
            let name = paper_name(2, "Devis", Some(1), came_as);
            assert!(name.starts_with("02-devis-action-1"), "{name}");
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c)), "{name}");
            assert!(!name.contains(".."), "{name}");
        }
    }
}
