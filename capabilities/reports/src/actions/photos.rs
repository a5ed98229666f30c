//! Photographs, from the vault to the document.

use documents::{Block, Figure, Picture};
use files::{ContentHash, Vault};
use kernel::{Breakdown, Outcome};
use tokio::io::AsyncReadExt;

use super::{Piece, Report};

/// Puts photographs in their place. One that is missing in the vault, which its verification tells, is said by what it
/// shows.
///
/// # Errors
/// The vault failed.
pub async fn develop(report: &mut Report, vault: &dyn Vault) -> Outcome<()> {
    for piece in report.parts.iter_mut().flat_map(|part| &mut part.pieces) {
        if let Piece::Photo(content, shows) = piece {
            *piece = match read(vault, *content).await? {
                Some(bytes) => Piece::Blocks(vec![Block::Figure(Figure {
                    picture: Picture::Jpeg(bytes),
                    alt: shows.clone(),
                    caption: shows.clone(),
                    source: None,
                })]),
                None => Piece::Text(shows.clone()),
            };
        }
    }
    Ok(())
}

async fn read(vault: &dyn Vault, content: ContentHash) -> Result<Option<Vec<u8>>, Breakdown> {
    let opened = files::open(vault, content).await.map_err(|error| Breakdown(Box::new(error)))?;
    let Some(mut opened) = opened else { return Ok(None) };
    let mut bytes = Vec::new();
    opened.read_to_end(&mut bytes).await.map_err(|error| Breakdown(Box::new(error)))?;
    Ok(Some(bytes))
}
