import { describe, expect, it } from 'vitest';
import { actionsIn } from './actions.ts';

describe('what can be done with the run', () => {
  it.each([
    ['idle', { main: 'train', usable: true, step: true }],
    ['running', { main: 'pause', usable: true, step: false }],
    ['paused', { main: 'resume', usable: true, step: true }],
    ['finished', { main: 'train', usable: true, step: false }],
  ] as const)('while it is %s', (state, actions) => {
    expect(actionsIn(state, true)).toEqual(actions);
  });

  it.each(['loading', 'error'] as const)('is nothing while there is no engine to do it: %s', (state) => {
    expect(actionsIn(state, true)).toMatchObject({ usable: false, step: false });
  });

  it('is nothing without a model', () => {
    expect(actionsIn('idle', false)).toMatchObject({ usable: false, step: false });
  });
});
