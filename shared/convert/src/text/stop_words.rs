//! The most common English words, which say little about what a text is about.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Articles, pronouns, prepositions, conjunctions, auxiliary verbs and the commonest adverbs.
const COMMON: &str = "\
    a an the \
    i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself \
    it its itself they them their theirs themselves one oneself who whom whose which what that this these those \
    someone somebody something anyone anybody anything everyone everybody everything nobody nothing none \
    all any both each either enough every few less many more most much neither no other others another several some such \
    about above across after against along among amongst around at before behind below beneath beside besides between beyond \
    by down during except for from in inside into like near of off on onto out outside over past per since through \
    throughout till to toward towards under until up upon via with within without \
    and or nor but if then else than because as while whereas although though unless whether so yet \
    am is are was were be been being have has had having do does did doing done can could cannot may might must shall \
    should will would ought \
    not only own same too very just also even ever never always often sometimes again once here there where when why how \
    now already still almost quite rather perhaps however therefore thus hence indeed moreover nevertheless otherwise \
    somehow somewhere anyhow anywhere everywhere nowhere whenever wherever whoever whatever whichever whether \
    first last next further least well etc eg ie";

/// Whether a word is among them.
pub(super) fn contains(word: &str) -> bool {
    static SET: LazyLock<HashSet<&str>> = LazyLock::new(|| COMMON.split_whitespace().collect());
    SET.contains(word)
}
