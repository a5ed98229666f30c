//! The draw itself: a number read aloud, then a public value nobody knew when it was read; and the order in which others
//! are called. Nobody who controls one of the two controls the result.

use serde_json::json;

use crate::alternates;
use crate::chance::{Chance, Seed, from_hexadecimal, hexadecimal, seed};
use crate::dossier::{Files, sealed};
use crate::reading::{Table, Wrong};

/// What chance said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Public {
    /// The number of dice or balls.
    pub dice: Option<u64>,
    /// The beacon, as bytes.
    pub beacon: Option<Vec<u8>>,
}

/// What was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The number of the panel.
    pub panel: u64,
    /// Who is in it.
    pub selected: Vec<String>,
    /// Everybody else, in the order they are called.
    pub order: Vec<String>,
    /// The seed of what follows.
    pub next: Seed,
}

impl Public {
    /// A seed that depends on all that was public, and on what came before.
    ///
    /// # Errors
    /// Nothing public was given.
    pub fn seed(&self, label: &str, before: &str) -> Result<Seed, Wrong> {
        if self.dice.is_none() && self.beacon.is_none() {
            return Err(Wrong::of(
                "Donnez le nombre tiré en séance (« --dice »), la valeur publique (« --beacon »), ou les deux.",
            ));
        }
        let dice = self.dice.unwrap_or_default().to_string();
        Ok(seed(label, &[before.as_bytes(), dice.as_bytes(), self.beacon.as_deref().unwrap_or_default()]))
    }
}

/// Which panel, of so many, and the seed of what follows.
///
/// # Errors
/// Nothing public was given, or the number is not one of a panel.
pub fn index(fingerprint: &str, public: &Public, many: u64) -> Result<(u64, Seed), Wrong> {
    let next = public.seed("parvis:suite", fingerprint)?;
    let dice = public.dice.unwrap_or_default();
    if many == 0 {
        return Err(Wrong::of("« panels.csv » ne contient aucun groupe : vérifiez le dossier."));
    }
    if dice >= many {
        return Err(Wrong::of(format!(
            "Le nombre tiré en séance va de 0 à {} : {dice} n’est le numéro d’aucun groupe.",
            many - 1
        )));
    }
    let shift = match &public.beacon {
        Some(beacon) => Chance::new(seed("parvis:tirage", &[fingerprint.as_bytes(), beacon])).below(many),
        None => 0,
    };
    Ok(((dice + shift) % many, next))
}

/// Reads the beacon.
///
/// # Errors
/// It is not hexadecimal.
pub fn beacon(text: &str) -> Result<Vec<u8>, Wrong> {
    from_hexadecimal(text).ok_or_else(|| {
        Wrong::of(format!("« {text} » n’est pas une suite de chiffres hexadécimaux, deux par octet (0 à 9, a à f)."))
    })
}

/// Draws, from the files of a dossier.
///
/// # Errors
/// The number is not one of a panel, or files are not those of a dossier.
pub fn draw(panels: &[u8], pool: &[u8], fingerprint: &str, public: &Public) -> Result<Drawn, Wrong> {
    let lines: Vec<csv::StringRecord> = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(panels)
        .records()
        .collect::<Result<_, _>>()
        .map_err(|_| Wrong::of("« panels.csv » n’est pas lisible : vérifiez le dossier."))?;
    let (panel, next) = index(fingerprint, public, lines.len() as u64)?;
    let selected: Vec<String> = lines[panel as usize].iter().skip(1).map(str::to_owned).collect();
    let table = Table::read(pool)?;
    let mut order: Vec<String> = table.lines.iter().filter_map(|(_, cells)| cells.get(0)).map(str::to_owned).collect();
    let drawn: std::collections::BTreeSet<&str> = selected.iter().map(String::as_str).collect();
    order.retain(|id| !drawn.contains(id.as_str()));
    Chance::new(next).shuffle(&mut order);
    Ok(Drawn { panel, selected, order, next })
}

/// The files of a draw done; `files` are those that come with it, as alternates.
pub fn write(drawn: &Drawn, fingerprint: &str, public: &Public, mut files: Files) -> Files {
    let list = |header: &[&str], ids: &[String]| {
        let mut out = csv::Writer::from_writer(Vec::new());
        let _ = out.write_record(header);
        for (rank, id) in ids.iter().enumerate() {
            let rank = (rank + 1).to_string();
            let _ = if header.len() == 1 { out.write_record([id]) } else { out.write_record([&rank, id]) };
        }
        out.into_inner().unwrap_or_default()
    };
    files.insert("selected.csv".to_owned(), list(&["id"], &drawn.selected));
    files.insert("complementary.csv".to_owned(), list(&["rank", "id"], &drawn.order));
    let hashes: serde_json::Map<String, serde_json::Value> =
        files.iter().map(|(name, bytes)| (name.clone(), json!(crate::dossier::hash(bytes)))).collect();
    let has_alternates = files.contains_key("alternates.csv");
    let mut value = json!({
        "format": "parvis-draw-1",
        "dice": public.dice,
        "beacon": public.beacon.as_deref().map(hexadecimal),
        "panel": drawn.panel,
        "next_seed": hexadecimal(&drawn.next),
        "fingerprint": fingerprint,
        "hashes": hashes,
        "sha256": "0".repeat(64),
    });
    if has_alternates {
        value["alternates"] = json!({
            "drop": format!("{}/100", alternates::DROP), "imagined": alternates::IMAGINED, "keeps": alternates::KEEPS,
        });
    }
    files.insert("draw.json".to_owned(), sealed(&value));
    files
}
