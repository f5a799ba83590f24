/** Names for choosing panels (`?panels=`) and hiding controls (`?hide=`). */

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
  'weights-in',
  'pytorch',
  'export',
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

/** Whether a run continues while the page's frame is off-screen (`?offscreen=`). */
export const OFFSCREEN = ['run', 'pause'] as const;
export type OffscreenChoice = (typeof OFFSCREEN)[number];
