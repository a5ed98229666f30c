//! How much a file holds once decompressed, before anything opens it.

use flate2::{Decompress, FlushDecompress, Status};

/// What one stream may hold: a page of A4 in colours at 600 dots an inch.
const MOST_OF_STREAM: u64 = 128 * 1024 * 1024;

/// What all streams may hold together.
const MOST_OF_FILE: u64 = 1024 * 1024 * 1024;

/// Whether a file says it is encrypted: what it holds cannot be measured then.
pub fn is_encrypted(bytes: &[u8]) -> bool {
    places(bytes, b"/Encrypt").any(|at| bytes.get(at + 8).is_none_or(|next| !next.is_ascii_alphanumeric()))
}

/// Whether every stream, inflated, keeps within limits. Streams are found by their keyword, whatever their dictionary says.
pub fn is_within(bytes: &[u8]) -> bool {
    let mut left = MOST_OF_FILE;
    for at in places(bytes, b"stream") {
        if at >= 3 && bytes[..at].ends_with(b"end") {
            continue;
        }
        let data = &bytes[at + 6..];
        let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).or_else(|| data.strip_prefix(b"\r"));
        let Some(data) = data else { continue };
        let most = MOST_OF_STREAM.min(left);
        let zlib = inflated(data, true, most);
        let held = if zlib == 0 { inflated(data, false, most) } else { zlib };
        if held > most {
            return false;
        }
        left -= held;
    }
    true
}

/// How many bytes a stream gives, counted up to a little more than `most`.
fn inflated(data: &[u8], has_header: bool, most: u64) -> u64 {
    let mut inflater = Decompress::new(has_header);
    let mut room = vec![0; 64 * 1024];
    loop {
        let (read, written) = (inflater.total_in(), inflater.total_out());
        if written > most {
            return written;
        }
        let rest = usize::try_from(read).ok().and_then(|read| data.get(read..)).unwrap_or_default();
        // A deflated stream ends by itself: what follows it in the file is not looked at.
        let status = inflater.decompress(rest, &mut room, FlushDecompress::None);
        let has_moved = inflater.total_in() > read || inflater.total_out() > written;
        match status {
            Ok(Status::Ok | Status::BufError) if has_moved => {}
            _ => return inflater.total_out(),
        }
    }
}

/// Where a word stands.
fn places<'a>(bytes: &'a [u8], word: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(from..)?;
        let at = from + find(rest, word)?;
        from = at + word.len();
        Some(at)
    })
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut from = 0;
    loop {
        let at = from + bytes.get(from..)?.iter().position(|byte| *byte == first)?;
        if bytes[at..].starts_with(word) {
            return Some(at);
        }
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn deflated(bytes: u64) -> Vec<u8> {
        let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        for _ in 0..bytes / 65_536 {
            writer.write_all(&[0; 65_536]).expect("written");
        }
        writer.finish().expect("deflated")
    }

    fn file(streams: &[Vec<u8>]) -> Vec<u8> {
        let mut file = b"%PDF-1.7\n".to_vec();
        for stream in streams {
            file.extend(b"1 0 obj << /Fl#61teDecode >> stream\r\n");
            file.extend(stream);
            file.extend(b"\nendstream endobj\n");
        }
        file
    }

    #[test]
    fn a_bomb_is_seen_whatever_its_dictionary_says() {
        assert!(is_within(&file(&[deflated(1_000_000), b"rien de comprim\xc3\xa9".to_vec()])));
        let bomb = deflated(MOST_OF_STREAM + 1_000_000);
        assert!(bomb.len() < 200_000);
        assert!(!is_within(&file(&[deflated(1_000_000), bomb.clone()])));
        // Without the header of zlib.
        assert!(!is_within(&file(&[bomb[2..].to_vec()])));
        let large = deflated(100 * 1024 * 1024);
        assert!(!is_within(&file(&vec![large; 11])), "many that are nearly one");
    }

    #[test]
    fn encryption_is_seen() {
        assert!(is_encrypted(b"trailer << /Encrypt 12 0 R >>") && is_encrypted(b"/Encrypt<<"));
        assert!(!is_encrypted(b"/EncryptMetadata true") && !is_encrypted(b"%PDF"));
    }
}
