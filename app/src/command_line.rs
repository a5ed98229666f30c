//! What is typed after `parvis`, read into values; help and mistakes are told in French.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

mod subsidies;
pub use subsidies::{Subsidies, SubsidiesExport};

const TEMPLATE: &str = "{about}\n\nUsage : {usage}\n\n{all-args}{after-help}";

/// Parvis, la plateforme des contrats de ville.
#[derive(Debug, Parser)]
#[command(
    name = "parvis",
    version,
    about = "Parvis, la plateforme des contrats de ville.",
    after_help = "Codes de sortie : 0 tout s’est bien passé ; 1 la commande n’a pas pu aboutir ; \
                  2 la ligne de commande ou la configuration est à corriger ; 3 « verify » a trouvé des écarts.\n\
                  « parvis COMMANDE --help » décrit une commande."
)]
pub struct CommandLine {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command understands.
#[derive(Clone, Debug, Default, Args)]
pub struct Common {
    /// Fichier de configuration (parvis.toml du dossier courant s’il existe)
    #[arg(long, value_name = "FICHIER", global = true)]
    pub config: Option<PathBuf>,
    /// Dossier des données : base embarquée, pièces jointes, clé
    #[arg(long, value_name = "DOSSIER", global = true)]
    pub data: Option<PathBuf>,
    /// Base de données : sqlite:chemin ou postgres://…
    #[arg(long, value_name = "ADRESSE", global = true)]
    pub database: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Ouvre la démonstration : un vrai territoire, dans un dossier à part
    Demo {
        /// Adresse d’écoute (127.0.0.1:8080 ; le port 0 en choisit un libre)
        #[arg(long, value_name = "ADRESSE:PORT")]
        listen: Option<SocketAddr>,
    },
    /// Sert la plateforme
    Serve {
        /// Adresse d’écoute (127.0.0.1:8080 ; le port 0 en choisit un libre)
        #[arg(long, value_name = "ADRESSE:PORT")]
        listen: Option<SocketAddr>,
        /// Ne fait pas les travaux en attente : « parvis work » s’en charge ailleurs
        #[arg(long)]
        without_jobs: bool,
        /// N’applique pas les migrations au démarrage ; refuse de servir s’il en manque
        #[arg(long)]
        without_migration: bool,
    },
    /// Crée la base ou la met au niveau de cette version
    Migrate {
        /// Dit ce qui manque sans rien changer
        #[arg(long)]
        check: bool,
    },
    /// Fait les travaux en attente et envoie les courriels, sans servir de page
    Work,
    /// Écrit une sauvegarde complète : base, pièces jointes, empreintes
    Backup {
        /// Fichier à écrire
        #[arg(long, value_name = "FICHIER")]
        out: PathBuf,
        /// Chiffre avec la phrase secrète lue dans ce fichier (une ligne)
        #[arg(long, value_name = "FICHIER")]
        passphrase_file: Option<PathBuf>,
    },
    /// Rétablit une sauvegarde dans une base vide
    Restore {
        /// Sauvegarde à lire
        #[arg(long, value_name = "FICHIER")]
        from: PathBuf,
        /// Registre des effacements, s’il n’est pas à côté de la sauvegarde
        #[arg(long, value_name = "FICHIER")]
        erasures: Option<PathBuf>,
        /// Phrase secrète de la sauvegarde, dans ce fichier (une ligne)
        #[arg(long, value_name = "FICHIER")]
        passphrase_file: Option<PathBuf>,
    },
    /// Cherche une ligne modifiée, un fichier manquant, un maillon brisé du journal
    Verify {
        /// Vérifie ce fichier de sauvegarde au lieu de l’installation
        #[arg(long, value_name = "FICHIER")]
        backup: Option<PathBuf>,
        /// Phrase secrète de la sauvegarde, dans ce fichier (une ligne)
        #[arg(long, value_name = "FICHIER")]
        passphrase_file: Option<PathBuf>,
    },
    /// Quartiers : import des périmètres, localisation de points
    #[command(subcommand)]
    Territory(Territory),
    /// Formulaires XLSForm : vérification, conversion
    #[command(subcommand)]
    Form(Form),
    /// Compte les réponses à un questionnaire : un tableau par question, chacun sur sa base
    Tabulate(Tabulation),
    /// Réponses libres : groupes de vocabulaire, thèmes suggérés, livre de codes
    #[command(subcommand)]
    Themes(Themes),
    /// Tirage au sort d’un conseil sous quotas : préparation, tirage, vérification, remplacement
    #[command(subcommand)]
    Draw(Box<Draw>),
    /// Données ouvertes des subventions : vérification, écriture aux formats publiés
    #[command(subcommand)]
    Subsidies(Subsidies),
    /// Comptes
    #[command(subcommand)]
    Account(Account),
    /// Écrit les données dans des fichiers ouverts (CSV, GeoJSON)
    Export {
        /// Dossier à remplir ; créé s’il manque
        #[arg(long, value_name = "DOSSIER")]
        out: PathBuf,
        /// Ajoute ce que seuls les agents lisent : preuves et journal
        #[arg(long)]
        agents: bool,
    },
    /// Configuration
    #[command(subcommand)]
    Config(Config),
}

#[derive(Debug, Subcommand)]
pub enum Territory {
    /// Importe des périmètres : GeoJSON, Shapefile zippé, CSV avec WKT
    Import(PerimeterImport),
    /// Ajoute à un CSV de points (lon,lat) le code du quartier et la qualité de la réponse
    Locate(Location),
}

#[derive(Debug, Args)]
pub struct PerimeterImport {
    /// Fichier de périmètres
    #[arg(long, value_name = "FICHIER")]
    pub file: PathBuf,
    /// Qui a produit le fichier : « ANCT »
    #[arg(long, value_name = "TEXTE")]
    pub source: String,
    /// Sa licence : « Licence Ouverte 2.0 »
    #[arg(long, value_name = "TEXTE", default_value = "")]
    pub licence: String,
    /// Jour du fichier : 2024-01-01
    #[arg(long, value_name = "JOUR", default_value = "")]
    pub as_of: String,
    /// Ne garde que ces communes, intercommunalités ou débuts de codes : « 11069 200035715 »
    #[arg(long, value_name = "CODES", default_value = "")]
    pub keep: String,
    /// Colonne à lire comme code, nom, communes, noms_communes, epci ou contour : « code=code_qp » ; peut être répété
    #[arg(long = "column", value_name = "RÔLE=COLONNE")]
    pub columns: Vec<String>,
    /// Projection du fichier quand il ne la dit pas : 2154 pour le Lambert-93
    #[arg(long, value_name = "EPSG")]
    pub epsg: Option<u32>,
    /// Accepte tout code de 1 à 40 signes (quartiers et territoires de projet)
    #[arg(long)]
    pub any_code: bool,
    /// Dit ce qui serait fait, ligne par ligne, sans rien écrire
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct Location {
    /// Périmètres : GeoJSON, Shapefile zippé, CSV avec WKT
    #[arg(long, value_name = "FICHIER")]
    pub areas: PathBuf,
    /// Points : CSV avec des colonnes lon et lat
    #[arg(long, value_name = "FICHIER")]
    pub points: PathBuf,
    /// CSV à écrire
    #[arg(long, value_name = "FICHIER")]
    pub out: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum Form {
    /// Dit tout ce qui est à corriger dans un formulaire, avec la feuille, la ligne et la colonne
    Check {
        /// Formulaire : classeur XLSForm (.xlsx, .xls) ou description JSON de Parvis
        #[arg(value_name = "FORMULAIRE")]
        form: PathBuf,
    },
    /// Convertit un formulaire : description JSON de Parvis, classeur XLSForm
    Export(FormExport),
}

#[derive(Debug, Args)]
pub struct FormExport {
    /// Formulaire : classeur XLSForm (.xlsx, .xls) ou description JSON de Parvis
    #[arg(value_name = "FORMULAIRE")]
    pub form: PathBuf,
    /// Écrit la description JSON, à l’écran ou dans le fichier de « --out »
    #[arg(long)]
    pub json: bool,
    /// Fichier où écrire la description JSON
    #[arg(long, value_name = "FICHIER", requires = "json")]
    pub out: Option<PathBuf>,
    /// Classeur XLSForm à écrire
    #[arg(long, value_name = "FICHIER")]
    pub xlsx: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Tabulation {
    /// Formulaire : classeur XLSForm (.xlsx, .xls) ou JSON
    #[arg(long, value_name = "FICHIER")]
    pub form: PathBuf,
    /// Réponses : CSV ou classeur .xlsx, une ligne par personne
    #[arg(long, value_name = "FICHIER")]
    pub answers: PathBuf,
    /// Dossier à remplir ; créé s’il manque
    #[arg(long, value_name = "DOSSIER")]
    pub out: PathBuf,
    /// Croise toutes les questions avec celle-ci (quartier, canal…) ; peut être répété
    #[arg(long, value_name = "QUESTION")]
    pub by: Vec<String>,
    /// Compte « je ne sais pas » et « je préfère ne pas répondre » dans la base
    #[arg(long)]
    pub keep_dont_know: bool,
    /// N’écrit que ce qui peut être publié : petits effectifs cachés
    #[arg(long)]
    pub public: bool,
    /// Ajoute les réponses elles-mêmes : CSV de codes et de libellés, SPSS, DDI
    #[arg(long)]
    pub with_answers: bool,
}

#[derive(Debug, Subcommand)]
pub enum Themes {
    /// Groupe les réponses par leur vocabulaire, pour les trier (ajoute la colonne « classe »)
    Group(Grouping),
    /// Suggère les thèmes de chaque réponse (ajoute « themes », « confiance » et « origine »)
    Suggest(Suggestion),
    /// Écrit le livre de codes de départ d’un contrat de ville, à corriger dans un tableur
    Codebook {
        /// CSV à écrire
        #[arg(long, value_name = "FICHIER")]
        out: PathBuf,
    },
}

#[derive(Debug, Args)]
pub struct Grouping {
    /// Réponses : CSV ou classeur .xlsx, une ligne par réponse
    #[arg(value_name = "RÉPONSES")]
    pub answers: PathBuf,
    /// Colonne du texte
    #[arg(long, value_name = "COLONNE")]
    pub column: String,
    /// Nombre de classes au plus, de 2 à 50 (8)
    #[arg(long, value_name = "NOMBRE", default_value_t = 8, value_parser = clap::value_parser!(u8).range(2..=50))]
    pub classes: u8,
    /// CSV à écrire
    #[arg(long, value_name = "FICHIER")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub struct Suggestion {
    /// Réponses : CSV ou classeur .xlsx, une ligne par réponse
    #[arg(value_name = "RÉPONSES")]
    pub answers: PathBuf,
    /// Livre de codes : CSV ou classeur, écrit d’abord par « parvis themes codebook »
    #[arg(long, value_name = "FICHIER")]
    pub codebook: PathBuf,
    /// Colonne du texte
    #[arg(long, value_name = "COLONNE")]
    pub column: String,
    /// Colonne des codes déjà donnés à la main, séparés par « | » ; vide, la réponse n’est pas codée
    #[arg(long, value_name = "COLONNE")]
    pub codes: Option<String>,
    /// Encodeur de phrases : le fichier publié, pour que le sens compte et pas seulement les mots (docs/operating/encodeur.md)
    #[arg(long, value_name = "FICHIER")]
    pub encoder: Option<PathBuf>,
    /// CSV à écrire
    #[arg(long, value_name = "FICHIER")]
    pub out: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum Draw {
    /// Calcule les probabilités les plus équitables et imprime les groupes, avec leur preuve (3 : aucun groupe n’est possible)
    Prepare(Preparation),
    /// Prépare un premier tirage : à qui écrire, dans une liste trop longue pour appeler tout le monde
    Invite(Invitation),
    /// Désigne le groupe, ou les personnes à inviter, du nombre tiré en séance et de la valeur publique connue après
    Pick(Pick),
    /// Vérifie un dossier sans faire confiance à ce qui l’a produit (0 tout est juste, 1 un écart est nommé)
    Verify {
        /// Dossier du tirage
        #[arg(value_name = "DOSSIER")]
        folder: PathBuf,
        /// Empreinte telle qu’elle a été publiée : avant le tirage, ou avec son résultat
        #[arg(long, value_name = "HEX")]
        fingerprint: Option<String>,
        /// Dossier du premier tirage, qui a dit qui était invité : les deux sont vérifiés, et que l’un suit l’autre
        #[arg(long, value_name = "DOSSIER")]
        invited: Option<PathBuf>,
        /// Dossier du tirage que celui-ci complète ou renouvelle : les deux sont vérifiés, et que l’un suit l’autre
        #[arg(long, value_name = "DOSSIER", conflicts_with = "invited")]
        after: Option<PathBuf>,
        /// Recalcule la loterie à partir des règles et du vivier, et compare chaque fichier octet pour octet
        #[arg(long)]
        replay: bool,
    },
    /// Remplace les personnes qui refusent, en gardant un groupe qui peut être complété (3 : plus personne ne convient)
    Replace {
        /// Dossier du tirage
        #[arg(value_name = "DOSSIER")]
        folder: PathBuf,
        /// Identifiant d’une personne qui refuse ; plusieurs peuvent suivre
        #[arg(long, value_name = "ID", required = true)]
        refused: Vec<String>,
        #[arg(value_name = "ID", hide = true)]
        others: Vec<String>,
    },
    /// Tire au sort la moitié qui part et prépare le tirage des sièges à pourvoir (3 : aucune moitié ne convient)
    Renew(Renewing),
}

#[derive(Debug, Args)]
pub struct Invitation {
    /// Liste : CSV avec une colonne « id » et les colonnes des strates
    #[arg(long, value_name = "FICHIER")]
    pub people: PathBuf,
    /// Nombre de courriers
    #[arg(long, value_name = "NOMBRE")]
    pub letters: u64,
    /// Colonnes qui font les strates (« quartier,age ») : chacune reçoit sa part de courriers
    #[arg(long, value_name = "COLONNES", value_delimiter = ',')]
    pub strata: Vec<String>,
    /// Poids des strates : CSV de ces colonnes et d’une colonne « poids » ; sans lui, chaque personne a la même chance
    #[arg(long, value_name = "FICHIER", requires = "strata")]
    pub weights: Option<PathBuf>,
    /// Dossier à écrire ; créé s’il manque
    #[arg(long, value_name = "DOSSIER")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub struct Renewing {
    /// Dossier du tirage
    #[arg(value_name = "DOSSIER")]
    pub folder: PathBuf,
    /// Nombre tiré en séance, aux dés ou aux boules
    #[arg(long, value_name = "NOMBRE")]
    pub dice: Option<u64>,
    /// Valeur publique connue après, en hexadécimal
    #[arg(long, value_name = "HEX")]
    pub beacon: Option<String>,
    /// Nombre de groupes à imprimer pour les sièges à pourvoir
    #[arg(long, value_name = "NOMBRE")]
    pub panels: Option<usize>,
    /// Dossier à écrire pour le tirage des sièges à pourvoir ; créé s’il manque
    #[arg(long, value_name = "DOSSIER")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub struct Preparation {
    /// Vivier : CSV avec une colonne « id » et une colonne par critère
    #[arg(long, value_name = "FICHIER")]
    pub people: PathBuf,
    /// Quotas : CSV « feature,value,min,max » (ou « category,name,min,max »)
    #[arg(long, value_name = "FICHIER")]
    pub quotas: PathBuf,
    /// Nombre de sièges
    #[arg(long, value_name = "NOMBRE", allow_negative_numbers = true)]
    pub seats: i64,
    /// Colonnes de l’adresse : une seule personne par foyer (« address1,postcode »)
    #[arg(long, value_name = "COLONNES", value_delimiter = ',')]
    pub household: Vec<String>,
    /// Ce qui est cherché : leximin (par défaut), maximin, nash
    #[arg(long, value_name = "OBJECTIF", default_value = "leximin", value_parser = ["leximin", "maximin", "nash"])]
    pub objective: String,
    /// Probabilité qu’aucune personne ne dépasse : 0.5 ou 50%
    #[arg(long, value_name = "P")]
    pub cap: Option<String>,
    /// Nombre de groupes à imprimer (1 000, davantage quand les probabilités sont petites)
    #[arg(long, value_name = "NOMBRE")]
    pub panels: Option<usize>,
    /// Graine de l’ordre des groupes et des personnes, connue après la clôture du vivier
    #[arg(long, value_name = "HEX")]
    pub order_seed: Option<String>,
    /// Règles de plus : CSV « rule,coefficient,where,min,max »
    #[arg(long, value_name = "FICHIER")]
    pub rules: Option<PathBuf>,
    /// Dossier du tirage que celui-ci complète : ses membres restent, qui en est parti n’est pas retiré, et le lien est scellé
    #[arg(long, value_name = "DOSSIER", conflicts_with = "seated")]
    pub after: Option<PathBuf>,
    /// Dossier du premier tirage, quand le vivier est fait des personnes invitées qui ont répondu : leur chance de l’avoir
    /// été est comptée
    #[arg(long, value_name = "DOSSIER")]
    pub invited: Option<PathBuf>,
    /// Personnes qui siègent déjà et restent : CSV avec une colonne « id »
    #[arg(long, value_name = "FICHIER")]
    pub seated: Option<PathBuf>,
    /// Dossier à écrire ; créé s’il manque
    #[arg(long, value_name = "DOSSIER")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub struct Pick {
    /// Dossier du tirage
    #[arg(value_name = "DOSSIER")]
    pub folder: PathBuf,
    /// Nombre tiré en séance, aux dés ou aux boules
    #[arg(long, value_name = "NOMBRE")]
    pub dice: Option<u64>,
    /// Valeur publique connue après, en hexadécimal
    #[arg(long, value_name = "HEX")]
    pub beacon: Option<String>,
    /// Écrit aussi « alternates.csv » : tant de suppléants qui répareraient le mieux des défections
    #[arg(long, value_name = "NOMBRE")]
    pub alternates: Option<usize>,
}

#[derive(Debug, Subcommand)]
pub enum Account {
    /// Crée un compte et lui donne une fonction ; affiche le lien de première connexion
    Create {
        /// Adresse électronique
        #[arg(long, value_name = "ADRESSE")]
        email: String,
        /// Nom affiché
        #[arg(long, value_name = "NOM")]
        name: String,
        /// Fonction : administrator, project_manager… ; peut être répété
        #[arg(long = "function", value_name = "FONCTION")]
        functions: Vec<String>,
    },
}

#[derive(Debug, Subcommand)]
pub enum Config {
    /// Lit la configuration, dit d’où vient chaque valeur et ce qui est à corriger
    Check,
}

/// What must be said instead of running: help, version, or a mistake to correct.
pub struct Told {
    text: String,
    is_mistake: bool,
}

impl Told {
    /// Prints it where it belongs; help is not a failure.
    pub fn print(self) -> ExitCode {
        if self.is_mistake {
            eprintln!("{}", self.text);
            return ExitCode::from(2);
        }
        println!("{}", self.text.trim_end());
        ExitCode::SUCCESS
    }
}

/// Reads the command line.
///
/// # Errors
/// Help or version to print, or a mistake told in French.
pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<CommandLine, Told> {
    let matches = in_french(CommandLine::command()).try_get_matches_from(words).map_err(|error| told(&error))?;
    CommandLine::from_arg_matches(&matches).map_err(|error| told(&error))
}

/// The same command with every word of clap's own in French.
fn in_french(command: clap::Command) -> clap::Command {
    let is_root = command.get_name() == "parvis";
    let command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("Commandes")
        .subcommand_value_name("COMMANDE")
        .next_help_heading("Options")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(clap::Arg::new("help").short('h').long("help").action(clap::ArgAction::Help).help("Affiche cette aide"));
    let command = if is_root {
        command.arg(
            clap::Arg::new("version")
                .short('V')
                .long("version")
                .action(clap::ArgAction::Version)
                .help("Affiche la version"),
        )
    } else {
        command
    };
    command
        .mut_args(|arg| {
            let has_value = arg.get_action().takes_values();
            let arg = arg.help_heading("Options");
            if has_value { arg.hide_default_value(true) } else { arg }
        })
        .mut_subcommands(in_french)
}

fn told(error: &clap::Error) -> Told {
    let value = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let argument = value(ContextKind::InvalidArg);
    let argument = argument.split(' ').next().unwrap_or_default();
    let sentence = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return Told { text: error.render().to_string(), is_mistake: false };
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            return Told { text: error.render().to_string(), is_mistake: true };
        }
        ErrorKind::MissingRequiredArgument => format!("Il manque {}.", value(ContextKind::InvalidArg)),
        ErrorKind::UnknownArgument => format!("L’option « {argument} » n’existe pas pour cette commande."),
        ErrorKind::InvalidSubcommand => {
            format!("La commande « {} » n’existe pas.", value(ContextKind::InvalidSubcommand))
        }
        ErrorKind::ValueValidation | ErrorKind::InvalidValue => {
            let given = value(ContextKind::InvalidValue);
            if given.is_empty() {
                format!("L’option « {argument} » attend une valeur.")
            } else {
                format!("L’option « {argument} » n’accepte pas « {given} ».")
            }
        }
        ErrorKind::ArgumentConflict => {
            format!("L’option « {argument} » est donnée deux fois ou avec une autre qui l’exclut.")
        }
        ErrorKind::InvalidUtf8 => "La ligne de commande contient un texte qui n’est pas en UTF-8.".to_owned(),
        _ => "La ligne de commande n’est pas comprise.".to_owned(),
    };
    Told { text: format!("{sentence}\nPour voir ce qui est possible : parvis --help"), is_mistake: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn the_command_line_is_well_made() {
        in_french(CommandLine::command()).debug_assert();
    }

    #[test]
    fn every_help_is_in_french() {
        fn look(command: &mut clap::Command, path: &str) {
            let help = command.render_long_help().to_string();
            for english in
                ["Print help", "Usage:", "Commands:", "Options:\n  -h, --help  Print", "default", "Arguments:"]
            {
                assert!(!help.contains(english), "{path}: {english}\n{help}");
            }
            for below in command.get_subcommands_mut() {
                let path = format!("{path} {}", below.get_name());
                assert!(below.get_about().is_some(), "{path} says nothing of itself");
                look(below, &path);
            }
        }
        let mut command = in_french(CommandLine::command());
        command.build();
        look(&mut command, "parvis");
    }

    #[test]
    fn mistakes_are_told_in_french() {
        for (line, expected) in [
            ("parvis serv", "La commande « serv » n’existe pas."),
            ("parvis serve --porte 1", "L’option « --porte » n’existe pas"),
            ("parvis serve --listen ici", "n’accepte pas « ici »"),
            ("parvis backup", "Il manque --out <FICHIER>."),
            ("parvis backup --out", "attend une valeur"),
        ] {
            let told = read(words(line)).err().unwrap_or_else(|| panic!("{line} was accepted"));
            assert!(told.is_mistake && told.text.contains(expected), "{line}: {}", told.text);
        }
        assert!(read(words("parvis --help")).is_err_and(|told| !told.is_mistake));
    }
}
