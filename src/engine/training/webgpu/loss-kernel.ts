/**
 * Loss, accuracy and ∂loss/∂logits of one batch, by one workgroup. Each thread takes every 64th row. A tree of fixed
 * shape adds the sums, so the result is deterministic.
 */
const THREADS = 64;

/** Cross-entropy is log Σ exp(z − max) − (z_label − max), which cannot overflow with finite logits. */
export function lossKernel(classes: number): string {
  return /* wgsl */ `
var<workgroup> losses: array<f32, ${THREADS}>;
var<workgroup> rights: array<f32, ${THREADS}>;

fn labelOf(image: u32) -> u32 {
  return extractBits(labels[image / 4u], (image % 4u) * 8u, 8u);
}

@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_index) thread: u32) {
  var loss = 0.0;
  var right = 0.0;
  for (var r = thread; r < now.count; r += ${THREADS}u) {
    let first = r * ${classes}u;
    var top = logits[first];
    var answer = 0u;
    for (var c = 1u; c < ${classes}u; c++) {
      let z = logits[first + c];
      if (z > top) {
        top = z;
        answer = c;
      }
    }
    var total = 0.0;
    for (var c = 0u; c < ${classes}u; c++) {
      total += exp(logits[first + c] - top);
    }
    let label = labelOf(imageAt(r));
    loss += log(total) - (logits[first + label] - top);
    right += select(0.0, 1.0, answer == label);
    for (var c = 0u; c < ${classes}u; c++) {
      let p = exp(logits[first + c] - top) / total;
      result[first + c] = (p - select(0.0, 1.0, c == label)) / f32(now.count);
    }
  }
  losses[thread] = loss;
  rights[thread] = right;
  for (var half = ${THREADS / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) {
      losses[thread] += losses[thread + half];
      rights[thread] += rights[thread + half];
    }
  }
  if (thread == 0u) {
    metrics[2u * now.slot] = losses[0];
    metrics[2u * now.slot + 1u] = rights[0];
  }
}`;
}
