// Tells Node's default agents where slack.com is: on loopback, at PLAYGROUND_FRONT. Loaded before the bot's own code.
"use strict";

const https = require("node:https");
const net = require("node:net");
const tls = require("node:tls");

const [host, port] = process.env.PLAYGROUND_FRONT.split(":");
const isSlack = (name) => /(^|\.)slack\.com$/.test(name);

// For node:https and all that is built on it (axios): https.globalAgent is Node's own setting for this.
https.globalAgent = new (class extends https.Agent {
  createConnection(options, ...more) {
    return super.createConnection(isSlack(options.host) ? { ...options, host, port } : options, ...more);
  }
})({ keepAlive: true });

// For fetch: its dispatcher is kept under these symbols (older and newer), and takes the function that connects.
void globalThis.Headers; // has Node load its client, and with it the dispatcher
const kept = [2, 1].map((version) => Symbol.for(`undici.globalDispatcher.${version}`)).filter((one) => globalThis[one]);
if (kept.length) {
  const dispatcher = new globalThis[kept[0]].constructor({ connect });
  kept.forEach((one) => { globalThis[one] = dispatcher; });
}

function connect(options, connected) {
  const name = options.servername || options.hostname;
  const to = isSlack(name) ? { host, port } : { host: options.hostname, port: options.port };
  const secure = options.protocol === "https:";
  const socket = secure
    ? tls.connect({ ...to, port: to.port || 443, servername: net.isIP(name) ? "" : name })
    : net.connect({ ...to, port: to.port || 80 });
  socket.setNoDelay(true);
  socket.once(secure ? "secureConnect" : "connect", () => connected(null, socket)).once("error", connected);
}
