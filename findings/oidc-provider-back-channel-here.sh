#!/bin/sh
# Software: oidc-provider (npm) 9.13.3.
# Guess:    A provider on this machine reaches a client on this machine for back-channel logout, as a browser reaches both.
# Seen:     It asks no address that is special-use, 127.0.0.1 among them. The logout goes on without the client: whoever
#           tries back-channel logout at home is never told, and sees it only in an event.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
npm install --silent --no-audit --no-fund oidc-provider@9.13.3 >&2
cat > try.mjs <<'END'
import http from "node:http";
import Provider from "oidc-provider";

let told = 0;
const client = http.createServer((_, answer) => { told += 1; answer.end(); }).listen(0, "127.0.0.1");
await new Promise((listening) => client.once("listening", listening));
const here = `http://127.0.0.1:${client.address().port}`;
await fetch(here);
console.log("asked by fetch:", told);
told = 0;
const provider = new Provider("http://127.0.0.1:9", {
  features: { backchannelLogout: { enabled: true } },
  clients: [{
    client_id: "client", client_secret: "s".repeat(40), redirect_uris: [`${here}/back`], backchannel_logout_uri: `${here}/out`,
  }],
});
const known = await provider.Client.find("client");
await known.backchannelLogout("someone", "session").catch((error) => console.log(error.cause.message));
console.log("told of the logout:", told);
process.exit();
END
seen=$(node try.mjs 2>/dev/null | grep -v WARNING)
echo "$seen"
[ "$seen" = "asked by fetch: 1
hostname resolves to a special-use IP address
told of the logout: 0" ]
