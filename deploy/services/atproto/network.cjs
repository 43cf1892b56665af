// The whole network of Bluesky on loopback: directory (PLC), server of accounts (PDS), AppView and moderation.
const { TestNetwork } = require('@atproto/dev-env')

const [plc, pds, bsky, ozone] = process.argv.slice(2).map(Number)
TestNetwork.create({
  plc: { port: plc },
  pds: { port: pds, hostname: 'localhost', enableDidDocWithSession: true },
  bsky: { port: bsky, publicUrl: `http://localhost:${bsky}`, dbPostgresSchema: 'bsky' },
  ozone: { port: ozone, dbMaterializedViewRefreshIntervalMs: 30000 },
}).then(
  () => console.log('network ready'),
  error => { console.error(error); process.exit(1) })
