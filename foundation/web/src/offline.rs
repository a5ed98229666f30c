//! Pages that open again without network. Each slice names its own, in the spelling of its doors; the worker that keeps
//! them on a device is one script, served from the root so that it may answer for any of them.

use std::fmt::Write as _;

use interface::assets;

/// Pages a device may keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offline {
    /// Their door: `/r/{code}`.
    pub path: &'static str,
    /// How many hours a page is kept after it was last read from here.
    pub hours: u32,
    /// Whether it holds what only somebody signed in reads: it goes with her session.
    pub is_own: bool,
}

/// The expression of a door: each parameter is one part of the path.
fn expression(path: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { "[^/]+".to_owned() } else { part.to_owned() };
    format!("^{}$", path.split('/').map(part).collect::<Vec<_>>().join("/"))
}

/// The script of the worker: what it may keep, then how. It changes when either does, and with every asset.
pub fn worker(pages: &[Offline]) -> String {
    let mut script = format!("const VERSION = \"{}\";\nconst PAGES = [\n", assets::hash());
    for page in pages {
        // Writing to a String cannot fail.
        let _ = writeln!(
            script,
            "  {{ path: \"{}\", hours: {}, own: {} }},",
            expression(page.path),
            page.hours,
            page.is_own
        );
    }
    script.push_str("];\n");
    if let Some(asset) = assets::get("worker.js") {
        script.push_str(&String::from_utf8_lossy(asset.bytes));
    }
    script
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_door_is_an_expression_and_the_script_says_what_it_keeps() {
        assert_eq!(expression("/r/{code}"), "^/r/[^/]+$");
        let script = worker(&[Offline { path: "/a/{id}/b", hours: 12, is_own: true }]);
        assert!(script.contains("{ path: \"^/a/[^/]+/b$\", hours: 12, own: true },"), "{script}");
        assert!(script.contains("addEventListener(\"fetch\"") && script.contains(assets::hash()));
    }
}
