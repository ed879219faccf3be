// Runs on whatever Node is there, so that an old one is told apart from a broken one: nothing newer than ES2018 here.
var major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  process.stderr.write(
    `Kinora needs Node 20 or newer; this is ${process.version}: install one from https://nodejs.org/en/download\n`,
  );
  process.exit(1);
}
import('./lib/start-kinora.mjs').then(
  ({ startKinora }) => startKinora(process.argv.slice(2)),
  (error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
