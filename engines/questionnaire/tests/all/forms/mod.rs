//! Forms of a town, written as their authors write them: tables of cells made into workbooks.
use questionnaire::model::Form;
use questionnaire::plan::Plan;
use questionnaire::xlsform;
use rust_xlsxwriter::Workbook;

/// A workbook of sheets written as lines of cells separated by `|`; a line that starts with `#` is left out.
pub fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, text) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).expect("a name");
        for (row, line) in (0..).zip(text.trim().lines()) {
            for (column, cell) in (0..).zip(line.split('|')) {
                let cell = cell.trim().replace("\\p", "|");
                if !cell.is_empty() {
                    sheet.write_string(row, column, cell).expect("a cell");
                }
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// The inquiry of a contrat de ville: channels, three needs at most, a cascade, a repeat, two languages.
pub const TOWN: &[(&str, &str)] = &[
    (
        "survey",
        "type | name | label::Français (fr) | label::English (en) | hint::Français (fr) | relevant | required | constraint | constraint_message::Français (fr) | calculation | choice_filter | repeat_count | appearance | parameters | default | cdv:max_selected | cdv:role
note | accueil | Bonjour ! Vos réponses sont anonymes. | Hello! Your answers are anonymous.
select_one canal | canal | Comment répondez-vous ? | How do you answer? | | | yes | | | | | | | | | | mode
begin_group | lieu | Où habitez-vous ? | Where do you live?
select_one commune | commune | Votre commune | Your town | | | yes
select_one quartier | quartier | Votre quartier | Your neighbourhood | Si vous hésitez, choisissez le plus proche. | ${commune} != 'autre' | | | | | commune = ${commune} or commune = 'toutes' | | minimal | | | | quartier
end_group |
integer | age | Votre âge | Your age | | | | . >= 14 and . <= 110 | L’âge va de 14 à 110 ans. | | | | | | | | age
select_multiple besoins | besoins | De quoi votre quartier a-t-il besoin ? Trois réponses au plus. | What does your neighbourhood need? Three answers at most. | | | yes | | | | | | | | | 3 | priorite
text | besoin_libre | Dites-le avec vos mots | In your own words | | selected(${besoins}, 'autre') | | | | | | | multiline
rank moyens | moyens | Classez ces moyens | Rank these means
begin_group | satisfaction | Êtes-vous satisfait·e… | Are you satisfied… | | | | | | | | | table-list
select_one satisfaction | proprete | de la propreté ? | with cleanliness?
select_one satisfaction | transports | des transports ? | with transport?
end_group |
range | note_quartier | Une note pour votre quartier | A mark for your neighbourhood | | | | | | | | | | start=0 end=10 step=1
integer | enfants_nombre | Combien d’enfants vivent avec vous ? | How many children live with you? | | | | . <= 12 | | | | | | | 0
begin_repeat | enfants | Vos enfants | Your children | | ${enfants_nombre} > 0 | | | | | | ${enfants_nombre}
text | prenom | Prénom de l’enfant | First name
integer | age_enfant | Âge de ${prenom} | Age of ${prenom}
calculate | rang | | | | | | | | position(..)
end_repeat |
calculate | ages | | | | | | | | sum(${age_enfant})
calculate | majeur | | | | | | | | if(${age} >= 18, 'oui', 'non')
date | jour | Quel jour préférez-vous ? | Which day suits you? | | ${majeur} = 'oui' | | . >= today() | Choisissez un jour à venir.
acknowledge | accord | J’accepte que mes réponses soient comptées. | I agree that my answers are counted. | | | yes",
    ),
    (
        "choices",
        "list_name | name | label::Français (fr) | label::English (en) | commune
canal | web | En ligne | Online
canal | tel | Par téléphone | By telephone
commune | carcassonne | Carcassonne | Carcassonne
commune | limoux | Limoux | Limoux
commune | autre | Une autre | Another one
quartier | laconte | La Conte | La Conte | carcassonne
quartier | viguier | Le Viguier | Le Viguier | carcassonne
quartier | aude | L’Aude | L’Aude | limoux
quartier | nsp | Je ne sais pas | I do not know | toutes
besoins | securite | Sécurité | Safety
besoins | proprete | Propreté | Cleanliness
besoins | transports | Transports | Transport
besoins | ecoles | Écoles | Schools
besoins | autre | Autre | Other
besoins | nsp | Je ne sais pas | I do not know
besoins | nvp | Je préfère ne pas répondre | I would rather not say
moyens | a | Un local | A place
moyens | b | Des heures | Hours
moyens | c | De l’argent | Money
satisfaction | 1 | Oui | Yes
satisfaction | 2 | Non | No",
    ),
    (
        "settings",
        "form_title | form_id | version | default_language
Enquête auprès des habitant·es | enquete_habitants | 2026-1 | Français (fr)",
    ),
];

/// Every spelling at once: old headers, single colons, odd cases, blank rows.
pub const OLD: &[(&str, &str)] = &[
    (
        "Survey",
        "Type | NAME | label:french | label:english | Relevance | Required | bind:constraint | bind:jr:constraintMsg | Calculate | read only | count

select one from ouinon | q1 | Ça va ? | All right? | | TRUE
begin group | g | Groupe | Group | ${q1} = ‘oui’
int | n | Combien ? | How many? | | | . > 0 | Plus que zéro
add text prompt | t | Dites | Say
gps | lieu | Où ? | Where?
end group |
begin lgroup | r | Encore | Again | | | | | | | 2
string | mot | Un mot | A word
end lgroup |
select all that apply from ouinon or specify other | plusieurs | Plusieurs | Several
q calculate | total | | | | | | | 1 + 1
start | debut
imei | appareil",
    ),
    (
        "choices",
        "list name | value | caption:french | caption:english
ouinon | oui | Oui | Yes
ouinon | non | Non | No",
    ),
];

/// Every type of the subset, and columns of others that are kept.
pub const TYPES: &[(&str, &str)] = &[
    (
        "survey",
        "type | name | label | hint | guidance_hint | required | required_message | media::image | parameters | appearance | relevant | priority | choice_filter
text | a | Texte | Aide | Encore | yes | Écrivez.
integer | b | Entier | | | | | | | | | haute
decimal | c | Décimal
date | d | Jour
time | e | Heure
datetime | f | Moment
select_one l | g | Un | | | | | | randomize=true seed=42
select_multiple l | h | Plusieurs
rank l | i | Rang
note | j | Note | | | | | note.png
acknowledge | k | Lu
range | l | Échelle | | | | | | end=5 start=1 step=0.5
geopoint | m | Lieu
geotrace | n | Trace
geoshape | o | Contour
image | p | Photo | | | | | | max-pixels=1000
audio | q | Son
video | r | Film
file | s | Fichier
barcode | t | Code
hidden | u
start | v
end | w
today | x
username | y
select_one l or_other | z | Avec autre
begin_repeat | personnes | Personnes
text | nom | Nom
end_repeat |
select_one ${nom} | chef | Qui ?
begin_group | page | Une page | | | | | | | field-list
note | fin | Fin
end_group |",
    ),
    (
        "choices",
        "list_name | name | label | image
l | 1 | Un | un.png
l | 2 | Deux |
l | 007 | Sept |",
    ),
    ("settings", "form_id | form_title | style | instance_name\ntypes | Tous les types | pages | concat(${a}, ' ', ${b})"),
];

/// Forms without fault.
pub fn sound() -> Vec<(&'static str, Vec<u8>)> {
    vec![("town", workbook(TOWN)), ("old", workbook(OLD)), ("types", workbook(TYPES))]
}

/// A form read, which must be accepted.
pub fn read(sheets: &[(&str, &str)]) -> Form {
    let reading = xlsform::read(&workbook(sheets), "form");
    let refused: Vec<String> = reading.problems.iter().filter(|p| p.is_refusal()).map(ToString::to_string).collect();
    assert!(refused.is_empty(), "{refused:?}");
    reading.form
}

/// A form made ready.
pub fn plan(sheets: &[(&str, &str)]) -> Plan {
    Plan::new(&read(sheets)).expect("a plan")
}
