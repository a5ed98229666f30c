//! What makes a whole file unusable, in French sentences that say what to do.

use thiserror::Error;

/// Why a file is refused as a whole.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// Nothing in it.
    #[error("Le fichier est vide. Vérifiez le téléchargement, puis envoyez-le de nouveau.")]
    EmptyFile,
    /// Headers only.
    #[error("Le fichier ne contient aucun quartier. Vérifiez que l’export d’origine n’était pas filtré.")]
    NoRow,
    /// JSON that is not GeoJSON.
    #[error(
        "Ce fichier JSON n’est pas un GeoJSON : on y attend un objet « Feature », « FeatureCollection », « Polygon » ou « MultiPolygon ». Exportez de nouveau les contours au format GeoJSON."
    )]
    NotGeoJson,
    /// JSON cut short.
    #[error(
        "Le fichier GeoJSON est coupé : il s’arrête à la ligne {line}, caractère {column}. Téléchargez-le de nouveau en entier."
    )]
    TruncatedJson {
        /// Line where the text ends.
        line: usize,
        /// Character of that line.
        column: usize,
    },
    /// JSON that cannot be read.
    #[error(
        "Le fichier GeoJSON contient une erreur à la ligne {line}, caractère {column}. Ouvrez-le dans le logiciel d’origine et exportez-le de nouveau."
    )]
    MalformedJson {
        /// Line of the fault.
        line: usize,
        /// Character of that line.
        column: usize,
    },
    /// A web page saved in place of the file.
    #[error(
        "Ce fichier est une page web, pas des contours. Le lien de téléchargement a sans doute affiché une page : ouvrez-le, puis enregistrez le fichier qu’elle propose."
    )]
    HtmlPage,
    /// A spreadsheet.
    #[error(
        "Ce fichier est un classeur de tableur. Enregistrez la feuille au format CSV avec une colonne de géométrie (WKT), ou exportez les contours en GeoJSON."
    )]
    Spreadsheet,
    /// Another format, named.
    #[error(
        "Ce fichier est au format {0}, qui ne peut pas être lu ici. Exportez les contours en GeoJSON, en Shapefile compressé (.zip) ou en CSV avec une colonne WKT."
    )]
    OtherFormat(&'static str),
    /// A `.shp` sent alone.
    #[error(
        "Ce fichier .shp est seul. Placez les fichiers .shp, .dbf et .prj dans une même archive .zip, puis envoyez l’archive."
    )]
    LoneShapefile,
    /// A zip that cannot be read.
    #[error(
        "L’archive .zip ne peut pas être ouverte : elle est abîmée ou incomplète. Téléchargez-la ou créez-la de nouveau."
    )]
    BrokenZip,
    /// A zip with a password.
    #[error("L’archive .zip est protégée par un mot de passe. Créez-la de nouveau sans mot de passe.")]
    EncryptedZip,
    /// A zip without perimeters.
    #[error(
        "L’archive .zip ne contient pas de fichier .shp. Placez-y les fichiers .shp, .dbf et .prj d’un même export."
    )]
    ZipWithoutShapefile,
    /// A `.shp` without its table.
    #[error(
        "L’archive contient « {0}.shp » mais pas « {0}.dbf », où se trouvent les codes et les noms. Ajoutez-le à l’archive."
    )]
    MissingTable(String),
    /// A `.shp` that cannot be read.
    #[error("Le fichier « {0}.shp » est abîmé. Exportez-le de nouveau depuis le logiciel d’origine.")]
    BrokenShapefile(String),
    /// A `.dbf` that cannot be read.
    #[error("Le fichier « {0}.dbf » est abîmé. Exportez-le de nouveau depuis le logiciel d’origine.")]
    BrokenTable(String),
    /// Too many entries or bytes once decompressed.
    #[error(
        "L’archive .zip est trop grosse une fois ouverte. N’y laissez que les fichiers .shp, .dbf, .prj et .cpg à importer."
    )]
    ZipTooLarge,
    /// Too many rows.
    #[error("Le fichier contient plus de {0} lignes. Découpez-le avant de l’importer.")]
    TooManyRows(usize),
    /// A projection that is not legal in France.
    #[error(
        "La projection du fichier ({0}) n’est pas connue ici. Exportez les contours en WGS 84 (EPSG:4326) ou dans la projection légale du territoire, par exemple Lambert-93 (EPSG:2154)."
    )]
    UnknownProjection(String),
    /// Metres of an unknown projection.
    #[error(
        "Les coordonnées ne sont ni des degrés ni du Lambert-93, et le fichier ne dit pas sa projection. Ajoutez le fichier .prj, ou exportez les contours en WGS 84 (EPSG:4326)."
    )]
    UndeclaredProjection,
    /// CSV without a geometry column.
    #[error(
        "Aucune colonne ne contient de géométrie (texte WKT comme « POLYGON((…)) »). Ajoutez-la à l’export, ou indiquez la colonne qui la contient."
    )]
    NoGeometryColumn,
    /// No code column.
    #[error("Aucune colonne ne semble contenir le code des quartiers. Indiquez la colonne qui le contient.")]
    NoCodeColumn,
    /// A column named by the mapping is absent.
    #[error("La colonne « {0} » n’existe pas dans le fichier. Choisissez une colonne de la liste.")]
    UnknownColumn(String),
    /// CSV that cannot be read.
    #[error(
        "Ce fichier n’est ni un GeoJSON, ni une archive .zip, ni un tableau CSV lisible. Exportez les contours dans l’un de ces formats."
    )]
    UnknownFormat,
}
