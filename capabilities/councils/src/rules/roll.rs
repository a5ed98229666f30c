//! Files of the pool: which column holds what, in electoral rolls of both formats and in any other list.

use kernel::text::search_key;

use super::person::read_sex;
use super::{Birth, Person, Sex};

/// What a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonColumn {
    /// Its field.
    pub field: &'static str,
    /// What screens say.
    pub french: &'static str,
    /// Headers it has in files met so far.
    headers: &'static [&'static str],
}

/// Columns sought, in the order screens list them.
pub const COLUMNS: [PersonColumn; 14] = [
    PersonColumn {
        field: "nom",
        french: "Nom de naissance",
        headers: &["NomdeNaissance", "nom de naissance", "nom", "nom du locataire", "nom titulaire", "nom de famille"],
    },
    PersonColumn {
        field: "nom-usage",
        french: "Nom d’usage",
        headers: &["NomDusage", "nom d usage", "nom usage", "nom marital"],
    },
    PersonColumn {
        field: "prenoms",
        french: "Prénoms",
        headers: &["Prenoms", "prénoms", "prénom", "prénom du locataire", "prénom titulaire"],
    },
    PersonColumn { field: "sexe", french: "Sexe", headers: &["Sexe", "genre", "civilité", "civ"] },
    PersonColumn {
        field: "naissance",
        french: "Date de naissance",
        headers: &[
            "DateDeNaissance",
            "date de naissance",
            "date naissance",
            "né le",
            "année de naissance",
            "naissance",
        ],
    },
    PersonColumn {
        field: "numero",
        french: "Numéro de voie",
        headers: &["NumeroVoie", "numéro de voie", "numéro", "numero rue", "n°"],
    },
    PersonColumn { field: "type-voie", french: "Type de voie", headers: &["TypeVoie", "type de voie"] },
    PersonColumn {
        field: "voie",
        french: "Voie, ou adresse entière",
        headers: &["LibelleVoie", "libellé de voie", "voie", "rue", "adresse", "adresse 1", "adresse du logement"],
    },
    PersonColumn {
        field: "complement",
        french: "Complément (bâtiment, appartement)",
        headers: &[
            "ComplementDeLocalisation1",
            "complément 1",
            "complément",
            "complément d adresse",
            "appartement",
            "logement",
            "adresse 2",
        ],
    },
    PersonColumn { field: "lieu-dit", french: "Lieu-dit", headers: &["LieuDit", "lieu-dit", "lieu dit", "résidence"] },
    PersonColumn { field: "code-postal", french: "Code postal", headers: &["CodePostal", "code postal", "cp"] },
    PersonColumn { field: "ville", french: "Commune", headers: &["VilleLocalite", "commune", "ville", "localité"] },
    PersonColumn {
        field: "courriel",
        french: "Courriel",
        headers: &["courriel", "email", "e-mail", "mail", "adresse électronique"],
    },
    PersonColumn { field: "telephone", french: "Téléphone", headers: &["téléphone", "tel", "portable", "mobile"] },
];

/// The format of an electoral roll, or another list.
pub fn format(headers: &[String]) -> &'static str {
    let has = |name: &str| headers.iter().any(|header| search_key(header) == search_key(name));
    if has("NomdeNaissance") && has("NoElecteurGeneral") {
        "liste électorale (arrêté du 12 novembre 2013)"
    } else if has("libellé du type de liste") && has("nom de naissance") {
        "liste électorale (export du répertoire électoral unique)"
    } else {
        "liste de personnes"
    }
}

/// Where each column seems to be, in the order of [`COLUMNS`].
pub fn guess(headers: &[String]) -> Vec<Option<usize>> {
    let keys: Vec<String> = headers.iter().map(|header| search_key(header)).collect();
    let find = |column: &PersonColumn| {
        let mut wanted = column.headers.iter().map(|header| search_key(header));
        wanted.find_map(|wanted| keys.iter().position(|key| *key == wanted))
    };
    COLUMNS.iter().map(find).collect()
}

/// Somebody read from a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadLine {
    /// Who.
    pub person: Person,
    /// Her sex.
    pub sex: Sex,
    /// What is to be known of the line, without a name.
    pub remarks: Vec<&'static str>,
}

/// Reads a line.
///
/// # Errors
/// Nobody can be made of it: why, and what to do.
pub fn read_line(places: &[Option<usize>], cells: &[String]) -> Result<ReadLine, &'static str> {
    let cell = |field: &str| {
        let at =
            COLUMNS.iter().position(|column| column.field == field).and_then(|at| places.get(at).copied().flatten());
        at.and_then(|at| cells.get(at)).map(|text| text.trim()).unwrap_or_default()
    };
    if search_key(cell("nom")).is_empty() && search_key(cell("nom-usage")).is_empty() {
        return Err("le nom manque : personne n’est ajouté");
    }
    if search_key(cell("prenoms")).is_empty() {
        return Err("le prénom manque : personne n’est ajouté");
    }
    let mut remarks = Vec::new();
    let birth = Birth::read(cell("naissance")).unwrap_or_else(|| {
        remarks.push("la date de naissance n’est pas lisible : l’âge reste inconnu");
        Birth::Unknown
    });
    if matches!(birth, Birth::Year(_)) {
        remarks.push("la date de naissance n’a que l’année");
    }
    let sex = read_sex(cell("sexe")).unwrap_or_else(|| {
        remarks.push("le sexe n’est pas lisible : il reste inconnu");
        Sex::Unknown
    });
    let birth_name = if cell("nom").is_empty() { cell("nom-usage") } else { cell("nom") };
    let used_name = if search_key(cell("nom-usage")) == search_key(birth_name) { "" } else { cell("nom-usage") };
    let street = [cell("numero"), cell("type-voie"), cell("voie")].join(" ");
    let street = street.split_whitespace().collect::<Vec<_>>().join(" ");
    let has_street = !cell("voie").is_empty();
    if !has_street {
        remarks.push(match cell("lieu-dit").is_empty() {
            true => "l’adresse manque",
            false => "l’adresse n’a qu’un lieu-dit",
        });
    }
    let person = Person {
        birth_name: birth_name.to_owned(),
        used_name: used_name.to_owned(),
        forenames: cell("prenoms").to_owned(),
        birth,
        street: if has_street { street } else { cell("lieu-dit").to_owned() },
        complement: cell("complement").to_owned(),
        postcode: cell("code-postal").to_owned(),
        city: cell("ville").to_owned(),
        email: cell("courriel").to_owned(),
        phone: cell("telephone").to_owned(),
    };
    Ok(ReadLine { person, sex, remarks })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(line: &str) -> Vec<String> {
        line.split(';').map(str::to_owned).collect()
    }

    const DECREE: &str = "TypeListe;InfoListe;DateCreationListe;CodeDepartement;CodeCommune;NomCommune;NoElecteurGeneral;Sexe;\
                          NomdeNaissance;NomDusage;Prenoms;DateDeNaissance;NomComNaissance;DeptNaissance;PaysNaissance;Nationalite;\
                          NomBureauDeVote;NoBureauDeVote;CodeCanton;CodeCirconscription;ComplementDeLocalisation1;\
                          ComplementDeLocalisation2;NumeroVoie;TypeVoie;LibelleVoie;LieuDit;CodePostal;VilleLocalite;Pays";
    const REGISTER: &str = "code du l'ugle;libellé de l'ugle;libellé du type de liste;nom de naissance;nom d'usage;prénoms;sexe;\
                            date de naissance;code commune de naissance;libellé commune de naissance;code département de naissance;\
                            pays de naissance;libellé nationalité;numéro de voie;libellé de voie;complément 1;complément 2;lieu-dit;\
                            code postal;commune;pays;code du bureau de vote;libellé du bureau de vote";

    #[test]
    fn both_formats_of_rolls_are_recognised_with_their_dirt() {
        let decree = headers(DECREE);
        assert_eq!(format(&decree), "liste électorale (arrêté du 12 novembre 2013)");
        let mut cells = vec![String::new(); decree.len()];
        for (header, text) in [
            ("Sexe", "F"),
            ("NomdeNaissance", "ESSAI"),
            ("NomDusage", "ESSAI"),
            ("Prenoms", "Anne, Marie"),
            ("DateDeNaissance", "00/00/1953"),
            ("NumeroVoie", "12"),
            ("TypeVoie", "RUE"),
            ("LibelleVoie", "DE VERDUN"),
            ("CodePostal", "11000"),
        ] {
            cells[decree.iter().position(|known| known == header).expect("a column")] = text.to_owned();
        }
        let read = read_line(&guess(&decree), &cells).expect("somebody");
        assert_eq!(
            (read.sex, read.person.birth, read.person.street.as_str()),
            (Sex::Woman, Birth::Year(1953), "12 RUE DE VERDUN")
        );
        assert!(read.person.used_name.is_empty());
        assert_eq!(read.remarks, ["la date de naissance n’a que l’année"]);

        let register = headers(REGISTER);
        assert_eq!(format(&register), "liste électorale (export du répertoire électoral unique)");
        let places = guess(&register);
        let found = |field: &str| COLUMNS.iter().position(|column| column.field == field).and_then(|at| places[at]);
        assert_eq!(
            (found("nom"), found("voie"), found("complement"), found("ville")),
            (Some(3), Some(14), Some(15), Some(19))
        );
    }

    #[test]
    fn a_line_without_name_is_nobody_and_nothing_unreadable_is_guessed() {
        let list = headers("Nom;Prénom;Civilité;Né le;Adresse");
        let places = guess(&list);
        let read = |line: &str| read_line(&places, &headers(line));
        assert!(read(";Anne;Mme;01/01/1990;1 rue A").is_err());
        let dirty = read("Essai;Anne;?;32/13/1990;").expect("somebody");
        assert_eq!((dirty.sex, dirty.person.birth), (Sex::Unknown, Birth::Unknown));
        assert_eq!(dirty.remarks.len(), 3);
    }
}
