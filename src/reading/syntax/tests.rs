//! Trees are trees, whatever comes in; and plain sentences are understood.

use super::*;
use crate::model::span::Span;
use crate::reading::tokens;

fn tree(text: &str) -> Tree {
    parse(text, &tokens::split(text, Span::new(0, text.len())), &[])
}

/// Relation and head of the first word of this form.
fn relation(tree: &Tree, lower: &str) -> (&'static str, String) {
    let at = (0..tree.nodes.len()).find(|&at| tree.lower(at) == lower).unwrap();
    let head = tree.nodes[at].head.map_or("", |head| tree.lower(head));
    (tree.nodes[at].rel.name(), head.to_owned())
}

fn assert_is_tree(tree: &Tree, text: &str) {
    let count = tree.nodes.len();
    let roots = tree.nodes.iter().filter(|n| n.head.is_none()).count();
    assert_eq!(roots, usize::from(count > 0), "{text:.80}");
    let mut reached = 0;
    let mut open: Vec<usize> = tree.root().into_iter().collect();
    while let Some(at) = open.pop() {
        reached += 1;
        assert_eq!(tree.nodes[at].rel == Rel::Root, tree.nodes[at].head.is_none());
        assert!(tree.subtree(at).contains(&at));
        assert!(tree.nodes[at].span.of(text).is_some());
        assert!(!tree.lemma(at).is_empty() && !tree.lower(at).is_empty());
        for kid in tree.children(at) {
            assert_eq!(tree.nodes[kid].head, Some(at));
            assert!(tree.subtree(at).contains(&tree.subtree(kid).start));
            open.push(kid);
        }
    }
    assert_eq!(reached, count, "{text:.80}");
}

#[test]
fn subjects_and_objects_of_plain_sentences() {
    for (text, expected) in [
        (
            "Russia attacked Ukraine.",
            &[("russia", "nsubj", "attacked"), ("ukraine", "obj", "attacked")][..],
        ),
        (
            "Three soldiers were killed by rebels in the north.",
            &[("soldiers", "nsubj:pass", "killed"), ("rebels", "obl:agent", "killed")],
        ),
        (
            "The president who visited Baku on Monday signed an agreement with Azerbaijan.",
            &[
                ("president", "nsubj", "signed"),
                ("visited", "acl:relcl", "president"),
                ("agreement", "obj", "signed"),
            ],
        ),
        (
            "Iran refused to release the prisoners.",
            &[
                ("iran", "nsubj", "refused"),
                ("release", "xcomp", "refused"),
                ("prisoners", "obj", "release"),
            ],
        ),
    ] {
        let tree = tree(text);
        for &(word, rel, head) in expected {
            assert_eq!(relation(&tree, word), (rel, head.to_owned()), "{text}");
        }
    }
}

#[test]
fn dictionary_forms() {
    let text = "The ministers' planes weren't flying; they were shot down and crashed.";
    let tree = tree(text);
    let lemmas: Vec<&str> = (0..tree.nodes.len()).map(|at| tree.lemma(at)).collect();
    assert_eq!(
        lemmas.join(" "),
        "the minister 's plane be not fly ; they be shoot down and crash ."
    );
}

#[test]
fn odd_input_gives_trees_too() {
    for text in [
        "",
        " ",
        ".",
        "-",
        "’s",
        "a-",
        "-a-b-",
        "((((",
        "…",
        "٣ مارس",
        "中国外交部",
        "e\u{301}-a",
        "\u{0}\u{7f}",
        "A B C D E F G",
        "!!!!????",
        "ﬁ-ﬂ İstanbul ẞ",
        "10-12-14-16",
        "said said said said said",
    ] {
        assert_is_tree(&tree(text), text);
    }
}

#[test]
fn hostile_lengths_take_no_hostile_time() {
    for piece in ["(", "and ", "a-", "x"] {
        let text = piece.repeat(50_000 / piece.len());
        let tree = tree(&text);
        assert_is_tree(&tree, &text);
    }
}

#[test]
fn the_same_sentence_has_the_same_tree() {
    let text = "Turkey's foreign minister said on Monday that the U.S.-led talks had failed.";
    assert_eq!(tree(text), tree(text));
}

#[test]
fn damaged_models_are_refused() {
    let whole = include_bytes!("../../../data/syntax/model.bin");
    assert!(Model::read(whole).is_ok());
    for end in [0, 7, 8, 15, 16, 100, whole.len() - 1] {
        assert!(Model::read(&whole[..end]).is_err(), "{end}");
    }
    let mut changed = whole.to_vec();
    changed[whole.len() / 2] ^= 1;
    let fault = Model::read(&changed).unwrap_err().to_string();
    assert!(fault.starts_with("the model of syntax is damaged: "), "{fault}");
    changed[0] ^= 1;
    assert!(Model::read(&changed).is_err());
}
