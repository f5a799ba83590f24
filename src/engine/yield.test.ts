import { expect, test } from 'vitest';
import { yieldToMessages } from './yield.ts';

test('a message that was sent before the yield is delivered before it ends', async () => {
  const heard: string[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', (event: MessageEvent<string>) => heard.push(event.data));
  port1.start();
  port2.postMessage('pause');
  await yieldToMessages();
  await yieldToMessages();
  port1.close();
  expect(heard).toEqual(['pause']);
});
