// A House's directory that speaks OpenID Connect: everybody whose address is typed is in it.
// node oidc.mjs PORT CALLBACK. What stands before a colon in the address changes what is said of the person:
// unverified:ada@… an address that nobody has proved, other:ada@… another person with the same address,
// two:ada@… who has given a second factor.
import { createServer } from 'node:http'
import Provider from 'oidc-provider'

const [port, callback] = process.argv.slice(2)
const origin = `http://127.0.0.1:${port}`

const person = login => {
  const [how, address] = login.includes(':') ? login.split(':') : ['', login]
  return { sub: (how === 'other' ? 'other-' : '') + address, email: address, email_verified: how !== 'unverified', name: address }
}
const provider = new Provider(origin, {
  clients: [{ client_id: 'hemicycle', client_secret: 'secret', redirect_uris: [callback] }],
  claims: { openid: ['sub', 'amr', 'acr'], email: ['email', 'email_verified'], profile: ['name'], auth_time: null },
  findAccount: async (ctx, login) => ({ accountId: login, claims: async () => person(login) }),
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (ctx, interaction) => `/sign-in/${interaction.uid}` },
  loadExistingGrant: async ctx => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId })
    grant.addOIDCScope('openid email profile')
    await grant.save()
    return grant
  },
  cookies: { keys: ['of this machine'] },
})
const answer = provider.callback()

createServer(async (request, response) => {
  if (!request.url.startsWith('/sign-in/')) return answer(request, response)
  if (request.method === 'GET') return response.end('<form method="post"><input name="login"><button>Sign in</button></form>')
  let body = ''
  for await (const part of request) body += part
  const login = new URLSearchParams(body).get('login')
  const amr = login.startsWith('two:') ? ['pwd', 'otp'] : ['pwd']
  await provider.interactionFinished(request, response, { login: { accountId: login, amr } })
}).listen(Number(port), '127.0.0.1')
