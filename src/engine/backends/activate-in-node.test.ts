import { engine, getBackend, matMul, memory, ones, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { activateInNode } from './activate-in-node.ts';

test.each(['wasm', 'cpu'] as const)(
  'the backend %s computes under Node, and can be removed and activated again',
  async (name) => {
    for (let round = 0; round < 2; round++) {
      const remove = await activateInNode(name);
      expect(getBackend()).toBe(name);
      const product = tidy(() => matMul(ones([3, 4]), ones([4, 2])));
      expect([...(await product.data())]).toEqual([4, 4, 4, 4, 4, 4]);
      product.dispose();
      expect(memory().numTensors).toBe(0);
      remove();
      expect(engine().backendNames()).not.toContain(name);
    }
  },
);
