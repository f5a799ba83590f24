/**
 * Text with actions, as the catalogues write it: `… [try T = 0.3](T=0.3) …`. Actions: `T=` a temperature, `model=` a
 * model to train, `go=` the id of a part of the page, `sample`.
 */
import { MODELS, type ModelName } from '../../core/config.ts';
import { parseDecimal } from '../../core/decimal.ts';
import { TEMPERATURE } from '../../core/softmax.ts';

export type Action =
  | { readonly kind: 'temperature'; readonly temperature: number }
  | { readonly kind: 'train'; readonly model: ModelName }
  | { readonly kind: 'go'; readonly id: string }
  | { readonly kind: 'sample' };

export interface Phrase {
  readonly text: string;
  /** Null for plain text. */
  readonly action: Action | null;
}

/** Throws an Error that names an unknown action. */
export function parseRichText(source: string): readonly Phrase[] {
  // Each three pieces are the text between links, the text of a link and its action.
  return source.split(/\[([^\]]*)\]\(([^)]*)\)/).reduce<Phrase[]>((phrases, piece, i, pieces) => {
    if (i % 3 === 0 && piece !== '') phrases.push({ text: piece, action: null });
    if (i % 3 === 1) phrases.push({ text: piece, action: parseAction(pieces[i + 1] ?? '') });
    return phrases;
  }, []);
}

function parseAction(source: string): Action {
  const [kind, value = ''] = source.split('=');
  const model = MODELS.find((name) => name === value);
  const temperature = parseDecimal(value) ?? Number.NaN;
  if (kind === 'sample' && value === '') return { kind };
  if (kind === 'go' && value !== '') return { kind, id: value };
  if (kind === 'model' && model) return { kind: 'train', model };
  if (kind === 'T' && temperature >= TEMPERATURE.min && temperature <= TEMPERATURE.max)
    return { kind: 'temperature', temperature };
  throw new Error(`Unknown action "${source}"`);
}
