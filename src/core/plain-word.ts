/**
 * Words as people write them in addresses and scripts: `Dark`, `KO`, `learning_rate`, `learningRate`, or with the full
 * stop of the sentence around them. Only letters and digits count, in lower case.
 */
export function plainWord(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

/** The one of `words` that `text` means; undefined for none. */
export function wordIn<Word extends string>(words: readonly Word[], text: string): Word | undefined {
  const plain = plainWord(text);
  return words.find((word) => plainWord(word) === plain);
}
