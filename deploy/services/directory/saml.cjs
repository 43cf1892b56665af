// A House's directory that speaks SAML 2.0: everybody whose address is given is in it.
// node saml.cjs PORT ENTITY CALLBACK FOLDER. /sso takes login=ada@…; what stands before a colon in it changes the
// answer: two:ada@… who has given a second factor, forged:ada@… signed with a key that nobody knows, other:ada@… another
// person with the same address.
const express = require('express')
const fs = require('node:fs')
const path = require('node:path')
const samlp = require('samlp')

const [port, entity, callback, folder] = process.argv.slice(2)
const read = name => fs.readFileSync(path.join(folder, name))
const cert = read('idp.crt')
const keys = { cert, key: read('idp.key') }
const forged = { cert: read('forged.crt'), key: read('forged.key') }
const issuer = `http://127.0.0.1:${port}/metadata`
const once = 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport'
const twice = 'https://refeds.org/profile/mfa'

const app = express()
app.get('/metadata', samlp.metadata({ issuer, cert, redirectEndpointPath: '/sso', postEndpointPath: '/sso' }))
app.get('/sso', (request, response, next) => {
  const login = request.query.login
  if (!login) return response.send('<form><input name="login"><button>Sign in</button></form>')
  const [how, address] = login.includes(':') ? login.split(':') : ['', login]
  request.user = { id: (how === 'other' ? 'other-' : '') + address, displayName: address, emails: [{ value: address }], name: {} }
  samlp.auth({
    issuer, ...(how === 'forged' ? forged : keys), signResponse: true, audience: entity,
    // Without these two, service providers refuse.
    destination: callback, recipient: callback,
    getPostURL: (audience, document, _request, done) => done(null, callback),
    nameIdentifierFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    authnContextClassRef: how === 'two' ? twice : once,
    digestAlgorithm: 'sha256', signatureAlgorithm: 'rsa-sha256',
  })(request, response, next)
})
app.listen(Number(port), '127.0.0.1')
