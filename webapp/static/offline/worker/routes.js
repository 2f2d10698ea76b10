// The worker's routes: the pages that are worked out on the phone. Each feature puts its own here, beside the functions
// that answer it. The first that answers does; null leaves the request to the next, and in the end to the edition.
const ROUTES = [];

// `answer(asked, ...groups of the pattern)`, where `asked` has the edition and its data (`answers`), the request and its
// address, the language asked for (`words`), `params()` of the link or the form, and `page(html, status)`.
function route(pattern, answer) {
  ROUTES.push({ pattern, answer });
}
