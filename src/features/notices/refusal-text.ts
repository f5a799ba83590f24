/** Why a weights file was refused, and how to convert it where a few lines of Python do. */
import type { ForeignKind } from '../../core/file-kind.ts';
import type { NoticeParams } from '../../core/notices.ts';
import type { Messages } from '../../i18n/messages.ts';

export function refusalText(params: NoticeParams['weights-invalid'], { checkpoints }: Messages): string {
  const { name, problem, part, found, expected } = params;
  if (problem !== 'no-safetensors')
    return checkpoints.invalid(name, checkpoints.problems[problem](part, found, expected));
  // The engine names a kind; nothing else writes this parameter.
  const kind = found as ForeignKind;
  const refusal = checkpoints.invalid(name, checkpoints.kinds[kind]);
  const lines = CONVERSIONS[kind]?.(JSON.stringify(name === '' ? 'model' : name));
  return lines === undefined ? refusal : `${refusal} ${checkpoints.conversion}\n${lines}`;
}

const OUTPUT = '"weights.safetensors"';

/** `file`: its name in quotes. */
const CONVERSIONS: { readonly [Kind in ForeignKind]?: (file: string) => string } = {
  pytorch: (file) =>
    `import torch; from safetensors.torch import save_file\nsave_file(torch.load(${file}, map_location="cpu"), ${OUTPUT})`,
  pickle: (file) =>
    `import pickle; from safetensors.torch import save_file\nsave_file(pickle.load(open(${file}, "rb")), ${OUTPUT})`,
  keras: keras,
  hdf5: keras,
  npz: (file) =>
    'import numpy; from safetensors.numpy import save_file\n' +
    `save_file({n: numpy.ascontiguousarray(a) for n, a in numpy.load(${file}).items()}, ${OUTPUT})`,
  onnx: (file) =>
    'import onnx; from safetensors.numpy import save_file\n' +
    `save_file({t.name: onnx.numpy_helper.to_array(t) for t in onnx.load(${file}).graph.initializer}, ${OUTPUT})`,
};

function keras(file: string): string {
  return (
    'import keras; from safetensors.numpy import save_file\n' +
    `save_file({w.path: w.numpy() for w in keras.saving.load_model(${file}).weights}, ${OUTPUT})`
  );
}
