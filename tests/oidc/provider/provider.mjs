// A certified OpenID provider (oidc-provider) that a test can lead astray: `node provider.mjs PORT CLIENT.json`.
// Everything under /-/ is the test's own: it sets who there is, the clock, the keys, and what answers are like.
import { createServer } from "node:http";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { CompactSign, importJWK } from "jose";
import Provider from "oidc-provider";

const [port, file] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const clients = JSON.parse(readFileSync(file, "utf8"));
const state = { accounts: {}, seconds: 0, trouble: {}, ttl: 3600, conform: true };

const Real = Date;
globalThis.Date = class extends Real {
  constructor(...given) {
    if (given.length) super(...given);
    else super(Real.now() + state.seconds * 1000);
  }
  static now() {
    return Real.now() + state.seconds * 1000;
  }
};

function key(kid = randomUUID()) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" };
}

let keys = [key()];
let callback;

function begin() {
  const provider = new Provider(issuer, {
    clients,
    jwks: { keys },
    cookies: { keys: ["for tests alone"] },
    claims: {
      openid: ["sub", "roles", "groups", "realm_access", "kommune", "email_verified"],
      profile: ["name"],
      email: ["email"],
    },
    conformIdTokenClaims: state.conform,
    // Its own way refuses the loopback address, where the app of a test is.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined }),
    ttl: { IdToken: state.ttl, AccessToken: 600, AuthorizationCode: 60, Session: 3600, Grant: 3600, Interaction: 600 },
    features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: true } },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...state.accounts[id] }) }),
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope("openid email profile");
      grant.addOIDCClaims(["roles", "groups", "realm_access", "kommune", "email_verified"]);
      await grant.save();
      return grant;
    },
  });
  for (const event of ["server_error", "backchannel.error"]) {
    provider.on(event, (...given) => console.error(event, ...given.slice(1)));
  }
  callback = provider.callback();
}

const orders = {
  set: (given) => Object.assign(state, given),
  accounts: (given) => (state.accounts = given),
  begin: () => begin(),
  // A token of any kind, with the provider's own key.
  sign: async ({ header, claims }) => {
    const [{ kid }] = keys;
    const signed = new CompactSign(new TextEncoder().encode(JSON.stringify(claims)));
    return signed.setProtectedHeader({ alg: "RS256", kid, ...header }).sign(await importJWK(keys[0], "RS256"));
  },
  rekey: ({ kid }) => {
    keys = [key(kid === "same" ? keys[0].kid : undefined)];
    begin();
  },
};

begin();
createServer((request, response) => {
  const path = request.url.split("?")[0];
  response.setHeader("Date", new Date().toUTCString());
  if (path.startsWith("/-/")) {
    let body = "";
    request.on("data", (piece) => (body += piece));
    request.on("end", async () => response.end(String(await orders[path.slice(3)](JSON.parse(body || "{}")))));
    return;
  }
  const trouble = state.trouble[path];
  if (trouble === "silent") return;
  if (trouble === "dripping") {
    response.writeHead(200, { "Content-Type": "application/json" });
    const timer = setInterval(() => response.write(" "), 200);
    response.on("close", () => clearInterval(timer));
    return;
  }
  if (trouble) {
    response.writeHead(trouble.status, { "Content-Type": "application/json", ...trouble.headers });
    response.end(trouble.body);
    return;
  }
  callback(request, response);
}).listen(Number(port), "127.0.0.1", () => console.log("listening"));
