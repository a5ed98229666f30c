//! Every component in every state, for the page `/galerie` and for the tests. Slices add samples of
//! their own pages with [`Sample::page`].

use askama::Template;
use kernel::FieldError;

use crate::parts::{Figure, Pagination, Steps, SummaryRow, Tag, TagColour};
use crate::{Choice, Form, Frame, Html, Site, Tone};

mod drawings;

/// Something rendered, to be looked at and tested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Family of components, or the name of the slice.
    pub group: String,
    /// Name of the sample, telling its state.
    pub name: String,
    /// What is drawn: a piece of page, or a whole page.
    pub html: Html,
    /// Whether it is a whole page, with its own `<html>`.
    pub is_page: bool,
}

impl Sample {
    /// A piece of page.
    pub fn piece(group: &str, name: &str, html: Html) -> Self {
        Self { group: group.to_owned(), name: name.to_owned(), html, is_page: false }
    }

    /// A whole page of a slice, rendered.
    pub fn page(slice: &str, name: &str, html: impl Into<String>) -> Self {
        Self { group: slice.to_owned(), name: name.to_owned(), html: Html::trusted(html), is_page: true }
    }

    /// A template as a sample; a template that cannot be rendered shows its error, which tests refuse.
    pub fn of(group: &str, name: &str, template: &impl Template) -> Self {
        let html = template.render().map_or_else(|error| Html::text(&error.to_string()), Html::trusted);
        Self::piece(group, name, html)
    }
}

/// Holds whole pages to the rules of every page: drawn to the end, one title, light, well written, without a style or
/// a script of its own, identifiers given once, and forms that say how they are sent. For the tests of the slices.
///
/// # Panics
/// At the first page that breaks a rule, named with what is wrong.
pub fn hold_to_the_rules(samples: &[Sample]) {
    for Sample { name, html, .. } in samples {
        let html = html.as_str();
        assert!(html.starts_with("<!doctype html>") && html.contains("</html>"), "{name} is not drawn: {html}");
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(html.len() <= 50_000, "{name}: {} bytes", html.len());
        for forbidden in [" style=", "<style", " onclick=", "javascript:", "veuillez", "invalide"] {
            assert!(!html.contains(forbidden), "{name} holds {forbidden}");
        }
        let mut known = std::collections::HashSet::new();
        for id in html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(known.insert(id), "{name}: the identifier {id} twice");
        }
        for form in html.split("<form ").skip(1) {
            let tag = form.split('>').next().unwrap_or_default();
            assert!(tag.contains("method=\"post\"") || tag.contains("method=\"get\""), "{name}: <form {tag}>");
        }
    }
}

/// The page that shows pieces. Whole pages are shown apart, at their own address.
#[derive(Template)]
#[template(path = "gallery/whole.html")]
pub struct GalleryPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// What it shows.
    pub samples: Vec<Sample>,
}

impl GalleryPage {
    fn groups(&self) -> Vec<&str> {
        let mut groups: Vec<&str> = Vec::new();
        for sample in &self.samples {
            if !groups.contains(&sample.group.as_str()) {
                groups.push(&sample.group);
            }
        }
        groups
    }

    fn of_group(&self, group: &str) -> Vec<&Sample> {
        self.samples.iter().filter(|sample| sample.group == group).collect()
    }
}

#[derive(Template)]
#[template(path = "gallery/every_field.html")]
struct FieldsPiece {
    form: Form,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "gallery/every_part.html")]
struct PartsPiece<'a> {
    part: &'a str,
    tags: Vec<Tag>,
    rows: Vec<SummaryRow>,
    pages: Pagination,
    steps: Steps,
    figures: Vec<Figure>,
}

fn choices() -> Vec<Choice> {
    vec![
        Choice::new("atelier", "Atelier de quartier").hint("En groupe, avec un animateur."),
        Choice::new("telephone", "Téléphone"),
        Choice::new("nsp", "Je ne sais pas"),
    ]
}

/// The same sample with identifiers of its own, since two forms never share a page outside the gallery.
fn told_apart(sample: Sample) -> Sample {
    let mut html = sample.html.to_string();
    for (start, own) in [("champ-", "champ-bis-"), ("aide-", "aide-bis-"), ("erreur-", "erreur-bis-")] {
        html = html.replace(start, own);
    }
    Sample { html: Html::trusted(html), ..sample }
}

/// A form with every field, as the person left it and with what to correct.
fn wrong_form() -> Form {
    let names = ["nom", "montant", "fin", "quartier", "lieu", "canal", "accord", "piece", "resume", "courriel"];
    let errors = names.iter().map(|name| FieldError::new(*name, "Saisissez ce point : il manque encore")).collect();
    Form::filled([("nom", "Jardin <partagé> & \"fête\""), ("montant", "douze"), ("fin-jour", "31"), ("canal", "nsp")])
        .with_errors(errors)
}

fn parts_piece(part: &str) -> PartsPiece<'_> {
    let tags = TagColour::ALL
        .into_iter()
        .zip(["Brouillon", "Déposé", "À compléter", "Retenu", "À corriger", "En instruction"])
        .map(|(colour, words)| Tag::new(colour, words))
        .collect();
    let rows = vec![
        SummaryRow::new("Nom de l'action", "Jardin partagé").changed_at("/galerie"),
        SummaryRow::new("État", Tag::new(TagColour::Blue, "Déposé").html()),
        SummaryRow::new("Téléphone", "").changed_at("/galerie"),
    ];
    let figures = vec![
        Figure::new("Taux de pauvreté", "61,2", "%", "Insee, Filosofi", "2021")
            .on("1 240 ménages")
            .against("24,1 points de plus que la ville (37,1 %)"),
        Figure::new("Habitants", "3\u{202f}412", "habitants", "Insee, recensement", "2020").leading_to("/galerie"),
        Figure::absent("Revenu médian", documents::Absence::NotDisclosed, "Insee, Filosofi", "2021"),
    ];
    let steps = Steps::new(2, ["Votre association", "L'action", "Le budget"]);
    PartsPiece { part, tags, rows, pages: Pagination::new(5, 450, 50, "/galerie?appel=2026"), steps, figures }
}

/// Every component in every state.
pub fn gallery() -> Vec<Sample> {
    let form = |form: Form| FieldsPiece { form, choices: choices() };
    let filled = Form::filled([("nom", "Jardin partagé"), ("lieu", "telephone"), ("accord", "oui")]);
    let mut samples = vec![
        Sample::of("Champs", "Formulaire rempli", &form(filled)),
        told_apart(Sample::of("Champs", "Formulaire à corriger", &form(wrong_form()))),
    ];
    for (part, name) in [
        ("tags", "Étiquettes d'état"),
        ("summary", "Liste récapitulative"),
        ("empty", "Liste vide"),
        ("pagination", "Pages d'une liste"),
        ("details", "Complément replié"),
        ("notes", "Notes"),
        ("steps", "Étapes"),
        ("filters", "Filtres dits en une phrase"),
        ("figures", "Chiffres avec base, source, date et écart"),
        ("quote", "Parole rapportée"),
    ] {
        samples.push(Sample::of("Éléments", name, &parts_piece(part)));
    }
    samples.extend(drawings::samples());
    samples
}

/// Whole pages that only show the frame: signed in or not, acting for another, each language.
pub fn frames() -> Vec<Sample> {
    use crate::frame::{Link, PersonShown};
    use crate::language::Language;
    let site = Site { service: "Parvis".into(), town: "Ville d'exemple".into(), ..Site::default() };
    let links = || {
        ["Mon quartier", "Donner mon avis", "Ce qui a été décidé", "Le conseil citoyen"]
            .into_iter()
            .zip(["/quartiers", "/avis", "/decisions", "/conseil"])
            .map(|(label, href)| Link::new(label, href))
            .collect::<Vec<_>>()
    };
    let public = || Frame::public(&site, "Mon quartier", "/quartiers").with_links(links());
    let mut pages = vec![
        ("Page publique", public()),
        (
            "Page de gestion, en délégation",
            Frame::back_office(&site, "Dossiers", "/dossiers")
                .with_links(links())
                .with_person(Some(PersonShown { name: "Camille <b>".into(), acting_for: Some("Dominique".into()) }))
                .with_breadcrumb(vec![Link::new("Accueil", "/"), Link::new("Dossiers", "/dossiers")])
                .with_notice(Tone::Success, "Dossier déposé. Vous recevrez une réponse avant le 30 mai."),
        ),
        ("Page avec des points à corriger", public().with_form(&wrong_form())),
    ];
    for (name, language) in [
        ("Page en français facile", Language::EasyFrench),
        ("Page en anglais", Language::English),
        ("Page en arabe", Language::Arabic),
    ] {
        pages.push((name, public().translated(language)));
    }
    pages.push(("Page seulement en français, demandée en arabe", public().in_language(Language::Arabic)));
    let render = |(name, frame): (&str, Frame)| {
        let page = GalleryPage { frame, samples: Vec::new() };
        Sample::page("Cadre", name, page.render().unwrap_or_else(|error| error.to_string()))
    };
    pages.into_iter().map(render).collect()
}
