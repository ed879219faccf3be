import { listPlaces, type Place } from './where/list-places.ts';

const HEADINGS: Record<Place['kind'], string> = {
  operation: 'API operations',
  rpc: 'RPC methods',
  consumer: 'Event consumers',
  page: 'Pages',
};

const wanted = process.argv[2]?.toLowerCase();
const places = (await listPlaces()).filter(
  ({ what, file }) => !wanted || `${what} ${file}`.toLowerCase().includes(wanted),
);
const width = Math.max(0, ...places.map(({ what }) => what.length)) + 2;
for (const [kind, heading] of Object.entries(HEADINGS)) {
  const rows = places.filter((place) => place.kind === kind);
  if (rows.length === 0) continue;
  process.stdout.write(`\n${heading} (${rows.length})\n\n`);
  for (const { what, file } of rows) process.stdout.write(`  ${what.padEnd(width)}${file}\n`);
}
process.stdout.write('\n');
