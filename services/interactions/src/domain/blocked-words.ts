/** In which words and texts are compared: width, case and marks do not matter. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase();
}

const letter = /[\p{L}\p{N}]/u;
/** Written without spaces between words: there a word begins and ends anywhere. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Whether one of the words, or phrases, stands in the text as a whole. */
export function hasBlockedWord(text: string, words: readonly string[]): boolean {
  if (words.length === 0) return false;
  const within = folded(text);
  return words.some((word) => stands(folded(word), within));
}

function stands(word: string, within: string): boolean {
  if (word === '') return false;
  for (let at = within.indexOf(word); at !== -1; at = within.indexOf(word, at + 1)) {
    const before = within[at - 1] ?? '';
    const after = within[at + word.length] ?? '';
    const opens = !letter.test(before) || !letter.test(word[0] ?? '') || unspaced.test(word[0] ?? '');
    const closes = !letter.test(after) || !letter.test(word.at(-1) ?? '') || unspaced.test(word.at(-1) ?? '');
    if (opens && closes) return true;
  }
  return false;
}
