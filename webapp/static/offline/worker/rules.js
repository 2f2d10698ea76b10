// Which way a request goes: "network" (the worker keeps out of it) or "nearest" (the edition on the phone, else the
// network). First match wins. What is kept on the phone is decided by the edition alone; nothing is added on the way.
const NEVER = ["/intern", "/api", "/healthz", "/sw.js", "/udgave.json", "/udgave"];

const RULES = [
  { way: "network", when: (request) => request.method !== "GET" || !request.own },
  { way: "network", when: ({ path }) => NEVER.some((place) => path === place || path.startsWith(`${place}/`)) },
  { way: "nearest", when: () => true },
];

function wayFor(request) {
  return RULES.find((rule) => rule.when(request)).way;
}
