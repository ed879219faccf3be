export interface CaptionFile<F = File> {
  file: F;
  /** As its name says it (`film.pt-BR.srt`); null where it says none. */
  language: string | null;
}

const CAPTIONS = /\.(vtt|srt)$/i;
const LANGUAGE = /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i;

/** Captions belong to the film of the same name that comes with them: `film.mp4`, `film.srt`, `film.pt-BR.vtt`. */
export function pairCaptions<F extends { name: string }>(
  files: readonly F[],
): { films: F[]; captions: Map<F, CaptionFile<F>[]>; alone: F[] } {
  const films = files.filter(({ name }) => !CAPTIONS.test(name));
  const captions = new Map<F, CaptionFile<F>[]>();
  const alone: F[] = [];
  for (const file of files.filter(({ name }) => CAPTIONS.test(name))) {
    const stem = file.name.replace(CAPTIONS, '');
    const film =
      films.find(({ name }) => nameOf(name) === stem) ?? films.find(({ name }) => isBeside(nameOf(name), stem));
    if (!film) {
      alone.push(file);
      continue;
    }
    const language = stem.slice(nameOf(film.name).length + 1) || null;
    captions.set(film, [...(captions.get(film) ?? []), { file, language }]);
  }
  return { films, captions, alone };
}

const nameOf = (fileName: string) => fileName.replace(/\.[^.]+$/, '');

const isBeside = (film: string, stem: string) =>
  stem.startsWith(`${film}.`) && LANGUAGE.test(stem.slice(film.length + 1));
