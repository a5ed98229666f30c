//! Words that say nothing of a subject.

/// French and English words of grammar, folded. Sorted.
const STOP_WORDS: &str = "\
    about afin ai aient ainsi ait all aller allez allons alors also an and any apres are as assez at au aucun \
    aucune aujourdhui aupres auquel aura auraient aurait auront aussi autant autre autrement autres aux \
    auxquels avaient avais avait avant avec avez avions avoir avons ayant be beaucoup because been being bien \
    bon bonjour bonne bref but by ca can car ce ceci cela celle celles celui cependant certain certaine \
    certaines certains certes ces cest cet cette ceux cf chacun chacune chaque chez chose choses ci cinq \
    combien comme comment contre could dabord dans de dedans dehors deja dela depuis derriere des desquels \
    dessous dessus deux devant devez devoir devons devra devraient devrait did dire disent dit dix do does dois \
    doit doivent donc donne donner dont du duquel durant elle elles en encore enfin ensuite entre entres envers \
    environ es est et etaient etais etait etant etc etcetera ete etes etions etre eu eux ex exemple faire fais \
    faisant faisons fait faites falloir faudrait faut favoriser fera feront fois font for from grace had has \
    have he her his hormis hors how huit ici if il ils in into is it its jai jamais je jusqu jusque just la \
    laquelle le lequel les lesquelles lesquels leur leurs like lon longtemps lors lorsqu lorsque lui ma \
    maintenant mais malgre me meme memes merci mes met mettent mettre mieux mis mise mises moi moins mon more \
    most moyennant my nai ne neant nest neuf ni non nos not notamment notre nous nsp of on one only ont or \
    other ou oui our out outre over par parce parfois parler parmi partout pas pendant permet permettant \
    permettre peu peut peuvent peux plus plusieurs plutot pour pourquoi pourra pourraient pourrait pourriez \
    pourrions pourtant pouvez pouvoir pouvons prendre presque pris puis puisque puisse puissent qu quand quant \
    quasi quatre que quel quelle quelles quelque quelques quelquun quels qui quil quils quoi quoique ras rendre \
    rien sa sans sauf se selon sept sera serai seraient serait serons seront ses sest seulement she should si \
    sinon sitot six so soi soient sois soit some sommes son sont sous souvent stp such suis sur surtout svp ta \
    tandis tant tard te tel telle tellement telles tels tes than that the their them then there these they this \
    those to toi ton tot toujours tous tout toute toutefois toutes tres trois trop tu un une unes up va vais \
    vers very veulent veut veux via vite vivement voici voila voir voire vont vos votre voudrais voudrait \
    vouloir vous vraiment was we were what when which who will with would ya you your";

/// Whether a folded word only serves grammar.
pub fn is_stop_word(word: &str) -> bool {
    use std::collections::HashSet;
    use std::sync::LazyLock;
    static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| STOP_WORDS.split_whitespace().collect());
    KNOWN.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar_is_left_out_and_subjects_stay() {
        assert!(["les", "dans", "faut", "the"].into_iter().all(is_stop_word));
        assert!(!["ecole", "police", "bus", "quartier"].into_iter().any(is_stop_word));
        let words: Vec<&str> = STOP_WORDS.split_whitespace().collect();
        assert!(words.is_sorted() && words.iter().all(|word| *word == super::super::folded(word)));
    }
}
