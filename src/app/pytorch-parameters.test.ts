/** The models of the PyTorch script must agree with the engine's: they are separate code. */
import { describe, expect, it } from 'vitest';
import { MODELS, type RunConfig, defaultConfig } from '../core/config.ts';
import { describeModel } from '../engine/model/spec.ts';
import { SCRIPT_VARIANTS, pytorchScript } from '../features/checkpoints/pytorch-script.ts';
import { weightsName } from '../features/checkpoints/weights-file-facts.ts';
import { messagesOf } from '../i18n/all-catalogues.ts';

const { comments } = messagesOf('en').pytorch;
const CONFIGS: readonly RunConfig[] = [
  ...MODELS.map((model) => defaultConfig(model)),
  { ...defaultConfig('mlp'), layers: [1] },
  { ...defaultConfig('mlp'), layers: [2048, 7, 3, 256, 128, 64] },
];

/** The parameter names and shapes of the script's modules, by PyTorch's rules. */
function parametersOf(script: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', inputs, outputs] of script.matchAll(/self\.(l\d) = nn\.Linear\((\d+), (\d+)\)/g)) {
    found.set(`${name}.weight`, `${outputs},${inputs}`).set(`${name}.bias`, `${outputs}`);
  }
  for (const [, name = '', inputs, outputs] of script.matchAll(
    /self\.(conv\d) = nn\.Conv2d\((\d+), (\d+), 3, padding=1\)/g,
  )) {
    found.set(`${name}.weight`, `${outputs},${inputs},3,3`).set(`${name}.bias`, `${outputs}`);
  }
  return found;
}

describe.each(SCRIPT_VARIANTS)('the script for PyTorch, %s', (variant) => {
  it.each(CONFIGS)('has the names and shapes of a weights file: $model $layers', (config) => {
    const options = { variant, config, weights: weightsName(config.model), epochs: 1, comments };
    const expected = describeModel(config).parameters.map(({ name, shape }) => {
      const [a = 0, b = 0, c = 0, d = 0] = shape;
      return [name, (shape.length === 4 ? [d, c, a, b] : shape.length === 2 ? [b, a] : [a]).join()] as const;
    });
    expect(parametersOf(pytorchScript(options))).toEqual(new Map(expected));
  });
});
