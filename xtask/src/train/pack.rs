//! Writes the model's file, as `Model::read` expects it: weights in 8 bits, each row or output in steps of its own.

use std::io::Write;

use super::net::Net;
use super::net::layers::{Linear, Weights};
use bilateral_syntax::file::write_text;
use bilateral_syntax::lemmas::Lemmas;
use bilateral_syntax::model::{MAGIC, sum};
use bilateral_syntax::names::{Pos, Rel, Tag};
use bilateral_syntax::words::Vocabulary;

/// The bytes of the file.
///
/// # Errors
/// When they cannot be packed.
pub(crate) fn model(
    net: &Net,
    classes: &[(Pos, Tag)],
    labels: &[Rel],
    vocabulary: &Vocabulary,
    lemmas: &Lemmas,
) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    let classes: Vec<String> =
        classes.iter().map(|(pos, tag)| format!("{} {}", pos.name(), tag.name())).collect();
    write_text(&mut body, &classes.join("\n"));
    let labels: Vec<&str> = labels.iter().map(|rel| rel.name()).collect();
    write_text(&mut body, &labels.join("\n"));
    vocabulary.write(&mut body);
    lemmas.write(&mut body);
    network(net, &mut body);
    let mut plain = MAGIC.to_vec();
    plain.extend(sum(&body).to_le_bytes());
    plain.extend(body);
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(&plain).and_then(|()| packer.finish()).map_err(|e| e.to_string())
}

fn network(net: &Net, out: &mut Vec<u8>) {
    let shape = &net.shape;
    let sizes = [shape.width, shape.arcs, shape.bonds, shape.reaches.len()];
    for size in sizes.iter().chain(&shape.reaches) {
        out.extend((*size as u32).to_le_bytes());
    }
    for row in net.table.values.chunks_exact(shape.width) {
        steps(row, out);
    }
    reals(&net.bias, out);
    reals(&net.root, out);
    for block in &net.blocks {
        linear(&block.linear, out);
        reals(&block.gain, out);
        reals(&block.shift, out);
    }
    for dense in [
        &net.tags,
        &net.arc_heads,
        &net.arc_words,
        &net.arc_pairs,
        &net.arc_steps,
        &net.bond_heads,
        &net.bond_words,
        &net.labels,
    ] {
        linear(dense, out);
    }
}

fn linear(linear: &Linear, out: &mut Vec<u8>) {
    for output in 0..linear.outputs {
        let column = linear.weights.values.iter().skip(output).step_by(linear.outputs);
        steps(&column.copied().collect::<Vec<f32>>(), out);
    }
    reals(&linear.bias, out);
}

fn reals(weights: &Weights, out: &mut Vec<u8>) {
    weights.values.iter().for_each(|value| out.extend(value.to_le_bytes()));
}

/// One step for all, then how many steps each.
fn steps(values: &[f32], out: &mut Vec<u8>) {
    let most = values.iter().fold(0.0f32, |most, value| most.max(value.abs()));
    let step = most / 127.0;
    out.extend(step.to_le_bytes());
    let count = |value: &f32| if step > 0.0 { (value / step).round() as i8 } else { 0 };
    out.extend(values.iter().map(|value| count(value) as u8));
}
