//! What is printed: the questionnaire to fill in with a pen, and the poster that leads to it.

use std::sync::Arc;

use axum::extract::State;
use documents::{Blank, Block, Document, Figure, Language, Picture, Question, Run, pdf};
use kernel::{Breakdown, Moment, french};
use questionnaire::paper::{self, Printed, printed};
use web::{Answer, Asked, Fault, House, PathId, Visit, answer};

use super::print_words::{Words, in_language, invitation, is_spoken};
use super::public_path;
use crate::actions::{self, Ready};
use crate::acts;
use crate::rules::{Access, State as Stage};
use crate::store::survey::Survey;

/// Answers with the number that whoever types them presses.
fn numbered(boxes: &[paper::Box]) -> Vec<String> {
    let line = |(rank, one): (usize, &paper::Box)| {
        let dots = if one.is_open { " : …………………………………………" } else { "" };
        format!("{rank}. {}{dots}", one.label)
    };
    (1..).zip(boxes).map(line).collect()
}

fn blank(one: &Printed, words: &Words) -> (Blank, String) {
    let cells = |groups: &[usize], between: &str| Blank::Cells { groups: groups.to_vec(), between: between.to_owned() };
    let nothing = String::new();
    match &one.blank {
        paper::Blank::Nothing => (Blank::Nothing, nothing),
        paper::Blank::Lines(count) => (Blank::Lines(*count), nothing),
        paper::Blank::Digits(count) => (cells(&[*count], ""), nothing),
        paper::Blank::Day => (cells(&[2, 2, 4], "/"), nothing),
        paper::Blank::Hour => (cells(&[2, 2], "h"), nothing),
        paper::Blank::Moment => (cells(&[2, 2, 4, 2, 2], ""), nothing),
        paper::Blank::One(all) => (Blank::Boxes { items: numbered(all), is_one: true }, words.one.to_owned()),
        paper::Blank::Several(all, most) => {
            let told = most.map_or_else(|| words.several.to_owned(), words.most);
            (Blank::Boxes { items: numbered(all), is_one: false }, told)
        }
        paper::Blank::Ranks(all) => (Blank::Boxes { items: numbered(all), is_one: false }, words.ranks.to_owned()),
        paper::Blank::Scale(steps) => {
            let line = Blank::Boxes { items: steps.clone(), is_one: true };
            (line, words.scale.to_owned())
        }
        paper::Blank::Agreement => (Blank::Boxes { items: vec![words.agreed.to_owned()], is_one: false }, nothing),
        paper::Blank::Table(rows, columns) => {
            let rows = rows.iter().map(|row| row.label.clone()).collect();
            (Blank::Grid { rows, columns: columns.iter().map(|one| one.label.clone()).collect() }, words.one.to_owned())
        }
        paper::Blank::Elsewhere => (Blank::Nothing, words.elsewhere.to_owned()),
    }
}

/// The questionnaire as a document to fill in with a pen.
pub(super) fn sheet(
    survey: &Survey,
    ready: &Ready,
    (language, town, online): (Language, &str, Option<&str>),
) -> Document {
    let words = Words::of(language);
    let spaced = |text: &str| if language == Language::French { french::spaced(text) } else { text.to_owned() };
    let fixed = |text: String| words.said(text, language);
    let in_french = |text: &str| in_language(text, Language::French, language);
    let mut document = Document::new(survey.text.title.clone(), town, jiff::civil::Date::default());
    document.language = language;
    document.reference = Some(format!("{} · version {}", survey.code, ready.number));
    let question = |words: Vec<Run>, hint: Vec<Run>, blank: Blank| Block::Question(Question { words, hint, blank });
    let number = Blank::Cells { groups: vec![5], between: String::new() };
    document.blocks.push(question(vec![fixed(words.number.into())], Vec::new(), number));
    document.blocks.push(Block::Paragraph(vec![in_french(&survey.text.purpose)]));
    let mut told = vec![words.nameless.to_owned(), (words.taking_back)(town)];
    if survey.text.least_age > 0 {
        told.push((words.young)(survey.text.least_age));
    }
    document.blocks.push(Block::Note(vec![fixed(told.join(" "))]));
    if let Some(address) = online {
        document.blocks.push(Block::Paragraph(vec![fixed(words.online.into()), in_french(address)]));
    }
    for one in printed(&ready.form, language.code()) {
        let (blank, how) = blank(&one, words);
        if one.is_title && !matches!(blank, Blank::Grid { .. }) {
            let label = if one.label.is_empty() { one.name.clone() } else { one.label.clone() };
            document.blocks.push(Block::Heading { level: 1, text: spaced(&label) });
            let under: Vec<&str> =
                [one.condition.as_deref(), one.is_repeated.then_some(words.copy)].into_iter().flatten().collect();
            if !under.is_empty() {
                document.blocks.push(Block::Paragraph(vec![fixed(under.join(" "))]));
            }
            continue;
        }
        let mut asked = Vec::new();
        if let Some(condition) = &one.condition {
            asked.push(fixed(format!("{condition} ")));
        }
        let rank = one.number.map(|number| format!("{number}. ")).unwrap_or_default();
        asked.push(Run::strong(spaced(&format!("{rank}{}", one.label))));
        let mut hint = Vec::new();
        if !one.hint.is_empty() {
            hint.push(Run::plain(spaced(&format!("{} ", one.hint))));
        }
        if !how.is_empty() {
            hint.push(fixed(how));
        }
        document.blocks.push(question(asked, hint, blank));
    }
    document
}

/// A square that leads to an address, as wide as half the page.
fn drawing(address: &str) -> Result<String, Fault> {
    let square = interface::square(address, "")?.to_string();
    let width =
        square.split("width=\"").nth(1).and_then(|rest| rest.split('"').next()?.parse::<u32>().ok()).unwrap_or(240);
    let view = format!("-{} 0 {} {width}", width / 3, width + 2 * (width / 3));
    Ok(format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{view}\">{square}</svg>"))
}

/// The poster that leads to a questionnaire, in a language the house speaks. `others`: the other languages of its form.
pub(super) fn poster(
    survey: &Survey,
    (town, address, until): (&str, &str, Option<jiff::civil::Date>),
    (language, others): (Language, &[Language]),
) -> Result<Document, Fault> {
    let words = Words::of(language);
    let mut document = Document::new(survey.text.title.clone(), town, jiff::civil::Date::default());
    document.language = language;
    document.subtitle = Some(words.opinion.into());
    let text = |run: Run| Block::Paragraph(vec![run]);
    document.blocks.push(text(in_language(&survey.text.purpose, Language::French, language)));
    document.blocks.push(Block::Figure(Figure {
        picture: Picture::Svg(drawing(address)?),
        alt: (words.square)(address),
        caption: words.how.into(),
        source: None,
    }));
    document.blocks.push(text(Run::Strong(address.to_owned())));
    document.blocks.extend(others.iter().filter_map(|other| invitation(*other)).map(text));
    let unsaid: Vec<String> =
        others.iter().filter(|one| invitation(**one).is_none()).map(|one| format!("« {} »", one.code())).collect();
    if !unsaid.is_empty() {
        let also = format!("Aussi dans ces langues : {}.", unsaid.join(", "));
        document.blocks.push(text(in_language(also, Language::French, language)));
    }
    let until = until.map(|day| language.date(day));
    document.blocks.push(Block::Note(vec![Run::plain((words.last)(until.as_deref()))]));
    Ok(document)
}

/// The languages of a version: French, then those of its form.
pub(super) fn languages(ready: &Ready) -> Vec<Language> {
    let codes = ready.plan.form.languages.iter().filter_map(|language| language.code.as_deref());
    let others = codes.map(Language::of).filter(|language| *language != Language::French);
    std::iter::once(Language::French).chain(others).collect()
}

/// The language asked for, if it is one of these; French otherwise.
fn wanted(asked: &Asked, among: &[Language]) -> Language {
    let named = |language: &&Language| language.code() == asked.text("langue");
    among.iter().find(named).copied().unwrap_or_default()
}

/// Refuses a form whose words have signs that no font of the house draws.
fn check_signs(ready: &Ready, language: Language) -> Result<(), Fault> {
    let mut missing = std::collections::BTreeSet::new();
    for one in printed(&ready.form, language.code()) {
        let (blank, _) = blank(&one, Words::of(language));
        let offered = match blank {
            Blank::Boxes { items, .. } => items,
            Blank::Grid { rows, columns } => [rows, columns].concat(),
            _ => Vec::new(),
        };
        missing.extend(pdf::missing(&format!("{}{}{}", one.label, one.hint, offered.concat())));
    }
    if missing.is_empty() {
        return Ok(());
    }
    let signs: Vec<String> = missing.iter().take(8).map(|sign| format!("« {sign} »")).collect();
    let what = format!(
        "Il manque des signes à la police d’impression : {}. Elle a ceux des alphabets {}. Imprimez le questionnaire dans une \
         autre langue, ou faites-le remplir en ligne : l’écran les a.",
        signs.join(", "),
        pdf::SCRIPTS
    );
    Err(kernel::Refusal::rule("Cette langue ne s’imprime pas", what).into())
}

async fn printed_as(name: &str, mut document: Document, (house, now): (&House, Moment)) -> Answer {
    document.date = now.day(&house.settings.zone);
    let setting = tokio::task::spawn_blocking(move || pdf::render(&document, now)).await;
    let bytes = setting.map_err(|error| Breakdown(Box::new(error)))?.map_err(|error| Breakdown(Box::new(error)))?;
    answer::download(name, "application/pdf", bytes)
}

pub async fn paper(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::READ, id.uuid()).await?;
    let number = asked.text("version").parse().unwrap_or(survey.published);
    let ready = actions::ready(&mut tx, survey.id, number).await?.ok_or_else(Fault::not_found)?;
    drop(tx);
    let language = wanted(&asked, &languages(&ready));
    check_signs(&ready, language)?;
    let address = house.address(&public_path(&survey.code));
    let is_open = survey.text.access == Access::Everyone && survey.state == Stage::Open;
    let around = (language, house.settings.site.town.as_str(), is_open.then_some(address.as_str()));
    let document = sheet(&survey, &ready, around);
    let name = format!("{}-v{number}-{}.pdf", survey.code, language.code());
    printed_as(&name, document, (&house, house.outside.now())).await
}

pub async fn print_poster(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::READ, id.uuid()).await?;
    let ready = actions::ready(&mut tx, survey.id, survey.published).await?.ok_or_else(Fault::not_found)?;
    drop(tx);
    let all = languages(&ready);
    let spoken: Vec<Language> = all.iter().copied().filter(|one| is_spoken(*one)).collect();
    let language = wanted(&asked, &spoken);
    let others: Vec<Language> = all.into_iter().filter(|one| *one != language).collect();
    let address = house.address(&public_path(&survey.code));
    let until = survey.text.closes_at.map(|closes| closes.day(&house.settings.zone));
    let document = poster(&survey, (&house.settings.site.town, &address, until), (language, &others))?;
    let name = format!("affiche-{}-{}.pdf", survey.code, language.code());
    printed_as(&name, document, (&house, house.outside.now())).await
}
