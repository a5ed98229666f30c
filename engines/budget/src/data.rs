//! The accounts themselves: those of CERFA 12156*06, as the State's grant portal names them (accounts `…x` hold what a
//! post has no account for).

use crate::chart::{Account, Post, Side};

const fn plain(code: &'static str, label: &'static str) -> Account {
    Account { code, label, is_by_funder: false }
}

const fn funders(code: &'static str, label: &'static str) -> Account {
    Account { code, label, is_by_funder: true }
}

const fn post(code: &'static str, side: Side, label: &'static str, accounts: &'static [Account]) -> Post {
    Post { code, side, label, accounts }
}

const P_60: &[Account] = &[
    plain("601", "Achats de matières et de fournitures"),
    plain("604", "Prestations de services"),
    plain("60x", "Autres fournitures"),
];

const P_61: &[Account] = &[
    plain("613", "Locations"),
    plain("615", "Entretien et réparation"),
    plain("616", "Assurance"),
    plain("618", "Documentation"),
    plain("61x", "Autres services extérieurs"),
];

const P_62: &[Account] = &[
    plain("622", "Rémunérations intermédiaires et honoraires"),
    plain("623", "Publicité, publication"),
    plain("625", "Déplacements, missions"),
    plain("62x", "Services bancaires, autres"),
];

const P_63: &[Account] = &[plain("631", "Impôts et taxes sur rémunération"), plain("635", "Autres impôts et taxes")];

const P_64: &[Account] = &[
    plain("641", "Rémunération des personnels"),
    plain("645", "Charges sociales"),
    plain("647", "Autres charges de personnel"),
];

const P_65: &[Account] = &[plain("65x", "Autres charges de gestion courante")];

const P_66: &[Account] = &[plain("66x", "Charges financières")];

const P_67: &[Account] =
    &[plain("675", "Valeurs comptables des éléments d’actif cédés"), plain("67x", "Charges exceptionnelles")];

const P_68: &[Account] = &[plain("68x", "Dotations aux amortissements, aux provisions et aux engagements")];

const P_69: &[Account] = &[plain("69x", "Impôt sur les bénéfices, participation des salarié·es")];

const P_INDIRECT: &[Account] = &[
    plain("fixed", "Charges fixes de fonctionnement"),
    plain("financial", "Frais financiers"),
    plain("indirectx", "Autres charges indirectes"),
    plain("surplus", "Excédent prévisionnel"),
];

const P_86: &[Account] = &[
    plain("860", "Secours en nature"),
    plain("861", "Mise à disposition gratuite de biens et de services"),
    plain("862", "Prestations"),
    plain("864", "Personnel bénévole"),
];

const P_70: &[Account] = &[plain("70x", "Ventes et prestations, participation des usagers")];

const P_73: &[Account] = &[plain("73x", "Dotations et produits de tarification")];

const P_74: &[Account] = &[
    funders("74etat", "État"),
    funders("74region", "Conseil régional"),
    funders("74dep", "Conseil départemental"),
    funders("74epci", "Intercommunalité (agglomération, métropole)"),
    funders("74com", "Commune"),
    funders("74orgasoc", "Organismes sociaux (caisse d’allocations familiales…)"),
    funders("74fe", "Fonds européens"),
    funders("74agenceserv", "Emplois aidés (Agence de services et de paiement)"),
    funders("74x", "Autres établissements publics"),
    funders("74aidespriv", "Aides privées (fondations)"),
];

const P_75: &[Account] = &[
    plain("756", "Cotisations"),
    plain("758", "Dons manuels, mécénat"),
    plain("750", "Autres produits de gestion courante"),
];

const P_76: &[Account] = &[plain("76x", "Produits financiers")];

const P_77: &[Account] = &[
    plain("777", "Quotes-parts de subventions d’investissement virées au résultat"),
    plain("77x", "Autres produits exceptionnels"),
];

const P_78: &[Account] = &[
    plain("789", "Report de ressources affectées non utilisées"),
    plain("78x", "Reprises sur amortissements, dépréciations et provisions"),
];

const P_79: &[Account] = &[plain("79x", "Transferts de charges")];

const P_OWN: &[Account] = &[plain("ownx", "Autofinancement")];

const P_87: &[Account] =
    &[plain("870", "Bénévolat"), plain("871", "Prestations en nature"), plain("875", "Dons en nature")];

const P_65_2025: &[Account] = &[
    plain("657", "Valeurs comptables des immobilisations cédées"),
    plain("65x", "Autres charges de gestion courante"),
];

const P_67_2025: &[Account] = &[plain("67x", "Charges d’un événement majeur et inhabituel")];

const P_74_2025: &[Account] = &[
    funders("74etat", "État"),
    funders("74region", "Conseil régional"),
    funders("74dep", "Conseil départemental"),
    funders("74epci", "Intercommunalité (agglomération, métropole)"),
    funders("74com", "Commune"),
    funders("74orgasoc", "Organismes sociaux (caisse d’allocations familiales…)"),
    funders("74fe", "Fonds européens"),
    funders("74agenceserv", "Emplois aidés (Agence de services et de paiement)"),
    funders("74x", "Autres établissements publics"),
    funders("74aidespriv", "Aides privées (fondations)"),
    plain("747", "Quotes-parts de subventions d’investissement virées au résultat"),
];

const P_75_2025: &[Account] = &[
    plain("756", "Cotisations"),
    plain("757", "Produits des cessions d’immobilisations"),
    plain("758", "Dons manuels, mécénat"),
    plain("750", "Autres produits de gestion courante"),
    plain("75x", "Remboursements et indemnités (compte 79 jusqu’en 2024)"),
];

const P_77_2025: &[Account] = &[plain("77x", "Produits d’un événement majeur et inhabituel")];

/// Regulation ANC 2018-06.
pub(crate) const POSTS_2018: &[Post] = &[
    post("60", Side::Charge, "Achats", P_60),
    post("61", Side::Charge, "Services extérieurs", P_61),
    post("62", Side::Charge, "Autres services extérieurs", P_62),
    post("63", Side::Charge, "Impôts et taxes", P_63),
    post("64", Side::Charge, "Charges de personnel", P_64),
    post("65", Side::Charge, "Autres charges de gestion courante", P_65),
    post("66", Side::Charge, "Charges financières", P_66),
    post("67", Side::Charge, "Charges exceptionnelles", P_67),
    post("68", Side::Charge, "Dotations", P_68),
    post("69", Side::Charge, "Impôt sur les bénéfices et participation", P_69),
    post("indirect", Side::IndirectCharge, "Charges indirectes réparties", P_INDIRECT),
    post("86", Side::VoluntaryCharge, "Emplois des contributions volontaires en nature", P_86),
    post("70", Side::Product, "Ventes de produits finis, de marchandises, prestations de services", P_70),
    post("73", Side::Product, "Dotations et produits de tarification", P_73),
    post("74", Side::Product, "Subventions d’exploitation", P_74),
    post("75", Side::Product, "Autres produits de gestion courante", P_75),
    post("76", Side::Product, "Produits financiers", P_76),
    post("77", Side::Product, "Produits exceptionnels", P_77),
    post("78", Side::Product, "Reprises sur amortissements et provisions", P_78),
    post("79", Side::Product, "Transferts de charges", P_79),
    post("own", Side::OwnResource, "Ressources propres affectées au projet", P_OWN),
    post("87", Side::VoluntaryProduct, "Contributions volontaires en nature", P_87),
];

/// After regulation ANC 2022-06, for accounting periods from 2025.
pub(crate) const POSTS_2025: &[Post] = &[
    post("60", Side::Charge, "Achats", P_60),
    post("61", Side::Charge, "Services extérieurs", P_61),
    post("62", Side::Charge, "Autres services extérieurs", P_62),
    post("63", Side::Charge, "Impôts et taxes", P_63),
    post("64", Side::Charge, "Charges de personnel", P_64),
    post("65", Side::Charge, "Autres charges de gestion courante", P_65_2025),
    post("66", Side::Charge, "Charges financières", P_66),
    post("67", Side::Charge, "Charges exceptionnelles", P_67_2025),
    post("68", Side::Charge, "Dotations", P_68),
    post("69", Side::Charge, "Impôt sur les bénéfices et participation", P_69),
    post("indirect", Side::IndirectCharge, "Charges indirectes réparties", P_INDIRECT),
    post("86", Side::VoluntaryCharge, "Emplois des contributions volontaires en nature", P_86),
    post("70", Side::Product, "Ventes de produits finis, de marchandises, prestations de services", P_70),
    post("73", Side::Product, "Dotations et produits de tarification", P_73),
    post("74", Side::Product, "Subventions d’exploitation", P_74_2025),
    post("75", Side::Product, "Autres produits de gestion courante", P_75_2025),
    post("76", Side::Product, "Produits financiers", P_76),
    post("77", Side::Product, "Produits exceptionnels", P_77_2025),
    post("78", Side::Product, "Reprises sur amortissements et provisions", P_78),
    post("own", Side::OwnResource, "Ressources propres affectées au projet", P_OWN),
    post("87", Side::VoluntaryProduct, "Contributions volontaires en nature", P_87),
];
