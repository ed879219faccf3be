import type { Plugin } from 'vite';

const USED = new Set(['regular', 'fill']);

/** Each Phosphor icon brings six weights; the ones that the design does not use are left out of the bundle. */
export function phosphorWeights(): Plugin {
  return {
    name: 'kinora:phosphor-weights',
    apply: 'build',
    transform: {
      filter: { id: /@phosphor-icons\/react\/dist\/defs\/.*\.es\.js$/ },
      handler(code) {
        const entries = code.split(/(?=\n {2}\[\n)/);
        const [head, ...weights] = entries;
        const last = weights.at(-1)?.match(/\n\]\);[\s\S]*$/)?.[0];
        if (head === undefined || last === undefined) return null;
        const kept = weights
          .map((entry) => entry.replace(/\n\]\);[\s\S]*$/, '').replace(/,$/, ''))
          .filter((entry) => USED.has(/"(\w+)"/.exec(entry)?.[1] ?? ''));
        return { code: `${head}${kept.join(',')}${last}`, map: null };
      },
    },
  };
}
