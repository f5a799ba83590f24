import { describe, expect, it } from 'vitest';
import { actionsIn } from './actions.ts';

describe('the actions on a run', () => {
  it.each([
    ['idle', { main: 'train', usable: true, step: true }],
    ['running', { main: 'pause', usable: true, step: false }],
    ['paused', { main: 'resume', usable: true, step: true }],
    ['finished', { main: 'train', usable: true, step: false }],
  ] as const)('are right while it is %s', (state, actions) => {
    expect(actionsIn(state, true)).toEqual(actions);
  });

  it.each(['loading', 'error'] as const)('are disabled without an engine: %s', (state) => {
    expect(actionsIn(state, true)).toMatchObject({ usable: false, step: false });
  });

  it('are disabled without a model', () => {
    expect(actionsIn('idle', false)).toMatchObject({ usable: false, step: false });
  });
});
