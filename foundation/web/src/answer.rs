//! Answers handlers give: pages, redirects after an act, downloads.

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use database::Tx;
use documents::csv::Flavour;
use documents::{Document, Table};
use interface::Form;
use kernel::{Breakdown, FieldError, Moment, french};

use crate::{Answer, Fault, Fields};

/// A page.
///
/// # Errors
/// The template could not be drawn.
pub fn page(template: &impl Template) -> Answer {
    page_with(StatusCode::OK, template)
}

/// The same page given back with points to correct: values kept, status 422.
///
/// # Errors
/// The template could not be drawn.
pub fn page_to_correct(template: &impl Template) -> Answer {
    page_with(StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// A page with a status.
///
/// # Errors
/// The template could not be drawn.
pub fn page_with(status: StatusCode, template: &impl Template) -> Answer {
    let html = template.render().map_err(|error| crate::fault::undrawn(&error))?;
    Ok((status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response())
}

/// After an act: see the result, with a word saying what was done (`code` is one of [`NOTICES`]).
///
/// # Errors
/// None today; an [`Answer`] so that handlers can end with it.
pub fn done(path: &str, code: &str) -> Answer {
    let (base, anchor) =
        path.split_once('#').map_or((path, String::new()), |(base, anchor)| (base, format!("#{anchor}")));
    let mark = if base.contains('?') { '&' } else { '?' };
    Ok(Redirect::to(&format!("{base}{mark}fait={code}{anchor}")).into_response())
}

/// Ends a form. Done: committed, then [`done`] at the `path` of what was made, with the word `code`. To correct:
/// undone, then the page that `again` draws around what was typed, with status 422.
///
/// # Errors
/// A refusal or a breakdown, told on its own page; the database; the page cannot be drawn.
pub async fn settle<T, Page, Drawn>(
    tx: Tx,
    outcome: Result<T, impl Into<Fault>>,
    (path, code): (impl FnOnce(T) -> String, &str),
    fields: &Fields,
    again: impl FnOnce(Form) -> Drawn,
) -> Answer
where
    Page: Template,
    Drawn: Future<Output = Result<Page, Fault>>,
{
    match outcome {
        Ok(made) => {
            tx.commit().await?;
            done(&path(made), code)
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(failure.into().into_input()?);
            page_to_correct(&again(form).await?)
        }
    }
}

/// See another page.
///
/// # Errors
/// None today.
pub fn see(path: &str) -> Answer {
    Ok(Redirect::to(path).into_response())
}

/// Whether the script of a page asks which keys are kept, rather than a page.
pub fn asks_for_keys(fields: &Fields) -> bool {
    fields.text("reponse") == "cles"
}

/// The keys kept, for the script of a page: only then does a device forget what it held.
///
/// # Errors
/// None today.
pub fn keys_kept(keys: &[String]) -> Answer {
    told_to_script(StatusCode::OK, keys)
}

/// What is to correct, for the script of a page: status 422, one sentence a line.
///
/// # Errors
/// None today.
pub fn keys_to_correct(errors: &[FieldError]) -> Answer {
    let sentences: Vec<String> = errors.iter().map(|error| french::spaced(&error.sentence)).collect();
    told_to_script(StatusCode::UNPROCESSABLE_ENTITY, &sentences)
}

fn told_to_script(status: StatusCode, lines: &[String]) -> Answer {
    let body = serde_json::to_string(lines).map_err(|error| Breakdown(Box::new(error)))?;
    Ok((status, [(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// Whether the script of a page saves a draft while somebody types, rather than a person who sends a form.
pub fn saves_draft(fields: &Fields) -> bool {
    fields.text("reponse") == "brouillon"
}

/// Ends a draft saved while somebody types. Done: committed, then what is told, the version and the address of the next save. To
/// correct: undone, the sentences alone, since what was typed stays on the page.
///
/// # Errors
/// A refusal or a breakdown, which the script tells in its own words; the database.
pub async fn settle_draft<T>(
    tx: Tx,
    outcome: Result<T, impl Into<Fault>>,
    kept: impl FnOnce(T) -> (String, i64, String),
) -> Answer {
    match outcome {
        Ok(made) => {
            tx.commit().await?;
            let (sentence, revision, at) = kept(made);
            told_to_script(StatusCode::OK, &[sentence, revision.to_string(), at])
        }
        Err(failure) => {
            drop(tx);
            keys_to_correct(&failure.into().into_input()?)
        }
    }
}

/// What can have just been done. A list, so that nobody can put words in our mouth through an address.
pub const NOTICES: &[(&str, &str)] = &[
    ("enregistre", "C’est enregistré."),
    ("ajoute", "C’est ajouté."),
    ("modifie", "La modification est enregistrée."),
    ("supprime", "C’est supprimé."),
    ("importe", "L’import est terminé."),
    ("envoye", "Le message est envoyé."),
    ("connecte", "Vous êtes connecté·e."),
    ("deconnecte", "Vous êtes déconnecté·e."),
    ("invite", "L’invitation est envoyée."),
    ("revoque", "L’accès est retiré."),
    ("delegue", "La délégation est enregistrée."),
    ("repris", "Vous agissez de nouveau en votre nom."),
    ("annule", "C’est annulé."),
    ("lance", "Le travail est lancé. Vous pouvez suivre son avancement ici."),
];

/// Something to keep: `name` is the file's name, already safe.
///
/// # Errors
/// The name cannot be a header.
pub fn download(name: &str, media_type: &'static str, bytes: impl Into<Body>) -> Answer {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' }).collect();
    let line = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", encode(name));
    let disposition = HeaderValue::from_str(&line).map_err(|_| Breakdown::because("download name"))?;
    let mut response = Response::new(bytes.into());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    // What a browser opens from a download never runs in our name.
    response.headers_mut().insert(
        HeaderName::from_static("content-security-policy"),
        HeaderValue::from_static("sandbox; default-src 'none'"),
    );
    Ok(response)
}

/// A kept file. Only pictures are shown in the page's place; the rest is saved, then opened by the person's own
/// programs (browsers show no PDF inside a sandbox).
///
/// # Errors
/// The name or the media type cannot be a header.
pub fn kept_file(name: &str, media_type: &str, bytes: Vec<u8>) -> Answer {
    let mut response = download(name, "application/octet-stream", bytes)?;
    let headers = response.headers_mut();
    if media_type.starts_with("image/") {
        headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    }
    let media_type = HeaderValue::from_str(media_type).map_err(|_| Breakdown::because("media type"))?;
    headers.insert(header::CONTENT_TYPE, media_type);
    Ok(response)
}

/// A table as a spreadsheet for French Excel (`format=csv`), open data (`format=csv-ouvert`) or XLSX.
///
/// # Errors
/// The table cannot be written, or the format is none of these.
pub fn table(name: &str, format: &str, table: &Table, made_at: Moment) -> Answer {
    match format {
        "csv" => csv(name, table, Flavour::Excel),
        "csv-ouvert" => csv(name, table, Flavour::OpenData),
        "xlsx" => {
            let bytes = documents::xlsx::write(std::slice::from_ref(table), made_at)
                .map_err(|error| Breakdown(Box::new(error)))?;
            download(
                &format!("{name}.xlsx"),
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                bytes,
            )
        }
        _ => Err(crate::Fault::not_found()),
    }
}

fn csv(name: &str, table: &Table, flavour: Flavour) -> Answer {
    let bytes = documents::csv::write(table, flavour).map_err(|error| Breakdown(Box::new(error)))?;
    download(&format!("{name}.csv"), "text/csv; charset=utf-8", bytes)
}

/// A document as a PDF to keep; it is set on a thread that serves nobody.
///
/// # Errors
/// The document cannot be set.
pub async fn document(name: &str, document: Document, made_at: Moment) -> Answer {
    let setting = tokio::task::spawn_blocking(move || documents::pdf::render(&document, made_at)).await;
    let bytes = setting.map_err(|error| Breakdown(Box::new(error)))?.map_err(|error| Breakdown(Box::new(error)))?;
    download(name, "application/pdf", bytes)
}

/// Percent-encodes everything but letters, digits and `-._~/`.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// A path to go on to after signing in: only one of ours, never another host.
pub fn local_path(text: &str) -> Option<&str> {
    let is_ours = text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains('\\')
        && text.chars().all(|c| !c.is_control() && !c.is_whitespace());
    is_ours.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_gone_on_to() {
        for bad in ["https://x", "//x", "/\\x", "x", "/a\nb", "javascript:1", ""] {
            assert_eq!(local_path(bad), None, "{bad:?}");
        }
        assert_eq!(local_path("/quartiers?q=a"), Some("/quartiers?q=a"));
    }
}
