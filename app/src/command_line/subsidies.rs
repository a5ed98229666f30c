//! What is typed after `parvis subsidies`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum Subsidies {
    /// Dit tout ce qui est à corriger dans un fichier de subventions, avec la ligne et la colonne (3 : le fichier est refusé)
    Check {
        /// Fichier CSV
        #[arg(value_name = "FICHIER")]
        file: PathBuf,
        /// Le fichier suit l’arrêté du 17 novembre 2017 (14 colonnes), et non le SCDL 2.1.1 (16 colonnes)
        #[arg(long)]
        regulatory: bool,
    },
    /// Écrit un tableau de subventions comme il se publie, avec son catalogue (3 : des lignes n’ont pas pu être écrites)
    Export(SubsidiesExport),
}

#[derive(Debug, Args)]
pub struct SubsidiesExport {
    /// Tableau CSV : les colonnes du SCDL, dans n’importe quel ordre, séparées par des virgules ou des points-virgules
    #[arg(value_name = "FICHIER")]
    pub file: PathBuf,
    /// CSV à écrire
    #[arg(long, value_name = "FICHIER")]
    pub out: PathBuf,
    /// Écrit les 14 colonnes de l’arrêté du 17 novembre 2017, et non les 16 du SCDL 2.1.1
    #[arg(long)]
    pub regulatory: bool,
    /// Dossier où écrire le catalogue DCAT-AP du fichier (catalogue.jsonld, catalogue.ttl) ; créé s’il manque
    #[arg(long, value_name = "DOSSIER", requires = "url", requires = "email")]
    pub catalogue: Option<PathBuf>,
    /// Adresse du dossier où le fichier sera publié : « https://ville.fr/donnees »
    #[arg(long, value_name = "ADRESSE")]
    pub url: Option<String>,
    /// Adresse électronique du service à qui écrire
    #[arg(long, value_name = "ADRESSE")]
    pub email: Option<String>,
}
