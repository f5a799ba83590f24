/** The English catalogue; its shape is the shape of every other (see `messages.ts`). */
export const en = {
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
} as const;
