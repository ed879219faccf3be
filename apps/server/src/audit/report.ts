import type { AuditResult } from './run-audit.ts';

/** More of one kind say nothing new on a terminal; JSON has them all. */
const SHOWN = 20;

export function reportAsTable(results: readonly AuditResult[]): string {
  const lines = results.flatMap(({ invariant, outcome }) => {
    const verdict = outcome.breaches.length === 0 ? 'holds ' : 'BROKEN';
    const head = `${String(invariant.number).padStart(3)}  ${verdict}  ${String(outcome.checked).padStart(7)}  ${invariant.title}`;
    const shown = outcome.breaches
      .slice(0, SHOWN)
      .map(({ subject, problem }) => `               ${subject}: ${problem}`);
    const more = outcome.breaches.length - shown.length;
    return [head, ...shown, ...(more > 0 ? [`               … and ${more} more`] : [])];
  });
  const breaches = results.reduce((sum, { outcome }) => sum + outcome.breaches.length, 0);
  const verdict = breaches === 0 ? 'Every invariant holds.' : `${breaches} ${breaches === 1 ? 'breach' : 'breaches'}.`;
  return `${[' no  verdict  checked  invariant', ...lines, '', verdict].join('\n')}\n`;
}

export function reportAsJson(results: readonly AuditResult[]): string {
  const invariants = results.map(({ invariant, outcome }) => ({
    number: invariant.number,
    title: invariant.title,
    checked: outcome.checked,
    breaches: outcome.breaches,
  }));
  const holds = invariants.every(({ breaches }) => breaches.length === 0);
  return `${JSON.stringify({ holds, invariants }, null, 2)}\n`;
}
