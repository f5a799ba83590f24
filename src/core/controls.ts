/** Names by which an embedder chooses panels (`?panels=`) and takes controls away (`?hide=`). */

export const PANELS = ['draw', 'train', 'charts', 'settings', 'softmax', 'learning', 'console'] as const;
export type PanelName = (typeof PANELS)[number];

export const CONTROLS = [
  'intro',
  'language',
  'theme',
  'train',
  'step',
  'reset',
  'download',
  'settings',
  'model',
  'layers',
  'optimizer',
  'lr',
  'momentum',
  'batch',
  'epochs',
  'init',
  'seed',
  'facts',
  'undo',
  'clear',
  'sample',
  'picture',
  'lesson',
  'experiments',
] as const;
export type ControlName = (typeof CONTROLS)[number];
