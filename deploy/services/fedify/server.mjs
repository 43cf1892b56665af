// A server of the fediverse made with Fedify: its people ana and ben do what the control address asks, and keep what
// is delivered to them. node server.mjs PORT; /control speaks JSON (deploy/services/README.md).
import {
  Accept, Announce, Create, Delete, Endpoints, Follow, Like, Note, Person, PUBLIC_COLLECTION, Undo, Update,
  createFederation, generateCryptoKeyPair, InProcessMessageQueue, MemoryKvStore,
} from '@fedify/fedify'
import { createServer } from 'node:http'

// Node 20 lacks it, and Fedify 1.10 cannot show an actor without.
ArrayBuffer.prototype.transfer ??= function (size = this.byteLength) {
  const copy = new Uint8Array(size)
  copy.set(new Uint8Array(this).subarray(0, size))
  return copy.buffer
}

const port = Number(process.argv[2])
const origin = `http://127.0.0.1:${port}`
const people = ['ana', 'ben']
const keys = Object.fromEntries(await Promise.all(people.map(async name => [name, [await generateCryptoKeyPair('RSASSA-PKCS1-v1_5')]])))
const heard = []
let last = 0

const federation = createFederation({ kv: new MemoryKvStore(), queue: new InProcessMessageQueue(), allowPrivateAddress: true })
federation
  .setActorDispatcher('/users/{identifier}', async (ctx, identifier) => people.includes(identifier) ? new Person({
    id: ctx.getActorUri(identifier), preferredUsername: identifier, name: identifier,
    inbox: ctx.getInboxUri(identifier), endpoints: new Endpoints({ sharedInbox: ctx.getInboxUri() }),
    publicKey: (await ctx.getActorKeyPairs(identifier))[0].cryptographicKey }) : null)
  .setKeyPairsDispatcher(async (ctx, identifier) => keys[identifier] ?? [])
federation.setObjectDispatcher(Note, '/notes/{id}', async () => null)

const keep = kind => async (ctx, activity) => {
  const object = kind === 'Create' || kind === 'Update' ? await activity.getObject(ctx) : null
  heard.push({ kind, id: activity.id?.href, actor: activity.actorId?.href, object: activity.objectId?.href ?? object?.id?.href,
    content: object ? String(object.content ?? '') : '', summary: object?.summary ? String(object.summary) : '' })
}
const inbox = federation.setInboxListeners('/users/{identifier}/inbox', '/inbox')
for (const [kind, type] of Object.entries({ Accept, Create, Update, Delete, Announce, Like, Undo, Follow })) inbox.on(type, keep(kind))

async function control(path, request) {
  if (path === '/control/heard') return heard
  const ctx = federation.createContext(new Request(`${origin}/`), undefined)
  const by = request.by ?? 'ana', id = new URL(`${origin}/activities/${++last}`), actor = ctx.getActorUri(by)
  const house = await ctx.lookupObject(request.actor)
  const note = request.note ? new URL(request.note) : null
  const written = () => new Note({ id: new URL(`${origin}/notes/${request.id ?? last}`), attribution: actor, to: PUBLIC_COLLECTION,
    content: request.content, replyTarget: note })
  const made = {
    follow: () => new Follow({ id, actor, object: house.id }),
    unfollow: () => new Undo({ id, actor, object: new Follow({ id: new URL(`${origin}/activities/f`), actor, object: house.id }) }),
    like: () => new Like({ id, actor, object: note }),
    boost: () => new Announce({ id, actor, object: note, to: PUBLIC_COLLECTION }),
    reply: () => new Create({ id, actor, object: written(), to: PUBLIC_COLLECTION }),
    change: () => new Update({ id, actor, object: written(), to: PUBLIC_COLLECTION }),
    erase: () => new Delete({ id, actor, object: new URL(`${origin}/notes/${request.id}`) }),
  }[path.replace('/control/', '')]
  await ctx.sendActivity({ identifier: by }, house, made(), { immediate: true })
  return { id: id.href, note: `${origin}/notes/${request.id ?? last}` }
}

async function body(request) {
  const parts = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts)
}

createServer(async (request, response) => {
  try {
    const octets = await body(request)
    if (request.url.startsWith('/control')) {
      const said = JSON.stringify(await control(request.url, octets.length ? JSON.parse(octets) : {}))
      return response.writeHead(200, { 'Content-Type': 'application/json' }).end(said)
    }
    const asked = new Request(origin + request.url, {
      method: request.method, headers: request.headers, body: ['GET', 'HEAD'].includes(request.method) ? undefined : octets })
    const answer = await federation.fetch(asked, { contextData: undefined, onNotFound: () => new Response('', { status: 404 }) })
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()))
  } catch (error) {
    console.error(error)
    response.writeHead(500).end(String(error))
  }
}).listen(port, '127.0.0.1', () => console.log('fedify ready'))
