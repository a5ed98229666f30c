//! Failures as pages. A handler returns a value; the outermost layer draws it in the visitor's frame, so
//! that a refusal, a missing page and a breakdown all look like the rest of the house.

use std::sync::{Arc, OnceLock};

use askama::Template;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use database::DbError;
use interface::{Frame, Language, Link, Translated, t_with};
use kernel::{Breakdown, Failure, FieldError, Refusal, Uuid, Verdict};

use crate::typing::TooLong;
use crate::{House, Visit};

/// A failure on its way to becoming a page.
#[derive(Debug)]
pub struct Fault {
    what: What,
}

#[derive(Debug)]
enum What {
    Failure(Failure),
    TooLong(TooLong),
}

impl<F: Into<Failure>> From<F> for Fault {
    fn from(failure: F) -> Self {
        Self { what: What::Failure(failure.into()) }
    }
}

impl Fault {
    /// More was typed than a form takes; what was noted of it is given back.
    pub(crate) const fn too_long(refusal: TooLong) -> Self {
        Self { what: What::TooLong(refusal) }
    }
}

/// Drawn later, in the frame of the visit.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    title: String,
    explanation: String,
    /// What stands for `{name}` in the explanation.
    values: Vec<(&'static str, String)>,
    kept: Vec<(String, String)>,
    links: Vec<Link>,
}

impl Told {
    fn new(title: impl Into<String>, explanation: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            explanation: explanation.into(),
            values: Vec::new(),
            kept: Vec::new(),
            links: Vec::new(),
        }
    }

    fn with_value(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    fn with_link(mut self, label: &str, href: &str) -> Self {
        self.links.push(Link::new(label, href));
        self
    }
}

impl Fault {
    /// Nothing there.
    pub fn not_found() -> Self {
        Refusal::NotFound.into()
    }

    /// The fields to correct, when that is what this is; otherwise the fault itself, to be passed on.
    ///
    /// # Errors
    /// The fault, when it is not about fields.
    pub fn into_input(self) -> Result<Vec<FieldError>, Self> {
        match self.what {
            What::Failure(Failure::Input(errors)) => Ok(errors),
            what => Err(Self { what }),
        }
    }

    /// Somebody was writing and is no longer signed in: the text typed is given back.
    pub(crate) async fn session_ended(request: Request) -> Response {
        let mut told = Told::new(
            "Reconnectez-vous : votre texte est gardé",
            "Vous étiez absent·e depuis longtemps. Copiez votre texte ci-dessous, reconnectez-vous, puis collez-le à sa place.",
        )
        .with_link("Se connecter", "/connexion");
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (is_form, is_upload) =
            (kind.starts_with("application/x-www-form-urlencoded"), kind.starts_with("multipart/form-data"));
        let limit = request.extensions().get::<Visit>().map_or(0, Visit::typed_limit);
        let pairs = if is_form {
            crate::typing::read(request.into_body(), limit).await.map(|(bytes, _)| crate::fields::pairs(&bytes))
        } else if is_upload {
            told.explanation = "Vous étiez absent·e depuis longtemps. Copiez votre texte ci-dessous, reconnectez-vous, puis collez-le à sa place et choisissez de nouveau votre fichier.".to_owned();
            crate::fields::typed_beside(request, limit).await
        } else {
            Ok(Vec::new())
        };
        told.kept = given_back(pairs.unwrap_or_default());
        pending(StatusCode::UNAUTHORIZED, told)
    }
}

/// What somebody typed, beside the request until its answer is known: a write that breaks gives it back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed(Arc<OnceLock<Vec<(String, String)>>>);

impl Typed {
    /// Noted by whoever reads the form; the first reading counts.
    pub(crate) fn note(&self, pairs: &[(String, String)]) {
        let _ = self.0.set(pairs.to_vec());
    }

    fn kept(&self) -> Vec<(String, String)> {
        self.0.get().cloned().map(given_back).unwrap_or_default()
    }
}

/// The texts a person would miss: no secret, and nothing the page itself had put in the form.
fn given_back(pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    let is_hers = |name: &str, value: &str| {
        let is_secret = name.contains("mot-de-passe") || name.contains("code");
        !value.trim().is_empty() && !is_secret && name != "revision" && value.parse::<Uuid>().is_err()
    };
    pairs.into_iter().filter(|(name, value)| is_hers(name, value)).collect()
}

fn pending(status: StatusCode, told: Told) -> Response {
    let mut response = status.into_response();
    response.extensions_mut().insert(told);
    response
}

/// Why an act is not this person's, in a sentence.
pub fn verdict_sentence(verdict: Verdict) -> String {
    match verdict {
        Verdict::Allowed(Some(function)) => {
            format!("Vous pouvez : votre fonction « {} » le permet ici.", function.french())
        }
        Verdict::Allowed(None) => "Vous pouvez : cela ne demande aucune fonction particulière.".to_owned(),
        Verdict::NotSignedIn => "Il faut d’abord se connecter.".to_owned(),
        Verdict::NoFunction => "Aucune de vos fonctions ne le permet.".to_owned(),
        Verdict::Elsewhere(function) => {
            format!(
                "Votre fonction « {} » le permet, mais pas sur ce contrat, ce quartier ou cette organisation.",
                function.french()
            )
        }
        Verdict::SecondFactorMissing(function) => format!(
            "Votre fonction « {} » le permet, après avoir donné votre second code de connexion.",
            function.french()
        ),
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let failure = match self.what {
            What::Failure(failure) => failure,
            What::TooLong(refusal) => return too_long(refusal),
        };
        match failure {
            Failure::Refused(refusal) => refused(refusal),
            Failure::Input(errors) => {
                let told = Told::new(
                    "La demande n’a pas pu être lue",
                    errors.iter().map(|error| error.sentence.as_str()).collect::<Vec<_>>().join(" "),
                );
                pending(StatusCode::UNPROCESSABLE_ENTITY, told)
            }
            Failure::Broken(breakdown) => broken(&breakdown),
        }
    }
}

/// How many letters stand on a page of paper.
const LETTERS_A_PAGE: usize = 2_000;

fn too_long(TooLong { limit, is_kept }: TooLong) -> Response {
    let explanation = if is_kept {
        "Rien n’a été enregistré : un formulaire prend environ {pages} pages de texte. Votre texte est gardé ci-dessous : copiez-le, revenez à la page précédente, puis raccourcissez-le ou envoyez-le en plusieurs fois."
    } else {
        "Rien n’a été enregistré : un formulaire prend environ {pages} pages de texte, et votre envoi est trop grand pour être rendu ici. Reprenez votre texte là où vous l’avez copié, et envoyez-le en plusieurs fois."
    };
    let pages = (limit / LETTERS_A_PAGE).max(1).to_string();
    pending(
        StatusCode::PAYLOAD_TOO_LARGE,
        Told::new("L’envoi est trop volumineux", explanation).with_value("pages", pages),
    )
}

fn page_not_found() -> Told {
    Told::new(
        "Cette page n’existe pas",
        "L’adresse a peut-être changé, ou la page n’est pas ouverte à tous. Vérifiez l’adresse, ou repartez de l’accueil.",
    )
    .with_link("Aller à l’accueil", "/")
    .with_link("Voir le plan du site", "/plan-du-site")
}

fn refused(refusal: Refusal) -> Response {
    match refusal {
        Refusal::NotFound => pending(StatusCode::NOT_FOUND, page_not_found()),
        Refusal::NotAllowed { act, verdict } => {
            let told =
                Told::new(format!("Vous ne pouvez pas « {} »", lower_first(act.french)), verdict_sentence(verdict))
                    .with_link("Pourquoi ? Voir ce que je peux faire", "/compte/droits");
            pending(StatusCode::FORBIDDEN, told)
        }
        Refusal::Conflict { explanation, kept } => {
            let mut told = Told::new("Quelqu’un d’autre vient de modifier cette page", explanation);
            told.kept = kept;
            pending(StatusCode::CONFLICT, told)
        }
        Refusal::TooMany { retry_after_seconds } => {
            let minutes = retry_after_seconds.div_ceil(60).max(1);
            let told = Told::new(
                "Trop d’essais à la suite",
                "Pour protéger les comptes, les essais sont limités. Réessayez dans {minutes} min.",
            )
            .with_value("minutes", minutes.to_string());
            let mut response = pending(StatusCode::TOO_MANY_REQUESTS, told);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_seconds));
            response
        }
        Refusal::Rule { title, explanation } => {
            let status = if title.contains("n’a plus de place") {
                StatusCode::INSUFFICIENT_STORAGE
            } else {
                StatusCode::CONFLICT
            };
            pending(status, Told::new(title, explanation))
        }
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn broken(breakdown: &Breakdown) -> Response {
    if breakdown.0.downcast_ref::<database::DbError>().is_some_and(database::DbError::is_unavailable) {
        tracing::warn!(problem = breakdown.to_string(), "the database does not answer");
        let told = Told::new("Le service est très demandé", "Rien n’a été enregistré. Réessayez dans une minute.");
        let mut response = pending(StatusCode::SERVICE_UNAVAILABLE, told);
        response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("60"));
        return response;
    }
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(Broken(breakdown.to_string()));
    response
}

#[derive(Clone)]
struct Broken(String);

/// The page of a failure.
#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage {
    frame: Frame,
    explanation: Translated,
    kept_title: Translated,
    kept: Vec<(String, String)>,
    links: Vec<(Translated, String)>,
}

impl FaultPage {
    /// From how many bytes on a text given back has a box of its own.
    const LONG: usize = 4_000;
}

/// Seven characters that are easy to say on the telephone.
fn reference(house: &House) -> String {
    const SIGNS: &[u8] = b"23456789ACDEFHJKMNPRTUVWXY";
    let bytes = house.outside.bytes::<6>();
    let sign = |byte: &u8| char::from(SIGNS[usize::from(*byte) % SIGNS.len()]);
    let text: String = bytes.iter().map(sign).collect();
    format!("{}-{}", &text[..3], &text[3..])
}

/// Draws whatever came back without a page of its own.
pub(crate) async fn layer(State(house): State<Arc<House>>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let method = request.method().clone();
    let language = crate::visit::language(request.uri(), request.headers()).0;
    let typed = Typed::default();
    request.extensions_mut().insert(typed.clone());
    let mut response = next.run(request).await;
    let status = response.status();
    let mut told = match response.extensions_mut().remove::<Told>() {
        Some(told) => told,
        None if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE => {
            let reference = reference(&house);
            let problem =
                response.extensions_mut().remove::<Broken>().map_or_else(|| status.to_string(), |broken| broken.0);
            tracing::error!(reference, problem, "breakdown");
            Told::new(
                "Le service a un problème",
                "Rien de ce qui était enregistré n’est perdu. Réessayez dans dix minutes. Si cela continue, donnez cette référence à votre interlocuteur : {reference}.",
            )
            .with_value("reference", reference)
        }
        None if is_plain(&response) => match status {
            StatusCode::NOT_FOUND => page_not_found(),
            StatusCode::METHOD_NOT_ALLOWED => Told::new(
                "Cette adresse ne se demande pas ainsi",
                "L’adresse existe, mais pas pour une demande de type {method}. Repartez de la page précédente.",
            )
            .with_value("method", method.to_string()),
            StatusCode::FORBIDDEN => Told::new(
                "La demande ne vient pas de ce site",
                "Pour vous protéger, les formulaires ne sont acceptés que s’ils ont été ouverts ici. Revenez à la page, rechargez-la et recommencez.",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => Told::new(
                "L’envoi est trop volumineux",
                "Rien n’a été enregistré. Envoyez un texte ou un fichier plus petit.",
            ),
            StatusCode::REQUEST_TIMEOUT => {
                Told::new("Le service est très demandé", "Rien n’a été enregistré. Réessayez dans une minute.")
            }
            StatusCode::TOO_MANY_REQUESTS => {
                Told::new("Trop de demandes à la suite", "Attendez une minute, puis rechargez la page.")
            }
            status if status.is_client_error() => Told::new(
                "La demande n’a pas pu être lue",
                "Revenez à la page précédente, rechargez-la et recommencez.",
            ),
            _ => return response,
        },
        None => return response,
    };
    let gives_back = status.is_server_error()
        || matches!(status, StatusCode::CONFLICT | StatusCode::REQUEST_TIMEOUT | StatusCode::PAYLOAD_TOO_LARGE);
    if told.kept.is_empty() && gives_back {
        told.kept = typed.kept();
    }
    response.extensions_mut().insert(told);
    drawn(&house, &path, language, response)
}

fn is_plain(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    response.status().is_client_error() && (kind.is_empty() || kind.starts_with("text/plain"))
}

fn drawn(house: &House, path: &str, language: Language, mut response: Response) -> Response {
    let Some(told) = response.extensions_mut().remove::<Told>() else { return response };
    let visit = response.extensions_mut().remove::<Visit>();
    // Residents read failures in their language; the back office is in French.
    let is_for_residents = !["/gestion", "/compte"].iter().any(|counter| path.starts_with(counter));
    let frame = match &visit {
        Some(visit) if is_for_residents => visit.public(&told.title),
        Some(visit) => visit.back_office(&told.title),
        // Refused before anybody asked who it was.
        None if is_for_residents => Frame::public(&house.settings.site, told.title.as_str(), path).translated(language),
        None => Frame::back_office(&house.settings.site, told.title.as_str(), path),
    };
    let language = if frame.is_translated { frame.language } else { Language::French };
    let values: Vec<(&str, &str)> = told.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = FaultPage {
        explanation: t_with(language, &told.explanation, values),
        kept_title: t_with(language, "Votre texte", []),
        kept: told.kept,
        links: told.links.into_iter().map(|link| (t_with(language, &link.label, []), link.href)).collect(),
        frame: Frame { is_private: true, ..frame },
    };
    let html = page.render().unwrap_or_else(|_| "Le service a un problème.".to_owned());
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Response::from_parts(parts, Body::from(html))
}

/// Keeps the visit with the response, so that a failure is drawn for that very person.
pub(crate) async fn remember(visit: Visit, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if !response.status().is_success() {
        response.extensions_mut().insert(visit);
    }
    response
}

/// A template that cannot be drawn is a breakdown of ours.
pub(crate) fn undrawn(error: &askama::Error) -> Fault {
    Breakdown::because(format!("template: {error}")).into()
}

/// Kept so that stores' errors pass through `?` in handlers.
const _: fn(DbError) -> Fault = Fault::from;
