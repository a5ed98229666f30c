//! Writes the gallery and its assets to a folder, to be opened in a browser without a server:
//! `cargo run -p interface --example gallery -- FOLDER`.

use std::error::Error;
use std::fs;
use std::path::Path;

use askama::Template;
use interface::{Frame, GalleryPage, Link, Site, assets, gallery};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "/tmp/parvis-gallery".to_owned());
    let folder = Path::new(&folder);
    for path in assets::paths() {
        let target = folder.join("a").join(path);
        fs::create_dir_all(target.parent().unwrap_or(folder))?;
        fs::write(target, assets::get(path).map_or(&[] as &[u8], |asset| asset.bytes))?;
    }
    // Opened as files, pages find their assets beside them.
    let local = |html: String| html.replace(&format!("/a/{}/", assets::hash()), "a/");
    let site = Site { service: "Parvis".into(), town: "Ville d'exemple".into(), ..Site::default() };
    let links = ["Mon quartier", "Donner mon avis", "Ce qui a été décidé", "Le conseil citoyen"];
    let links = links.into_iter().map(|label| Link::new(label, "/galerie")).collect();
    let mut pages = vec![("index".to_owned(), {
        let frame = Frame::public(&site, "Galerie", "/galerie-des-composants").with_links(links);
        GalleryPage { frame, samples: gallery() }.render()?
    })];
    for (rank, sample) in interface::gallery::frames().into_iter().enumerate() {
        pages.push((format!("cadre-{}", rank + 1), sample.html.to_string()));
    }
    for (name, html) in pages {
        fs::write(folder.join(format!("{name}.html")), local(html))?;
        println!("{}", folder.join(format!("{name}.html")).display());
    }
    Ok(())
}
