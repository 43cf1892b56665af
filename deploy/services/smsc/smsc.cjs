// A short message service centre (SMPP 3.4) on loopback, with a control by HTTP that says what arrived and sets how
// it answers: smsc.cjs SMPP_PORT HTTP_PORT. README.md beside this folder has the table of the control.
'use strict'
const http = require('node:http')
const smpp = require('smpp')

// Octets as they came: the library would guess at characters.
delete smpp.commands.submit_sm.params.short_message.filter
delete smpp.commands.deliver_sm.params.short_message.filter
delete smpp.tlvs.message_payload.filter

const ACCOUNTS = { desk: 'secret', kannel: 'secret' }
const USUAL = {
  status: 0, times: null,                                   // how submit_sm is answered, and how often (null: always)
  per_second: null,                                         // accepted within a second; the rest is throttled
  receipt: 'DELIVRD', after: 20, overtake: false, tlv: true // the receipt; after in ms; before the answer; with TLVs
}
const STATES = { ENROUTE: 1, DELIVRD: 2, EXPIRED: 3, DELETED: 4, UNDELIV: 5, ACCEPTD: 6, UNKNOWN: 7, REJECTD: 8 }
const RECEIPT = 0x04
const UDH = 0x40

let last = 0                                                // message ids are never used again, not even after a reset
let messages, deliveries, behaviours, generation = 0
let accepted                                                // when, of the last second, where there is a limit
function reset () {
  generation += 1                                           // receipts that are still to come are of the past
  messages = []
  deliveries = []
  behaviours = new Map()
  accepted = []
}
reset()
const sessions = new Set()

function behaviour (destination) {
  return { ...USUAL, ...behaviours.get('*'), ...behaviours.get(destination) }
}

/** The status for one submit_sm: what was set for its number, as often as was set; throttled above the rate. */
function verdict (destination) {
  for (const key of [destination, '*']) {
    const rule = behaviours.get(key)
    if (!rule?.status || rule.times === 0) continue
    if (rule.times != null) rule.times -= 1
    return rule.status
  }
  const { per_second: limit } = behaviour(destination)
  if (limit == null) return 0
  const now = Date.now()
  accepted = accepted.filter(at => now - at < 1000)
  if (accepted.length >= limit) return smpp.ESME_RTHROTTLED
  accepted.push(now)
  return 0
}

function stamp (date) {
  return date.toISOString().replace(/\D/g, '').slice(2, 12)
}

function receipt (message, rule) {
  const done = rule.receipt === 'DELIVRD'
  const now = stamp(new Date())
  const text = `id:${message.id} sub:001 dlvrd:00${done ? 1 : 0} submit date:${now} done date:${now} ` +
    `stat:${rule.receipt} err:${done ? '000' : '001'} text:`
  const tlvs = rule.tlv ? { receipted_message_id: message.id, message_state: STATES[rule.receipt] } : {}
  return {
    source_addr: message.to, destination_addr: message.from, esm_class: RECEIPT, short_message: Buffer.from(text), ...tlvs
  }
}

/** Goes to a session of the account that receives; what was not acknowledged goes again when one binds. */
function deliver (account, fields) {
  const delivery = {
    id: `d${++last}`, account, from: fields.source_addr, to: fields.destination_addr, esm_class: fields.esm_class ?? 0,
    receipt: fields.esm_class === RECEIPT, attempts: 0, status: null, under_way: null, fields
  }
  deliveries.push(delivery)
  attempt(delivery)
  return delivery
}

function attempt (delivery) {
  const session = [...sessions].find(s => s.account === delivery.account && s.receives && s.socket.writable)
  if (!session || delivery.under_way || delivery.status === 0) return
  delivery.attempts += 1
  delivery.under_way = session
  session.deliver_sm({ ...delivery.fields }, answer => {
    delivery.status = answer.command_status
    delivery.under_way = null
  })
}

function submit (session, pdu) {
  const destination = pdu.destination_addr
  const rule = behaviour(destination)
  const status = verdict(destination)
  if (status) return session.send(pdu.response({ command_status: status }))
  const octets = pdu.message_payload ?? pdu.short_message
  const headed = (pdu.esm_class & UDH) && octets.length
  const header = headed ? octets[0] + 1 : 0
  const message = {
    id: `m${++last}`, account: session.account, from: pdu.source_addr, to: destination,
    coding: pdu.data_coding, esm_class: pdu.esm_class, registered_delivery: pdu.registered_delivery,
    validity_period: pdu.validity_period, udh: octets.subarray(0, header).toString('hex'),
    octets: octets.subarray(header).toString('hex'), payload: pdu.message_payload !== undefined,
    sar: pdu.sar_msg_ref_num === undefined
      ? null
      : [pdu.sar_msg_ref_num, pdu.sar_total_segments, pdu.sar_segment_seqnum]
  }
  messages.push(message)
  const answer = () => session.send(pdu.response({ message_id: message.id }))
  if (!(pdu.registered_delivery & 1) || !rule.receipt) return answer()
  const send = () => deliver(message.account, receipt(message, rule))
  if (rule.overtake) { send(); return answer() }
  answer()
  const now = generation
  setTimeout(() => { if (now === generation) send() }, rule.after)
}

function bind (session, pdu) {
  const { system_id: account, password } = pdu
  if (!(account in ACCOUNTS)) return session.send(pdu.response({ command_status: smpp.ESME_RINVSYSID }))
  if (ACCOUNTS[account] !== password) return session.send(pdu.response({ command_status: smpp.ESME_RINVPASWD }))
  session.account = account
  session.receives = pdu.command !== 'bind_transmitter'
  session.send(pdu.response({ system_id: 'SMSC' }), () => {
    deliveries.filter(d => d.account === account).forEach(attempt)
  })
}

const centre = smpp.createServer(session => {
  sessions.add(session)
  for (const kind of ['bind_transceiver', 'bind_transmitter', 'bind_receiver']) session.on(kind, pdu => bind(session, pdu))
  session.on('submit_sm', pdu => session.account
    ? submit(session, pdu)
    : session.send(pdu.response({ command_status: smpp.ESME_RINVBNDSTS })))
  session.on('enquire_link', pdu => session.send(pdu.response()))
  session.on('unbind', pdu => { session.send(pdu.response()); session.close() })
  session.on('unknown', pdu => session.send(pdu.response()))
  session.on('error', error => { console.log('session ended:', error.message); session.destroy() })
  session.on('close', () => {
    sessions.delete(session)
    deliveries.filter(d => d.under_way === session).forEach(d => { d.under_way = null })
  })
})

const bound = () => [...sessions].filter(s => s.account).map(({ account, receives }) => ({ account, receives }))
const seen = ({ fields, under_way: _, ...shown }) => ({ ...shown, octets: Buffer.from(fields.short_message).toString('hex') })

const CONTROL = {
  'GET /sessions': () => bound(),
  'GET /messages': () => messages,
  'GET /deliveries': () => deliveries.map(seen),
  'PUT /behaviour': ({ to = '*', ...rule }) => { behaviours.set(to, rule); return rule },
  'POST /incoming': ({ account, from, to, octets, coding = 0, esm_class = 0 }) => seen(deliver(account, {
    source_addr: from, destination_addr: to, short_message: Buffer.from(octets, 'hex'), data_coding: coding, esm_class
  })),
  'POST /hang-up': ({ account }) => {
    for (const session of sessions) if (session.account === account) session.destroy()
    return {}
  },
  'DELETE /': () => { reset(); return {} }
}

const control = http.createServer((request, response) => {
  const chunks = []
  request.on('data', chunk => chunks.push(chunk))
  request.on('end', () => {
    const say = (code, body) => {
      const octets = Buffer.from(JSON.stringify(body))
      response.writeHead(code, { 'content-type': 'application/json', 'content-length': octets.length }).end(octets)
    }
    const action = CONTROL[`${request.method} ${request.url}`]
    if (!action) return say(404, { error: `one of: ${Object.keys(CONTROL).join(', ')}` })
    try {
      say(200, action(JSON.parse(Buffer.concat(chunks).toString() || '{}')))
    } catch (error) {
      say(400, { error: error.message })
    }
  })
})

const [smppPort, httpPort] = process.argv.slice(2).map(Number)
centre.listen(smppPort, '127.0.0.1', () => control.listen(httpPort, '127.0.0.1', () => console.log('ready')))
