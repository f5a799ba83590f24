import type { Messages } from '../messages.ts';

export const ko: Messages = {
  app: {},
  training: {},
  charts: {},
  console: {},
  drawing: {},
  prediction: {},
  backend: {},
  dataset: {},
  model: {},
  notices: {},
};
