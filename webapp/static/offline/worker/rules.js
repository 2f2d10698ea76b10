// Which way a request goes: "network" (the worker keeps out of it) or "cache-first" (the edition on the phone, else the
// network). First match wins. What is kept on the phone is the edition, and reports that wait for a network; nothing
// else is added on the way.
const NEVER = ["/intern", "/api", "/healthz", "/readyz", "/metrics", "/sw.js", "/udgave.json", "/udgave"];

// Forms that the worker answers: a search stays on the phone, and a report can wait on it.
const FORMS = /^\/(find|aftale|soeg|b|find\/[a-z2-9]{4})$/;

const RULES = [
  { way: "network", when: (request) => !request.own },
  { way: "cache-first", when: ({ method, path }) => method === "POST" && FORMS.test(path) },
  { way: "network", when: ({ method }) => method !== "GET" },
  { way: "network", when: ({ path }) => NEVER.some((place) => path === place || path.startsWith(`${place}/`)) },
  { way: "cache-first", when: () => true },
];

function wayFor(request) {
  return RULES.find((rule) => rule.when(request)).way;
}
