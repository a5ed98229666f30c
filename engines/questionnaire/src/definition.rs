//! The house's own description of a form, as JSON: stable, complete, independent of the types inside.
//!
//! `parvis_form` is the version of this description. Words are by language; the empty language is that of words that
//! name none. What is absent is empty.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::expression::is_name;
use crate::model::{Choice, ChoiceList, DEEPEST, Form, Item, Kind, Language, Row, Settings, Text};
use crate::problem::quoted;

/// Version of the description written.
const VERSION: u32 = 1;

type Words = BTreeMap<String, String>;

fn is_no(truth: &bool) -> bool {
    !truth
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FormFile {
    parvis_form: u32,
    id: String,
    title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    version: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    languages: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    default_language: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    style: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    instance_name: Option<String>,
    #[serde(default, skip_serializing_if = "is_no")]
    allows_choice_duplicates: bool,
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    other_settings: Words,
    items: Vec<ItemFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lists: Vec<ListFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemFile {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    label: Words,
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    hint: Words,
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    guidance: Words,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    media: BTreeMap<String, Words>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    relevant: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    required: Option<String>,
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    required_message: Words,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    constraint: Option<String>,
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    constraint_message: Words,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    calculation: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    default: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    read_only: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    choice_filter: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    repeat_count: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    trigger: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    appearance: Vec<String>,
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    parameters: Words,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max_selected: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(default, skip_serializing_if = "is_no")]
    is_secret: bool,
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    extra: Words,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    children: Vec<ItemFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListFile {
    name: String,
    #[serde(default, skip_serializing_if = "is_no")]
    is_external: bool,
    choices: Vec<ChoiceFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChoiceFile {
    name: String,
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    label: Words,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    media: BTreeMap<String, Words>,
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    columns: Words,
}

/// Writes a form: the same form always gives the same text.
pub fn to_json(form: &Form) -> String {
    let file = FormFile {
        parvis_form: VERSION,
        id: form.id.clone(),
        title: form.title.clone(),
        version: form.version.clone(),
        languages: form.languages.iter().map(|language| language.name.clone()).collect(),
        default_language: form.settings.default_language.clone(),
        style: form.settings.style.clone(),
        instance_name: form.settings.instance_name.clone(),
        allows_choice_duplicates: form.settings.allows_choice_duplicates,
        other_settings: form.settings.other.clone(),
        items: form.items.iter().map(item_file).collect(),
        lists: form.lists.iter().map(list_file).collect(),
    };
    // Maps of texts cannot fail to be written.
    serde_json::to_string_pretty(&file).unwrap_or_default()
}

/// Reads a form written by [`to_json`].
///
/// # Errors
/// What is wrong, in French.
pub fn from_json(text: &str) -> Result<Form, String> {
    let file: FormFile = serde_json::from_str(text).map_err(|error| {
        format!(
            "Cette description de formulaire ne peut pas être lue : ligne {}, colonne {}.",
            error.line(),
            error.column()
        )
    })?;
    if file.parvis_form != VERSION {
        return Err(format!(
            "Cette description est de la version {} : seule la version {VERSION} est connue.",
            file.parvis_form
        ));
    }
    Ok(Form {
        id: file.id,
        title: file.title,
        version: file.version,
        languages: file.languages.iter().map(|name| Language::new(name)).collect(),
        settings: Settings {
            default_language: file.default_language,
            style: file.style,
            instance_name: file.instance_name,
            allows_choice_duplicates: file.allows_choice_duplicates,
            other: file.other_settings,
        },
        items: items(file.items, 0)?,
        lists: file.lists.into_iter().map(list).collect(),
    })
}

fn words(text: &Text) -> Words {
    text.iter().map(|(language, words)| (language.to_owned(), words.to_owned())).collect()
}

fn media(media: &BTreeMap<String, Text>) -> BTreeMap<String, Words> {
    media.iter().map(|(sort, text)| (sort.clone(), words(text))).collect()
}

fn item_file(item: &Item) -> ItemFile {
    ItemFile {
        name: item.name.clone(),
        kind: match &item.kind {
            Kind::Group => "group".to_owned(),
            Kind::Repeat => "repeat".to_owned(),
            Kind::Loop(list) => format!("loop {list}"),
            kind => kind.written(),
        },
        label: words(&item.label),
        hint: words(&item.hint),
        guidance: words(&item.guidance),
        media: media(&item.media),
        relevant: item.relevant.clone(),
        required: item.required.clone(),
        required_message: words(&item.required_message),
        constraint: item.constraint.clone(),
        constraint_message: words(&item.constraint_message),
        calculation: item.calculation.clone(),
        default: item.default.clone(),
        read_only: item.read_only.clone(),
        choice_filter: item.choice_filter.clone(),
        repeat_count: item.repeat_count.clone(),
        trigger: item.trigger.clone(),
        appearance: item.appearance.clone(),
        parameters: item.parameters.clone(),
        max_selected: item.max_selected,
        role: item.role.clone(),
        is_secret: item.is_secret,
        extra: item.extra.clone(),
        children: item.children.iter().map(item_file).collect(),
    }
}

fn list_file(list: &ChoiceList) -> ListFile {
    let choices = list.choices.iter().map(|choice| ChoiceFile {
        name: choice.name.clone(),
        label: words(&choice.label),
        media: media(&choice.media),
        columns: choice.columns.clone(),
    });
    ListFile { name: list.name.clone(), is_external: list.is_external, choices: choices.collect() }
}

fn kind(written: &str) -> Option<Kind> {
    match written {
        "group" => Some(Kind::Group),
        "repeat" => Some(Kind::Repeat),
        _ => match written.strip_prefix("loop ") {
            Some(list) => Some(Kind::Loop(list.to_owned())),
            None => Kind::read(written),
        },
    }
}

fn items(files: Vec<ItemFile>, depth: usize) -> Result<Vec<Item>, String> {
    if depth > DEEPEST {
        return Err(format!("Les groupes de ce formulaire sont imbriqués plus de {DEEPEST} fois."));
    }
    files.into_iter().map(|file| item(file, depth)).collect()
}

fn item(file: ItemFile, depth: usize) -> Result<Item, String> {
    let kind = kind(&file.kind).ok_or_else(|| {
        format!("{} n’est pas un type de question, à la question {}.", quoted(&file.kind), quoted(&file.name))
    })?;
    if !is_name(&file.name) {
        return Err(format!("{} n’est pas un nom de question possible.", quoted(&file.name)));
    }
    let texts = |media: BTreeMap<String, Words>| {
        media.into_iter().map(|(sort, words)| (sort, words.into_iter().collect())).collect()
    };
    Ok(Item {
        name: file.name,
        kind,
        label: file.label.into_iter().collect(),
        hint: file.hint.into_iter().collect(),
        guidance: file.guidance.into_iter().collect(),
        media: texts(file.media),
        relevant: file.relevant,
        required: file.required,
        required_message: file.required_message.into_iter().collect(),
        constraint: file.constraint,
        constraint_message: file.constraint_message.into_iter().collect(),
        calculation: file.calculation,
        default: file.default,
        read_only: file.read_only,
        choice_filter: file.choice_filter,
        repeat_count: file.repeat_count,
        trigger: file.trigger,
        appearance: file.appearance,
        parameters: file.parameters,
        max_selected: file.max_selected,
        role: file.role,
        is_secret: file.is_secret,
        extra: file.extra,
        children: items(file.children, depth + 1)?,
        row: Row(0),
    })
}

fn list(file: ListFile) -> ChoiceList {
    let choices = file.choices.into_iter().map(|choice| Choice {
        name: choice.name,
        label: choice.label.into_iter().collect(),
        media: choice.media.into_iter().map(|(sort, words)| (sort, words.into_iter().collect())).collect(),
        columns: choice.columns,
        row: Row(0),
    });
    ChoiceList { name: file.name, is_external: file.is_external, choices: choices.collect() }
}
