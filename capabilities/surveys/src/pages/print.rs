//! What is printed: the questionnaire to fill in with a pen, and the poster that leads to it.

use std::sync::Arc;

use axum::extract::State;
use documents::{Blank, Block, Document, Figure, Picture, Question, Run, pdf};
use kernel::{Breakdown, Moment, french};
use questionnaire::paper::{self, Printed, printed};
use web::{Answer, Asked, Fault, House, PathId, Visit, answer};

use super::public_path;
use crate::actions::{self, Ready};
use crate::acts;
use crate::rules::{Access, State as Stage};
use crate::store::survey::Survey;

/// The fixed words of a sheet, in French and in English.
struct Words {
    number: &'static str,
    one: &'static str,
    several: &'static str,
    most: fn(usize) -> String,
    ranks: &'static str,
    scale: &'static str,
    copy: &'static str,
    elsewhere: &'static str,
    agreed: &'static str,
    nameless: &'static str,
    taking_back: fn(&str) -> String,
    young: fn(i64) -> String,
    online: fn(&str) -> String,
}

const FRENCH: Words = Words {
    number: "Numéro de la feuille (réservé à la saisie)",
    one: "Cochez une seule réponse.",
    several: "Plusieurs réponses sont possibles.",
    most: |most| format!("Cochez {most} réponses au plus."),
    ranks: "Écrivez un rang dans chaque case : 1 pour la première.",
    scale: "Entourez un nombre.",
    copy: "À recopier sur une autre feuille pour chaque personne ou chose.",
    elsewhere: "Cette question se pose sur place, avec une personne de l’équipe.",
    agreed: "Oui",
    nameless: "N’écrivez pas votre nom, ni celui de quelqu’un. Une question sans réponse reste sans réponse : vous pouvez en \
               laisser.",
    taking_back: |town| {
        format!(
            "Une fois saisie, votre feuille ne peut plus être retrouvée parmi les autres, et elle est détruite. Pour la \
             reprendre avant, ou pour toute question sur vos données, écrivez à la déléguée ou au délégué à la protection des \
             données de {town}, en donnant le numéro de la feuille."
        )
    },
    young: |age| format!("Si vous avez moins de {age} ans, un parent doit d’abord être d’accord."),
    online: |address| format!("Vous pouvez aussi répondre en ligne : {address}"),
};

const ENGLISH: Words = Words {
    number: "Sheet number (for the team)",
    one: "Tick one answer only.",
    several: "You may tick several answers.",
    most: |most| format!("Tick {most} answers at most."),
    ranks: "Write a rank in each box: 1 for the first.",
    scale: "Circle one number.",
    copy: "Please copy on another sheet for each person or thing.",
    elsewhere: "This question is asked in person by somebody of the team.",
    agreed: "Yes",
    nameless: "Please do not write your name, nor anybody’s. You may leave questions out.",
    taking_back: |town| {
        format!(
            "Once typed, your sheet can no longer be told from the others, and it is destroyed. To take it back before that, or \
             about your data, write to the data protection officer of {town} with the number of the sheet."
        )
    },
    young: |age| format!("If you are under {age}, a parent must agree first."),
    online: |address| format!("You may also answer online: {address}"),
};

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
pub(super) fn sheet(survey: &Survey, ready: &Ready, (language, town, online): (&str, &str, Option<&str>)) -> Document {
    let words = if language == "en" { &ENGLISH } else { &FRENCH };
    let spaced = |text: &str| if language == "fr" { french::spaced(text) } else { text.to_owned() };
    let mut document = Document::new(survey.text.title.clone(), town, jiff::civil::Date::default());
    document.language = if language == "en" { documents::Language::English } else { documents::Language::French };
    document.reference = Some(format!("{} · version {}", survey.code, ready.number));
    let question = |words: Vec<Run>, hint: String, blank: Blank| Block::Question(Question { words, hint, blank });
    let number = Blank::Cells { groups: vec![5], between: String::new() };
    document.blocks.push(question(vec![Run::plain(words.number)], String::new(), number));
    document.blocks.push(Block::Paragraph(vec![Run::plain(spaced(&survey.text.purpose))]));
    let mut told = vec![Run::plain(format!("{} ", words.nameless)), Run::plain(spaced(&(words.taking_back)(town)))];
    if survey.text.least_age > 0 {
        told.push(Run::plain(format!(" {}", (words.young)(survey.text.least_age))));
    }
    document.blocks.push(Block::Note(told));
    if let Some(address) = online {
        document.blocks.push(Block::Paragraph(vec![Run::plain(spaced(&(words.online)(address)))]));
    }
    for one in printed(&ready.form, language) {
        let (blank, how) = blank(&one, words);
        if one.is_title && !matches!(blank, Blank::Grid { .. }) {
            let label = if one.label.is_empty() { one.name.clone() } else { one.label.clone() };
            document.blocks.push(Block::Heading { level: 1, text: spaced(&label) });
            let under: Vec<&str> =
                [one.condition.as_deref(), one.is_repeated.then_some(words.copy)].into_iter().flatten().collect();
            if !under.is_empty() {
                document.blocks.push(Block::Paragraph(vec![Run::emphasis(spaced(&under.join(" ")))]));
            }
            continue;
        }
        let mut asked = Vec::new();
        if let Some(condition) = &one.condition {
            asked.push(Run::emphasis(format!("{} ", spaced(condition))));
        }
        let rank = one.number.map(|number| format!("{number}. ")).unwrap_or_default();
        asked.push(Run::strong(spaced(&format!("{rank}{}", one.label))));
        let hints: Vec<&str> = [one.hint.as_str(), how.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
        document.blocks.push(question(asked, spaced(&hints.join(" ")), blank));
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

/// The poster that leads to a questionnaire. `languages`: those of its form besides French, with the name each gives itself.
pub(super) fn poster(
    survey: &Survey,
    (town, address, until): (&str, &str, Option<&str>),
    languages: &[String],
) -> Result<Document, Fault> {
    let mut document = Document::new(survey.text.title.clone(), town, jiff::civil::Date::default());
    document.subtitle = Some("Donnez votre avis".into());
    let text = |run: Run| Block::Paragraph(vec![run]);
    document.blocks.push(text(Run::plain(french::spaced(&survey.text.purpose))));
    document.blocks.push(Block::Figure(Figure {
        picture: Picture::Svg(drawing(address)?),
        alt: format!("Carré à photographier, qui mène à l’adresse {address}"),
        caption: "Photographiez ce carré avec votre téléphone, ou tapez cette adresse".into(),
        source: None,
    }));
    document.blocks.push(text(Run::Strong(address.to_owned())));
    let mut also: Vec<String> = Vec::new();
    for language in languages {
        match language.as_str() {
            "en" => document.blocks.push(text(Run::plain("In English: tell us about your neighbourhood."))),
            "es" => document.blocks.push(text(Run::plain("En español: cuéntenos sobre su barrio."))),
            "pt" => document.blocks.push(text(Run::plain("Em português: fale-nos do seu bairro."))),
            "tr" => document.blocks.push(text(Run::plain("Türkçe: mahalleniz hakkında görüşünüzü yazın."))),
            "ar" => also.push("arabe".into()),
            other => also.push(format!("langue « {other} »")),
        }
    }
    if !also.is_empty() {
        document.blocks.push(text(Run::plain(format!("Aussi en : {}.", also.join(", ")))));
    }
    let mut last = "Sans compte et sans nom. Quelques minutes suffisent.".to_owned();
    if let Some(until) = until {
        last.push_str(&format!(" Jusqu’au {until}."));
    }
    document.blocks.push(Block::Note(vec![Run::plain(last)]));
    Ok(document)
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
    let known = ready.plan.form.languages.iter().filter_map(|language| language.code.clone());
    let language = known.into_iter().find(|code| code == asked.text("langue")).unwrap_or_else(|| "fr".into());
    if printed(&ready.form, &language).iter().any(|one| !pdf::can_print(&format!("{}{}", one.label, one.hint))) {
        let what = "Il manque des signes de cette langue à la police d’impression. Imprimez le questionnaire en français, ou \
                    faites-le remplir en ligne : l’écran les a.";
        return Err(kernel::Refusal::rule("Cette langue ne s’imprime pas", what).into());
    }
    let address = house.address(&public_path(&survey.code));
    let is_open = survey.text.access == Access::Everyone && survey.state == Stage::Open;
    let around = (language.as_str(), house.settings.site.town.as_str(), is_open.then_some(address.as_str()));
    let document = sheet(&survey, &ready, around);
    let name = format!("{}-v{number}-{language}.pdf", survey.code);
    printed_as(&name, document, (&house, house.outside.now())).await
}

pub async fn print_poster(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>) -> Answer {
    let mut tx = house.read().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::READ, id.uuid()).await?;
    let ready = actions::ready(&mut tx, survey.id, survey.published).await?.ok_or_else(Fault::not_found)?;
    drop(tx);
    let others = ready.plan.form.languages.iter().filter_map(|language| language.code.clone());
    let others: Vec<String> = others.filter(|code| code != "fr").collect();
    let address = house.address(&public_path(&survey.code));
    let until = survey.text.closes_at.map(|closes| french::date(closes.day(&house.settings.zone)));
    let document = poster(&survey, (&house.settings.site.town, &address, until.as_deref()), &others)?;
    printed_as(&format!("affiche-{}.pdf", survey.code), document, (&house, house.outside.now())).await
}
