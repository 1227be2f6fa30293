//! Words that say little by themselves, in the languages of the catalog.

/// Articles, pronouns, prepositions, conjunctions and auxiliary verbs.
const WORDS: &[&str] = &[
    // English
    "a about above after again all also am an and any are as at be because been before being below between both but by can \
     could did do does doing don't down during each few for from further had has have having he her here hers him his how i \
     i'm if in into is isn't it it's its just me more most my no nor not now of off on once only or other our ours out over \
     own same she should so some such than that the their theirs them then there these they this those through to too under \
     until up us very was we were what when where which while who whom why will with would you your yours",
    // Spanish
    "al algo algunos ante antes aunque como con contra cual cuando de del desde donde dos durante el ella ellas ellos en \
     entre era es esa ese eso esta estaba estas este esto estos está están fue fueron ha haber hace hacia han hasta hay la \
     las le les lo los mas me mi mientras muy más ni nos o otra otro otros para pero poco por porque pues que quien qué se \
     sea ser si sido sin sobre son su sus sí también tan tanto te tiene tienen todo todos tu un una unas uno unos y ya yo él",
    // Portuguese
    "ao aos aquela aquele as até com da das dela dele deles depois do dos ela elas ele eles em entre era essa esse esta este \
     eu foi for foram isso isto já lhe mais mas mesmo meu minha muito na nas nem no nos não nós num numa onde os ou para pela \
     pelas pelo pelos por qual quando que quem se sem ser seu seus sua suas só são também te tem têm teu um uma você vocês à \
     às é",
    // German
    "aber alle allem allen aller alles als also am an auch auf aus bei bin bis bist da damit dann das dass dein dem den denn \
     der des dessen die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es euer \
     für gegen haben habe hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren im in ist jede jedem jeden \
     jeder jedes jetzt kann kein keine können man mein mich mir mit nach nicht noch nun nur ob oder ohne sehr sein seine \
     seinem seinen seiner sich sie sind so solche sondern um und uns unser unter vom von vor war waren warum was weil welche \
     welcher wenn wer werden wie wieder wir wird wo zu zum zur zwischen über",
    // Chinese
    "的 了 和 是 在 我 有 他 这 也 就 不 人 都 一 一个 我们 你们 他们 她们 自己 这个 那个 什么 没有",
];

/// Whether a word, in lower case, is one of them.
pub(super) fn is_stopword(word: &str) -> bool {
    use std::collections::HashSet;
    use std::sync::LazyLock;
    static ALL: LazyLock<HashSet<&str>> = LazyLock::new(|| WORDS.iter().flat_map(|words| words.split(' ')).collect());
    ALL.contains(word)
}
