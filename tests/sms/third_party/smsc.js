'use strict';
// An SMS centre for the tests on node-smpp: another hand's codec than ours. It obeys JSON lines on stdin, as our simulated
// carrier does on its control socket, and answers each by one line on stdout. It keeps digests of numbers, not numbers.
// Arguments: the key of the digests; with TLS, the paths of a private key and of a certificate.

const crypto = require('crypto');
const fs = require('fs');
const readline = require('readline');
const smpp = require('smpp');

const [digestKey, keyPath, certPath] = process.argv.slice(2);
const REFUSALS = {
  throttle: smpp.ESME_RTHROTTLED,
  queue_full: smpp.ESME_RMSGQFUL,
  refuse: smpp.ESME_RINVDSTADR,
  bad_sender: smpp.ESME_RINVSRCADR,
};
const stats = { links: 0, binds: 0, submits: 0, accepted: 0, refused: 0, receipts: 0, replies_answered: 0, enquiries_answered: 0 };
const sessions = new Set();
const entries = [];
const orders = [];
const late = [];
const waiting = [];
let reversed = [];
let held = null;
let deaf = false;

const digest = (number) => crypto.createHmac('sha256', digestKey).update(String(number)).digest('hex');
const stamp = () => new Date().toISOString().replace(/[-T:]/g, '').slice(2, 12);
const receiver = (preferred) =>
  preferred && preferred.receiving && sessions.has(preferred) ? preferred : [...sessions].find((each) => each.receiving);

function send(pdu, preferred, answered) {
  const session = receiver(preferred);
  if (session) session.send(pdu, answered);
  else waiting.push([pdu, answered]);
}

function receipt(session, submit, id) {
  stats.receipts += 1;
  const text = `id:${id} sub:001 dlvrd:001 submit date:${stamp()} done date:${stamp()} stat:DELIVRD err:000 text:`;
  send(new smpp.PDU('deliver_sm', {
    source_addr_ton: 1, source_addr_npi: 1, source_addr: submit.destination_addr,
    destination_addr: submit.source_addr, esm_class: 4, short_message: Buffer.from(text, 'latin1'),
  }), session);
}

function note(kind, submit, id, status) {
  const udh = submit.short_message.udh && submit.short_message.udh[0];
  entries.push({
    kind, digest: digest(submit.destination_addr), carrier_id: id, status,
    part: udh ? udh[4] : submit.sar_segment_seqnum || 1, parts: udh ? udh[3] : submit.sar_total_segments || 1,
    text: submit.short_message.message, data_coding: submit.data_coding,
    validity: String(submit.validity_period), sender: submit.source_addr, sender_ton: submit.source_addr_ton,
  });
}

function refuse(session, submit, status) {
  stats.refused += 1;
  note('refused', submit, '', status);
  session.send(submit.response({ command_status: status }));
}

function take(session, submit, order) {
  stats.accepted += 1;
  const id = `000x${String(stats.accepted).padStart(6, '0')}`;
  note('submit', submit, id, 0);
  if (order === 'drop') return session.destroy();
  const answer = () => session.send(submit.response({ message_id: id }));
  if (order === 'early') receipt(session, submit, id);
  if (held) held.push(answer);
  else if (order !== 'silent') answer();
  if (order === 'late') late.push(() => receipt(session, submit, id));
  else if (order === 'reverse') reversed.push(() => receipt(session, submit, id));
  else if (order !== 'early') receipt(session, submit, id);
  if (order === 'double') receipt(session, submit, id);
  if (order === 'reverse' && orders[0] !== 'reverse') {
    reversed.reverse().forEach((each) => each());
    reversed = [];
  }
}

function onSubmit(session, submit) {
  stats.submits += 1;
  const order = orders.shift();
  if (order in REFUSALS) refuse(session, submit, REFUSALS[order]);
  else take(session, submit, order);
}

function onBind(session, bind, sending, receiving) {
  if (bind.password === 'wrong') {
    session.send(bind.response({ command_status: smpp.ESME_RINVPASWD }));
    return;
  }
  stats.binds += 1;
  session.receiving = receiving;
  session.send(bind.response({ system_id: 'OTHERHAND' }));
  if (receiving) waiting.splice(0).forEach(([pdu, answered]) => session.send(pdu, answered));
}

function onSession(session) {
  stats.links += 1;
  sessions.add(session);
  session.on('bind_transceiver', (pdu) => onBind(session, pdu, true, true));
  session.on('bind_transmitter', (pdu) => onBind(session, pdu, true, false));
  session.on('bind_receiver', (pdu) => onBind(session, pdu, false, true));
  session.on('submit_sm', (pdu) => onSubmit(session, pdu));
  session.on('enquire_link', (pdu) => { if (!deaf) session.send(pdu.response()); });
  session.on('unbind', (pdu) => { session.send(pdu.response()); session.close(); });
  session.on('query_sm', (pdu) => session.send(pdu.response({ message_id: pdu.message_id, final_date: '', message_state: 2 })));
  session.on('close', () => sessions.delete(session));
  session.on('error', () => sessions.delete(session));
}

const COMMANDS = {
  stats: () => stats,
  journal: () => ({ entries }),
  order: ({ what, count }) => { for (let i = 0; i < (count || 1); i += 1) orders.push(what); },
  reply: ({ number, to, text }) => send(
    new smpp.PDU('deliver_sm', {
      source_addr_ton: 1, source_addr_npi: 1, source_addr: String(number), destination_addr: to, short_message: text,
    }), null, () => { stats.replies_answered += 1; }),
  disconnect: () => [...sessions].forEach((session) => session.destroy()),
  hold: () => { held = held || []; },
  release: () => { const answers = held || []; held = null; answers.forEach((answer) => answer()); },
  release_receipts: () => late.splice(0).forEach((each) => each()),
  enquire: () => [...sessions].forEach((session) => session.enquire_link(() => { stats.enquiries_answered += 1; })),
  deaf: ({ on }) => { deaf = on; },
};

const say = (object) => process.stdout.write(`${JSON.stringify(object)}\n`);
const options = keyPath ? { key: fs.readFileSync(keyPath), cert: fs.readFileSync(certPath) } : {};
const server = smpp.createServer(options, onSession);
server.on('tlsClientError', () => {});
server.listen(0, '127.0.0.1', () => say({ ok: true, port: server.address().port }));

const lines = readline.createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const command = JSON.parse(line);
  say({ ok: true, ...(COMMANDS[command.do](command) || {}) });
});
lines.on('close', () => process.exit(0));
