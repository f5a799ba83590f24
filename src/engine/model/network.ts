/** The parameters as TensorFlow.js variables, which the network owns, and the forward pass. */
import { type Tensor, type Tensor2D, type Variable, tensor, tidy, variable } from '@tensorflow/tfjs-core';
import { EngineError } from '../engine.ts';
import { readBack } from '../training/read-back.ts';
import { type Layer, type Trace, createLayer } from './layers.ts';
import { sizeOf } from '../../core/size-of.ts';
import type { ModelSpec } from './spec.ts';

export class Network {
  readonly spec: ModelSpec;
  readonly layers: readonly Layer[];
  /** In the order of `spec.parameters`. */
  readonly variables: readonly Variable[];
  /** Set by a training path that keeps the weights elsewhere: copies the latest into the variables before a reading. */
  bringUpToDate: (() => void) | null = null;

  /** `values`: one array per parameter, in the order and layout of `spec.parameters`. */
  constructor(spec: ModelSpec, values: readonly Float32Array[]) {
    this.spec = spec;
    // All are checked before the first variable exists, so that a failure leaves no tensor behind.
    const checked = spec.parameters.map((parameter, i) => {
      const data = values[i];
      if (data?.length !== sizeOf(parameter.shape))
        throw new EngineError('weights', `${parameter.name} needs ${sizeOf(parameter.shape)} values`);
      return { parameter, data };
    });
    this.variables = checked.map(({ parameter, data }) => {
      // A copy: the caller may reuse its array, and tfjs' CPU backend keeps a reference.
      const initial = tensor(data.slice(), [...parameter.shape], 'float32');
      const made = variable(initial, true);
      initial.dispose();
      return made;
    });
    this.layers = spec.layers.map((layer, i) => {
      const [weight, bias] = this.variables.slice(2 * i, 2 * i + 2);
      if (!weight || !bias) throw new EngineError('internal', `${layer.name} lacks its variables`);
      return createLayer(layer, weight, bias);
    });
  }

  /** Logits [n, 10] of images [n, 784] in [0, 1]. The caller disposes them. */
  logits(images: Tensor2D): Tensor2D {
    this.bringUpToDate?.();
    return tidy(() => {
      let x: Tensor = images;
      for (const layer of this.layers) x = layer.forward(x).output;
      return x as Tensor2D;
    });
  }

  /** Forward pass with everything that `Layer.backward` needs. Call it inside `tidy`. */
  trace(images: Tensor2D): Trace[] {
    this.bringUpToDate?.();
    const traces: Trace[] = [];
    let x: Tensor = images;
    for (const layer of this.layers) {
      const trace = layer.forward(x);
      traces.push(trace);
      x = trace.output;
    }
    return traces;
  }

  /**
   * ∂loss/∂parameter, in the order of `variables`, from `trace`'s result and ∂loss/∂logits [n, 10]. Call it inside the
   * same `tidy`.
   */
  gradients(traces: readonly Trace[], dLogits: Tensor): Tensor[] {
    const gradients: Tensor[] = [];
    let dOutput = dLogits;
    for (let i = this.layers.length - 1; i >= 0; i--) {
      const [layer, trace] = [this.layers[i], traces[i]];
      if (!layer || !trace) throw new EngineError('internal', `layer ${i} has no trace`);
      const { input, weight, bias } = layer.backward(trace, dOutput, i > 0);
      gradients.unshift(weight, bias);
      if (input) dOutput = input;
    }
    return gradients;
  }

  /** A copy of every parameter, in order. Waits for the device. */
  async values(): Promise<Float32Array[]> {
    this.bringUpToDate?.();
    return readVariables(this.variables);
  }

  /** Replaces the values; the network owns the arrays then. Afterwards call the path's `weightsChanged`. */
  load(values: readonly Float32Array[]): void {
    this.variables.forEach((one, i) => assignValues(one, values[i]));
  }

  dispose(): void {
    for (const one of this.variables) one.dispose();
  }
}

/** A copy of each variable's current values. Steps may follow while the device still reads. */
export async function readVariables(variables: readonly Variable[]): Promise<Float32Array[]> {
  // All readings are requested before the first `await`, and the device orders them with its other work.
  const copies = tidy(() => variables.map((one) => one.clone()));
  try {
    // `slice`: the CPU backend returns the tensor's own memory.
    return await Promise.all(copies.map(async (copy) => (await readBack(copy, 'The weights')).slice()));
  } finally {
    for (const copy of copies) copy.dispose();
  }
}

/**
 * Assigns a new tensor, since XNNPACK caches a packed copy of a matrix by its identity. The variable owns the array
 * then: tfjs' CPU backend works on it.
 */
export function assignValues(one: Variable, values: Float32Array | undefined): void {
  if (values?.length !== one.size) throw new EngineError('weights', `${one.name} needs ${one.size} values`);
  const fresh = tensor(values, one.shape, 'float32');
  one.assign(fresh);
  fresh.dispose();
}
