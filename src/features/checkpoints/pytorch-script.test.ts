import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODELS, type RunConfig, defaultConfig } from '../../core/config.ts';
import { messagesOf } from '../../i18n/all-catalogues.ts';
import { LANGUAGES } from '../../i18n/catalogues.ts';
import { SCRIPT_VARIANTS, type ScriptOptions, commands, pytorchScript } from './pytorch-script.ts';
import { weightsName } from './weights-file-facts.ts';

const CONFIGS: readonly (readonly [name: string, config: RunConfig])[] = [
  ...MODELS.map((model) => [model, defaultConfig(model)] as const),
  ['one narrow layer and Adam', { ...defaultConfig('mlp'), layers: [1], optimizer: 'adam', lr: 1e-6 }],
  ['six layers', { ...defaultConfig('mlp'), layers: [2048, 1024, 512, 256, 128, 64], batch: 1024, seed: 0xffff_ffff }],
];

const CASES = LANGUAGES.flatMap((language) =>
  SCRIPT_VARIANTS.flatMap((variant) =>
    CONFIGS.map(([name, config]): readonly [string, ScriptOptions] => [
      `${name}, ${variant}, ${language}`,
      {
        variant,
        config,
        weights: weightsName(config.model),
        epochs: 4,
        comments: messagesOf(language).pytorch.comments,
      },
    ]),
  ),
);

const python = (...args: readonly string[]): string =>
  execFileSync('python3', args, { encoding: 'utf8', stdio: 'pipe' });

function hasPython(): boolean {
  try {
    python('--version');
    return true;
  } catch {
    return false;
  }
}

describe('the PyTorch script', () => {
  it.each(CASES)('has the settings of the run: %s', (_, options) => {
    const { config, variant } = options;
    const script = pytorchScript(options);
    expect(script).toContain(`\nBATCH = ${config.batch}\n`);
    expect(script).toContain(`\nSEED = ${config.seed}\n`);
    expect(script).toContain('\nEPOCHS = 4\n');
    expect(script).toContain(`"${options.weights}"`);
    expect(script).toContain(
      config.optimizer === 'sgd'
        ? `torch.optim.SGD(net.parameters(), lr=${config.lr}, momentum=${config.momentum})`
        : `torch.optim.Adam(net.parameters(), lr=${config.lr})`,
    );
    for (const command of commands(variant)) expect(script).toContain(command);
    expect(script.includes('DistributedDataParallel')).toBe(variant === 'torchrun');
    for (const line of script.split('\n')) expect(line).toBe(line.trimEnd());
  });

  it('has the post’s network, line by line', () => {
    const [options] = CASES.map(([, given]) => given);
    expect(options && pytorchScript(options)).toContain(
      [
        'class Net(nn.Module):',
        '    def __init__(self):',
        '        super().__init__()',
        '        self.l1 = nn.Linear(784, 520)',
        '        self.l2 = nn.Linear(520, 320)',
        '        self.l3 = nn.Linear(320, 240)',
        '        self.l4 = nn.Linear(240, 120)',
        '        self.l5 = nn.Linear(120, 10)',
        '',
        '    def forward(self, x):',
        '        x = x.view(-1, 784)',
        '        x = F.relu(self.l1(x))',
        '        x = F.relu(self.l2(x))',
        '        x = F.relu(self.l3(x))',
        '        x = F.relu(self.l4(x))',
        '        return self.l5(x)',
      ].join('\n'),
    );
  });

  // Without Python these tests are reported as skipped.
  describe.skipIf(!hasPython())('compiled by Python', () => {
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'softmax-live-'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it('is valid in every variant', () => {
      const files = CASES.map(([, options], i) => {
        const file = path.join(folder, `script-${i}.py`);
        writeFileSync(file, pytorchScript(options));
        return file;
      });
      expect(python('-m', 'py_compile', ...files)).toBe('');
    });
  });
});
